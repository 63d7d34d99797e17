"""Dated tax rates, read from `rates.yml` beside this file. Where none is in force there is none: no default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

RATES_FILE = Path(__file__).with_name("rates.yml")


@dataclass(frozen=True)
class TaxRate:
    """A rate in force from `since` to `until` (both included; None = open), as a fraction of the price without VAT."""

    id: str
    what: str
    market: str
    value: float
    since: date | None
    until: date | None
    grade: str
    source: str

    def holds_on(self, day: pd.Timestamp) -> bool:
        """Whether the rate is in force on that day."""
        after = self.since is None or day >= pd.Timestamp(self.since)
        return after and (self.until is None or day <= pd.Timestamp(self.until))


@cache
def tax_rates() -> tuple[TaxRate, ...]:
    """All rates of the file."""
    return tuple(TaxRate(**row) for row in yaml.safe_load(RATES_FILE.read_text(encoding="utf-8")))


def tax_rate(what: str, *, market: str, on: str | pd.Timestamp) -> TaxRate | None:
    """The rate in force in that market on that day, or None.

    >>> tax_rate("vat", market="MX", on="2026-01-31").value
    0.16
    >>> tax_rate("income_tax_withheld", market="MX", on="2025-12-31").value
    0.01
    >>> tax_rate("vat", market="US", on="2026-01-31") is None
    True
    """
    day = pd.Timestamp(on).normalize()
    for row in tax_rates():
        if row.what == what and row.market == market and row.holds_on(day):
            return row
    return None


def rates_by_day(what: str, *, market: str, days: pd.Series) -> np.ndarray:
    """The rate in force on each day; 0.0 where none is."""
    known = {day: tax_rate(what, market=market, on=day) for day in days.dropna().unique()}
    return np.array([found.value if (found := known.get(day)) else 0.0 for day in days])
