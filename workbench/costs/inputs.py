"""The inputs of every unit of an account, from the client's tables and profile; each table is read once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.costs.expired import expired_charges
from workbench.costs.facts import UnitFacts, logistic_of
from workbench.costs.fx import Rate as DayRate
from workbench.costs.fx import rate_on
from workbench.costs.goods_steps import goods_steps
from workbench.costs.ledger import rfc_of
from workbench.costs.listed import CATALOGUE, advertising_shares, listed_rows, return_rate, sold_lines
from workbench.costs.own_rates import LEDGER_DAYS, own_rates
from workbench.costs.payments import PaymentShares, payment_mix
from workbench.costs.platform_steps import platform_steps
from workbench.costs.rate_charges import Found
from workbench.costs.sales import sales
from workbench.costs.waterfall import STEPS, UnitInputs
from workbench.errors import NothingToShow, ParameterError, did_you_mean, listed
from workbench.profile.price_terms import PaymentMix
from workbench.tables import TABLES, require_columns

# What is asked for first: without it nothing else helps, and one answer often serves many SKUs.
ASKED_FIRST = (
    *(
        "cost",
        "price",
        "rfc",
        "fx",
        "referral",
        "logistic",
        "origin",
        "import_duty",
        "import_road",
        "weight",
        "own_shipping",
    ),
    *("fulfilment", "size", "free_shipping", "fixed_fee", "freight", "section_301", "section_122", "payment_mix"),
    *("customs_fee", "merchandise_processing", "tax_withheld"),
)
# Into dollars for the courier rate's steps; other currencies as the costs and typed rates need them.
DOLLAR = "USD"
WORDS = ("title", "listing_type", "cost_currency", "origin", "tariff_line", "category")


def unit_inputs(client: object, *, sku: str, account: str, on: str) -> UnitInputs:
    """Everything that one SKU's margin depends on.

    Parameters
    ----------
    client : Client
    sku, account : str
        SKU as listed, and account id.
    on : str
        ISO day: prices, costs, rates and exchange rates are those of its end.

    Raises
    ------
    NothingToShow
        The account lists no such SKU up to that day.
    ProfileError
        The client has no such account.
    TableError
        A table lacks a column.
    """
    known = {facts.sku: facts for facts in account_facts(client, account=account, on=on)}
    if sku not in known:
        raise NothingToShow(
            f"unit economics of {account}, {on}",
            f"no listing of SKU '{sku}'",
            expected=listed(known),
            hint=did_you_mean(sku, known),
        )
    return inputs_of(known[sku])


def account_inputs(client: object, *, account: str, on: str) -> dict[str, UnitInputs]:
    """Everything that the margins of an account's SKUs depend on, by SKU.

    Parameters
    ----------
    client : Client
        Its `listings`, `catalogue`, `ledger`, `order_lines`, `returns`, `ads`, `fx` and profile are read.
    account : str
        Account id.
    on : str
        ISO day.

    Raises
    ------
    NothingToShow
        No own listing of the account up to that day.
    ProfileError, TableError
        As `unit_inputs`.
    """
    once = getattr(client, "once", lambda _, make: make())
    return dict(once(("account inputs", account, on), lambda: _account_inputs(client, account, on)))


def _account_inputs(client: object, account: str, on: str) -> dict[str, UnitInputs]:
    return {facts.sku: inputs_of(facts) for facts in account_facts(client, account=account, on=on)}


def inputs_of(facts: UnitFacts) -> UnitInputs:
    """The charges that follow from what is known of a unit, and what blocks its margin."""
    found = _all_steps(facts)
    charges = (*found.charges, *expired_charges(facts, found, steps=_all_steps))
    missing = {*found.missing, *(["price"] if np.isnan(facts.price) else [])}
    return UnitInputs(
        sku=facts.sku,
        title=facts.title,
        account=facts.account.id,
        platform=facts.account.platform,
        market=facts.account.market,
        on=facts.on,
        currency=facts.account.currency,
        home_currency=facts.home_currency,
        price=facts.price,
        price_date=facts.price_date,
        charges=tuple(sorted(charges, key=lambda charge: STEPS.index(charge.step))),
        fx=facts.fx,
        cost_currency=facts.cost_currency,
        missing=tuple(sorted(missing, key=ASKED_FIRST.index)),
        left_out=tuple(dict.fromkeys(found.left_out)),
        partial=tuple(dict.fromkeys(found.partial)),
        marks=tuple(sorted(set(found.marks))),
        floor=facts.floor,
        facts=facts,
    )


def _all_steps(facts: UnitFacts) -> Found:
    return platform_steps(facts) + goods_steps(facts)


def with_choice(
    inputs: UnitInputs,
    *,
    logistic: str = "",
    rfc: str = "",
    payment_mix: PaymentMix | None = None,
    fx_move: float = 0.0,
) -> UnitInputs:
    """The unit as it would be under another choice; what is not given stays as it is.

    Parameters
    ----------
    inputs : UnitInputs
    logistic : {"", "platform", "seller"}
        Who ships: the platform's warehouse or the seller.
    rfc : {"", "true", "false"}
        Whether the seller has a Mexican tax number.
    payment_mix : PaymentMix, optional
        How buyers pay.
    fx_move : float
        Change of the value of the price's currency against all others, above -1: -0.10 = a tenth less.

    Raises
    ------
    ParameterError
        A word that is none of these, or a move of -1 or less.
    """
    _check_choice(logistic, rfc, fx_move)
    facts = inputs.facts
    moved = {code: replace(rate, rate=rate.rate / (1 + fx_move)) for code, rate in facts.fx.items()}
    chosen = {"logistic": logistic, "rfc": rfc, "mix": payment_mix}
    return inputs_of(replace(facts, fx=moved, **{name: value for name, value in chosen.items() if value}))


def without_own_rates(inputs: UnitInputs) -> UnitInputs:
    """The unit by stated rates alone: what its reports imply is left out."""
    return inputs_of(replace(inputs.facts, own=()))


def _check_choice(logistic: str, rfc: str, fx_move: float) -> None:
    for name, value, allowed in (("logistic", logistic, ("platform", "seller")), ("rfc", rfc, ("true", "false"))):
        if value and value not in allowed:
            raise ParameterError(name, f"'{value}'", expected=listed(allowed))
    if fx_move <= -1:
        raise ParameterError("fx_move", f"{fx_move:g}", expected="above -1, such as -0.10")


def account_facts(client: object, *, account: str, on: str) -> list[UnitFacts]:
    """What is known of each SKU that an account lists, by SKU."""
    owner, day = client.profile.account(account), pd.Timestamp(on).normalize()
    rows = listed_rows(client, owner=owner, on=day)
    days = (day - pd.Timedelta(days=LEDGER_DAYS - 1), day)
    period = {"start": f"{days[0]:%Y-%m-%d}", "end": f"{day:%Y-%m-%d}"}
    types = dict(zip(rows["sku"], rows["listing_type"].fillna(""), strict=True))
    taken = sales(client, owner=owner, **period)
    own = own_rates(taken[~taken["is_shared"].astype(bool)], types=types, platform=owner.platform)
    sold = sold_lines(client, owner=owner, start=days[0], end=days[1])
    shared = _shared(client, owner, rows, day, period)
    shared["return_rate"] = return_rate(client, sold, owner=owner, days=days)
    advertising = advertising_shares(client, sold, owner=owner, days=days)
    return [_facts(row, shared, own.get(row.sku, ()), advertising) for row in rows.itertuples(index=False)]


def _shared(client: object, owner: object, rows: pd.DataFrame, day: pd.Timestamp, period: dict) -> dict:
    """What is the same for all SKUs of the account."""
    profile = client.profile
    typed = tuple(getattr(profile, "rates", ()))
    floors = {floor.sku: floor.price for floor in getattr(profile, "floors", ()) if _is_of(floor, owner)}
    declared = {row.sku: row for row in getattr(profile, "customs_values", ()) if row.market == owner.market}
    wanted = {profile.home_currency, DOLLAR, *rows["cost_currency"].dropna(), *(rate.currency for rate in typed)}
    wanted |= {row.currency for row in declared.values()}
    return {
        "account": owner,
        "on": day,
        "home_currency": profile.home_currency,
        "rfc": rfc_of(profile),
        "typed": typed,
        "mix": _mix(client, owner, period),
        "floors": floors,
        "declared": declared,
        "profile": profile,
        "fx": _exchange(client.fx, wanted - {"", owner.currency}, currency=owner.currency, on=day),
    }


def _exchange(fx: pd.DataFrame, wanted: set[str], *, currency: str, on: pd.Timestamp) -> dict[str, DayRate]:
    require_columns(fx, TABLES["fx"].names, of="fx")
    found = {code: rate_on(fx, base=code, quote=currency, on=on) for code in sorted(wanted)}
    return {code: rate for code, rate in found.items() if rate is not None}


def _mix(client: object, owner: object, period: dict) -> PaymentMix | PaymentShares | None:
    """How buyers pay: as the profile states, else as Mercado Pago's reports show; None where neither does."""
    stated = next((mix for mix in getattr(client.profile, "payment_mix", ()) if mix.account == owner.id), None)
    return stated or payment_mix(client.ledger, account=owner.id, **period, zone=owner.zone)


