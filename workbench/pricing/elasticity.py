"""How units answer to price: a constant elasticity for each SKU, drawn to its category, and whether it may be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.pricing.design import described, has_two_prices, prepared
from workbench.pricing.estimators import Slope, Weeks, own_slopes, pooled_slope
from workbench.pricing.panel import weekly_panel
from workbench.pricing.shrinkage import LEAST_ESTIMATES, Shrunk, shrink
from workbench.pricing.verdicts import with_verdicts

METHODS = ("poisson", "log_log")
# Months are told apart only where enough SKUs share them.
LEAST_SKUS_FOR_MONTHS = 5
ESTIMATE_COLUMNS = [
    *("sku", "category", "weeks", "units", "prices_seen", "price_low", "price_high"),
    *("estimate", "std_error", "low", "high", "own_estimate", "own_std_error", "weight_on_own", "shrunk_to"),
    *("verdict", "reason", "needed", "needed_weeks", "needed_step", "needed_units"),
]


@dataclass(frozen=True)
class Pooled:
    """One elasticity of all SKUs: estimate, std_error (clustered by SKU), low, high (95 %), skus, rows, method."""

    estimate: float
    std_error: float
    low: float
    high: float
    skus: int
    rows: int
    method: str


@dataclass(frozen=True)
class Elasticity:
    """Elasticities of an account's SKUs.

    Attributes
    ----------
    account, method : str
    first_week, last_week : Timestamp
        Mondays of the first and the last week counted.
    estimates : DataFrame
        One row per SKU, as `elasticity` says.
    pooled : Pooled or None
        All SKUs together; None where no price ever changed.
    check : Pooled or None
        The same by the other estimator; None where it cannot be had.
    controls : DataFrame
        control, estimate, std_error: what else moved units (logarithm of units).
    has_months : bool
        Whether month effects were taken out.
    left_out : DataFrame
        reason, rows: as in `Panel`, and zero_blocks (blocks of four weeks without a sale, by the log-log method).
    """

    account: str
    method: str
    first_week: pd.Timestamp
    last_week: pd.Timestamp
    estimates: pd.DataFrame
    pooled: Pooled | None
    check: Pooled | None
    controls: pd.DataFrame
    has_months: bool
    left_out: pd.DataFrame

    def of(self, sku: str) -> pd.Series | None:
        """One SKU's row; None where it is not in the panel."""
        rows = self.estimates[self.estimates["sku"] == sku]
        return None if rows.empty else rows.iloc[0]


def elasticity(
    client: object, *, account: str, on: str, category: str = "", method: str = "poisson", with_months: bool = True
) -> Elasticity:
    """Per cent more units for one per cent more price, by SKU, with what would be needed to know it.

    Parameters
    ----------
    client : Client
        As for `weekly_panel`.
    account, on : str
        Account id and ISO day.
    category : str
        Only SKUs of this category; blank for all.
    method : {"poisson", "log_log"}
        Counts by week with zero weeks kept, or logarithms of four weeks' sums at one price.
    with_months : bool
        Take month effects out, where at least five SKUs share them.

    Returns
    -------
    Elasticity
        `estimates`: one row per SKU: sku, category, weeks, units, prices_seen, price_low, price_high; estimate,
        std_error, low, high (95 %; drawn to the category, else to the account); own_estimate, own_std_error;
        weight_on_own (0-1); shrunk_to (category, account, none); verdict; reason; needed, needed_weeks, needed_step,
        needed_units (what would settle it, `workbench.pricing.verdicts`).
        verdict: usable (the whole interval is below -1), not_elastic (no price is best: raise until costs or floor
        stop you, but not by this model), thin, no_price_change (the category's answer stands in, for information).

    Raises
    ------
    ProfileError, TableError
        As `weekly_panel`.
    ParameterError
        An unknown method or category.
    NothingToShow
        No full week of orders.

    Notes
    -----
    log E(units) = SKU effect + elasticity x log(price) + controls, by pseudo maximum likelihood; price is the shelf
    price, a discount is a control, because a discount shows only in weeks with a sale. Errors of the pooled figure are
    clustered by SKU, of a SKU by blocks of four weeks.

    Source: Santos Silva and Tenreyro, Review of Economics and Statistics 88 (2006) 641; Morris, JASA 78 (1983) 47.
    Known to be wrong when: the seller moved prices because sales moved; competitors moved in the same weeks.
    """
    if method not in METHODS:
        hint = did_you_mean(method, METHODS)
        raise ParameterError(f"method '{method}'", "no such method", expected=listed(METHODS), hint=hint)
    panel = weekly_panel(client, account=account, on=on)
    rows = _of_category(panel.rows, category)
    has_months = with_months and rows["sku"].nunique() >= LEAST_SKUS_FOR_MONTHS
    weeks, zero_blocks = prepared(rows, method=method, has_months=has_months)
    pooled = pooled_slope(weeks)
    other = next(name for name in METHODS if name != method)
    skus = described(rows)
    skus = skus.merge(_own(weeks, skus), on="sku", how="left")
    estimates = with_verdicts(_drawn_to_mean(skus))
    out = pd.DataFrame({"reason": ["zero_blocks"], "rows": [zero_blocks]})
    return Elasticity(
        account=account,
        method=method,
        first_week=rows["week"].min(),
        last_week=rows["week"].max(),
        estimates=estimates[ESTIMATE_COLUMNS],
        pooled=_pooled(pooled, method),
        check=_pooled(pooled_slope(prepared(rows, method=other, has_months=has_months)[0]), other),
        controls=pooled.controls if pooled else pd.DataFrame(columns=["control", "estimate", "std_error"]),
        has_months=has_months,
        left_out=pd.concat([panel.left_out, out], ignore_index=True),
    )


