"""Drawings in a page as pictures of their own, which WeasyPrint lays out in half the time."""

from __future__ import annotations

from base64 import b64encode
from xml.etree.ElementTree import Element, tostring

SVG = "{http://www.w3.org/2000/svg}svg"
DECLARED = "{http://www.w3.org/2000/xmlns/}"


def pictures_apart(page: Element) -> None:
    """Makes each drawing of a parsed page an `img` that holds it, with its class, style and name.

    WeasyPrint matches every style rule with every line of a drawing, although none reaches into it, and half of a
    report's elements are such lines. A picture is one element; it is drawn by the same code, and its name becomes
    the figure's alternative text in the PDF.

    >>> from xml.etree.ElementTree import fromstring
    >>> page = fromstring('<p><svg xmlns="http://www.w3.org/2000/svg" class="a" aria-label="Rates"><g/></svg>.</p>')
    >>> pictures_apart(page)
    >>> page[0].tag, page[0].get("class"), page[0].get("alt"), page[0].tail
    ('img', 'a', 'Rates', '.')
    """
    drawings = [
        (parent, place, child) for parent in page.iter() for place, child in enumerate(parent) if child.tag == SVG
    ]
    for parent, place, drawing in drawings:
        if parent.tag.startswith("{"):  # a drawing in a drawing belongs to it
            continue
        parent[place] = _picture(drawing)


def _picture(drawing: Element) -> Element:
    picture = Element("img", {name: drawing.get(name) for name in ("class", "style", "id") if drawing.get(name)})
    picture.tail, drawing.tail = drawing.tail, None
    for part in drawing.iter():  # the parser keeps declarations of namespaces as attributes; no XML may hold them
        for name in [name for name in part.attrib if name.startswith(DECLARED)]:
            del part.attrib[name]
    picture.set("alt", drawing.get("aria-label", ""))
    picture.set("src", f"data:image/svg+xml;base64,{b64encode(tostring(drawing)).decode()}")
    return picture
