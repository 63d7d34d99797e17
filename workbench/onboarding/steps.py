"""The questions that a new client's profile is asked for with, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import yaml

from workbench.errors import ParameterError, listed
from workbench.profile import LANGUAGES, checked_id, checked_zone, parse_profile
from workbench.profile.missing import missing

PLATFORMS = ("amazon", "walmart", "mercadolibre")
# What an account of a market usually has; proposed, never taken unasked.
USUAL = {"US": ("USD", "America/Los_Angeles"), "MX": ("MXN", "America/Mexico_City")}
AMAZON = {"US": ("Amazon.com", "ATVPDKIKX0DER"), "MX": ("Amazon.com.mx", "A1AM78C64UM0Y8")}
# Answers are codes in every language, but for these.
YES, NO = ("yes", "y", "sí", "si", "s", "是"), ("no", "n", "否")

Read = Callable[[str], object]


@dataclass(frozen=True)
class Step:
    """One question: its words, what is proposed, whether it may stay open, and what reads the answer."""

    text: str
    proposal: str = ""
    is_needed: bool = False
    read: Read = str.strip


Ask = Callable[[Step, str], str]
"""Asks a step's question and returns the answer; the second argument says what was wrong with the last one."""


class _Plain(yaml.SafeDumper):
    """Writes a value that stands twice twice: a profile has no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def ask_profile(client_id: str, *, ask: Ask, today: date | None = None) -> str:
    """Ask for a client's profile step by step and return the text of its `client.yml`.

    Parameters
    ----------
    client_id : str
        The client's id.
    ask : callable
        Asks one step; see `Ask`.
    today : date
        Proposed as the first day and as the day on which access was looked at.

    Raises
    ------
    ProfileError
        The id can't name a folder, or the answers contradict each other.
    """
    day = today or date.today()
    values: dict = {"id": client_id, **_client(ask, day), "accounts": [], "owners": []}
    while not values["accounts"] or _answer(ask, Step("Another account? (yes, no)", "no", read=_yes)):
        account, person = _account(ask, day, [each["id"] for each in values["accounts"]])
        values["accounts"].append(account)
        if person:
            owner = {"role": "operations", "person": person, "account": account["id"], "from": values["since"]}
            values["owners"].append(owner)
    values |= _later(ask, values["since"])
    text = yaml.dump(_filled(values), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    profile = parse_profile(text, client_id=client_id, where=f"{client_id}/client.yml")
    still_open = listed(missing(profile, on=day)["field"])
    return text + f"# Still open (docs/profile.md): {still_open}\n"


def _client(ask: Ask, day: date) -> dict:
    langs = _answer(ask, Step("Languages, the reports' first (zh, en, es)", "zh,en", True, _languages))
    names = {lang: _answer(ask, Step(f"Client's name ({lang})", "", lang == langs[0])) for lang in langs}
    return {
        "name": _filled(names),
        "languages": langs,
        "home_currency": _answer(ask, Step("Currency the client counts in", "CNY", True, _code(3))),
        "since": _answer(ask, Step("First day of the service", day.isoformat(), True, _day)),
        "analyst": _filled(
            {
                "name": _answer(ask, Step("Account manager: name", "", True)),
                "email": _answer(ask, Step("Account manager: mail address")),
            }
        ),
        "company": _answer(ask, Step("Company name in full")),
        "categories": _answer(ask, Step("Main categories, separated by commas", read=_several)),
        "services": _answer(ask, Step("Services, such as kpi=advise,pricing=advise", read=_services)),
        "price_approver": _named("person", _answer(ask, Step("Who at the client decides on prices"))),
        "erp": _answer(ask, Step("ERP, such as Mabang")),
        "rfc": _answer(
            ask, Step("Mexican tax number (true, false, unknown)", "unknown", True, _one_of("true", "false", "unknown"))
        ),
    }


def _account(ask: Ask, day: date, taken: list[str]) -> tuple[dict, str]:
    """One account and the person who answers for it; blank for nobody yet."""
    platform = _answer(ask, Step(f"Account: platform ({listed(PLATFORMS)})", "", True, _one_of(*PLATFORMS)))
    market = _answer(ask, Step("Account: market (US, MX, ...)", "", True, _code(2)))
    currency, zone = USUAL.get(market, ("", ""))
    channel, marketplace = AMAZON.get(market, ("", "")) if platform == "amazon" else ("", "")
    name = f"{platform}-{market.lower()}"
    account = {
        "id": _answer(ask, Step("Account: id, its folder in inbox/", name, True, _new_id(taken))),
        "platform": platform,
        "market": market,
        "currency": _answer(ask, Step("Account: currency", currency, True, _code(3))),
        "zone": _answer(ask, Step("Account: time zone whose midnight ends its day", zone, True, _zone)),
        "fulfilment": _answer(
            ask,
            Step(
                "Account: who ships (seller, platform, mixed)", "seller", True, _one_of("seller", "platform", "mixed")
            ),
        ),
        "ship_from": _answer(ask, Step("Account: country that parcels leave from", "CN", read=_code(2))),
        "sales_channel": channel,
        "marketplace_id": marketplace,
        "shop_names": _answer(ask, Step("Account: shop names in the ERP, separated by commas", read=_several)),
    }
    kinds = ("upload", "read_only", "erp")
    access = _answer(ask, Step(f"Account: how the agency sees it ({listed(kinds)})", "upload", True, _one_of(*kinds)))
    account["access"] = {"kind": access, "checked": day}
    return _filled(account), _answer(ask, Step("Account: who answers for its figures"))


def _later(ask: Ask, since: date) -> dict:
    before = since.replace(day=1) - timedelta(days=1)
    skus = _answer(ask, Step("SKUs, as the client says", read=_count))
    orders = _answer(ask, Step("Orders of the last three months, as the client says", read=_count))
    declared = {"on": since, "skus": skus, "orders_three_months": orders} if "" not in (skus, orders) else {}
    as_of = _answer(ask, Step("Day whose figures later reviews are set against", before.isoformat(), read=_day))
    return {"declared": declared, "baseline": _named("as_of", as_of)}


def _answer(ask: Ask, step: Step):
    """Ask until the answer can be read."""
    fault = ""
    while True:
        given = ask(step, fault).strip()
        if not given and not step.is_needed:
            return ""
        try:
            if not given:
                raise ParameterError("answer", "nothing was answered", expected="an answer")
            return step.read(given)
        except ParameterError as problem:
            fault = str(problem)


def _named(name: str, value: object) -> dict:
    return {name: value} if value else {}


def _filled(values: dict) -> dict:
    """Only what was answered: the profile's own defaults hold for the rest."""
    return {name: value for name, value in values.items() if value not in ("", [], {}, None)}


