"""What a profile leaves open, and what that blocks, as codes with an English sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from workbench.errors import listed
from workbench.profile.models import Account, Profile
from workbench.rules.rates import find_rates, load_rates

# After half a year nobody knows any more who may do what in an account.
LONGEST_UNCHECKED = timedelta(days=180)
COLUMNS = ["field", "gap"]

_OF_PROFILE = {
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
# Rates without which a margin stays blank, unless the account's own settlements tell them.
_OF_RATES = {
    "referral": "the sale fee is not public: margins take it from the account's settlements, or stay blank",
    "fixed_fee": "the fixed fee of cheap units is not public: margins take it from settlements, or stay blank",
    "fulfilment": "the fulfilment fee is not public for this day: margins take it from settlements, or stay blank",
    "free_shipping": "the cost of free shipping is not public: margins take it from settlements, or stay blank",
}
_OF_ADVICE = {
    "margin_floor": "price advice doesn't know the least margin that the client accepts",
    "volume_weight": "price advice doesn't know how much volume counts against margin for the client",
}
_OF_CONTRACT = {
    "end": "no reminder before the contract ends",
    "notice_days": "nobody is reminded to give notice in time",
    "handover_days": "the hand-over can't be planned",
    "nda": "nobody can see whether a confidentiality agreement is signed",
    "reply_hours": "a late answer to the client can't be told from a timely one",
}
GAPS = {
    **_OF_PROFILE,
    **_OF_CONTRACT,
    **_OF_ADVICE,
    **{f"rate_{what}": sentence for what, sentence in _OF_RATES.items()},
    "fee_categories": "no product is put under a fee category of the platform, so its sale fee can't be looked up",
    "name": "reports in {detail} show the name in another language",
    "rfc": "tax withheld in Mexico, and so margins there, can't be computed",
    "email": "a request for files can't say where to send them",
    "contract_over": "warning: the contract ended on {detail}",
    "access": "nobody knows how the agency sees the account, and whether it could change anything there",
    "access_writes": "warning: the agency can change things in the account; ask the client for read-only access",
    "access_unchecked": "warning: access was last checked on {detail}, more than half a year ago",
    "owner": "nobody answers for the account's figures on {detail}",
    "sales_channel": "rows of a file of several marketplaces can't be told to belong to the account",
    "ship_from": "rules that depend on where parcels leave from can't be chosen",
    "shop_names": "orders in {detail} can't be told to belong to the account",
    "payment_mix": "margins can't take into account how buyers pay",
}
"""Gap code to what it blocks, or to the warning; ``{detail}`` stands for what follows the code's colon."""


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
        field (as in `client.yml`; of an account ``owners.amazon-mx``), gap (a code of `GAPS`, with its detail as
        ``code:detail``): one row a gap, in the order of docs/profile.md.
    """
    day = on or date.today()
    contract = [name for name in _OF_CONTRACT if getattr(profile.contract, name) is None]
    rows = [
        *((name, name) for name in _OF_PROFILE if not getattr(profile, name)),
        *((name, name) for name in _OF_ADVICE if getattr(profile, name) is None),
        *((f"contract.{name}", name) for name in contract),
        *_of_client(profile, day),
        *(row for account in profile.accounts for row in _of_account(profile, account, day)),
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _of_client(profile: Profile, day: date) -> Iterator[tuple[str, str]]:
    unnamed = [lang for lang in profile.languages if lang not in profile.name]
    if unnamed:
        yield "name", f"name:{listed(unnamed)}"
    if profile.rfc == "unknown" and any(account.market == "MX" for account in profile.accounts):
        yield "rfc", "rfc"
    if not profile.analyst.email:
        yield "analyst.email", "email"
    end = profile.contract.end
    if end and end < day:
        yield "contract.end", f"contract_over:{end}"


def _of_account(profile: Profile, account: Account, day: date) -> Iterator[tuple[str, str]]:
    name = f"accounts.{account.id}"
    yield from ((f"{name}.access", gap) for gap in _access(account, day))
    if profile.owner_of(account.id, on=day) is None:
        yield f"owners.{account.id}", f"owner:{day}"
    if account.platform == "amazon" and not account.sales_channel:
        yield f"{name}.sales_channel", "sales_channel"
    if account.fulfilment != "platform" and not account.ship_from:
        yield f"{name}.ship_from", "ship_from"
    if profile.erp and not account.shop_names:
        yield f"{name}.shop_names", f"shop_names:{profile.erp}"
    if account.market == "MX" and account.id not in {mix.account for mix in profile.payment_mix}:
        yield f"payment_mix.{account.id}", "payment_mix"
    yield from ((f"rates.{account.id}.{what}", f"rate_{what}") for what in _unknown_rates(profile, account, day))
    if _needs_categories(profile, account, day):
        yield f"fee_categories.{account.id}", "fee_categories"


def _unknown_rates(profile: Profile, account: Account, day: date) -> Iterator[str]:
    """Rates of the account's platform that no source gives for that day and nobody has typed."""
    platform = (account.platform, account.market)
    unknown = {
        gap.what
        for gap in load_rates().not_known
        if (gap.platform, gap.market) == platform and not gap.is_partial and (gap.since is None or gap.since <= day)
    }
    typed = {rate.what for rate in profile.rates if rate.account in ("", account.id) and rate.holds_on(day)}
    for what in _OF_RATES:
        is_used = what != "fulfilment" or account.fulfilment != "seller"
        if is_used and what in unknown - typed:
            yield what


def _needs_categories(profile: Profile, account: Account, day: date) -> bool:
    """Whether the book has the platform's fees by category and nobody said which products fall under which."""
    place = {"platform": account.platform, "market": account.market}
    in_book = any(
        rate.category
        for rate in load_rates().of("referral", account.market)
        if rate.holds_on(day) and rate.platform == account.platform
    )
    named = {(row.platform, row.market) for row in profile.fee_categories}
    typed = find_rates("referral", on=day, typed=profile.rates, account=account.id, **place)
    return in_book and (account.platform, account.market) not in named and not typed


def _access(account: Account, day: date) -> Iterator[str]:
    access = account.access
    if access is None:
        yield "access"
        return
    if access.can_write:
        yield "access_writes"
    if day - access.checked > LONGEST_UNCHECKED:
        yield f"access_unchecked:{access.checked}"
