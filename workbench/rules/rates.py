"""The dated rate book: reading `rates/*.yml` and asking it for the rate of a day; what is not known is None."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import RuleError, did_you_mean, listed
from workbench.rules.book import as_day
from workbench.rules.rate_models import PLACES, TMEC, WHATS, NotKnown, Rate, SizeTier, TypedRate

__all__ = ["PLACES", "WHATS", "NotKnown", "Rate", "RateBook", "TypedRate", "find_rate", "find_rates", "load_rates"]

BOOK = Path(__file__).with_name("rates")
ASKED = frozenset({*PLACES, "price", "weight_kg"})


class RateBook(BaseModel):
    """All rates, the size tiers that fulfilment fees go by, and what no source gives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rates: tuple[Rate, ...] = ()
    sizes: tuple[SizeTier, ...] = ()
    not_known: tuple[NotKnown, ...] = ()
    digest: str = ""

    def of(self, what: str, market: str) -> tuple[Rate, ...]:
        """Rows of one kind of rate in one market, whatever their dates."""
        return self._by_subject.get((what, market), ())

    @cached_property
    def _by_subject(self) -> dict[tuple[str, str], tuple[Rate, ...]]:
        rows: dict[tuple[str, str], list[Rate]] = defaultdict(list)
        for rate in self.rates:
            rows[rate.what, rate.market].append(rate)
        return {subject: tuple(found) for subject, found in rows.items()}


def find_rate(
    what: str, *, market: str, on: date | str, typed: Sequence[Rate] = (), **where: str | float | None
) -> Rate | None:
    """The rate that holds on a day; None where none is known: then nothing can be computed with it.

    Parameters
    ----------
    what : str
        One of `WHATS`.
    market : str
        Country code of the sale; of entry for duties.
    on : date or str
        The day.
    typed : sequence of TypedRate
        The client's own rates (`profile.rates`): any of them that fits goes before the book.
    **where
        platform, category, logistic, origin, tariff_line, listing_type, size, sku, account, price (in the rate's
        currency), weight_kg. A row that is limited to a place, price or weight is found only where that is given.

    Returns
    -------
    Rate or None
        The most specific row: the one that names most places, longest tariff line first.

    Raises
    ------
    RuleError
        `on` is no day, an unknown `what` or place, or two typed rows that are equally specific.

    Source: ``workbench/rules/rates/*.yml``, with grade, source and date of check per row.

    >>> find_rate("vat", market="MX", on="2026-01-31").value
    0.16
    >>> find_rate("income_tax_withheld", market="MX", on="2025-12-31").value
    0.01
    >>> find_rate("vat", market="US", on="2026-01-31") is None
    True
    """
    price, weight = where.get("price"), where.get("weight_kg")
    groups = _fitting(what, market=market, on=on, typed=typed, where=where)
    covering = [[row for row in rows if row.covers(price=price, weight_kg=weight)] for rows in groups]
    return next((_only(best) for rows in covering if (best := _most_specific(rows))), None)


def find_rates(
    what: str, *, market: str, on: date | str, typed: Sequence[Rate] = (), **where: str | float | None
) -> tuple[Rate, ...]:
    """As `find_rate`, but every row of the most specific place, one for each range of prices or weights.

    >>> [row.value for row in find_rates("vat", market="MX", on="2026-01-31")]
    [0.16]
    """
    groups = _fitting(what, market=market, on=on, typed=typed, where=where)
    return next((tuple(best) for rows in groups if (best := _most_specific(rows))), ())


@lru_cache(maxsize=1)
def load_rates() -> RateBook:
    """The rate book that ships with the workbench, read once.

    Raises
    ------
    RuleError
        As `read_rates`.

    >>> len(load_rates().digest)
    64
    """
    return read_rates({path.name: path.read_bytes() for path in sorted(BOOK.glob("*.yml"))})


def read_rates(contents: dict[str, bytes]) -> RateBook:
    """A rate book from YAML files (name to content), checked as a whole.

    Raises
    ------
    RuleError
        Text that is no YAML, wrong fields, an id given twice, or two rows that both hold for the same sale on the
        same day and are equally specific; both are named.
    """
    parts = [_read_part(content, where) for where, content in contents.items()]
    book = RateBook(
        rates=tuple(rate for part in parts for rate in part.rates),
        sizes=tuple(size for part in parts for size in part.sizes),
        not_known=tuple(gap for part in parts for gap in part.not_known),
        digest=hashlib.sha256(b"".join(contents.values())).hexdigest(),
    )
    ids = [rate.id for rate in book.rates]
    repeated = sorted({name for name in ids if ids.count(name) > 1})
    if repeated:
        raise RuleError("rates", f"ids given twice: {listed(repeated)}", expected="one row per id")
    refuse_contradictions(book.rates, where="rates")
    return book