def _is_of(floor: object, owner: object) -> bool:
    return (floor.market, floor.currency) == (owner.market, owner.currency)


def _facts(row: object, shared: dict, own: tuple, advertising: dict[str, float]) -> UnitFacts:
    figures = {name: _number(getattr(row, name)) for name in CATALOGUE if name != "cost_currency"}
    size = tuple(figures.pop(name) for name in ("length_cm", "width_cm", "height_cm"))
    owner, category = shared["account"], _word(row.category)
    return UnitFacts(
        **{name: value for name, value in shared.items() if name not in ("floors", "declared", "profile")},
        **{name: _word(getattr(row, name)) for name in WORDS},
        **figures,
        sku=row.sku,
        price=_number(row.price),
        price_date=row.price_date,
        logistic=logistic_of(row.logistic, account=owner),
        fee_category=_fee_category(shared["profile"], category, owner),
        size_cm=size,
        own=own,
        advertising_share=advertising.get(row.sku, np.nan),
        floor=shared["floors"].get(row.sku),
        **_declared(shared["declared"].get(row.sku)),
    )


def _declared(row: object | None) -> dict[str, object]:
    return {"customs_value": row.value, "customs_currency": row.currency} if row else {}


def _fee_category(profile: object, own: str, owner: object) -> str:
    place = {"platform": owner.platform, "market": owner.market}
    return profile.fee_category(own, **place) if own and hasattr(profile, "fee_category") else ""


def _number(value: object) -> float:
    return np.nan if pd.isna(value) else float(value)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
