"""What Mercado Pago's checkout takes outside the marketplace, and how an account's buyers paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.rules.rates import Rate, find_rate
from workbench.tables import TABLES, require_columns

# Both tell the same payments: the first one that says how buyers paid is used. Settlement has all transactions, release
# only those whose money is free.
REPORTS = ("mercadopago-settlement", "mercadopago-release")
SALES = ("payment", "settlement")
GROSS = ("GROSS_AMOUNT", "TRANSACTION_AMOUNT")
CASH = frozenset({"ticket", "atm"})
CARDS = frozenset({"credit_card", "debit_card", "prepaid_card"})


@dataclass(frozen=True)
class PaymentShares:
    """Shares of the sales' amount by how buyers paid; the four add up to one.

    `instalments` is what was paid in two or more; `other` is money in the buyer's Mercado Pago account, transfers and
    loans. `stated_share` is the part of all sales whose payment kind the report states, which the shares are of.
    """

    cash: float
    card: float
    instalments: float
    other: float
    payments: int
    stated_share: float
    report: str


def checkout_fee(
    prices: ArrayLike, *, on: date | str, release: str = "instant", typed: Sequence[Rate] = (), market: str = "MX"
) -> np.ndarray:
    """What the checkout takes at each price: (fraction x price + amount) plus VAT; missing where a rate is not known.

    Parameters
    ----------
    prices : array-like of float
        Prices with VAT.
    on : date or str
        The day.
    release : str
        How soon the money is free: ``instant``, ``14 days`` or ``30 days``.
    typed : sequence of TypedRate
        The client's own rates.
    market : str
        Country code.

    Raises
    ------
    RuleError
        `on` is no day.

    Source: ``rules/rates/mercadopago.yml`` (one source, undated: to be checked).

    >>> checkout_fee([100, 499, 1160], on="2026-06-01").round(2).tolist()
    [8.69, 24.84, 51.6]
    """
    place = {"market": market, "on": on, "typed": typed, "platform": "mercadopago"}
    fraction = find_rate("checkout_fraction", listing_type=release, **place)
    amount = find_rate("checkout_amount", listing_type=release, **place)
    vat = find_rate("vat", **place)
    amounts = np.asarray(prices, dtype=float)
    if fraction is None or amount is None or vat is None:
        return np.full(amounts.shape, np.nan)
    return (amounts * fraction.value + amount.value) * (1 + vat.value)


def payment_mix(ledger: pd.DataFrame, *, account: str, start: str, end: str, zone: str = "UTC") -> PaymentShares | None:
    """How an account's buyers paid, by Mercado Pago's reports; None where none states it.

    Parameters
    ----------
    ledger : DataFrame
        One row per ledger amount, canonical table `ledger`.
    account : str
        Account id.
    start, end : str
        First and last ISO day.
    zone : str
        IANA zone of the account's midnight.

    Raises
    ------
    TableError
        The table lacks a column.

    Source: kinds such as "payment/GROSS_AMOUNT/credit_card/6", of payments only: no refunds, no disputes.
    Known to be wrong when: many buyers' payments are still held back and only the release report is there.
    """
    require_columns(ledger, TABLES["ledger"].names, of="ledger")
    days = ledger["posted_at"].dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    inside = (ledger["account"] == account) & days.between(pd.Timestamp(start), pd.Timestamp(end))
    rows = ledger[inside & ledger["report"].isin(REPORTS) & (ledger["amount"] > 0)]
    for report in REPORTS:
        shares = _shares(rows[rows["report"] == report], report)
        if shares:
            return shares
    return None


def _shares(rows: pd.DataFrame, report: str) -> PaymentShares | None:
    parts = rows["kind"].fillna("").str.split("/", expand=False)
    is_sale = parts.map(lambda part: len(part) > 1 and part[0].casefold() in SALES and part[1] in GROSS).astype(bool)
    sales = rows[is_sale].assign(way=parts[is_sale].map(_way))
    stated = sales[sales["way"] != ""]
    total = float(stated["amount"].sum())
    if not total:
        return None
    sums = stated.groupby("way")["amount"].sum() / total
    shares = {way: float(sums.get(way, 0.0)) for way in ("cash", "card", "instalments", "other")}
    return PaymentShares(
        **shares, payments=len(stated), stated_share=total / float(sales["amount"].sum()), report=report
    )


def _way(parts: list[str]) -> str:
    """cash, card, instalments or other; blank where the kind does not say how it was paid."""
    if len(parts) < 3:
        return ""
    if len(parts) > 3:
        return "instalments"
    paid_by = parts[2].casefold()
    return "cash" if paid_by in CASH else "card" if paid_by in CARDS else "other"
