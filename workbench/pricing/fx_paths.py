"""Where an exchange rate may go over a holding time: paths drawn from its own daily moves, and their fan.

A move is the change of the QUOTED currency's value: with rates in pesos for one dollar, -0.10 says that one peso buys
10 % fewer dollars. It is what `workbench.costs.margin_matrix` takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.costs.fx import business_day_rates
from workbench.errors import NothingToShow, ParameterError, did_you_mean, listed

METHODS = ("bootstrap", "historical")
# Fewer daily moves than a year's show neither the rare jump nor the usual swing.
LEAST_RETURNS = 250
# Two years of business days: what lies further back was another regime too often (docs/methods.md).
MOST_RETURNS = 500
# Mean length of a block of days that is drawn together, so that quiet and wild weeks stay weeks. Business days.
BLOCK_DAYS = 10
LEAST_WINDOWS = 100
PATHS = 2000
BUSINESS_SHARE = 5 / 7
QUANTILES = {"p05": 0.05, "p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95}
FAN_COLUMNS = ["base", "quote", "series", "day", "date", *QUANTILES]


def fx_paths(
    rates: pd.DataFrame, *, days: int, paths: int = PATHS, seed: int = 0, method: str = "bootstrap"
) -> np.ndarray:
    """Moves of the quoted currency's value from the last rate on, one row a path, one column a day.

    Parameters
    ----------
    rates : DataFrame
        date and rate (units of the quoted currency for one unit of the other), oldest first, one row a step:
        `business_day_rates` for steps of one business day. A missing rate breaks the chain, it is not bridged.
    days : int
        Steps ahead.
    paths : int
        Rows drawn; the historical method has as many as there are windows.
    seed : int
        The same seed and rates give the same paths.
    method : {"bootstrap", "historical"}
        Blocks of days of ten days' mean length put together anew, or every stretch of `days` days as it was.

    Returns
    -------
    ndarray
        paths x days: change against the last rate, -0.10 = the quoted currency buys 10 % less.

    Raises
    ------
    ParameterError
        An unknown method, or no day asked for.
    NothingToShow
        Fewer than 250 daily moves; for "historical", fewer than 100 windows.

    Notes
    -----
    The last 500 moves are used, their mean taken off: the fan spreads around today's rate and foretells no trend.

    Source: stationary bootstrap, Politis and Romano, JASA 89 (1994) 1303.
    Known to be wrong when: a managed currency is let go; the past holds no such day.
    """
    return joint_fx_paths({"": rates}, days=days, paths=paths, seed=seed, method=method)[""]


def joint_fx_paths(
    rates: Mapping[str, pd.DataFrame], *, days: int, paths: int = PATHS, seed: int = 0, method: str = "bootstrap"
) -> dict[str, np.ndarray]:
    """Paths of several pairs at once: the same days are drawn for all, so they move together as they did.

    Parameters
    ----------
    rates : mapping of str to DataFrame
        By the other currency, each as in `fx_paths`; days that all of them have are used.
    days, paths, seed, method
        As in `fx_paths`.

    Returns
    -------
    dict of str to ndarray
        paths x days for each key.

    Raises
    ------
    ParameterError, NothingToShow
        As `fx_paths`.
    """
    if method not in METHODS:
        hint = did_you_mean(method, METHODS)
        raise ParameterError(f"method '{method}'", "no such method", expected=listed(METHODS), hint=hint)
    if days < 1 or paths < 1:
        raise ParameterError("exchange rate paths", f"{days} days, {paths} paths", expected="at least one of each")
    returns = _daily_returns(rates)
    drawn = _block_days(len(returns), days, paths, seed) if method == "bootstrap" else _windows(len(returns), days)
    return {name: np.expm1(-np.cumsum(returns[name].to_numpy()[drawn], axis=1)) for name in returns}


def client_fx_paths(
    client: object, *, quote: str, bases: Sequence[str], on: str, days: int, method: str = "bootstrap"
) -> dict[str, np.ndarray]:
    """Joint paths of a client's cost currencies against the currency of a price, over a holding time.

    Parameters
    ----------
    client : Client
        Its `fx` is read.
    quote : str
        Currency of the price.
    bases : sequence of str
        The other currencies; the price's own never moves.
    on : str
        ISO day that the holding time begins after.
    days : int
        Calendar days; five of seven are steps.
    method : {"bootstrap", "historical"}

    Returns
    -------
    dict of str to ndarray
        By currency, 2,000 paths x business days for the bootstrap.

    Raises
    ------
    NothingToShow
        A pair has no rate within ten days of `on`, or fewer than 250 daily moves.
    """
    others = [base for base in dict.fromkeys(bases) if base != quote]
    rates = {base: recent_rates(client.fx, base=base, quote=quote, on=on) for base in others}
    found = joint_fx_paths(rates, days=business_steps(days), method=method) if rates else {}
    still = np.zeros(next(iter(found.values())).shape if found else (1, business_steps(days)))
    return found | ({quote: still} if quote in bases else {})


def fx_fan(
    client: object, *, base: str, quote: str, on: str, days: int = 90, method: str = "bootstrap"
) -> pd.DataFrame:
    """How far the rate of a pair may go in the days ahead, as quantiles of the rate itself.

    Parameters
    ----------
    client : Client
        Its `fx` is read.
    base, quote : str
        ISO codes: units of `quote` for one unit of `base`.
    on : str
        ISO day; the last rate published up to it, at most ten days old, is where the fan starts.
    days : int
        Calendar days ahead.
    method : {"bootstrap", "historical"}

    Returns
    -------
    DataFrame
        One row per business day, day 0 being `on` or the last business day before: base, quote, series, day
        (calendar days after `on`), date, p05, p10, p25, p50, p75, p90, p95 (rates). Eight of ten futures lie
        between p10 and p90.

    Raises
    ------
    NothingToShow, ParameterError
        As `client_fx_paths` and `fx_paths`.

    Source: coverage on real series in docs/methods.md.
    """
    rates = recent_rates(client.fx, base=base, quote=quote, on=on)
    moves = fx_paths(rates, days=business_steps(days), method=method)
    last = rates.iloc[-1]
    ahead = last["rate"] / (1 + np.column_stack([np.zeros(len(moves)), moves]))
    dates = pd.bdate_range(last["date"], periods=ahead.shape[1], unit="us")
    fan = pd.DataFrame(np.quantile(ahead, list(QUANTILES.values()), axis=0).T, columns=list(QUANTILES))
    fan = fan.assign(base=base, quote=quote, series=last["series"], date=dates)
    return fan.assign(day=(fan["date"] - last["date"]).dt.days)[FAN_COLUMNS]


def recent_rates(fx: pd.DataFrame, *, base: str, quote: str, on: str) -> pd.DataFrame:
    """The pair on the last 501 business days up to `on`, as `business_day_rates` gives them.

    Raises
    ------
    NothingToShow
        No rate was published within ten days of `on`.
    """
    end = pd.Timestamp(on)
    start = pd.bdate_range(end=end, periods=MOST_RETURNS + 1)[0]
    rates = business_day_rates(fx, base=base, quote=quote, start=f"{start:%Y-%m-%d}", end=f"{end:%Y-%m-%d}")
    if rates["rate"].isna().iloc[-1]:
        raise NothingToShow(
            f"exchange rate {base} to {quote}, {on}",
            "no rate published within ten days of that day",
            expected="an FX file that reaches that day",
            hint="save a newer file of the same publisher (Banxico, FRED, ECB) into the inbox folder _client",
        )
    return rates


def business_steps(days: int) -> int:
    """Business days in so many calendar days, at least one.

    >>> business_steps(90), business_steps(1)
    (64, 1)
    """
    return max(1, round(days * BUSINESS_SHARE))


def _daily_returns(rates: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Centred log moves of the rates on the last 500 steps that every pair has."""
    known = {name: pd.Series(frame["rate"].to_numpy(), index=frame["date"]) for name, frame in rates.items()}
    returns = np.log(pd.DataFrame(known, dtype=float)).diff().dropna().tail(MOST_RETURNS)
    if len(returns) < LEAST_RETURNS:
        raise NothingToShow(
            "exchange rate paths",
            f"cannot say: {len(returns)} daily moves known",
            expected=f"at least {LEAST_RETURNS}, about a year of published rates",
            hint="save a longer history of the pair (Banxico, FRED, ECB) into the inbox folder _client",
        )
    return returns - returns.mean()


def _block_days(n: int, days: int, paths: int, seed: int) -> np.ndarray:
    """Places of the days of each path: runs of successive days, each run as long as chance makes it."""
    dice = np.random.default_rng(seed)
    begins = dice.random((paths, days)) < 1 / BLOCK_DAYS
    begins[:, 0] = True
    starts = dice.integers(n, size=(paths, days))
    places = np.arange(days)
    last_begin = np.maximum.accumulate(np.where(begins, places, 0), axis=1)
    return (np.take_along_axis(starts, last_begin, axis=1) + places - last_begin) % n


def _windows(n: int, days: int) -> np.ndarray:
    """Places of the days of every stretch of so many successive days."""
    if n - days + 1 < LEAST_WINDOWS:
        raise NothingToShow(
            "exchange rate paths",
            f"cannot say: {max(n - days + 1, 0)} stretches of {days} days in {n} daily moves",
            expected=f"at least {LEAST_WINDOWS}",
            hint="ask for fewer days, or use method 'bootstrap'",
        )
    return np.arange(n - days + 1)[:, None] + np.arange(days)
