"""Figures that the platforms, or people with a live account, have published: counts in, rate and verdict out.

Published figures that do not fit each other are tested for that: what is computed here must not come out as they say.
"""

import numpy as np
import pandas as pd
import pytest

from tests.kpis.conftest import Account, computed, counts, figure, order, parcel, scan, small_client
from workbench.kpis import colour, headroom, kpi_table
from workbench.kpis.days import window
from workbench.risk.room import clean_orders_needed
from workbench.rules import rule

AS_OF = "2026-01-31"


def shown(kpi: str, numerator: int, denominator: int, *, account: str = "amazon-us", **fields: object) -> dict:
    """The row of one reported figure in the KPI table."""
    reported = [figure(kpi, AS_OF, numerator=numerator, denominator=denominator, **fields)]
    table = kpi_table(small_client(account, reported=reported), as_of=AS_OF)
    return table[(table["kpi"] == kpi) & (table["basis"] == "reported")].iloc[0].to_dict()


@pytest.mark.parametrize(
    ("kpi", "numerator", "denominator", "target", "comparator", "rate", "status"),
    [
        ("invoice_defect_rate", 315, 9001, 0.05, "lt", 0.034996, "good"),
        ("late_shipment_rate", 27896, 870669, 0.04, "lt", 0.032040, "good"),
        ("unit_on_time_delivery_rate", 146, 165, 0.90, "gt", 0.884848, "breach"),
        ("on_time_delivery_rate", 808046, 847987, 0.95, "gt", 0.952899, "watch"),
        ("valid_tracking_rate", 190, 200, 0.95, "gt", 0.95, "breach"),
        ("valid_tracking_rate", 190, 200, 0.95, "ge", 0.95, "watch"),
        ("late_shipment_rate", 1, 30, 0.02, "lt", 0.033333, "breach"),
        ("unit_on_time_delivery_rate", 13, 14, 0.90, "ge", 0.928571, "watch"),
        ("late_shipment_rate", 10, 200, 0.04, "lt", 0.05, "breach"),
    ],
)
def test_published_counts_give_the_published_rate_and_verdict(
    kpi, numerator, denominator, target, comparator, rate, status
):
    row = shown(kpi, numerator, denominator, target=target, comparator=comparator)
    assert row["rate"] == pytest.approx(rate, abs=5e-7)
    assert row["status"] == status


def test_the_platforms_good_stays_beside_a_target_that_is_missed():
    row = shown(
        "on_time_delivery_rate", 3, 7, target=0.97, comparator="gt", platform_status="GOOD", account="amazon-mx"
    )
    assert (round(row["rate"], 6), row["status"], row["level"]) == (0.428571, "breach", "GOOD")


def test_one_defect_in_62_orders_is_above_one_percent_and_no_orders_are_no_measurement():
    assert shown("order_defect_rate", 1, 62, scope="mfn")["status"] == "breach"
    empty = shown("order_defect_rate", 0, 0, scope="afn", rate=0.0)
    assert (empty["status"], empty["reason"]) == ("unmeasured", "zero_denominator")


def test_units_promised_in_the_last_seven_days_are_left_out():
    # 130 units in 21 days, 30 of them promised in the last 7; 90 of the other 100 came in time.
    orders, packages, scans = [], [], []
    for number in range(130):
        day = "2026-01-28" if number < 30 else f"2026-01-{11 + number % 14:02d}"
        name = f"o{number}"
        orders.append(order(name, "2026-01-05T18:00Z"))
        packages.append(parcel(name, confirmed_at="2026-01-06T18:00Z", promised_at=f"{day}T23:00Z"))
        arrived = "2026-01-30" if 30 <= number < 40 else day
        scans += [scan(name, "2026-01-07T18:00Z"), scan(name, f"{arrived}T20:00Z", "delivered")]
    row = computed(small_client("amazon-us", order_lines=orders, packages=packages, scans=scans),
                   "unit_on_time_delivery_rate", as_of=AS_OF)  # fmt: skip
    assert (counts(row), row["rate"], row["status"]) == ((90, 100), 0.90, "watch")


@pytest.mark.parametrize(
    ("kpi", "market", "on", "expected"),
    [
        ("order_defect_rate", "US", "2022-01-11", ("2021-10-29", "2021-12-27")),
        ("invoice_defect_rate", "GB", "2026-05-02", ("2026-04-19", "2026-04-25")),
        ("valid_tracking_rate", "US", "2026-10-04", ("2026-08-26", "2026-09-24")),
        ("pre_fulfilment_cancellation_rate", "US", "2020-11-19", ("2020-11-12", "2020-11-18")),
        ("late_shipment_rate", "US", "2020-11-19", ("2020-10-21", "2020-11-19")),
    ],
)
def test_the_window_of_a_day_is_the_published_one(kpi, market, on, expected):
    held = rule(kpi, platform="amazon", market=market, on=on)
    days = window(pd.Timestamp(on), days=held.window_days, lag=held.lag_days)
    assert tuple(day.date().isoformat() for day in days) == expected


