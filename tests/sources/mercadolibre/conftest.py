"""Invented Mercado Libre and Mercado Pago exports."""

import pytest

ACCOUNT = "mercadolibre-mx"


@pytest.fixture
def semicolon(comma):
    """A Mercado Pago report: semicolons, UTF-8 without a mark."""

    def make(header, rows, **options) -> bytes:
        return comma(header, rows, delimiter=";", encoding="utf-8", **options)

    return make


@pytest.fixture
def own(reading):
    """Read a file of the one Mercado Libre account."""

    def take(content, *, export, **options):
        return reading(content, export=export, **{"account": ACCOUNT} | options)

    return take
