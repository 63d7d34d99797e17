"""`workbench log`, `request` and `client baseline`: entries with who, letters ready to send, exit codes."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from workbench.cli import app
from workbench.client import open_client
from workbench.notices import price_holds

LOG = ("log", "casa-jacaranda")


@pytest.fixture
def call(home, tmp_path, monkeypatch):
    skipped = shutil.ignore_patterns("parts", "events.yml", "baseline.yml", "inbox")
    shutil.copytree(home / "casa-jacaranda", tmp_path / "casa-jacaranda", ignore=skipped)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))

    def run(*words: str, code: int = 0):
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def test_an_action_is_entered_corrected_and_listed(call):
    words = ("action", "--text", "Ask the warehouse", "--by", "Sol", "--owner", "Inés", "--due", "2026-02-12")
    entry = json.loads(call(*LOG, *words, "--account", "amazon-mx", "--state", "open", "--json").stdout)
    call(*LOG, "action", "--by", "Sol", "--corrects", entry["event_id"], "--state", "done", "--on", "2026-02-10")
    rows = json.loads(call(*LOG, "--list", "--json").stdout)
    assert [(row["state"], row["owner"], row["text"]) for row in rows] == [
        ("open", "Inés", "Ask the warehouse"),
        ("done", "Inés", "Ask the warehouse"),
    ]
    assert rows[0]["corrected_by"] == rows[1]["event_id"]
    assert rows[1]["on_date"] == "2026-02-10"
    assert "2026-02-12" in call(*LOG, "--list").stdout


def test_a_warning_seen_without_a_mail_opens_a_case_that_holds_price_advice_back(call, tmp_path):
    said = ("--text", "Seen on the page", "--by", "Sol", "--account", "amazon-mx", "--warning", "late_shipment_rate")
    times = ("--received", "2026-01-20T09:00-06:00", "--deadline", "2026-02-03T23:59-06:00")
    case = json.loads(call(*LOG, "notice", *said, *times, "--json").stdout)["case_id"]
    client = open_client("casa-jacaranda", home=tmp_path)
    held = price_holds(client, as_of="2026-01-31").query("state == 'on_hold'")
    assert held[["account", "case_id", "kind"]].values.tolist() == [["amazon-mx", case, "late_shipment_rate"]]
    assert held["deadline_at"].tolist() == [pd.Timestamp("2026-02-04T05:59Z")]
    assert f", case {case}" in call(*LOG, "ack", "--text", "Mine", "--by", "Ana", "--case", case).stdout
    call(*LOG, "decision", "--text", "Over", "--by", "Sol", "--case", case, "--state", "closed")
    assert set(price_holds(client, as_of="2026-01-31")["state"]) == {"free"}


def test_the_list_can_be_of_one_kind(call):
    call(*LOG, "ack", "--text", "seen", "--by", "Sol", "--case", "ab12cd34")
    call(*LOG, "note", "--text", "x", "--by", "Sol")
    assert [row["kind"] for row in json.loads(call(*LOG, "ack", "--list", "--json").stdout)] == ["acknowledgement"]
    assert call(*LOG, "decision", "--list").stdout == "nothing was entered yet\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("action", "--text", "x"), "--by not given"),
        (("action", "--by", "Sol"), "--text not given"),
        ((), "KIND, --text, --by not given"),
        (("acton", "--text", "x", "--by", "Sol"), "did you mean 'action'"),
        (("note", "--text", "x", "--by", "Sol", "--account", "amazon-us"), "did you mean 'amazon-mx'"),
        (("note", "--text", "x", "--by", "Sol", "--kpi", "late"), "no such KPI"),
        (("note", "--text", "x", "--by", "Sol", "--due", "soon"), "due_date: 'soon' is no day"),
        (("note", "--text", "x", "--by", "Sol", "--corrects", "x"), "no such event to correct"),
    ],
)
def test_what_can_not_be_meant_ends_with_code_2(call, words, message):
    assert message in call(*LOG, *words, code=2).stderr
    assert json.loads(call(*LOG, "--list", "--json").stdout) == []


def test_the_baseline_is_frozen_changed_with_a_reason_and_shown(call):
    first = call("client", "baseline", "casa-jacaranda", "--by", "Sol").stdout
    assert first.startswith("baseline of 2025-09-30: ")
    again = ("client", "baseline", "casa-jacaranda", "--as-of", "2025-10-31", "--by", "Wu")
    assert "Expected a reason" in call(*again, code=2).stderr
    result = call(*again, "--reason", "September was incomplete")
    assert "client.yml plans the baseline for 2025-09-30" in result.stderr
    shown = call("client", "show", "casa-jacaranda", "--lang", "en").stdout.replace("\xa0", " ")
    assert "baseline: 31 Oct 2025, frozen by Wu" in shown
    rows = json.loads(call(*LOG, "--list", "--json").stdout)
    assert [(row["kind"], row["text"]) for row in rows] == [
        ("baseline", "Baseline of 2025-09-30 frozen."),
        ("baseline", "September was incomplete"),
    ]


def test_a_letter_asks_for_the_missing_files_in_the_clients_language(call, tmp_path):
    words = ("request", "casa-jacaranda", "--month", "2026-01")
    spanish = call(*words).stdout
    assert spanish.startswith("Casa Jacaranda: archivos para la revisión de enero")
    assert "1. " in spanish and "2. " not in spanish
    assert call(*words, "--lang", "zh").stdout.startswith("蓝花楹之家：")
    call(*words, "--out", str(tmp_path / "letter.txt"))
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == spanish
    assert [row["export"] for row in json.loads(call(*words, "--json").stdout)] == ["track17"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--month: no month given"),
        (("--month", "2026-13"), "2026-13"),
        (("--month", "2026-01", "--lang", "fr"), "no catalogue of that language"),
    ],
)
def test_a_request_that_can_not_be_meant_ends_with_code_2(call, words, message):
    assert message in call("request", "casa-jacaranda", *words, code=2).stderr
