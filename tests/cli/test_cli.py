"""The command line: exit codes, JSON, plain pipes, and messages instead of tracebacks."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from workbench.cli import app


@pytest.fixture
def call(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))

    def run(*words: str, code: int = 0):
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def test_the_clients_are_listed(call):
    found = json.loads(call("client", "list", "--json").stdout)
    assert {row["client"] for row in found} == {"lumen-home", "volt-harbor", "casa-jacaranda"}


def test_a_client_is_shown_with_what_its_files_hold(call):
    text = call("client", "show", "lumen-home", "--lang", "en").stdout
    assert "Lumen Home (lumen-home)" in text
    assert "amazon-mx" in text
    assert "rows" in text


def test_an_unknown_client_ends_with_code_2_and_a_hint(call):
    assert "did you mean 'lumen-home'" in call("client", "show", "lumen", code=2).stderr


def test_ingest_prints_a_report_for_the_client_and_code_1_where_rows_were_refused(call, home, tmp_path):
    shutil.copytree(home / "casa-jacaranda", tmp_path / "casa-jacaranda")
    path = tmp_path / "intake.md"
    result = call("ingest", "casa-jacaranda", "--home", str(tmp_path), "--lang", "en", "--report", str(path), code=1)
    assert "row 41 of amazon-mx/59260060890020.txt: 'item-price' holds '12,5O', which is not a" in result.stdout
    assert "--accept-losses" not in result.stdout
    assert "--accept-losses" in result.stderr
    assert path.read_text(encoding="utf-8").startswith("# What we read of the files of Casa Jacaranda, ")


def test_the_report_speaks_the_clients_first_language(call, home, tmp_path):
    shutil.copytree(home / "casa-jacaranda", tmp_path / "casa-jacaranda")
    text = call("ingest", "casa-jacaranda", "--home", str(tmp_path), code=1).stdout
    assert "que no es un número como" in text or "不是数字" in text


def test_a_report_of_an_unknown_form_is_refused_before_anything_is_read(call):
    assert "ending '.pdf'" in call("ingest", "casa-jacaranda", "--report", "x.pdf", code=2).stderr


def test_ingest_answers_as_json(call, home, tmp_path):
    shutil.copytree(home / "casa-jacaranda", tmp_path / "casa-jacaranda")
    found = json.loads(call("ingest", "casa-jacaranda", "--home", str(tmp_path), "--json", code=1).stdout)
    assert {"files", "refused", "questions", "digest"} == set(found)


def test_open_questions_end_with_code_2(call, home, tmp_path):
    shutil.copytree(home / "lumen-home", tmp_path / "lumen-home", ignore=shutil.ignore_patterns("record", "store"))
    result = call("ingest", "lumen-home", "--home", str(tmp_path), code=2)
    assert "问题：" in result.stderr


def test_trace_prints_the_cells_behind_an_order(call, lumen):
    order = lumen.order_lines["order_id"].iloc[0]
    assert order in call("trace", "lumen-home", "order_lines", order).stdout


@pytest.mark.parametrize(
    ("rules_on", "expected"),
    [("2026-01-28", (None, "", "no_rule")), ("2026-01-29", (0.06, "walmart-us-return_rate-60d-2026", "good"))],
)
def test_the_same_figures_are_judged_under_another_days_rules_and_the_rule_is_named(call, rules_on, expected):
    asked = ("kpis", "volt-harbor", "--as-of", "2026-01-31", "--account", "walmart-us", "--rules-on", rules_on)
    (row,) = [row for row in json.loads(call(*asked, "--json").stdout) if row["kpi"] == "return_rate"]
    assert (row["target"], row["rule_id"], row["status"]) == expected
    assert ("return_rate-60d-2026" in call(*asked).stdout) == (expected[0] is not None)


def test_a_day_of_rules_that_is_none_is_refused(call):
    assert "'yesterday' is no day" in call("kpis", "volt-harbor", "--rules-on", "yesterday", code=2).stderr


def test_kpis_print_computed_beside_reported_and_code_1_where_one_is_breached(call):
    found = json.loads(call("kpis", "lumen-home", "--as-of", "2026-01-31", "--json", code=1).stdout)
    assert {row["basis"] for row in found} >= {"computed", "reported"}
    assert {row["as_of"] for row in found if row["basis"] == "computed"} == {"2026-01-31"}


def test_rules_are_listed_with_source_and_day(call):
    found = json.loads(call("rules", "--on", "2026-01-31", "--json").stdout)
    assert all(row["source"] and row["checked"] for row in found)


def test_rules_that_changed_since_a_day_are_listed(call):
    found = json.loads(call("rules", "--since", "2026-01-28", "--on", "2026-01-29", "--json").stdout)
    assert [(row["kpi"], row["change"]) for row in found] == [("item_not_received_rate", "new"), ("return_rate", "new")]


def test_review_without_clients_or_month_is_refused(call):
    assert "--month" in call("review", "lumen-home", code=2).stderr
    assert "name clients or say --all" in call("review", "--month", "2026-01", code=2).stderr


def test_doctor_finds_this_machine_fit(call):
    assert all(row["ok"] for row in json.loads(call("doctor", "--json").stdout))
