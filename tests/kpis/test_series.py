"""Daily series and the orders behind a figure."""

import random
from datetime import datetime, timedelta
from functools import cache

import pandas as pd
import pytest

from tests.kpis.conftest import SmallClient, computed, figure, order, parcel, scan, small_client
from workbench.errors import ParameterError
from workbench.kpis import ORDER_REASONS, kpi_orders, kpi_series

START, END = "2025-12-01", "2026-02-28"


@cache
def traded(name: str, *, orders: int = 400, seed: int = 5) -> SmallClient:
    """A seeded account with everything that can happen to an order, over ninety days."""
    dice = random.Random(seed)

    def after(moment: datetime, days: float) -> str:
        return (moment + timedelta(days=days)).isoformat() + "Z"

    lines, packages, scans, defects = [], [], [], []
    for number in range(orders):
        order_id, at = f"o{number}", datetime(2025, 11, 20) + timedelta(seconds=dice.randrange(90 * 86400))
        line = order(order_id, after(at, 0), ship_by_at=after(at, 2), status=dice.choice(["shipped", "unshipped"]))
        fate = dice.random()
        if fate < 0.1:
            by = dice.choice(["seller", "buyer", "platform"])
            line |= {"status": "cancelled", "cancelled_at": after(at, dice.uniform(0, 9)), "cancelled_by": by}
        elif fate < 0.9:
            line["status"] = "shipped"
            promised = after(at, dice.uniform(4, 12)) if dice.random() < 0.8 else None
            packages.append(parcel(order_id, confirmed_at=after(at, dice.uniform(0, 3)), promised_at=promised))
            for stage in ("label", "accepted", "delivered"):
                if dice.random() < 0.8:
                    scans.append(scan(order_id, after(at, dice.uniform(1, 20)), stage))
        if dice.random() < 0.1:
            opened = after(at, dice.uniform(1, 30))
            defects.append({"order_id": order_id, "kind": dice.choice(["claim", "mediation"]), "opened_at": opened})
        lines.append(line)
    reported = [
        figure("claims_rate", "2025-12-20", window_days=365),
        figure("claims_rate", "2026-01-10", window_days=60),
    ]
    return small_client(
        name, order_lines=lines, packages=packages, scans=scans, defects=defects,
        reported=reported if name.startswith("mercado") else [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kpi"),
    [
        ("amazon-us", "late_shipment_rate"),
        ("amazon-us", "pre_fulfilment_cancellation_rate"),
        ("amazon-us", "valid_tracking_rate"),
        ("amazon-us", "unit_on_time_delivery_rate"),
        ("walmart-us", "on_time_delivery_rate"),
        ("mercadolibre-mx", "claims_rate"),
        ("mercadolibre-mx", "delayed_handling_rate"),
    ],
)
def test_each_day_of_the_series_is_the_figure_of_that_day(name, kpi):
    client = traded(name)
    series = kpi_series(client, kpi=kpi, account=name, start=START, end=END).set_index("date")
    assert len(series) == 90
    for day in pd.date_range(START, END, freq="17D"):
        row = computed(client, kpi, as_of=day)
        for column in ("numerator", "denominator", "rate", "target"):
            ours, theirs = series.loc[day, column], row[column]
            assert (pd.isna(ours) and pd.isna(theirs)) or ours == theirs, (day, column, ours, theirs)


@pytest.mark.parametrize(
    ("name", "kpi"),
    [("amazon-us", "late_shipment_rate"), ("amazon-us", "valid_tracking_rate"), ("mercadolibre-mx", "claims_rate")],
)
def test_the_orders_behind_a_rate_add_up_to_it(name, kpi):
    client = traded(name)
    row = computed(client, kpi, as_of="2026-01-31")
    listed = kpi_orders(client, kpi=kpi, account=name, as_of="2026-01-31")
    counted = listed[listed["counted_as"] != "left_out"]
    assert (counted["counted_as"] == "numerator").sum() == row["numerator"]
    assert len(counted) == row["denominator"]
    assert counted["event_date"].between(row["window_start"], row["window_end"]).all()
    assert set(listed["reason"]) - {""} <= set(ORDER_REASONS)


def test_the_target_of_a_series_is_that_of_each_day():
    client = traded("walmart-us", orders=50)
    series = kpi_series(client, kpi="on_time_delivery_rate", account="walmart-us", start="2025-10-27", end="2025-10-28")
    assert series["target"].tolist() == [0.95, 0.90]


def test_before_the_first_reputation_a_series_has_no_rate():
    client = traded("mercadolibre-mx")
    series = kpi_series(client, kpi="claims_rate", account="mercadolibre-mx", start="2025-12-18", end="2025-12-21")
    assert series["rate"].notna().tolist() == [False, False, True, True]


def test_a_day_of_25_hours_is_one_day():
    # 2025-11-02 in Los Angeles runs from 07:00 UTC to 08:00 UTC of the next day.
    orders = [order("a", ship_by_at="2025-11-02T07:00:00Z"), order("b", ship_by_at="2025-11-03T07:59:59Z"),
              order("c", ship_by_at="2025-11-03T08:00:00Z")]  # fmt: skip
    packages = [parcel(name, confirmed_at="2025-11-01T12:00Z") for name in "abc"]
    client = small_client("amazon-us", order_lines=orders, packages=packages)
    span = {"start": "2025-11-01", "end": "2025-11-03"}
    series = kpi_series(client, kpi="late_shipment_rate", account="amazon-us", **span)
    assert series["denominator"].tolist() == [0, 2, 3]


def test_where_the_files_cannot_give_a_kpi_the_platforms_figures_are_the_series():
    reported = [figure("order_defect_rate", day, scope="mfn", window_days=60, numerator=n, denominator=100)
                for day, n in (("2025-12-31", 1), ("2026-01-31", 2), ("2026-03-01", 3))]  # fmt: skip
    client = small_client("amazon-us", order_lines=[order("a")], reported=reported)
    series = kpi_series(client, kpi="order_defect_rate", account="amazon-us", start=START, end=END)
    assert series["rate"].tolist() == [0.01, 0.02]
    assert series["basis"].unique().tolist() == ["reported"]


def test_without_any_figure_the_series_is_blank_day_by_day():
    series = kpi_series(small_client("amazon-us"), kpi="late_shipment_rate", account="amazon-us", start=START, end=END)
    assert len(series) == 90
    assert series["rate"].isna().all()


def test_a_monthly_kpi_steps_at_the_end_of_the_month():
    traffic = [{"item_id": "a", "start_date": f"2026-{month:02d}-01", "end_date": end, "sessions": 100, "units": month}
               for month, end in ((1, "2026-01-31"), (2, "2026-02-28"))]  # fmt: skip
    client = small_client("amazon-us", traffic=traffic)
    series = kpi_series(client, kpi="conversion_rate", account="amazon-us", start="2026-01-30", end="2026-02-28")
    assert series["rate"].fillna(0).tolist() == [0.0, *[0.01] * 28, 0.02]


def test_orders_carry_the_file_rows_they_come_from():
    client = small_client(
        "amazon-us",
        order_lines=[order("a", ship_by_at="2026-01-12T07:59:59Z"), {**order("a"), "line_id": "2"}],
        packages=[parcel("a", confirmed_at="2026-01-12T08:00Z")],
    )
    (row,) = kpi_orders(client, kpi="late_shipment_rate", account="amazon-us", as_of="2026-01-31").to_dict("records")
    assert (row["lineage"], row["counted_as"], row["reason"]) == (
        "order_lines:0 order_lines:1 packages:0", "numerator", "late",
    )  # fmt: skip


def test_a_valid_parcel_has_no_reason_and_an_invalid_one_has():
    orders = [order("a"), order("b")]
    packages = [parcel(name, confirmed_at="2026-01-10T20:00Z") for name in "ab"]
    scans = [scan("a", "2026-01-11T20:00Z"), scan("b", "2026-01-10T20:00Z", "label")]
    client = small_client("amazon-mx", order_lines=orders, packages=packages, scans=scans)
    listed = kpi_orders(client, kpi="valid_tracking_rate", account="amazon-mx", as_of="2026-01-31")
    assert listed[["order_id", "counted_as", "reason"]].to_numpy().tolist() == [
        ["a", "numerator", ""], ["b", "denominator", "no_scan"],
    ]  # fmt: skip


def test_a_kpi_without_orders_has_an_empty_list_of_them():
    listed = kpi_orders(small_client("amazon-us"), kpi="conversion_rate", account="amazon-us", as_of=END)
    assert (len(listed), listed.columns[0]) == (0, "account")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kpi": "late_shipment"}, "no KPI 'late_shipment' on amazon.*did you mean 'late_shipment_rate'"),
        ({"account": "amazon-mx"}, "no account 'amazon-mx'"),
        ({"end": "2025-11-30"}, "end 2025-11-30 lies before start 2025-12-01"),
        ({"start": "yesterday"}, "'yesterday' is no day"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(change, message):
    asked = {"kpi": "late_shipment_rate", "account": "amazon-us", "start": START, "end": END, **change}
    with pytest.raises(ParameterError, match=message):
        kpi_series(small_client("amazon-us"), **asked)
