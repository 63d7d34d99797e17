"""What was said of files, and when they came."""

import re
from pathlib import Path

from workbench import record
from workbench.record import (
    ANSWERS,
    FILES,
    RECORD,
    accepted_losses,
    file_answers,
    read_entries,
    received_files,
    remember_accepted_losses,
    remember_answer,
    remember_received,
)


def test_the_newest_answer_of_a_field_wins_and_the_old_one_stays(tmp_path):
    remember_answer(
        tmp_path, sha="ab", file="x.csv", answers={"period": "2026-01-01/2026-01-31", "market": "MX"}, by="Li"
    )
    remember_answer(tmp_path, sha="ab", file="x.csv", answers={"period": "2025-12-01/2025-12-31"}, by="Wu")
    newest = {"period": "2025-12-01/2025-12-31", "market": "MX"}
    assert file_answers(tmp_path) == {("ab", "x.csv"): newest, ("ab", ""): newest}
    assert len(read_entries(tmp_path / RECORD / FILES)) == 2


def test_accepted_losses_are_kept_with_name_and_reason(tmp_path):
    remember_accepted_losses(tmp_path, sha="ab", file="x.csv", refused=9, rows=100, reason="no better file", by="Li")
    entry = accepted_losses(tmp_path)["ab"]
    assert (entry["by"], entry["accepted_losses"]["reason"]) == ("Li", "no better file")


def test_a_file_is_received_once_and_again_when_its_bytes_change(tmp_path):
    assert len(remember_received(tmp_path, [("a/x.csv", "1"), ("a/y.csv", "2")], by="ingest")) == 2
    assert remember_received(tmp_path, [("a/x.csv", "1"), ("a/y.csv", "2")], by="ingest") == []
    (new,) = remember_received(tmp_path, [("a/x.csv", "3"), ("a/y.csv", "2")], by="ingest")
    assert (new["file"], new["sha256"]) == ("a/x.csv", "3")
    files = received_files(tmp_path)
    assert list(zip(files["file"], files["sha256"], strict=True)) == [
        ("a/x.csv", "1"),
        ("a/y.csv", "2"),
        ("a/x.csv", "3"),
    ]
    assert str(files["received_at"].dtype) == "datetime64[us, UTC]"


def test_a_client_without_files_has_received_none(tmp_path):
    assert received_files(tmp_path).columns.tolist() == ["file", "sha256", "received_at", "by", "sent_by"]
    assert remember_received(tmp_path, [], by="ingest") == []


def test_who_sent_a_file_is_kept_where_somebody_said_so(tmp_path):
    remember_received(tmp_path, [("a/x.csv", "1")], by="Li", sent_by=" Ana Ejemplo ")
    remember_received(tmp_path, [("a/x.csv", "1"), ("a/y.csv", "2")], by="Li")
    files = received_files(tmp_path)
    assert files[["file", "by", "sent_by"]].values.tolist() == [["a/x.csv", "Li", "Ana Ejemplo"], ["a/y.csv", "Li", ""]]


def test_every_question_that_a_reader_asks_is_asked_once():
    sources = Path(record.__file__).parents[1] / "sources"
    asked = {
        key
        for path in sources.glob("**/*.py")
        for key in re.findall(r'Question\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert {"period", "number_format"} <= asked
    assert asked <= set(ANSWERS)