def best_markup(estimate: float) -> float:
    """The best price as a multiple of marginal cost, at a constant elasticity.

    Parameters
    ----------
    estimate : float
        Below -1.

    Raises
    ------
    ParameterError
        At -1 or above: the dearer, the better, so no price is best.

    Source: Lerner, Review of Economic Studies 1 (1934) 157.

    >>> best_markup(-3.0)
    1.5
    """
    if not estimate < -1:
        raise ParameterError(
            "elasticity", f"{estimate:g}", expected="below -1", hint="test a second price, or judge by margin and floor"
        )
    return estimate / (1 + estimate)


def _of_category(rows: pd.DataFrame, category: str) -> pd.DataFrame:
    known = sorted(name for name in rows["category"].unique() if name)
    if category and category not in known:
        hint = did_you_mean(category, known)
        raise ParameterError(f"category '{category}'", "no SKU of it was sold", expected=listed(known), hint=hint)
    return rows[rows["category"] == category] if category else rows


def _own(weeks: Weeks, skus: pd.DataFrame) -> pd.DataFrame:
    """Each SKU's own slope, where two prices were held and something was sold at both."""
    table = skus.set_index("sku").reindex(weeks.names)
    has_slope = (table["prices_seen"] >= 2).to_numpy() & (table["prices_sold"] >= 2).to_numpy() & has_two_prices(weeks)
    found = own_slopes(weeks, has_slope=has_slope)
    return found.rename(columns={"estimate": "own_estimate", "std_error": "own_std_error"}).assign(sku=weeks.names)


def _drawn_to_mean(skus: pd.DataFrame) -> pd.DataFrame:
    """`skus` with estimates drawn to the category where it has enough, else to the account, else as they are."""
    to_category = [_drawn(rows, _mean_of(rows), "category") for _, rows in skus.groupby("category") if _is_enough(rows)]
    done = [sku for rows in to_category for sku in rows["sku"]]
    rest = skus[~skus["sku"].isin(done)]
    others = _drawn(rest, _mean_of(skus), "account") if _is_enough(skus) else _as_they_are(rest)
    drawn = pd.concat([rows for rows in (*to_category, others) if len(rows)]).sort_values("sku", ignore_index=True)
    reach = ndtri(0.975) * drawn["std_error"]
    return drawn.assign(low=drawn["estimate"] - reach, high=drawn["estimate"] + reach)


def _is_enough(rows: pd.DataFrame) -> bool:
    return int(rows["own_std_error"].notna().sum()) >= LEAST_ESTIMATES


def _mean_of(rows: pd.DataFrame) -> Shrunk:
    own = rows.dropna(subset=["own_estimate", "own_std_error"])
    return shrink(own["own_estimate"], own["own_std_error"])


def _drawn(rows: pd.DataFrame, mean: Shrunk, to: str) -> pd.DataFrame:
    """`rows` drawn to a mean; a SKU without an own estimate gets the mean, as sure as one more SKU can be."""
    drawn = rows.assign(
        estimate=mean.mean, std_error=mean.predicted_std_error, weight_on_own=0.0, shrunk_to=to
    ).reset_index(drop=True)
    own = drawn["own_std_error"].notna().to_numpy()
    if own.any():
        found = mean.applied(drawn.loc[own, "own_estimate"], drawn.loc[own, "own_std_error"])
        drawn.loc[own, ["estimate", "std_error", "weight_on_own"]] = np.column_stack(found)
    return drawn


def _as_they_are(rows: pd.DataFrame) -> pd.DataFrame:
    weight = rows["own_estimate"].notna().astype(float)
    return rows.assign(
        estimate=rows["own_estimate"], std_error=rows["own_std_error"], weight_on_own=weight, shrunk_to="none"
    )


def _pooled(slope: Slope | None, method: str) -> Pooled | None:
    if slope is None:
        return None
    reach = stdtrit(max(slope.items - 1, 1), 0.975) * slope.std_error
    low, high = float(slope.estimate - reach), float(slope.estimate + reach)
    return Pooled(slope.estimate, slope.std_error, low, high, slope.items, slope.rows, method)
