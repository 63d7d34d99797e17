"""Amazon Sponsored Products advertised product report, to advertising by SKU and day.

The rows of a day's campaigns and ad groups are added up for each SKU. Sales are those of seven days after the click,
the advertised SKU's and others'. A report made as a summary has a first and a last day instead of a day: it is
refused, as no day's share of it is known. The search term report names no SKU, and is not read.

Source: header list of the console's report; "7 Day Total Sales " ends with a space there.
"""

from __future__ import annotations

import pandas as pd

from workbench.errors import MissingColumn
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.amazon.gathering import gathered, set_aside_further, sums
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

KIND = "Sponsored Products"
FIELDS = {
    "date": ("Date",),
    "campaign": ("Campaign Name",),
    "ad_group": ("Ad Group Name",),
    "currency": ("Currency",),
    "sku": ("Advertised SKU",),
    "item_id": ("Advertised ASIN",),
    "impressions": ("Impressions",),
    "clicks": ("Clicks",),
    "spend": ("Spend",),
    "sales": ("7 Day Total Sales",),
}
REQUIRED = ("currency", "sku", "item_id", "impressions", "clicks", "spend", "sales")
KNOWN = (
    *("Start Date", "End Date", "Portfolio name", "Click-Thru Rate (CTR)", "Cost Per Click (CPC)"),
    *("Total Advertising Cost of Sales (ACOS)", "Total Return on Advertising Spend (ROAS)", "7 Day Total Orders (#)"),
    *("7 Day Total Units (#)", "7 Day Conversion Rate", "7 Day Advertised SKU Units (#)", "7 Day Other SKU Units (#)"),
    *("7 Day Advertised SKU Sales", "7 Day Other SKU Sales"),
)
MEASURES = ["impressions", "clicks", "spend", "sales"]


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose advertising it is."""
    return account_questions(context, platform="amazon")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Advertising of one Amazon account by SKU and day.

    Raises
    ------
    MissingColumn
        The report is a summary without days.
    """
    account = own_account(context, platform="amazon")
    _check_daily(sheet)
    sheet.mark_repeats("date", "campaign", "ad_group", "sku", "item_id")
    sheet.need("date", "sku", "impressions", "clicks", "spend")
    rows = _rows(sheet, account)
    ads, group = gathered(sheet, rows, ("sku", "date"))
    ads[MEASURES] = sums(rows, group, MEASURES).to_numpy()
    ads[["impressions", "clicks"]] = ads[["impressions", "clicks"]].astype("Int64")
    set_aside_further(sheet, group, kind="further campaign of a SKU and day")
    return sheet.reading({"ads": ads}, context)


def _check_daily(sheet: Sheet) -> None:
    if not sheet.has("date"):
        raise MissingColumn(
            sheet.name,
            f"{sheet.export.title} without the column 'Date': its rows are totals of a period",
            expected="one row a day",
            hint="make the report again with the time unit Daily",
        )


def _rows(sheet: Sheet, account: Account) -> pd.DataFrame:
    every = range(len(sheet))
    other = sheet.text("currency").ne(account.currency) & sheet.text("currency").notna()
    sheet.refuse(other.to_numpy(dtype=bool), "currency", f"not in {account.currency}, the account's currency")
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=every, dtype="str"),
            "sku": sheet.text("sku"),
            "kind": pd.Series(KIND, index=every, dtype="str"),
            "date": sheet.days("date", shapes=("iso", "serial")),
            "impressions": sheet.counts("impressions"),
            "clicks": sheet.counts("clicks"),
            "spend": sheet.numbers("spend"),
            "sales": sheet.numbers("sales"),
            "currency": pd.Series(account.currency, index=every, dtype="str"),
        }
    )


EXPORT = Export(
    name="amazon-ads",
    title="Amazon Ads advertised product report",
    platform="amazon",
    tables=("ads",),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    download="Amazon Ads console: Reports > Sponsored Products > Advertised product, time unit Daily; xlsx or CSV",
    read=read,
    questions=questions,
)
