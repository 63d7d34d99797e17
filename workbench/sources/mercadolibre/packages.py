"""Packages in a Ventas workbook: a parent row holds date and money, its products follow with blanks.

The parent is layout, not a sale; its money is shared among its products by price times units, to the cent, so
that the shares add up to the parent's amount. A parent says how many products follow ("Paquete de 2 productos"); one
of a cancelled package says something else, and is known by having a date, but neither SKU nor units.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.sources.mercadolibre.states import each, package_size
from workbench.sources.sheet import Sheet


def package_parents(sheet: Sheet) -> np.ndarray:
    """For each row the position of its package's parent row, -1 where it is in none.

    Parents are set aside as structural; a package whose number of rows differs from its parent's word is
    refused whole.
    """
    announced = each(sheet.text("state"), package_size).fillna(0).to_numpy(dtype=int)
    blank_date = sheet.text("ordered_at").isna().to_numpy()
    is_parent = (announced > 0) | _heads_undated_rows(sheet, blank_date)
    undated = blank_date & ~is_parent & sheet.losses.kept
    ordinary = ~undated & ~is_parent
    places = np.arange(len(sheet))
    last_parent = np.maximum.accumulate(np.where(is_parent, places, -1)) if len(sheet) else places
    last_ordinary = np.maximum.accumulate(np.where(ordinary, places, -1)) if len(sheet) else places
    parent = np.where(undated & (last_parent > last_ordinary), last_parent, -1)
    found = np.bincount(parent[parent >= 0], minlength=len(sheet))
    broken = (announced > 0) & (found != announced)
    _refuse_broken(sheet, broken, parent, announced, found)
    sheet.losses.set_aside(is_parent & ~broken, "package (parent row)")
    return parent


def _heads_undated_rows(sheet: Sheet, blank_date: np.ndarray) -> np.ndarray:
    """Rows with a date, without SKU and units, above a row without a date."""
    units = pd.to_numeric(sheet.text("units"), errors="coerce").fillna(0).eq(0).to_numpy()
    above = np.append(blank_date[1:], False)
    return sheet.losses.kept & ~blank_date & ~sheet.present("sku") & units & above


def inherited(own: pd.Series, parent: np.ndarray) -> pd.Series:
    """A column in which products of a package take their parent's value where their own is blank."""
    if (parent < 0).all():
        return own
    from_parent = own.take(np.where(parent >= 0, parent, 0)).reset_index(drop=True)
    return own.where(own.notna() | (parent < 0), from_parent)


def package_shares(sheet: Sheet, parent: np.ndarray, *, price: pd.Series, units: pd.Series) -> np.ndarray:
    """Cumulative share of the package up to each product (its own included); missing outside packages."""
    inside = parent >= 0
    if not inside.any():
        return np.full(len(sheet), np.nan)
    worth = np.where(inside, price.to_numpy() * units.astype("Float64").to_numpy(dtype=float, na_value=np.nan), np.nan)
    unknown = inside & ~(worth > 0)
    in_doubt = inside & np.isin(parent, parent[unknown])
    sheet.refuse(in_doubt, "unit_price", "a product of this package has no price or units to share its money by")
    sums = pd.Series(np.where(in_doubt, np.nan, worth)).groupby(parent)
    return np.where(inside, sums.cumsum() / sums.transform("sum"), np.nan)


def shared_money(own: pd.Series, parent: np.ndarray, shares: np.ndarray) -> pd.Series:
    """An amount column in which each product has its share of the parent's amount, to the cent.

    A product's own amount counts where it is not zero; beside one of the parent the package is refused before.
    """
    inside = parent >= 0
    if not inside.any():
        return own
    whole = own.to_numpy()[np.where(inside, parent, 0)]
    up_to = pd.Series(np.where(inside, np.round(whole * shares, 2), np.nan))
    part = up_to - up_to.groupby(parent).shift(fill_value=0.0)
    return own.where(~inside | own.fillna(0).ne(0), part.round(2).fillna(own))


def refuse_double_money(sheet: Sheet, parent: np.ndarray, money: Mapping[str, pd.Series]) -> None:
    """Refuse packages in which both the parent and one of its products have an amount in the same column."""
    for key, amounts in money.items():
        own = amounts.fillna(0).ne(0).to_numpy()
        double = (parent >= 0) & own & own[np.where(parent >= 0, parent, 0)]
        if double.any():
            reason = "a product of this package has an amount of its own beside its parent's"
            sheet.refuse(np.isin(parent, parent[double]), key, reason)


def _refuse_broken(
    sheet: Sheet, broken: np.ndarray, parent: np.ndarray, announced: np.ndarray, found: np.ndarray
) -> None:
    for place in np.flatnonzero(broken):
        rows = (parent == place) | (np.arange(len(parent)) == place)
        reason = f"a package of {announced[place]} products with {found[place]} rows of products"
        sheet.refuse(rows, "state", reason)
