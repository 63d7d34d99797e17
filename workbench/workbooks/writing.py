"""A workbook in memory, the same bytes each time, whose texts stay texts: no formula, link or number comes of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workbench.workbooks.look import COUNT_FORMAT, INK, RULE, SECONDARY, SHADE, day_format
from workbench.workbooks.text import plain_text, sheet_names, starts_like_a_formula

A4 = 9
MARGIN_INCHES = 0.4
LONGEST_SHOWN_AS_TEXT = 255
_LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_BODY = {"valign": "top", "bottom": 1, "bottom_color": RULE}
_HEAD = {"bold": True, "bg_color": SHADE, "bottom": 1, "bottom_color": RULE, "text_wrap": True, "valign": "vcenter"}


@dataclass(frozen=True)
class Cell:
    """What one cell holds and how it is printed; a text, and whatever has no number format, is written as text."""

    value: object
    number_format: str = ""
    fill: str = ""
    bold: bool = False
    wrap: bool = False
    align: str = ""

    @property
    def is_number(self) -> bool:
        return bool(self.number_format) and not isinstance(self.value, str) and pd.notna(self.value)


def count_cell(value: object) -> Cell:
    """A whole number; blank where it is missing."""
    return Cell("" if pd.isna(value) else int(value), COUNT_FORMAT)


def day_cell(value: object) -> Cell:
    """A calendar day; blank where it is missing."""
    return Cell("" if pd.isna(value) else pd.Timestamp(value), day_format())


class Book:
    """A workbook that grows by sheets and ends as bytes.

    Parameters
    ----------
    sheets : iterable of str
        The tabs' names as they are wanted; they come out as Excel takes them.
    created : day
        Stands in the file in place of the moment it was made.
    title, author : str
        The file's properties.
    banner : str
        Stands on top of every printed page; our own words, without an ampersand.
    """

    def __init__(self, sheets: Iterable[str], *, created: pd.Timestamp, title: str, author: str, banner: str = ""):
        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, _LITERAL)
        made = datetime(created.year, created.month, created.day)
        self._book.set_properties({"title": plain_text(title), "author": plain_text(author), "created": made})
        self._formats: dict[tuple, object] = {}
        self.sheets = [self._book.add_worksheet(name) for name in sheet_names(sheets)]
        for sheet in self.sheets:
            _set_up_print(sheet, banner)

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._file.getvalue()

    def widths(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        """Column widths in characters, from the first column on."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def names(self, sheet: Worksheet, row: int, names: Sequence[str]) -> None:
        """A row of column names."""
        for column, name in enumerate(names):
            self._text(sheet, row, column, name, _HEAD)

    def head(self, sheet: Worksheet, row: int, names: Sequence[str], *, frozen_columns: int = 0) -> None:
        """As `names`, of a sheet's only table: stays in sight and comes again on each printed page."""
        self.names(sheet, row, names)
        sheet.freeze_panes(row + 1, frozen_columns)
        sheet.repeat_rows(row)

    def row(self, sheet: Worksheet, row: int, cells: Sequence[Cell | object]) -> None:
        """One row of cells; whatever is no `Cell` is written as text."""
        for column, each in enumerate(cells):
            self._cell(sheet, row, column, each if isinstance(each, Cell) else Cell(each))

    def title(self, sheet: Worksheet, row: int, text: str, *, size: int = 14) -> None:
        """A line of bold text over the columns to its right."""
        self._text(sheet, row, 0, text, {"bold": True, "font_size": size})

    def note(self, sheet: Worksheet, row: int, text: str) -> None:
        """A line of grey text over the columns to its right."""
        self._text(sheet, row, 0, text, {"font_color": SECONDARY})

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        asked = {"bg_color": cell.fill, "bold": cell.bold, "text_wrap": cell.wrap, "align": cell.align}
        look = {**_BODY, **{name: value for name, value in asked.items() if value}}
        if not cell.is_number:
            self._text(sheet, row, column, cell.value, look)
        elif isinstance(cell.value, pd.Timestamp):
            shown = self._format({**look, "num_format": cell.number_format, "align": "left"})
            sheet.write_datetime(row, column, cell.value.to_pydatetime(), shown)
        else:
            shown = self._format({**look, "num_format": cell.number_format})
            sheet.write_number(row, column, cell.value, shown)

    def _text(self, sheet: Worksheet, row: int, column: int, value: object, look: dict) -> None:
        text = plain_text(value)
        # Stays a text where somebody edits the cell. Older Excels print a long text of this format as ####.
        quoted = {"quote_prefix": True} if starts_like_a_formula(text) else {}
        kept = {"num_format": "@"} if len(text) <= LONGEST_SHOWN_AS_TEXT else {}
        sheet.write_string(row, column, text, self._format({**look, **quoted, **kept}))

    def _format(self, look: dict) -> object:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_color": INK, **look})
        return self._formats[key]


def _set_up_print(sheet: Worksheet, banner: str) -> None:
    """A4 landscape, as wide as the paper, with tab and page number at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(MARGIN_INCHES, MARGIN_INCHES, 2 * MARGIN_INCHES, 2 * MARGIN_INCHES)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C&B{banner}" if banner else "")
    sheet.set_footer("&L&A&R&P / &N")
    sheet.hide_gridlines(2)
