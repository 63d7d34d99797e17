"""`workbench client`: adding one from a file or by questions, showing what is missing, freezing the baseline."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from typer.testing import CliRunner

from tests.profile.test_models import BASE
from workbench.cli import app, clients, files
from workbench.cli.app import print_table
from workbench.words import in_language


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))

    def run(*words: str, code: int = 0, answers: str = ""):
        result = CliRunner().invoke(app, list(words), input=answers)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def profile(tmp_path):
    path = tmp_path / "norte.txt"
    path.write_text(BASE, encoding="utf-8")
    return path


def test_a_client_is_added_from_a_file(call, profile, tmp_path):
    said = call("client", "add", "norte", "--from", str(profile)).stdout
    assert "workbench ingest norte" in said
    assert (tmp_path / "norte" / "templates" / "reported.xlsx").is_file()
    assert json.loads(call("client", "list", "--json").stdout)[0]["client"] == "norte"


def test_a_file_without_an_id_gets_the_one_that_is_asked_for(call, profile, tmp_path):
    profile.write_text(BASE.removeprefix("id: norte\n"), encoding="utf-8")
    found = json.loads(call("client", "add", "sur", "--from", str(profile), "--json").stdout)
    assert found["client"] == "sur"
    assert (tmp_path / "sur" / "client.yml").read_text().startswith("id: sur\n")


def test_a_fault_names_the_line_of_the_file_that_was_given(call, profile):
    profile.write_text(BASE.removeprefix("id: norte\n").replace("CNY", "yuan"), encoding="utf-8")
    said = call("client", "add", "norte", "--from", str(profile), code=2).stderr
    assert "norte.txt: line 3: 'home_currency' is 'yuan'" in said


def test_a_client_is_added_once(call, profile):
    call("client", "add", "norte", "--from", str(profile))
    assert "exists already" in call("client", "add", "norte", "--from", str(profile), code=2).stderr


def test_in_a_pipe_nothing_asks_and_what_is_needed_is_named(call, tmp_path):
    said = call("client", "add", "norte", code=2).stderr
    assert "--from FILE" in said
    assert "name, languages, home_currency, since, analyst, accounts" in said
    assert not (tmp_path / "norte").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BASE.replace("CNY", "yuan"), "'home_currency' is 'yuan'"),
        (BASE.replace("id: norte", "id: sur"), "id is 'sur'"),
        (BASE + "kpis_to_improve: [late_shipments_rate]\n", "kpis_to_improve: 'late_shipments_rate' is not known"),
        (BASE + "expected_files: [{export: amazon-order}]\n", "expected_files: 'amazon-order' is not known"),
        ("just words\n", "norte.txt: line 2"),
    ],
)
def test_a_faulty_file_ends_with_code_2_and_makes_nothing(call, profile, tmp_path, text, message):
    profile.write_text(text, encoding="utf-8")
    assert message in call("client", "add", "norte", "--from", str(profile), code=2).stderr
    assert not (tmp_path / "norte").exists()


def test_a_file_that_is_not_there_or_no_text_is_named(call, profile):
    assert "no file" in call("client", "add", "norte", "--from", "nowhere.yml", code=2).stderr
    profile.write_bytes("id: norte\nname: 北方".encode("gb18030"))
    assert "not UTF-8 text" in call("client", "add", "norte", "--from", str(profile), code=2).stderr


def test_a_person_is_asked_step_by_step_and_again_where_the_answer_can_not_be_read(call, tmp_path, monkeypatch):
    monkeypatch.setattr(clients, "can_ask", lambda: True)
    client = ["en", "Norte", "yuan", "CNY", "2025-03-01", "Li", "", "", "", "", "", "", ""]
    account = ["amazon", "mx", *[""] * 8]
    said = call("client", "add", "norte", answers="\n".join([*client, *account, "no", "", "", ""]) + "\n")
    assert "the answer 'yuan' can't be taken. Expected: a code of 3 letters." in said.stderr
    text = (tmp_path / "norte" / "client.yml").read_text()
    assert "id: amazon-mx" in text and "since: 2025-03-01" in text
    assert call("client", "show", "norte").exit_code == 0


def test_an_id_in_use_is_refused_before_anything_is_asked(call, profile, monkeypatch):
    call("client", "add", "norte", "--from", str(profile))
    monkeypatch.setattr(clients, "can_ask", lambda: True)
    result = call("client", "add", "norte", code=2)
    assert "Languages" not in result.stdout


def test_show_says_what_is_missing_and_what_that_blocks(call, profile):
    call("client", "add", "norte", "--from", str(profile))
    said = call("client", "show", "norte").stdout
    assert "files: none; run: workbench ingest norte" in said
    assert "missing, and what that blocks:" in said
    assert "products\tno price bands" in said
    assert "baseline: none" in said
    found = json.loads(call("client", "show", "norte", "--json").stdout)
    assert {"field": "products", "gap": "products"}.items() <= next(
        row for row in found["missing"] if row["field"] == "products"
    ).items()
    assert {"profile", "files", "rows", "declared", "baseline", "unknown", "missing"} == set(found)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            ["文件：无；请运行：workbench ingest norte", "缺少的内容及其影响：", "products\t没有价格带", "基线：无"],
        ),
        ("es", ["archivos: ninguno", "products\tsin bandas de precio", "línea base: ninguna", "Envía"]),
    ],
)
def test_a_client_is_shown_in_the_language_asked_for(call, profile, lang, said):
    call("client", "add", "norte", "--from", str(profile))
    text = call("client", "show", "norte", "--lang", lang).stdout
    assert [words for words in said if words not in text] == []
    assert "what that blocks" not in text and "account manager" not in text


def test_without_a_language_the_clients_first_one_is_taken(call, profile):
    profile.write_text(BASE.replace("languages: [en]", "languages: [es, en]"), encoding="utf-8")
    call("client", "add", "norte", "--from", str(profile))
    assert "lo que falta y lo que eso impide:" in call("client", "show", "norte").stdout
    assert "language 'fr'" in call("client", "show", "norte", "--lang", "fr", code=2).stderr


def test_a_baseline_needs_files(call, profile):
    call("client", "add", "norte", "--from", str(profile))
    said = call("client", "baseline", "norte", "--as-of", "2025-03-31", "--by", "Li", code=2).stderr
    assert "nothing ingested yet" in said


def test_before_any_file_came_all_expected_ones_are_asked_for(call, profile):
    profile.write_text(BASE + "expected_files: [{export: costs}, {export: mabang-orders}]\n", encoding="utf-8")
    call("client", "add", "norte", "--from", str(profile))
    assert "2 files for the review of January" in call("request", "norte", "--month", "2026-01").stdout.replace(
        "\xa0", " "
    )


def test_a_request_without_files_or_expectations_says_what_to_do(call, profile):
    call("client", "add", "norte", "--from", str(profile))
    said = call("request", "norte", "--month", "2026-01", code=2).stderr
    assert "nothing ingested yet, and client.yml names no expected files" in said
    assert "expected_files (docs/profile.md), or run: workbench ingest norte" in said


def test_at_a_terminal_a_missing_count_is_a_blank_cell(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    counts = pd.array([12, None], dtype="Int64")
    print_table(pd.DataFrame({"size": ["SKUs", "orders"], "files": counts, "day": [pd.NaT, None]}))
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert shown == [["size", "files", "day"], ["SKUs", "12"], ["orders"]]


def test_showing_a_sample_seller_sets_the_declared_size_beside_the_files(home, call):
    said = call("client", "show", "casa-jacaranda", "--home", str(home), "--lang", "en").stdout.replace("\xa0", " ")
    assert "Orders of the last three months\t200\t" in said
    assert "baseline: 30 Sep 2025, frozen by Sol Muestra on 3 Feb 2026" in said


@pytest.mark.parametrize(
    ("words", "agency", "said"),
    [
        (["--lang", "es"], "", "Moneda en que lleva sus cuentas el cliente"),
        ([], "name: {zh: 示例代运营}\n", "客户记账的币种"),
        ([], "", "Currency the client counts in"),
    ],
)
def test_a_person_is_asked_in_the_language_given_else_the_agencys(call, tmp_path, monkeypatch, words, agency, said):
    monkeypatch.setattr(clients, "can_ask", lambda: True)
    if agency:
        (tmp_path / "agency.yml").write_text(agency, encoding="utf-8")
    answers = ["en", "Norte", "yuan", "CNY", "2025-03-01", "Li", "", "", "", "", "", "", ""]
    account = ["amazon", "mx", *[""] * 8]
    result = call("client", "add", "norte", *words, answers="\n".join([*answers, *account, "no", "", "", ""]) + "\n")
    assert said in result.stdout
    assert ("can't be taken" in result.stderr) == (said.startswith("Currency"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "问题：_client/x.csv：未写国家的地点（可能是 MX）"),
        ("es", "pregunta: _client/x.csv: lugares sin país (quizá MX)"),
        ("en", "question: _client/x.csv: places without a country (perhaps MX)"),
    ],
)
def test_open_questions_are_printed_in_the_language_in_use(capsys, lang, said):
    asked = pd.DataFrame({"file": ["_client/x.csv"], "text": ["places without a country"], "proposal": ["MX"]})
    none = pd.DataFrame({"status": [], "rows": [], "file": [], "title": []})
    with in_language(lang):
        files._print_desk_steps("norte", SimpleNamespace(questions=asked, files=none, refused=none))
    assert capsys.readouterr().err.strip() == said
