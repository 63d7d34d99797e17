import pandas as pd
import pytest

from workbench.costs import fx_margins, unit_margins
from workbench.errors import NothingToShow, TableError

ASKED = {"account": "mercadolibre-mx", "on": "2026-01-30"}


def margin_of(make, **options):
    return unit_margins(make.client(**options), **ASKED).iloc[0]


def test_a_margin_with_an_rfc_by_hand(make):
    # 232 MXN = 200 without VAT = 10 USD. Of 116 sold 27.90 taken, 10.50 of it tax: 17.40 = 15 % of the price.
    row = margin_of(make)
    assert row["net_price"] == pytest.approx(10.0)
    assert row["sale_charge"] == pytest.approx(232 * 0.15 / 20)
    assert (row["income_tax"], row["withheld"]) == (0.0, pytest.approx(10 * 0.105))
    assert (row["cost"], row["freight"]) == (2.0, 1.0)
    assert row["margin"] == pytest.approx(10 - 1.74 - 2 - 1)
    assert row["margin_rate"] == pytest.approx(0.526)
    assert (row["missing"], row["charge_basis"], row["orders"]) == ("", "sku", 5)


def test_a_margin_without_an_rfc_loses_the_income_tax_for_good(make):
    # Of 116 sold 53.40 taken, 36 of it tax: 17.40 is the charge; 20 % of the net price is final income tax.
    ledger = make.ledger([(f"o{n}", "A", "2026-01-10", 116.0, -53.4, None, None, None) for n in range(5)])
    row = margin_of(make, rfc="false", ledger=ledger)
    assert (row["income_tax"], row["withheld"]) == (pytest.approx(2.0), 0.0)
    assert row["margin"] == pytest.approx(10 - 1.74 - 2 - 2 - 1)


def test_an_rfc_that_is_not_known_blocks_the_margin(make):
    row = margin_of(make, rfc="unknown")
    assert (row["missing"], pd.isna(row["margin"])) == ("rfc", True)


def test_refunded_orders_do_not_count_for_the_charges(make):
    kept = [(f"o{n}", "A", "2026-01-10", 116.0, -27.9, None, None, None) for n in range(5)]
    refunded = ("o9", "A", "2026-01-10", 116.0, -90.0, None, None, -26.0)
    assert margin_of(make, ledger=make.ledger([*kept, refunded]))["margin"] == pytest.approx(5.26)


def test_shipping_is_what_the_platform_takes_less_what_the_buyer_pays(make):
    ledger = make.ledger([(f"o{n}", "A", "2026-01-10", 116.0, -27.9, 49.0, -60.6, None) for n in range(5)])
    assert margin_of(make, ledger=ledger)["shipping"] == pytest.approx(11.6 * 0.1)


@pytest.mark.parametrize(
    ("cost", "currency", "freight", "missing"),
    [
        (None, "USD", 1.0, "cost"),
        (2.0, None, 1.0, "cost"),
        (2.0, "USD", None, "freight"),
        (None, None, None, "cost,freight"),
        (2.0, "CNY", 1.0, "fx"),
    ],
)
def test_a_blank_input_is_named_and_nothing_is_put_in_its_place(make, cost, currency, freight, missing):
    row = margin_of(make, catalogue=make.catalogue([("A", cost, currency, freight)]))
    assert (row["missing"], pd.isna(row["margin"]), pd.isna(row["margin_rate"])) == (missing, True, True)


def test_a_sku_without_a_catalogue_row_price_or_ledger_names_them_all(make):
    client = make.client(
        catalogue=make.empty("catalogue"),
        ledger=make.empty("ledger"),
        listings=make.listings([("mercadolibre-mx", "A", "2026-01-20T18:00Z", None, "MXN")]),
    )
    assert unit_margins(client, **ASKED)["missing"].tolist() == ["price,charges,cost,freight"]


def test_without_exchange_rates_the_margin_is_blank(make):
    assert margin_of(make, fx=make.empty("fx"))["missing"] == "fx"


def test_a_cost_in_a_third_currency_goes_through_its_own_rate(make):
    fx = make.fx([("2026-01-30", "USD", "MXN", "SF43718", 20.0), ("2026-01-30", "USD", "CNY", "DEXCHUS", 7.0)])
    row = margin_of(make, fx=fx, catalogue=make.catalogue([("A", 14.0, "CNY", 7.0)]))
    assert (row["cost"], row["freight"]) == (pytest.approx(2.0), pytest.approx(1.0))
    assert (row["fx_series"], row["cost_fx_series"]) == ("SF43718", "DEXCHUS")


def test_a_day_without_a_rate_takes_the_last_earlier_one_and_says_so(make):
    row = unit_margins(make.client(), account="mercadolibre-mx", on="2026-02-01").iloc[0]
    assert (row["notes"], row["fx_date"]) == ("fx_earlier_day", pd.Timestamp("2026-01-30"))


