"""A Walmart file belongs to one market: its money must be in the currency of the account it was put under."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.errors import UnreadableFile, listed
from workbench.sources.contract import Account


def check_currency(where: str, found: Iterable[str | None], account: Account) -> None:
    """Raise where amounts are in another currency than the account's.

    Raises
    ------
    UnreadableFile
        Naming both.
    """
    foreign = sorted({currency for currency in found if currency} - {account.currency})
    if foreign:
        raise UnreadableFile(
            where,
            f"amounts in {listed(foreign)}, and the account {account.id} is in {account.currency}",
            hint="put the file into the inbox folder of the account in that market",
        )
