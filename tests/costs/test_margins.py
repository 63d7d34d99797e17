"""The whole assortment of an account, and what a moving exchange rate does to it; expected figures by hand."""

import pandas as pd
import pytest

from workbench.costs import fx_margins, unit_margins
from workbench.errors import NothingToShow, ParameterError

ASKED = {"account": "mercadolibre-mx", "on": "2026-01-30"}
# 464 = 400 without VAT; of it 15 % of 464 and 40 of shipping; the rest is 3 dollars at 20.
OF_PRICE = 400 - 69.6 - 40


def margin_of(make, **options):
    return unit_margins(make.client(**options), **ASKED).iloc[0]


def test_a_row_sums_its_steps_to_the_margin(make):
    row = margin_of(make)
    assert (row["fees"], row["shipping"]) == pytest.approx((69.6, 40))
    assert (row["cost"], row["freight"], row["border"], row["income_tax"]) == pytest.approx((40, 20, 0, 0))
    assert row["margin"] == pytest.approx(OF_PRICE - 60)
    assert row["margin_rate"] == pytest.approx((OF_PRICE - 60) / 400)
    assert (row["withheld"], row["cash"]) == pytest.approx((42, OF_PRICE - 70))
    assert (row["missing"], row["notes"]) == ("", "implied")


def test_a_sku_without_a_cost_stands_last_and_names_what_it_lacks(make):
    listed = [("mercadolibre-mx", sku, "2026-01-20T18:00Z", 464.0, "MXN") for sku in "AB"]
    rows = unit_margins(make.client(listings=make.listings(listed)), **ASKED)
    assert rows["sku"].tolist() == ["A", "B"]
    assert rows["missing"].tolist() == ["", "cost,origin,freight"]
    assert rows.loc[1, ["margin", "cost", "freight"]].isna().all()


def test_a_day_without_a_rate_takes_the_last_earlier_one_and_says_so(make):
    rows = unit_margins(make.client(), account="mercadolibre-mx", on="2026-02-01")
    assert rows["notes"].tolist() == ["fx_earlier_day,implied"]


def test_an_account_without_listings_says_which_file_is_needed(make):
    with pytest.raises(NothingToShow, match=r"no own listing.*listings\.csv"):
        unit_margins(make.client(listings=make.empty("listings")), **ASKED)


@pytest.mark.parametrize("home", ["USD", "MXN"])
def test_a_weaker_peso_makes_the_cost_dearer_whatever_the_home_currency(make, home):
    rows = fx_margins(make.client(home=home), **ASKED, moves=(-0.2, 0.0)).set_index("move")
    assert rows["margin"].to_dict() == pytest.approx({-0.2: OF_PRICE - 60 / 0.8, 0.0: OF_PRICE - 60})
    assert rows.loc[-0.2, "fx_rate"] == pytest.approx(25.0)
    assert rows["break_even_move"].tolist() == pytest.approx([60 / OF_PRICE - 1] * 2)


def test_at_the_break_even_move_nothing_is_left(make):
    edge = fx_margins(make.client(), **ASKED)["break_even_move"].iloc[0]
    left = fx_margins(make.client(), **ASKED, moves=(edge,))["margin"].iloc[0]
    assert left == pytest.approx(0, abs=1e-9)


def test_a_cost_in_pesos_does_not_feel_the_peso(make):
    rows = fx_margins(make.client(catalogue=make.catalogue([("A", 40.0, "MXN", 20.0)])), **ASKED)
    assert rows["margin"].tolist() == pytest.approx([OF_PRICE - 60] * 7)
    assert rows["break_even_move"].isna().all()


def test_a_sku_with_a_blank_input_stays_in_the_scenarios_without_a_margin(make):
    rows = fx_margins(make.client(catalogue=make.empty("catalogue")), **ASKED)
    assert (len(rows), rows["margin"].isna().all(), rows["break_even_move"].isna().all()) == (7, True, True)
    assert rows["missing"].unique().tolist() == ["cost,origin,freight"]


def test_a_currency_that_loses_all_of_its_value_is_refused(make):
    with pytest.raises(ParameterError, match="above -1"):
        fx_margins(make.client(), **ASKED, moves=(-1.0,))


def test_the_tables_are_not_altered(make):
    client = make.client()
    before = {name: getattr(client, name).copy(deep=True) for name in ("ledger", "listings", "catalogue", "fx")}
    fx_margins(client, **ASKED)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(client, name), table)
