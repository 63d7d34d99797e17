"""Which export a table is, by its header: the share of headings known and of required columns found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.errors import listed
from workbench.sources.contract import Export
from workbench.sources.opening import Head, heading_names

LEAST_REQUIRED = 0.6
LEAST_KNOWN = 0.5
MOST_NAMED = 6


@dataclass(frozen=True)
class Match:
    """An export, the place of its header, and how well it fits."""

    export: Export
    head: Head
    header_row: int
    required: float
    known: float

    @property
    def fits(self) -> bool:
        """Enough of the required columns are there, and most headings are known."""
        return self.required >= LEAST_REQUIRED and self.known >= LEAST_KNOWN

    @property
    def score(self) -> float:
        """Larger is better; all required columns weigh as much as all headings known."""
        return self.required + self.known


def best_match(heads: Sequence[Head], exports: Iterable[Export]) -> Match | None:
    """The best fitting export and header row; None where nothing has even one heading in common."""
    candidates = [(head, at, names) for head in heads for at, names in _rows(head)]
    best: Match | None = None
    for export in exports:
        for head, at, names in candidates:
            match = _match(export, head, at, names)
            if match and (best is None or (match.fits, match.score) > (best.fits, best.score)):
                best = match
    return best


def differences(match: Match) -> str:
    """Headings missing from the nearest export's header, and headings it does not have."""
    names = heading_names(match.head.records[match.header_row - 1])
    missing = [
        match.export.fields[key][0] for key in match.export.required if not names & set(match.export.aliases[key])
    ]
    extra = sorted(names - match.export.known_names)
    parts = []
    if missing:
        parts.append(f"missing: {_shortened(missing)}")
    if extra:
        parts.append(f"not known: {_shortened(extra)}")
    return "; ".join(parts)


def _shortened(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    return listed(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _rows(head: Head) -> Iterable[tuple[int, frozenset[str]]]:
    for at, record in enumerate(head.records, start=1):
        names = heading_names(record)
        if len(names) >= 2:
            yield at, names


def _match(export: Export, head: Head, at: int, names: frozenset[str]) -> Match | None:
    known = len(names & export.known_names)
    if not known:
        return None
    found = sum(bool(names & set(export.aliases[key])) for key in export.required)
    return Match(export, head, at, found / len(export.required), known / len(names))
