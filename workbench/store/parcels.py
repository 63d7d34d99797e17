"""One row a parcel, where several sources or several downloads tell of it under different numbers."""

from __future__ import annotations

import pandas as pd

from workbench.tables import LINEAGE, TABLES

ORDER = ["account", "order_id"]


def one_row_a_parcel(packages: pd.DataFrame) -> pd.DataFrame:
    """Packages, those of an order that are the same parcel made one row.

    Two rows of an order are the same parcel where they have the same tracking number. A row without a number
    beside rows with one is an earlier state of the first of them: its source did not know the number yet. The
    row under the platform's own parcel number comes first, and a blank never overwrites.

    Parameters
    ----------
    packages : DataFrame
        The canonical table, with lineage.

    Returns
    -------
    DataFrame
        The same columns, sorted by key; the lineage of a joined row names all its file lines.

    Known to be wrong when: an order went out in two parcels and one of them had no tracking number.

    >>> from workbench.tables import empty_table
    >>> len(one_row_a_parcel(empty_table("packages")))
    0
    """
    number = packages["tracking_id"].str.replace(r"\s+", "", regex=True).str.upper()
    first = number.groupby([packages[name] for name in ORDER]).transform("first")
    parcel = number.fillna(first).fillna(packages["package_id"])
    keyed = packages.assign(_parcel=parcel, _erp=packages["package_id"].eq(number).fillna(False).astype(bool))
    key = [*ORDER, "_parcel"]
    shared = keyed.duplicated(key, keep=False)
    if not shared.any():
        return packages
    groups = keyed[shared].sort_values([*key, "_erp"], kind="stable").groupby(key, sort=False)
    joined = groups.first().reset_index()
    joined[LINEAGE] = groups[LINEAGE].agg(_together).to_numpy()
    columns = list(packages.columns)
    rows = pd.concat([packages[~shared], joined[columns].astype(packages.dtypes)], ignore_index=True)
    return rows.sort_values(list(TABLES["packages"].key), kind="stable", na_position="first", ignore_index=True)


def _together(entries: pd.Series) -> str:
    return " ".join(dict.fromkeys(entry for text in entries for entry in text.split(" ")))
