"""The monthly KPI tracker: a cover and one sheet an account, every KPI a line, twelve month ends across."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.kpis import platform_name
from workbench.kpis.frames import accounts_of
from workbench.rules import load_rules
from workbench.words import count, day, in_language, language, month_name, t
from workbench.words.intake import export_title, file_status_word, intake_sentence
from workbench.words.kpis import (
    STATUS_MARKS,
    at_risk_note,
    figure,
    kpi_name,
    level_word,
    place_name,
    reason_sentence,
    status_mark,
    status_word,
    target_text,
)
from workbench.workbooks.lines import OURS, Line, change, is_measured, measure_of, month_ends, room, tracker_lines
from workbench.workbooks.look import COUNT_FORMAT, fill, points_format, rate_format, signed_format, with_status
from workbench.workbooks.writing import Book, Cell, count_cell, day_cell

COVER_WIDTHS = (42, 26, 44, 22, 11, 11, 11, 16, 16)
NAMING_COLUMNS = 3
BEFORE_MONTHS = (26, 24, 20, 16, 10, 10)
MONTH_WIDTH = 17
AFTER_MONTHS = (13, 10, 15, 44, 40)


def kpi_tracker(client, *, month: str, lang: str, is_draft: bool = False) -> bytes:
    """The KPI tracker of a month as an xlsx file; the same client, month and language give the same bytes.

    Parameters
    ----------
    client : Client
        With profile, canonical tables, baseline and intake report.
    month : str
        The newest month, such as 2026-01; eleven earlier ones stand before it.
    lang : str
        zh, en or es.
    is_draft : bool
        Not approved yet: says so on the cover and on every printed page.

    Returns
    -------
    bytes
        A cover (client, month, rule book, what was read) and one sheet an account. A sheet has a line for every KPI
        of the platform in the market, ours and the platform's: name, the platform's name, who counted, owner, target,
        baseline, the figure at each month end with its standing, change against the month before, headroom in orders,
        standing, remark (why there is no figure, or what an estimate stands on) and an empty column for comments.

    Raises
    ------
    ParameterError
        `month` or `lang` is none.
    NothingToShow
        Nothing was ingested yet.

    Source: the same figures as `workbench.kpis.kpi_table` at each month end.

    Known to be wrong when: a file came late; an earlier month is computed from the files held today, so it may differ
    from what was said in that month.
    """
    with in_language(lang):
        ends = month_ends(month)
        accounts = accounts_of(client)
        title = t("KPI tracker {month}, {client}", month=month_name(month), client=client.profile.name_in(lang))
        said = {"title": title, "author": client.profile.analyst.name, "banner": t("DRAFT") if is_draft else ""}
        book = Book([t("Cover"), *accounts], created=ends[-1], **said)
        _write_cover(book, client, title=title, ends=ends)
        if is_draft:
            book.note(book.sheets[0], 1, t("This is a draft. It has not been approved yet."))
        for sheet, account in zip(book.sheets[1:], accounts, strict=True):
            _write_account(book, sheet, client, account=account, month=month)
        return book.content()


def _write_cover(book: Book, client, *, title: str, ends: list[pd.Timestamp]) -> None:
    sheet = book.sheets[0]
    book.widths(sheet, COVER_WIDTHS)
    book.title(sheet, 0, title)
    facts = [
        (t("Client"), client.profile.name_in(language())),
        (t("Month reviewed"), month_name(ends[-1])),
        (t("Data as of"), day(ends[-1])),
        (t("Account manager"), client.profile.analyst.name),
        (t("Rule book"), load_rules().version),
        (t("Baseline"), _baseline_words(client)),
        (t("Status"), t(", ").join(f"{STATUS_MARKS[status]} {status_word(status)}" for status in STATUS_MARKS)),
    ]
    place = 2
    for name, said in facts:
        book.row(sheet, place, [Cell(name, bold=True), said])
        place += 1
    for said in (*_how_to_read(), intake_sentence(client.intake.files)):
        place += 1
        book.note(sheet, place, said)
    _write_files(book, client.intake.files, place + 2)


def _write_files(book: Book, files: pd.DataFrame, place: int) -> None:
    sheet = book.sheets[0]
    names = [t("File"), t("Account"), t("Export"), t("State"), t("Rows"), t("Kept"), t("Refused")]
    book.names(sheet, place, [*names, t("First day"), t("Last day")])
    for number, row in enumerate(files.to_dict("records"), start=place + 1):
        counts = [count_cell(row[name]) for name in ("rows", "kept", "refused")]
        days = [day_cell(row[name] or None) for name in ("first_day", "last_day")]
        account = row["account"] or t("Files of no single account")
        title = export_title(row["title"]) if row["export"] else ""
        book.row(sheet, number, [row["file"], account, title, file_status_word(row["status"]), *counts, *days])


def _baseline_words(client) -> str:
    if len(client.baseline):
        return t("frozen, as of {day}", day=day(client.baseline["as_of"].max()))
    planned = client.profile.baseline
    return t("not frozen; computed as of {day}", day=day(planned.as_of)) if planned else t("none")


def _how_to_read() -> list[str]:
    return [
        t("Each month stands as of its last day, under the rules of that day, from the files held today."),
        t("Where the platform showed no figure in a month, the month is not measured; nothing is carried over."),
        t("Room left: orders that may still turn bad with the target met; below zero: so many too many."),
        at_risk_note(),
        t("The chance is told for the newest month; earlier months stand at risk only where their target was missed."),
    ]


def _write_account(book: Book, sheet, client, *, account: str, month: str) -> None:
    lines = tracker_lines(client, account=account, month=month)
    held = client.profile.account(account)
    place = place_name(held.platform, held.market)
    book.widths(sheet, [*BEFORE_MONTHS, *[MONTH_WIDTH] * len(month_ends(month)), *AFTER_MONTHS])
    book.title(sheet, 0, t("{place} ({account})", place=place, account=account))
    book.head(sheet, 2, _names(month), frozen_columns=NAMING_COLUMNS)
    for number, line in enumerate(lines, start=3):
        book.row(sheet, number, _cells(line, platform=held.platform))
    if not lines:
        book.note(sheet, 3, t("No KPI to show."))


def _names(month: str) -> list[str]:
    before = [t("KPI"), t("The platform's name"), t("Counted by"), t("Owner"), t("Target"), t("Baseline")]
    after = [t("Against last month"), t("Room left"), t("Status"), t("Remark"), t("Comments")]
    return [*before, *(month_name(end) for end in month_ends(month)), *after]


def _cells(line: Line, *, platform: str) -> list[Cell | str]:
    return [
        Cell(kpi_name(line.kpi, scope=line.scope), bold=True, wrap=True),
        Cell(platform_name(line.kpi, platform=platform, lang=language()), wrap=True),
        Cell(_side_words(line), wrap=True),
        Cell(line.owner, wrap=True),
        Cell(target_text(line.target) if line.target else status_word("no_rule"), align="right"),
        _baseline_cell(line.baseline),
        *(figure_cell(row) for row in line.figures),
        _change_cell(line),
        _room_cell(line),
        Cell(f"{status_mark(line.standing)} {status_word(line.standing)}", fill=fill(line.standing)),
        Cell(_remark(line), wrap=True),
        "",
    ]


def figure_cell(row: Mapping | None) -> Cell:
    """A figure as a number that prints with the mark and word of its standing; words where there is none.

    Parameters
    ----------
    row : mapping or None
        One row of the KPI table, with its standing.
    """
    if not is_measured(row):
        return Cell(_missing_words(), fill=fill("unmeasured"), align="right")
    shown = fill(row["standing"])
    value = row[measure_of(row)]
    if pd.isna(value):
        said = f"{status_mark(row['standing'])} {level_word(row['level'])} {status_word(row['standing'])}"
        return Cell(said, fill=shown, align="right")
    return Cell(float(value), with_status(_number_format(row), row["standing"]), fill=shown, align="right")


def _baseline_cell(row: Mapping | None) -> Cell:
    if row is None:
        return Cell(t("none"), align="right")
    if not is_measured(row) or pd.isna(row[measure_of(row)]):
        return Cell(_missing_words() if not is_measured(row) else figure(row), align="right", wrap=True)
    return Cell(float(row[measure_of(row)]), _number_format(row))


def _change_cell(line: Line) -> Cell:
    moved = change(line)
    if moved is None:
        has_both = all(is_measured(row) for row in line.figures[-2:])
        return Cell("" if has_both else _missing_words(), align="right")
    if measure_of(line.now) == "rate":
        return Cell(moved * 100, points_format())
    return Cell(moved, signed_format())


def _room_cell(line: Line) -> Cell:
    left = room(line.now)
    return Cell("", align="right") if left is None else Cell(left, signed_format() if left < 0 else COUNT_FORMAT)


def _number_format(row: Mapping) -> str:
    return rate_format(row["rate"]) if measure_of(row) == "rate" else COUNT_FORMAT


def _missing_words() -> str:
    return f"{status_mark('unmeasured')} {status_word('unmeasured')}"


def _side_words(line: Line) -> str:
    days = line.window_days
    if line.side == OURS:
        return t("our count, {days} days", days=count(days)) if days else t("our count")
    return t("the platform, {days} days", days=count(days)) if days else t("the platform")


def _remark(line: Line) -> str:
    """Why the newest month has no figure, or what its estimate stands on."""
    row = line.now
    if row is None and line.last_shown is not None:
        shown_on = day(line.last_shown["as_of"])
        return t("The platform last showed {value} on {day}.", value=figure(line.last_shown), day=shown_on)
    if row is not None and row["reason"] and pd.notna(row["reason"]):
        return reason_sentence(row["reason"])
    if is_measured(row):
        return ""
    return reason_sentence(line.missing) or t("The files hold no figure for it.")