def test_a_sku_with_few_orders_takes_the_accounts_charges_and_says_so(make):
    both = [("mercadolibre-mx", sku, "2026-01-20T18:00Z", 232.0, "MXN") for sku in "AB"]
    client = make.client(
        listings=make.listings(both), catalogue=make.catalogue([("A", 2, "USD", 1), ("B", 2, "USD", 1)])
    )
    rows = unit_margins(client, **ASKED).set_index("sku")
    assert rows["charge_basis"].to_dict() == {"A": "sku", "B": "account"}
    assert (rows.loc["B", "notes"], rows.loc["B", "margin"]) == ("account_charges", rows.loc["A", "margin"])


def test_a_seller_who_sells_at_home_needs_no_rate_for_the_price(make):
    client = make.client(home="MXN", fx=make.empty("fx"), catalogue=make.catalogue([("A", 40.0, "MXN", 20.0)]))
    row = unit_margins(client, **ASKED).iloc[0]
    assert row["margin"] == pytest.approx(200 - 34.8 - 60)


def test_a_price_in_the_united_states_holds_no_vat(make):
    listings = make.listings([("amazon-us", "A", "2026-01-20T18:00Z", 20.0, "USD")])
    row = unit_margins(make.client(listings=listings), account="amazon-us", on="2026-01-30").iloc[0]
    assert (row["net_price"], row["withheld"], row["missing"]) == (20.0, 0.0, "charges")


def test_the_newest_price_of_the_day_counts_and_no_later_one(make):
    seen = [("2026-01-20T18:00Z", 200.0), ("2026-01-31T05:00Z", 232.0), ("2026-01-31T07:00Z", 300.0)]
    listings = make.listings([("mercadolibre-mx", "A", at, price, "MXN") for at, price in seen])
    assert margin_of(make, listings=listings)["price"] == 232.0


def test_a_price_in_another_currency_than_the_accounts_is_no_price(make):
    listings = make.listings([("mercadolibre-mx", "A", "2026-01-20T18:00Z", 14.0, "USD")])
    assert margin_of(make, listings=listings)["missing"] == "price"


def test_an_account_without_listings_says_which_file_is_needed(make):
    with pytest.raises(NothingToShow, match=r"no own listing.*listings\.csv"):
        unit_margins(make.client(listings=make.empty("listings")), **ASKED)


@pytest.mark.parametrize(
    ("table", "column"), [("listings", "price"), ("catalogue", "freight"), ("ledger", "amount"), ("fx", "rate")]
)
def test_a_missing_column_is_named(make, table, column):
    with pytest.raises(TableError, match=f"{table}: missing column {column}"):
        unit_margins(make.client(**{table: make.empty(table).drop(columns=column)}), **ASKED)


def test_the_tables_are_not_altered(make):
    client = make.client()
    before = {name: getattr(client, name).copy(deep=True) for name in ("ledger", "listings", "catalogue", "fx")}
    fx_margins(client, **ASKED)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(client, name), table)


def test_a_weaker_peso_shrinks_what_the_price_brings_home_and_not_the_cost(make):
    rows = fx_margins(make.client(), **ASKED, moves=(-0.1, 0.0)).set_index("move")
    assert rows.loc[0.0, "margin"] == pytest.approx(5.26)
    assert rows.loc[-0.1, "margin"] == pytest.approx((10 - 1.74) * 0.9 - 3)
    assert rows.loc[-0.1, "margin_rate"] == pytest.approx(((10 - 1.74) * 0.9 - 3) / 9)
    assert rows.loc[-0.1, "fx_rate"] == pytest.approx(20 / 0.9)
    assert rows["break_even_move"].tolist() == pytest.approx([3 / 8.26 - 1] * 2)


def test_for_a_seller_at_home_a_weaker_peso_makes_the_cost_dearer(make):
    rows = fx_margins(make.client(home="MXN"), **ASKED, moves=(-0.2,)).iloc[0]
    assert rows["margin"] == pytest.approx(200 - 34.8 - 60 / 0.8)
    assert rows["fx_rate"] == pytest.approx(25.0)


def test_a_cost_in_pesos_does_not_feel_the_peso(make):
    catalogue = make.catalogue([("A", 40.0, "MXN", 20.0)])
    rates = fx_margins(make.client(catalogue=catalogue), **ASKED)["margin_rate"]
    assert rates.tolist() == pytest.approx([(200 - 34.8 - 60) / 200] * 7)


@pytest.mark.parametrize("home", ["USD", "MXN"])
def test_at_the_break_even_move_nothing_is_left(make, home):
    edge = fx_margins(make.client(home=home), **ASKED)["break_even_move"].iloc[0]
    left = fx_margins(make.client(home=home), **ASKED, moves=(edge,))["margin"].iloc[0]
    assert left == pytest.approx(0, abs=1e-9)


def test_a_sku_with_a_blank_input_stays_in_the_scenarios_without_a_margin(make):
    rows = fx_margins(make.client(catalogue=make.empty("catalogue")), **ASKED)
    assert (len(rows), rows["margin"].isna().all(), rows["break_even_move"].isna().all()) == (7, True, True)
    assert rows["missing"].unique().tolist() == ["cost,freight"]
