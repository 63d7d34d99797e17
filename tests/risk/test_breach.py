"""The risk table: one row a KPI, whatever is known of it."""

import numpy as np
import pandas as pd
import pytest

from tests.kpis.conftest import figure, order, parcel, small_client
from workbench.errors import ParameterError, TableError
from workbench.kpis import kpi_table
from workbench.risk import HORIZONS, NO_CHANCE, breach_risk
from workbench.risk.breach import ADDED, OF_KPI

AS_OF = "2026-01-31"
MELI = "mercadolibre-mx"


def shipping(*, days: int = 90, a_day: int = 4, late_every: int = 0, until: str = AS_OF, account: str = "amazon-us"):
    """So many orders a day, each of `late_every` sent two days late."""
    lines, sent = [], []
    for place, day in enumerate(np.repeat(pd.date_range(end=until, periods=days), a_day)):
        name, late = f"o{place}", late_every and place % late_every == 0
        lines.append(order(name, f"{day:%Y-%m-%d}T18:00Z", ship_by_at=f"{day:%Y-%m-%d}T23:00Z"))
        sent.append(parcel(name, confirmed_at=f"{day + pd.Timedelta(days=2 if late else 0):%Y-%m-%d}T20:00Z"))
    return small_client(account, order_lines=lines, packages=sent)


def of(client, kpi="late_shipment_rate", **options):
    found = breach_risk(client, kpi_table(client, as_of=AS_OF), **options)
    return found[found["kpi"] == kpi].iloc[0]


def test_a_kpi_with_orders_has_room_calendar_and_chances():
    row = of(shipping(late_every=50))
    # 30 days of four orders: 120, one in fifty late; under 4 % are four.
    assert (row["window_days"], row["denominator"]) == (30, 120)
    assert row["headroom"] == 4 - row["numerator"]
    assert row["clean_needed"] == 0
    chances = [row[f"probability_{days}"] for days in HORIZONS]
    assert all(0 < chance < 1 for chance in chances) and chances == sorted(chances)
    assert row["probability"] == row["probability_21"]
    assert row["rate_low"] <= row["rate_high"] and row["no_chance"] == ""


