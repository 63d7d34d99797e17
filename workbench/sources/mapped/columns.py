"""One mapped column to the values of its field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.cleaning import times
from workbench.cleaning.values import Parsed
from workbench.sources.column_map import OF_ACCOUNT, ColumnMap
from workbench.sources.contract import FileContext
from workbench.sources.erp.rows import of_account
from workbench.sources.mapped.fields import DEADLINES, is_identifier
from workbench.sources.mapped.shapes import NUMBERS, parsed_numbers, shapes_of
from workbench.sources.sheet import Sheet
from workbench.tables import Column

YES = ("true", "yes", "y", "1", "是", "sí", "si")
NO = ("false", "no", "n", "0", "否")
CODES = ("currency", "cost_currency", "market", "ship_country", "ship_from_country", "origin")
# Amounts that the canonical tables hold without a sign, whatever the file writes.
UNSIGNED = ("returns.amount", "order_lines.discount")


@dataclass(frozen=True)
class MappedRows:
    """The rows of a file on their way into tables, and the account of each (missing where the table has none)."""

    sheet: Sheet
    by: ColumnMap
    context: FileContext
    account: pd.Series

    def of_account(self, field: str) -> pd.Series:
        """A field of each row's account."""
        return of_account(self.account, self.context, field)

    def has(self, name: str) -> bool:
        """Whether a column or a value of the map fills the field."""
        return name in self.by.values or name in self.by.columns.values()

    def values(self, name: str, table: str, column: Column) -> pd.Series:
        """The field's values; rows that can't be read are refused."""
        if self.by.values.get(name) == OF_ACCOUNT and column.name == "currency":
            return self.of_account("currency")
        read = getattr(self, f"_{column.type}")
        found = read(name, column)
        return found.abs() if f"{table}.{column.name}" in UNSIGNED else found

    def _text(self, name: str, column: Column) -> pd.Series:
        if column.allowed:
            told = {word.casefold(): meaning for word, meaning in self.by.words.get(name, {}).items()}
            return self.sheet.words(name, words={word: word for word in column.allowed} | told)
        if is_identifier(column.name):
            return self.sheet.ids(name)
        found = self.sheet.text(name)
        return found.str.upper() if column.name in CODES else found

    def _count(self, name: str, column: Column) -> pd.Series:
        return self.sheet.counts(name, form=NUMBERS[self._number_form(name)])

    def _number(self, name: str, column: Column) -> pd.Series:
        form = self._number_form(name)
        parse = partial(parsed_numbers, form=NUMBERS[form])
        return self.sheet.typed(
            name, parse, expected=f"a number such as {'1.234,56' if form == 'comma' else '1,234.56'}"
        )

    _amount = _number

    def _rate(self, name: str, column: Column) -> pd.Series:
        rate = self._number(name, column)
        self.sheet.refuse(((rate < 0) | (rate > 1)).to_numpy(dtype=bool), name, "neither a percentage nor a fraction")
        return rate

    def _flag(self, name: str, column: Column) -> pd.Series:
        told = {word.casefold(): meaning for word, meaning in self.by.words.get(name, {}).items()}
        yes = [word for word, meaning in told.items() if meaning == "yes"]
        no = [word for word, meaning in told.items() if meaning == "no"]
        return self.sheet.flags(name, yes=[*YES, *yes], no=[*NO, *no])

    def _day(self, name: str, column: Column) -> pd.Series:
        form = self._date_form(name)
        if form == "offset":
            # The day as the file writes it, whatever the offset behind it.
            self.sheet.replace(name, pa.array(self.sheet.text(name).str[:10], pa.large_string(), from_pandas=True))
            form = "iso"
        return self.sheet.days(name, shapes=shapes_of(form))

    def _instant(self, name: str, column: Column) -> pd.Series:
        form, is_deadline = self._date_form(name), column.name in DEADLINES
        if form == "offset":
            return self.sheet.instants(name)
        zones = self.of_account("zone") if self.by.zone == OF_ACCOUNT else None
        each = [self.by.zone] if zones is None else [*zones.dropna().unique()]
        if len(each) > 1:
            parse = partial(_in_zones, zones=zones, shapes=shapes_of(form), end_of_day=is_deadline)
            return self.sheet.typed(name, parse, expected=f"a time ({form})")
        zone = each[0] if each else "UTC"
        return self.sheet.local_times(name, zone=zone, shapes=shapes_of(form), end_of_day=is_deadline)

    def _number_form(self, name: str) -> str:
        return self.by.form(name, otherwise=self.by.numbers) or "point"

    def _date_form(self, name: str) -> str:
        return self.by.form(name, otherwise=self.by.dates) or "iso"


def _in_zones(text: pa.Array, *, zones: pd.Series, shapes: tuple[str, ...], end_of_day: bool) -> Parsed:
    """Local times of which each row's account gives the zone."""
    found = pd.Series(pd.NaT, index=range(len(text)), dtype=times.UTC)
    failed = np.zeros(len(text), dtype=bool)
    for zone in zones.dropna().unique():
        here = zones.eq(zone).to_numpy(dtype=bool)
        parsed = times.parse_local_times(text, zone=zone, shapes=shapes, end_of_day=end_of_day)
        found = found.mask(here, parsed.values)
        failed |= parsed.failed & here
    return Parsed(found, failed)
