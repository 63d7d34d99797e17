"""The platform's figures beside ours, as a page shows them."""

import re

import pytest

from tests.kpis.conftest import figure, order, small_client
from workbench.display.reconcile import show_reconcile_chapter, show_reconciled_orders, show_reconciliation
from workbench.reconciliation import reconcile
from workbench.words import in_language

AS_OF = "2026-01-31"


def text(shown) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", shown.data).replace("\u00a0", " ").split())


def cancelled(buyers: int, *, shown: int):
    lines = [
        order(f"o{n}", f"2026-01-{10 + n}T18:00Z", status="cancelled", cancelled_by="buyer") for n in range(buyers)
    ]
    reported = [figure("cancellation_rate", AS_OF, window_days=30, numerator=shown, denominator=buyers)]
    return reconcile(small_client("walmart-us", order_lines=lines, reported=reported), as_of=AS_OF)


def test_a_figure_stands_beside_ours_with_its_cause():
    with in_language("en"):
        page = text(show_reconciliation(cancelled(2, shown=2)))
    assert "1 figure of the platforms was set against our own count" in page
    assert "Cancellation rate Walmart United States 30 0 / 2 (0.00 %)" in page.replace("0.00%", "0.00 %")
    assert "explained Buyer cancellation (+2 in the numerator)" in page


def test_the_orders_behind_a_difference_are_listed():
    with in_language("en"):
        page = text(show_reconciled_orders(cancelled(2, shown=2)))
    assert "o0" in page
    assert "o1" in page
    assert "The platform counts orders that the buyer cancelled against the seller." in page


def test_what_agrees_lists_no_orders():
    with in_language("en"):
        assert "No order stands behind a difference." in text(show_reconciled_orders(cancelled(2, shown=0)))


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_both_tables_are_shown_in_other_languages(lang):
    with in_language(lang):
        assert text(show_reconciliation(cancelled(2, shown=2)))
        assert text(show_reconciled_orders(cancelled(2, shown=2)))


def test_a_name_from_a_file_is_escaped():
    lines = [order("<b>", "2026-01-11T18:00Z", status="cancelled", cancelled_by="buyer")]
    reported = [figure("cancellation_rate", AS_OF, window_days=30, numerator=1, denominator=1)]
    found = reconcile(small_client("walmart-us", order_lines=lines, reported=reported), as_of=AS_OF)
    with in_language("en"):
        assert "&lt;b&gt;" in show_reconciled_orders(found).data


def test_a_chapter_shows_the_figures_and_then_their_orders():
    lines = [order("o0", "2026-01-10T18:00Z", status="cancelled", cancelled_by="buyer"), order("o1")]
    reported = [figure("cancellation_rate", AS_OF, window_days=30, numerator=1, denominator=2)]
    page = text(show_reconcile_chapter(small_client("walmart-us", order_lines=lines, reported=reported), as_of=AS_OF))
    assert page.index("explained Buyer cancellation (+1 in the numerator)") < page.index("o0")


def test_a_client_without_any_day_gets_a_sentence():
    assert text(show_reconcile_chapter(small_client("walmart-us"))) == "The platforms show no figure yet."