def test_the_shorter_window_has_a_chance_of_its_own_behind_the_longer_one():
    client = shipping(late_every=50)
    found = breach_risk(client, kpi_table(client, as_of=AS_OF))
    both = found[found["kpi"] == "late_shipment_rate"].reset_index(drop=True)
    assert both["window_days"].tolist() == [30, 10]
    # Ten days of four orders are 40, and one of them may be late; one of them is: order 350 of the last 40.
    assert both.loc[1, ["numerator", "denominator", "headroom"]].tolist() == [1, 40, 0]
    chances = both.loc[1, [f"probability_{days}" for days in HORIZONS]]
    assert chances.between(0, 1, inclusive="neither").all() and chances.is_monotonic_increasing
    # Two late ones among forty miss it: likelier than five among a hundred and twenty.
    assert both.loc[1, "probability"] > both.loc[0, "probability"]
    # It leaves ten days after its own.
    late_on = pd.Timestamp(AS_OF) - pd.Timedelta(days=89 - 350 // 4)
    assert both.loc[1, "leaves_on"] == late_on + pd.Timedelta(days=10)


def test_a_shorter_window_that_is_not_measured_has_no_row():
    client = shipping(late_every=50, until="2026-01-15")
    found = breach_risk(client, kpi_table(client, as_of=AS_OF))
    assert found.loc[found["kpi"] == "late_shipment_rate", "window_days"].tolist() == [30]


def test_the_next_to_leave_are_named():
    row = of(shipping(late_every=50))
    late = [place for place in range(0, 360, 50) if place // 4 >= 60]  # the window's days are the last thirty of ninety
    first = pd.Timestamp("2026-01-31") - pd.Timedelta(days=89 - late[0] // 4)
    assert row["leaves_on"] == first + pd.Timedelta(days=30)
    assert (row["leaving"], row["leaving_orders"]) == (1, f"o{late[0]}")


def test_room_ahead_is_what_fits_once_the_old_ones_have_left():
    row = of(shipping(late_every=50), days=30)
    # On 2 March none of today's orders is left in the window of thirty days; 120 new ones allow four.
    assert row["headroom_ahead"] == 4


def test_a_missed_target_has_a_way_back_instead_of_a_chance():
    row = of(shipping(late_every=10))
    assert row["status"] == "breach" and row["no_chance"] == "missed"
    assert row["clean_needed"] == 12 * 25 + 1 - 120  # 12 late of 120: 12 / 301 is the first under 4 %
    assert np.isnan(row["probability"]) and 0 < row["probability_met"] < 0.5


def test_typed_counts_alone_give_room_and_say_what_orders_would_add():
    shown = figure("claims_rate", AS_OF, numerator=4, denominator=200, window_days=60, target=0.015, comparator="le")
    row = of(small_client(MELI, reported=[shown]), kpi="claims_rate")
    assert (row["headroom"], row["further_bad"], row["clean_needed"]) == (-1, -1, 67)
    assert row["no_chance"].startswith("counts_alone:meli-ventas")
    assert pd.isna(row["headroom_ahead"]) and pd.isna(row["leaves_on"])


@pytest.mark.parametrize(
    "client, code",
    [
        (shipping(days=40, late_every=50), "short_history:40"),
        (shipping(days=90, a_day=1, until="2026-01-19"), "files_end:12"),
        (shipping(days=1, a_day=20), "short_history:1"),
    ],
    ids=["short", "stale", "one day"],
)
def test_too_little_history_says_so(client, code):
    assert of(client)["no_chance"] == code


def test_few_orders_say_so():
    # A window of thirty days on one order in four days: fourteen in eight weeks.
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range(end=AS_OF, periods=30, freq="4D")]
    lines = [order(f"o{n}", f"{day}T18:00Z", ship_by_at=f"{day}T23:00Z") for n, day in enumerate(days)]
    sent = [parcel(f"o{n}", confirmed_at=f"{day}T20:00Z") for n, day in enumerate(days)]
    assert of(small_client("amazon-us", order_lines=lines, packages=sent))["no_chance"] == "few_orders:14"


def cancelling(*, known: int, unknown: int):
    """Four orders a day for ninety days; early ones cancelled by the seller, or by nobody knows whom."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range(end=AS_OF, periods=90) for _ in range(4)]
    by = ["seller"] * known + ["unknown"] * unknown
    lines = [
        order(f"o{n}", f"{day}T18:00Z", **({"status": "cancelled", "cancelled_by": by[n]} if n < len(by) else {}))
        for n, day in enumerate(days)
    ]
    return small_client("amazon-us", order_lines=lines)


@pytest.mark.parametrize(
    ("known", "unknown", "said"), [(0, 1, "undecided:1"), (1, 3, "undecided:3"), (2, 2, ""), (1, 0, "")]
)
def test_no_chance_where_more_cancellations_are_unknown_than_known_to_be_the_sellers(known, unknown, said):
    row = of(cancelling(known=known, unknown=unknown), kpi="pre_fulfilment_cancellation_rate")
    assert (row["numerator"], row["no_chance"]) == (0, said)
    assert np.isnan(row["probability"]) == bool(said)


@pytest.mark.parametrize(
    ("kpi", "tables", "said"),
    [
        ("cancellation_rate", {"order_lines": [order("o1", "2026-01-20T18:00Z", status="cancelled")]}, "undecided:1"),
        ("late_shipment_rate", {"order_lines": [order("o1", "2026-01-20T18:00Z")]}, "counts_alone:mabang-orders"),
        ("order_defect_rate", {"order_lines": [order("o1", "2025-12-20T18:00Z")]}, "only_shown"),
    ],
)
def test_what_a_shown_figure_lacks_is_what_the_clients_own_files_lack(kpi, tables, said):
    name = "walmart-us" if kpi == "cancellation_rate" else "amazon-us"
    scope = {"scope": "mfn"} if kpi == "order_defect_rate" else {}
    shown = figure(kpi, AS_OF, numerator=1, denominator=200, window_days=30, target=0.02, comparator="le", **scope)
    client = small_client(name, reported=[shown], **tables)
    rows = breach_risk(client, kpi_table(client, as_of=AS_OF))
    assert rows.loc[rows["kpi"] == kpi, "no_chance"].tolist()[0] == said


def test_a_kpi_without_target_or_measure_has_a_row_and_a_reason():
    found = breach_risk(shipping(account="amazon-mx"), kpi_table(shipping(account="amazon-mx"), as_of=AS_OF))
    late = found[found["kpi"] == "late_shipment_rate"].iloc[0]
    assert late["no_chance"] == "no_target"  # Amazon Mexico publishes none
    assert set(found["no_chance"].str.partition(":")[0]) <= {"", *NO_CHANCE}
    assert found["no_chance"].eq("not_measured").any()


def test_the_columns_are_those_documented_and_the_input_stays():
    client = shipping(late_every=50)
    kpis = kpi_table(client, as_of=AS_OF)
    before = kpis.copy()
    found = breach_risk(client, kpis)
    assert list(found.columns) == [*OF_KPI, *ADDED]
    assert not found.duplicated(["account", "kpi", "scope", "window_days"]).any()
    pd.testing.assert_frame_equal(kpis, before)


def test_no_kpis_give_an_empty_table():
    client = small_client("amazon-us")
    empty = breach_risk(client, kpi_table(client, as_of=AS_OF).head(0))
    assert empty.empty and list(empty.columns) == [*OF_KPI, *ADDED]


def test_a_missing_column_is_named():
    client = small_client("amazon-us")
    with pytest.raises(TableError, match="comparator"):
        breach_risk(client, kpi_table(client, as_of=AS_OF).drop(columns="comparator"))


@pytest.mark.parametrize("days", [0, 31])
def test_days_beyond_a_month_are_refused(days):
    client = small_client("amazon-us")
    with pytest.raises(ParameterError, match="expected 1 to 30|Expected 1 to 30"):
        breach_risk(client, kpi_table(client, as_of=AS_OF), days=days)
