"""Whether the fan of an exchange rate kept its word: fans drawn on past days against what the rate then did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc, xlogy

from workbench.costs.fx import business_day_rates
from workbench.errors import NothingToShow, ParameterError
from workbench.pricing.fx_paths import LEAST_RETURNS, MOST_RETURNS, business_steps, fx_paths

# With fewer periods the test cannot tell a bad fan from a good one.
LEAST_PERIODS = 20
# A back-test needs its quantiles to about a tenth of their spread only.
TEST_PATHS = 500
PERIOD_COLUMNS = ["date", "end_date", "rate", "low", "high", "rate_after", "is_inside"]


@dataclass(frozen=True)
class Kupiec:
    """Kupiec's test of unconditional coverage: how often the rate stayed inside against how often it should.

    Attributes
    ----------
    periods, inside : int
        Periods tested, and those that ended inside the fan.
    coverage, share : float
        What was promised and what was found, fractions.
    statistic, p_value : float
        Likelihood ratio, chi-squared with one degree of freedom. A small p-value: the promise was not kept.
    """

    periods: int
    inside: int
    coverage: float
    share: float
    statistic: float
    p_value: float


@dataclass(frozen=True)
class FxCoverage:
    """A back-tested fan.

    Attributes
    ----------
    base, quote, series : str
        The pair and its publisher's series.
    days : int
        Calendar days of a period.
    periods : DataFrame
        One row per period, none sharing a day: date, end_date, rate, low, high, rate_after, is_inside.
    kupiec : Kupiec or None
        None where fewer than 20 periods are known: then nothing can be said.
    """

    base: str
    quote: str
    series: str
    days: int
    periods: pd.DataFrame
    kupiec: Kupiec | None


def kupiec(hits: Sequence[bool], *, coverage: float) -> Kupiec:
    """Kupiec's test of periods that ended inside a fan which promised to hold them so often.

    Parameters
    ----------
    hits : sequence of bool
        One per period, true where the rate ended inside; periods must not overlap.
    coverage : float
        The promise, between 0 and 1.

    Raises
    ------
    ParameterError
        No period, or a coverage that is no share.

    Source: Kupiec, Journal of Derivatives 3 (1995) 73.

    >>> round(kupiec([False] * 10 + [True] * 245, coverage=0.95).p_value, 2)
    0.41
    """
    inside, periods = int(np.sum(np.asarray(hits, dtype=bool))), len(hits)
    if not periods or not 0 < coverage < 1:
        raise ParameterError(
            "Kupiec's test", f"{periods} periods, coverage {coverage:g}", expected="at least one period, 0 to 1"
        )
    share = inside / periods
    promised, found = (xlogy(inside, p) + xlogy(periods - inside, 1 - p) for p in (coverage, share))
    # The found share has the largest likelihood there is; rounding alone could take the ratio below zero.
    statistic = float(max(0.0, 2 * (found - promised)))
    return Kupiec(periods, inside, coverage, share, statistic, float(chdtrc(1, statistic)))


def fan_periods(
    rates: pd.DataFrame, *, steps: int, coverage: float = 0.8, method: str = "bootstrap", seed: int = 0
) -> pd.DataFrame:
    """The fan of every past period beside the rate that came; periods follow each other and share no day.

    Parameters
    ----------
    rates : DataFrame
        date and rate by business day, oldest first.
    steps : int
        Business days of a period.
    coverage : float
        Share of futures between low and high.
    method : {"bootstrap", "historical"}
    seed : int

    Returns
    -------
    DataFrame
        date (last day that the fan knew), end_date, rate, low, high, rate_after, is_inside. No row where there are
        fewer than 250 daily moves before every period.
    """
    known = rates.dropna(subset=["rate"]).sort_values("date", ignore_index=True)
    places = range(LEAST_RETURNS, len(known) - steps, steps)
    rows = [_period(known, at, steps, coverage, method, seed) for at in places]
    return pd.DataFrame(rows, columns=PERIOD_COLUMNS)


def fx_coverage(
    client: object, *, base: str, quote: str, days: int = 30, coverage: float = 0.8, method: str = "bootstrap"
) -> FxCoverage:
    """How often a client's own exchange rate table stayed inside the fan that was drawn before.

    Parameters
    ----------
    client : Client
        Its whole `fx` is read.
    base, quote : str
        ISO codes: units of `quote` for one unit of `base`.
    days : int
        Calendar days of a period: the holding time of a price.
    coverage : float
        Share of futures that the fan promises to hold.
    method : {"bootstrap", "historical"}

    Raises
    ------
    NothingToShow
        The pair is not in the table.

    Known to be wrong when: read as a promise for the next period; it is a count of past ones.
    """
    dates = client.fx["date"].dropna()
    span = ("", "") if dates.empty else (f"{dates.min():%Y-%m-%d}", f"{dates.max():%Y-%m-%d}")
    rates = business_day_rates(client.fx, base=base, quote=quote, start=span[0], end=span[1]) if span[0] else None
    if rates is None or rates["rate"].isna().all():
        raise NothingToShow(
            f"coverage of the {base} to {quote} fan",
            "no rate of that pair",
            expected="an FX file with its history",
            hint="save a file of Banxico, FRED or the ECB into the inbox folder _client",
        )
    periods = fan_periods(rates, steps=business_steps(days), coverage=coverage, method=method)
    tested = kupiec(periods["is_inside"], coverage=coverage) if len(periods) >= LEAST_PERIODS else None
    return FxCoverage(base, quote, str(rates["series"].dropna().iloc[-1]), days, periods, tested)


def _period(known: pd.DataFrame, at: int, steps: int, coverage: float, method: str, seed: int) -> tuple:
    past = known.iloc[max(0, at - MOST_RETURNS) : at + 1]
    end = fx_paths(past, days=steps, paths=TEST_PATHS, seed=seed, method=method)[:, -1]
    now, after = known.iloc[at], known.iloc[at + steps]
    low, high = np.quantile(now["rate"] / (1 + end), [(1 - coverage) / 2, (1 + coverage) / 2])
    is_inside = bool(low <= after["rate"] <= high)
    return now["date"], after["date"], now["rate"], low, high, after["rate"], is_inside
