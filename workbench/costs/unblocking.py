"""Which few answers would give the most SKUs a margin."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from workbench.costs.waterfall import UnitInputs

UNBLOCKING_COLUMNS = ["code", "skus", "alone"]
# More than three questions at once are answered by nobody.
MOST_ANSWERS = 3


def missing_inputs(units: Iterable[UnitInputs]) -> pd.DataFrame:
    """What units lack for a margin, the most wanted first.

    Parameters
    ----------
    units : iterable of UnitInputs

    Returns
    -------
    DataFrame
        One row per code of `UnitInputs.missing`: code, skus (units that lack it), alone (units that lack nothing else).
    """
    lacking = [unit.missing for unit in units if unit.missing]
    codes = dict.fromkeys(code for missing in lacking for code in missing)
    rows = [
        (code, sum(code in missing for missing in lacking), sum(missing == (code,) for missing in lacking))
        for code in codes
    ]
    return pd.DataFrame(sorted(rows, key=lambda row: (-row[1], -row[2])), columns=UNBLOCKING_COLUMNS)


def best_answers(units: Iterable[UnitInputs], *, most: int = MOST_ANSWERS) -> tuple[tuple[str, ...], int]:
    """The few answers that give the most units a margin, and how many units those are.

    Every set of at most `most` answers is looked at, so the choice is exact: of sets that unblock as many the smallest,
    of these the one whose answers are lacked most. Where no such set unblocks any unit, one more answer is allowed.
    """
    lacking = [frozenset(unit.missing) for unit in units if unit.missing]
    wanted = {code: sum(code in missing for missing in lacking) for code in sorted(frozenset().union(*lacking))}
    best: tuple[str, ...] = ()
    for size in range(1, len(wanted) + 1):
        if size > most and _unblocked(best, lacking):
            break
        best = max([best, *combinations(wanted, size)], key=lambda answers: _rank(answers, lacking, wanted))
    return tuple(sorted(best, key=lambda code: -wanted[code])), _unblocked(best, lacking)


def _unblocked(answers: Iterable[str], lacking: list[frozenset[str]]) -> int:
    return sum(missing <= set(answers) for missing in lacking)


def _rank(answers: tuple[str, ...], lacking: list[frozenset[str]], wanted: dict[str, int]) -> tuple[int, int, int]:
    return _unblocked(answers, lacking), -len(answers), sum(wanted[code] for code in answers)
