"""The rate book in the reader's words: what a rate is for, how far it may be trusted, where an unknown one is got."""

from __future__ import annotations

import pandas as pd

from workbench.words.catalogue import mark, t

RATE_NAMES = {
    "vat": mark("VAT"),
    "income_tax_withheld": mark("income tax withheld"),
    "income_tax_withheld_no_rfc": mark("income tax withheld without RFC"),
    "vat_withheld": mark("VAT withheld"),
    "vat_withheld_no_rfc": mark("VAT withheld without RFC"),
    "referral": mark("sale fee (commission)"),
    "fixed_fee": mark("fixed fee per unit"),
    "fulfilment": mark("fulfilment fee"),
    "fuel_surcharge": mark("fuel surcharge on the fulfilment fee"),
    "free_shipping": mark("seller's cost of free shipping"),
    "free_shipping_from": mark("price from which shipping is free"),
    "instalments": mark("instalments fee"),
    "checkout_fraction": mark("checkout fee, part of the price"),
    "checkout_amount": mark("checkout fee, per payment"),
    "refund_admin": mark("refund administration fee"),
    "subscription": mark("subscription"),
    "import_duty": mark("import duty"),
    "section_301": mark("Section 301 duty"),
    "section_122": mark("Section 122 surcharge"),
    "customs_fee": mark("customs processing fee (DTA)"),
    "courier_rate": mark("courier parcel rate"),
    "merchandise_processing": mark("merchandise processing fee (MPF)"),
    "harbor_maintenance": mark("harbor maintenance fee (HMF)"),
    "storage": mark("storage fee"),
    "advertising": mark("advertising (part of the price)"),
    "return_rate": mark("return rate"),
    "return_loss": mark("loss per returned unit"),
    "financing": mark("cost of waiting for tax withheld"),
    "own_shipping": mark("shipping by the seller's own carrier"),
}
RATE_STATUS = {
    "confirmed": mark("confirmed rate"),
    "needs_check": mark("rate to be checked"),
    "expired": mark("rate no longer in force"),
}
# A source without a name of its own; every other one is a citation and stands as it is.
UNNAMED_SOURCES = {
    "one public table of 2026": mark("one public table of 2026"),
    "one public table of the 2026 card": mark("one public table of the 2026 card"),
    "two public tables of 2026 that agree": mark("two public tables of 2026 that agree"),
    "two public tables of the 2026 card that agree cell by cell": mark(
        "two public tables of the 2026 card that agree cell by cell"
    ),
    "agreeing pages on the 2026 fees": mark("agreeing pages on the 2026 fees"),
    "Amazon fee schedule": mark("Amazon fee schedule"),
}
GET_IT_FROM = {
    "settlement": mark("the account's own settlement report"),
    "platform_preview": mark("the platform's fee preview"),
    "platform_page": mark("the platform's fee page, logged in"),
    "customs_broker": mark("the customs broker"),
    "client": mark("the client"),
}


def rate_name(what: str) -> str:
    """What a rate is for.

    >>> rate_name("referral")
    'sale fee (commission)'
    """
    return t(RATE_NAMES[what])


def rate_source(source: str) -> str:
    """Where a rate comes from: a citation as it stands, an unnamed page in the reader's language.

    >>> rate_source("LISR 113-A III")
    'LISR 113-A III'
    """
    return t(UNNAMED_SOURCES[source]) if source in UNNAMED_SOURCES else source


def rate_status(status: str) -> str:
    """How far a rate of the book may be trusted.

    >>> rate_status("needs_check")
    'rate to be checked'
    """
    return t(RATE_STATUS[status])


def where_to_get(get_it_from: str) -> str:
    """Where an unknown rate is got, the nearest first.

    Parameters
    ----------
    get_it_from : str
        Codes as in `rates_not_known`, comma-separated.

    >>> where_to_get("settlement, platform_preview")
    "the account's own settlement report, the platform's fee preview"
    """
    return t(", ").join(t(GET_IT_FROM[code]) for code in get_it_from.split(", "))


def rate_rows(table: pd.DataFrame) -> pd.DataFrame:
    """A table of rates, or of what is not known, with its codes in words.

    Parameters
    ----------
    table : DataFrame
        As `rate_table` or `rates_not_known`.
    """
    words = {"what": rate_name, "status": rate_status, "get_it_from": where_to_get}
    return table.assign(
        **{column: [say(code) for code in table[column]] for column, say in words.items() if column in table}
    )
