"""What the simulator's page tries, and which values its controls may bring."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbench.pricing.simulation import Levers
from workbench.profile.price_terms import PaymentMix

MOST_MOVE = 20
MIXED = ("cash", "instalments")
TRIED = ("exact", "price", "move", "logistic", "rfc", "mix_on", *MIXED)
CODES = {"logistic": ("", "platform", "seller"), "rfc": ("", "true", "false")}
WHOLE = {"move": (-MOST_MOVE, MOST_MOVE), "cash": (0, 100), "instalments": (0, 100)}


@dataclass(frozen=True)
class Choice:
    """What the page tries: a SKU, its price, the move of the currency in percent, and what is other than known.

    `mix` is None while how buyers pay is as known, else the percent paid in cash and by instalments.
    """

    account: str
    sku: str = ""
    price: float = math.nan
    move: int = 0
    logistic: str = ""
    rfc: str = ""
    mix: tuple[int, int] | None = None

    @property
    def levers(self) -> Levers:
        """The same for the computation."""
        mix = None
        if self.mix is not None:
            cash, instalments = (part / 100 for part in self.mix)
            card = round(1 - cash - instalments, 4)
            mix = PaymentMix(account=self.account, cash=cash, card=card, instalments=instalments)
        return Levers(move=self.move / 100, logistic=self.logistic, rfc=self.rfc, mix=mix)


def is_offered(name: str, value: object, *, prices: tuple[float, float] | None) -> bool:
    """Whether a control of this name may bring this value.

    Parameters
    ----------
    name : str
        One of `TRIED`.
    value : object
        Whatever a visitor's message held.
    prices : tuple of float or None
        First and last price of the SKU; None where it has no price to move.
    """
    if name in CODES:
        return value in CODES[name]
    if name == "mix_on":
        return isinstance(value, bool)
    ends = prices if name in ("price", "exact") else WHOLE[name]
    return ends is not None and _is_number(value) and ends[0] <= value <= ends[1]


def mixed(parts: tuple[int, int], name: str, value: int) -> tuple[int, int]:
    """Percent in cash and by instalments after one was set; the other gives way where both are more than everything.

    >>> mixed((20, 30), "cash", 90)
    (90, 10)
    """
    after = dict(zip(MIXED, parts, strict=True)) | {name: value}
    other = MIXED[1 - MIXED.index(name)]
    after[other] = min(after[other], 100 - value)
    return after["cash"], after["instalments"]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
