"""The delay curve: which share of an event day's marks is known after so many days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.risk.history import History

LONGEST_DAYS = 150
# Marks of the client's other accounts count for at most so many of the account's own.
OTHERS_MOST = 10.0
USUAL_DAYS = 7.0


def delay_curve(own: History, *, others: Sequence[History] = ()) -> np.ndarray:
    """Share of marks known 0, 1, 2, ... days after the event day; the last is 1.

    Young orders have had no time for long delays, so plain shares would look too quick; the curve is estimated
    backwards, day by day, among the orders old enough to show each delay. Without any mark a week is assumed.

    Source: product-limit estimate for right-truncated times (Lagakos, Barraj and De Gruttola, Biometrika 75
    (1988) 515-523).
    """
    seen = [(own.delays, own.ages, 1.0)]
    total = sum(len(each.delays) for each in others)
    seen += [(each.delays, each.ages, min(1.0, OTHERS_MOST / total)) for each in others if len(each.delays)]
    at, younger = _by_day(seen)
    if not at.sum():
        return _usual()
    return _known_shares(at, younger)


def known_share(curve: np.ndarray, age: np.ndarray) -> np.ndarray:
    """The curve at these ages; none before the event day, all beyond the curve's end."""
    return np.where(age < 0, 0.0, curve[np.clip(age, 0, len(curve) - 1)])


def _by_day(seen: list[tuple[np.ndarray, np.ndarray, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Marks of each delay, and marks up to each delay among orders old enough to show it."""
    at, upto = np.zeros(LONGEST_DAYS), np.zeros(LONGEST_DAYS + 1)
    for delays, ages, weight in seen:
        late, age = np.minimum(delays, LONGEST_DAYS - 1), np.minimum(ages, LONGEST_DAYS - 1)
        at += weight * np.bincount(late, minlength=LONGEST_DAYS)
        upto += weight * np.bincount(late, minlength=LONGEST_DAYS + 1)
        upto -= weight * np.bincount(age + 1, minlength=LONGEST_DAYS + 1)
    return at, np.cumsum(upto)[:LONGEST_DAYS]


def _known_shares(at: np.ndarray, exposed: np.ndarray) -> np.ndarray:
    stay = 1 - np.divide(at, exposed, out=np.zeros(LONGEST_DAYS), where=exposed > 0)
    # Where the oldest orders are few, one slow mark must not empty the curve below it.
    stay[1:] = np.maximum(stay[1:], 0.02)
    shares = np.append(np.cumprod(stay[:0:-1])[::-1], 1.0)
    return np.clip(shares, 0.0, 1.0)


def _usual() -> np.ndarray:
    return 1 - np.exp(-(np.arange(LONGEST_DAYS) + 1) / USUAL_DAYS)
