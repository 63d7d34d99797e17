"""Mercado Libre claims (JSON of the API), to defects: a claim, or a mediation where Mercado Libre was called in.

The platform names every complaint's type "mediations"; whether it was called in stands in the stage ("dispute").
Cancellations, returns out of regret and exchanges are no complaints of their own and are set aside by type.

Source: Mercado Libre developers, post-purchase claims, 2026.
Known to be wrong when: the answer was saved before a claim became a dispute (the later answer adds a mediation).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows
from workbench.sources.mercadolibre.api import holds, instants, is_other_site, mapping, objects, word

COLUMNS = ("account", "order_id", "kind", "opened_at", "outcome", "counts", "closed_at")
COMPLAINTS = ("mediations", "claim", "claims", "fulfillment", "ml_case")
COUNTS = {"affected": True, "not_affected": False, "not_applies": False}


def is_claim(document: Mapping) -> bool:
    """Whether an object of the API is a claim."""
    return {"resource_id", "stage", "type", "date_created"} <= document.keys()


def is_claims(document: object) -> bool:
    """Whether a JSON document holds claims."""
    return holds(document, is_claim)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose claims they are."""
    return account_questions(context, platform="mercadolibre")


def read(name: str, document: object, context: FileContext) -> Reading:
    """Claims and mediations of one Mercado Libre account."""
    account = own_account(context, platform="mercadolibre")
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    found = [(path, mapping(claim)) for path, claim in objects(document, is_claim)]
    opened, _ = instants(claim.get("date_created") for _, claim in found)
    closed, _ = instants(mapping(claim.get("resolution")).get("date_created") for _, claim in found)
    for place, (path, claim) in enumerate(found):
        _keep(rows, path, claim, account, opened=opened[place], closed=closed[place])
    return rows.reading({"defects": rows.frame()}, context)


def _keep(rows: DocumentRows, path: str, claim: Mapping, account: Account, *, opened: object, closed: object) -> None:
    if not is_claim(claim):
        rows.set_aside(path, "not a claim")
    elif is_other_site(claim.get("site_id"), account):
        rows.set_aside(path, "other site")
    elif claim["type"] not in COMPLAINTS:
        rows.set_aside(path, f"type {word(claim['type']) or '(blank)'}, no complaint")
    elif claim.get("resource", "order") != "order" or not word(claim["resource_id"]):
        rows.refuse(path, "resource", claim.get("resource"), "the claim does not name its order")
    elif opened is pd.NaT:
        rows.refuse(path, "date_created", claim["date_created"], "not a time with its offset")
    else:
        row = {
            "account": account.id,
            "order_id": word(claim["resource_id"]),
            "kind": "mediation" if claim["stage"] == "dispute" else "claim",
            "opened_at": opened,
            "outcome": word(mapping(claim.get("resolution")).get("reason")) or word(claim.get("status")),
            "counts": COUNTS.get(str(claim.get("affects_reputation"))),
            "closed_at": closed,
        }
        rows.keep_first(path, row, key=("order_id", "kind", "opened_at"))


EXPORT = Export(
    name="meli-api-claims",
    title="Mercado Libre claims (API)",
    platform="mercadolibre",
    tables=("defects",),
    download="Mercado Libre API: GET /post-purchase/v1/claims/search, the answers saved as JSON",
    read_document=read,
    questions=questions,
    is_document=is_claims,
)
