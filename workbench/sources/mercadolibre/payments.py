"""How the buyer paid, where a Mercado Pago report says so: part of the kind of a payment's gross amount."""

from __future__ import annotations

import pandas as pd

from workbench.sources.sheet import Sheet


def gross_kind(sheet: Sheet, kind: pd.Series) -> pd.Series:
    """The kind of a gross amount with the kind of payment and, above one, the number of instalments.

    "payment/GROSS_AMOUNT" becomes "payment/GROSS_AMOUNT/credit_card/6"; where the report does not say, it stays.
    """
    paid_by, number = sheet.text("payment_type"), sheet.counts("instalments")
    several = (number > 1).fillna(False)
    full = kind + "/" + paid_by + ("/" + number.astype("str")).where(several, "")
    return full.where(paid_by.notna(), kind)
