"""Workbooks are published with their review, and an analyst's comments in them outlive the next one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from threading import Event

import nbformat
import openpyxl
import pytest

from tests.batch.conftest import SMALL_REVIEW
from workbench.batch import making, publication, review_client
from workbench.batch.publication import file_names, publish, published, recover, staged
from workbench.client import open_client
from workbench.errors import ReviewFailed
from workbench.risk import standing
from workbench.words import in_language, language
from workbench.workbooks import workbook_files

MONTH = "2026-01"


def make(folder: Path, text: str, *, more: tuple[str, ...] = ("kpi_tracker.en.xlsx",)) -> None:
    with staged(folder, lang="en") as stage:
        for name in (*file_names("en"), *more):
            (stage / name).write_text(f"{text} {name}")
        publish(stage, folder, lang="en", entry={"fingerprint": text})


def test_what_else_stands_in_the_stage_is_published_and_in_the_manifest(tmp_path):
    make(tmp_path, "first")
    outputs = published(tmp_path, lang="en")["outputs"]
    assert sorted(outputs) == sorted([*file_names("en"), "kpi_tracker.en.xlsx"])
    content = (tmp_path / "kpi_tracker.en.xlsx").read_bytes()
    assert outputs["kpi_tracker.en.xlsx"] == sha256(content).hexdigest()


def test_a_list_that_the_next_review_does_not_have_goes_away(tmp_path):
    make(tmp_path, "first", more=("orders_a_x.en.xlsx", "orders_a_y.en.xlsx"))
    make(tmp_path, "second", more=("orders_a_y.en.xlsx",))
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["orders_a_y.en.xlsx"]
    assert published(tmp_path, lang="en")["fingerprint"] == "second"


def test_a_lost_workbook_is_no_whole_review_and_one_with_comments_is(tmp_path):
    make(tmp_path, "first")
    (tmp_path / "kpi_tracker.en.xlsx").write_text("with comments")
    assert published(tmp_path, lang="en")["fingerprint"] == "first"
    (tmp_path / "kpi_tracker.en.xlsx").unlink()
    assert published(tmp_path, lang="en") == {}


@pytest.mark.parametrize("more", [("kpi_tracker.en.xlsx",), ()])
def test_a_workbook_with_comments_is_kept_beside_the_new_one(tmp_path, more):
    make(tmp_path, "first")
    (tmp_path / "kpi_tracker.en.xlsx").write_text("with comments")
    make(tmp_path, "second", more=more)
    (kept,) = tmp_path.glob("kpi_tracker.en.edited-*.xlsx")
    assert kept.read_text() == "with comments"
    make(tmp_path, "third", more=more)
    assert list(tmp_path.glob("*.edited-*")) == [kept]


class Killed(BaseException):
    """The process ends here: no clean-up may be counted on."""


@pytest.mark.parametrize("kill_at", range(8))
def test_killed_while_files_move_the_next_run_ends_with_one_whole_review_and_the_comments(
    tmp_path, monkeypatch, kill_at
):
    make(tmp_path, "first", more=("kpi_tracker.en.xlsx", "orders_a_x.en.xlsx"))
    (tmp_path / "kpi_tracker.en.xlsx").write_text("with comments")
    steps = iter(range(1000))

    def counting(original):
        def step(*args, **kwargs):
            if next(steps) == kill_at:
                raise Killed
            return original(*args, **kwargs)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(publication.shutil, "rmtree", lambda *args, **kwargs: None)
        patch.setattr(Path, "replace", counting(Path.replace))
        patch.setattr(Path, "unlink", counting(Path.unlink))
        with pytest.raises(Killed):
            make(tmp_path, "second")
    recover(tmp_path, lang="en")
    whole = published(tmp_path, lang="en")["fingerprint"]
    if whole == "first":
        assert (tmp_path / "kpi_tracker.en.xlsx").read_text() == "with comments"
    else:
        (kept,) = tmp_path.glob("*.edited-*")
        assert kept.read_text() == "with comments"
        assert sorted(path.name for path in tmp_path.glob("*.en.xlsx")) == ["kpi_tracker.en.xlsx"]
    assert {(tmp_path / name).read_text().split()[0] for name in file_names("en")} == {whole}


def test_the_workbooks_are_made_while_the_notebook_runs_and_in_its_language(own_home, tmp_path, monkeypatch):
    running, made, spoken = Event(), Event(), []

    def workbooks(client, cover):
        assert running.wait(10)
        # As each workbook does, while the notebook's own words are translated.
        with in_language(cover.lang):
            made.set()
        spoken.append(language())
        return {}

    def run(*args):
        running.set()
        assert made.wait(10), "the workbooks waited for the notebook"
        spoken.append(language())
        raise ReviewFailed("notebook", "it ends here")

    monkeypatch.setattr(making, "review_workbooks", workbooks)
    monkeypatch.setattr(making, "_run", run)
    options = {"month": MONTH, "langs": ["es"], "home": own_home, "reports": tmp_path / "reports"}
    with in_language("zh"):
        (failed,) = review_client("seller-well", notebook=SMALL_REVIEW, **options)
        assert language() == "zh"
    assert (failed.state, failed.cause) == ("failed", "notebook: it ends here.")
    assert spoken == ["es", "es"]


def test_where_the_workbooks_fail_nothing_is_published_and_the_cause_is_told(own_home, tmp_path, monkeypatch):
    def workbooks(client, cover):
        raise ReviewFailed("kpi_tracker", "no room for it")

    monkeypatch.setattr(making, "review_workbooks", workbooks)
    monkeypatch.setattr(making, "_run", lambda *args: nbformat.v4.new_notebook())
    options = {"month": MONTH, "home": own_home, "reports": tmp_path / "reports", "notebook": SMALL_REVIEW}
    (failed,) = review_client("seller-well", **options)
    assert (failed.state, failed.cause) == ("failed", "kpi_tracker: no room for it.")
    assert published(tmp_path / "reports" / "seller-well" / MONTH, lang="en") == {}


def test_chances_are_reckoned_once_an_account_for_all_workbooks(small_home, monkeypatch):
    reckoned = []

    def counting(client, kpis, **options):
        reckoned.append(set(kpis["account"]))
        return breach_risk(client, kpis, **options)

    breach_risk = standing.breach_risk
    monkeypatch.setattr(standing, "breach_risk", counting)
    files = workbook_files(open_client("seller-well", home=small_home), month=MONTH, lang="en")
    assert "kpi_tracker.en.xlsx" in files
    assert reckoned == [{"amazon-us"}]


@pytest.mark.notebook
def test_a_review_comes_with_its_tracker(own_home, tmp_path):
    options = {"month": MONTH, "home": own_home, "reports": tmp_path / "reports", "notebook": SMALL_REVIEW}
    folder = tmp_path / "reports" / "seller-well" / MONTH
    (made,) = review_client("seller-well", **options)
    assert (made.state, made.cause) == ("done", "")
    book = openpyxl.load_workbook(folder / "kpi_tracker.en.xlsx")
    assert book.sheetnames == ["Cover", "amazon-us"]
    assert book["Cover"].oddHeader.center.text == "&BDRAFT"
    assert [row.state for row in review_client("seller-well", **options)] == ["up to date"]
    (folder / "kpi_tracker.en.xlsx").unlink()
    assert [row.state for row in review_client("seller-well", **options)] == ["done"]
    assert (folder / "kpi_tracker.en.xlsx").is_file()
