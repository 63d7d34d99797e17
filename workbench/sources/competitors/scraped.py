"""Scraped listings (Mercado Libre's pages, mostly), to offers: read right, or refused with the reason.

Every scraper writes its own table, so headings are matched by the words that were seen, and the number format is
one for the whole file: the market's, unless the prices themselves show another; where two fit, it is asked. Days
are read as the market writes them. A listing is known by the number in its link; ids that change from day to day
are not used. "+50 vendidos" is a bucket and counts as 50.

Source: four scraped files seen 2023-12 to 2026-03.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning import times
from workbench.cleaning.names import normalised
from workbench.cleaning.values import as_text
from workbench.errors import AmbiguousFormat, OpenQuestions, listed
from workbench.sources.answers import answered_instant
from workbench.sources.competitors import scraped_cells as cells
from workbench.sources.competitors.lists import SHOWN_AGAIN, WITHOUT_PRICE, market_in_name, same
from workbench.sources.competitors.scraped_headings import FIELDS, KNOWN
from workbench.sources.competitors.scraped_prices import (
    MARKET_CURRENCIES,
    answered_format,
    column_format,
    format_question,
    money,
    use_amounts,
)
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.sheet import Sheet

BLANKS = ("", "-", "--", "n/a", "N/A", "nan", "NaN", "None", "null", "[]", "{}")
PLATFORMS = ("mercadolibre", "amazon", "walmart")
MONTH_FIRST_MARKETS = ("US",)
OTHER_MARKET = "listing of another market"


def scraped_questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Platform, market, day, search words and number format, each only where the file does not say it."""
    asked = []
    platform, market = _place_in_file(sheet)
    if not platform:
        asked.append(Question("platform", f"Which platform was scraped: {listed(PLATFORMS)}?"))
    if not market:
        text = f"Which market was scraped: {listed(MARKET_CURRENCIES)}?"
        asked.append(Question("market", text, market_in_name(context.file)))
    if not sheet.present("observed_at").any():
        asked.append(Question("observed_at", "On which day was this page scraped?", day_in_name(context.file)))
    if not sheet.present("query").any():
        asked.append(Question("query", "Which search words do these scraped listings answer?"))
    choice = column_format(sheet, market or context.answers.get("market", "").strip().upper())
    if choice.form is None:
        asked.append(Question("number_format", format_question(choice)))
    return tuple(asked)


def read_scraped(sheet: Sheet, context: FileContext) -> Reading:
    """Listings of a scraped page, each seen once a day.

    Raises
    ------
    OpenQuestions
        Platform, market or day are not known.
    AmbiguousFormat
        The prices can be read in two ways and no answer says which; or two columns may be the price.
    """
    _check_one_price(sheet)
    platform, market = _place(sheet, context)
    sheet.losses.set_aside(_headings_again(sheet), "repeated header")
    use_amounts(sheet)
    form = answered_format(sheet, context, market)
    sheet.mark_repeats("title", "price")
    sheet.need("title")
    sheet.losses.set_aside(~sheet.present("price"), WITHOUT_PRICE)
    sheet.refuse(cells.is_object(sheet.cells("title")), "title", "the text of an object, not a title")
    observed = _observed(sheet, context, market)
    items = _items(sheet, observed, market)
    offers = pd.DataFrame(
        {
            **same(sheet, platform=platform, market=market),
            "item_id": items,
            "observed_at": observed,
            "query": sheet.text("query").fillna(context.answers.get("query") or np.nan),
            **money(sheet, form, market),
            **_words(sheet),
            "rating": sheet.typed("rating", cells.parse_stars, expected="stars from 0 to 5"),
            "reviews": sheet.typed("reviews", cells.parse_buckets, expected="a whole number"),
            "sold": sheet.typed("sold", cells.parse_buckets, expected="a count or a bucket such as +50 vendidos"),
            "rank": sheet.counts("rank"),
        }
    )
    _one_price_a_day(sheet, offers)
    return sheet.reading({"offers": offers}, context)


def _check_one_price(sheet: Sheet) -> None:
    """Raise where two columns may be the price: the wrong one would be read for sure, half of the time."""
    found = [head for head, name in zip(sheet.raw.header, sheet.raw.names, strict=True) if _means(name, "price")]
    if len(found) > 1:
        raise AmbiguousFormat(
            sheet.name,
            f"{len(found)} columns may be the price: {listed(found)}",
            expected="one price, and the price before as Precio Antes",
            hint="rename the column that is not the price",
        )


def _means(name: str, key: str) -> bool:
    return name in SCRAPED.aliases[key]


def _headings_again(sheet: Sheet) -> np.ndarray:
    """Rows in which the scraper took the page's or its own header for a listing, whatever its spelling."""
    price, title = (sheet.text(key).fillna("").map(normalised) for key in ("price", "title"))
    return (price.isin(SCRAPED.aliases["price"]) | (title.isin(SCRAPED.aliases["title"]) & (price == ""))).to_numpy()


def _place_in_file(sheet: Sheet) -> tuple[str, str]:
    """Platform and market that the item numbers and links name; blank where they do not, or not alone."""
    codes = as_text(_codes(sheet)).dropna()
    hosts = sheet.text("url").str.extract(r"https?://[^/]*?(mercadolibre|amazon)\.(com\.mx|com\b)", expand=True)
    sites = set(codes.str[:3]) & set(cells.SITES)
    named = {"mercadolibre"} if sites else set(hosts[0].dropna())
    markets = {cells.SITES[site] for site in sites}
    if not sites and named == {"amazon"}:
        markets = {"MX" if end == "com.mx" else "US" for end in hosts[1].dropna()}
    return named.pop() if len(named) == 1 else "", markets.pop() if len(markets) == 1 else ""


