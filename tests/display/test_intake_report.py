"""The intake report as text, Markdown and page: whatever stands in a file name stays text."""

from __future__ import annotations

import pytest

from workbench.display.intake_report import WIDTH, check_form, report_html, report_markdown, report_text
from workbench.errors import ParameterError
from workbench.words import in_language
from workbench.words.intake_report import IntakeReport, Part

EVIL = "mx/<script>|*x*\x1b[31m\u202e.csv"
REPORT = IntakeReport(
    "What we read",
    (
        Part("In short", texts=("One file.",), items=("Send it again.",)),
        Part("Files", head=("File", "Rows", "Why"), rows=((EVIL, "9 = 9 kept", ""),)),
    ),
)


def test_text_has_one_row_below_the_other_and_leaves_blanks_out():
    assert report_text(REPORT) == (
        "What we read\n============\n\nIn short\n--------\nOne file.\n- Send it again.\n\nFiles\n-----\n"
        "mx/<script>|*x*[31m.csv\n    Rows: 9 = 9 kept\n"
    )


def test_markdown_has_a_table_and_no_markup_of_others():
    assert report_markdown(REPORT).endswith(
        "## Files\n\n| File | Rows | Why |\n|---|---|---|\n| mx/&lt;script&gt;\\|\\*x\\*\\[31m.csv | 9 = 9 kept |  |\n"
    )


def test_the_page_escapes_what_comes_from_outside():
    page = report_html(REPORT)
    assert "mx/&lt;script&gt;|*x*[31m.csv" in page
    assert "<script>" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_the_page_names_its_language():
    with in_language("zh"):
        assert '<html lang="zh-Hans">' in report_html(REPORT)


@pytest.mark.parametrize("text", ["word " * 60, "文件自身写明的合计，与读取的各行之和一致。" * 8])
def test_no_line_is_wider_than_the_page(text):
    lines = report_text(IntakeReport("T", (Part("P", items=(text,)),))).splitlines()
    assert max(len(line) + sum(ord(char) > 0x2E80 for char in line) for line in lines) <= WIDTH


def test_a_long_name_is_not_broken():
    name = "mercadolibre-mx/" + "x" * 120 + ".xlsx"
    assert name in report_text(IntakeReport("T", (Part("P", items=(f"Download {name} again.",)),)))


def test_an_unknown_ending_or_folder_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"ending '\.pdf'\. Expected \.md, \.html, \.txt"):
        check_form("report.pdf")
    with pytest.raises(ParameterError, match="no such folder"):
        check_form(str(tmp_path / "none" / "report.md"))