def refuse_contradictions(rates: Iterable[Rate], *, where: str) -> None:
    """Nothing, where no two rows hold for the same sale on the same day and are equally specific.

    Raises
    ------
    RuleError
        Otherwise, with both rows of each pair named.
    """
    found = contradictions(rates)
    if found:
        raise RuleError(
            where,
            f"rates hold for the same sale at the same time: {'; '.join(found)}",
            expected="one rate a sale and day",
            hint="end the older one the day before the newer one starts, or name the place that tells them apart",
        )


def contradictions(rates: Iterable[Rate]) -> list[str]:
    """Pairs of rows, as "one and other", of which `find_rate` could not say which one holds."""
    groups: dict[tuple, list[Rate]] = defaultdict(list)
    for rate in rates:
        groups[rate.what, rate.market, _specificity(rate)].append(rate)
    pairs = [pair for rows in groups.values() for pair in combinations(rows, 2) if _contradict(*pair)]
    return [f"{one.id} and {other.id}" for one, other in pairs]


def _fitting(what: str, *, market: str, on: date | str, typed: Sequence[Rate], where: dict) -> tuple[list[Rate], ...]:
    """The typed rows that hold for a sale, then the book's."""
    _check_question(what, where)
    day = as_day(on)
    places = {name: str(where.get(name) or "") for name in PLACES}
    own = [row for row in typed if (row.what, row.market) == (what, market)]
    return tuple(
        [row for row in rows if row.holds_on(day) and _fits(row, places)]
        for rows in (own, load_rates().of(what, market))
    )


def _check_question(what: str, where: dict) -> None:
    if what not in WHATS:
        raise RuleError("find_rate", f"no rate '{what}'", expected=listed(WHATS), hint=did_you_mean(what, WHATS))
    unknown = sorted(set(where) - ASKED)
    if unknown:
        raise RuleError("find_rate", f"unknown {listed(unknown)}", expected=listed(sorted(ASKED)))


def _fits(row: Rate, places: dict[str, str]) -> bool:
    return all(_same(name, own, places[name]) for name, own in row.places.items())


def _same(name: str, own: str, asked: str) -> bool:
    """Whether a row's place holds for the one asked: tariff lines by their beginning, origins by treaty."""
    if name == "tariff_line":
        return bool(asked) and _digits(asked).startswith(_digits(own))
    if name == "origin":
        return own == asked or own == _origin_group(asked)
    return own.casefold() == asked.casefold()


def _digits(line: str) -> str:
    return line.replace(".", "").replace(" ", "")


def _origin_group(origin: str) -> str:
    if not origin or origin in ("TMEC", "outside_TMEC"):
        return origin
    return "TMEC" if origin in TMEC else "outside_TMEC"


def _specificity(row: Rate) -> tuple[int, int]:
    return len(row.places), len(_digits(row.tariff_line))


def _most_specific(rows: list[Rate]) -> list[Rate]:
    best = max((_specificity(row) for row in rows), default=None)
    return [row for row in rows if _specificity(row) == best]


def _only(rows: list[Rate]) -> Rate:
    if len(rows) > 1:
        refuse_contradictions(rows, where="find_rate")
    return rows[0]


def _contradict(one: Rate, other: Rate) -> bool:
    """Whether one sale can fall under both rows on one day."""
    shared = set(one.places) & set(other.places)
    places = all(_meet(name, getattr(one, name), getattr(other, name)) for name in shared)
    days = (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (one.until or date.max)
    prices = _overlap(one.price_from, one.price_to, other.price_from, other.price_to)
    weights = _overlap(one.weight_from_kg, one.weight_to_kg, other.weight_from_kg, other.weight_to_kg)
    return places and days and prices and weights


def _meet(name: str, one: str, other: str) -> bool:
    return _same(name, one, other) or _same(name, other, one)


def _overlap(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    """Half-open ranges; an end that is not given is open."""
    ends = float("inf")
    high, other_high = (ends if end is None else end for end in (high, other_high))
    return (low or 0.0) < other_high and (other_low or 0.0) < high


def _read_part(content: bytes, where: str) -> RateBook:
    try:
        return RateBook.model_validate(_filled(yaml.safe_load(content)))
    except yaml.YAMLError as fault:
        raise RuleError(where, f"not readable as YAML: {str(fault).splitlines()[0]}", expected="YAML") from fault
    except ValidationError as fault:
        lines = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors()]
        raise RuleError(
            where,
            f"{len(lines)} faults: " + "; ".join(lines),
            expected="rates, sizes and not_known as in docs/rates.md",
        ) from fault


def _filled(part: object) -> object:
    """The file's content with `all`, which stands for every row that does not say otherwise, filled into the rows."""
    if not isinstance(part, dict) or not isinstance(part.get("all", {}), dict):
        return part
    common = part.get("all", {})
    rows = [common | row if isinstance(row, dict) else row for row in part.get("rates") or ()]
    return {name: value for name, value in part.items() if name != "all"} | {"rates": rows}
