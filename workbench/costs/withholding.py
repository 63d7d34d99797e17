"""Tax that a platform in Mexico withholds from a sale, with and without a tax number (RFC)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from workbench.rules.rates import Rate, find_rate

ENDINGS = {"true": "", "false": "_no_rfc"}


@dataclass(frozen=True)
class Withheld:
    """What is withheld at each price: the base (price without VAT), income tax and VAT, unrounded.

    `is_final` says that the income tax is a cost: without an RFC nobody credits it. `rates` are VAT, income tax
    withheld, VAT withheld.
    """

    base: np.ndarray
    income_tax: np.ndarray
    vat: np.ndarray
    rates: tuple[Rate, Rate, Rate]
    is_final: bool

    @property
    def total(self) -> np.ndarray:
        """Both taxes together: the unrounded sum, rounded once where it is shown (499 MXN: 45.17, not 45.16)."""
        return self.income_tax + self.vat


def withheld(
    prices: ArrayLike, *, market: str, rfc: str, on: date | str, typed: Sequence[Rate] = (), **where: str
) -> Withheld | None:
    """Income tax and VAT withheld at each price; None where the law's rates or the RFC are not known.

    Parameters
    ----------
    prices : array-like of float
        Prices with VAT, as the buyer pays them.
    market : str
        Country code; only Mexico's rates are in the book.
    rfc : str
        ``true``, ``false`` or ``unknown`` (nothing can be computed).
    on : date or str
        Day of the sale.
    typed : sequence of TypedRate
        The client's own rates.
    **where
        platform, account: for typed rates that are limited to one.

    Raises
    ------
    RuleError
        `on` is no day.

    Source: LISR 113-A (base without IVA), LIVA 18-J; rates in ``rules/rates/mexico_tax.yml``.
    Known to be wrong when: a company sold before 2026 (nothing was withheld then), or VAT is withheld in full from a
    holder of an RFC because he is paid abroad: state `vat_withheld` in `client.yml`.

    >>> taxes = withheld([1160.0], market="MX", rfc="true", on="2026-06-01")
    >>> taxes.base.round(2).tolist(), taxes.total.round(2).tolist()
    ([1000.0], [105.0])
    >>> withheld([1160.0], market="MX", rfc="unknown", on="2026-06-01") is None
    True
    """
    if rfc not in ENDINGS:
        return None
    names = ("vat", f"income_tax_withheld{ENDINGS[rfc]}", f"vat_withheld{ENDINGS[rfc]}")
    found = [find_rate(name, market=market, on=on, typed=typed, **where) for name in names]
    if None in found:
        return None
    vat, income_tax, vat_withheld = found
    base = np.asarray(prices, dtype=float) / (1 + vat.value)
    return Withheld(
        base=base,
        income_tax=base * income_tax.value,
        vat=base * vat_withheld.value,
        rates=(vat, income_tax, vat_withheld),
        is_final=rfc == "false",
    )
