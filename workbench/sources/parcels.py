"""One name for a parcel, whichever source tells of it."""

from __future__ import annotations

import pandas as pd


def parcel_ids(tracking: pd.Series, *, otherwise: pd.Series) -> pd.Series:
    """The parcel's tracking number, else what the source calls it.

    A platform and an ERP number their parcels each in its own way, and both name the carrier's number. A reader
    whose source holds no parcel number of the platform uses this, so that a parcel that two sources name is one row.

    Parameters
    ----------
    tracking : Series
        One row per parcel: its tracking number, missing where there is none.
    otherwise : Series
        The source's own number for it.

    Returns
    -------
    Series
        Without spaces, in capitals where it is a tracking number.

    Known to be wrong when: one tracking number is typed for two parcels of one order.

    >>> parcel_ids(pd.Series(["ug 1", None]), otherwise=pd.Series(["MB1", "MB2"])).tolist()
    ['UG1', 'MB2']
    """
    number = tracking.astype("str").str.replace(r"\s+", "", regex=True).str.upper()
    return number.where(number.notna() & number.ne(""), otherwise).astype("str")
