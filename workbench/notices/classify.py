"""What a notice is about: which key phrases stand in it, of which platform."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.notices.models import UNKNOWN, Evidence
from workbench.notices.phrases import PhraseBook, PhraseRule, contains

CERTAIN, FRAME_ONLY = "certain", "frame only"
LONGEST_SECTION = 3_000


@dataclass(frozen=True)
class Classification:
    """Platform, kinds from the most specific on, the KPI of the first, and why."""

    platform: str
    kinds: tuple[str, ...]
    kpi: str
    confidence: str
    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]


def classify(text: str, *, sender: str, book: PhraseBook) -> Classification:
    """What the searchable text of a mail is about.

    Only rules of the platforms that the text names count, or all rules where it names none. Where phrases of
    several platforms match, it is the one that the sender's domain claims to be, else the one named most often.
    The sender alone classifies nothing.
    """
    named = _named(text, book)
    claimed = platform_of(sender, book=book)
    several = (f"several_platforms:{', '.join(sorted(named))}",) if len(named) > 1 and claimed not in named else ()
    rules = [rule for rule in book.rules if not named or rule.platform in named]
    found = {rule: phrase for rule in rules if (phrase := rule.found_in(text))}
    counted = _counted(found, text, book)
    if not counted:
        platform = next(iter(named)) if len(named) == 1 else UNKNOWN
        return Classification(platform, (), "", UNKNOWN, (), (*several, *_named_only(found)))
    platform = _chosen({rule.platform for rule in counted}, named, claimed)
    kept = {rule: phrase for rule, phrase in counted.items() if platform in (rule.platform, UNKNOWN)}
    return _classification(platform, kept, several, book)


def platform_of(sender: str, *, book: PhraseBook) -> str:
    """The platform that a sender's domain belongs to; unknown where it is none's.

    >>> from workbench.notices.phrases import phrase_book
    >>> platform_of("mail.amazon.com", book=phrase_book()), platform_of("amazon.com.evil.test", book=phrase_book())
    ('amazon', 'unknown')
    """
    for platform, known in book.platforms.items():
        if any(sender == domain or sender.endswith(f".{domain}") for domain in known["domains"]):
            return platform
    return UNKNOWN


def markets_in(text: str, *, book: PhraseBook) -> tuple[str, ...]:
    """Markets that the text's addresses and shop names point to, sorted."""
    return tuple(
        sorted(
            market
            for market, texts in book.markets.items()
            if any(contains(text, name, whole_domain=True) for name in texts)
        )
    )


def _named(text: str, book: PhraseBook) -> dict[str, int]:
    """Platforms that the text names, with how often."""
    counts = {
        platform: sum(text.count(name) for name in known["names"] if contains(text, name))
        for platform, known in book.platforms.items()
    }
    return {platform: count for platform, count in counts.items() if count}


def _chosen(matched: set[str], named: dict[str, int], claimed: str) -> str:
    """One of the platforms whose phrases match; unknown where nothing tells which."""
    if len(matched) == 1 or claimed in matched:
        return claimed if claimed in matched else next(iter(matched))
    counts = {platform: named.get(platform, 0) for platform in matched}
    first = [platform for platform, count in counts.items() if count == max(counts.values())]
    return first[0] if len(first) == 1 else UNKNOWN


def _counted(found: dict[PhraseRule, str], text: str, book: PhraseBook) -> dict[PhraseRule, str]:
    """The matches that classify: all but bare mentions outside the section on the cause of a framed notice."""
    framed = any(rule.strength == "frame" for rule in found)
    cause = _section_on_the_cause(text, book) if framed else ""
    return {
        rule: phrase for rule, phrase in found.items() if rule.strength != "mention" or (cause and rule.found_in(cause))
    }


def _section_on_the_cause(text: str, book: PhraseBook) -> str:
    starts = [text.find(heading) + len(heading) for heading in book.headings["why"] if heading in text]
    if not starts:
        return ""
    start = min(starts)
    ends = [end for heading in book.headings["next"] if (end := text.find(heading, start)) >= 0]
    return text[start : min([*ends, start + LONGEST_SECTION])]


def _classification(
    platform: str, counted: dict[PhraseRule, str], several: tuple[str, ...], book: PhraseBook
) -> Classification:
    ordered = sorted(counted, key=lambda rule: (book.order(rule.kind), rule.strength, rule.evidence == "U"))
    kinds = tuple(dict.fromkeys(rule.kind for rule in ordered))
    first = [rule for rule in ordered if rule.kind == kinds[0]]
    causes = [kind for kind in kinds if any(rule.kind == kind and rule.strength != "frame" for rule in ordered)]
    warnings = [*several]
    apart = [kind for kind in causes if not set(causes) & set(book.covered[kind])]
    if len(apart) > 1:
        warnings.append(f"several_kinds:{', '.join(apart)}")
    if all(rule.evidence == "U" for rule in first):
        warnings.append("own_wording")
    kpis = {rule.kpi for rule in first if rule.kpi}
    return Classification(
        platform=platform,
        kinds=kinds,
        kpi=_kpi(first, kpis, platform),
        confidence=CERTAIN if causes else FRAME_ONLY,
        evidence=tuple(Evidence(counted[rule], rule.id, rule.evidence) for rule in ordered),
        warnings=tuple(warnings),
    )


def _kpi(first: list[PhraseRule], kpis: set[str], platform: str) -> str:
    """The KPI of the best-graded rule of the kind; "" where the platform, and so the KPI, is in doubt."""
    if platform == UNKNOWN and len(kpis) > 1:
        return ""
    return next((rule.kpi for rule in first if rule.kpi), "")


def _named_only(found: dict[PhraseRule, str]) -> tuple[str, ...]:
    named = sorted({rule.kind for rule in found})
    return (f"named_only:{', '.join(named)}",) if named else ()
