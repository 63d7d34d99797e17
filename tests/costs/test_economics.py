"""From a client's tables to its units: precedence of rates, what is missing, markets side by side."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.costs import account_inputs, implied_rates, side_by_side, unit_economics, unit_inputs
from workbench.costs.sales import sales
from workbench.errors import NothingToShow, ParameterError, TableError
from workbench.tables import conform

ASKED = {"account": "mercadolibre-mx", "on": "2026-01-30"}
PERIOD = {"account": "mercadolibre-mx", "start": "2026-01-01", "end": "2026-01-31"}


def unit_of(make, **options):
    return unit_inputs(make.client(**options), sku="A", **ASKED)


def step_of(economics, step):
    return economics.steps.set_index("step").loc[step]


def test_a_margin_with_an_rfc_by_hand_from_the_tables(make):
    # 464 = 400 without VAT; 15 % of 464; shipping 40; (2 + 1) dollars at 20.
    found = unit_economics(make.client(), sku="A", market="MX", on="2026-01-30")
    assert found.missing == ()
    assert found.net_price == pytest.approx(400)
    assert found.margin == pytest.approx(400 - 69.6 - 40 - 60)
    assert found.cash == pytest.approx(found.margin - 10)
    assert found.margin_home == pytest.approx(found.margin / 20)
    assert step_of(found, "referral")[["basis", "status", "orders", "scope"]].tolist() == [
        "ledger",
        "implied",
        5,
        "sku",
    ]
    assert step_of(found, "cost")[["rate", "rate_unit", "fx"]].tolist() == [2.0, "USD", "USD"]


def test_a_typed_rate_goes_before_what_the_reports_imply(make, unit):
    client = make.client(rates=[unit.typed("referral", 0.17, account="mercadolibre-mx")])
    found = unit_economics(client, sku="A", market="MX", on="2026-01-30")
    assert step_of(found, "referral")[["rate", "basis"]].tolist() == [0.17, "typed"]


def test_a_rate_that_ended_before_the_day_is_no_rate(make, unit):
    ended = unit.typed("referral", 0.17, until=pd.Timestamp("2026-01-29").date())
    assert (
        step_of(unit_economics(make.client(rates=[ended]), sku="A", market="MX", on="2026-01-30"), "referral")["basis"]
        == "ledger"
    )


def test_fewer_than_five_sales_imply_nothing(make):
    ledger = make.ledger([("o1", "A", "2026-01-10", 400.0, -96.2, None, -40.0, None)])
    assert unit_of(make, ledger=ledger).missing == ("referral", "free_shipping")


def test_the_most_unblocking_input_is_named_first(make):
    inputs = unit_of(make, catalogue=make.empty("catalogue"), ledger=make.empty("ledger"), rfc="unknown")
    assert inputs.missing[:4] == ("cost", "rfc", "referral", "origin")


@pytest.mark.parametrize(
    ("cost", "currency", "freight", "missing"),
    [
        (None, "USD", 1.0, ("cost",)),
        (2.0, None, 1.0, ("cost",)),
        (2.0, "USD", None, ("freight",)),
        (None, None, None, ("cost", "freight")),
        (2.0, "CNY", 1.0, ("fx",)),
    ],
)
def test_a_blank_input_is_named_and_nothing_is_put_in_its_place(make, cost, currency, freight, missing):
    assert unit_of(make, catalogue=make.catalogue([("A", cost, currency, freight)])).missing == missing


def test_a_price_in_another_currency_than_the_accounts_is_no_price(make):
    listings = make.listings([("mercadolibre-mx", "A", "2026-01-20T18:00Z", 14.0, "USD")])
    assert "price" in unit_of(make, listings=listings).missing


def test_the_newest_price_of_the_day_counts_and_no_later_one(make):
    seen = [("2026-01-20T18:00Z", 200.0), ("2026-01-31T05:00Z", 232.0), ("2026-01-31T07:00Z", 300.0)]
    listings = make.listings([("mercadolibre-mx", "A", at, price, "MXN") for at, price in seen])
    assert unit_of(make, listings=listings).price == 232.0


def test_the_clients_floor_stands_in_its_market_only(make):
    floors = [SimpleNamespace(sku="A", market=market, price=199.0, currency="MXN") for market in ("MX", "US")]
    assert unit_of(make, floors=floors[:1]).floor == 199.0
    assert unit_of(make, floors=floors[1:]).floor is None


def test_the_fixed_part_under_the_mark_is_told_from_the_percentage(make):
    # Above 299: 60 of 400. Under it: 67.5 of 250 = 15 % and 30 fixed; the buyer pays the shipping.
    tax = 0.105 / 1.16
    dear = [(f"d{n}", "A", "2026-01-10", 400.0, -(60 + 400 * tax), None, -40.0, None) for n in range(5)]
    cheap = [(f"c{n}", "A", "2026-01-10", 250.0, -(67.5 + 250 * tax), 49.0, -49.0, None) for n in range(5)]
    lines = make.lines([(order, "A", 1, price) for order, _, _, price, *_ in [*dear, *cheap]])
    inputs = unit_of(make, ledger=make.ledger([*dear, *cheap]), order_lines=lines)
    steps = {charge.step: charge.at(pd.Series([250.0, 400.0]).to_numpy()).tolist() for charge in inputs.charges}
    assert steps["referral"] == pytest.approx([37.5, 60])
    assert steps["fixed_fee"] == pytest.approx([30, 0])
    assert steps["free_shipping"] == pytest.approx([0, 40])


def test_a_sku_that_is_not_listed_and_an_account_without_listings_are_said(make):
    with pytest.raises(NothingToShow, match="no listing of SKU 'B'"):
        unit_inputs(make.client(), sku="B", **ASKED)
    with pytest.raises(NothingToShow, match=r"no own listing.*listings\.csv"):
        account_inputs(make.client(listings=make.empty("listings")), **ASKED)


def both_markets(make, **options):
    seen = "2026-01-20T18:00Z"
    listings = [("amazon-us", "A", seen, 20.0, "USD"), ("mercadolibre-mx", "A", seen, 464.0, "MXN")]
    return make.client(listings=make.listings(listings), **options)


def test_two_accounts_of_a_market_are_not_chosen_between(make):
    listed = [(account, "A", "2026-01-20T18:00Z", 464.0, "MXN") for account in ("mercadolibre-mx", "amazon-mx")]
    client = make.client(listings=make.listings(listed))
    with pytest.raises(
        ParameterError, match="'A' is listed by mercadolibre-mx and amazon-mx|mercadolibre-mx, amazon-mx"
    ):
        unit_economics(client, sku="A", market="MX", on="2026-01-30")
    assert unit_economics(client, sku="A", market="MX", on="2026-01-30", account="amazon-mx").price == 464.0


def test_the_us_price_converted_is_a_candidate_in_mexico(make):
    side = side_by_side(both_markets(make), sku="A", on="2026-01-30")
    assert [unit.inputs.account for unit in side.units] == ["amazon-us", "mercadolibre-mx"]
    (converted,) = side.converted
    assert (converted.candidate, converted.price) == ("converted", 400.0)
    assert converted.margin == pytest.approx(400 / 1.16 - 60 - 40 - 60)


def test_implied_rates_are_flagged_beyond_half_a_point_of_what_is_stated(make, unit):
    stated = [unit.typed("referral", value, account="mercadolibre-mx") for value in (0.155, 0.1449)]
    near, far = (implied_rates(make.client(rates=[rate]), **PERIOD).set_index(["sku", "step"]) for rate in stated)
    assert near.loc[("A", "sale_fee"), "implied_rate"] == pytest.approx(0.15)
    assert near.loc[("A", "sale_fee"), "departure"] == pytest.approx(-0.005)
    assert [table.loc[("", "sale_fee"), "is_flagged"] for table in (near, far)] == [False, True]
    assert far.loc[("A", "sale_fee"), ["basis", "orders", "report"]].tolist() == ["typed", 5, "meli-ventas"]


def test_each_sale_is_compared_with_the_rates_of_its_own_day(make, unit):
    # All five sales are of 10 January: 15 % was taken. 20 % holds from the day after on.
    old = unit.typed("referral", 0.15, account="mercadolibre-mx", until=date(2026, 1, 10))
    new = unit.typed("referral", 0.20, account="mercadolibre-mx", since=date(2026, 1, 11))
    row = implied_rates(make.client(rates=[old, new]), **PERIOD).set_index(["sku", "step"]).loc[("A", "sale_fee")]
    assert row["book_rate"] == pytest.approx(0.15)
    assert not row["is_flagged"]


def test_sales_before_the_first_stated_rate_are_not_compared_with_a_later_one(make, unit):
    charge = -(60 + 400 / 1.16 * 0.105)
    sales = [(f"o{n}", "A", f"2026-01-{n + 8:02}", 400.0, charge, None, -40.0, None) for n in range(10)]
    rate = unit.typed("referral", 0.15, account="mercadolibre-mx", since=date(2026, 1, 13))
    client = make.client(
        rates=[rate], ledger=make.ledger(sales), order_lines=make.lines([(f"o{n}", "A", 1, 400.0) for n in range(10)])
    )
    rows = implied_rates(client, **PERIOD).set_index(["sku", "step"])
    assert rows.loc[("A", "sale_fee"), ["orders", "start"]].tolist() == [5, pd.Timestamp("2026-01-13")]
    assert rows.loc[("A", "sale_fee"), "departure"] == pytest.approx(0, abs=1e-9)
    # Of shipping nothing was ever stated: all ten are shown.
    assert rows.loc[("A", "shipping"), "orders"] == 10


def test_shipping_that_only_buyers_paid_is_no_rate(make):
    charge = -(60 + 400 / 1.16 * 0.105)
    sales = [(f"o{n}", "A", "2026-01-10", 400.0, charge, 40.0, None, None) for n in range(5)]
    assert "shipping" not in set(implied_rates(make.client(ledger=make.ledger(sales)), **PERIOD)["step"])


def test_without_a_stated_rate_there_is_nothing_to_depart_from(make):
    rates = implied_rates(make.client(), **PERIOD)
    assert rates["book_rate"].isna().all()
    assert not rates["is_flagged"].any()


def test_without_income_there_are_no_implied_rates(make):
    assert implied_rates(make.client(ledger=make.empty("ledger")), **PERIOD).empty


def test_facturacion_takes_the_place_of_the_mixed_column_and_is_not_added_to_it(make):
    client = make.client()
    billed = pd.DataFrame({"order_id": ["o0", "o0"], "kind": ["Cargo por venta", "Cargo por envío"]})
    billed = billed.assign(account="mercadolibre-mx", report="meli-facturacion", currency="MXN", amount=[-64.0, -40.0])
    billed = conform(billed.assign(entry=["x", "y"], posted_at="2026-01-10T18:00Z"), "ledger")
    client.ledger = pd.concat([client.ledger, billed], ignore_index=True)
    owner = client.profile.account("mercadolibre-mx")
    rows = sales(client, owner=owner, start="2026-01-01", end="2026-01-31").set_index("order_id")
    assert rows["sale_fee"].tolist() == pytest.approx([64, 60, 60, 60, 60])
    assert rows.loc["o0", ["fee_report", "report"]].tolist() == ["meli-facturacion", "meli-ventas"]


@pytest.mark.parametrize(
    ("table", "column"),
    [("listings", "price"), ("catalogue", "freight"), ("ledger", "amount"), ("fx", "rate"), ("order_lines", "sku")],
)
def test_a_missing_column_is_named(make, table, column):
    with pytest.raises(TableError, match=f"{table}: missing column {column}"):
        account_inputs(make.client(**{table: make.empty(table).drop(columns=column)}), **ASKED)


def test_the_tables_are_not_altered(make):
    client = both_markets(make)
    names = ("ledger", "listings", "catalogue", "fx", "order_lines", "returns", "ads")
    before = {name: getattr(client, name).copy(deep=True) for name in names}
    side_by_side(client, sku="A", on="2026-01-30")
    implied_rates(client, **PERIOD)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(client, name), table)
