"""What the client said of its size, set beside what its files show."""

from __future__ import annotations

import pandas as pd

COLUMNS = {"measure": "str", "declared": "Int64", "files": "Int64", "note": "str"}
DECLARED_NOTES = {
    "listed": "SKUs of listings and costs",
    "not_listed": "no listings or costs in the files",
    "counted": "orders from {detail}",
    "begin_later": "the files begin after {detail}",
}
"""Note code to its English words; ``{detail}`` stands for what follows the code's colon: a day, or two with a slash."""


def declared_against_files(client) -> pd.DataFrame:
    """The declared size beside the counted one.

    Parameters
    ----------
    client : Client
        With its profile and tables.

    Returns
    -------
    DataFrame
        measure (skus, orders_three_months), declared, files (missing where the files do not reach back), note (a code
        of `DECLARED_NOTES`, with its detail as ``code:detail``). No row where the profile declares nothing.
    """
    declared = client.profile.declared
    if declared is None:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    end = pd.Timestamp(declared.on, tz="UTC") + pd.Timedelta(days=1)
    start = end - pd.DateOffset(months=3)
    orders = client.order_lines
    ordered = orders["ordered_at"]
    counted = orders[(ordered >= start) & (ordered < end)][["account", "order_id"]].drop_duplicates()
    reaches = len(ordered.dropna()) > 0 and ordered.min() < end
    skus = pd.concat([client.listings["sku"], client.catalogue["sku"]]).dropna().nunique()
    rows = [
        ("skus", declared.skus, skus or None, "listed" if skus else "not_listed"),
        (
            "orders_three_months",
            declared.orders_three_months,
            len(counted) if reaches else None,
            f"counted:{start.date()}/{declared.on}" if reaches else f"begin_later:{declared.on}",
        ),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
