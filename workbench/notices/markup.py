"""HTML to text. Nothing is fetched; scripts and styles are dropped; everything else is words."""

from __future__ import annotations

from html.parser import HTMLParser

_DROPPED = ("script", "style")
_BLOCK_TAGS = """address article blockquote br caption dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre
section table td th title tr ul"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())


def html_text(markup: str) -> str:
    """The words of an HTML text, blocks on lines of their own.

    >>> html_text("<p>Late&nbsp;shipment</p><script>x()</script><p>&gt; 4%</p>").split()
    ['Late', 'shipment', '>', '4%']
    """
    reader = _Words()
    # Outlook's conditional sections are no HTML; as comments of the old kind they end at the next bracket.
    reader.feed(markup.replace("<![", "<! ["))
    # The parser is not closed: closing re-reads the rest at each open bracket, which takes minutes on a hostile
    # text. The rest that it holds back is taken as it stands, unless it is inside a script.
    if reader.cdata_elem is None:
        reader.words.append(reader.rawdata)
    return "".join(reader.words)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in _DROPPED:
            self._inside = tag
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)
