"""Notes: a section a chapter, signed and dated; faults name their line."""

from datetime import date

import pytest

from workbench.errors import ParameterError
from workbench.record import CHAPTERS, RecordFault, note_path, read_note, write_note_template

GOOD = """\
signed: Mei Muster
date: 2026-02-03

## kpis
有效追踪率仍低于目标。

- 第一点
### 细节
## findings
  One paragraph.
"""


@pytest.fixture
def write(tmp_path):
    def put(text: str, encoding: str = "utf-8"):
        path = note_path(tmp_path, month="2026-01", lang="zh")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return tmp_path

    return put


def read(folder):
    return read_note(folder, month="2026-01", lang="zh")


def test_a_note_is_read_in_the_order_of_the_chapters(write):
    note = read(write(GOOD))
    assert list(note.sections) == ["findings", "kpis"]
    assert note.sections["kpis"] == "有效追踪率仍低于目标。\n\n- 第一点\n### 细节"
    assert (note.signed_by, note.signed_on, note.is_signed) == ("Mei Muster", date(2026, 2, 3), True)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        "---\n" + GOOD.replace("03\n", "03\n---\n"),
        GOOD.replace("## kpis", "##  kpis ##"),
    ],
    ids=["windows", "byte order mark", "fenced", "closed heading"],
)
def test_other_ways_to_write_the_same_note(write, text):
    assert read(write(text)).sections == read(write(GOOD)).sections


def test_no_file_is_an_empty_unsigned_note(tmp_path):
    note = read(tmp_path)
    assert (dict(note.sections), note.signed_by, note.signed_on, note.is_signed) == ({}, "", None, False)


def test_a_note_that_is_not_dated_is_not_signed(write):
    assert not read(write(GOOD.replace("date: 2026-02-03", "date:"))).is_signed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("## kpis", "## kpi"), r"zh.md: line 4: no chapter 'kpi' .*Hint: did you mean 'kpis'"),
        (("## findings", "## kpis"), "line 9: chapter 'kpis' stands twice"),
        (("## findings", "# findings"), "line 9: '# findings' is a title"),
        (("date: 2026-02-03", "date: 3 Feb"), "line 2: '3 Feb' is no day"),
        (
            ("date: 2026-02-03", "dat: 2026-02-03"),
            "line 2: 'dat: 2026-02-03' stands in no chapter.*did you mean 'date'",
        ),
        (("\n\n## kpis", "\nHello\n## kpis"), "line 3: 'Hello' stands in no chapter"),
        (("date:", "signed:"), "line 2: 'signed' stands twice"),
    ],
)
def test_a_fault_names_its_line(write, change, message):
    with pytest.raises(RecordFault, match=message):
        read(write(GOOD.replace(*change)))


def test_all_faults_come_at_once(write):
    with pytest.raises(RecordFault, match=r"line 2: .*; line 4: "):
        read(write(GOOD.replace("2026-02-03", "today").replace("## kpis", "## prizes")))


def test_a_comment_hides_its_text_and_keeps_the_lines_numbers(write):
    text = GOOD.replace("## kpis\n", "## kpis\n<!-- what the month\nwas about -->\n")
    assert "was about" not in read(write(text)).sections["kpis"]
    with pytest.raises(RecordFault, match="line 11: no chapter 'x'"):
        read(write(text.replace("## findings", "## x")))


def test_a_heading_in_a_code_block_is_no_chapter(write):
    note = read(write(GOOD + "```\n## not a chapter\n```\n"))
    assert "## not a chapter" in note.sections["findings"]


def test_what_is_no_text_is_an_error(write):
    with pytest.raises(RecordFault, match="not UTF-8 text"):
        read(write(GOOD, "gb18030"))


@pytest.mark.parametrize(
    ("month", "lang"), [("2026-1", "zh"), ("2026-01", "fr"), ("../../x", "zh"), ("2026-01", "../x")]
)
def test_only_a_month_and_a_language_name_a_note(tmp_path, month, lang):
    with pytest.raises(ParameterError):
        read_note(tmp_path, month=month, lang=lang)


def test_the_template_is_an_empty_note_with_all_chapters(tmp_path):
    path = write_note_template(tmp_path, month="2026-01", lang="zh", hints={"findings": "要点 -- 三句话"})
    assert [line[3:] for line in path.read_text().splitlines() if line.startswith("## ")] == list(CHAPTERS)
    note = read(tmp_path)
    assert (dict(note.sections), note.is_signed) == ({}, False)


def test_the_template_never_overwrites_a_note(write):
    folder = write(GOOD)
    write_note_template(folder, month="2026-01", lang="zh")
    assert read(folder).is_signed