@pytest.mark.parametrize(
    ("confirmed", "arrived", "expected"),
    [
        ("2026-01-16T18:00Z", "2026-01-19T18:00Z", {"late_shipment_rate": 1, "unit_on_time_delivery_rate": 1}),
        ("2026-01-14T18:00Z", "2026-01-22T18:00Z", {"late_shipment_rate": 0, "unit_on_time_delivery_rate": 0}),
    ],
)
def test_a_late_shipment_is_no_late_delivery_and_the_other_way_round(confirmed, arrived, expected):
    client = small_client(
        "amazon-us", order_lines=[order("a", "2026-01-13T18:00Z", ship_by_at="2026-01-15T18:00Z")],
        packages=[parcel("a", confirmed_at=confirmed, promised_at="2026-01-20T18:00Z")],
        scans=[scan("a", "2026-01-17T18:00Z"), scan("a", arrived, "delivered")],
    )  # fmt: skip
    assert {kpi: computed(client, kpi, as_of=AS_OF)["numerator"] for kpi in expected} == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"), [(1, 23, "4.35"), (1, 10, "10.00"), (3, 100, "3.00"), (10, 1250, "0.80")]
)
def test_a_rate_is_its_counts(numerator, denominator, printed):
    assert f"{shown('late_shipment_rate', numerator, denominator)['rate']:.2%}" == f"{printed}%"


@pytest.mark.parametrize(
    ("kpi", "numerator", "denominator", "printed"),
    [
        ("valid_tracking_rate", 896462, 878443, 0.9529),
        ("valid_tracking_rate", 878443, 896462, 0.9529),
        ("on_time_delivery_rate", 847987, 808046, 0.9529),
        ("pre_fulfilment_cancellation_rate", 551, 17197, 0.005),
        ("order_defect_rate", 1078, 539000, 0.009),
        ("unit_on_time_delivery_rate", 1218, 1250, 0.975),
        ("pre_fulfilment_cancellation_rate", 31, 1250, 0.025),
    ],
)
def test_published_counts_that_do_not_fit_the_rate_beside_them_do_not_give_it(kpi, numerator, denominator, printed):
    digits = len(str(printed)) - 2
    assert round(shown(kpi, numerator, denominator)["rate"], max(digits, 4)) != printed


def test_an_order_with_two_defects_counts_once():
    # The published example has 442 + 15 + 628 = 1,085 defects on 1,078 orders: seven orders have two. A tenth of it:
    kinds = ["negative_feedback"] * 44 + ["claim"] * 2 + ["chargeback"] * 63
    owners = [*range(102), *range(7)]
    defects = [
        {"order_id": f"o{owner}", "kind": kind, "opened_at": "2026-01-12T18:00Z", "counts": True}
        for kind, owner in zip(kinds, owners, strict=True)
    ]
    lines = [order(f"o{number}", "2026-01-08T18:00Z") for number in range(200)]
    row = computed(small_client("amazon-us", order_lines=lines, defects=defects), "order_defect_rate", as_of=AS_OF,
                   scope="mfn")  # fmt: skip
    assert (len(defects), counts(row)) == (109, (102, 200))


# Thanksgiving of 2026 is Thursday, 26 November. Business days after the order's own: Fri 20 + (Mon), (Tue, Wed).
@pytest.mark.parametrize(
    ("ordered", "business_days", "page_says", "due"),
    [
        ("2026-11-13", 3, "2026-11-18", "2026-11-18"),  # Friday, 1 day of handling and 2 of transit: Wednesday
        (
            "2026-11-23",
            6,
            "2026-12-01",
            "2026-12-02",
        ),  # Monday, 1 and 5: the page says Tuesday, the days give Wednesday
    ],
)
def test_the_deliver_by_day_of_the_page_fits_its_business_days_once_and_once_not(
    ordered, business_days, page_says, due
):
    counted = np.busday_offset(ordered, business_days, holidays=["2026-11-26"])
    assert (str(counted), str(counted) == page_says) == (due, page_says == due)
    arrivals = {"at": f"{due}T23:59:59", "after": f"{pd.Timestamp(due) + pd.Timedelta(days=1):%Y-%m-%d}T00:00:00"}
    orders, packages, scans = [], [], []
    for name, arrived in arrivals.items():
        at = pd.Timestamp(arrived, tz="America/Los_Angeles").tz_convert("UTC").isoformat()
        promised = pd.Timestamp(f"{due}T23:59:59", tz="America/Los_Angeles").tz_convert("UTC").isoformat()
        orders.append(order(name, f"{ordered}T20:00Z"))
        packages.append(parcel(name, confirmed_at=f"{ordered}T21:00Z", promised_at=promised))
        scans += [scan(name, f"{ordered}T22:00Z"), scan(name, at, "delivered")]
    client = small_client("amazon-us", order_lines=orders, packages=packages, scans=scans)
    as_of = (pd.Timestamp(due) + pd.Timedelta(days=7)).date()
    # The last second of the day in Los Angeles is in time, the next one is not.
    assert counts(computed(client, "unit_on_time_delivery_rate", as_of=as_of)) == (1, 2)


