"""What the platform shows, and whether its numbers agree with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

# A rate of exactly 0 or 1 has lost its digits; four are what the platforms print.
PRINTED_DIGITS = 4
LEAST_DIGITS = 2


@dataclass(frozen=True)
class Shown:
    """One figure of a report: the counts that it gives, its rate, and its fault (`swapped`, `rate_and_counts`)."""

    numerator: int | None
    denominator: int | None
    rate: float | None
    fault: str = ""

    @property
    def has_counts(self) -> bool:
        """Whether both counts are given."""
        return self.numerator is not None and self.denominator is not None

    def fits(self, numerator: int, denominator: int) -> bool:
        """Whether the counts would be shown as this figure."""
        same = self.numerator in (None, numerator) and self.denominator in (None, denominator)
        if not same or self.has_counts or self.rate is None:
            return same
        return denominator > 0 and rates_agree(self.rate, numerator / denominator)


def shown_figure(figure: Mapping) -> Shown:
    """A reported figure with its fault; counts that only fit when exchanged are exchanged.

    Parameters
    ----------
    figure : mapping
        One row of `reported`: numerator, denominator, rate.
    """
    numerator, denominator = (_count(figure[name]) for name in ("numerator", "denominator"))
    rate = None if pd.isna(figure["rate"]) else float(figure["rate"])
    if numerator is None or not denominator or rate is None or rates_agree(rate, numerator / denominator):
        return Shown(numerator, denominator, rate)
    if numerator and rates_agree(rate, denominator / numerator):
        return Shown(denominator, numerator, rate, "swapped")
    return Shown(numerator, denominator, rate, "rate_and_counts")


def rates_agree(shown: float, exact: float) -> bool:
    """Whether a rate of so many digits may stand for the exact one, rounded or cut off.

    Source: Mercado Libre cuts 24/263 = 0.091255 to 0.0912; Amazon's example rounds 146/165 = 0.88485 to 0.8848.

    >>> rates_agree(0.0912, 24 / 263), rates_agree(0.005, 551 / 17197), rates_agree(0.0, 1 / 62)
    (True, False, False)
    """
    digits = PRINTED_DIGITS if shown in (0, 1) else -int(Decimal(repr(shown)).as_tuple().exponent)
    return abs(shown - exact) < 10.0 ** -max(digits, LEAST_DIGITS) * (1 + 1e-6)


def _count(value: object) -> int | None:
    return None if pd.isna(value) else int(value)
