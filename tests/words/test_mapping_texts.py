"""What a person is asked for a column map, and what the commands say of files, stands in each language."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from workbench.cli import app
from workbench.sources.mapped.dialog import ask_map
from workbench.sources.mapped.layout import find_layout
from workbench.words import in_language
from workbench.words.remarks import is_known, say_remark

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
