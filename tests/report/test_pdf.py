"""The PDF: what is on its pages, and what never gets into it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import zlib
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from nbformat.v4 import new_markdown_cell
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.text.fonts import FontConfiguration

from tests.report.conftest import SVG, notebook, shown, table
from workbench.report import export_html, export_pdf
from workbench.report.html import WorkbenchHTMLExporter
from workbench.report.layout import fit_tables, number_tables, too_wide
from workbench.report.pdf import OwnFontsOnly, lay_out, render


def laid_out(given, cover):
    html, _ = WorkbenchHTMLExporter(cover=cover, media="print").from_notebook_node(given)
    return fit_tables(number_tables(html), lay_out=lay_out)


def page_texts(document) -> list[str]:
    return [
        " ".join(box.text for box in page._page_box.descendants() if isinstance(box, TextBox)).replace("\u00a0", " ")
        for page in document.pages
    ]


def unpacked(pdf: bytes) -> bytes:
    """The PDF with what it holds compressed."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join([pdf, *(zlib.decompress(data) for data in found if data[:1] == b"\x78")])


def pdf_characters(pdf: bytes) -> set[str]:
    """Every character that the PDF's fonts say their glyphs stand for: what a search can find."""
    codes = re.findall(rb"^<[\da-f]+> <([\da-f]+)>$", unpacked(pdf), re.MULTILINE)
    return {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}


def test_every_page_has_header_and_number_and_a_draft_says_so(cover):
    pages = page_texts(laid_out(notebook(shown(table(120, "a", "b"))), cover))
    assert len(pages) > 3
    for number, text in enumerate(pages[1:], start=2):
        assert "Lumen Home 流明家居 · January 2026" in text
        assert f"{number} / {len(pages)}" in text
        assert "Brücke Consulting" in text
    assert all("DRAFT" in text for text in pages)
    approved = page_texts(laid_out(notebook(shown("<p>x</p>")), replace(cover, is_draft=False)))
    assert not any("DRAFT" in text for text in approved)


def test_a_long_table_repeats_its_head_on_every_page_and_loses_no_row(cover):
    pages = page_texts(laid_out(notebook(shown(table(120, "cell"))), cover))
    with_rows = [text for text in pages if "cell" in text]
    assert len(with_rows) > 1
    assert all("Head 0" in text for text in with_rows)
    assert sum(text.count("cell") for text in pages) == 120


def test_a_short_table_is_never_torn(cover):
    for above in range(28, 44, 5):
        given = notebook(shown(table(above, "above")), shown(table(6, "short")))
        pages = page_texts(laid_out(given, cover))
        assert sorted(text.count("short") for text in pages)[-1] == 6, above


def test_a_table_too_wide_for_the_page_is_set_smaller_then_turned(cover):
    narrow, wide, turned = (["1,234,567.89"] * columns for columns in (6, 11, 15))
    given = notebook(*(shown(table(3, *cells)) for cells in (narrow, wide, turned)))
    document = laid_out(given, cover)
    assert too_wide(document) == set()
    widths = [page.width for page in document.pages]
    assert widths == [pytest.approx(794, abs=1), pytest.approx(794, abs=1), pytest.approx(1123, abs=1)]


def test_after_a_turned_page_the_next_chapter_stands_upright_again(cover):
    cells = [
        new_markdown_cell("## Wide\n\nIntro."),
        shown(table(2, *["1,234,567.89"] * 15)),
        new_markdown_cell("## Next"),
    ]
    document = laid_out(notebook(*cells), cover)
    texts = page_texts(document)
    assert [round(page.width) for page in document.pages[-2:]] == [1123, 794]
    assert "Intro." in texts[-2] and "Next" in texts[-1]


def test_a_long_file_name_does_not_turn_the_page(cover):
    name = "20250801_Ventas_MX_Mercado_Libre_y_Mercado_Shops_2025-08-01_10-00hs_200000056.xlsx"
    document = laid_out(notebook(shown(table(2, "not a time", name, "Fecha de venta", "1", "12"))), cover)
    assert {round(page.width) for page in document.pages} == {794}


def test_a_long_word_breaks_after_its_punctuation_and_is_found_whole(cover):
    rule = "amazon-mx-late_shipment_rate-30d-undated"
    markup = f'<div style="width: 90px; overflow-wrap: break-word">Rate<br><small>{rule}</small></div>'
    html, _ = WorkbenchHTMLExporter(cover=cover, media="print").from_notebook_node(notebook(shown(markup)))
    document = lay_out(html)
    lines = [
        "".join(box.text for box in line.descendants() if isinstance(box, TextBox)).replace("\u200b", "")
        for page in document.pages
        for line in page._page_box.descendants()
        if isinstance(line, LineBox)
    ]
    broken = [line for line in lines if line and line in rule]
    assert "".join(broken) == rule
    assert len(broken) > 1 and all(line[-1] in "-_" for line in broken[:-1])


def test_even_words_without_end_stay_on_the_page(cover):
    document = laid_out(notebook(shown(table(1, *["X" * 60] * 6))), cover)
    assert too_wide(document) == set()


