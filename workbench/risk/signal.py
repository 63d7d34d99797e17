"""Signal or noise: whether a KPI's last weeks differ from its usual ones by more than chance makes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from workbench.kpis.days import parse_day
from workbench.kpis.table import scopes_of
from workbench.risk.control import SIGMAS, binomial_spread, ewma, laney_sigma
from workbench.risk.delays import delay_curve, known_share
from workbench.risk.histories import Histories
from workbench.risk.history import History
from workbench.risk.rates import WEEK

VERDICTS = ("worse", "better", "stable", "cannot_say")
WEEKS_SHOWN = 26
RECENT_WEEKS = 4
LEAST_USUAL_WEEKS = 8
LEAST_BAD = 5
# So many bad orders more or fewer than usual, or it is no signal, however far beyond the limits.
LEAST_DIFFERENCE = 3.0
# A week of which less than this share of bad orders is known by now says nothing yet.
LEAST_KNOWN = 0.5
WEIGHT = 0.2
RUN = 8

RULES = {
    "beyond_limits": "the last week lies beyond the limits of chance",
    "two_of_three": "two of the last three weeks lie far to one side",
    "moving_average": "the weighted mean of the weeks has left its limits",
    "run": "the last eight weeks all lie on one side of the usual rate",
    "within_limits": "no rule of the control chart was broken",
    "few_weeks": "fewer than twelve whole weeks of orders",
    "few_bad": "fewer than five bad orders in the usual weeks",
    "counts_alone": "the files hold no orders of this KPI by day",
}
"""Rule that decided, as a sentence's part in English; the room of words translates it."""

POINTS = ["week_end", "orders", "bad", "rate", "usual", "low", "high", "mean", "mean_low", "mean_high", "is_usual"]


@dataclass(frozen=True)
class Signal:
    """Verdict (one of `VERDICTS`), the rule that decided (a key of `RULES`), and the weeks.

    `points` has one row per week, oldest first: week_end, orders, bad (known by now), rate (bad corrected for what
    is not known yet), usual (the centre), low and high (limits of one week), mean with mean_low and mean_high (its
    exponentially weighted mean with limits), is_usual (the week is one of those that the centre comes from). Rates
    are those of bad orders, also where the KPI counts the good ones.
    """

    account: str
    kpi: str
    scope: str
    as_of: pd.Timestamp
    verdict: str
    rule: str
    points: pd.DataFrame


def kpi_signal(client, *, kpi: str, account: str, as_of: str | date, scope: str = "") -> Signal:
    """Whether a KPI got better or worse by more than chance, from its weekly counts up to a day.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpi, account : str
        Which KPI of which account.
    as_of : str or date
        What was known at the end of this day.
    scope : str
        Channel; blank for the KPI's first.

    Returns
    -------
    Signal
        The last four weeks are held against those before, up to half a year back. Limits are those of Laney's p'
        chart, never narrower than the binomial ones. A difference of fewer than three bad orders is no signal.

    Raises
    ------
    ParameterError
        No such KPI, account or day.
    TableError
        A canonical table lacks a column.

    Source: Montgomery chapter 7 (p chart), Laney 2002 (p'), Roberts 1959 (EWMA), Western Electric rules 2 and 4.
    """
    day = parse_day(as_of, where="kpi_signal")
    histories = Histories(client, where="kpi_signal")
    scope = scope or next(iter(scopes_of(histories.frames(account), histories.definition(account, kpi))), "")
    return signal_of(histories, account, kpi, scope=scope, on=day)


def signal_of(histories: Histories, account: str, kpi: str, *, scope: str, on: pd.Timestamp) -> Signal:
    """As `kpi_signal`, from histories that were read before."""
    own = histories.of(account, kpi, scope=scope, on=on)
    if own is None or not own.sold.any():
        return Signal(account, kpi, scope, on, "cannot_say", "counts_alone", _no_points())
    return Signal(
        account, kpi, scope, on, *judged_weeks(own, others=histories.others(account, kpi, scope=scope, on=on))
    )


