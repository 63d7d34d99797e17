"""Cases: one row each, what people recorded wins, nothing closes unsaid."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pandas as pd
import pytest

from workbench.errors import ParameterError, TableError
from workbench.notices import CASE_COLUMNS, hours_left, open_cases, read_notice
from workbench.tables import DTYPES


@pytest.fixture
def notice(mail):
    return read_notice(mail("Amazon: reply within 72 hours.\nreclamo"), file="amazon-us/warning.eml")


def event(kind: str, case_id: str, *, at: str = "2026-01-20T08:00:00+00:00", **said: object) -> dict:
    return {"event_id": f"{kind}-{at}", "kind": kind, "case_id": case_id, "at": at, "by": "Li", **said}


def test_a_mail_opens_a_case_for_the_account_of_its_folder(notice):
    cases = open_cases([notice], [])
    assert list(cases.columns) == list(CASE_COLUMNS)
    assert cases.loc[0].to_dict() == {
        "case_id": notice.sha256[:8],
        "account": "amazon-us",
        "kind": "unknown",
        "platform": "amazon",
        "received_at": pd.Timestamp("2026-01-19T10:00:00Z"),
        "deadline_at": pd.Timestamp("2026-01-22T10:00:00Z"),
        "owner": "",
        "state": "open",
        "file": "amazon-us/warning.eml",
    }


def test_no_mail_and_no_event_is_an_empty_table_of_the_same_columns_and_types():
    cases = open_cases([], [])
    assert cases.empty and {name: str(kind) for name, kind in cases.dtypes.items()} == {
        name: DTYPES[kind] for name, kind in CASE_COLUMNS.items()
    }


def test_the_same_mail_in_two_folders_is_one_case(mail):
    twice = [read_notice(mail("x"), file=f"{folder}/a.eml") for folder in ("amazon-us", "_client")]
    assert open_cases(twice, [])["account"].tolist() == ["amazon-us"]


def test_a_file_of_no_account_has_none_until_somebody_says_it(mail):
    notice = read_notice(mail("x"), file="_client/a.eml")
    assert open_cases([notice], []).loc[0, "account"] == ""
    said = open_cases([notice], [event("notice", notice.case_id, account="amazon-mx")])
    assert said.loc[0, "account"] == "amazon-mx"


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], "open"),
        ([("acknowledgement", {})], "open"),
        ([("decision", {})], "open"),
        ([("action", {})], "answered"),
        ([("action", {"state": "planned"})], "open"),
        ([("action", {"state": "open"})], "open"),
        ([("action", {"state": "answered"})], "answered"),
        ([("action", {}), ("action", {"state": "open"})], "answered"),
        ([("action", {}), ("action", {"state": "done"})], "answered"),
        ([("acknowledgement", {"state": "withdrawn"})], "open"),
        ([("action", {}), ("decision", {"state": "closed"})], "closed"),
        ([("decision", {"state": "closed"}), ("action", {})], "closed"),
        ([("decision", {"state": "closed"}), ("notice", {"state": "open"})], "open"),
    ],
)
def test_the_state_is_what_was_said_last_and_nothing_closes_unsaid(notice, events, state):
    recorded = [
        event(kind, notice.case_id, at=f"2026-01-20T0{at}:00:00+00:00", **said)
        for at, (kind, said) in enumerate(events)
    ]
    assert open_cases([notice], recorded).loc[0, "state"] == state
    assert open_cases([notice], recorded[::-1]).loc[0, "state"] == state


def test_the_owner_is_the_one_named_last_else_whoever_acknowledged(notice):
    acknowledged = event("acknowledgement", notice.case_id)
    handed_on = event("decision", notice.case_id, at="2026-01-21T08:00:00+00:00", owner="Wu")
    assert open_cases([notice], [acknowledged]).loc[0, "owner"] == "Li"
    assert open_cases([notice], [acknowledged, handed_on]).loc[0, "owner"] == "Wu"
    helper = event("action", notice.case_id, at="2026-01-22T08:00:00+00:00", owner="Xu")
    assert open_cases([notice], [handed_on, helper]).loc[0, "owner"] == "Wu"
    assert open_cases([notice], [helper]).loc[0, "owner"] == "Xu"
    later = event("acknowledgement", notice.case_id, at="2026-01-22T08:00:00+00:00")
    assert open_cases([notice], [handed_on, later]).loc[0, "owner"] == "Wu"


def test_a_deadline_that_a_person_recorded_wins(notice):
    recorded = event("notice", notice.case_id, deadline_at="2026-01-25T23:59:00-08:00")
    assert open_cases([notice], [recorded]).loc[0, "deadline_at"] == pd.Timestamp("2026-01-26T07:59:00Z")


def test_a_case_stays_when_its_mail_is_gone():
    recorded = event("notice", "ab12cd34", account="walmart-us", platform="walmart", notice_kind="walmart_suspension")
    row = open_cases([], [recorded]).loc[0]
    assert (row["account"], row["kind"], row["platform"], row["state"]) == (
        *("walmart-us", "walmart_suspension", "walmart"),
        "open",
    )


def test_events_of_no_case_or_of_another_kind_change_nothing(notice):
    others = [
        event("note", notice.case_id, owner="Wu", state="closed"),
        event("action", ""),
        event("action", "ffffffff"),
        {"kind": "action", "at": "2026-01-20"},
        {},
    ]
    assert open_cases([notice], others).equals(open_cases([notice], []))


def test_a_corrected_entry_no_longer_counts(notice):
    wrong = event("decision", notice.case_id, state="closed")
    right = event("note", notice.case_id, at="2026-01-21T08:00:00+00:00", corrects=wrong["event_id"])
    assert open_cases([notice], [wrong]).loc[0, "state"] == "closed"
    assert open_cases([notice], [wrong, right]).loc[0, "state"] == "open"


def test_open_cases_stand_first_and_the_nearest_deadline_on_top():
    opened = [
        event("notice", "aaaaaaaa", state="closed", deadline_at="2026-01-01T00:00:00Z"),
        event("notice", "bbbbbbbb"),
        event("notice", "cccccccc", deadline_at="2026-01-30T00:00:00Z"),
        event("notice", "dddddddd", deadline_at="2026-01-25T00:00:00Z"),
    ]
    assert [case[:1] for case in open_cases([], opened)["case_id"]] == ["d", "c", "b", "a"]


def test_events_are_not_altered(notice):
    events = [event("action", notice.case_id), event("decision", notice.case_id, state="closed")]
    before = copy.deepcopy(events)
    open_cases([notice], events)
    assert events == before


def test_a_deadline_without_a_zone_is_refused():
    with pytest.raises(ParameterError, match="event of case ab12cd34: deadline_at: '2026-01-25' says no zone"):
        open_cases([], [event("notice", "ab12cd34", deadline_at="2026-01-25")])
    with pytest.raises(ParameterError, match="'soon' is no instant. Expected such as 2026-01-22T10:00:00Z"):
        open_cases([], [event("notice", "ab12cd34", deadline_at="soon")])


def test_the_hours_left_are_counted_for_open_cases_only():
    opened = [
        event("notice", "aaaaaaaa", deadline_at="2026-01-22T10:00:00Z"),
        event("notice", "bbbbbbbb", deadline_at="2026-01-21T10:00:00Z"),
        event("notice", "cccccccc"),
        event("notice", "dddddddd", state="answered", deadline_at="2026-01-22T10:00:00Z"),
    ]
    cases = open_cases([], opened)
    before = cases.copy()
    # 21 January, 18:00 in Mexico City is midnight UTC.
    left = hours_left(cases, now="2026-01-21T18:00:00-06:00").set_index("case_id")["hours_left"]
    assert left[["aaaaaaaa", "bbbbbbbb"]].tolist() == [10.0, -14.0]
    assert left[["cccccccc", "dddddddd"]].isna().all()
    pd.testing.assert_frame_equal(cases, before)


def test_no_cases_have_no_hours():
    left = hours_left(open_cases([], []), now=datetime(2026, 1, 21, tzinfo=UTC))
    assert left.empty and str(left["hours_left"].dtype) == "float64"


@pytest.mark.parametrize("now", ["2026-01-21", "later", None])
def test_now_needs_its_zone(now):
    with pytest.raises(ParameterError, match="^now: "):
        hours_left(open_cases([], []), now=now)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="hours_left: cases: missing column deadline_at"):
        hours_left(open_cases([], []).drop(columns="deadline_at"), now="2026-01-21T00:00:00Z")
