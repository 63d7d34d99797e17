"""Workbooks are published with their review, and an analyst's comments in them outlive the next one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from tests.batch.conftest import SMALL_REVIEW
from workbench.batch import publication, review_client
from workbench.batch.publication import file_names, publish, published, recover, staged

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
