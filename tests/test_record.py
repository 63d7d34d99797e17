"""The record is append-only, stamped, and survives a torn line and many writers."""

import subprocess
import sys

import pytest

from workbench.record import (
    FILES,
    RECORD,
    RecordFault,
    accepted_losses,
    append_entry,
    file_answers,
    read_entries,
    remember_accepted_losses,
    remember_answer,
)


def test_an_entry_is_stamped_with_who_and_when(tmp_path):
    entry = append_entry(tmp_path / "notes.yml", {"text": "客户已确认"}, by="Li")
    assert entry["by"] == "Li"
    assert entry["at"].endswith("+00:00")
    assert read_entries(tmp_path / "notes.yml") == [entry]


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


def test_a_torn_last_line_is_no_entry_and_the_next_one_is_whole(tmp_path):
    path = tmp_path / "events.yml"
    append_entry(path, {"text": "one"}, by="Li")
    with path.open("a") as file:
        file.write('- {"text": "tw')
    assert [entry["text"] for entry in read_entries(path)] == ["one"]
    append_entry(path, {"text": "three"}, by="Li")
    assert [entry["text"] for entry in read_entries(path)] == ["one", "three"]


def test_entries_written_by_hand_in_block_style_are_read(tmp_path):
    (tmp_path / "files.yml").write_text("- sha256: ab\n  period: 2026-01-01/2026-01-31\n")
    assert read_entries(tmp_path / "files.yml")[0]["period"] == "2026-01-01/2026-01-31"


def test_a_file_that_is_no_list_is_an_error(tmp_path):
    (tmp_path / "files.yml").write_text("sha256: ab\n")
    with pytest.raises(RecordFault, match="not a list of entries"):
        read_entries(tmp_path / "files.yml")


def test_no_file_is_no_entries(tmp_path):
    assert read_entries(tmp_path / "files.yml") == []


def test_two_processes_writing_at_once_lose_nothing(tmp_path):
    path = tmp_path / "events.yml"
    program = (
        "import sys\nfrom pathlib import Path\nfrom workbench.record import append_entry\n"
        "for n in range(100):\n    append_entry(Path(sys.argv[1]), {'text': 'x' * 200, 'n': n}, by=sys.argv[2])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("Li", "Wu")]
    assert [writer.wait() for writer in writers] == [0, 0]
    entries = read_entries(path)
    for name in ("Li", "Wu"):
        assert [entry["n"] for entry in entries if entry["by"] == name] == list(range(100))
