"""What a profile leaves open, and what that blocks, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from workbench.errors import listed
from workbench.profile.models import Account, Profile

# After half a year nobody knows any more who may do what in an account.
LONGEST_UNCHECKED = timedelta(days=180)
COLUMNS = ["field", "blocks"]

_BLOCKS = {
    "company": "plans of action and the hand-over archive can't name the company",
    "categories": "nobody knows at which competitors and fees to look first",
    "services": "nobody can tell what was bought, and whether to advise or to execute",
    "price_approver": "price advice has nobody to decide on it",
    "declared": "the size that the client states can't be set beside what its files show",
    "erp": "nobody knows which export holds shipping times, which late shipments are counted from",
    "warehouses": "a delay can't be put down to a warehouse",
    "logistics": "a delay can't be put down to a logistics partner",
    "kpis_to_improve": "the review can't say whether what the client wanted better got better",
    "expected_files": "requests go by what came in earlier months, and no file has a due day of its own",
    "baseline": "no review can say what changed since the service began",
    "products": "no price bands: no competitor's product is named",
    "floors": "price advice knows no price that the client refuses to go under",
}
_CONTRACT = {
    "end": "no reminder before the contract ends",
    "notice_days": "nobody is reminded to give notice in time",
    "handover_days": "the hand-over can't be planned",
    "nda": "nobody can see whether a confidentiality agreement is signed",
    "reply_hours": "a late answer to the client can't be told from a timely one",
}


def missing(profile: Profile, *, on: date | None = None) -> pd.DataFrame:
    """What is not filled in, and the warnings about access.

    Parameters
    ----------
    profile : Profile
        The client's profile.
    on : date
        The day that contract, owners and access are looked at; today where it is not given.

    Returns
    -------
    DataFrame
        field (as in `client.yml`), blocks (what it blocks, or the warning): one row a gap, in the order of
        docs/profile.md.
    """
    day = on or date.today()
    rows = [
        *((name, blocks) for name, blocks in _BLOCKS.items() if not getattr(profile, name)),
        *((f"contract.{name}", why) for name, why in _CONTRACT.items() if getattr(profile.contract, name) is None),
        *_of_client(profile, day),
        *(row for account in profile.accounts for row in _of_account(profile, account, day)),
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _of_client(profile: Profile, day: date) -> Iterator[tuple[str, str]]:
    unnamed = [lang for lang in profile.languages if lang not in profile.name]
    if unnamed:
        yield "name", f"reports in {listed(unnamed)} show the name in another language"
    if profile.rfc == "unknown" and any(account.market == "MX" for account in profile.accounts):
        yield "rfc", "tax withheld in Mexico, and so margins there, can't be computed"
    if not profile.analyst.email:
        yield "analyst.email", "a request for files can't say where to send them"
    end = profile.contract.end
    if end and end < day:
        yield "contract.end", f"warning: the contract ended on {end}"


def _of_account(profile: Profile, account: Account, day: date) -> Iterator[tuple[str, str]]:
    name = f"accounts.{account.id}"
    yield from ((f"{name}.access", warning) for warning in _access(account, day))
    if profile.owner_of(account.id, on=day) is None:
        yield f"owners of {account.id}", f"nobody answers for the account's figures on {day}"
    if account.platform == "amazon" and not account.sales_channel:
        yield f"{name}.sales_channel", "rows of a file of several marketplaces can't be told to belong to the account"
    if account.fulfilment != "platform" and not account.ship_from:
        yield f"{name}.ship_from", "rules that depend on where parcels leave from can't be chosen"
    if profile.erp and not account.shop_names:
        yield f"{name}.shop_names", f"orders in {profile.erp} can't be told to belong to the account"
    if account.market == "MX" and account.id not in {mix.account for mix in profile.payment_mix}:
        yield f"payment_mix of {account.id}", "margins can't take into account how buyers pay"


def _access(account: Account, day: date) -> Iterator[str]:
    access = account.access
    if access is None:
        yield "nobody knows how the agency sees the account, and whether it could change anything there"
        return
    if access.can_write:
        yield "warning: the agency can change things in the account; ask the client for read-only access"
    if day - access.checked > LONGEST_UNCHECKED:
        yield f"warning: access was last checked on {access.checked}, over {LONGEST_UNCHECKED.days} days ago"
