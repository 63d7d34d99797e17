"""The key phrases of warning mails (`phrases.yml`) and where they stand in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from workbench.errors import RuleError, did_you_mean, listed
from workbench.notices.texts import searchable

BOOK = Path(__file__).with_name("phrases.yml")
STRENGTHS = ("certain", "frame", "mention")
GRADES = ("O", "F", "T", "C", "U")
LANGUAGES = ("en", "es", "zh")


@dataclass(frozen=True)
class PhraseRule:
    """Phrases that say what a notice of one platform is about. Each entry of `phrases` stands as a whole."""

    id: str
    kind: str
    platform: str
    language: str
    strength: str
    phrases: tuple[tuple[str, ...], ...]
    evidence: str
    source: str
    checked: date
    kpi: str = ""
    unless: tuple[str, ...] = ()

    def found_in(self, text: str) -> str:
        """The first entry that stands in the searchable text, its parts joined by ' + '; "" where none does."""
        if any(contains(text, phrase) for phrase in self.unless):
            return ""
        return next((" + ".join(parts) for parts in self.phrases if all(contains(text, part) for part in parts)), "")


@dataclass(frozen=True)
class PhraseBook:
    """All phrases, the platforms' names and domains, and the order of the kinds."""

    dated: date
    platforms: dict[str, dict[str, tuple[str, ...]]]
    markets: dict[str, tuple[str, ...]]
    headings: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    covered: dict[str, tuple[str, ...]]
    rules: tuple[PhraseRule, ...]

    def order(self, kind: str) -> int:
        """Place of a kind, the most specific first."""
        return list(self.kinds).index(kind)


def contains(text: str, phrase: str, *, whole_domain: bool = False) -> bool:
    """Whether a searchable phrase stands in a searchable text as whole words.

    With `whole_domain`, ``amazon.com`` does not stand in ``amazon.com.mx``.

    >>> contains("your reputation", "reputation"), contains("irreputation", "reputation")
    (True, False)
    """
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not _joined(text, start) and not _joined(text, end) and not (whole_domain and _goes_on(text, end)):
            return True
        start = text.find(phrase, start + 1)
    return False


@cache
def phrase_book() -> PhraseBook:
    """The phrases that ship with the workbench, read once."""
    return read_phrases(BOOK.read_bytes(), where=BOOK.name)


def read_phrases(content: bytes, *, where: str) -> PhraseBook:
    """A book of phrases from YAML.

    Raises
    ------
    RuleError
        No YAML, a missing or unknown field, an id given twice, or a kind, platform, language, strength or
        evidence grade that does not exist; all faults at once.
    """
    try:
        loaded = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as fault:
        raise RuleError(where, f"not readable as YAML: {str(fault).splitlines()[0]}", expected="YAML") from fault
    needed = ("dated", "platforms", "markets", "headings", "kinds", "rules")
    if not isinstance(loaded, dict) or set(loaded) != set(needed):
        raise RuleError(where, f"fields {listed(loaded or ())}", expected=listed(needed))
    faults = list(_faults(loaded))
    if faults:
        raise RuleError(where, f"{len(faults)} faults: {'; '.join(faults)}", expected="the fields that its head names")
    return PhraseBook(
        dated=loaded["dated"],
        platforms={
            name: {"names": _all_searchable(one["names"]), "domains": tuple(one["domains"])}
            for name, one in loaded["platforms"].items()
        },
        markets={name: _all_searchable(texts) for name, texts in loaded["markets"].items()},
        headings={name: _all_searchable(texts) for name, texts in loaded["headings"].items()},
        kinds={kind["id"]: kind["title"] for kind in loaded["kinds"]},
        covered={kind["id"]: tuple(kind.get("covered_by", ())) for kind in loaded["kinds"]},
        rules=tuple(_rule(entry) for entry in loaded["rules"]),
    )


def _rule(entry: dict) -> PhraseRule:
    phrases = tuple(_all_searchable(phrase if isinstance(phrase, list) else [phrase]) for phrase in entry["phrases"])
    return PhraseRule(**{**entry, "phrases": phrases, "unless": _all_searchable(entry.get("unless", ()))})


def _all_searchable(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(searchable(text) for text in texts)


def _faults(loaded: dict) -> Iterable[str]:
    fields = set(PhraseRule.__dataclass_fields__)
    allowed = {
        "kind": [kind["id"] for kind in loaded["kinds"]],
        "platform": list(loaded["platforms"]),
        "language": LANGUAGES,
        "strength": STRENGTHS,
        "evidence": GRADES,
    }
    seen: set[str] = set()
    for number, entry in enumerate(loaded["rules"], start=1):
        name = entry.get("id", f"rule {number}")
        if name in seen:
            yield f"{name} stands twice"
        seen.add(name)
        missing = fields - set(entry) - {"kpi", "unless"}
        if missing or set(entry) - fields:
            yield f"{name}: missing {listed(sorted(missing))}, unknown {listed(sorted(set(entry) - fields))}"
        for field, values in allowed.items():
            if field in entry and entry[field] not in values:
                yield f"{name}: no {field} '{entry[field]}' {did_you_mean(str(entry[field]), values)}".rstrip()


def _joined(text: str, place: int) -> bool:
    """Whether two letters of a script that separates words meet at the place."""
    if not 0 < place < len(text):
        return False
    return _separates(text[place - 1]) and _separates(text[place])


def _separates(letter: str) -> bool:
    return letter.isalnum() and letter < "\u2e80"


def _goes_on(text: str, end: int) -> bool:
    return text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha()


KINDS = {**phrase_book().kinds, "unknown": "Unknown"}
"""Kind of notice to its English title, the most specific first."""
