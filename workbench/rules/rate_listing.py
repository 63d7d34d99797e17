"""The rate book as tables: rates of a day, what changed between two days, and what no source gives."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from workbench.errors import RuleError
from workbench.rules.book import as_day
from workbench.rules.rate_models import LONGEST_UNCHECKED, PLACES, Rate
from workbench.rules.rates import load_rates

COLUMNS = [
    *("id", "what", "market", *PLACES, "kind", "rate", "value", "minimum", "maximum", "plus", "currency", "base"),
    *("since", "until", "status", "grade", "source", "checked", "is_stale", "note"),
]
CHANGED = ["what", "market", *PLACES, "change", "old_rate", "new_rate", "from_date", "source", "note"]
NOT_KNOWN = ["what", "market", "platform", "since", "is_partial", "get_it_from", "note"]
SORTED_BY = ["market", "platform", "what", "category", "logistic", "size", "id"]


def rate_table(*, market: str = "", on: date | str | None = None) -> pd.DataFrame:
    """Every row of the rate book, or those in force on a day.

    Parameters
    ----------
    market : str
        Country code; blank for all.
    on : date or str, optional
        Only rows in force on this day, their status as of it. Without a day: all rows, past ones too, as of today.

    Returns
    -------
    DataFrame
        id, what, market, platform, category, logistic, origin, tariff_line, listing_type, size, sku, account
        ('' = any), kind, rate (as `rate_text`), value (missing where the rate has tiers), minimum, maximum, plus,
        currency, base, since and until (missing: not found, or open), status (confirmed, needs_check, expired),
        grade, source, checked, is_stale (checked more than 180 days before), note; sorted by market, platform, what
        and category.

    Raises
    ------
    RuleError
        `on` is no day.

    Source: ``workbench/rules/rates/*.yml``.

    >>> rate_table(market="MX", on="2026-06-01").query("what == 'vat'")["rate"].tolist()
    ['16%']
    """
    day = as_day(on) if on else date.today()
    return _listing(
        [rate for rate in load_rates().rates if market in ("", rate.market) and (not on or rate.holds_on(day))], day
    )


def rates_to_check(on: date | str) -> pd.DataFrame:
    """Rows to look at: in force and compared with their source over 180 days ago, or ended without an heir.

    Parameters
    ----------
    on : date or str
        The day.

    Returns
    -------
    DataFrame
        As `rate_table`. An ended row has an heir where a row of the same market, platform and kind began after it.

    Raises
    ------
    RuleError
        `on` is no day.

    >>> rates_to_check("2026-06-01").empty, "us-mpf-2026" in rates_to_check("2026-10-01")["id"].tolist()
    (True, True)
    """
    day = as_day(on)
    return _listing(
        [rate for rate in load_rates().rates if _is_stale(rate, day) or _ended_without_heir(rate, day)], day
    )


def rates_changed(since: date | str, on: date | str) -> pd.DataFrame:
    """What changed between two days, one row per place whose rate differs.

    Parameters
    ----------
    since, on : date or str
        The earlier and the later day.

    Returns
    -------
    DataFrame
        what, market, platform and the other places, change (new, ended, changed), old_rate, new_rate (as `rate_text`),
        from_date (first day of the new rate, else the day after the old one's last), source, note; sorted.

    Raises
    ------
    RuleError
        A day that is none, or `on` before `since`.

    >>> found = rates_changed("2025-08-14", "2025-08-15")
    >>> found[["what", "origin", "old_rate", "new_rate"]].values.tolist()[0]
    ['courier_rate', 'outside_TMEC', '19% ≤ 2,500 USD', '33.5% ≤ 2,500 USD']
    """
    first, last = as_day(since), as_day(on)
    if last < first:
        raise RuleError("rates_changed", f"{last} lies before {first}", expected="since <= on")
    before, after = (
        {_subject(rate): rate for rate in load_rates().rates if rate.holds_on(day)} for day in (first, last)
    )
    moved = [subject for subject in {**before, **after} if before.get(subject) != after.get(subject)]
    rows = [_changed_row(before.get(subject), after.get(subject)) for subject in moved]
    listing = pd.DataFrame(rows, columns=CHANGED).astype({"from_date": "datetime64[us]"})
    return listing.sort_values(["market", "platform", "what", "category", "size"], kind="stable", ignore_index=True)


def rates_not_known(*, market: str = "", on: date | str | None = None) -> pd.DataFrame:
    """Rates that no source gives: to be asked for, or imported from settlements.

    Parameters
    ----------
    market : str
        Country code; blank for all.
    on : date or str, optional
        Only what is not known on this day.

    Returns
    -------
    DataFrame
        what, market, platform ('' = none), since (first day it is not known from; missing: never known), is_partial
        (only some of it is not known), get_it_from (settlement, platform_preview, platform_page, customs_broker,
        client; comma-separated), note; sorted.

    Raises
    ------
    RuleError
        `on` is no day.

    >>> "referral" in rates_not_known(market="MX", on="2026-06-01")["what"].tolist()
    True
    """
    day = as_day(on) if on else None
    gaps = [gap for gap in load_rates().not_known if market in ("", gap.market)]
    held = [gap for gap in gaps if day is None or gap.since is None or gap.since <= day]
    rows = [gap.model_dump() | {"get_it_from": ", ".join(gap.get_it_from)} for gap in held]
    listing = pd.DataFrame(rows, columns=NOT_KNOWN)
    listing["since"] = pd.to_datetime(listing["since"]).astype("datetime64[us]")
    return listing.sort_values(["market", "platform", "what"], kind="stable", ignore_index=True)


def rate_text(rate: Rate) -> str:
    """A rate in signs that need no language: value or tiers, least and most, closing fee, steps, bounds.

    >>> from workbench.rules.rates import find_rate
    >>> rate_text(find_rate("merchandise_processing", market="US", on="2026-06-01", logistic="formal"))
    '0.3464%; min 33.58 USD; max 651.5 USD'
    """
    parts = _tier_texts(rate) if rate.tiers else [_value(rate, rate.value)]
    limits = {"min ": rate.minimum, "max ": rate.maximum, "+ ": rate.plus}
    parts += [f"{sign}{amount:,g} {rate.currency}" for sign, amount in limits.items() if amount is not None]
    if rate.step_kg is not None:
        step = f"{rate.step_amount:g} {rate.currency} / {rate.step_kg:.4g} kg"
        parts.append(f"+ {step} > {rate.steps_from_kg:.4g} kg")
    return "; ".join([*parts, *_bounds(rate)])


def _tier_texts(rate: Rate) -> list[str]:
    ends = [f"{'<' if tier.is_below else '≤'} {tier.up_to:,g} {rate.currency}" for tier in rate.tiers if tier.up_to]
    last = "" if rate.tiers[-1].up_to else f"> {rate.tiers[-2].up_to:,g} {rate.currency}" if ends else ""
    texts = zip(rate.tiers, [*ends, last], strict=False)
    return [f"{_value(rate, tier.value)} {end}".strip() for tier, end in texts]


def _value(rate: Rate, value: float) -> str:
    return f"{value:,g} {rate.currency}" if rate.kind == "amount" else f"{value * 100:.4g}%"


def _bounds(rate: Rate) -> list[str]:
    bounds = {
        f"≥ {{:,g}} {rate.currency}": rate.price_from,
        f"< {{:,g}} {rate.currency}": rate.price_to,
        "> {:g} kg": rate.weight_from_kg,
        "≤ {:g} kg": rate.weight_to_kg,
    }
    return [text.format(bound) for text, bound in bounds.items() if bound is not None]


def _listing(rates: list[Rate], day: date) -> pd.DataFrame:
    listing = pd.DataFrame([_row(rate, day) for rate in rates], columns=COLUMNS)
    listing = listing.astype(dict.fromkeys(("value", "minimum", "maximum", "plus"), "float64"))
    for column in ("since", "until", "checked"):
        listing[column] = pd.to_datetime(listing[column]).astype("datetime64[us]")
    return listing.sort_values(SORTED_BY, kind="stable", ignore_index=True)


def _is_stale(rate: Rate, day: date) -> bool:
    return rate.holds_on(day) and day - rate.checked > LONGEST_UNCHECKED


def _ended_without_heir(rate: Rate, day: date) -> bool:
    if rate.until is None or rate.until >= day:
        return False
    return not any(
        other.since is not None and other.since > rate.until and other.platform == rate.platform
        for other in load_rates().of(rate.what, rate.market)
    )


def _row(rate: Rate, day: date) -> dict:
    return {
        **{name: getattr(rate, name) for name in COLUMNS if hasattr(rate, name)},
        "rate": rate_text(rate),
        "status": rate.status(day),
        "is_stale": day - rate.checked > LONGEST_UNCHECKED,
    }


def _subject(rate: Rate) -> tuple:
    bounds = (rate.price_from, rate.price_to, rate.weight_from_kg, rate.weight_to_kg)
    return (rate.what, rate.market, tuple(rate.places.items()), bounds)


def _changed_row(old: Rate | None, new: Rate | None) -> dict:
    entry = new or old
    starts = new.since if new else old.until + timedelta(days=1)
    return {
        **{name: getattr(entry, name) for name in CHANGED if hasattr(entry, name)},
        "change": "new" if old is None else "ended" if new is None else "changed",
        "old_rate": rate_text(old) if old else "",
        "new_rate": rate_text(new) if new else "",
        "from_date": pd.Timestamp(starts) if starts else pd.NaT,
    }
