"""The record is append-only, stamped, and survives a torn line and many writers."""

import json

import pytest

from workbench.errors import ParameterError
from workbench.record import RecordFault, append_entries, append_entry, read_entries
from workbench.record.entries import entry_line

NESTED = {"text": "a } in it, 客户 and \u2028", "figures": [{"kpi": "x", "rate": 1e-05}], "files": {"a": "{"}}


def test_an_entry_is_stamped_with_who_and_when(tmp_path):
    entry = append_entry(tmp_path / "notes.yml", {"text": "客户已确认"}, by=" Li ")
    assert entry["by"] == "Li"
    assert entry["at"].endswith("+00:00")
    assert read_entries(tmp_path / "notes.yml") == [entry]


@pytest.mark.parametrize("nobody", ["", "  "])
def test_somebody_must_say_so(tmp_path, nobody):
    with pytest.raises(ParameterError, match="nobody is named"):
        append_entry(tmp_path / "notes.yml", {"text": "x"}, by=nobody)
    assert not (tmp_path / "notes.yml").exists()


def test_an_entry_comes_back_as_it_was_given(tmp_path):
    append_entry(tmp_path / "x.yml", NESTED, by="Li")
    assert {name: read_entries(tmp_path / "x.yml")[0][name] for name in NESTED} == NESTED


def test_several_entries_are_one_write(tmp_path):
    written = append_entries(tmp_path / "x.yml", [{"n": 1}, {"n": 2}], by="Li")
    assert read_entries(tmp_path / "x.yml") == written
    assert append_entries(tmp_path / "y.yml", [], by="Li") == []
    assert not (tmp_path / "y.yml").exists()


def test_an_entry_may_depend_on_those_before(tmp_path):
    for _ in range(3):
        append_entry(tmp_path / "x.yml", lambda earlier: {"n": len(earlier)}, by="Li")
    assert [entry["n"] for entry in read_entries(tmp_path / "x.yml")] == [0, 1, 2]


def test_an_entry_that_is_refused_under_the_lock_leaves_the_file_as_it_was(tmp_path):
    append_entry(tmp_path / "x.yml", {"n": 1}, by="Li")
    before = (tmp_path / "x.yml").read_bytes()

    def refuse(earlier):
        raise ParameterError("x", "no")

    with pytest.raises(ParameterError):
        append_entry(tmp_path / "x.yml", refuse, by="Li")
    assert (tmp_path / "x.yml").read_bytes() == before


def test_a_writer_killed_at_any_byte_loses_its_own_entry_only(tmp_path):
    first, last = entry_line({"n": 1, "by": "Li"}), entry_line({**NESTED, "by": "Wu"})
    path = tmp_path / "events.yml"
    for length in range(len(last)):
        path.write_bytes(first + last[:length])
        read = read_entries(path)
        assert [entry["by"] for entry in read] in (["Li"], ["Li", "Wu"])
        # Only a whole entry counts, and all that is lacking then is the line's end.
        assert len(read) == 1 or length == len(last) - 1
        append_entry(path, {"n": 3}, by="Qi")
        assert [entry["by"] for entry in read_entries(path)] == [*(entry["by"] for entry in read), "Qi"]


def test_a_writer_killed_while_it_closed_off_a_torn_line_leaves_no_trouble(tmp_path):
    path = tmp_path / "events.yml"
    first, torn = entry_line({"n": 1}), b'- {"text": "a"'
    for closing in (b" ", b" #", b" # tor", b" # torn", b" # torn\n", b' # torn\n- {"n": 2'):
        path.write_bytes(first + torn + closing)
        append_entry(path, {"n": 3}, by="Qi")
        assert [entry["n"] for entry in read_entries(path)] == [1, 3]


def test_a_line_that_can_not_be_read_is_never_dropped_silently(tmp_path):
    path = tmp_path / "events.yml"
    path.write_bytes(entry_line({"n": 1}) + b'- {"n": 2\n' + entry_line({"n": 3}))
    with pytest.raises(RecordFault, match=r"events.yml line 2: not an entry: b'- {\"n\": 2'"):
        read_entries(path)
    with pytest.raises(RecordFault, match="line 2"):
        append_entry(path, {"n": 4}, by="Li")


@pytest.mark.parametrize(
    "text",
    [
        "- sha256: ab\n  period: 2026-01-01/2026-01-31\n",
        "- sha256: ab\n  period: 2026-01-01/2026-01-31",
        "- {sha256: ab, period: 2026-01-01/2026-01-31}",
        "\ufeff- {sha256: ab, period: 2026-01-01/2026-01-31}\r\n",
        "# by hand\n\n- sha256: ab\n  period: 2026-01-01/2026-01-31\n",
    ],
)
def test_entries_written_by_hand_are_read_and_continued(tmp_path, text):
    path = tmp_path / "files.yml"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_entries(path) == [{"sha256": "ab", "period": "2026-01-01/2026-01-31"}]
    append_entry(path, {"sha256": "cd"}, by="Li")
    assert [entry["sha256"] for entry in read_entries(path)] == ["ab", "cd"]


@pytest.mark.parametrize("text", ["sha256: ab\n", "- just a word\n", "- sha256: ab\n  - x\n", "- {a: [}\n"])
def test_a_file_that_is_no_list_of_entries_is_an_error(tmp_path, text):
    (tmp_path / "files.yml").write_text(text)
    with pytest.raises(RecordFault, match="files.yml"):
        read_entries(tmp_path / "files.yml")


def test_bytes_that_are_no_text_are_an_error(tmp_path):
    (tmp_path / "files.yml").write_bytes(b"- sha256: \xff\xfe\n  period: x\n")
    with pytest.raises(RecordFault, match="not readable"):
        read_entries(tmp_path / "files.yml")


def test_no_file_is_no_entries(tmp_path):
    assert read_entries(tmp_path / "files.yml") == []


def test_two_processes_writing_at_once_lose_nothing(tmp_path, race):
    path = tmp_path / "events.yml"
    race("append_entry(path, {'text': 'x' * 20_000, 'n': n}, by=name)", path=path, times=60)
    entries = read_entries(path)
    for name in ("Li", "Wu"):
        assert [entry["n"] for entry in entries if entry["by"] == name] == list(range(60))


def test_what_depends_on_the_entries_before_sees_those_of_other_processes(tmp_path, race):
    path = tmp_path / "events.yml"
    race("append_entry(path, lambda earlier: {'n': len(earlier)}, by=name)", path=path, times=60)
    assert [entry["n"] for entry in read_entries(path)] == list(range(120))
    assert {entry["by"] for entry in read_entries(path)} == {"Li", "Wu"}


def test_every_line_is_json_for_whoever_has_no_yaml(tmp_path):
    append_entry(tmp_path / "x.yml", NESTED, by="Li")
    (line,) = (tmp_path / "x.yml").read_text(encoding="utf-8").split("\n")[:-1]
    assert json.loads(line.removeprefix("- "))["files"] == {"a": "{"}
