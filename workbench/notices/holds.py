"""Where price advice waits: accounts with an open warning, which a changed price could make worse."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.client import Client
from workbench.notices.inbox import open_cases_of
from workbench.notices.models import UNKNOWN
from workbench.tables import DTYPES

ON_HOLD, FREE = "on_hold", "free"
HOLD_COLUMNS = {
    "account": "text",
    "state": "text",
    "case_id": "text",
    "kind": "text",
    "received_at": "instant",
    "deadline_at": "instant",
}
"""Column to type, as in the canonical tables."""


def price_holds(client: Client, *, as_of: str | date) -> pd.DataFrame:
    """Whether price advice may be given for each account, and the open warning that forbids it.

    A warning that nobody has put to an account holds back every account that it can mean: those of its
    platform, or all where the platform is not known either. Advice that waits for nothing costs a day,
    advice into an open case may cost the account.

    Parameters
    ----------
    client : Client
        With its profile, inbox and record.
    as_of : str or date
        ISO day; as `open_cases_of`.

    Returns
    -------
    DataFrame
        One row per account and open case, one for an account without any: account, state (on_hold, free), case_id,
        kind, received_at, deadline_at (the last four missing where the account is free). In the order of the
        profile's accounts, the nearest deadline first.

    Raises
    ------
    RecordFault, ParameterError
        As `workbench.notices.client_cases`.
    """
    cases = open_cases_of(client, on=as_of).to_dict("records")
    rows = [row for account in client.profile.accounts for row in _of_account(account, cases)]
    columns = {name: [row[name] for row in rows] for name in HOLD_COLUMNS}
    instants = {name: pd.to_datetime(columns[name], utc=True) for name in ("received_at", "deadline_at")}
    return pd.DataFrame({**columns, **instants}).astype({name: DTYPES[kind] for name, kind in HOLD_COLUMNS.items()})


def _of_account(account: object, cases: list[dict]) -> list[dict]:
    own = [case for case in cases if _may_mean(case, account)]
    told = ("case_id", "kind", "received_at", "deadline_at")
    if not own:
        return [{"account": account.id, "state": FREE, **dict.fromkeys(told)}]
    return [{"account": account.id, "state": ON_HOLD, **{name: case[name] for name in told}} for case in own]


def _may_mean(case: dict, account: object) -> bool:
    if case["account"]:
        return case["account"] == account.id
    return case["platform"] in ("", UNKNOWN, account.platform)
