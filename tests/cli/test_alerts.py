"""`workbench alerts`: a table, an exit code, who knows of it, and messages that are sent once."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.accountability import small
from tests.alerts.conftest import EXPECTED, FakeConditions, condition
from workbench.cli import app

DAY = ("--as-of", "2026-01-31", "--lang", "en")
BREACH, LIKELY = condition(), condition("likely", kpi="valid_tracking_rate", probability=0.4)


@pytest.fixture
def call(tmp_path, monkeypatch):
    for name in ("norte", "sur"):
        (tmp_path / "data" / name).mkdir(parents=True)
        text = small.PROFILE.replace("norte", name).replace("Norte", name.title())
        (tmp_path / "data" / name / "client.yml").write_text(text + EXPECTED, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("WORKBENCH_REPORTS", raising=False)

    def run(*words: str, code: int = 0):
        result = CliRunner().invoke(app, ["alerts", *words])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def find(monkeypatch):
    def found(*rows: dict):
        monkeypatch.setattr("workbench.alerts.watching.conditions", FakeConditions(list(rows)))

    found(BREACH)
    return found


def test_a_client_of_whom_no_file_came_has_late_files_and_code_0(call):
    rows = json.loads(call("norte", *DAY, "--json").stdout)
    assert [(row["kind"], row["scope"], row["state"]) for row in rows] == [
        ("file_late", f"amazon-all-orders 2025-{month}", "new") for month in (10, 11, 12)
    ]
    assert "was due on 5 Jan 2026" in rows[-1]["says"].replace("\xa0", " ")


def test_a_breach_ends_with_code_1(call, find):
    assert "misses its target" in call("norte", *DAY, code=1).stdout
    find(LIKELY)
    assert "likely" in call("norte", *DAY, code=0).stdout


def test_an_acknowledgement_is_entered_with_who(call, find):
    alert_id = json.loads(call("norte", *DAY, "--json", code=1).stdout)[0]["alert_id"]
    assert f"alert {alert_id} of norte acknowledged by Mei" in call("norte", "--ack", alert_id, "--by", "Mei").stdout
    row = json.loads(call("norte", *DAY, "--json", code=1).stdout)[0]
    assert (row["state"], row["acknowledged_by"]) == ("acknowledged", "Mei")
    listed = CliRunner().invoke(app, ["log", "norte", "ack", "--list", "--json"])
    assert json.loads(listed.stdout)[0]["case_id"] == alert_id


def test_a_message_is_previewed_as_often_as_wanted_and_sent_once(call, find, tmp_path):
    for _ in range(2):
        assert "Norte" in call("--all", *DAY, "--digest", code=1).stdout
    sent = call("--all", *DAY, "--digest", "--send", code=1).stdout
    path = tmp_path / "reports" / "alerts" / "2026-01-31.md"
    assert "late shipment rate" in sent and f"written to {path}" in sent
    assert "Norte" in path.read_text() and "Sur" in path.read_text()
    again = call("--all", *DAY, "--digest", "--send", code=1).stdout
    assert again == "nothing that was not told before; nothing sent\n"


def test_one_that_is_over_is_shown_for_a_week(call, find):
    call("norte", *DAY, code=1)
    find()
    assert "\tover\t" in call("norte", "--as-of", "2026-02-01").stdout
    assert "\tover\t" in call("norte", "--as-of", "2026-02-07").stdout
    assert call("norte", "--as-of", "2026-02-08").stdout == "no alerts\n"


def test_an_earlier_day_is_shown_and_not_entered(call, find):
    find()
    call("norte", *DAY)
    find(BREACH)
    earlier = call("norte", "--as-of", "2026-01-30", code=1)
    assert "nothing is entered" in earlier.stderr and "late_shipment_rate" in earlier.stdout
    assert "lies before 2026-01-31" in call("norte", "--as-of", "2026-01-30", "--now", code=2).stderr
    find()
    assert call("norte", *DAY).stdout == "no alerts\n"


def test_one_broken_client_stops_no_other(call, find, tmp_path):
    (tmp_path / "data" / "norte" / "client.yml").write_text("id: norte\n")
    find(LIKELY)
    result = call("--all", *DAY, code=1)
    assert result.stderr.startswith("norte: ") and "sur\t" in result.stdout


def test_channels_and_other_clients_are_not_for_a_process_of_one_client(call, find, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CLIENT", "norte")
    call("norte", *DAY, code=1)
    for words in (("--all",), ("norte", "sur"), ("norte", "--now", "--send")):
        assert "this process is bound to one client" in call(*words, *DAY, code=2).stderr
    assert "serves another client only" in call("sur", *DAY, code=2).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "no client named"),
        (("norte", "--all"), "both clients and --all"),
        (("nord",), "did you mean 'norte'"),
        (("norte", "--send"), "Expected --digest or --now"),
        (("norte", "--digest", "--now"), "both --digest and --now"),
        (("norte", "--digest", "--json"), "a message is asked for too"),
        (("norte", "--ack", "x"), "Expected CLIENT --ack ID --by NAME"),
        (("norte", "--ack", "x", "--by", "Mei"), "no such alert of norte"),
        (("norte", "--ack", "x", "--by", "Mei", "--now"), "a message is asked for too"),
        (("norte", "--as-of", "soon"), "'soon' is no day"),
        (("norte", "--lang", "fr"), "no catalogue of that language"),
    ],
)
def test_what_can_not_be_meant_ends_with_code_2(call, words, message):
    assert message in call(*words, code=2).stderr


def test_an_address_is_never_shown_where_the_agencys_profile_is_faulty(call, find, tmp_path):
    for fault in ("[json://s3cret]", "{Bad Name: json://s3cret}", "{desk: [s3cret]}"):
        (tmp_path / "data" / "agency.yml").write_text(f"name: {{en: Example Agency}}\nalert_channels: {fault}\n")
        said = call("norte", *DAY, "--now", code=2).stderr
        assert "alert_channels" in said and "s3cret" not in said
