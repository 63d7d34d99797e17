"""What entry of goods costs: a formal import or a courier parcel into Mexico, and entry into the United States.

All are of one consignment or of one unit's share of it, in one currency, unrounded. A rate that is not known leaves
the total missing and is named; nothing is assumed to be zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from workbench.costs.referral import referral_fee, tier_values
from workbench.errors import ParameterError
from workbench.rules.book import as_day
from workbench.rules.rates import Rate, find_rate

# Section 122's own first and last day; what came after was not found.
SECTION_122 = (date(2026, 2, 24), date(2026, 7, 24))
MODES = ("ocean", "air", "informal")


@dataclass(frozen=True)
class FormalImport:
    """A definitive import with a customs declaration; `vat` is credited to whoever has an RFC, the rest is cost."""

    customs_value: float
    duty: float
    customs_fee: float
    excise: float
    vat_base: float
    vat: float

    @property
    def cost(self) -> float:
        """Duty, customs fee and excise."""
        return self.duty + self.customs_fee + self.excise

    @property
    def total(self) -> float:
        """All that is paid at the customs."""
        return self.cost + self.vat


@dataclass(frozen=True)
class CourierImport:
    """A parcel by courier: one rate instead of duty, fee and VAT; `missing` names what blocks it."""

    value: float
    tax: float
    landed: float
    rate: Rate | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class UsEntry:
    """Entry into the United States, each part in USD; `missing` names the rates that block the total."""

    value: float
    duty: float
    section_301: float
    section_122: float
    merchandise_processing: float
    harbor_maintenance: float
    rates: tuple[Rate, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> float:
        """All parts; missing where one is."""
        parts = (self.duty, self.section_301, self.section_122, self.merchandise_processing, self.harbor_maintenance)
        return float(sum(parts))


def formal_import(
    customs_value: float, *, duty: float, customs_fee: float, vat: float, excise: float = 0.0
) -> FormalImport:
    """Duty, customs fee and VAT of a definitive import into Mexico.

    Parameters
    ----------
    customs_value : float
        Value in customs, insurance and freight to the border included, in any one currency.
    duty, customs_fee, excise : float
        IGI, DTA (0.008; 0 for T-MEC origin) and IEPS as fractions of the customs value.
    vat : float
        IVA as a fraction of customs value, duty, fee and excise together.

    Source: LIVA art. 27, LFD art. 49. A page that prints 1,856 VAT on a base of 11,580 is wrong (1,852.80); another
    writes the fee as 0.008 %, a hundredth of what it then computes.

    >>> formal_import(10_000, duty=0.10, customs_fee=0.008, vat=0.16, excise=0.05).total
    3432.8
    """
    parts = [customs_value * rate for rate in (duty, customs_fee, excise)]
    base = customs_value + sum(parts)
    return FormalImport(customs_value, *parts, vat_base=base, vat=base * vat)


def courier_import(
    value_usd: float, *, origin: str, on: date | str, typed: Sequence[Rate] = (), market: str = "MX"
) -> CourierImport:
    """What a courier parcel into Mexico pays, by where its goods were made.

    Parameters
    ----------
    value_usd : float
        Value of the parcel, USD; above 2,500 USD a consignee there is no courier rate.
    origin : str
        Country the goods were made in. A parcel sent from the United States with goods made in China has origin CN.
    on : date or str
        Day of entry.
    typed : sequence of TypedRate
        The client's own rates.
    market : str
        Country of entry.

    Returns
    -------
    CourierImport
        value, tax, landed (both together), rate, missing: ``origin``, ``courier_rate`` or ``over_courier_cap``.

    Raises
    ------
    RuleError
        `on` is no day.

    Source: RGCE 3.7.35; ``rules/rates/mexico_import.yml``. Up to 50 USD of T-MEC origin the DTA is due beside.

    >>> [round(courier_import(usd, origin="US", on="2026-06-01").tax, 2) for usd in (40, 100, 117, 117.01)]
    [0.0, 17.0, 19.89, 22.23]
    """
    rate = find_rate("courier_rate", market=market, on=on, typed=typed, origin=origin) if origin else None
    tax = float(referral_fee(value_usd, rate)) if rate else np.nan
    blocks = {"origin": not origin, "courier_rate": bool(origin) and rate is None, "over_courier_cap": bool(rate)}
    missing = tuple(name for name, blocked in blocks.items() if blocked) if np.isnan(tax) else ()
    return CourierImport(value_usd, tax, value_usd + tax, rate, missing)


def courier_fraction(value_usd: float, *, rate: Rate) -> float:
    """The courier rate of a parcel of that value, as a fraction of it; missing beyond the cap."""
    if rate.kind == "fraction":
        return float(rate.value)
    return float(tier_values(np.asarray(value_usd, dtype=float), rate))


def implied_duty(courier_rate: float, *, vat: float) -> float:
    """The duty that a courier rate holds beside the VAT.

    >>> [round(implied_duty(rate, vat=0.16), 3) for rate in (0.335, 0.19, 0.17)]
    [0.151, 0.026, 0.009]
    """
    return (1 + courier_rate) / (1 + vat) - 1


def break_even_duty(courier_rate: float, *, customs_fee: float, vat: float) -> float:
    """The duty at which a formal import and a courier parcel pay the same; below it the formal import pays less.

    Fixed costs of a formal import (broker, pre-validation) are not in it. An importer with an RFC credits the VAT of a
    formal import and normally not what a courier rate holds: for him compare duty and fee with the whole courier rate.

    >>> round(break_even_duty(0.335, customs_fee=0.008, vat=0.16), 3)
    0.143
    """
    return implied_duty(courier_rate, vat=vat) - customs_fee


def us_entry(
    value: float,
    *,
    duty: float | None,
    section_301: float | None,
    mode: Literal["ocean", "air", "informal"],
    on: date | str,
    origin: str = "",
    typed: Sequence[Rate] = (),
) -> UsEntry:
    """What entry into the United States costs.

    Parameters
    ----------
    value : float
        Customs value, USD.
    duty, section_301 : float or None
        The most-favoured-nation rate of the tariff line and what Section 301 adds, as fractions; both stack. None:
        not known.
    mode : str
        ``ocean`` (harbor maintenance is due), ``air`` (or land), ``informal`` (express: the informal fee).
    on : date or str
        Day of entry.
    origin : str
        Country the goods were made in.
    typed : sequence of TypedRate
        The client's own rates; Section 122 can only come from here.

    Returns
    -------
    UsEntry
        Each part, rates used, missing (codes of rates that block the total), notes (``section_122_successor``: what
        came after Section 122 lapsed was not found, and none of it is in the total).

    Raises
    ------
    ParameterError
        An unknown mode.
    RuleError
        `on` is no day.

    Source: ``rules/rates/us_customs.yml``; Section 122 from 2026-02-24 to 2026-07-24: sources say 10 % or 15 %.

    >>> entry = us_entry(10_000, duty=0.0, section_301=0.25, mode="ocean", on="2026-02-01", origin="CN")
    >>> entry.section_301, round(entry.merchandise_processing, 2), entry.harbor_maintenance
    (2500.0, 34.64, 12.5)
    """
    if mode not in MODES:
        raise ParameterError("us_entry", f"mode '{mode}'", expected=", ".join(MODES))
    day = as_day(on)
    place = {"market": "US", "on": day, "typed": typed, "origin": origin}
    processing = find_rate("merchandise_processing", logistic="informal" if mode == "informal" else "formal", **place)
    harbor = find_rate("harbor_maintenance", logistic=mode, **place)
    surcharge = find_rate("section_122", **place)
    parts = {
        "duty": _part(value, duty),
        "section_301": _part(value, section_301),
        "section_122": _within_122(value, surcharge, day),
        "merchandise_processing": float(referral_fee(value, processing)) if processing else np.nan,
        "harbor_maintenance": _harbor(value, harbor, mode),
    }
    used = (processing, harbor, surcharge if SECTION_122[0] <= day <= SECTION_122[1] else None)
    return UsEntry(
        value=value,
        **parts,
        rates=tuple(rate for rate in used if rate),
        missing=tuple(name for name, amount in parts.items() if np.isnan(amount)),
        notes=("section_122_successor",) if day > SECTION_122[1] else (),
    )


def _part(value: float, fraction: float | None) -> float:
    return np.nan if fraction is None else value * fraction


def _within_122(value: float, rate: Rate | None, day: date) -> float:
    if not SECTION_122[0] <= day <= SECTION_122[1]:
        return 0.0
    return float(referral_fee(value, rate)) if rate else np.nan


def _harbor(value: float, rate: Rate | None, mode: str) -> float:
    if mode != "ocean":
        return 0.0
    return float(referral_fee(value, rate)) if rate else np.nan
