"""The price plan of a market as a workbook: what to do with each SKU, the candidates behind it, and what is missing."""

from __future__ import annotations

import math

import pandas as pd

from workbench.pricing.advice import PriceAdvice
from workbench.pricing.plan import PricePlan
from workbench.words import day, in_language, language, t
from workbench.words.advice import (
    ACTION_WORDS,
    STATE_WORDS,
    advice_foot,
    advice_sentence,
    against_names,
    blocked_names,
    reason_names,
)
from workbench.words.earlier import earlier_text
from workbench.words.kpis import place_name
from workbench.words.price_plan import plan_sentence
from workbench.workbooks.writing import Book, Cell, day_cell

MONEY, SHARE, NUMBER = "#,##0.00", "0.0%", "#,##0.0"
PLAN_WIDTHS = (24, 16, 40, *(11,) * 5, 14, 14, 12, 12, *(11,) * 6, 60, 26, 14, 24)
CANDIDATE_WIDTHS = (24, 16, *(12,) * 12, 44)
WITHOUT_WIDTHS = (24, 16, 44, 12, 12, 14, 70)


def price_plan_workbook(client, plan: PricePlan, *, lang: str) -> bytes:
    """The plan as an xlsx file; the same plan and language give the same bytes.

    Parameters
    ----------
    client : Client
        With its profile.
    plan : PricePlan
    lang : str
        zh, en or es.

    Returns
    -------
    bytes
        Four sheets: the plan (one row per account and SKU, the most money at stake first, with an empty column for the
        client's decision), the advice of each SKU in full, every candidate price, and the SKUs without advice.

    Raises
    ------
    ParameterError
        `lang` is none of the three.
    """
    with in_language(lang):
        title = t("Price plan {market}, {day}", market=plan.market, day=day(plan.on))
        tabs = [t("Plan"), t("Advice"), t("Candidate prices"), t("Without advice")]
        book = Book(tabs, created=plan.on, title=title, author=client.profile.analyst.name)
        _write_plan(book, client, plan, title)
        _write_advice(book, plan)
        _write_candidates(book, plan)
        _write_without(book, client, plan)
        return book.content()


def _write_plan(book: Book, client, plan: PricePlan, title: str) -> None:
    sheet = book.sheets[0]
    book.widths(sheet, PLAN_WIDTHS)
    book.title(sheet, 0, t("{title}: {client}", title=title, client=client.profile.name_in(language())))
    book.note(sheet, 1, plan_sentence(plan.rows, plan.without))
    book.note(
        sheet, 2, t("Suggestions with reasons; the final price is the seller's. Amounts in the price's currency.")
    )
    book.head(sheet, 4, _plan_names(), frozen_columns=2)
    for number, row in enumerate(plan.rows.to_dict("records"), start=5):
        book.row(sheet, number, _plan_cells(client, row))


def _plan_names() -> list[str]:
    return [
        *(t("Account"), t("SKU"), t("Title"), t("Price"), t("Floor"), t("Margin"), t("Margin rate"), t("Cash")),
        *(t("Band"), t("State"), t("Advice"), t("Advised price"), t("Margin rate then"), t("Runner-up")),
        *(t("Chance under the floor"), t("Held from rate"), t("Held to rate"), t("At stake a week"), t("Reasons")),
        *(t("Earlier advice"), t("Valid until"), t("The client's decision")),
    ]


