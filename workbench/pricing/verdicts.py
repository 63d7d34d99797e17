"""Whether an elasticity may set a price, and if not, what data would settle it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.special import ndtri

USABLE, THIN, NOT_ELASTIC, NO_CHANGE = "usable", "thin", "not_elastic", "no_price_change"
# Below these the answer of one SKU is chance, whatever its interval says.
LEAST_WEEKS = 12
LEAST_UNITS = 20
# With a wider answer than this, elastic cannot be told from not elastic.
MOST_STD_ERROR = 1.0
# A test of prices is planned so that it tells the answer from -1 four times in five, at the 5 % level.
PLANNED_REACH = float(ndtri(0.975) + ndtri(0.8))
# What a test is planned to tell from -1: the answer known so far, but none nearer than this, else a usual -2.
LEAST_DISTANCE, USUAL_DISTANCE = 0.5, 1.0
STEPS = (0.05, 0.10, 0.15, 0.20)
LONGEST_TEST_WEEKS = 26
SHORTEST_TEST_WEEKS = 4


def with_verdicts(skus: pd.DataFrame) -> pd.DataFrame:
    """`skus` with verdict, reason and what would settle it.

    Parameters
    ----------
    skus : DataFrame
        One row per SKU: estimate, std_error, low, high, own_std_error, dispersion, weeks, units, prices_seen,
        weeks_now, units_now.

    Returns
    -------
    DataFrame
        The same with
        verdict: usable, thin, not_elastic, no_price_change;
        reason: '' (usable), one_price, sold_at_one_price, few_weeks, few_units, wide (standard error above 1),
        reaches_one (the interval reaches -1), positive (dearer sold more: something else moved), not_elastic;
        needed: '' (nothing), weeks (so many more at a second price) or sales (too few units a week for any test of
        26 weeks); needed_weeks and needed_step (the second price's least distance, 0.05 = 5 %); needed_units (units a
        week at which a test of 26 weeks and 20 % would do).
    """
    told = [_verdict(row) for row in skus.to_dict("records")]
    verdicts = pd.DataFrame(told, columns=["verdict", "reason"], index=skus.index)
    needs = [
        needed(row) if verdict in (THIN, NO_CHANGE) else ("", pd.NA, np.nan, np.nan)
        for row, (verdict, _) in zip(skus.to_dict("records"), told, strict=True)
    ]
    columns = ["needed", "needed_weeks", "needed_step", "needed_units"]
    needs = pd.DataFrame(needs, columns=columns, index=skus.index).astype({"needed_weeks": "Int64"})
    return pd.concat([skus, verdicts, needs], axis=1)


def needed(row: dict) -> tuple[str, object, float, float]:
    """What would settle one SKU's answer: code, weeks, step of price, units a week.

    Notes
    -----
    A slope between two prices that lie log(1 + step) apart, seen for n and m weeks, has the variance
    dispersion / units x (1 / n + 1 / m) / log(1 + step)^2; what is known already counts. The weeks at today's price
    are those of the last half year at most.
    """
    is_known = np.isfinite(row["std_error"]) and row["std_error"] <= MOST_STD_ERROR
    distance = max(-row["estimate"] - 1, LEAST_DISTANCE) if is_known else USUAL_DISTANCE
    known = 0.0 if not np.isfinite(row["own_std_error"]) else row["own_std_error"] ** -2.0
    lacking = (PLANNED_REACH / distance) ** 2 - known
    dispersion = max(row["dispersion"], 1.0) if np.isfinite(row["dispersion"]) else 1.0
    now = min(row["weeks_now"], LONGEST_TEST_WEEKS)
    for step in STEPS:
        if row["units_now"] > 0:
            weeks = lacking * dispersion / row["units_now"] / math.log1p(step) ** 2
            if (more := _further_weeks(weeks, now)) <= LONGEST_TEST_WEEKS:
                return "weeks", more, step, np.nan
    half = 1 / (1 / max(now, 1) + 1 / LONGEST_TEST_WEEKS)
    return "sales", pd.NA, np.nan, max(lacking, 0.0) * dispersion / half / math.log1p(STEPS[-1]) ** 2


def _further_weeks(worth: float, now: float) -> float:
    """Weeks at a second price that, beside `now` weeks at the first, are worth 1 / (1 / now + 1 / weeks) together."""
    if worth >= now:
        return math.inf
    return max(SHORTEST_TEST_WEEKS, math.ceil(worth * now / (now - worth)))


def _verdict(row: dict) -> tuple[str, str]:
    if row["prices_seen"] < 2:
        return NO_CHANGE, "one_price"
    if not np.isfinite(row["own_std_error"]):
        return THIN, "sold_at_one_price"
    if row["weeks"] < LEAST_WEEKS:
        return THIN, "few_weeks"
    if row["units"] < LEAST_UNITS:
        return THIN, "few_units"
    if row["std_error"] > MOST_STD_ERROR:
        return THIN, "wide"
    if row["estimate"] >= -1:
        return NOT_ELASTIC, "positive" if row["estimate"] > 0 else "not_elastic"
    return (THIN, "reaches_one") if row["high"] >= -1 else (USABLE, "")
