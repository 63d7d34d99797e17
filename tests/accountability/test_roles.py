"""Who answers for what on which day, and what is open there."""

import pandas as pd
import pytest

from tests.accountability.small import client_of, order
from workbench.accountability import open_tasks, role_board
from workbench.errors import ParameterError

ABOUT = {"account": "amazon-us", "kpi": "late_shipment_rate"}
LOG = (
    ("action", "Late one", {**ABOUT, "on_date": "2026-01-02", "due_date": "2026-01-20", "state": "open"}),
    ("action", "Next one", {**ABOUT, "on_date": "2026-01-03", "due_date": "2026-02-10", "state": "open"}),
    ("action", "Done one", {**ABOUT, "on_date": "2026-01-03", "due_date": "2026-01-04", "state": "done"}),
    ("question", "No day", {"account": "amazon-us", "owner": "Hao Exempel", "on_date": "2026-01-05", "state": "open"}),
    ("action", "Not yet", {**ABOUT, "on_date": "2026-02-03", "due_date": "2026-02-04", "state": "open"}),
    (
        "notice",
        "Seen on the page",
        {**ABOUT, "case_id": "ab12cd34", "notice_kind": "late_shipment_rate", "platform": "amazon"}
        | {"received_at": "2026-01-22T10:00:00Z", "deadline_at": "2026-02-05T10:00:00Z"},
    ),
)


@pytest.fixture
def client(tmp_path):
    (tmp_path / "inbox").mkdir()
    orders = [order(f"o{n}", "2026-01-15", late=n < 1) for n in range(10)]
    return client_of(tmp_path, *orders, log=LOG)


def of(board, account, kpi):
    return board[(board["account"] == account) & (board["kpi"] == kpi)].iloc[0]


def test_a_past_month_keeps_its_owner(client):
    late = [
        of(role_board(client, as_of=day), "amazon-us", "late_shipment_rate") for day in ("2025-12-31", "2026-01-31")
    ]
    assert [(row["role"], row["person"]) for row in late] == [
        ("operations", "Ana Ejemplo"),
        ("quality", "Wei Beispiel"),
    ]


def test_a_kpi_without_an_owner_stands_last_and_says_so(client):
    board = role_board(client, as_of="2026-01-31")
    nobodys = board[board["person"] == ""]
    assert set(nobodys["account"]) == {"amazon-mx"}
    assert nobodys.index.min() == len(board) - len(nobodys)
    assert board["person"].iloc[0] == "Lin Vorlage"


def test_a_row_counts_its_open_actions_and_warnings(client):
    row = of(role_board(client, as_of="2026-01-31"), "amazon-us", "late_shipment_rate")
    assert (row["actions"], row["overdue"], row["cases"]) == (2, 1, 1)
    assert row["next_due_date"] == pd.Timestamp("2026-01-20")
    assert row["next_deadline_date"] == pd.Timestamp("2026-02-05")


@pytest.mark.parametrize("role", ["quality", "Wei Beispiel"])
def test_a_role_or_a_person_sees_its_own(client, role):
    assert set(role_board(client, as_of="2026-01-31", role=role)["kpi"]) == {"late_shipment_rate"}
    assert set(open_tasks(client, as_of="2026-01-31", role=role)["text"]) == {
        *("Late one", "Next one", "late_shipment_rate")
    }


def test_an_unknown_role_is_refused_with_those_there_are(client):
    with pytest.raises(ParameterError, match="role 'qualty': no such role or person") as caught:
        role_board(client, as_of="2026-01-31", role="qualty")
    assert "quality" in str(caught.value)


def test_tasks_stand_by_due_date_the_overdue_ones_first(client):
    tasks = open_tasks(client, as_of="2026-01-31")
    assert tasks["text"].tolist() == ["Late one", "late_shipment_rate", "Next one", "No day"]
    assert tasks["days_left"].tolist() == [-11, 5, 10, pd.NA]
    assert tasks["person"].tolist() == ["Wei Beispiel", "Wei Beispiel", "Wei Beispiel", "Hao Exempel"]


def test_a_postponed_action_keeps_its_first_words(tmp_path):
    first = client_of(tmp_path, log=LOG[:1]).events["event_id"].iloc[0]
    later = ("action", "The carrier needs a week", {"corrects": first, "due_date": "2026-02-09"})
    (task,) = open_tasks(client_of(tmp_path, log=(later,)), as_of="2026-01-31").to_dict("records")
    assert (task["text"], task["note"], task["days_left"]) == ("Late one", "The carrier needs a week", 9)
    assert task["since_date"] == pd.Timestamp("2026-01-02")


def test_a_client_without_a_record_has_no_tasks(tmp_path):
    assert open_tasks(client_of(tmp_path), as_of="2026-01-31").empty
