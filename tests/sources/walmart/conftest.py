"""Files of a client with a Walmart account in each country."""

import json
from dataclasses import replace

import pytest


@pytest.fixture
def context(context):
    """What the file does not say, for a client with a second account, in Mexico."""

    def make(account="walmart-us", **more):
        given = context(account, **more)
        american = next(known for known in given.accounts if known.id == "walmart-us")
        zone = "America/Mexico_City"
        mexican = replace(american, id="walmart-mx", market="MX", currency="MXN", zone=zone)
        return replace(given, accounts=(*given.accounts, mexican))

    return make


@pytest.fixture
def walmart(reading):
    """Recognise and read a document or bytes of one of the two accounts."""

    def take(content, *, export, account="walmart-us", **more):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return reading(body, export=export, account=account, **more)

    return take
