"""What the client said of its size, set beside what its files show."""

from __future__ import annotations

import pandas as pd

COLUMNS = {"measure": "str", "declared": "Int64", "files": "Int64", "note": "str"}


def declared_against_files(client) -> pd.DataFrame:
    """The declared size beside the counted one.

    Parameters
    ----------
    client : Client
        With its profile and tables.

    Returns
    -------
    DataFrame
        measure (skus, orders_three_months), declared, files (missing where the files do not reach back), note (the
        days counted). No row where the profile declares nothing.
    """
    declared = client.profile.declared
    if declared is None:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    end = pd.Timestamp(declared.on, tz="UTC") + pd.Timedelta(days=1)
    start = end - pd.DateOffset(months=3)
    period = f"{start.date()} to {declared.on}"
    orders = client.order_lines
    ordered = orders["ordered_at"]
    counted = orders[(ordered >= start) & (ordered < end)][["account", "order_id"]].drop_duplicates()
    reaches = len(ordered.dropna()) > 0 and ordered.min() < end
    skus = pd.concat([client.listings["sku"], client.catalogue["sku"]]).dropna().nunique()
    rows = [
        ("skus", declared.skus, skus or None, "listings and costs" if skus else "no listings or costs in the files"),
        (
            "orders_three_months",
            declared.orders_three_months,
            len(counted) if reaches else None,
            period if reaches else f"the files begin after {declared.on}",
        ),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
