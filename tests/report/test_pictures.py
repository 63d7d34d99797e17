"""Drawings as pictures: nothing of what they show, or of how they stand on the page, is lost."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from xml.etree.ElementTree import fromstring

from weasyprint import HTML

from workbench.report.pdf import render
from workbench.report.pictures import pictures_apart

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 4" width="20"'
    ' class="wb-spark" role="img" aria-label="Rates of 8 weeks"><defs><path id="a" d="M0 0L20 4"/></defs>'
    '<use xlink:href="#a"/><text x="1" y="3">97 %</text></svg>'
)


def parsed(body: str):
    page = HTML(string=f"<html><body>{body}</body></html>").etree_element
    pictures_apart(page)
    return page


def drawn(picture):
    return fromstring(b64decode(picture.get("src").partition("base64,")[2]))


def test_a_drawing_becomes_a_picture_of_its_class_and_name_before_the_same_text():
    (picture,) = parsed(f"<p>before {DRAWING} behind</p>").iter("img")
    assert (picture.get("class"), picture.get("alt"), picture.tail) == ("wb-spark", "Rates of 8 weeks", " behind")


def test_the_picture_holds_the_whole_drawing_with_its_references():
    (picture,) = parsed(DRAWING).iter("img")
    drawing = drawn(picture)
    assert [part.tag.partition("}")[2] for part in drawing.iter()] == ["svg", "defs", "path", "use", "text"]
    assert drawing.get("viewBox") == "0 0 20 4"
    assert "#a" in drawing.find("{*}use").attrib.values()
    assert not (drawing.tail or "").strip()


def test_a_drawing_in_a_drawing_stays_in_it():
    (picture,) = parsed(f'<svg viewBox="0 0 40 40">{DRAWING}</svg>').iter("img")
    assert len(drawn(picture).findall("{*}svg")) == 1


def test_a_page_without_drawings_stays_as_it_is():
    page = parsed('<p>text <img src="data:image/png;base64,AAAA"/></p>')
    assert [picture.get("src") for picture in page.iter("img")] == ["data:image/png;base64,AAAA"]


def test_the_name_of_a_drawing_is_the_figure_s_text_in_the_pdf():
    pdf = render(f"<html lang='en'><title>t</title><body>{DRAWING}</body></html>")
    streams = [found.group(1) for found in re.finditer(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)]
    told = b"".join([pdf, *(zlib.decompress(each) for each in streams if each.startswith(b"\x78"))])
    assert b"/Alt (Rates of 8 weeks)" in told
