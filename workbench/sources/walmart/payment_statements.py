"""Walmart payment statement of a settlement cycle (JSON), to ledger entries that add up to its own totals.

A block's parts are entries; its sums (net payable, net taxes) and the parts of the commission that the statement
shows again are set aside. The statement of an open cycle grows: an entry is named by cycle, block and part, so a
later download takes the place of an earlier one (and an amount of zero is kept, as it may take the place of
another). Money is available on the scheduled day of settlement. The answer
names no currency: the account's is taken.

Source: Marketplace API payment statement example (documented for the United States), 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows
from workbench.sources.json_values import number, part, word

COLUMNS = ("account", "report", "settlement_id", "entry", "kind", "amount", "currency", "posted_at", "available_at")
REPORT = "walmart-statement"
NET = "netPayable"
# Sums of other parts, and the parts of the commission, which stands as netComm.
SUMS = (NET, "netTaxCollected", "netTaxWithheld", "totalBaseCommission", "commissionSavings")
ORDER_BLOCKS = ("saleAggregate", "refundDetails", "adjustmentAggregate")
FULFILMENT = "wfs"


def is_statement(document: object) -> bool:
    """Whether a JSON document is a Walmart payment statement."""
    body = part(document, "payload")
    return "scheduledSettlementDate" in part(body, "accountSummary") and "transactionDetails" in body


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose statement it is."""
    return account_questions(context, platform="walmart")


def read(name: str, document: object, context: FileContext) -> Reading:
    """Ledger entries of one Walmart account's settlement cycle, with the statement's own totals."""
    account = own_account(context, platform="walmart")
    summary = part(document, "payload", "accountSummary")
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    found: dict[str, int] = {}
    for path, block, key, said in _amounts(document):
        amount = number(said)
        if key in SUMS:
            rows.set_aside(path, "sum of other lines")
        elif amount is None:
            rows.refuse(path, key, said, "not a number such as 1,234.56")
        else:
            found[block] = found.get(block, 0) + round(amount * 100)
            _keep(rows, path, kind=f"{block}/{key}", amount=amount, account=account, summary=summary)
    _state_totals(rows, document, found, currency=account.currency)
    updated = _day(summary.get("lastUpdatedDate"), zone=account.zone)
    return rows.reading({"ledger": rows.frame()}, context, exported_at=updated)


def _amounts(document: object) -> Iterator[tuple[str, str, str, object]]:
    """Path, block, name and value of each amount; other activities stand in the summary alone."""
    details = part(document, "payload", "transactionDetails")
    for block, amounts in details.items():
        for key, said in (amounts if isinstance(amounts, dict) else {}).items():
            yield f"$.payload.transactionDetails.{block}.{key}", block, key, said
    other = part(document, "payload", "accountSummary").get("otherActivities")
    if other is not None:
        yield "$.payload.accountSummary.otherActivities", "accountSummary", "otherActivities", other


def _keep(rows: DocumentRows, path: str, *, kind: str, amount: float, account: Account, summary: Mapping) -> None:
    cycle = word(summary.get("scheduledSettlementDate"))
    row = {"account": account.id, "report": REPORT, "settlement_id": cycle, "entry": kind, "kind": kind}
    row |= {"amount": amount, "currency": account.currency}
    row |= {"posted_at": _day(summary.get("lastUpdatedDate"), zone=account.zone)}
    rows.keep(path, row | {"available_at": _day(cycle, zone=account.zone)})


def _state_totals(rows: DocumentRows, document: object, found: Mapping[str, int], *, currency: str) -> None:
    """Each block's net, and the summary's figures of order activity, fulfilment and closing balance."""
    details, summary = part(document, "payload", "transactionDetails"), part(document, "payload", "accountSummary")
    stated = [(block, number(part(details, block).get(NET)), (block,)) for block in details]
    stated.append(("orderActivity", number(summary.get("orderActivity")), ORDER_BLOCKS))
    stated.append(("walmartFulfillmentServices", number(summary.get("walmartFulfillmentServices")), (FULFILMENT,)))
    moved = [number(summary.get(key)) for key in ("openingBalance", "reserve", "paidToYou", "holdAmt")]
    if not any(moved):
        # How what was paid out or held back is signed is not documented: then the balance is not checked.
        stated.append(("closingBalance", number(summary.get("closingBalance")), tuple(found)))
    for name, total, blocks in stated:
        if total is not None:
            cents = sum(found.get(block, 0) for block in blocks)
            rows.state_total(name, stated=total, found=cents / 100, currency=currency, where=f"$.payload: {name}")


def _day(said: object, *, zone: str) -> pd.Timestamp | None:
    """The beginning of a local day; None where it is none."""
    stamp = pd.to_datetime(word(said), format="%Y-%m-%d", errors="coerce")
    return None if stamp is None or pd.isna(stamp) else stamp.tz_localize(zone).tz_convert("UTC")


EXPORT = Export(
    name="walmart-statement",
    title="Walmart payment statement (API)",
    platform="walmart",
    tables=("ledger",),
    download="Walmart Marketplace API: GET /v3/report/payment/statement (JSON)",
    read_document=read,
    questions=questions,
    is_document=is_statement,
)
