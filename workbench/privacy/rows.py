"""Rows without their personal cells, each still as different from the others as it was.

Readers count exact copies of a row, and leave blank rows out. So a row that becomes blank says "[personal]" in a
personal column, and rows that become equal are numbered there: "[2]", "[3]".
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.privacy.columns import Plan

LEFT = "[personal]"


class Rows:
    """The rows of one table on their way into the twin."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.masked = 0
        self._first: dict[int, int] = {}
        self._later: dict[int, dict[int, int]] = {}

    def redacted(self, cells: Sequence[str]) -> dict[int, str]:
        """The cells of a row that change, by place."""
        new: dict[int, str] = {}
        for place in self.plan.blank:
            if place < len(cells) and cells[place] != "":
                new[place] = ""
        for place, found in self.plan.masks.items():
            if place < len(cells) and cells[place] in found:
                new[place] = found[cells[place]]
                self.masked += 1
        after = [new.get(place, cell) for place, cell in enumerate(cells)]
        if new and not any(cell.strip() for cell in after):
            place = next(iter(new))
            new[place] = after[place] = LEFT
        return self._told_apart(tuple(cells), tuple(after), new)

    def _told_apart(self, before: tuple[str, ...], after: tuple[str, ...], new: dict[int, str]) -> dict[int, str]:
        key, own = hash(after), hash(before)
        if self._first.setdefault(key, own) == own:
            return new
        later = self._later.setdefault(key, {})
        number = later.setdefault(own, len(later) + 2)
        place = next((at for at in (*new, *self.plan.blank) if at < len(before)), None)
        return new if place is None else {**new, place: f"{after[place]} [{number}]".strip()}
