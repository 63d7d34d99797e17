"""The book of phrases is whole, and a faulty one is refused with all its faults."""

from __future__ import annotations

import pytest
import yaml

from workbench.errors import RuleError
from workbench.kpis.names import PLATFORM_NAMES
from workbench.notices.phrases import BOOK, KINDS, contains, phrase_book, read_phrases

SMALL = {
    "dated": "2026-11-23",
    "platforms": {"amazon": {"names": ["amazon"], "domains": ["amazon.com"]}},
    "markets": {},
    "headings": {},
    "kinds": [{"id": "late", "title": "Late"}],
    "rules": [
        {
            **{"id": "a", "kind": "late", "platform": "amazon", "language": "en", "strength": "certain"},
            **{"phrases": ["Late SHIPMENT"], "evidence": "U", "source": "own", "checked": "2026-11-23"},
        }
    ],
}


def faulty(**changes: object) -> bytes:
    return yaml.safe_dump({**SMALL, "rules": [{**SMALL["rules"][0], **changes}]}).encode()


def test_phrases_are_searchable_as_soon_as_they_are_read():
    rule = read_phrases(yaml.safe_dump(SMALL).encode(), where="x").rules[0]
    assert rule.phrases == (("late shipment",),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (faulty(kind="lat"), "a: no kind 'lat' did you mean 'late'"),
        (faulty(platform="ebay"), "a: no platform 'ebay'"),
        (faulty(strength="sure", evidence="X"), "2 faults: a: no strength 'sure'.*; a: no evidence 'X'"),
        (faulty(colour="red"), "a: missing , unknown colour"),
        (yaml.safe_dump({**SMALL, "rules": SMALL["rules"] * 2}).encode(), "a stands twice"),
        (b"- a", "x: fields a. Expected dated, platforms"),
        (b"a: [", "x: not readable as YAML"),
        (b"", "x: fields"),
    ],
)
def test_a_faulty_book_is_refused(content, message):
    with pytest.raises(RuleError, match=message):
        read_phrases(content, where="x")


def test_every_rule_names_its_source_and_an_unsourced_one_says_so():
    assert all(rule.source for rule in phrase_book().rules)
    ours = [rule for rule in phrase_book().rules if "our own" in rule.source.lower() and rule.strength != "mention"]
    assert ours and all(rule.evidence in ("U",) for rule in ours)


def test_every_kpi_of_the_book_is_a_kpi_of_that_platform():
    for rule in phrase_book().rules:
        assert not rule.kpi or (rule.platform, rule.kpi) in PLATFORM_NAMES


def test_every_kind_has_a_title_and_a_rule():
    assert set(KINDS) - {"unknown"} == {rule.kind for rule in phrase_book().rules}
    assert all(KINDS.values())


def test_every_platform_has_phrases_in_three_languages():
    spoken = {(rule.platform, rule.language) for rule in phrase_book().rules}
    assert spoken == {(platform, lang) for platform in phrase_book().platforms for lang in ("en", "es", "zh")}


def test_the_file_has_no_phrase_twice_for_one_platform_and_strength():
    rules = yaml.safe_load(BOOK.read_text(encoding="utf-8"))["rules"]
    seen = [
        (rule["platform"], rule["strength"], rule["kind"], str(phrase)) for rule in rules for phrase in rule["phrases"]
    ]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("late shipment rate", "shipment", True),
        ("relate shipments", "late shipment", False),
        ("您的amazon账户", "amazon", True),
        ("迟发率高于4%", "迟发率高于", True),
        ("", "x", False),
    ],
)
def test_a_phrase_is_found_as_whole_words(text, phrase, found):
    assert contains(text, phrase) is found
