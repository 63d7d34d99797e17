import pandas as pd
import pytest

from workbench.errors import NothingToShow, TableError
from workbench.pricing.panel import weekly_panel
from workbench.tables import conform

ON = "2025-01-05"  # a Sunday, five weeks after the first Monday


def panel_of(make, rows, **tables):
    # A sale of another SKU on the last Sunday closes the last week.
    filled = [*rows, *(("Z", f"2024-12-{day:02d}", 1, 50.0) for day in (2, 9, 16, 23, 30)), ("Z", ON, 1, 50.0)]
    found = weekly_panel(make.client(make.lines(filled), **tables), account="mercadolibre-mx", on=ON)
    return found, found.rows[found.rows["sku"] == "A"].set_index("week")


def test_units_and_prices_by_week_with_zero_weeks_kept(make):
    _, rows = panel_of(make, [("A", "2024-12-03", 2, 100.0), ("A", "2024-12-05", 1, 130.0), ("A", "2024-12-31", 1, 90)])
    assert rows["units"].tolist() == [3, 0, 0, 0, 1]
    assert rows["price"].iloc[0] == pytest.approx(110)
    # The newest price known stands in where nothing was sold.
    assert rows["shelf_price"].iloc[1:].tolist() == [130, 130, 130, 90]
    assert rows.index[0] == make.monday


def test_a_listing_tells_the_price_of_a_week_without_sales(make):
    listings = make.listings([("A", "2024-12-17", 149.0)], stock=5)
    _, rows = panel_of(make, [("A", "2024-12-03", 1, 100.0)], listings=listings)
    assert rows["shelf_price"].tolist() == [100, 100, 149, 149, 149]


def test_brushing_cancelled_and_foreign_lines_are_left_out_and_counted(make):
    lines = [("A", "2024-12-03", 1, 100.0), *[("A", "2024-12-04", 9, 100.0)] * 4]
    client = make.client(make.lines([*lines, ("Z", "2024-12-02", 1, 50.0), ("Z", ON, 1, 50.0)]))
    orders = client.order_lines
    orders.loc[1, "is_brushing"] = True
    orders.loc[2, "status"] = "cancelled"
    orders.loc[3, "currency"] = "USD"
    orders.loc[4, "unit_price"] = None
    before = orders.copy()
    found = weekly_panel(client, account="mercadolibre-mx", on=ON)
    assert found.rows.loc[found.rows["sku"] == "A", "units"].sum() == 1
    assert dict(zip(found.left_out["reason"], found.left_out["rows"], strict=True)) == {
        "brushing": 1, "cancelled": 1, "other_currency": 1, "no_price_or_sku": 1, "quiet_weeks": 3,
    }  # fmt: skip
    pd.testing.assert_frame_equal(orders, before)


def test_a_discount_lowers_the_price_paid_and_marks_a_promotion(make):
    client = make.client(make.lines([("A", "2024-12-02", 2, 100.0), ("A", ON, 1, 100.0)], discount=[30.0, None]))
    rows = weekly_panel(client, account="mercadolibre-mx", on=ON).rows
    first = rows.iloc[0]
    assert (first["price"], first["shelf_price"], first["is_promotion"]) == (85, 100, True)
    assert not rows["is_promotion"].iloc[-1]


def test_weeks_after_a_look_at_empty_shelves_are_flagged_until_a_sale(make):
    listings = make.listings([("A", "2024-12-10", 100.0)], stock=0)
    _, rows = panel_of(make, [("A", "2024-12-03", 1, 100.0), ("A", "2024-12-24", 1, 100.0)], listings=listings)
    assert rows["is_stock_out"].tolist() == [False, True, True, False, False]


def test_the_seller_s_own_words_mark_promotions_and_empty_shelves(make):
    days = pd.to_datetime(["2024-12-11", "2024-12-18"])
    table = pd.DataFrame({"date": days, "note": ["Oferta Buen Fin -10%", "Agotado"], "kind": ["price", "stock"]})
    changes = conform(table.assign(account="mercadolibre-mx", item_id="MLMA"), "changes")
    _, rows = panel_of(make, [("A", "2024-12-03", 1, 100.0)], changes=changes)
    assert rows["is_promotion"].tolist() == [False, True, False, False, False]
    assert rows["is_stock_out"].tolist() == [False, False, True, False, False]


@pytest.mark.parametrize(("price", "is_free"), [(298.0, False), (298.99, False), (299.0, True), (299.01, True)])
def test_shipping_is_free_from_299_on(make, price, is_free):
    _, rows = panel_of(make, [("A", "2024-12-03", 1, price)])
    assert rows["is_free_shipping"].tolist() == [is_free] * 5


def test_a_paused_listing_is_not_for_sale(make):
    listings = make.listings([("A", "2024-12-10", 100.0), ("A", "2024-12-24", 100.0)], status=["paused", "active"])
    _, rows = panel_of(make, [("A", "2024-12-03", 1, 100.0)], listings=listings)
    assert [str(week.date()) for week in rows.index] == ["2024-12-02", "2024-12-23", "2024-12-30"]


def test_advertising_is_added_by_week(make):
    days = pd.to_datetime(["2024-12-03", "2024-12-04", "2024-12-18"])
    table = pd.DataFrame({"date": days, "spend": [10.0, 5.0, 7.0], "sku": "A", "kind": "Sponsored"})
    ads = conform(table.assign(account="mercadolibre-mx", currency="MXN"), "ads")
    _, rows = panel_of(make, [("A", "2024-12-03", 1, 100.0)], ads=ads)
    assert rows["ads_spend"].tolist() == [15, 0, 7, 0, 0]


def test_without_a_full_week_there_is_no_panel(make):
    client = make.client(make.lines([("A", "2024-12-03", 1, 100.0)]))
    with pytest.raises(NothingToShow, match="weekly sales of mercadolibre-mx, 2025-01-05: no full week of orders"):
        weekly_panel(client, account="mercadolibre-mx", on=ON)
    with pytest.raises(NothingToShow, match="no full week of orders"):
        weekly_panel(make.client(make.lines([])), account="mercadolibre-mx", on=ON)


def test_a_missing_column_is_named(make):
    client = make.client(make.lines([("A", ON, 1, 1.0)]).drop(columns="unit_price"))
    with pytest.raises(TableError, match="unit_price"):
        weekly_panel(client, account="mercadolibre-mx", on=ON)