def judged_weeks(own: History, *, others: list[History]) -> tuple[str, str, pd.DataFrame]:
    """Verdict, rule and weekly points of a history."""
    points = _weeks(own, others)
    usual = points[points["is_usual"]]
    if len(usual) < LEAST_USUAL_WEEKS or len(points) - len(usual) < RECENT_WEEKS:
        return "cannot_say", "few_weeks", _no_points()
    if usual["bad"].sum() < LEAST_BAD:
        return "cannot_say", "few_bad", _no_points()
    charted = _with_limits(points)
    return (*_verdict(charted), charted[POINTS])


def _weeks(own: History, others: list[History]) -> pd.DataFrame:
    """Whole weeks, oldest first: orders, bad, known (orders whose bad ones would be known by now), is_usual."""
    curve = delay_curve(own, others=others)
    length = min(len(own.sold) // WEEK, WEEKS_SHOWN + 8) * WEEK
    share = known_share(curve, np.arange(length))
    # A rate that must be high looks bad until the mark comes; young weeks of it are left out the same way.
    counts = {"orders": own.sold[:length], "bad": own.bad[:length], "known": own.sold[:length] * share}
    weeks = pd.DataFrame({name: each.reshape(-1, WEEK).sum(axis=1) for name, each in counts.items()})
    weeks["week_end"] = [own.as_of - pd.Timedelta(weeks=ago) for ago in range(len(weeks))]
    ripe = weeks[(weeks["orders"] > 0) & (weeks["known"] >= LEAST_KNOWN * weeks["orders"])]
    if own.is_high:
        ripe = ripe.assign(known=ripe["orders"])
    ripe = ripe.head(WEEKS_SHOWN).iloc[::-1].reset_index(drop=True)
    return ripe.assign(is_usual=ripe.index < len(ripe) - RECENT_WEEKS)


def _with_limits(points: pd.DataFrame) -> pd.DataFrame:
    bad, known = points["bad"].to_numpy("float64"), points["known"].to_numpy("float64")
    usual = points["is_usual"].to_numpy()
    centre = bad[usual].sum() / known[usual].sum()
    # Neighbouring weeks more alike than chance would be luck, not skill.
    wider = max(1.0, laney_sigma(bad[usual], known[usual], centre=centre))
    spread = binomial_spread(centre, known) * wider
    mean, reach = ewma((bad / known - centre) / spread, centre=0.0, sd=1.0, weight=WEIGHT)
    return points.assign(
        rate=bad / known,
        usual=centre,
        low=np.maximum(centre - SIGMAS * spread, 0.0),
        high=np.minimum(centre + SIGMAS * spread, 1.0),
        score=(bad / known - centre) / spread,
        difference=bad - centre * known,
        drift=mean,
        drift_reach=SIGMAS * reach,
        mean=centre + mean * spread,
        mean_low=np.maximum(centre - SIGMAS * reach * spread, 0.0),
        mean_high=np.minimum(centre + SIGMAS * reach * spread, 1.0),
    )


def _verdict(points: pd.DataFrame) -> tuple[str, str]:
    """The first rule that the last weeks break, by as many orders as count."""
    score, difference = points["score"].to_numpy(), points["difference"].to_numpy()
    for side, verdict in ((1.0, "worse"), (-1.0, "better")):
        broken = {
            "beyond_limits": (side * score[-1] > SIGMAS, 1),
            "two_of_three": ((side * score[-3:] > 2).sum() >= 2, 3),
            "moving_average": (side * points["drift"].iloc[-1] > points["drift_reach"].iloc[-1], RECENT_WEEKS),
            "run": ((side * score[-RUN:] > 0).all(), RUN),
        }
        for rule, (is_broken, weeks) in broken.items():
            if is_broken and side * difference[-weeks:].sum() >= LEAST_DIFFERENCE:
                return verdict, rule
    return "stable", "within_limits"


def _no_points() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="float64") for name in POINTS})