def _plan_cells(client, row: dict) -> list[Cell | str]:
    account = client.profile.account(row["account"])
    band = t("{band} ({place})", band=row["band"], place=_place(row["place"])) if pd.notna(row["band"]) else ""
    return [
        Cell(place_name(account.platform, account.market), wrap=True),
        Cell(row["sku"], bold=True),
        Cell(row["title"], wrap=True),
        _cell(row["price"], MONEY),
        _cell(row["floor"], MONEY),
        _cell(row["margin"], MONEY),
        _cell(row["margin_rate"], SHARE),
        _cell(row["cash"], MONEY),
        band,
        t(STATE_WORDS[row["state"]]),
        Cell(t(ACTION_WORDS[row["action"]]), bold=row["action"] != "hold"),
        _cell(row["advised_price"], MONEY),
        _cell(row["advised_margin_rate"], SHARE),
        _cell(row["runner_up"], MONEY),
        _cell(row["under_floor_chance"], SHARE),
        _cell(row["hold_from_rate"], MONEY),
        _cell(row["hold_to_rate"], MONEY),
        _cell(row["at_stake"], MONEY),
        Cell(reason_names(row["reasons"]), wrap=True),
        Cell(earlier_text(row), wrap=True),
        day_cell(row["valid_until"]),
        "",
    ]


def _write_advice(book: Book, plan: PricePlan) -> None:
    sheet = book.sheets[1]
    book.widths(sheet, (24, 16, 110, 70))
    book.head(sheet, 0, [t("Account"), t("SKU"), t("Advice"), t("What it depends on")], frozen_columns=2)
    for number, advice in enumerate(_in_order(plan), start=1):
        texts = [Cell(advice_sentence(advice), wrap=True), Cell(advice_foot(advice), wrap=True)]
        book.row(sheet, number, [advice.inputs.account, Cell(advice.inputs.sku, bold=True), *texts])


def _write_candidates(book: Book, plan: PricePlan) -> None:
    sheet = book.sheets[2]
    book.widths(sheet, CANDIDATE_WIDTHS)
    names = [
        *(t("Account"), t("SKU"), t("Price"), t("Change"), t("Margin"), t("Margin rate"), t("Cash"), t("Units a week")),
        *(t("from"), t("to"), t("Margin a week"), t("Units needed"), t("Chance under the floor"), t("Band")),
        t("What speaks against it"),
    ]
    book.head(sheet, 0, names, frozen_columns=3)
    formats = {
        **{"price": MONEY, "change": SHARE, "margin": MONEY, "margin_rate": SHARE, "cash": MONEY},
        **{"units": NUMBER, "units_low": NUMBER, "units_high": NUMBER, "profit": MONEY, "units_needed": SHARE},
        **{"under_floor_chance": SHARE, "band": "0"},
    }
    number = 1
    for advice in _in_order(plan):
        for row in advice.candidates.to_dict("records"):
            cells = [_cell(row[name], look) for name, look in formats.items()]
            named = [advice.inputs.account, advice.inputs.sku]
            book.row(sheet, number, [*named, *cells, Cell(against_names(row["against"]), wrap=True)])
            number += 1


def _write_without(book: Book, client, plan: PricePlan) -> None:
    sheet = book.sheets[3]
    book.widths(sheet, WITHOUT_WIDTHS)
    names = [
        t("Account"),
        t("SKU"),
        t("Title"),
        t("Price"),
        t("Units a week"),
        t("Sales a week"),
        t("To be stated first"),
    ]
    book.head(sheet, 0, names, frozen_columns=2)
    for number, row in enumerate(plan.without.to_dict("records"), start=1):
        figures = [_cell(row["price"], MONEY), _cell(row["weekly_units"], NUMBER), _cell(row["weekly_sales"], MONEY)]
        named = [row["account"], Cell(row["sku"], bold=True), Cell(row["title"], wrap=True)]
        book.row(sheet, number, [*named, *figures, Cell(blocked_names(row["missing"].split(",")), wrap=True)])
    if plan.without.empty:
        book.note(sheet, 1, t("Every SKU has what its advice needs."))


def _in_order(plan: PricePlan) -> list[PriceAdvice]:
    return [plan.advices[key] for key in zip(plan.rows["account"], plan.rows["sku"], strict=True)]


def _place(place: str) -> str:
    return {"inside": t("inside"), "below": t("below it"), "above": t("above it")}[place]


def _cell(value: float, look: str) -> Cell:
    """A number that stays a number; blank where it is missing or has no end."""
    return Cell(float(value), look) if pd.notna(value) and math.isfinite(float(value)) else Cell("")
