"""Markup from a notebook's cells, cut down to what a report may hold.

What the workbench shows is escaped already; this is the second wall, for notebooks of any origin.
Nothing that runs, loads or asks is let through, and every tag that is opened is closed, so that a
cell can't reach out of its place.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HTML = _words(
    "a abbr article aside b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q s samp section small "
    "span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
_SVG = _words(
    "svg g path rect circle ellipse line polyline polygon text tspan textpath defs clippath lineargradient "
    "radialgradient stop mask pattern marker symbol use image"
)
_VOID = _words("br col hr img wbr")
# Their content is no text for a reader, or browsers read it by rules of their own.
_DROPPED = _words(
    "script style iframe object applet frameset noframes noembed noscript template textarea select option "
    "button title desc xmp plaintext math foreignobject audio video canvas head metadata animate set"
)
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9:_-]*")
_BANNED_ATTRIBUTES = _words(
    "action background formaction http-equiv ping poster srcdoc srcset target xml:base contenteditable"
)
_ADDRESSES = frozenset(("href", "src", "xlink:href"))
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
# File names and addresses may break after their own punctuation; nothing else in them may.
_LONG_WORD = re.compile(r"[!-~]{24,}")
_BREAK = re.compile(r"(?<=[_/.,;:?&=@-])(?=\w)")
_OUTSIDE_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)


def safe_markup(html: str) -> str:
    """`html` with harmless tags and attributes only, every tag closed.

    >>> safe_markup('<b onclick="x()">12 &lt; 13<script>x()</script>')
    '<b>12 &lt; 13</b>'
    """
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    return cleaner.finished()


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self._dropping: list[str] = []

    def finished(self) -> str:
        for tag in reversed(self._open):
            self._put(f"</{tag}>")
        self._open.clear()
        self._end_text()
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropping.append(tag)
        elif not self._dropping and tag in _HTML | _SVG:
            self._put(f"<{tag}{_attributes(tag, attrs)}>")
            if tag not in _VOID:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SVG and not self._dropping:
            self._put(f"<{tag}{_attributes(tag, attrs)}/>")
        elif tag not in _DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag in self._dropping:
                del self._dropping[self._dropping.index(tag) :]
        elif tag in self._open:
            self._end_text()
            while (last := self._open.pop()) != tag:
                self._put(f"</{last}>")
            self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._text.append(data)

    def _put(self, tag: str) -> None:
        self._end_text()
        self._parts.append(tag)

    def _end_text(self) -> None:
        """Text comes in pieces; what may break is judged by whole words."""
        text = "".join(self._text)
        self._text.clear()
        self._parts.append(escape(text, quote=False) if "svg" in self._open else _breakable(text))


def _breakable(text: str) -> str:
    """`text` escaped, its long words ready to break into a narrow column."""
    parts: list[str] = []
    place = 0
    for word in _LONG_WORD.finditer(text):
        pieces = _BREAK.split(word.group())
        parts += [escape(text[place : word.start()], quote=False), "<wbr>".join(escape(p, quote=False) for p in pieces)]
        place = word.end()
    return "".join([*parts, escape(text[place:], quote=False)])


def _attributes(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    kept = ((name, value or "") for name, value in attrs if _is_safe(tag, name, value or ""))
    return "".join(f' {name}="{escape(value)}"' for name, value in kept)


def _is_safe(tag: str, name: str, value: str) -> bool:
    if not _ATTRIBUTE.fullmatch(name) or name.startswith("on") or name in _BANNED_ATTRIBUTES:
        return False
    if name in _ADDRESSES:
        address = value.strip()
        if tag == "a":
            return bool(_LINK.match(address))
        return address.startswith("#") or bool(tag in ("img", "image") and _PICTURE.match(address))
    return "\\" not in value and not _OUTSIDE_URL.search(value) if name == "style" else not _OUTSIDE_URL.search(value)