def _place(sheet: Sheet, context: FileContext) -> tuple[str, str]:
    platform, market = _place_in_file(sheet)
    platform = platform or context.answers.get("platform", "").strip().lower()
    market = market or context.answers.get("market", "").strip().upper()
    if platform not in PLATFORMS or market not in MARKET_CURRENCIES:
        raise OpenQuestions(
            context.file,
            "neither links nor item numbers name one platform and market",
            expected=f"platform ({listed(PLATFORMS)}) and market ({listed(MARKET_CURRENCIES)})",
        )
    other = as_text(_codes(sheet)).str[:3].map(cells.SITES).fillna(market) != market
    sheet.losses.set_aside(other.to_numpy(), OTHER_MARKET)
    return platform, market


def _codes(sheet: Sheet) -> pa.Array:
    return pc.coalesce(cells.listing_codes(sheet.cells("url")), cells.listing_codes(sheet.cells("item_id")))


def _observed(sheet: Sheet, context: FileContext, market: str) -> pd.Series:
    """Each row's own day or time (UTC where no zone is told), or the day that was answered."""
    if not sheet.present("observed_at").any():
        observed = answered_instant(context, "observed_at")
        if observed is None:
            raise OpenQuestions(context.file, "no column says the day", expected="observed_at, a day")
        return pd.Series(observed, index=range(len(sheet)))
    sheet.need("observed_at")
    return sheet.local_times("observed_at", zone="UTC", shapes=("iso", "iso utc", "serial", _day_order(sheet, market)))


def _day_order(sheet: Sheet, market: str) -> str:
    """The market's order of day and month, unless only the other one reads the whole column."""
    orders = ["day first", "month first"]
    if market in MONTH_FIRST_MARKETS:
        orders.reverse()
    faults = [
        times.parse_days(sheet.cells("observed_at"), shapes=("iso", "iso utc", "serial", order)).failed.sum()
        for order in orders
    ]
    if faults[0] and not faults[1]:
        sheet.notes.append(f"days are written {orders[1]} throughout, unlike the market's own way")
        return orders[1]
    return orders[0]


def _items(sheet: Sheet, observed: pd.Series, market: str) -> pd.Series:
    """The platform's item number; one made of title and shop where there is none, or none that lasts."""
    items = as_text(_codes(sheet))
    made = cells.title_codes(sheet.text("title"), _seller(sheet))
    if _changes_daily(items, made, observed):
        sheet.notes.append("item numbers change from day to day: listings are told apart by title and shop")
        return made
    missing = items.isna().to_numpy() & sheet.losses.kept
    if missing.any():
        sheet.notes.append(f"{int(missing.sum()):,} listings without an item number are told apart by title and shop")
    return items.where(items.notna(), made)


def _changes_daily(items: pd.Series, made: pd.Series, observed: pd.Series) -> bool:
    """Whether titles come back on other days, and their item numbers never do."""
    days = observed.dt.normalize()
    days_of_items, days_of_titles = days.groupby(items).nunique(), days.groupby(made).nunique()
    return bool(len(days_of_items)) and not (days_of_items > 1).any() and (days_of_titles > 1).any()


def _words(sheet: Sheet) -> dict[str, pd.Series]:
    shipping = sheet.cells("shipping")
    free = pc.coalesce(sheet.cells("free_shipping"), cells.inside(shipping, "free_shipping"), _plain(shipping))
    return {
        "title": sheet.text("title"),
        "brand": as_text(_plain(sheet.cells("brand"))),
        "seller": _seller(sheet),
        "condition": as_text(_plain(sheet.cells("condition"))),
        "free_shipping": cells.as_flags(free),
        "logistic": as_text(pc.coalesce(sheet.cells("logistic"), cells.inside(shipping, "logistic_type"))),
    }


def _seller(sheet: Sheet) -> pd.Series:
    seller = sheet.cells("seller")
    return as_text(pc.coalesce(cells.inside(seller, "nickname"), _plain(seller)))


def _plain(text: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(cells.is_object(text)), pa.scalar(None, text.type), text)


def _one_price_a_day(sheet: Sheet, offers: pd.DataFrame) -> None:
    """The same listing again is one offer; at another price it is refused, for nobody knows which is right."""
    kept = offers[sheet.losses.kept]
    first = kept.groupby(["item_id", "observed_at"], sort=False)["price"].transform("first")
    again = kept.duplicated(["item_id", "observed_at"])
    sheet.losses.set_aside(_at(sheet, again[again & (kept["price"] == first)].index), SHOWN_AGAIN)
    sheet.refuse(
        _at(sheet, again[again & (kept["price"] != first)].index), "price", "another price for the same listing"
    )


def _at(sheet: Sheet, places: Collection[int]) -> np.ndarray:
    rows = np.zeros(len(sheet), dtype=bool)
    rows[list(places)] = True
    return rows


SCRAPED = Export(
    name="scraped-offers",
    title="Scraped listings",
    platform="scraped",
    tables=("offers",),
    fields=FIELDS,
    required=("title", "price", "listing"),
    known=KNOWN,
    rank=3,
    download="a scraper's CSV or workbook with title, price and link (or item number) of each listing",
    read=read_scraped,
    questions=scraped_questions,
    blanks=BLANKS,
)
