"""Prices of scraped listings: one number format for the whole file, and the currency that they are in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.number_formats import FORMATS, FormatChoice, choose_format
from workbench.cleaning.values import COMMA, POINT, NumberFormat
from workbench.errors import AmbiguousFormat, listed
from workbench.sources.competitors import scraped_cells as cells
from workbench.sources.competitors.lists import CURRENCIES
from workbench.sources.contract import FileContext
from workbench.sources.sheet import Sheet

MARKET_CURRENCIES = CURRENCIES | {"AR": "ARS", "CL": "CLP", "CO": "COP", "UY": "UYU", "PE": "PEN"}
COMMA_MARKETS = ("AR", "BR", "CL", "CO", "UY", "DE", "FR", "IT", "ES")


def use_amounts(sheet: Sheet) -> None:
    """Prices that are the text of an object ("{'amount': 1079.5}") as their amount."""
    for key in ("price", "list_price"):
        text = sheet.cells(key)
        if cells.is_object(text).any():
            amount = cells.inside(text, "amount")
            sheet.replace(key, pc.if_else(pc.is_valid(amount), amount, text))


def _stated(market: str) -> NumberFormat:
    return COMMA if market in COMMA_MARKETS else POINT


def column_format(sheet: Sheet, market: str) -> FormatChoice:
    """The one format of the file's prices, by all of them together."""
    use_amounts(sheet)
    return choose_format(pa.concat_arrays([sheet.cells("price"), sheet.cells("list_price")]), stated=_stated(market))


def format_question(choice: FormatChoice) -> str:
    """What to ask where two readings fit."""
    examples = listed(form.example for form in FORMATS)
    return f"How does this file write prices: {'; '.join(choice.readings)}? Answer one of {examples}."


def answered_format(sheet: Sheet, context: FileContext, market: str) -> NumberFormat:
    """The format that was answered, else the one that the file shows.

    Raises
    ------
    AmbiguousFormat
        Two readings fit, or the answer is no format.
    """
    said = context.answers.get("number_format", "").strip()
    by_example = {form.example: form for form in FORMATS}
    if said in by_example:
        return by_example[said]
    choice = column_format(sheet, market)
    if choice.form is None or said:
        found = f"prices that can be read in two ways: {'; '.join(choice.readings)}" if not said else f"'{said}'"
        raise AmbiguousFormat(
            sheet.name,
            found,
            expected=f"an answer to number_format: {listed(by_example)}",
            hint="look the listing up on the page; the answer is remembered for this file",
        )
    if choice.form != _stated(market):
        sheet.notes.append(f"prices are written {choice.form.example} throughout, unlike the market's own way")
    return choice.form


def money(sheet: Sheet, form: NumberFormat, market: str) -> dict[str, pd.Series]:
    """Price, price before and currency; rows whose two prices contradict each other are refused."""
    price, before = sheet.numbers("price", form=form), sheet.numbers("list_price", form=form)
    sheet.refuse((price <= 0).to_numpy(dtype=bool), "price", "not a price above zero")
    sheet.refuse((before < price).to_numpy(dtype=bool), "list_price", "the price before is lower than the price")
    return {"price": price, "list_price": before, "currency": _currency(sheet, market)}


def _currency(sheet: Sheet, market: str) -> pd.Series:
    """The column's code, else dollars where the price says so, else the market's own."""
    code = sheet.text("currency").str.upper()
    odd = code.notna() & ~code.str.fullmatch("[A-Z]{3}").fillna(False)
    sheet.refuse(odd.to_numpy(dtype=bool), "currency", "not a code of 3 letters")
    dollars = {key: cells.in_dollars(sheet.cells(key)) for key in ("price", "list_price")}
    two = (dollars["price"] != dollars["list_price"]) & sheet.present("list_price") & code.isna().to_numpy()
    sheet.refuse(two, "list_price", "the two prices are in different currencies")
    against = dollars["price"] & code.notna().to_numpy() & (code != "USD").to_numpy()
    sheet.refuse(against, "price", "the price says dollars, the currency column another currency")
    own = pd.Series(np.where(dollars["price"], "USD", MARKET_CURRENCIES[market]), dtype="str")
    return code.where(code.notna(), own)
