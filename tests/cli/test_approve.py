"""`workbench approve`, `review --list` and `log ... sent`: exit codes and what they print."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from tests.batch.conftest import COSTS, PROFILE
from tests.batch.test_approval import executed
from workbench.batch import making, release, review_client
from workbench.cli import app
from workbench.ingest import ingest

CLIENT, MONTH = "seller-well", "2026-01"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A small client's home; its review is made without a kernel and without a PDF."""
    inbox = tmp_path / "data" / CLIENT / "inbox" / "_client"
    inbox.mkdir(parents=True)
    (inbox.parents[1] / "client.yml").write_text(PROFILE.format(id=CLIENT, name="Wohlauf"), encoding="utf-8")
    (inbox / "costs.csv").write_text(COSTS)
    ingest(CLIENT, home=tmp_path / "data")
    monkeypatch.setattr(making, "run_notebook", executed)
    monkeypatch.setattr(release, "export_pdf", lambda *args, **options: b"%PDF made of nothing")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("WORKBENCH_REPORTS", str(tmp_path / "reports"))
    return tmp_path / "data"


@pytest.fixture
def call(home):
    def run(*words: str, code: int = 0):
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def state(call) -> str:
    (row,) = json.loads(call("review", "--list", "--month", MONTH, "--json").stdout)
    return row["state"]


def test_a_review_goes_from_draft_to_sent_and_back_by_commands(call, home):
    asked = ("approve", CLIENT, "--month", MONTH)
    assert "there is no whole review" in call(*asked, "--by", "Mei", code=1).stderr
    review_client(CLIENT, month=MONTH, home=home)
    assert state(call) == "draft"
    told = ("log", CLIENT, "sent", "--month", MONTH, "--by", "Mei", "--text", "by mail")
    assert "only approved reviews are sent" in call(*told, code=1).stderr
    said = call(*asked, "--by", "Mei").stdout
    assert f"{CLIENT} {MONTH} en: approved" in said
    for name in ("monthly_review.en.html", "monthly_review.en.pdf", "kpi_tracker.en.xlsx"):
        content = (home.parent / "reports" / CLIENT / MONTH / name).read_bytes()
        assert f"{name}  {sha256(content).hexdigest()}" in said
    assert state(call) == "approved"
    call(*told)
    assert state(call) == "sent"
    assert f"{CLIENT} {MONTH} en: re-exported" in call(*asked, "--by", "Mei", "--withdraw", "late file").stdout
    assert state(call) == "draft"


def test_a_stale_draft_ends_with_code_1_and_a_hint(call, home):
    review_client(CLIENT, month=MONTH, home=home)
    profile = home / CLIENT / "client.yml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    said = call("approve", CLIENT, "--month", MONTH, "--by", "Mei", code=1).stderr
    assert "changed since it was made: profile. Hint: run: workbench review seller-well --month 2026-01" in said


@pytest.mark.parametrize(
    "words, said",
    [
        (("--by", "Mei"), "--month: no month given"),
        (("--month", "2026-1", "--by", "Mei"), "month '2026-1'"),
        (("--month", MONTH), "nobody is named"),
        (("--month", MONTH, "--by", "Mei", "--lang", "fr"), "language 'fr'"),
        (("--month", MONTH, "--by", "Mei", "--lang", "en", "--withdraw", "x"), "withdrawn in all languages"),
    ],
)
def test_unusable_arguments_end_with_code_2(call, words, said):
    assert said in call("approve", CLIENT, *words, code=2).stderr


def test_the_list_names_who_and_when(call, home):
    review_client(CLIENT, month=MONTH, home=home)
    call("approve", CLIENT, "--month", MONTH, "--by", "Mei", "--json")
    line = call("review", CLIENT, "--list", "--month", MONTH).stdout.splitlines()[1].split("\t")
    assert line[:5] == [CLIENT, MONTH, "en", "approved", "Mei"]
    assert line[5].startswith("20")
