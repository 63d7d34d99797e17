"""What a week moved and what it leaves due."""

import pandas as pd
import pytest

from tests.accountability.small import client_of, order
from workbench.accountability import last_day_of_week, weekly_due, weekly_moves
from workbench.accountability import weekly as weekly_module
from workbench.errors import ParameterError
from workbench.kpis import scoreboard
from workbench.risk import RULES
from workbench.tables import conform


@pytest.fixture
def no_files(monkeypatch):
    """What is missing of the files is another test's matter."""
    none = pd.DataFrame(columns=["export", "account", "due_date"]).astype({"due_date": "datetime64[us]"})
    monkeypatch.setattr(weekly_module, "missing_files", lambda client, month: none)


@pytest.mark.parametrize(("week", "sunday"), [("2026-W05", "2026-02-01"), ("2020-W53", "2021-01-03")])
def test_a_week_ends_on_its_sunday(week, sunday):
    assert last_day_of_week(week) == sunday


@pytest.mark.parametrize("week", ["2026-05", "2026-W00", "2021-W53", ""])
def test_what_is_no_week_is_refused(week):
    with pytest.raises(ParameterError, match="is no week. Expected such as 2026-W05"):
        last_day_of_week(week)


def test_a_changed_status_is_told_with_what_it_was(tmp_path):
    # Until 24 January 0 of 100 late; in the last week 10 of 20: 10 of 120 misses the target of under 4 %.
    good = [order(f"g{n}", "2026-01-15") for n in range(100)]
    bad = [order(f"b{n}", "2026-01-28", late=n < 10) for n in range(20)]
    (move,) = weekly_moves(client_of(tmp_path, *good, *bad), as_of="2026-01-31").to_dict("records")
    assert (move["kpi"], move["why"], move["status_before"], move["status"]) == (
        *("late_shipment_rate", "status", "good", "breach"),
    )
    assert (move["rate_before"], move["rate"]) == pytest.approx((0.0, 10 / 120))


def weekly(late_by_week: list[int], *, a_week: int = 140, until: str = "2026-01-31") -> list:
    """So many late orders in each week up to a day, of as many orders a week, all due on its last day."""
    ends = pd.date_range(end=until, periods=len(late_by_week), freq="7D")
    return [
        order(f"w{day:%m%d}-{n}", f"{day:%Y-%m-%d}", late=n < late)
        for day, late in zip(ends, late_by_week, strict=True)
        for n in range(a_week)
    ]


USUAL = [1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1]


def test_what_the_control_chart_calls_worse_is_a_move_with_its_rule(tmp_path):
    # In a usual week 1.3 of 140 are late; 8 in the last one are far beyond chance, and still within the target of 4 %.
    client = client_of(tmp_path, *weekly([*USUAL, 1, 2, 1, 8]))
    (move,) = weekly_moves(client, as_of="2026-01-31").to_dict("records")
    assert (move["kpi"], move["why"], move["verdict"]) == ("late_shipment_rate", "beyond_noise", "worse")
    assert move["rule"] in RULES
    assert move["status"] == move["status_before"]


def test_a_wiggle_that_the_control_chart_allows_is_no_move(tmp_path):
    client = client_of(tmp_path, *weekly([*USUAL, 1, 2, 1, 4]))
    assert weekly_moves(client, as_of="2026-01-31").empty


def test_the_chart_decides_where_the_interval_against_last_month_would_have_called_it_a_move(tmp_path):
    # Uneven weeks: none late and then nine, time and again. December had none, January a usual share.
    uneven = [0, 9, 0, 3, 9, 0, 0, 9, 3, 0, 0, 0, 0, 0, 0, 0, 3, 9, 0, 0]
    client = client_of(tmp_path, *weekly(uneven, a_week=200))
    board = scoreboard(client, as_of="2026-01-31").set_index(["account", "kpi"])
    assert board.loc[("amazon-us", "late_shipment_rate"), "change_low"] > 0
    assert "late_shipment_rate" not in set(weekly_moves(client, as_of="2026-01-31")["kpi"])


def test_a_figure_without_orders_moves_where_its_interval_against_last_month_has_no_zero(tmp_path):
    client = client_of(tmp_path)
    counts = {"2025-12-31": (20, 1000), "2026-01-15": (35, 1000)}
    rows = [
        {**{"account": "amazon-us", "kpi": "late_shipment_rate", "scope": "", "window_days": 30, "as_of": day},
         **{"numerator": above, "denominator": below, "basis": "typed", "lineage": f"reported:{day}"}}
        for day, (above, below) in counts.items()
    ]  # fmt: skip
    client.reported = conform(pd.DataFrame(rows), "reported")
    (move,) = weekly_moves(client, as_of="2026-01-31").to_dict("records")
    assert (move["why"], move["verdict"], move["rule"]) == ("beyond_noise", "", "")


def test_a_quiet_week_has_no_moves(tmp_path):
    quiet = [order(f"g{n}-{day}", f"2026-01-{day}") for n in range(5) for day in range(10, 31)]
    assert weekly_moves(client_of(tmp_path, *quiet), as_of="2026-01-31").empty


def test_what_is_due_in_two_weeks_is_on_the_table_and_what_is_later_is_not(tmp_path, no_files):
    about = {"account": "amazon-us", "on_date": "2026-01-02", "state": "open"}
    days = {"Over": "2026-01-30", "Last of two weeks": "2026-02-14", "A day later": "2026-02-15"}
    log = [("action", text, {**about, "due_date": day}) for text, day in days.items()]
    (tmp_path / "inbox").mkdir()
    due = weekly_due(client_of(tmp_path, log=(*log, ("question", "No day", about))), as_of="2026-01-31")
    assert due["text"].tolist() == ["Over", "Last of two weeks"]
    assert due["days_left"].tolist() == [-1, 14]


def test_a_missing_file_is_due_once_and_is_its_accounts_owners(tmp_path, monkeypatch):
    row = {"export": "track17", "account": "amazon-us", "due_date": pd.Timestamp("2026-01-03")}
    later = {**row, "due_date": pd.Timestamp("2026-02-03")}
    answers = {"2025-12": [row], "2026-01": [later]}
    monkeypatch.setattr(weekly_module, "missing_files", lambda client, month: pd.DataFrame(answers[month]))
    due = weekly_due(client_of(tmp_path), as_of="2026-01-31")
    assert due[["kind", "text", "person", "days_left"]].values.tolist() == [["file", "track17", "Lin Vorlage", -28]]


@pytest.mark.parametrize(("before", "now", "moves"), [("watch", "breach", 1), ("breach", "watch", 0)])
def test_a_category_is_news_where_its_status_got_worse_only(tmp_path, monkeypatch, before, now, moves):
    client = client_of(tmp_path)
    row = {"kpi": "valid_tracking_rate", "scope": "Toys", "basis": "reported", "window_days": 30}
    board = scoreboard(client, as_of="2026-01-31").head(1).assign(**row)
    monkeypatch.setattr(weekly_module, "scoreboard", lambda client, as_of: board.assign(status=now))
    monkeypatch.setattr(weekly_module, "kpi_table", lambda client, as_of: board.assign(status=before))
    assert len(weekly_moves(client, as_of="2026-01-31")) == moves
