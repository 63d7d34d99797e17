"""The demo's copy of the sample sellers: refreshed from the sample, but what somebody entered stays."""

from __future__ import annotations

import shutil

import pytest

from workbench.cli import demo
from workbench.record import events_table, log_event


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A sample of one seller, and its copy after the first refresh."""
    record = tmp_path / "sample" / "norte" / "record"
    (record / "notes").mkdir(parents=True)
    (record.parent / "inbox").mkdir()
    shutil.copy(demo.SAMPLE / "lumen-home" / "client.yml", record.parent)
    profile = (record.parent / "client.yml").read_text(encoding="utf-8")
    (record.parent / "client.yml").write_text(profile.replace("id: lumen-home", "id: norte", 1), encoding="utf-8")
    (record.parent / "inbox" / "a.csv").write_text("1\n")
    log_event(record.parent, kind="note", text="of the sample", by="Li")
    monkeypatch.setattr(demo, "SAMPLE", tmp_path / "sample")
    home = tmp_path / "home"
    assert demo.refresh(home) == ["norte"]
    return home / "norte"


def test_what_was_entered_in_the_copy_stays(copy):
    log_event(copy, kind="note", text="mine", by="Wu")
    (copy / "record" / "published.yml").write_text("- {}\n")
    demo.refresh(copy.parent)
    assert events_table(copy)["text"].tolist() == ["of the sample", "mine"]
    assert (copy / "record" / "published.yml").is_file()


def test_files_follow_the_sample(copy):
    (copy / "inbox" / "b.csv").write_text("2\n")
    (copy / "inbox" / "a.csv").write_text("1\n1\n")
    (copy / "record" / "events.yml").write_text("- {}\n")
    demo.refresh(copy.parent)
    assert [path.name for path in (copy / "inbox").iterdir()] == ["a.csv"]
    assert (copy / "inbox" / "a.csv").read_text() == "1\n"
    assert events_table(copy)["text"].tolist() == ["of the sample"]


def test_a_survey_of_the_sample_comes_along(copy):
    survey = demo.SAMPLE / "norte" / "surveys" / "press.csv"
    survey.parent.mkdir()
    survey.write_text("would_buy_199\nyes\n")
    demo.refresh(copy.parent)
    assert (copy / "surveys" / "press.csv").read_text() == survey.read_text()
