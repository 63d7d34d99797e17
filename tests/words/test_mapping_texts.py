"""What a person is asked for a column map, and what the commands say of files, stands in each language."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from workbench.cli import app
from workbench.errors import WorkbenchError
from workbench.sources.mapped.dialog import ask_map
from workbench.sources.mapped.draft import draft_of, finish
from workbench.sources.mapped.layout import find_layout
from workbench.words import in_language
from workbench.words.remarks import is_known, say_note, say_remark

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller}
"""
CLAIMS = b"Order ID,Buyer Name,Day,Type,Sum\n1,Ana,01/05/2026,A-to-z claim,1.234\n2,Eva,02/06/2026,A-to-z claim,5.678\n"


def asked_for(*answers: str) -> list[str]:
    """Everything that the dialog says and asks; where no answer is given the proposal is taken."""
    said, given = [], iter(answers)

    def ask(text: str, proposal: str) -> str:
        said.append(text)
        return next(given, None) or proposal

    ask_map(find_layout("f.csv", CLAIMS), ask=ask, tell=said.append, accounts=("amazon-us",))
    return said


CLAIM = asked_for(
    *("defects", "", "", "no field", "order_id", "opened_at", "kind", "-", "claim"),
    *("month first", "account", "folder", "platform"),
)
ENTRY = asked_for(
    *(
        "ledger",
        "",
        "order_id",
        "posted_at",
        "kind",
        "amount",
        "day first",
        "point",
        "account",
        "account",
        "folder",
        "erp",
    )
)


@pytest.mark.parametrize("text", [*CLAIM, *ENTRY])
def test_all_that_is_asked_has_its_message(text):
    assert is_known(text), text


def test_a_question_keeps_what_stands_in_the_file():
    with in_language("es"):
        assert say_remark("'A-to-z claim' in 'Type' means") == "«A-to-z claim» en «Type» significa"
    with in_language("zh"):
        assert say_remark("'x' can't be chosen here; one of: a, b\nOne row is") == "此处不能选“x”；可选：a, b\n一行是"


COMPLETE = {
    "table": "defects",
    "columns": {"Order ID": "order_id", "Day": "opened_at", "Type": "kind"},
    "words": {"kind": {"A-to-z claim": "claim"}},
    "dates": "month first",
    "zone": "account",
    "source": "platform",
}


def refusal(**other: object) -> str:
    """Why a map of the claims is refused."""
    said = COMPLETE | other
    with pytest.raises(WorkbenchError) as fault:
        finish(draft_of(said, where="map.yml"), find_layout("f.csv", CLAIMS), accounts=("amazon-us",))
    return str(fault.value)


@pytest.mark.parametrize(
    "other",
    [
        {"tabel": "defects"},
        {"table": "defect"},
        {"values": "kind"},
        {"columns": {"Oder ID": "order_id"}},
        {"columns": {"Order ID": "order"}},
        {"columns": {"Order ID": "order_id", "Sum": "order_id"}},
        {"columns": {"Order ID": "order_id", "Buyer Name": "kind"}},
        {"words": {"kind": {"A-to-z claim": "clam"}}},
        {"words": {}},
        {"dates": "some"},
        {"dates": ""},
        {"zone": "Mars/Olympus"},
        {"zone": "", "columns": {"Day": "opened_at"}},
        {"table": "order_lines", "columns": {"Order ID": "order_id"}, "words": {}, "rows": "only the bad ones"},
    ],
    ids=str,
)
def test_every_refusal_of_a_map_is_told_in_chinese(other):
    text = refusal(**other)
    with in_language("zh"):
        told = " ".join(say_note(text))
    assert told != text
    # What was found, without names: of the sentence's English nothing is left.
    assert not any(word in told for word in (" has ", " is ", "Expected", "does not", " not ", " with ")), told


def test_a_map_names_what_it_leaves_open_with_its_reason_in_the_readers_language():
    text = refusal(columns={"Day": "opened_at"}, words={}, zone="")
    with in_language("es"):
        told = " ".join(say_note(text))
    assert "values.order_id (ninguna columna lo llena)" in told or "values.kind (ninguna columna lo llena)" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "norte order_lines: no row with the key 'X'. Expected account/order_id, for example a/1.",
            "norte order_lines：没有键为“X”的行。 应为：account/order_id，例如 a/1。",
        ),
        ("norte order_lines: 1,204 rows with the key 'X'.", "norte order_lines：有 1,204 行的键为“X”。"),
    ],
)
def test_a_trace_without_a_row_says_so_in_chinese(text, said):
    with in_language("zh"):
        assert " ".join(say_note(text)).replace(" ", "") == said.replace(" ", "")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("es", "ningún archivo está por depurar\n"), ("zh", "没有到期的文件\n"), ("", "no file is due\n")],
)
def test_redaction_speaks_the_language_that_is_asked_for(tmp_path, lang, said):
    folder = tmp_path / "norte"
    (folder / "inbox" / "_client").mkdir(parents=True)
    (folder / "inbox" / "_client" / "costs.csv").write_text("sku,cost,cost_currency\nA,12.50,CNY\n", encoding="utf-8")
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    home = ("--home", str(tmp_path))
    with in_language("en"):
        assert CliRunner().invoke(app, ["ingest", "norte", *home]).exit_code == 0
        spoken = ("--lang", lang) if lang else ()
        assert CliRunner().invoke(app, ["redact", "norte", "--by", "Li", *spoken, *home]).output == said
