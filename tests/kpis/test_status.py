"""Status, colour and headroom, on figures that the platforms or their documents print."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import TableError
from workbench.kpis import STATUSES, allowance, colour, headroom, judge
from workbench.rules import meets
from workbench.tables import KPI_TABLE, conform

CLAIMS = {"leader": 0.01, "green": 0.015, "yellow": 0.03, "orange": 0.06}


def figures(**fields: object) -> pd.DataFrame:
    counts = {"numerator": fields.get("numerator"), "denominator": fields.get("denominator")}
    rate = counts["numerator"] / counts["denominator"] if counts["denominator"] else None
    row = {"account": "a", "platform": "amazon", "market": "US", "kpi": "late_shipment_rate", "scope": "",
           "as_of": "2026-01-31", "rate": rate, "reason": "", "level": "", "basis": "computed"}  # fmt: skip
    return conform(pd.DataFrame([{**row, **fields}]), KPI_TABLE, lineage=False)


def status(**fields: object) -> str:
    return judge(figures(**fields))["status"].iloc[0]


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "comparator", "expected"),
    [
        (315, 9001, 0.05, "lt", "good"),  # invoice defects of the schema's example
        (27896, 870669, 0.04, "lt", "good"),  # late shipments of the same
        (1, 30, 0.02, "lt", "breach"),  # a live account
        (13, 14, 0.90, "ge", "watch"),  # a live account, GOOD there; one more late unit breaks it
        (1, 62, 0.01, "lt", "breach"),  # a live account's defects
        (0, 0, 0.01, "lt", "unmeasured"),
        (3, 7, 0.97, "gt", "breach"),  # the platform's own label was GOOD
        (10, 200, 0.04, "lt", "breach"),
        (90, 100, 0.90, "ge", "watch"),  # meets the minimum exactly
        (146, 165, 0.90, "gt", "breach"),
        (190, 200, 0.95, "gt", "breach"),  # exactly at a strict limit
        (190, 200, 0.95, "ge", "watch"),
    ],
)
def test_published_figures_get_their_status(numerator, denominator, target, comparator, expected):
    counts = {"numerator": numerator, "denominator": denominator}
    assert status(**counts, target=target, comparator=comparator, rule_id="report") == expected


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [
        (7, "watch"),  # 100 may be late; 7 of at most 7 used: no room
        (6, "good"),  # one order fits, which is a seventh of the allowance
    ],
)
def test_watch_starts_where_not_even_one_more_order_fits(numerator, expected):
    assert status(numerator=numerator, denominator=200, target=0.04, comparator="lt") == expected


@pytest.mark.parametrize(("numerator", "expected"), [(359, "good"), (360, "watch"), (399, "watch"), (400, "breach")])
def test_watch_is_less_than_a_tenth_of_the_allowance(numerator, expected):
    # Under 4 % of 10,000 orders 399 may be late: watch from a headroom of 39, under 39.9.
    assert status(numerator=numerator, denominator=10_000, target=0.04, comparator="lt") == expected


@pytest.mark.parametrize(("numerator", "expected"), [(0, "good"), (1, "watch")])
def test_without_a_single_bad_order_there_is_nothing_to_watch(numerator, expected):
    assert status(numerator=numerator, denominator=45, target=0.04, comparator="lt") == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [("NORMAL", "good"), ("AT_RISK", "watch"), ("DEACTIVATED", "breach"), ("SUSPENDED", "breach"), ("NONE", "no_rule")],
)
def test_a_label_without_figure_is_taken_at_its_word(label, expected):
    assert status(kpi="account_status", level=label, basis="reported") == expected


def test_a_figure_without_target_has_no_rule():
    assert status(numerator=1, denominator=100, kpi="conversion_rate") == "no_rule"


def test_an_announced_rule_is_shown_and_never_judged():
    late = {"platform": "walmart", "numerator": 20, "denominator": 100, "target": 0.05, "comparator": "le"}
    assert status(**late, rule_id="walmart-us-late_shipment_rate-30d-undated") == "no_rule"
    assert status(**late, rule_id="report") == "breach"


@pytest.mark.parametrize(
    ("rate", "expected"), [(0.01, "green"), (0.015, "green"), (0.0151, "yellow"), (0.06, "orange"), (0.0601, "red")]
)
def test_colour_bounds_belong_to_the_better_colour(rate, expected):
    assert colour(rate, CLAIMS) == expected


@pytest.mark.parametrize(
    ("rate", "expected", "level"),
    [(0.008, "good", "green"), (0.02, "watch", "yellow"), (0.05, "breach", "orange"), (0.07, "breach", "red")],
)
def test_yellow_is_watch_and_orange_and_red_are_breach(rate, expected, level):
    claims = {"platform": "mercadolibre", "market": "MX", "kpi": "claims_rate", "rate": rate}
    judged = judge(figures(**claims, target=0.015, comparator="le")).iloc[0]
    assert (judged["status"], judged["level"]) == (expected, level)


def test_missing_a_leaders_standard_is_to_be_watched_and_no_breach():
    mediations = {"platform": "mercadolibre", "market": "MX", "kpi": "mediations_rate", "window_days": 60}
    assert status(**mediations, rate=0.006, target=0.005, comparator="lt") == "watch"
    assert status(**mediations, rate=0.004, target=0.005, comparator="lt") == "good"


@pytest.mark.parametrize(
    ("as_of", "rate", "target", "comparator", "expected"),
    [
        ("2026-01-31", 0.937, 0.90, "ge", "good"),
        ("2025-10-27", 0.937, 0.95, "gt", "breach"),
        ("2026-01-31", 0.7318, 0.99, "ge", "breach"),
    ],
)
def test_walmart_is_judged_by_the_standard_of_the_day(as_of, rate, target, comparator, expected):
    figure = {"platform": "walmart", "kpi": "on_time_delivery_rate", "as_of": as_of, "rate": rate}
    assert status(**figure, target=target, comparator=comparator) == expected


@pytest.mark.parametrize(("label", "expected"), [("Monitor", "watch"), ("Good", "breach"), ("Urgent", "breach")])
def test_walmarts_monitor_is_watch_and_the_label_stays(label, expected):
    figure = {"platform": "walmart", "kpi": "valid_tracking_rate", "rate": 0.985, "level": label}
    judged = judge(figures(**figure, target=0.99, comparator="ge")).iloc[0]
    assert (judged["status"], judged["level"]) == (expected, label)


def test_the_platforms_own_label_is_kept_beside_a_missed_target():
    judged = judge(figures(numerator=3, denominator=7, level="GOOD", target=0.97, comparator="gt")).iloc[0]
    assert (judged["status"], judged["level"]) == ("breach", "GOOD")


@pytest.mark.parametrize(("score", "expected"), [(428, "good"), (200, "good"), (150, "watch"), (99, "breach")])
def test_an_account_health_rating_is_judged_by_its_bands(score, expected):
    rating = {"kpi": "account_health_rating", "value": score, "window_days": 180}
    assert status(**rating, target=200, comparator="ge") == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "good"), (1, "breach")])
def test_a_policy_count_must_be_nought(count, expected):
    assert status(kpi="policy_other_policy_violations", value=count, target=0, comparator="eq") == expected


def test_headroom_of_three_claims_in_two_hundred_is_none_and_of_four_is_one_too_many():
    assert [headroom(n, 200, target=0.015, comparator="le") for n in (3, 4)] == [0, -1]


@pytest.mark.parametrize(
    ("denominator", "target", "comparator", "expected"),
    [
        (100, 0.07, "le", 7),  # 0.07 * 100 is 7.000000000000001 in binary fractions
        (100, 0.07, "lt", 6),
        (200, 0.95, "gt", 9),
        (200, 0.95, "ge", 10),
        (0, 0.01, "lt", -1),
        (10, 0.01, "lt", 0),
        (5, 0, "eq", 0),
    ],
)
def test_the_allowance_is_counted_in_whole_orders(denominator, target, comparator, expected):
    assert allowance(denominator, target=target, comparator=comparator) == expected


@given(st.integers(1, 3000), st.integers(0, 1000), st.sampled_from(["lt", "le", "gt", "ge"]), st.integers(0, 3000))
def test_headroom_is_the_last_bad_order_that_still_meets_the_target(denominator, permille, comparator, bad):
    target, bad = permille / 1000, min(bad, denominator)
    high = comparator in ("gt", "ge")
    numerator = denominator - bad if high else bad
    room = headroom(numerator, denominator, target=target, comparator=comparator)

    def met(more: int) -> bool:
        now = bad + more
        return meets((denominator - now) / denominator if high else now / denominator, target, comparator)

    assert bad + room >= denominator or not met(room + 1)
    assert bad + room < 0 or met(min(room, denominator - bad))


def test_judging_leaves_its_input_alone_and_takes_an_empty_table():
    table = figures(numerator=1, denominator=100, target=0.04, comparator="lt")
    before = table.copy(deep=True)
    judge(table)
    pd.testing.assert_frame_equal(table, before)
    assert judge(table.iloc[:0]).columns.tolist() == KPI_TABLE.names


def test_judging_names_a_missing_column():
    with pytest.raises(TableError, match="judge: KPI table: missing column comparator"):
        judge(figures().drop(columns="comparator"))


def test_statuses_run_from_the_worst():
    assert STATUSES == ("breach", "watch", "good", "unmeasured", "no_rule")