def test_invoices_are_never_counted_from_orders():
    # A shipment of Friday has until Monday, 23:59, for its invoice; no file says when one was uploaded.
    line = order("b", "2026-01-15T18:00Z", is_business=True)
    spain = Account("amazon-es", "amazon", "ES", "Europe/Madrid")
    table = kpi_table(small_client(spain, order_lines=[line]), as_of=AS_OF)
    (row,) = table[table["kpi"] == "invoice_defect_rate"].to_dict("records")
    assert (row["basis"], row["status"], row["reason"].partition(":")[0]) == (
        *("reported", "unmeasured", "only_in_report"),
    )


def test_a_rate_cut_off_after_four_digits_is_not_the_rounded_one():
    # 24 of 263 sales: shown as 0.0912, while 0.0913 is nearer; the counts stand, not the digits.
    claims = shown("claims_rate", 24, 263, account="mercadolibre-mx", window_days=60)
    assert (int(claims["rate"] * 10_000), round(claims["rate"], 4)) == (912, 0.0913)
    cancelled = shown("cancellation_rate", 6, 263, account="mercadolibre-mx", window_days=60)
    delayed = shown("delayed_handling_rate", 47, 65, account="mercadolibre-mx", window_days=60)
    assert [round(row["rate"], 3) for row in (cancelled, delayed)] == [0.023, 0.723]


def test_four_claims_in_two_hundred_sales_are_yellow_and_need_67_more_without_one():
    row = shown("claims_rate", 4, 200, account="mercadolibre-mx", window_days=60)
    assert (row["level"], row["status"]) == ("yellow", "watch")
    # 4 of 267 are 1.498 %, 4 of 266 are 1.504 %.
    assert clean_orders_needed(4, 200, target=0.015, comparator="le") == 67


@pytest.mark.parametrize(
    ("kpi", "bounds"),
    [
        (
            "claims_rate",
            {0.015: "green", 0.0151: "yellow", 0.03: "yellow", 0.0301: "orange", 0.06: "orange", 0.0601: "red"},
        ),
        ("cancellation_rate", {0.01: "green", 0.0101: "yellow", 0.025: "yellow", 0.03: "orange", 0.0301: "red"}),
        ("delayed_handling_rate", {0.10: "green", 0.1001: "yellow", 0.15: "yellow", 0.22: "orange", 0.2201: "red"}),
    ],
)
def test_each_colour_of_mercado_libre_ends_at_its_bound(kpi, bounds):
    held = rule(kpi, platform="mercadolibre", market="MX", on=AS_OF)
    assert {rate: colour(rate, held.bands) for rate in bounds} == bounds


def test_three_claims_in_two_hundred_sales_leave_no_room():
    assert headroom(3, 200, target=0.015, comparator="le") == 0
    assert headroom(4, 200, target=0.015, comparator="le") == -1


@pytest.mark.parametrize(("on", "status"), [("2025-10-27", "breach"), ("2025-10-28", "good")])
def test_walmarts_93_7_percent_on_time_is_judged_by_the_standard_of_the_day(on, status):
    reported = [figure("on_time_delivery_rate", on, rate=0.937, window_days=30)]
    table = kpi_table(small_client("walmart-us", reported=reported), as_of=on)
    assert table.loc[table["basis"] == "reported"].set_index("kpi").loc["on_time_delivery_rate", "status"] == status


def test_a_walmart_rate_without_orders_stays_without():
    # 73.18 % with 70 orders affected would be some 261 orders: that is arithmetic, not a count.
    row = shown("valid_tracking_rate", 70, None, account="walmart-us", rate=0.7318, window_days=30)
    assert (row["status"], row["rate"]) == ("breach", 0.7318)
    assert pd.isna(row["denominator"])


@pytest.mark.parametrize(
    ("at", "counted"),
    [
        ("2026-01-02T07:59:59Z", 0),  # the last second of the 1st in Los Angeles
        ("2026-01-02T08:00:00Z", 1),  # the window's first
        ("2026-02-01T07:59:59Z", 1),  # its last
        ("2026-02-01T08:00:00Z", 0),
    ],
)
def test_the_first_and_the_last_second_of_the_window_belong_to_it(at, counted):
    lines = [order("a", at), order("b", "2026-01-15T18:00Z", status="cancelled", cancelled_by="seller")]
    client = small_client("walmart-us", order_lines=lines)
    assert computed(client, "cancellation_rate", as_of=AS_OF)["denominator"] == 1 + counted


@pytest.mark.parametrize(("at", "counted"), [("2025-03-10T06:59:59Z", 1), ("2025-03-10T07:00:00Z", 0)])
def test_the_day_of_23_hours_ends_an_hour_earlier_in_utc(at, counted):
    lines = [order("a", at), order("b", "2025-03-01T18:00Z")]
    row = computed(small_client("walmart-us", order_lines=lines), "cancellation_rate", as_of="2025-03-09")
    assert row["denominator"] == 1 + counted
