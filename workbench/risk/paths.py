"""One consistent future after another: the window's counts for each of the next days, many times over.

What the window holds already, and when it leaves, is exact. Drawn are: the rate and its drift, the volume of
whole weeks as they came lately, each day's own unevenness, and the marks still to come on orders already sold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.risk.delays import known_share
from workbench.risk.history import HORIZON_DAYS, History
from workbench.risk.rates import WEEK, RateBelief, rates

PATHS = 1000
SEED = 20260131
VOLUME_WEEKS = 8
# Up to so many marks are each drawn a day of their own; more are spread over the days as the delay curve says.
SINGLE_MARKS = 60_000
AHEAD = np.arange(1, HORIZON_DAYS + 1)


@dataclass(frozen=True)
class Paths:
    """Numerator and denominator of the window, one row a path, one column a day ahead."""

    numerator: np.ndarray
    denominator: np.ndarray

    @property
    def rate(self) -> np.ndarray:
        """Numerator over denominator; missing where the window is empty."""
        empty = self.denominator <= 0
        return np.where(empty, np.nan, self.numerator / np.where(empty, 1, self.denominator))


def draw_paths(own: History, *, curve: np.ndarray, belief: RateBelief, paths: int = PATHS, seed: int = SEED) -> Paths:
    """Futures of a KPI's window over the next `HORIZON_DAYS` days; the same input gives the same futures."""
    dice = np.random.default_rng(seed)
    drift, uneven, start = belief.draw(dice, paths)
    walk = start[:, None] + np.cumsum(dice.standard_normal((paths, HORIZON_DAYS)) * drift[:, None], axis=1)
    noise = dice.standard_normal((paths, HORIZON_DAYS)) * uneven[:, None]
    sold = _volume(own, dice, paths)
    # The mean of uneven odds lies above their middle; taken off, so that unevenness does not raise the rate.
    coming = rates(walk + noise - 0.5 * uneven[:, None] ** 2 * (1 - 2 * rates(walk)))
    old, ages = _unmarked(own, curve)
    pending = _marks(dice, old, _pending_chance(rates(start)[:, None], ages, curve, own))
    future = _marks(dice, sold, _marked_rate(coming, own) * known_share(curve, HORIZON_DAYS - AHEAD))
    event = np.concatenate([-ages, AHEAD])
    marks = _in_window(dice, np.hstack([pending, future]), event, curve, own)
    more = _summed(np.maximum(sold - own.ahead, 0), own)
    return Paths(own.kept_marked[1:] + marks, own.kept[1:] + more)


def coming_in_window(own: History, *, days: int) -> np.ndarray:
    """Orders not known yet that the window holds today (none) and each day ahead, at the volume of the last weeks."""
    week = usual_week(own).mean(axis=0) if len(own.sold) >= WEEK else np.zeros(WEEK)
    new = np.resize(week, days)
    known = own.ahead[:days]
    new[: len(known)] = np.maximum(new[: len(known)] - known, 0)
    total = np.append(0, np.cumsum(new))
    day = np.arange(days + 1)
    return total[np.maximum(day - own.lag, 0)] - total[np.maximum(day - own.lag - own.days, 0)]


def usual_week(own: History) -> np.ndarray:
    """Orders by weekday over the last weeks, one row a week; the first column is the weekday after as_of."""
    length = min(len(own.sold) // WEEK, VOLUME_WEEKS) * WEEK
    return own.sold[:length][::-1].reshape(-1, WEEK)


def _volume(own: History, dice: np.random.Generator, paths: int) -> np.ndarray:
    """Orders a day ahead: whole weeks as they came lately, never fewer than are known already."""
    weeks = usual_week(own)
    needed = -(-HORIZON_DAYS // WEEK)
    picked = weeks[dice.integers(0, len(weeks), (paths, needed))].reshape(paths, -1)[:, :HORIZON_DAYS]
    return np.maximum(picked, own.ahead)


def _unmarked(own: History, curve: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Orders without a mark by age, oldest first, and the ages, as far back as a mark may still come."""
    last = min(int(np.searchsorted(curve, 1 - 1e-4)), len(own.sold))
    ages = np.arange(last)[::-1]
    return (own.sold - own.marked)[ages], ages


def _marked_rate(bad_rate: np.ndarray, own: History) -> np.ndarray:
    return 1 - bad_rate if own.is_high else bad_rate


def _pending_chance(bad_rate: np.ndarray, ages: np.ndarray, curve: np.ndarray, own: History) -> np.ndarray:
    """Chance that an order of that age, not marked so far, is marked within the horizon."""
    marked = _marked_rate(bad_rate, own)
    now, then = known_share(curve, ages), known_share(curve, ages + HORIZON_DAYS)
    return marked * (then - now) / (1 - marked * now)


def _marks(dice: np.random.Generator, orders: np.ndarray, chance: np.ndarray) -> np.ndarray:
    return dice.binomial(orders, np.clip(chance, 0, 1))


def _in_window(
    dice: np.random.Generator, marks: np.ndarray, event: np.ndarray, curve: np.ndarray, own: History
) -> np.ndarray:
    """The new marks that the window of each day ahead holds, by path."""
    arrival = _arrival(event, curve)
    if marks.sum() > SINGLE_MARKS:
        return marks @ _shares_in_window(arrival, event, own)
    path, place = np.nonzero(marks)
    repeats = marks[path, place]
    path, place = np.repeat(path, repeats), np.repeat(place, repeats)
    ladder = (arrival + np.arange(len(event))[:, None]).ravel()
    found = np.searchsorted(ladder, place + dice.random(len(place)))
    day = np.minimum(found - place * HORIZON_DAYS, HORIZON_DAYS - 1) + 1
    first = np.maximum(day, event[place] + own.lag)
    last = event[place] + own.lag + own.days - 1
    return _running(path, first, last, len(marks))


def _arrival(event: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """By event day, the share of the horizon's marks that is there by each day ahead."""
    age = AHEAD[None, :] - event[:, None]
    before = known_share(curve, -event)[:, None]
    reached = known_share(curve, age) - before
    whole = np.maximum(reached[:, -1:], 1e-12)
    return np.clip(reached / whole, 0, 1)


def _shares_in_window(arrival: np.ndarray, event: np.ndarray, own: History) -> np.ndarray:
    first, last = event[:, None] + own.lag, event[:, None] + own.lag + own.days - 1
    return arrival * ((first <= AHEAD) & (last >= AHEAD))


def _running(path: np.ndarray, first: np.ndarray, last: np.ndarray, paths: int) -> np.ndarray:
    """How many runs of days hold each day ahead, by path."""
    begin, end = np.maximum(first, 1), np.minimum(last, HORIZON_DAYS) + 1
    real = begin < end
    width = HORIZON_DAYS + 2
    up = np.bincount(path[real] * width + begin[real], minlength=paths * width)
    down = np.bincount(path[real] * width + end[real], minlength=paths * width)
    return np.cumsum((up - down).reshape(paths, width), axis=1)[:, 1 : HORIZON_DAYS + 1]


def _summed(sold: np.ndarray, own: History) -> np.ndarray:
    """Orders not known yet that the window of each day ahead holds, by path."""
    total = np.hstack([np.zeros((len(sold), 1)), np.cumsum(sold, axis=1)])
    upto = np.clip(AHEAD - own.lag, 0, HORIZON_DAYS)
    before = np.clip(AHEAD - own.lag - own.days, 0, HORIZON_DAYS)
    return total[:, upto] - total[:, before]
