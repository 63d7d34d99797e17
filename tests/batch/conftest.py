"""A home with small clients of one file each, ingested once, and the small notebook that the tests run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench.ingest import ingest

SMALL_REVIEW = Path(__file__).with_name("notebooks") / "small_review.ipynb"
# A client that is called after a fault of the small notebook gets that fault.
CLIENTS = {
    "seller-well": "Wohlauf Handel",
    "seller-raises": "Volt Harbor & Co",
    "seller-tells-name": "Name Teller",
    "seller-dies": "Mayfly",
}
PROFILE = """\
id: {id}
name: {{en: "{name}", zh: 甲}}
languages: [en, es]
home_currency: USD
since: 2024-12-01
analyst: {{name: Ana Torres, email: ana@example.com}}
accounts:
  - id: amazon-us
    platform: amazon
    market: US
    currency: USD
    zone: America/Los_Angeles
    fulfilment: seller
"""
COSTS = """\
sku,cost,cost_currency,weight_kg,length_cm,width_cm,height_cm,origin,tariff_line,freight,category
A-1,1.5,USD,0.2,1,1,1,CN,8215,0.1,home
"""


@pytest.fixture(scope="session")
def small_home(tmp_path_factory) -> Path:
    """Nobody writes to it."""
    home = tmp_path_factory.mktemp("small")
    for client_id, name in CLIENTS.items():
        inbox = home / client_id / "inbox" / "_client"
        inbox.mkdir(parents=True)
        (home / client_id / "client.yml").write_text(PROFILE.format(id=client_id, name=name), encoding="utf-8")
        (inbox / "costs.csv").write_text(COSTS)
        ingest(client_id, home=home)
    return home


@pytest.fixture
def own_home(small_home, tmp_path) -> Path:
    """A copy of one client's folder that a test may change."""
    shutil.copytree(small_home / "seller-well", tmp_path / "data" / "seller-well")
    return tmp_path / "data"
