"""What an analyst says to a chapter: where it stands, that it is signed, and that it can do no harm."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.report.conftest import notebook, shown
from workbench.record import CHAPTERS, Note
from workbench.report import export_html
from workbench.report.document import compose
from workbench.report.notes import HEADINGS
from workbench.words import in_language, t


def note(**sections: str) -> Note:
    return Note("2026-01", "en", sections, "Mei Muster", date(2026, 2, 3))


def chapter(name: str, markup: str):
    """A cell that shows a chapter with a heading of its own, or nothing."""
    outputs = [new_output("display_data", data={"text/html": markup})] if markup else []
    return new_code_cell("show()", outputs=outputs, id=f"chapter-{name}")


def texts(document) -> list[str]:
    """The blocks' text, tags as spaces."""
    return [" ".join(re.sub(r"<[^>]+>", " ", block).replace("\u00a0", " ").split()) for block in document.blocks]


BOARD = new_markdown_cell("## Where does every KPI stand?\n\nThe intro.", id="chapter-scoreboard")
APPENDIX = new_markdown_cell("## Appendix: what was read?", id="appendix")


def test_a_section_stands_behind_the_heading_and_intro_of_its_chapter():
    found = texts(compose(notebook(BOARD, shown("<p>board</p>")), note=note(scoreboard="Carrier **lost** a van.")))
    assert found[1:] == [
        "Where does every KPI stand? The intro.",
        "Note of the analyst Carrier lost a van. Mei Muster, 3 Feb 2026",
        "board",
    ]


def test_a_chapter_that_brings_its_own_heading_has_the_section_right_below_it():
    given = notebook(chapter("prices", '<div id="wb-prices"><h2>What does the market pay?</h2><p>bands</p></div>'))
    found = compose(given, note=note(prices="Wait."))
    assert texts(found)[1] == "What does the market pay? Note of the analyst Wait. Mei Muster, 3 Feb 2026 bands"
    assert found.blocks[1].count("<div") == found.blocks[1].count("</div>")
    assert [heading.text for heading in found.contents] == ["What does the market pay?"]


def test_a_section_without_a_chapter_gets_a_heading_of_its_own_before_the_appendix():
    given = notebook(BOARD, chapter("margins", ""), APPENDIX)
    found = compose(given, note=note(margins="No costs came.", actions="Dana ships by noon."))
    assert [heading.text for heading in found.contents] == [
        "Where does every KPI stand?",
        "What does a unit leave, and what if the exchange rate moves?",
        "What is to be done?",
        "Appendix: what was read?",
    ]
    assert "Dana ships by noon." in " ".join(texts(found))


def test_a_notebook_without_chapters_shows_every_section_at_its_end():
    every = {name: f"said of {name}" for name in CHAPTERS}
    found = " ".join(texts(compose(notebook(), note=note(**every))))
    assert re.findall(r"said of \w+", found) == list(every.values())


def test_no_note_changes_nothing():
    assert compose(notebook(BOARD, APPENDIX)).blocks == compose(notebook(BOARD, APPENDIX), note=note()).blocks


def test_an_unsigned_note_says_so():
    unsigned = Note("2026-01", "en", {"scoreboard": "Words."}, "Mei Muster", None)
    assert texts(compose(notebook(BOARD), note=unsigned))[-1] == "Note of the analyst Words. Not signed yet"


def test_what_runs_or_loads_is_taken_out_of_a_note_and_what_it_quotes_is_text():
    wild = 'See <script>x()</script><b onclick="x()">bold</b> <img src="https://example.com/x.png"> 5 < 6 `<i>`'
    markup = compose(notebook(BOARD), note=note(scoreboard=wild)).blocks[-1]
    assert "<b>bold</b>" in markup and "&lt;i&gt;" in markup
    assert not re.search(r"script|onclick|example\.com", markup)


def test_a_note_can_not_break_out_of_its_frame():
    markup = compose(notebook(BOARD), note=note(scoreboard="</div></div><p>outside")).blocks[-1]
    assert markup.endswith("Mei Muster, 3\u00a0Feb\u00a02026</p></div>")
    assert markup.count("<div") == markup.count("</div>") == 2


@pytest.mark.parametrize("heading", ["Title\n-----\n", "Title\n=====\n", "<h2>Title</h2>", "<h1 id='x'>Title</h1>"])
def test_a_heading_in_a_note_never_comes_into_the_contents(heading):
    found = compose(notebook(BOARD), note=note(scoreboard=f"{heading}\n\nwords"))
    assert [each.text for each in found.contents] == ["Where does every KPI stand?"]
    assert re.search(r"<h3[^>]*>Title</h3>", found.blocks[-1])


def test_amounts_in_dollars_stay_as_they_were_written():
    found = texts(compose(notebook(BOARD), note=note(scoreboard="Costs fell from $5 to $4 a unit.")))
    assert "Costs fell from $5 to $4 a unit." in found[-1]


def test_a_character_without_a_glyph_is_spelled_out_and_listed():
    found = compose(notebook(BOARD), note=note(scoreboard="Well done 🎉"))
    assert "[U+1F389]" in found.blocks[-1] and dict(found.spelled_out) == {0x1F389: 1}


def test_a_signature_is_text():
    signed = Note("2026-01", "en", {"scoreboard": "x"}, "<b>Mei</b>", date(2026, 2, 3))
    assert "&lt;b&gt;Mei&lt;/b&gt;" in compose(notebook(BOARD), note=signed).blocks[-1]


def test_the_page_holds_the_note_in_the_reports_language_and_stays_a_draft(cover):
    html = export_html(notebook(BOARD), cover=replace(cover, lang="zh"), note=note(scoreboard="承运商丢了一车货。"))
    assert "分析师说明" in html and "承运商丢了一车货。" in html and "Mei Muster，2026年2月3日" in html
    assert "草稿" in html


def test_an_approved_cover_says_who_and_when(cover):
    html = export_html(notebook(), cover=replace(cover, is_draft=False, approved_by="Mei", approved_on="2026-02-04"))
    assert re.search(r"<dt>Approved</dt><dd>Mei, 4.Feb.2026</dd>", html)
    draft = export_html(notebook(), cover=replace(cover, approved_by="Mei", approved_on="2026-02-04"))
    assert "<dt>Approved</dt>" not in draft


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_chapter_has_a_heading_in_every_language(lang):
    assert set(HEADINGS) == set(CHAPTERS)
    with in_language(lang):
        assert all(t(heading) != heading for heading in HEADINGS.values())
