"""The orders behind a rate as a workbook: what the figure is, then each order with its effect, cause and file lines."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.errors import NothingToShow
from workbench.kpis import ORDER_REASONS, kpi_orders, platform_name
from workbench.kpis.days import parse_day
from workbench.kpis.definitions import Definition, definition_of
from workbench.kpis.frames import AccountFrames, account_frames
from workbench.kpis.table import scopes_of
from workbench.rules import load_rules
from workbench.store.parts import FILE_ID_LENGTH
from workbench.words import day, in_language, language, period, t
from workbench.words.kpis import kpi_name, place_name, reason_sentence, target_text
from workbench.words.rules import evidence_words
from workbench.workbooks.lines import standing_table
from workbench.workbooks.tracker import figure_cell
from workbench.workbooks.writing import Book, Cell, count_cell, day_cell

# Excel's own limit is 1,048,576 with the head.
MOST_ORDERS = 1_000_000
FACT_WIDTHS = (34, 80)
WIDTHS = (26, 22, 14, 16, 16, 46, 22, 50, 50, 22)
EFFECTS = ("against", "for", "left_out")
SEPARATOR = "; "


@dataclass(frozen=True)
class Behind:
    """A figure and the orders behind it.

    Attributes
    ----------
    account : Account
    definition : Definition
    figure : dict
        The computed row of the KPI table over the longest window.
    orders : DataFrame
        One row per order or parcel as `kpi_orders` has them, with effect (against, for, left_out), sku, title, file
        and row.
    """

    account: object
    definition: Definition
    figure: dict
    orders: pd.DataFrame


def orders_workbook(client, *, kpi: str, account: str, as_of: str, lang: str, scope: str = "") -> bytes:
    """The orders behind a KPI's figure as an xlsx file; the same question gives the same bytes.

    Parameters
    ----------
    client : Client
        With profile, canonical tables and intake report.
    kpi, account : str
        Which KPI of which account; of several windows the longest.
    as_of : str
        The day of the figure.
    lang : str
        zh, en or es.
    scope : str
        Channel; blank for the KPI's first.

    Returns
    -------
    bytes
        A first sheet that says what the figure is (numerator, denominator, target, rule, window), then one row per
        order or parcel, those against the seller first: order, parcel, day, counted as, effect, cause, SKU, title,
        file and row numbers as the client's files have them.

    Raises
    ------
    ParameterError
        No such KPI, account, day or language.
    NothingToShow
        No orders in the files stand behind the figure: only the platform knows it, or the window is empty.

    Source: the same rows as `workbench.kpis.kpi_orders`.
    """
    with in_language(lang):
        behind = _orders_behind(client, kpi=kpi, account=account, as_of=as_of, scope=scope)
        parts = [behind.orders[first : first + MOST_ORDERS] for first in range(0, len(behind.orders), MOST_ORDERS)]
        title = _title(behind)
        author = client.profile.analyst.name
        created = parse_day(as_of, where="orders_workbook")
        book = Book([t("Figure"), *[t("Orders")] * len(parts)], created=created, title=title, author=author)
        _write_figure(book, client, behind, title=title)
        for sheet, part in zip(book.sheets[1:], parts, strict=True):
            _write_orders(book, sheet, part)
        return book.content()


def _orders_behind(client, *, kpi: str, account: str, as_of: str, scope: str) -> Behind:
    frames = account_frames(client, account=account, where="orders_workbook")
    definition = definition_of(kpi, platform=frames.account.platform, where="orders_workbook")
    scope = scope or next(iter(scopes_of(frames, definition)), "")
    orders = kpi_orders(client, kpi=kpi, account=account, as_of=as_of, scope=scope)
    if orders.empty:
        raise NothingToShow(f"{account} {kpi}", f"no orders in the files stand behind its figure of {as_of}")
    found = _with_places(_with_articles(_with_effects(orders, definition), frames), client.intake.files)
    return Behind(frames.account, definition, _figure(client, frames, kpi, scope, as_of), found)


def _figure(client, frames: AccountFrames, kpi: str, scope: str, as_of: str) -> dict:
    table = standing_table(client, frames, on=parse_day(as_of, where="orders_workbook"))
    computed = table[(table["basis"] == "computed") & (table["kpi"] == kpi) & (table["scope"].fillna("") == scope)]
    return computed.sort_values("window_days").iloc[-1].to_dict()


def _with_effects(orders: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """Against the seller first, the newest first among them."""
    against = "denominator" if definition.higher_is_better else "numerator"
    effect = pd.Series("for", index=orders.index, dtype="str").mask(orders["counted_as"] == against, "against")
    effect = effect.mask(orders["counted_as"] == "left_out", "left_out")
    ranked = orders.assign(effect=effect, rank=effect.map(EFFECTS.index))
    ordered = ranked.sort_values(["rank", "event_date"], ascending=[True, False], kind="stable", ignore_index=True)
    return ordered.drop(columns="rank")


def _with_articles(orders: pd.DataFrame, frames: AccountFrames) -> pd.DataFrame:
    """`orders` with the SKUs and titles of their lines."""
    lines = frames.order_lines[frames.order_lines["order_id"].isin(orders["order_id"])]
    articles = {
        name: lines.dropna(subset=[name])
        .groupby("order_id")[name]
        .agg(lambda each: SEPARATOR.join(dict.fromkeys(each)))
        for name in ("sku", "title")
    }
    return orders.assign(**{name: orders["order_id"].map(found).fillna("") for name, found in articles.items()})


def _with_places(orders: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """`orders` with file names and, in the same order, the row numbers in them."""
    names = {sha256[:FILE_ID_LENGTH]: file for file, sha256 in zip(files["file"], files["sha256"], strict=True)}
    places = [[entry.partition(":") for entry in _entries(lineage)] for lineage in orders["lineage"]]
    return orders.assign(
        file=[SEPARATOR.join(names.get(key, key) for key, _, _ in each) for each in places],
        row=[SEPARATOR.join(rows.replace(",", ", ") for _, _, rows in each) for each in places],
    )


def _entries(lineage: object) -> list[str]:
    return [] if pd.isna(lineage) else str(lineage).split()


def _title(behind: Behind) -> str:
    row = behind.figure
    name = kpi_name(row["kpi"], scope=row["scope"])
    return t("Orders behind {kpi}, {place}", kpi=name, place=place_name(row["platform"], row["market"]))


def _write_figure(book: Book, client, behind: Behind, *, title: str) -> None:
    sheet, row = book.sheets[0], behind.figure
    book.widths(sheet, FACT_WIDTHS)
    book.title(sheet, 0, title)
    facts = [
        (t("Client"), client.profile.name_in(language())),
        (t("Account"), row["account"]),
        (t("KPI"), kpi_name(row["kpi"], scope=row["scope"])),
        (t("The platform's name"), platform_name(row["kpi"], platform=row["platform"], lang=language())),
        (t("Data as of"), day(row["as_of"])),
        (t("Window"), period(row["window_start"], row["window_end"])),
        (t("Our count"), figure_cell(row)),
        (t("Numerator"), _count_or_words(row["numerator"])),
        (t("Denominator"), _count_or_words(row["denominator"])),
        (t("Target"), target_text(row)),
        *_rule_facts(row["rule_id"]),
        (t("Rule book"), load_rules().version),
        *((_effect_word(effect), count_cell((behind.orders["effect"] == effect).sum())) for effect in EFFECTS),
    ]
    for place, (name, said) in enumerate(facts, start=2):
        cell = said if isinstance(said, Cell) else Cell(said, wrap=True)
        book.row(sheet, place, [Cell(name, bold=True), cell])
    for place, said in enumerate(filter(None, _remarks(row)), start=len(facts) + 3):
        book.note(sheet, place, said)


def _rule_facts(rule_id: str) -> list[tuple[str, str]]:
    """The rule by which the figure is judged, and where that stands."""
    held = next((entry for entry in load_rules().rules if entry.id == rule_id), None)
    if held is None:
        return [(t("Rule"), t("from the platform's report") if rule_id == "report" else t("none"))]
    return [
        (t("Rule"), held.id),
        (t("Source"), held.source),
        (t("Evidence"), evidence_words(held.evidence)),
        (t("Checked"), day(held.checked)),
    ]


def _remarks(row: dict) -> list[str]:
    return [
        reason_sentence(row["reason"]),
        t("The next sheet lists every order or parcel of the window, those against the seller first."),
        t("File and row lead back to the files as they were sent; of several, both stand in the same order."),
    ]


def _count_or_words(value: object) -> Cell:
    return Cell(t("not measured")) if pd.isna(value) else Cell(int(value), "#,##0", align="left")


def _write_orders(book: Book, sheet, orders: pd.DataFrame) -> None:
    book.widths(sheet, WIDTHS)
    names = [t("Order"), t("Parcel"), t("Day"), t("Counted as"), t("Counted"), t("Cause"), t("SKU"), t("Title")]
    book.head(sheet, 0, [*names, t("File"), t("Row")], frozen_columns=1)
    for number, row in enumerate(orders.to_dict("records"), start=1):
        texts = [_counted_word(row["counted_as"]), _effect_word(row["effect"]), _cause(row["reason"])]
        from_files = [row["sku"], row["title"], row["file"], row["row"]]
        book.row(sheet, number, [row["order_id"], row["package_id"], day_cell(row["event_date"]), *texts, *from_files])
    sheet.autofilter(0, 0, len(orders), len(WIDTHS) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A2:J{len(orders) + 1}"})


def _counted_word(counted_as: str) -> str:
    return {"numerator": t("numerator"), "denominator": t("denominator"), "left_out": t("left out")}[counted_as]


def _effect_word(effect: str) -> str:
    return {"against": t("against"), "for": t("in favour"), "left_out": t("left out")}[effect]


def _cause(reason: object) -> str:
    text = ORDER_REASONS.get(reason, "") if isinstance(reason, str) else ""
    return t(text) if text else ""
