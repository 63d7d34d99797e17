"""Which charge a ledger amount is, by the words of the report that it stands in, and which report is asked first.

What a report's words do not say is "other": nothing is filed under a charge by likeness. Transfers, reserves and
totals are no charge at all ('').
"""

from __future__ import annotations

import re

import pandas as pd

# Reports of one account tell the same money in different cuts and are never summed: the first one of these that has
# income in the period is used. A settlement goes before a date-range report because its amounts are named one by
# one. Reimbursements are in both already.
REPORTS = ("meli-ventas", "amazon-settlement", "amazon-settlement-v1", "amazon-date-range")
# Mercado Libre's Ventas names its money columns so. Its sale charge holds the commission AND the tax
# that the platform withholds, in one figure: it is never a marketplace fee.
CHARGES = {
    "ingresos por productos": "income",
    "cargo por venta e impuestos": "sale_charge_and_tax",
    "ingresos por envio": "shipping_income",
    "costos de envio": "shipping_cost",
    "costo de envio basado": "shipping_cost",
    "cargo por diferencias": "shipping_cost",
    "costo de envio por cambio": "shipping_cost",
    "descuentos y bonificaciones": "discount",
    "anulaciones y reembolsos": "refund",
}
# Amazon: the first pattern that a kind matches; settlements V2 and V1 first, then date-range reports.
AMAZON_CHARGES = (
    (r"(?:other-transaction|other)/(?:current reserve amount|previous reserve amount balance)$", ""),
    (r"other/(?:payable to amazon|successful charge|micro deposit)$", ""),
    (r"transfer/", ""),
    (r".* \(non-amazon[^()]*\)$", "other"),
    (r".* \((?:chargeback |a-to-z guarantee )?refund\)$", "refund"),
    (r".* \([^()]*\)$", "other"),
    (r"(?:itemprice|price)/principal$", "income"),
    (r"(?:itemprice|price)/(?:tax|shippingtax|giftwraptax)$", "tax_collected"),
    (r"(?:itemprice|price)/shipping$", "shipping_income"),
    (r"promotion/", "discount"),
    (r"(?:itemfees|item-related-fee)/(?:commission|variableclosingfee)$", "referral_fee"),
    (r"(?:itemfees|item-related-fee|shipment-fees?)/fba", "fulfilment_fee"),
    (r"(?:itemfees|item-related-fee)/(?:shippingchargeback|shippinghb)$", "shipping_cost"),
    (r"(?:itemfees|item-related-fee)/marketplacefacilitator|itemwithheldtax/", "tax_remitted"),
    (r"(?:chargeback )?refund/|a-to-z guarantee (?:claim|refund)/", "refund"),
    (r"order/product sales$", "income"),
    (r"order/(?:(?:product sales|shipping credits|giftwrap credits) tax|sales tax collected)$", "tax_collected"),
    (r"order/promotional rebates tax$", "tax_collected"),
    (r"order/shipping credits$", "shipping_income"),
    (r"order/promotional rebates$", "discount"),
    (r"order/(?:marketplace withheld tax|marketplace facilitator tax)$", "tax_remitted"),
    (r"order/selling fees$", "referral_fee"),
    (r"order/fba fees$", "fulfilment_fee"),
)
ORDER = tuple(
    dict.fromkeys(
        [
            *("income", "sale_charge_and_tax", "tax_withheld", "sale_charge", "referral_fee", "fulfilment_fee"),
            *(*CHARGES.values(), "tax_collected", "tax_remitted"),
        ]
    )
)
# Facturación bills charges one by one, its commission without tax; it knows no income, so it is no report of its own
# here: `costs.sales` takes its commission in the place of the mixed column's, for the sales that it names.
BILLED_CHARGES = {
    "cargo por venta": "sale_charge",
    "anulacion del cargo por venta": "sale_charge",
    "cargo por envio": "shipping_cost",
    "anulacion del cargo por envio": "shipping_cost",
}
ACCENTS = str.maketrans("áéíóúñ", "aeioun")


def report_used(reports: pd.Series, charges: pd.Series) -> str:
    """The one report that is read of an account's period; blank where none of them shows income.

    Parameters
    ----------
    reports, charges : Series
        One value per ledger amount of the account and period.
    """
    with_income = set(reports[charges == "income"])
    return next((report for report in REPORTS if report in with_income), "")


def charges_of(kinds: pd.Series, reports: pd.Series) -> pd.Series:
    """The charge of each ledger amount by its kind and report; '' for totals and transfers, 'other' if not known.

    >>> charges_of(pd.Series(["ItemFees/Commission", "ItemPrice/Shipping (Refund)", "Nuevo"]),
    ...            pd.Series(["amazon-settlement", "amazon-settlement", "meli-ventas"])).tolist()
    ['referral_fee', 'refund', 'other']
    """
    pairs = pd.DataFrame({"kind": kinds.fillna(""), "report": reports.fillna("")})
    known = {pair: _charge(*pair) for pair in pairs.drop_duplicates().itertuples(index=False, name=None)}
    return pd.Series([known[pair] for pair in pairs.itertuples(index=False, name=None)], index=kinds.index, dtype="str")


def _charge(kind: str, report: str) -> str:
    folded = kind.casefold().strip()
    if report.startswith("amazon-"):
        return next((charge for pattern, charge in AMAZON_CHARGES if re.match(pattern, folded)), "other")
    plain = folded.translate(ACCENTS)
    if plain.startswith("total"):
        return ""
    known = BILLED_CHARGES if report == "meli-facturacion" else CHARGES
    return next((charge for start, charge in known.items() if plain.startswith(start)), "other")
