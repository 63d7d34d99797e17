"""The offline HTML file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.report.conftest import SVG, notebook, shown, table
from workbench.errors import MissingGlyph
from workbench.report import Cover, export_html
from workbench.report.cover import notebook_cover
from workbench.report.html import WorkbenchHTMLExporter

pytestmark = pytest.mark.usefixtures("one_font")


def body(html: str) -> str:
    return html[html.index("<main") :]


def test_code_is_left_out_and_outputs_stay(cover):
    html = export_html(notebook(shown("<p>3 of 14 are in breach.</p>")), cover=cover)
    assert "<p>3 of 14 are in breach.</p>" in body(html)
    assert "show()" not in html and "lumen-home" not in body(html)


def test_the_file_loads_nothing_and_runs_nothing(cover):
    html = export_html(
        notebook(shown(SVG), shown(table(3, "a")), new_markdown_cell("## A\n\n$x$ [b](https://b.example)")), cover=cover
    )
    assert "<script" not in html and "<link" not in html
    assert set(re.findall(r'(?:src|href)="(\w+:|#)', html)) <= {"#", "https:"}
    assert re.findall(r'href="(https:[^"]*)"', html) == ["https://b.example"]
    assert set(re.findall(r"url\(\"?(\w+:)", html)) == {"data:"}
    assert "default-src 'none'" in html


def test_text_of_cells_and_cover_is_escaped(cover):
    hostile = "<img src=x onerror=alert(1)>"
    named = replace(cover, client_name=hostile, prepared_by=hostile)
    streamed = new_code_cell("p()", outputs=[new_output("stream", name="stdout", text=hostile)])
    html = export_html(notebook(streamed), cover=named)
    assert hostile not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 4


def test_warnings_of_the_run_stay_out_of_the_report(cover):
    noisy = new_code_cell("p()", outputs=[new_output("stream", name="stderr", text="FutureWarning: x")])
    assert "FutureWarning" not in export_html(notebook(noisy), cover=cover)


def test_the_richest_form_that_can_be_printed_is_taken(cover):
    widget = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Dropdown()"}
    script = {"application/javascript": "alert(1)", "text/plain": "plain"}
    cells = [new_code_cell("w", outputs=[new_output("display_data", data=data)]) for data in (widget, script)]
    html = body(export_html(notebook(*cells, shown(SVG, "image/svg+xml"), shown("AAAA\n", "image/png")), cover=cover))
    assert "Dropdown" not in html and "alert" not in html
    assert '<pre class="wb wb-plain">plain</pre>' in html
    assert "Rastreo válido" in html
    assert 'src="data:image/png;base64,AAAA"' in html


def test_hidden_cells_are_left_out(cover):
    hidden = shown("<p>for analysts</p>")
    hidden.metadata["tags"] = ["hide"]
    assert "for analysts" not in export_html(notebook(hidden), cover=cover)


def test_contents_list_the_chapters_of_markdown_and_of_outputs(cover):
    cells = [new_markdown_cell("## First & foremost?\n\n### Not a chapter"), shown('<h2 class="wb">Second?</h2>')]
    html = export_html(notebook(*cells), cover=cover)
    listed = re.findall(r'<li><a href="#(.*?)">(.*?)</a>', html)
    assert listed == [("chapter-1", "First &amp; foremost?"), ("chapter-2", "Second?")]
    assert '<h2 class="wb" id="chapter-2">Second?</h2>' in html


def test_the_cover_says_whom_when_and_that_it_is_a_draft(cover):
    html = export_html(
        notebook(),
        cover=replace(cover, lang="es", analyst="Ana", contact="ana@example.com", rules_version="2026-11-23-96e9733c"),
    )
    for text in (
        "23 nov 2026 · 96e9733c",
        "Lumen Home 流明家居",
        "enero de 2026",
        "BORRADOR",
        "Brücke Consulting",
        "ana@example.com",
    ):
        assert text in html.replace("\u00a0", " ")
    assert '<html lang="es-MX">' in html


def test_an_approved_report_has_no_word_of_a_draft(cover):
    html = export_html(notebook(), cover=replace(cover, is_draft=False))
    assert "DRAFT" not in html and "draft" not in body(html)


def test_a_blank_title_is_taken_from_the_notebook_and_stands_once(cover):
    html = export_html(notebook(), cover=replace(cover, title=""))
    assert '<h1 class="wb-cover-title">Monthly review</h1>' in html
    assert "<h1" not in body(html)


def test_characters_without_a_glyph_are_spelled_out_and_listed(cover):
    html = export_html(notebook(shown(table(2, "garlic 🧄 press"))), cover=replace(cover, client_name="Ajo 🧅"))
    assert "🧄" not in html and "🧅" not in html
    assert body(html).count("garlic [U+1F9C4] press") == 2
    rows = re.findall(r"<tr><td>(U\+\w+)</td><td>(.*?)</td><td class=\"wb-num\">(\d+)</td></tr>", html)
    assert rows == [("U+1F9C4", "garlic", "2"), ("U+1F9C5", "onion", "1")]


def test_our_own_words_without_a_glyph_stop_the_export(cover):
    with pytest.raises(MissingGlyph, match=r"notebook cell 3: .*U\+1F9C4"):
        export_html(notebook(new_markdown_cell("## What about 🧄?")), cover=cover)
    with pytest.raises(MissingGlyph, match="report title"):
        export_html(notebook(), cover=replace(cover, title="Review 🧄"))


def test_the_same_notebook_gives_the_same_file(cover):
    first, second = (export_html(notebook(shown(SVG)), cover=cover) for _ in range(2))
    assert first == second


def test_the_notebook_is_not_altered(cover):
    given = notebook(shown(table(2, "🧄")), new_markdown_cell("## A"))
    before = str(given)
    export_html(given, cover=cover)
    assert str(given) == before


def test_an_export_from_jupyterlab_finds_its_cover_in_the_parameters():
    injected = new_code_cell('month = "2026-02"\nlang = "zh"', metadata={"tags": ["injected-parameters"]})
    assert notebook_cover(notebook(injected)) == Cover("", "lumen-home", "2026-02", lang="zh")
    html, resources = WorkbenchHTMLExporter().from_notebook_node(notebook(injected))
    assert "2026年2月" in html and resources["output_extension"] == ".html"


def test_jupyterlab_is_offered_both_exports():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    offered = project["project"]["entry-points"]["nbconvert.exporters"]
    exporters = {name: EntryPoint(name, address, "nbconvert.exporters").load() for name, address in offered.items()}
    assert {name: exporter.export_from_notebook for name, exporter in exporters.items()} == {
        "workbench_html": "Workbench report (HTML)",
        "workbench_pdf": "Workbench report (PDF)",
    }