def test_contents_give_the_page_of_each_chapter(cover):
    cells = [new_markdown_cell("## First?"), shown(table(120, "a")), new_markdown_cell("## Second?")]
    document = laid_out(notebook(*cells), cover)
    pages = page_texts(document)
    second = next(number for number, text in enumerate(pages[1:], start=2) if "Second?" in text)
    assert re.search(rf"First\?\s+2\s+Second\?\s+{second}", pages[0])
    labels = [label for page in document.pages for _, label, _, _ in page.bookmarks]
    assert labels == ["First?", "Second?"]


def test_text_of_words_tables_and_drawings_can_be_searched(cover):
    pdf = export_pdf(
        notebook(
            shown(SVG), shown("<p>a_b" + "_c" * 12 + "</p>"), new_markdown_cell("## ¿Qué pasó?"), shown(table(1, "●"))
        ),
        cover=cover,
    )
    assert set("Rastreoválido有效追踪率¿Qué●流明") <= pdf_characters(pdf)
    assert "\u200b" not in pdf_characters(pdf)


def test_only_our_own_fonts_are_in_it(cover):
    styled = '<p style="font-family: monospace">code</p><pre>x</pre><p><i>i</i> <b>b</b></p>'
    foreign = SVG.replace("Noto Sans SC", "Noto Sans SC', 'DejaVu Sans")
    pdf = export_pdf(notebook(shown(styled), shown(foreign), shown(table(1, "🧄"))), cover=cover)
    names = {name.split(b"+")[-1] for name in re.findall(rb"/BaseFont /([\w+-]+)", unpacked(pdf))}
    assert names == {b"Noto-Sans-SC", b"Noto-Sans-SC-Bold"}
    assert unpacked(pdf).count(b"/FontFile2") == 2


def test_the_same_notebook_gives_the_same_bytes(cover):
    first, second = (export_pdf(notebook(shown(SVG), shown(table(3, "a"))), cover=cover) for _ in range(2))
    assert first == second
    assert b"CreationDate" not in unpacked(first)


def test_lacking_characters_are_listed_in_the_pdf_too(cover):
    pages = page_texts(laid_out(notebook(shown(table(2, "garlic 🧄"))), cover))
    assert "U+1F9C4 garlic 2" in " ".join(" ".join(pages).split())


def test_without_pango_the_message_names_the_packages_to_install():
    code = """
import sys
class NoPango:
    def find_spec(self, name, *_):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, NoPango())
from workbench.errors import MachineLacks
from workbench.report import export_html
try:
    from workbench.report import export_pdf
except MachineLacks as fault:
    print(type(fault).__name__, fault)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("MachineLacks PDF export: a library that lays out text is missing (cannot load library")
    assert "libpango-1.0-0 libpangoft2-1.0-0" in said


HOSTILE = """<link rel=attachment href="{url}"><link rel=stylesheet href="{url}"><style>@import "{url}";
@font-face {{ font-family: X; src: url({url}) }} p {{ font-family: X; background: url({url}) }}</style>
<img src="{url}"><object data="{url}"></object><embed src="{url}"><p style="background: url({url})">x</p>
<svg><image href="{url}"/><use href="{url}#a"/></svg><iframe src="{url}"></iframe>"""


@contextmanager
def canary():
    """A server that counts who asks."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/canary", hits
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_neither_the_net_nor_a_local_file_is_read(cover, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET-CANARY")
    with canary() as (address, hits):
        for url in (address, secret.as_uri()):
            markup = HOSTILE.format(url=url)
            pdf = export_pdf(notebook(shown(markup), new_markdown_cell(f"![x]({url})\n\n{markup}")), cover=cover)
            # The second wall alone: the same markup as if the first had let it through.
            bare = render(f"<html><head></head><body>{markup}</body></html>")
            for made in (pdf, bare):
                assert b"TOP-SECRET" not in unpacked(made)
                assert b"/EmbeddedFile" not in unpacked(made)
            assert url not in export_html(notebook(shown(markup)), cover=cover)
    assert hits == []


def test_the_canary_itself_works():
    """Without our fetcher the same markup does ask; else the test above would prove nothing."""
    with canary() as (address, hits):
        HTML(string=HOSTILE.format(url=address)).render(font_config=FontConfiguration())
    assert hits


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://a.example/", "ftp://a.example/", "//a.example", "x.png"])
def test_the_fetcher_refuses_what_is_not_data_or_our_font(url):
    with pytest.raises(ValueError, match="loads nothing from outside"):
        OwnFontsOnly(allowed_protocols=("data",)).fetch(url)


def test_the_fetcher_serves_data_and_our_fonts():
    fetcher = OwnFontsOnly(allowed_protocols=("data",))
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"
    assert fetcher.fetch("workbench-font:NotoSansSC-Bold.ttf").read()[:4] == b"\x00\x01\x00\x00"
    with pytest.raises(ValueError, match="none of the report's fonts"):
        fetcher.fetch("workbench-font:../../../etc/passwd")
