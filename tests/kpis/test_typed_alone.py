"""A client of which nothing is known but the figures typed from its screens (reported.xlsx)."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.kpis.conftest import figure, small_client
from workbench.accountability import weekly_moves
from workbench.display.kpis import board_html
from workbench.display.risk import risk_html, show_risk_chapter, with_chances
from workbench.kpis import kpi_orders, kpi_series, kpi_table, last_day, scoreboard
from workbench.risk import breach_risk, kpi_signal, roll_off
from workbench.words.kpis import kpi_group

AS_OF = "2026-01-31"


def typed(kpi: str, as_of: str = AS_OF, **fields: object) -> dict:
    return figure(kpi, as_of, basis="typed", typed_by="Li", **fields)


@pytest.fixture
def client():
    """One breach, one that is thin, one good, one without a rule, one with nothing to count; and a month before."""
    counted = {
        "late_shipment_rate": (12, 200, 30),
        "pre_fulfilment_cancellation_rate": (2, 100, 7),
        "valid_tracking_rate": (400, 402, 30),
        "contact_response_rate": (95, 100, 30),
        "order_defect_rate": (0, 0, 60),
    }
    reported = [
        typed(kpi, numerator=above, denominator=below, window_days=days,
              **({"scope": "mfn"} if kpi == "order_defect_rate" else {}))
        for kpi, (above, below, days) in counted.items()
    ]  # fmt: skip
    before = typed("late_shipment_rate", "2025-12-31", numerator=2, denominator=200, window_days=30)
    return small_client("amazon-us", reported=[*reported, before])


def test_the_last_day_is_the_screens(client):
    assert last_day(client) == AS_OF


def test_the_board_sorts_breach_watch_good_unmeasured_and_what_has_no_rule(client):
    board = scoreboard(client, as_of=AS_OF)
    order = ["breach", "watch", "good", "unmeasured", "no_rule"]
    assert board["status"].tolist() == sorted(board["status"], key=order.index)
    status = board.set_index(["kpi", "scope"])["status"]
    assert status["late_shipment_rate", ""] == "breach"
    assert status["pre_fulfilment_cancellation_rate", ""] == "watch"
    assert status["valid_tracking_rate", ""] == "good"
    assert status["order_defect_rate", "mfn"] == "unmeasured"
    assert status["contact_response_rate", ""] == "no_rule"


def test_room_and_the_way_back_come_from_the_counts_and_the_orders_missing_are_named(client):
    risk = breach_risk(client, scoreboard(client, as_of=AS_OF)).set_index("kpi")
    # Under 4 % of 200 are at most 7: five too many; 12 of 301 are 3.99 %.
    late = risk.loc["late_shipment_rate"]
    assert (late["headroom"], late["clean_needed"], late["no_chance"]) == (-5, 101, "counts_alone:mabang-orders")
    # Under 2.5 % of 100 are two.
    assert risk.loc["pre_fulfilment_cancellation_rate", "headroom"] == 0
    assert risk["probability"].isna().all()


def test_the_change_against_last_month_is_a_move_though_no_chart_can_be_drawn(client):
    moves = weekly_moves(client, as_of="2026-02-06").set_index("kpi")
    # Seven days before, on 30 January, the newest figure was the one of 31 December: the status has changed.
    assert moves.loc["late_shipment_rate", "why"] == "status"
    assert moves.loc["late_shipment_rate", ["verdict", "rule"]].tolist() == ["", ""]
    assert kpi_signal(client, kpi="late_shipment_rate", account="amazon-us", as_of=AS_OF).rule == "counts_alone"


def test_series_are_the_typed_figures_and_there_are_no_orders_to_list(client):
    asked = {"kpi": "late_shipment_rate", "account": "amazon-us"}
    series = kpi_series(client, **asked, start="2025-12-01", end=AS_OF)
    assert series[["rate", "basis"]].values.tolist() == [[0.01, "typed"], [0.06, "typed"]]
    assert kpi_orders(client, **asked, as_of=AS_OF).empty
    assert roll_off(client, **asked, as_of=AS_OF).empty


def test_the_pages_show_them_and_what_order_files_would_add(client):
    board = scoreboard(client, as_of=AS_OF)
    assert "Late shipment rate" in board_html(with_chances(client, board))
    said = risk_html(breach_risk(client, board))
    assert "The orders themselves" in said and "would tell when old ones leave" in said
    assert show_risk_chapter(client, board).data


IN_COMPLIANCE = {
    "policy_listing_policy_violations": {"value": 2},
    "account_health_rating": {"value": 150},
    "invoice_defect_rate": {"numerator": 3, "denominator": 100, "window_days": 7},
}
ELSEWHERE = {
    "return_dissatisfaction_rate": ("returns", {"numerator": 12, "denominator": 100}),
    "contact_response_rate": ("satisfaction", {"numerator": 80, "denominator": 100, "window_days": 30}),
}


@pytest.mark.parametrize("basis", ["file", "typed"])
def test_figures_that_only_the_platform_knows_stand_in_their_group_with_the_target_that_is_known(basis):
    rows = {**IN_COMPLIANCE, **{kpi: fields for kpi, (_, fields) in ELSEWHERE.items()}}
    held = small_client(
        "amazon-us", reported=[figure(kpi, AS_OF, **{**fields, "basis": basis}) for kpi, fields in rows.items()]
    )
    board = scoreboard(held, as_of=AS_OF).set_index("kpi")
    assert board.loc[list(rows), "status"].to_dict() == {
        "policy_listing_policy_violations": "breach",
        "account_health_rating": "watch",  # 100 to 199 is at risk
        "invoice_defect_rate": "no_rule",  # asked for in European stores only
        "return_dissatisfaction_rate": "breach",  # 12 % where under 10 % is good
        "contact_response_rate": "no_rule",
    }
    assert {kpi_group(kpi, "amazon") for kpi in IN_COMPLIANCE} == {"Compliance"}
    assert [kpi_group(kpi, "amazon") for kpi in ELSEWHERE] == ["Returns", "Customer satisfaction"]


@pytest.mark.parametrize("kpi", [*IN_COMPLIANCE, *ELSEWHERE])
def test_they_are_never_computed_and_never_shown_without_a_figure(kpi):
    table = kpi_table(small_client("amazon-us"), as_of=AS_OF)
    rows = table[table["kpi"] == kpi]
    assert rows[["numerator", "rate", "value"]].isna().all(axis=None)
    assert not rows["basis"].eq("computed").any()
    assert pd.isna(rows["reason"].replace("", None)).sum() == 0
