"""An advice on its way into the record, and what followed the prices that were changed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from workbench.client import Client
from workbench.costs import price_table, unit_inputs
from workbench.costs.listed import sold_lines
from workbench.errors import NothingToShow, ParameterError
from workbench.pricing.advice import ADVISED, PriceAdvice
from workbench.pricing.earlier import grounds_of
from workbench.pricing.log import FEWEST_WEEKS, advice_log

# Whole weeks on both sides of a changed price, so that no weekday counts twice on one side.
MOST_WEEKS = 8
OUTCOME_COLUMNS = [
    "advice_id", "account", "sku", "currency", "price_before", "price", "executed_date", "weeks", "units_before",
    "units_after", "units_foretold", "units_foretold_low", "units_foretold_high", "margin_before", "margin_after",
    "profit_before", "profit_after", "verdict",
]  # fmt: skip


def proposal_of(advice: PriceAdvice) -> dict:
    """An advice as the record keeps it, for `workbench.record.remember_advice`.

    Parameters
    ----------
    advice : PriceAdvice
        With a price to propose.

    Raises
    ------
    ParameterError
        Nothing is advised: something has to be stated first, or a warning is open.
    """
    if advice.state != ADVISED:
        raise ParameterError(
            f"advice on {advice.inputs.sku}", f"its state is '{advice.state}'", expected="an advice that may be given"
        )
    row, inputs = advice.recommended, advice.inputs
    numbers = {
        "runner_up": advice.choice.runner_up,
        "units_before": advice.volume.weekly_units,
        "units_foretold": row["units"],
        "units_foretold_low": row["units_low"],
        "units_foretold_high": row["units_high"],
    }
    return {
        **{name: getattr(inputs, name) for name in ("account", "sku", "currency")},
        "price": float(inputs.price),
        "advised_price": advice.choice.price,
        "action": advice.choice.action,
        "reasons": list(advice.choice.reasons),
        "as_of": f"{advice.proposed_on:%Y-%m-%d}",
        "valid_until": f"{advice.valid_until:%Y-%m-%d}",
        "decider": advice.decider,
        **({"repeats": advice.earlier.advice_id} if advice.is_repeat else {}),
        "rests_on": grounds_of(
            inputs, price=advice.choice.price, limits=advice.limits, volume=advice.volume, bands=advice.bands
        ),
        **{name: round(float(value), 4) for name, value in numbers.items() if np.isfinite(value)},
    }


def price_outcomes(client: Client, *, on: str | date) -> pd.DataFrame:
    """What followed each changed price: units and margin a week before it and after it.

    Parameters
    ----------
    client : Client
        Its order lines, listings, costs and rates are read.
    on : str or date
        ISO day; nothing after it counts.

    Returns
    -------
    DataFrame
        One row per advice that was carried out, newest first: advice_id, account, sku, currency, price_before, price,
        executed_date, weeks (whole weeks on either side, at most 8), units_before, units_after (a week, brushing and
        cancelled lines left out), units_foretold with its ends, margin_before, margin_after (a unit, at the costs and
        rates of each side's last day; missing where an input is), profit_before, profit_after (a week), verdict (as
        foretold, fewer, more; not foretold; too_early before two whole weeks).

    Known to be wrong when: read as cause and effect: season, stock and competitors moved in the same weeks.
    """
    day = pd.Timestamp(on).normalize()
    log = advice_log(client, on=on)
    done = log[log["executed_date"].notna() & (log["executed_date"] <= day)]
    rows = [_outcome(client, row, day) for row in done.to_dict("records")]
    return pd.DataFrame(rows, columns=OUTCOME_COLUMNS)


def _outcome(client: Client, row: dict, day: pd.Timestamp) -> dict:
    owner, changed = client.profile.account(row["account"]), row["executed_date"]
    weeks = min(int(((day - changed).days + 1) // 7), MOST_WEEKS)
    told = {name: row[name] for name in OUTCOME_COLUMNS if name in row}
    if weeks < FEWEST_WEEKS:
        return {**told, "price": row["executed_price"], "weeks": weeks, "verdict": "too_early"}
    span, one = pd.Timedelta(weeks=weeks), pd.Timedelta(days=1)
    before = _weekly_units(client, owner, row["sku"], start=changed - span, end=changed - one)
    after = _weekly_units(client, owner, row["sku"], start=changed, end=changed + span - one)
    margins = (
        _unit_margin(client, row, price=row["price_before"], on=changed - one),
        _unit_margin(client, row, price=row["executed_price"], on=changed + span - one),
    )
    return {
        **told,
        **{"price": row["executed_price"], "weeks": weeks, "units_before": before, "units_after": after},
        **{"margin_before": margins[0], "margin_after": margins[1]},
        **{"profit_before": margins[0] * before, "profit_after": margins[1] * after},
        "verdict": _verdict(row, after),
    }


def _weekly_units(client: Client, owner: object, sku: str, *, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Units a week, both days included; brushing and cancelled lines left out."""
    sold = sold_lines(client, owner=owner, start=start, end=end)
    return float(sold.loc[sold["sku"] == sku, "units"].sum()) * 7 / ((end - start).days + 1)


def _unit_margin(client: Client, row: dict, *, price: float, on: pd.Timestamp) -> float:
    try:
        inputs = unit_inputs(client, sku=row["sku"], account=row["account"], on=f"{on:%Y-%m-%d}")
    except NothingToShow:
        return np.nan
    return float(price_table(inputs, prices=[price])["margin"].iloc[0])


def _verdict(row: dict, after: float) -> str:
    if row["executed_price"] != row["advised_price"] or not np.isfinite(row["units_foretold_low"]):
        return "not_foretold"
    if after < row["units_foretold_low"]:
        return "fewer"
    return "more" if after > row["units_foretold_high"] else "as_foretold"
