"""Headers as mails really write them."""

from __future__ import annotations

import pytest

from workbench.notices.headers import decode_header, decode_text, instant_of, sender_domain
from workbench.notices.markup import html_text
from workbench.notices.texts import language_of, one_line, searchable

WORDS = [
    ("plain", "plain"),
    ("=?utf-8?B?5oKo?= =?utf-8?B?5aW9?=", "您好"),
    # One character split between two words, as some mailers do.
    ("=?utf-8?B?5oI=?= =?utf-8?B?qA==?=", "您"),
    ("=?gb2312?B?xPo=?=", "您"),
    ("=?iso-8859-1?Q?acci=F3n_correctiva?=", "acción correctiva"),
    ("=?iso-8859-1*es?q?S=ED?=", "Sí"),
    ("a =?utf-8?q?b?= c", "a b c"),
    ("=?utf-8?b?A?=", "A"),
    ("=?x-klingon?q?caf=C3=A9?=", "café"),
    ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    ("raw \udce4\udcb8\udcad", "raw 中"),
]


@pytest.mark.parametrize(("raw", "text"), WORDS, ids=[ascii(row[0]) for row in WORDS])
def test_encoded_words_are_decoded(raw, text):
    assert decode_header(raw) == text


SENDERS = [
    ("a@amazon.com", "amazon.com"),
    ("Amazon <a@Amazon.COM.>", "amazon.com"),
    ('"x@amazon.com" <a@evil.test>', "evil.test"),
    ("x@amazon.com <a@evil.test>", "evil.test"),
    ('"a@amazon.com"', ""),
    ("nobody", ""),
    ("<>", ""),
    ("a@аmazon.com", "xn--mazon-3ve.com"),
    (f"a@{'x' * 70}.com", f"{'x' * 70}.com"),
]


@pytest.mark.parametrize(("header", "domain"), SENDERS, ids=[ascii(row[0])[:40] for row in SENDERS])
def test_a_senders_domain_is_that_of_the_address_not_of_the_name(header, domain):
    assert sender_domain(header) == domain


DATES = [
    ("Mon, 19 Jan 2026 10:00:00 -0800", "2026-01-19T18:00:00+00:00"),
    ("19 Jan 2026 10:00 +0000", "2026-01-19T10:00:00+00:00"),
    ("Mon, 19 Jan 2026 10:00:00 -0000", "2026-01-19T10:00:00+00:00"),
    ("Mon, 19 Jan 2026 10:00:00 PST", "2026-01-19T18:00:00+00:00"),
    ("Mon, 19 Jan 1926 10:00:00 +0000", None),
    ("Mon, 19 Jan 9999 10:00:00 +0000", None),
    ("Mon, 40 Jan 2026 10:00:00 +0000", None),
    ("Mon, 19 Jan 2026 10:00:00 +99999999999", None),
    ("", None),
]


@pytest.mark.parametrize(("header", "instant"), DATES, ids=[row[0] for row in DATES])
def test_a_date_header_is_an_instant_or_nothing(header, instant):
    found = instant_of(header)
    assert (found.isoformat() if found else None) == instant


def test_a_text_longer_than_asked_is_cut_and_said():
    assert decode_text("多".encode() * 10, charset="utf-8", most=4) == ("多多多多", ("parts_left_out",))
    assert decode_text("多".encode() * 4, charset="utf-8", most=4) == ("多多多多", ())


@pytest.mark.parametrize("charset", ["idna", "punycode", "zlib", "hex", "unicode_escape", "undefined", "rot13"])
def test_codecs_that_are_no_character_sets_are_not_used(charset):
    assert decode_text(b"abc", charset=charset, most=9) == ("abc", (f"charset_unknown:{charset}",))


HTML = [
    ("<p>a</p><p>b</p>", "a b"),
    ("a&nbsp;&amp;&#20013;", "a &中"),
    ("<style>p{}</style>a<script>b</script>c", "ac"),
    ("a<SCRIPT>b</SCRIPT >c", "ac"),
    ("a<!-- b -->c", "ac"),
    ("<![if !mso]>a<![endif]>b", "ab"),
    ("<!--[if mso]>a<![endif]-->b", "b"),
    ("a<script>b", "a"),
    ("a<![b]><![<![c>d", "ad"),
    ("a < b", "a < b"),
    ("<td>4%</td><td>5%</td>", "4% 5%"),
    ("la<b>te</b> shipment", "late shipment"),
]


@pytest.mark.parametrize(("markup", "text"), HTML, ids=[row[0] for row in HTML])
def test_html_becomes_its_words(markup, text):
    assert " ".join(html_text(markup).split()) == text


def test_an_unclosed_tag_keeps_what_came_before_and_shows_the_rest_as_it_stands():
    assert html_text("late shipment <a href='x") == "late shipment <a href='x"


def test_words_are_found_whatever_hides_inside_them():
    assert searchable("la\u00adte\u200b ship\u00ad\u00admént\u00a0rate’s") == "late shipment rate's"


def test_one_line_drops_direction_marks_and_cuts():
    assert one_line("a\u202eb\u2028c\ttail", longest=5) == "ab c…"


LANGUAGES = [
    ("Please send us the plan of action", "en"),
    ("Envía el plan de acción para tu cuenta", "es"),
    ("请提交行动计划 Amazon seller central account health", "zh"),
    ("Please send the plan for your 店铺", "en"),
    ("12345", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_a_texts_language_follows_the_stated_rule(text, language):
    assert language_of(text) == language
