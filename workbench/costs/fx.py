"""Exchange rates of a day: which published series gives a pair, and its last rate up to that day."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.tables import TABLES, require_columns

# Banco de México's FIX and settlement rate, then the Federal Reserve's H.10 series; others by name.
SERIES_FIRST = ("SF43718", "SF60653", "DEXMXUS", "DEXCHUS")
# The longest gap that a bank holiday makes (China's week, with weekends at both ends). Days.
LONGEST_GAP_DAYS = 10
HISTORY_COLUMNS = ["date", "base", "quote", "series", "rate"]
FILLED_COLUMNS = [*HISTORY_COLUMNS, "published_date", "is_filled"]


@dataclass(frozen=True)
class Rate:
    """Units of the quoted currency for one unit of the base, the day it was published for, and by whom."""

    rate: float
    date: pd.Timestamp
    series: str


def rate_on(fx: pd.DataFrame, *, base: str, quote: str, on: str | pd.Timestamp) -> Rate | None:
    """The last published rate of a pair up to a day, None where there is none within 10 days.

    Parameters
    ----------
    fx : DataFrame
        One row per day, pair and series, canonical table `fx`.
    base, quote : str
        ISO codes; the rate is in units of `quote` for one unit of `base`.
    on : str
        ISO day.

    Notes
    -----
    A pair that nobody publishes is taken the other way round, else through a third currency, of one
    publisher before two, both legs of the same day.

    >>> fx = pd.DataFrame({"date": pd.to_datetime(["2026-01-30"]), "base": "USD", "quote": "MXN",
    ...     "series": "SF43718", "rate": 17.5})
    >>> rate_on(fx, base="MXN", quote="USD", on="2026-01-31").rate * 35
    2.0
    """
    day = pd.Timestamp(on).normalize()
    if base == quote:
        return Rate(1.0, day, "")
    recent = fx[(fx["date"] <= day) & (fx["date"] >= day - pd.Timedelta(days=LONGEST_GAP_DAYS))]
    published = _pair_rates(recent, base, quote)
    if published.empty:
        return None
    last = published.iloc[-1]
    return Rate(float(last["rate"]), last["date"], last["series"])


def rate_history(fx: pd.DataFrame, *, base: str, quote: str, start: str, end: str) -> pd.DataFrame:
    """One row per day that the pair was published for: date, base, quote, series, rate; one series only."""
    days = fx[(fx["date"] >= pd.Timestamp(start)) & (fx["date"] <= pd.Timestamp(end))]
    return _pair_rates(days, base, quote).assign(base=base, quote=quote)[HISTORY_COLUMNS]


def fx_history(client: object, *, base: str, quote: str, start: str, end: str) -> pd.DataFrame:
    """The rate of a pair by day, of one published series: date, base, quote, series, rate.

    Parameters
    ----------
    client : Client
        Its `fx` is read.
    base, quote : str
        ISO codes: units of `quote` for one unit of `base`.
    start, end : str
        First and last ISO day.

    Raises
    ------
    TableError
        The table lacks a column.
    """
    require_columns(client.fx, TABLES["fx"].names, of="fx")
    return rate_history(client.fx, base=base, quote=quote, start=start, end=end)


def business_day_rates(fx: pd.DataFrame, *, base: str, quote: str, start: str, end: str) -> pd.DataFrame:
    """The pair for every Monday to Friday, a day without a rate filled with the last one before it.

    A named choice: `fx` itself and `rate_history` leave gaps as gaps. The first days stay missing where nothing
    was published in the 10 days before them, and no rate is carried further than that.

    Parameters
    ----------
    fx : DataFrame
        One row per day, pair and series, canonical table `fx`.
    base, quote : str
        ISO codes; the rate is in units of `quote` for one unit of `base`.
    start, end : str
        ISO days, both included.

    Returns
    -------
    DataFrame
        One row per business day (holidays included): date, base, quote, series, rate, published_date (the day
        that the rate was published for), is_filled; one series only.

    >>> fx = pd.DataFrame({"date": pd.to_datetime(["2026-01-30"]), "base": "USD", "quote": "MXN",
    ...     "series": "SF43718", "rate": 17.5})
    >>> filled = business_day_rates(fx, base="USD", quote="MXN", start="2026-01-30", end="2026-02-02")
    >>> filled[["rate", "is_filled"]].values.tolist()
    [[17.5, False], [17.5, True]]
    """
    first = pd.Timestamp(start) - pd.Timedelta(days=LONGEST_GAP_DAYS)
    published = rate_history(fx, base=base, quote=quote, start=f"{first:%Y-%m-%d}", end=end)
    days = pd.DataFrame({"date": pd.bdate_range(start, end, unit="us")})
    filled = pd.merge_asof(
        days,
        published.assign(published_date=published["date"])[["date", "series", "rate", "published_date"]],
        on="date",
        tolerance=pd.Timedelta(days=LONGEST_GAP_DAYS),
    )
    filled = filled.assign(
        base=base, quote=quote, is_filled=filled["rate"].notna() & (filled["published_date"] < filled["date"])
    )
    return filled[FILLED_COLUMNS]


def _pair_rates(fx: pd.DataFrame, base: str, quote: str) -> pd.DataFrame:
    """Rates of the pair by day, of the first series that has any: date, series, rate."""
    legs = _both_ways(fx.dropna(subset=["rate"]))
    direct = legs[(legs["base"] == base) & (legs["quote"] == quote)]
    found = _of_first_series(direct if len(direct) else _crossed(legs, base, quote))
    return found.sort_values("date", ignore_index=True)[["date", "series", "rate"]]


def _both_ways(fx: pd.DataFrame) -> pd.DataFrame:
    turned = fx.assign(base=fx["quote"], quote=fx["base"], rate=1 / fx["rate"])
    return pd.concat([fx, turned])[HISTORY_COLUMNS]


def _crossed(legs: pd.DataFrame, base: str, quote: str) -> pd.DataFrame:
    """The pair through any third currency, both legs of one day."""
    first, second = legs[legs["base"] == base], legs[legs["quote"] == quote]
    pairs = first.merge(second, left_on=["date", "quote"], right_on=["date", "base"], suffixes=("_first", "_second"))
    same = pairs["series_first"] == pairs["series_second"]
    series = pairs["series_first"].where(same, pairs["series_first"] + " × " + pairs["series_second"])
    rates = pairs["rate_first"] * pairs["rate_second"]
    return pd.DataFrame({"date": pairs["date"], "series": series.astype("str"), "rate": rates})


def _of_first_series(rates: pd.DataFrame) -> pd.DataFrame:
    """Rows of the series that comes first: one publisher before two, then the named order, then the name."""
    names = sorted(rates["series"].dropna().unique(), key=_series_order)
    return rates[rates["series"] == names[0]] if names else rates


def _series_order(series: str) -> tuple:
    legs = series.split(" × ")
    places = [SERIES_FIRST.index(leg) if leg in SERIES_FIRST else len(SERIES_FIRST) for leg in legs]
    return len(legs), sum(places), series


def is_older(rate: Rate | None, on: str | pd.Timestamp) -> bool:
    """Whether the rate was published for an earlier day than the one asked for."""
    return rate is not None and rate.date < pd.Timestamp(on).normalize()
