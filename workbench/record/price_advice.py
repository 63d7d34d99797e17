"""Price advice: what was proposed to the client, what the client decided, and when the price was changed.

Nothing is ever changed. An advice has an id of its own; a decision and an execution name it. Whoever decides sits with
the client: the writer of the entry is named apart from him.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.record.entries import RECORD, append_entries, append_entry, read_entries

PRICES = "prices.yml"
PROPOSED, DECIDED, EXECUTED = "proposed", "decided", "executed"
DECISIONS = ("accepted", "changed", "refused")
ID_DIGITS = 6
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def price_entries(client: Path) -> list[dict]:
    """All entries on the price advice of a client, oldest first.

    Raises
    ------
    RecordFault
        The file can't be read.
    """
    return read_entries(client / RECORD / PRICES)


def remember_advice(client: Path, advices: Iterable[Mapping[str, object]], *, by: str) -> list[dict]:
    """Enter advice that goes to the client, each with an id of its own, and return the entries.

    Parameters
    ----------
    client : Path
        The client's folder.
    advices : iterable of mapping
        Plain values; at least account, sku, price (before), advised_price, currency, as_of and valid_until (ISO days);
        `on` is the ISO day it was proposed, today where it is not given.
    by : str
        Who proposes it.

    Raises
    ------
    ParameterError
        Nobody named.
    RecordFault
        The file can't be read.
    """
    proposed = [{**advice, "on": _day(str(advice.get("on", "")))} for advice in advices]

    def entries(earlier: list[dict]) -> list[dict]:
        known = {entry.get("id") for entry in earlier}
        return [{"what": PROPOSED, "id": _new_id(known), **advice} for advice in proposed]

    return append_entries(client / RECORD / PRICES, entries, by=by)


def remember_decision(
    client: Path,
    advice_id: str,
    *,
    decision: str,
    decided_by: str,
    price: float | None = None,
    reason: str = "",
    by: str,
    on: str = "",
) -> dict:
    """Enter what the client decided on an advice; a later decision on the same advice takes its place.

    Parameters
    ----------
    client : Path
        The client's folder.
    advice_id : str
        Of the proposal.
    decision : str
        accepted, changed or refused.
    decided_by : str
        Who decided, on the client's side.
    price : float, optional
        The price that was decided instead, in the advice's currency; only with changed, and then needed.
    reason : str
        Why, in the words of whoever decided; the next advice on the listing repeats it.
    by : str
        Who enters it.
    on : str
        ISO day of the decision; today where it is blank.

    Raises
    ------
    ParameterError
        No such advice, an unknown decision, a price that does not belong or is missing, no day or one before the
        proposal, or nobody named.
    RecordFault
        The file can't be read.
    """
    if decision not in DECISIONS:
        hint = did_you_mean(decision, DECISIONS)
        raise ParameterError("decision", f"'{decision}'", expected=listed(DECISIONS), hint=hint)
    if (decision == "changed") != (price is not None and price > 0):
        expected = "the price decided instead" if decision == "changed" else "no price: only a changed one is told"
        raise ParameterError("price", f"{price} with the decision '{decision}'", expected=expected)
    if not decided_by.strip():
        raise ParameterError("decided by", "nobody named", expected="the person at the client who decided")
    said = {"decision": decision, "decided_by": decided_by.strip(), "on": _day(on)}
    more = {"price": price, "reason": reason.strip()}
    entry = {"what": DECIDED, **said, **{name: value for name, value in more.items() if value}}
    return _append_to(client, advice_id, entry, by=by)


def remember_execution(client: Path, advice_id: str, *, by: str, on: str, price: float) -> dict:
    """Enter that the client's price was changed, and to what; the workbench itself never changes one.

    Parameters
    ----------
    client : Path
        The client's folder.
    advice_id : str
        Of the proposal.
    by : str
        Who enters it.
    on : str
        ISO day from which the price holds.
    price : float
        The price since then, in the advice's currency.

    Raises
    ------
    ParameterError
        No such advice, no price, no day or one before the proposal, or nobody named.
    RecordFault
        The file can't be read.
    """
    if not price > 0:
        raise ParameterError("price", f"{price}", expected="the price since then, above zero")
    return _append_to(client, advice_id, {"what": EXECUTED, "on": _day(on), "price": price}, by=by)


def _append_to(client: Path, advice_id: str, entry: Mapping[str, object], *, by: str) -> dict:
    def make(earlier: list[dict]) -> dict:
        proposed = {str(each["id"]): str(each["on"]) for each in earlier if each.get("what") == PROPOSED}
        if advice_id not in proposed:
            hint = did_you_mean(advice_id, proposed)
            raise ParameterError("advice", f"no advice '{advice_id}'", expected="the id of a proposal", hint=hint)
        if str(entry["on"]) < proposed[advice_id]:
            expected = f"{proposed[advice_id]}, on which it was proposed, or a later day"
            raise ParameterError("day", f"'{entry['on']}' lies before the advice", expected=expected)
        return {**entry, "of": advice_id}

    return append_entry(client / RECORD / PRICES, make, by=by)


def _new_id(known: set) -> str:
    """An id that no advice has yet, which is then known."""
    while (found := f"p{datetime.now(UTC):%y%m%d}-{secrets.token_hex(ID_DIGITS // 2)}") in known:
        continue
    known.add(found)
    return found


def _day(text: str) -> str:
    if not text:
        return date.today().isoformat()
    if not _DAY.fullmatch(text):
        raise ParameterError("day", f"'{text}'", expected="an ISO day such as 2026-01-31")
    return date.fromisoformat(text).isoformat()
