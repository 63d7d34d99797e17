"""Lists of Amazon listings that a research tool took on one day: what they share, whatever the tool."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from workbench.cleaning.names import normalised
from workbench.errors import OpenQuestions, listed
from workbench.sources.answers import answered_instant
from workbench.sources.contract import FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.sheet import Sheet

CURRENCIES = {
    **{"US": "USD", "MX": "MXN", "CA": "CAD", "UK": "GBP", "BR": "BRL"},
    **dict.fromkeys(("DE", "FR", "IT", "ES"), "EUR"),
}
DOMAINS = {
    **{"amazon.com": "US", "amazon.com.mx": "MX", "amazon.ca": "CA", "amazon.co.uk": "UK", "amazon.com.br": "BR"},
    **{"amazon.de": "DE", "amazon.fr": "FR", "amazon.it": "IT", "amazon.es": "ES"},
}
# A plain dollar sign is also Mexico's, and the euro has several markets: neither names one.
SIGNS = {"£": "UK", "MX$": "MX", "US$": "US", "CA$": "CA", "R$": "BR"}
PRICE_SIGNS = ("$", *SIGNS, "€")
BLANKS = ("", "-", "--", "n/a", "N/A")
WITHOUT_PRICE = "listing without a price"
SHOWN_AGAIN = "listing shown again"
_TEXTS = ("title", "brand", "seller", "logistic")
_NUMBERS = ("shipping_price", "list_price", "rating")
_COUNTS = ("reviews", "sold", "rank")


def list_questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Market (where the file does not name it), day and search words of the list."""
    tool = sheet.export.title
    asked = [
        Question("observed_at", f"On which day was this list taken ({tool})?", day_in_name(context.file)),
        Question("query", f"Which search words does this list answer ({tool})?"),
    ]
    if not market_in_file(sheet):
        text = f"Which Amazon market is this list of ({tool}): {listed(CURRENCIES)}?"
        asked.insert(0, Question("market", text, market_in_name(context.file)))
    return tuple(asked)


def list_place(sheet: Sheet, context: FileContext) -> tuple[str, pd.Timestamp]:
    """Market and day of the list.

    Raises
    ------
    OpenQuestions
        Neither the file nor an answer says them.
    """
    market = market_in_file(sheet) or context.answers.get("market", "").strip().upper()
    observed = answered_instant(context, "observed_at")
    if market not in CURRENCIES or observed is None:
        raise OpenQuestions(
            context.file,
            "the file does not say which market and day it is of",
            expected=f"market ({listed(CURRENCIES)}) and observed_at, a day",
        )
    return market, observed


def list_day(context: FileContext) -> pd.Timestamp:
    """Day of the list.

    Raises
    ------
    OpenQuestions
        No answer says it.
    """
    observed = answered_instant(context, "observed_at")
    if observed is None:
        raise OpenQuestions(context.file, "the file does not say which day it is of", expected="observed_at, a day")
    return observed


def read_list(sheet: Sheet, context: FileContext) -> Reading:
    """Amazon offers of one search, seen on one day; fields that the export lacks are missing.

    Raises
    ------
    OpenQuestions
        Market or day are not known.
    """
    market, observed = list_place(sheet, context)
    sheet.mark_repeats("item_id", "price")
    sheet.need("item_id")
    sheet.losses.set_aside(sheet.text("price").isna().to_numpy(), WITHOUT_PRICE)
    set_aside_seen(sheet, "item_id")
    offers = pd.DataFrame(
        {
            **same(sheet, platform="amazon", market=market, currency=CURRENCIES[market]),
            **same(sheet, query=context.answers.get("query") or np.nan),
            "observed_at": pd.Series(observed, index=range(len(sheet))),
            "item_id": sheet.text("item_id"),
            "price": prices(sheet, "price"),
            **listed_fields(sheet),
        }
    )
    return sheet.reading({"offers": offers}, context)


def listed_fields(sheet: Sheet) -> dict[str, pd.Series]:
    """The list's own texts, numbers and counts, by column of `offers`."""
    fields = sheet.export.fields
    return {
        **{name: sheet.text(name) for name in _TEXTS if name in fields},
        **{name: sheet.numbers(name) for name in _NUMBERS if name in fields},
        **{name: sheet.counts(name) for name in _COUNTS if name in fields},
    }


def same(sheet: Sheet, **texts: object) -> dict[str, pd.Series]:
    """Columns of one text each."""
    return {name: pd.Series(text, index=range(len(sheet)), dtype="str") for name, text in texts.items()}


def prices(sheet: Sheet, key: str) -> pd.Series:
    """Prices; rows with one of zero or less are refused."""
    price = sheet.numbers(key)
    sheet.refuse((price <= 0).to_numpy(dtype=bool), key, "not a price above zero")
    return price


def set_aside_seen(sheet: Sheet, *keys: str) -> None:
    """A listing shown twice in one list (an advertisement and its plain place) is one offer."""
    codes, different = sheet.codes(*keys)
    if different < len(codes):
        again = pd.Series(codes).where(sheet.losses.kept).duplicated().to_numpy() & sheet.losses.kept
        sheet.losses.set_aside(again, SHOWN_AGAIN)


def market_in_file(sheet: Sheet) -> str:
    """The market that all links, or the price heading's sign, name; blank where they do not."""
    hosts = sheet.text("url").str.extract(r"https?://(?:www\.)?(amazon\.[a-z.]+)", expand=False).dropna().unique()
    found = {DOMAINS.get(host, "") for host in hosts} | ({SIGNS[sign]} if (sign := _sign(sheet)) in SIGNS else set())
    return found.pop() if len(found) == 1 else ""


def market_in_name(file: str) -> str:
    """A market's code in a file's name, between other signs; only ever a proposal.

    >>> market_in_name("Search-US-20260131.xlsx"), market_in_name("business.csv")
    ('US', '')
    """
    found = re.findall(rf"(?<![A-Za-z])({'|'.join(CURRENCIES)})(?![A-Za-z])", file)
    return found[0] if len(found) == 1 else ""


def _sign(sheet: Sheet) -> str:
    """The currency sign in the price's heading ("Price  MX$", "价格(MX$)")."""
    found = re.search(r"([a-z]{0,3}[$£€])", normalised(sheet.heading("price")))
    return found.group(1).upper() if found else ""
