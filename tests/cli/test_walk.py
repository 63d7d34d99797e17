"""A new user's whole way by commands: questions answered, files in, a draft, its approval, the client's PDF."""

from __future__ import annotations

import shutil
from itertools import chain

import pytest
from typer.testing import CliRunner

from tests.cli.pdf_pages import pdf_pages
from tests.conftest import SAMPLE
from workbench.cli import app, clients, files

CLIENT, MONTH = "norte-hogar", "2026-01"
ANSWERS = {
    "client": ["en,es", "Norte Home", "Norte Hogar", "MXN", "2025-11-01", "Mei Muster", "mei@example.com"],
    "company": ["Norte (example)", "", "kpi=advise", "", "", "false"],
    "account": ["amazon", "mx", "", "", "", "", "MX", "", "read_only", "Ana Ejemplo", "no"],
    "size": ["12", "40", "2025-12-31"],
}
DOWNLOADS = ("59260340890020.txt", "BusinessReport-03-02-2026.csv")


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("WORKBENCH_REPORTS", str(tmp_path / "reports"))
    (tmp_path / "data").mkdir()
    for module in (clients, files):
        monkeypatch.setattr(module, "can_ask", lambda: True)

    def run(*words: str, answers: tuple[str, ...] = (), code: int = 0) -> str:
        result = CliRunner().invoke(app, list(words), input="".join(f"{answer}\n" for answer in answers))
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result.stdout

    return run


@pytest.mark.notebook
def test_from_the_first_question_to_the_approved_pdf(call, tmp_path):
    asked = call("client", "add", CLIENT, answers=tuple(chain.from_iterable(ANSWERS.values())))
    assert "Enter takes what stands in [brackets]" in asked and f"workbench ingest {CLIENT}" in asked
    folder = tmp_path / "data" / CLIENT
    for name in DOWNLOADS:
        shutil.copy(SAMPLE / "casa-jacaranda" / "inbox" / "amazon-mx" / name, folder / "inbox" / "amazon-mx" / name)

    # The Business Report says no period: it is asked for, and remembered.
    said = call("ingest", CLIENT, "--by", "Mei", "--sent-by", "Ana", answers=("2026-01-01/2026-01-31",))
    assert "Which days does this Business Report cover?" in said
    assert "Which days" not in call("ingest", CLIENT)
    assert "nobody" not in call("client", "show", CLIENT).partition("missing, and what that blocks:")[0]

    call("log", CLIENT, "action", "--text", "Call the warehouse", "--by", "Mei", "--account", "amazon-mx")
    call("client", "baseline", CLIENT, "--by", "Mei")
    note = folder / "record" / "notes" / f"{MONTH}.en.md"
    note.parent.mkdir()
    note.write_text("signed: Mei Muster\ndate: 2026-02-04\n\n## findings\nA calm month.\n", encoding="utf-8")

    assert f"{CLIENT} {MONTH} en: done" in call("review", CLIENT, "--month", MONTH)
    pdf = tmp_path / "reports" / CLIENT / MONTH / "monthly_review.en.pdf"
    draft = pdf_pages(pdf.read_bytes())
    assert len(draft) > 3 and all("DRAFT" in page for page in draft)
    assert "A calm month." in " ".join(draft)

    listed = call("approve", CLIENT, "--month", MONTH, "--by", "Mei Muster")
    assert "monthly_review.en.pdf  " in listed and "kpi_tracker.en.xlsx  " in listed
    approved = pdf_pages(pdf.read_bytes())
    assert len(approved) == len(draft) and not any("DRAFT" in page for page in approved)
    assert "Mei Muster" in approved[0] and "A calm month." in " ".join(approved)

    call("log", CLIENT, "sent", "--month", MONTH, "--by", "Mei", "--text", "by mail")
    assert "\tsent\t" in call("review", CLIENT, "--list", "--month", MONTH)
