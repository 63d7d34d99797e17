"""The sample's market: verdicts that count in the bands, listings that wait, a survey that can be read."""

from __future__ import annotations

import pytest

from tests.conftest import SAMPLE
from workbench.bands import listings_to_confirm, price_survey, product_bands
from workbench.costs import implied_rates
from workbench.record.verdicts import check_verdict, read_verdicts

pytestmark = pytest.mark.sample
ON = "2026-01-31"


@pytest.mark.parametrize(
    ("seller", "query"), [("lumen-home", "garlic press"), ("volt-harbor", "audífonos inalámbricos")]
)
def test_verdicts_stand_for_the_product_and_can_be_used(seller, query):
    verdicts = read_verdicts(SAMPLE / seller, market="MX", query=query)
    assert 4 <= len(verdicts) == len(read_verdicts(SAMPLE / seller))
    for verdict in verdicts:
        check_verdict(verdict)
    # The last one on a listing counts: the nut cracker that also presses garlic was taken back in.
    assert {verdict.title: verdict.says for verdict in verdicts}.get("Prensador de ajo y nueces 2 en 1") in (
        None,
        "same",
    )


def test_the_bands_follow_the_verdicts(lumen):
    bands = product_bands(lumen, query="garlic press", market="MX", as_of=ON)
    out = bands.excluded.set_index("title")["reason"]
    assert (out[out.index.str.contains("eléctrico (?:USB|recargable)")] == "not the product").all()
    used = bands.offers.set_index("title")
    for title, pieces in (("Juego de prensadores de ajo 2 piezas", 2), ("Set prensas de ajo 3 piezas", 3)):
        assert used.loc[title, "unit_price"] == pytest.approx(used.loc[title, "price"] / pieces, abs=0.01)
    assert "Prensador de ajo y nueces 2 en 1" in used.index


def test_new_renamed_and_unclear_listings_wait_since_last_month(lumen):
    bands = product_bands(lumen, query="garlic press", market="MX", as_of=ON)
    waiting = listings_to_confirm(lumen.offers, bands=bands)
    assert set(waiting["why"]) == {"pack_unclear", "title_changed", "new"}
    assert (waiting.loc[waiting["why"] == "new", "first_seen"] > "2025-12-31").all()


def test_colanders_in_the_united_states_sell_in_three_bands(lumen):
    bands = product_bands(lumen, query="collapsible colander", market="US", as_of=ON).bands
    # The sample draws prices around 12, 21 and 35 USD a piece.
    assert [row.low < centre < row.high for row, centre in zip(bands.itertuples(), (12, 21, 35), strict=True)]


def test_the_survey_has_answers_that_hold_together_and_some_that_do_not():
    survey = price_survey(SAMPLE / "lumen-home" / "surveys" / "garlic_press.csv")
    assert survey.answers + survey.incomplete == 120
    assert (survey.used, survey.intransitive, survey.incomplete) == (111, 7, 2)
    points = survey.points.set_index(["point", "definition"])["price"]
    assert points["lower", "original"] < points["optimal", ""] < points["upper", "original"]
    assert survey.offered["share"].is_monotonic_decreasing and len(survey.offered) == 6


def test_the_cost_check_flags_the_box_that_amazon_measured_larger_and_nothing_else(lumen, volt):
    asked = {"account": "amazon-us", "start": "2025-11-03", "end": ON}
    rows = implied_rates(lumen, **asked)
    flagged = rows[rows["is_flagged"]].set_index("sku")
    assert flagged["step"].to_dict() == {"LH-001": "fulfilment_fee", "": "fulfilment_fee"}
    # 6.67 instead of 6.10 USD a unit at 19.99.
    assert flagged.loc["LH-001", "departure"] == pytest.approx((6.67 - 6.10) / 19.99)
    assert not implied_rates(volt, **asked)["is_flagged"].any()
