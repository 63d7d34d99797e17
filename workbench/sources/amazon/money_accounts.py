"""Whose money a row of a settlement or of a date-range report is: by its marketplace, else the whole file's account.

A row that names a marketplace belongs to the client's account there. Fees, transfers and reserves name none: they
belong to the account that the file pays. So do orders from outside Amazon that Amazon shipped ("Non-Amazon US"):
they are no sales, but their fees are taken from this account's money.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.errors import OpenQuestions, listed
from workbench.sources.accounts import account_by_id, account_questions, by_sales_channel
from workbench.sources.contract import Account, FileContext, Question
from workbench.sources.sheet import Sheet

OUTSIDE = "^non-amazon"


def money_questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose money it is, where neither the rows' marketplaces nor the folder say so."""
    if len(_named_accounts(sheet, context)) == 1:
        return ()
    return account_questions(context, platform="amazon")


def paid_account(sheet: Sheet, context: FileContext, *, currency: str) -> Account:
    """The account that the file pays: the only one whose marketplace it names, else the folder's, else by currency.

    Parameters
    ----------
    sheet : Sheet
        With the column `marketplace`.
    context : FileContext
        The client's accounts, and the folder's.
    currency : str
        ISO code that the file states; blank where it states none.

    Raises
    ------
    OpenQuestions
        None of them says so, or the folder's account has another currency and no other account has the file's.
    """
    named = _named_accounts(sheet, context)
    if len(named) == 1:
        return named[0]
    own = [account for account in context.accounts if account.platform == "amazon"]
    fitting = [account for account in own if not currency or account.currency == currency]
    told = context.answers.get("account") or context.account
    if told and account_by_id(context, told) in fitting:
        return account_by_id(context, told)
    if len(fitting) == 1:
        return fitting[0]
    raise OpenQuestions(
        sheet.name,
        f"its amounts are in {currency or 'no stated currency'}, and it does not say which account it is of",
        expected=listed(account.id for account in fitting) or f"an Amazon account in {currency}",
        hint="put it into the inbox folder of that account, or add the account to client.yml",
    )


def accounts_of_rows(sheet: Sheet, paid: Account, context: FileContext) -> pd.Series:
    """Account id of each row; rows of marketplaces that are no account of the client are set aside and named."""
    channels = by_sales_channel(context)
    named = sheet.meaning("marketplace", words={name: account.id for name, account in channels.items()})
    outside = sheet.matches("marketplace", OUTSIDE)
    foreign = named.isna().to_numpy() & sheet.present("marketplace") & ~outside & sheet.losses.kept
    if foreign.any():
        sheet.notes.append(f"rows of marketplaces that are no account of the client: {_counted(sheet, foreign)}")
        sheet.losses.set_aside(foreign, "other marketplace")
    _note_paid(sheet, paid, ~sheet.present("marketplace"), "name no marketplace (fees, transfers)")
    _note_paid(sheet, paid, outside, "are of orders from outside Amazon, and marked so in their kind")
    return named.fillna(paid.id).astype("str")


def outside_marks(sheet: Sheet) -> pd.Series:
    """The marketplace of rows from outside Amazon; missing for all others."""
    return sheet.text("marketplace").where(sheet.matches("marketplace", OUTSIDE))


def _named_accounts(sheet: Sheet, context: FileContext) -> Sequence[Account]:
    channels = by_sales_channel(context)
    words = sheet.text("marketplace").dropna().str.casefold().unique()
    return list({channels[word].id: channels[word] for word in words if word in channels}.values())


def _note_paid(sheet: Sheet, paid: Account, rows: np.ndarray, said: str) -> None:
    count = int((rows & sheet.losses.kept).sum())
    if count:
        sheet.notes.append(f"{count:,} rows {said}: taken as {paid.id}'s")


def _counted(sheet: Sheet, rows: np.ndarray) -> str:
    found = sheet.text("marketplace")[rows].value_counts()
    return ", ".join(f"{name} ({count:,})" for name, count in found.items())
