"""What buyers say they would pay: a survey's answers as price points, acceptable ranges and demand curves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.bands.demand import share_interval
from workbench.bands.survey_file import LEVELS, read_survey
from workbench.errors import NothingToShow

# Newton, Miller and Smith: from a stated likelihood of 1 (certainly not) to 5 (certainly) to a purchase probability.
CALIBRATION = {5: 0.7, 4: 0.5, 3: 0.3, 2: 0.1, 1: 0.0}


@dataclass(frozen=True, eq=False)
class PriceSurvey:
    """The answers of a price survey.

    Attributes
    ----------
    answers, used : int
        People who answered all four price questions, and those whose answers hold together.
    intransitive, incomplete : int
        People left out: their prices don't rise from too cheap to too expensive; a price is missing.
    points : DataFrame
        One row per point of van Westendorp: point (lower, upper, indifference, optimal), price, definition (original,
        narrower). Original range: from "not cheap" crossing "too cheap" to "not expensive" crossing "too expensive";
        narrower range: from "expensive" crossing "too cheap" to "cheap" crossing "too expensive".
    curves : DataFrame
        One row per price that was named: price, too_cheap, cheap, expensive, too_expensive, not_cheap, not_expensive
        (shares of people).
    purchase : DataFrame
        Newton, Miller and Smith, where the file has likelihoods: price, reach (share that buys at the price), revenue
        (price times reach, a person asked); empty without them.
    offered : DataFrame
        Gabor and Granger, where the file has yes-and-no columns: price, people, buys, share, low, high (Wilson),
        revenue (price times share); empty without them.
    calibration : dict
        The purchase probability that each stated likelihood was taken for.
    named : DataFrame
        The answers that count, one row per person: too_cheap, cheap, expensive, too_expensive.
    """

    answers: int
    used: int
    intransitive: int
    incomplete: int
    points: pd.DataFrame
    curves: pd.DataFrame
    purchase: pd.DataFrame
    offered: pd.DataFrame
    calibration: dict[int, float]
    named: pd.DataFrame


def price_survey(path: str | Path) -> PriceSurvey:
    """Price points and demand curves of a survey's CSV.

    Parameters
    ----------
    path : str or Path
        One row per person, in one currency, with any of: too_cheap, cheap, expensive, too_expensive (prices);
        likely_cheap, likely_expensive (1 to 5, how likely to buy at the two middle prices); would_buy_199 and the
        like (yes or no at that price).

    Raises
    ------
    ParameterError
        Cells that are no price, likelihood or answer: all of them at once, with their rows.
    NothingToShow
        No column of a price question, or nobody left whose answers hold together.

    Notes
    -----
    People whose prices don't rise are dropped and counted, never repaired. The steps of the curves are the prices
    that were named; a point is the first of them at which the curves cross.

    Source: van Westendorp (1976), ESOMAR congress; Newton, Miller and Smith (1993), ART forum; probabilities as in R's
    pricesensitivitymeter 1.3.3; Gabor and Granger (1966), Economica 33.
    Known to be wrong when: people answer for a product that they don't know, or the sample is not the market's.
    """
    answers = read_survey(path)
    asked = answers[list(LEVELS)]
    is_whole = asked.notna().all(axis=1)
    rises = is_whole & (asked.diff(axis=1).iloc[:, 1:] > 0).all(axis=1)
    named = answers[rises]
    if named.empty and not any(name.startswith("would_buy_") for name in answers.columns):
        raise NothingToShow(
            Path(path).name,
            f"of {len(answers):,} people, nobody's four prices rise",
            expected="prices that rise from too cheap to too expensive",
        )
    curves = _curves(named)
    return PriceSurvey(
        answers=int(is_whole.sum()),
        used=int(rises.sum()),
        intransitive=int((is_whole & ~rises).sum()),
        incomplete=int((~is_whole & asked.notna().any(axis=1)).sum()),
        points=_points(curves),
        curves=curves,
        purchase=_purchase(named),
        offered=_offered(answers),
        calibration=dict(CALIBRATION),
        named=named[list(LEVELS)].reset_index(drop=True),
    )


def _curves(named: pd.DataFrame) -> pd.DataFrame:
    """Shares of people who find each price named so; a price that somebody calls cheap is cheap to him up to there."""
    prices = np.unique(named[list(LEVELS)].to_numpy())
    share = {}
    for level in ("too_cheap", "cheap"):
        share[level] = [float((named[level] > price).mean()) for price in prices]
    for level in ("expensive", "too_expensive"):
        share[level] = [float((named[level] <= price).mean()) for price in prices]
    curves = pd.DataFrame({"price": prices, **share})
    return curves.assign(not_cheap=1 - curves["cheap"], not_expensive=1 - curves["expensive"])


def _points(curves: pd.DataFrame) -> pd.DataFrame:
    """The first price at which the one curve is not under the other."""
    crossings = (
        ("lower", "original", "not_cheap", "too_cheap"),
        ("upper", "original", "too_expensive", "not_expensive"),
        ("lower", "narrower", "expensive", "too_cheap"),
        ("upper", "narrower", "too_expensive", "cheap"),
        ("indifference", "", "not_cheap", "not_expensive"),
        ("optimal", "", "too_expensive", "too_cheap"),
    )
    rows = [(point, definition, _first(curves, rising, falling)) for point, definition, rising, falling in crossings]
    return pd.DataFrame(rows, columns=["point", "definition", "price"])


def _first(curves: pd.DataFrame, rising: str, falling: str) -> float:
    crossed = curves.loc[curves[rising] >= curves[falling] - 1e-9, "price"]
    return float(crossed.iloc[0]) if len(crossed) else np.nan


def _purchase(named: pd.DataFrame) -> pd.DataFrame:
    """Each person's probability runs from none at too cheap over the two stated ones to none at too expensive."""
    known = named.dropna(subset=["likely_cheap", "likely_expensive"])
    if known.empty:
        return pd.DataFrame({"price": [], "reach": [], "revenue": []}, dtype="float64")
    prices = np.unique(known[list(LEVELS)].to_numpy())
    chances = [
        np.interp(
            prices,
            [row[level] for level in LEVELS],
            [0.0, CALIBRATION[int(row["likely_cheap"])], CALIBRATION[int(row["likely_expensive"])], 0.0],
            left=0.0,
            right=0.0,
        )
        for row in known.to_dict("records")
    ]
    reach = np.mean(chances, axis=0)
    return pd.DataFrame({"price": prices, "reach": reach, "revenue": prices * reach})


def _offered(answers: pd.DataFrame) -> pd.DataFrame:
    """Share of people who would buy at each price offered; who buys at a price is counted at that price only."""
    rows = []
    for column in (name for name in answers.columns if name.startswith("would_buy_")):
        said = answers[column].dropna()
        if len(said):
            price, buys = float(column.removeprefix("would_buy_")), int(said.sum())
            share = buys / len(said)
            rows.append((price, len(said), buys, share, *share_interval(buys, len(said)), price * share))
    columns = ["price", "people", "buys", "share", "low", "high", "revenue"]
    return pd.DataFrame(rows, columns=columns).sort_values("price", ignore_index=True)
