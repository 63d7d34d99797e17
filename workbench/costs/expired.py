"""Rates that ended before the day: they compute nothing, and are shown with the day on which they ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from workbench.costs.facts import UnitFacts
from workbench.costs.rate_charges import Found
from workbench.costs.waterfall import STEPS, Charge
from workbench.rules.rates import load_rates


def expired_charges(facts: UnitFacts, found: Found, *, steps: Callable[[UnitFacts], Found]) -> tuple[Charge, ...]:
    """A blank charge for each missing rate that was known until some day, as it stood on that day.

    Parameters
    ----------
    facts : UnitFacts
    found : Found
        What is known of the unit on its day, with what is missing.
    steps : function
        From facts to everything that is found of them.
    """
    known = {charge.step for charge in found.charges}
    wanted = [code for code in found.missing if code in STEPS and code not in known]
    return tuple(charge for code in wanted if (charge := _last_known(facts, code, steps=steps)))


def _last_known(facts: UnitFacts, step: str, *, steps: Callable[[UnitFacts], Found]) -> Charge | None:
    for day in _last_days(facts, step):
        then = steps(replace(facts, on=pd.Timestamp(day), own=()))
        charge = next((charge for charge in then.charges if charge.step == step and charge.until == day), None)
        if charge:
            return replace(charge, at=_blank, status="expired")
    return None


def _last_days(facts: UnitFacts, what: str) -> list[date]:
    """Last days of the rates of a kind that ended before the unit's day, the newest first."""
    rates = [*load_rates().of(what, facts.account.market), *(rate for rate in facts.typed if rate.what == what)]
    return sorted({rate.until for rate in rates if rate.until and rate.until < facts.on.date()}, reverse=True)


def _blank(prices: np.ndarray) -> np.ndarray:
    return np.full(len(prices), np.nan)