def _refused(given: str, expected: str) -> ParameterError:
    return ParameterError("answer", f"the answer '{given}' can't be taken", expected=expected)


def _languages(given: str) -> list[str]:
    langs = _several(given)
    unknown = [lang for lang in langs if lang not in LANGUAGES]
    if unknown or not langs:
        raise _refused(listed(unknown), listed(LANGUAGES))
    return langs


def _services(given: str) -> dict[str, str]:
    pairs = dict(part.replace(" ", "").split("=", 1) for part in _several(given) if "=" in part)
    known, ways = ("kpi", "pricing", "ads", "full"), ("advise", "execute")
    if len(pairs) != len(_several(given)) or not set(pairs) <= set(known) or not set(pairs.values()) <= set(ways):
        raise _refused(given, f"{listed(known)}, each with =advise or =execute")
    return pairs


def _several(given: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in re.split("[,，、]", given) if part.strip()))


def _one_of(*known: str) -> Read:
    def read(given: str) -> str:
        if given.lower() not in known:
            raise _refused(given, listed(known))
        return given.lower()

    return read


def _new_id(taken: list[str]) -> Read:
    def read(given: str) -> str:
        try:
            name = checked_id(given)
        except ValueError as fault:
            expected = "lower-case letters, digits and hyphens, at most 63, and no reserved name"
            raise _refused(given, expected) from fault
        if name in taken:
            raise _refused(given, "an id that no other account has")
        return name

    return read


def _code(length: int) -> Read:
    def read(given: str) -> str:
        if not re.fullmatch(f"[A-Za-z]{{{length}}}", given):
            raise _refused(given, f"a code of {length} letters")
        return given.upper()

    return read


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as fault:
        raise _refused(given, "a day such as 2026-01-31") from fault


def _count(given: str) -> int:
    if not given.isdecimal():
        raise _refused(given, "a whole number such as 120")
    return int(given)


def _yes(given: str) -> bool:
    if given.casefold() in YES:
        return True
    if given.casefold() in NO:
        return False
    raise _refused(given, "yes, no")


def _zone(given: str) -> str:
    try:
        return checked_zone(given)
    except ValueError as fault:
        raise _refused(given, "a time zone such as America/Mexico_City") from fault
