"""Walmart reconciliation report v0 (CSV of 67 columns), to ledger entries that add up to what is payable.

A row is one sale, refund or adjustment with many amounts. Its columns fan out to entries; what they do not explain
of "Payable to Partner from Sale" is an entry of its own, so the entries of a row are always what was payable. Net
columns are sums of others and are not read twice. The commission counts against the seller on a sale and back on a
refund, refunds against the seller, whatever sign the file writes. The report v1 holds the same money in other
words: the two are reports of their own and are never summed.

Source: a public column list of the report (no real file was seen).
"""

from __future__ import annotations

import pandas as pd

from workbench.cleaning.people import masked_texts
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet
from workbench.sources.walmart.entries import numbered_entries, posted_at, same_in_every_row

AMOUNTS = {
    "sales": "Gross Sales Revenue",
    "refunded_sales": "Refunded Retail Sales",
    "escalated_sales": "Sales refund for Escalation",
    "shipping": "Gross Shipping Revenue",
    "refunded_shipping": "Gross Shipping Refunded",
    "escalated_shipping": "Shipping refund for Escalation",
    "fees": "Gross Fee Revenue",
    "refunded_fees": "Gross Fee Refunded",
    "escalated_fees": "Fee refund for Escalation",
    "gift_wrap": "Gross Gift-Wrap Revenue",
    "refunded_gift_wrap": "Gross Gift-Wrap Refunded",
    "escalated_gift_wrap": "Gift wrap refund for Escalation",
    "tax": "Total NET Tax Collected",
    "withheld": "Tax Withheld",
    "commission": "Commission from Sale",
}
PAYABLE = "Payable to Partner from Sale"
REST = "rest of the payable"
FIELDS = {
    "order_id": ("Walmart.com PO #",),
    "line_id": ("Walmart.com P.O. Line #",),
    "type": ("Transaction Type",),
    "posted_at": ("Transaction Date Time",),
    "sku": ("Partner Item ID",),
    "payable": (PAYABLE,),
    **{key: (heading,) for key, heading in AMOUNTS.items()},
}
REQUIRED = ("order_id", "line_id", "type", "posted_at", "sku", "payable", "sales", "commission")
KNOWN = (
    *("Walmart.com Order #", "Walmart.com Order Line #", "Partner Order #", "Shipped Qty", "Partner GTIN"),
    *("Partner Item name", "Product tax code", "Shipping tax code", "Gift wrap tax code", "Ship to state"),
    *("Ship to county", "County Code", "Ship to city", "Zip code", "shipping_method"),
    *("Total tender to / from customer", "Commission Rate", "Net Shipping Revenue", "Net Fee Revenue"),
    *("Gift Wrap Quantity", "Net Gift Wrap Revenue", "Tax on Sales Revenue", "Tax on Shipping Revenue"),
    *("Tax on Gift-Wrap Revenue", "Tax on Fee Revenue", "Effective tax rate", "Tax on Refunded Sales"),
    *("Tax on Shipping Refund", "Tax on Gift-Wrap Refund", "Tax on Fee Refund"),
    *("Tax on Sales refund for Escalation", "Tax on Shipping Refund for Escalation"),
    *("Tax on Gift-Wrap Refund for escalation", "Tax on Fee Refund for escalation", "Adjustment Description"),
    *("Adjustment Code", "Original Item price", "Original Commission Amount", "Spec Category", "Contract Category"),
    *("Product Type", "Flex Commission Rule", "Return Reason Code", "Return Reason Description"),
    *("Fee Withheld Flag", "Fulfillment Type"),
)
REPORT = "walmart-reconciliation-v0"
SALE, REFUND = "^sale$", "^refund"


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose report it is."""
    return account_questions(context, platform="walmart")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of one Walmart account."""
    account = own_account(context, platform="walmart")
    sheet.need("type", "posted_at", "payable")
    known = _known(sheet, account)
    ledger = _ledger(known, _amounts(sheet))
    without = ~pd.Series(range(len(sheet))).isin(ledger.index).to_numpy()
    sheet.losses.set_aside(without, "row without an amount")
    return sheet.reading({"ledger": ledger}, context)


def _known(sheet: Sheet, account: Account) -> pd.DataFrame:
    """What all entries of a row have in common."""
    posted = posted_at(sheet, "posted_at", account)
    order_id, line_id, kind = sheet.ids("order_id"), sheet.text("line_id"), sheet.text("type")
    return pd.DataFrame(
        {
            "account": same_in_every_row(account.id, posted.index),
            "report": same_in_every_row(REPORT, posted.index),
            "settlement_id": order_id.fillna("no order"),
            "entry": numbered_entries(order_id, line_id, masked_texts(kind), posted.dt.strftime("%Y-%m-%d")),
            "order_id": order_id,
            "sku": sheet.ids("sku"),
            "kind": kind,
            "currency": same_in_every_row(account.currency, posted.index),
            "posted_at": posted,
        }
    )


def _amounts(sheet: Sheet) -> dict[str, pd.Series]:
    """Heading to amounts in the seller's favour, with the rest of what was payable."""
    amounts = {key: sheet.numbers(key).fillna(0.0) for key in AMOUNTS}
    for key in amounts:
        if key.startswith(("refunded", "escalated")):
            amounts[key] = -amounts[key].abs()
    amounts["commission"] = _commission(sheet, amounts["commission"])
    # Tax that Walmart withholds goes against the tax that was collected.
    withheld = amounts["withheld"].abs()
    amounts["withheld"] = amounts["withheld"].mask(amounts["tax"] > 0, -withheld).mask(amounts["tax"] < 0, withheld)
    named = {AMOUNTS[key]: amount for key, amount in amounts.items()}
    rest = (sheet.numbers("payable") - sum(named.values())).round(2)
    off = int((rest.ne(0) & sheet.losses.kept).sum())
    if off:
        sheet.notes.append(f"in {off:,} rows the columns do not add up to '{PAYABLE}': the rest is an entry of its own")
    return named | {REST: rest}


def _commission(sheet: Sheet, commission: pd.Series) -> pd.Series:
    sold, refunded = sheet.matches("type", SALE), sheet.matches("type", REFUND)
    return commission.mask(sold, -commission.abs()).mask(refunded, commission.abs())


def _ledger(known: pd.DataFrame, amounts: dict[str, pd.Series]) -> pd.DataFrame:
    parts = []
    for heading, amount in amounts.items():
        part = known[amount.notna() & amount.ne(0)]
        names = {"entry": part["entry"] + ":" + heading, "kind": heading + "/" + part["kind"]}
        parts.append(part.assign(**names, amount=amount[part.index]))
    return pd.concat(parts).sort_index(kind="stable")


EXPORT = Export(
    name="walmart-reconciliation-v0",
    title="Walmart reconciliation report (67 columns)",
    platform="walmart",
    tables=("ledger",),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=2,
    known=KNOWN,
    download="Walmart Seller Center: Payments > Statements > Download the period's report (legacy report), CSV",
    read=read,
    questions=questions,
)
