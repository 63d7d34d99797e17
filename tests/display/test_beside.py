"""On-time shipment, returns and seller levels as a reader sees them, on a few orders."""

import re
from dataclasses import replace

import pytest

from tests.kpis.conftest import Profile, figure, order, small_client
from workbench.display.beside import show_leader_levels, show_on_time_shipments, show_return_figures
from workbench.kpis import kpi_table
from workbench.words import in_language

DAY = "2026-01-31"


class Named(Profile):
    """A profile that finds an account by its id."""

    def account(self, wanted):
        return next(each for each in self.accounts if each.id == wanted)


def named(client):
    return replace(client, profile=Named(client.profile.accounts))


def text(html):
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.data)).replace("\xa0", " ")
    return shown.replace("&gt;", ">").replace("&lt;", "<").replace("&#x27;", "'")


@pytest.fixture
def late():
    shown = figure(
        "late_shipment_rate", DAY, numerator=3, denominator=100, window_days=30, target=0.04, comparator="lt"
    )
    return kpi_table(small_client("amazon-us", reported=[shown]), as_of=DAY)


def test_on_time_shipment_stands_beside_the_platforms_own_name_and_rate(late):
    said = text(show_on_time_shipments(late))
    assert "Amazon United States amazon-us 97.00% 97 / 100 > 96%" in said
    assert "Late Shipment Rate: 3.00% shown by the platform" in said


def test_sellers_read_their_own_word_for_it(late):
    with in_language("zh"):
        assert "准时发货率" in text(show_on_time_shipments(late))


def test_without_late_shipments_nothing_is_shown():
    empty = kpi_table(small_client("walmart-mx"), as_of=DAY)
    assert show_on_time_shipments(empty).data == ""


def returned(order_id, *, received_at=None, refunded_at=None):
    times = {"requested_at": "2026-01-10T18:00Z", "received_at": received_at, "refunded_at": refunded_at}
    return {"order_id": order_id, "return_id": order_id, **times}


def test_returns_show_what_was_returned_and_how_fast_it_was_refunded():
    orders = [order(name) for name in "abcd"]
    held = [returned("a", received_at="2026-01-15T18:00Z", refunded_at="2026-01-16T18:00Z")]
    said = text(show_return_figures(named(small_client("walmart-us", order_lines=orders, returns=held)), as_of=DAY))
    assert "Walmart United States walmart-us 25.0% 1 / 4 25.0% 1 / 4 100.00% 1 / 1" in said
    assert "Days counted: 3 Dec 2025 – 31 Jan 2026." in said


def test_what_no_file_says_is_named_with_its_reason():
    client = small_client("amazon-us", order_lines=[order("a")], returns=[returned("a")])
    said = text(show_return_figures(named(client), as_of=DAY))
    assert "Orders that were refunded, Returns refunded within 48 hours of receipt (Amazon United States): " in said
    assert "The platform's files do not say when a return was refunded" in said


def test_an_account_without_returns_gets_a_sentence_and_the_file_to_send():
    said = text(show_return_figures(named(small_client("amazon-us", order_lines=[order("a")])), as_of=DAY))
    assert "No file says what was returned or refunded." in said
    assert "Amazon seller-fulfilled returns" in said


def test_the_levels_say_what_is_missing_to_the_next():
    lines = [order(f"o{n}", unit_price=900.0, currency="MXN", quantity=1) for n in range(120)]
    shown = [
        figure(kpi, DAY, numerator=0, denominator=120, rate=0.0, window_days=60)
        for kpi in ("claims_rate", "cancellation_rate", "delayed_handling_rate")
    ]
    said = text(
        show_leader_levels(named(small_client("mercadolibre-mx", order_lines=lines, reported=shown)), as_of=DAY)
    )
    assert "Completed sales in 60 days 120 ● ≥ 100 ■ ≥ 250 ■ ≥ 750" in said
    assert "Billed in 60 days, MXN 108,000 ● ≥ 80,000 ■ ≥ 240,000 ■ ≥ 640,000" in said


def test_a_client_without_mercado_libre_has_no_levels():
    assert show_leader_levels(named(small_client("amazon-us")), as_of=DAY).data == ""
