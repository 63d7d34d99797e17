"""What a cell's markup may hold in a report."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.report.markup import safe_markup

HARMLESS = [
    '<p class="wb">12 &lt; 13 &amp; 14</p>',
    '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td class="wb-num">1</td></tr></tbody></table>',
    '<svg viewbox="0 0 9 9"><g clip-path="url(#a)"><path d="M0 0L9 9" style="fill: none"/></g></svg>',
    '<a href="https://example.com/rules">rule</a>',
    '<img src="data:image/png;base64,AAAA" alt="x">',
    "a<br>b",
    '<use xlink:href="#m1" x="3"/>',
]

HOSTILE = [
    ("<script>alert(1)</script>x", "x"),
    ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>x", "x"),
    ('<img src=x onerror="alert(1)">', "<img>"),
    ('<img src="https://evil.example/pixel.png">', "<img>"),
    ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
    ('<a href=" java\nscript:alert(1)">x</a>', "<a>x</a>"),
    ('<svg onload="alert(1)"><circle r="1"/></svg>', '<svg><circle r="1"/></svg>'),
    ("<svg><style>*{background:url(https://evil.example)}</style></svg>", "<svg></svg>"),
    ("<svg><animate attributeName=href to=javascript:alert(1) /></svg>", "<svg></svg>"),
    ("<svg><foreignObject><iframe src=//evil.example></iframe></foreignObject></svg>", "<svg></svg>"),
    ('<svg><image href="file:///etc/passwd"/></svg>', "<svg><image/></svg>"),
    ('<use href="https://evil.example/x.svg#a"/>', "<use/>"),
    ("<iframe src=//evil.example></iframe>x", "x"),
    ("<object data=//evil.example></object>x", "x"),
    ("<embed src=//evil.example>x", "x"),
    ('<link rel="attachment" href="file:///etc/passwd">x', "x"),
    ('<meta http-equiv="refresh" content="0;url=https://evil.example">x', "x"),
    ('<base href="https://evil.example/">x', "x"),
    ("<form action=https://evil.example><input name=a></form>x", "x"),
    ('<p style="background: url(https://evil.example)">x</p>', "<p>x</p>"),
    ('<p style="background: u\\72l(https://evil.example)">x</p>', "<p>x</p>"),
    ('<path fill="url(https://evil.example#a)"/>', "<path/>"),
    ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>x", "x"),
    ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></math>x", "x"),
    ("<!-- <img src=x onerror=alert(1)> -->x", "x"),
    ("</main></body><p>x", "<p>x</p>"),
    ("<table><tr><td>x", "<table><tr><td>x</td></tr></table>"),
    ('<p id="a" title="&quot;><script>alert(1)</script>">x</p>', None),
]


@pytest.mark.parametrize("markup", HARMLESS)
def test_what_the_workbench_shows_passes_unchanged(markup):
    assert safe_markup(markup) == markup


@pytest.mark.parametrize("markup, expected", HOSTILE)
def test_what_runs_loads_or_asks_is_left_out(markup, expected):
    cleaned = safe_markup(markup)
    assert expected is None or cleaned == expected
    assert _dangers(cleaned) == []


@given(st.text(alphabet="<>/=\"' abonsvgstyleimgrcul(#:;&!-", max_size=80))
def test_any_text_comes_out_balanced_and_harmless(raw):
    cleaned = safe_markup(raw)
    assert _dangers(cleaned) == []
    assert safe_markup(cleaned) == cleaned


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "see Ventas_MX_Mercado_Libre_2025-08-01.xlsx & co",
            "see Ventas_<wbr>MX_<wbr>Mercado_<wbr>Libre_<wbr>2025-<wbr>08-<wbr>01.<wbr>xlsx &amp; co",
        ),
        ("https://a.example/b?c=d&lt=e", "https://<wbr>a.<wbr>example/<wbr>b?<wbr>c=<wbr>d&amp;<wbr>lt=<wbr>e"),
        ("short_name.csv 1,234,567.89", "short_name.csv 1,234,567.89"),
        (
            "共 1,234,567.89 元，其余为平台显示的数值和我方计算结果不同的部分",
            "共 1,234,567.89 元，其余为平台显示的数值和我方计算结果不同的部分",
        ),
    ],
)
def test_long_file_names_and_addresses_may_break_after_their_own_punctuation(text, expected):
    assert safe_markup(escape(text, quote=False)) == expected


def test_text_in_a_drawing_is_never_broken():
    markup = "<svg><text>Ventas_MX_Mercado_Libre_2025-08-01.xlsx</text></svg>"
    assert safe_markup(markup) == markup


class _Reader(HTMLParser):
    """Collects what an HTML reader finds dangerous or left open."""

    def __init__(self):
        super().__init__()
        self.dangers, self.open = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "animate"):
            self.dangers.append(tag)
        self.dangers += [name for name, value in attrs if name.startswith("on") or "evil" in (value or "")]
        if tag not in ("br", "col", "hr", "img", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.dangers.append(f"/{tag}")


def _dangers(markup: str) -> list[str]:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.dangers + reader.open
