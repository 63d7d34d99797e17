"""What the order exports of Chinese ERPs have in common: cells of an order on its first row, shops, brushing.

An ERP writes what belongs to the order on the first of its SKU rows only, names the seller's shops in the seller's own
words, and may mark orders that the seller placed himself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning import values
from workbench.cleaning.losses import STRUCTURAL
from workbench.errors import OpenQuestions, listed
from workbench.sources.accounts import by_shop_name, own_account
from workbench.sources.contract import FileContext, Question
from workbench.sources.sheet import Sheet

# The ERPs are run from China and write its time, whatever the shop's country.
ZONE = "Asia/Shanghai"
BLANKS = ("", "--", "*****", "-")
_AMOUNT = r"^(?:(?P<code>[A-Z]{3}) ?)?(?P<number>[-0-9.,]+) ?(?P<after>[A-Z]{3})?$"


def fill_orders(sheet: Sheet, *, order: str, of_order: Sequence[str]) -> None:
    """Fill the order's cells down its SKU rows, and no further than the order."""
    own = sheet.cells(order)
    orders = pc.fill_null_forward(own)
    words = values.as_text(orders)
    changed = own.is_valid().to_numpy(zero_copy_only=False) & words.ne(words.shift()).to_numpy(dtype=bool)
    group = np.cumsum(changed)
    sheet.replace(order, orders)
    for key in of_order:
        filled = sheet.text(key).groupby(group).ffill()
        sheet.replace(key, pa.array(filled, pa.large_string(), from_pandas=True))


def shop_questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Which account each shop is, where neither the profile nor an answer names it."""
    return tuple(
        Question(f"shop:{shop}", f"Which account is the shop '{shop}' of the ERP? ('none' leaves its rows out)")
        for shop in _unknown_shops(sheet, context)
    )


def account_ids(sheet: Sheet, context: FileContext) -> pd.Series:
    """The account of each row by its shop, else by the folder; rows of other shops are set aside.

    Raises
    ------
    OpenQuestions
        A shop that is no account of the client, and no answer about it.
    """
    unknown = _unknown_shops(sheet, context)
    if unknown:
        raise OpenQuestions(
            context.file,
            f"the shops {listed(unknown)} are no account of the client",
            hint="add the names to shop_names of an account in client.yml, or answer 'none'",
        )
    shops = sheet.text("shop")
    account = shops.map({name: found.id for name, found in by_shop_name(context).items()}).astype("str")
    if shops.isna().all() or (context.account and shops.isna().any()):
        account = account.mask(shops.isna(), own_account(context, platform="").id)
    sheet.losses.set_aside(account.isna().to_numpy(), "other shop")
    return account


def of_account(account: pd.Series, context: FileContext, field: str) -> pd.Series:
    """A field of each row's account; blank is missing."""
    words = {found.id: getattr(found, field) or None for found in context.accounts}
    return account.map(words).astype("str")


def priced(sheet: Sheet, key: str) -> tuple[pd.Series, pd.Series]:
    """Amounts, and the currency code that stands beside each ("USD 24.99"), missing where none does."""
    parts = pc.extract_regex(sheet.cells(key), pattern=_AMOUNT)
    codes = [pc.struct_field(parts, name) for name in ("code", "after")]
    code = pc.coalesce(*(pc.if_else(pc.equal(each, ""), None, each) for each in codes))
    return sheet.numbers(key), values.as_text(code)


def states(sheet: Sheet, key: str, *, words: Mapping[str, str]) -> pd.Series:
    """The order's state; one that is not known is missing and noted."""
    status = sheet.text(key).map(words).astype("str")
    unknown = status.isna() & sheet.text(key).notna() & (sheet.losses.fate != STRUCTURAL)
    if unknown.any():
        found = listed(sorted(set(sheet.text(key)[unknown])))
        note = f"'{sheet.heading(key)}': {int(unknown.sum()):,} rows have a state that is not known: {found}"
        sheet.notes.append(note)
    return status


def note_brushing(sheet: Sheet, key: str, flags: pd.Series) -> pd.Series:
    """The flags as they are, told as a risk where a row is one.

    Source: Amazon, seller code of conduct (no orders for one's own products, no paid reviews); Mercado Libre and
    Walmart forbid the same.
    """
    marked = int((flags.fillna(False).to_numpy(dtype=bool) & sheet.losses.kept).sum())
    if marked:
        sheet.notes.append(
            f"'{sheet.heading(key)}': {marked:,} rows are marked as brushing orders. Every platform forbids them and "
            "closes accounts for them: a policy risk. They count as no demand."
        )
    return flags


def brushing_flags(sheet: Sheet, key: str, *, yes: Collection[str], no: Collection[str]) -> pd.Series:
    """Yes and no by their words; any other word is missing."""
    words = {**dict.fromkeys(yes, "yes"), **dict.fromkeys(no, "no")}
    found = sheet.meaning(key, words=words)
    flags = found.eq("yes").astype("boolean").mask(found.isna())
    return note_brushing(sheet, key, flags)


def sent_parcels(sheet: Sheet, parcels: pd.DataFrame) -> pd.DataFrame:
    """The parcels that have gone out or have a tracking number, each once."""
    signs = parcels[parcels.columns.intersection(["tracking_id", "confirmed_at", "delivered_at"])].notna().any(axis=1)
    found = parcels[signs.to_numpy() & sheet.losses.kept]
    return found.drop_duplicates(["account", "order_id", "package_id"])


def _unknown_shops(sheet: Sheet, context: FileContext) -> list[str]:
    known = by_shop_name(context)
    left_out = {key.removeprefix("shop:") for key, answer in context.answers.items() if answer == "none"}
    shops = sheet.text("shop").dropna().unique()
    return sorted(shop for shop in shops if shop not in known and shop not in left_out)
