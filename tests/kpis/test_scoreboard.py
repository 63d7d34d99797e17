"""The scoreboard: which figure stands, what it is set against, and in which order."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from tests.kpis.conftest import SmallClient, figure, order, parcel, small_client
from workbench.kpis import change_interval, kpi_table, scoreboard
from workbench.kpis.scoreboard import board_figures
from workbench.tables import KPI_TABLE

AS_OF = "2026-01-31"


def late_client(*, baseline: str = "", reported: list[dict] | None = None, owners: tuple = ()) -> SmallClient:
    """Fifty orders due in each of two months: one late in December, four in January."""
    orders, packages = [], []
    for month, late in (("2025-12", 1), ("2026-01", 4)):
        for number in range(50):
            name = f"{month}-{number}"
            orders.append(order(name, f"{month}-05T12:00Z", ship_by_at=f"{month}-10T20:00Z"))
            hour = 21 if number < late else 19
            packages.append(parcel(name, confirmed_at=f"{month}-10T{hour}:00Z"))
    rows = {"order_lines": orders, "packages": packages, "reported": reported or []}
    return small_client("amazon-us", **rows, baseline=baseline, owners=owners)


def row(client: SmallClient, kpi: str = "late_shipment_rate", **wanted: object) -> dict:
    board = scoreboard(client, as_of=AS_OF)
    chosen = board[board["kpi"] == kpi]
    for name, value in wanted.items():
        chosen = chosen[chosen[name] == value]
    assert len(chosen) == 1, chosen
    return chosen.iloc[0].to_dict()


def test_a_kpi_stands_once_over_its_main_window():
    board = scoreboard(late_client(), as_of=AS_OF)
    assert not board.duplicated(["account", "kpi", "scope"]).any()
    assert row(late_client())["window_days"] == 30


def test_the_figures_alone_are_those_of_the_board():
    shown = figure("order_defect_rate", as_of="2026-01-30", rate=0.02, denominator=100, target=0.01, comparator="lt")
    client = late_client(reported=[shown])
    board, figures = scoreboard(client, as_of=AS_OF)[KPI_TABLE.names], board_figures(client, as_of=AS_OF)
    key = ["account", "kpi", "scope"]
    assert len(figures) and figures["basis"].nunique() == 2
    pd.testing.assert_frame_equal(
        figures.sort_values(key, ignore_index=True), board.sort_values(key, ignore_index=True)
    )


def test_last_month_the_change_and_its_interval():
    shown = row(late_client())
    assert (shown["rate"], shown["last_month_rate"], round(shown["change"], 10)) == (0.08, 0.02, 0.06)
    assert shown["change_low"] < 0 < shown["change"] < shown["change_high"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [  # Newcombe (1998), table II, method 10
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_the_interval_is_newcombes(counts, expected):
    found = change_interval(*counts[:2], before_numerator=counts[2], before_denominator=counts[3])
    assert found == pytest.approx(expected, abs=5e-5)


@given(
    st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_the_interval_of_a_change_is_the_statistics_librarys(now, before):
    expected = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    found = change_interval(*now, before_numerator=before[0], before_denominator=before[1])
    assert found == pytest.approx(expected, abs=1e-9)


def test_headroom_is_negative_where_too_many_are_late():
    assert row(late_client())["headroom"] == 1 - 4  # under 4 % of 50 orders one may be late


def test_the_baseline_is_the_figure_of_the_profiles_day():
    assert row(late_client(baseline="2025-12-20"))["baseline_rate"] == 0.02
    assert pd.isna(row(late_client())["baseline_rate"])


def test_the_platforms_figure_stands_beside_the_computed_one():
    reported = [figure("late_shipment_rate", "2026-01-30", window_days=30, rate=0.075),
                figure("late_shipment_rate", "2026-01-30", window_days=10, rate=0.5)]  # fmt: skip
    shown = row(late_client(reported=reported))
    assert (shown["basis"], shown["rate"], shown["reported_rate"]) == ("computed", 0.08, 0.075)
    assert shown["reported_as_of"] == pd.Timestamp("2026-01-30")


def test_where_nothing_can_be_computed_the_platforms_figure_stands():
    reported = [figure("order_defect_rate", day, scope="mfn", window_days=60, numerator=n, denominator=500)
                for day, n in (("2025-12-31", 4), ("2026-01-30", 6))]  # fmt: skip
    shown = row(late_client(reported=reported), "order_defect_rate", scope="mfn")
    assert (shown["basis"], shown["rate"], shown["last_month_rate"], shown["status"]) == (
        "reported",
        0.012,
        0.008,
        "breach",
    )
    # The Saturdays from 3 January on; on 27 December the platform had shown nothing yet.
    assert shown["trend"][-5:] == [0.008] * 4 + [0.012]
    assert shown["trend"][-6] != shown["trend"][-6]


def test_a_figure_that_is_still_the_same_is_no_change():
    reported = [figure("order_defect_rate", "2025-12-30", scope="mfn", window_days=60, numerator=4, denominator=500)]
    shown = row(late_client(reported=reported), "order_defect_rate", scope="mfn")
    assert (shown["rate"], shown["basis"]) == (0.008, "reported")
    assert pd.isna(shown["last_month_rate"])
    assert pd.isna(shown["change"])


def test_the_trend_is_thirteen_weeks_ending_on_the_day():
    trend = row(late_client())["trend"]
    assert len(trend) == 13
    assert trend[-1] == 0.08
    assert trend[0] != trend[0]  # nothing was due in October
    assert (
        trend[-4] == kpi_table(late_client(), as_of="2026-01-10").loc[lambda t: t["window_days"] == 30, "rate"].iloc[0]
    )


def test_the_worst_comes_first_and_what_says_least_last():
    reported = [
        figure("account_health_rating", AS_OF, value=150),
        figure("invoice_defect_rate", AS_OF, rate=0.01, window_days=7),
    ]
    board = scoreboard(late_client(reported=reported), as_of=AS_OF)
    ranks = board["status"].map(["breach", "watch", "good", "unmeasured", "no_rule"].index)
    assert ranks.is_monotonic_increasing
    assert board["kpi"].iloc[:2].tolist() == ["late_shipment_rate", "account_health_rating"]


def test_a_label_without_figure_is_not_on_the_board():
    board = scoreboard(late_client(reported=[figure("account_status", AS_OF, platform_status="NORMAL")]), as_of=AS_OF)
    assert "account_status" not in set(board["kpi"])


def test_a_frozen_baseline_stands_whatever_the_files_say_today():
    client = late_client(baseline="2025-12-20")
    frozen = kpi_table(client, as_of="2025-12-20").assign(numerator=3, rate=0.06)
    assert row(replace(client, baseline=frozen))["baseline_rate"] == 0.06
    assert row(client)["baseline_rate"] == 0.02


def test_an_account_that_is_not_in_the_frozen_baseline_has_none():
    client = late_client(baseline="2025-12-20")
    frozen = kpi_table(client, as_of="2025-12-20").assign(account="amazon-mx")
    assert pd.isna(row(replace(client, baseline=frozen))["baseline_rate"])


def test_name_and_owner_stand_in_the_row():
    client = late_client(owners=(("2025-01-01", "amazon-us", "", "Dana"),))
    shown = row(client)
    assert (shown["platform_name"], shown["owner"]) == ("Late Shipment Rate", "Dana")
    assert row(late_client())["owner"] == ""


def test_a_past_month_keeps_its_owner_and_a_kpi_may_have_its_own():
    owners = (
        ("2025-01-01", "amazon-us", "", "Kim"),
        ("2026-01-15", "amazon-us", "", "Dana"),
        ("2025-01-01", "amazon-us", "late_shipment_rate", "Pat"),
    )
    client = late_client(owners=owners)
    for as_of, person in (("2026-01-14", "Kim"), ("2026-01-15", "Dana")):
        board = scoreboard(client, as_of=as_of).set_index("kpi")["owner"]
        assert (board["valid_tracking_rate"], board["late_shipment_rate"]) == (person, "Pat")


def test_units_over_sessions_have_no_interval():
    month = [{"item_id": "a", "start_date": f"{end[:7]}-01", "end_date": end, "sessions": 3, "units": 14}
             for end in ("2025-12-31", "2026-01-31")]  # fmt: skip
    shown = row(small_client("amazon-us", traffic=month), "conversion_rate")
    assert (shown["change"], shown["status"]) == (0.0, "no_rule")
    assert pd.isna(shown["change_low"])


def test_a_client_without_files_or_accounts_still_has_a_board():
    assert set(scoreboard(small_client("amazon-us"), as_of=AS_OF)["status"]) == {"unmeasured"}
    empty = scoreboard(small_client(), as_of=AS_OF)
    assert len(empty) == 0
    assert empty.columns[: len(KPI_TABLE.names)].tolist() == KPI_TABLE.names
