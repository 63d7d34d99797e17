"""Files as platforms export them, made in the test, and the accounts they belong to."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field

import pytest
import xlsxwriter

from workbench.sources import FileContext, read, recognise


@dataclass(frozen=True)
class Account:
    id: str
    platform: str
    market: str
    currency: str
    zone: str
    fulfilment: str = "seller"
    ship_from: str = "CN"
    sales_channel: str = ""
    marketplace_id: str = ""
    shop_names: list[str] = field(default_factory=list)


ACCOUNTS = (
    Account(
        *("amazon-us", "amazon", "US", "USD", "America/Los_Angeles"),
        sales_channel="Amazon.com",
        marketplace_id="ATVPDKIKX0DER",
        shop_names=["美国店01"],
    ),
    Account(
        *("amazon-mx", "amazon", "MX", "MXN", "America/Mexico_City"),
        sales_channel="Amazon.com.mx",
        marketplace_id="A1AM78C64UM0Y8",
        shop_names=["墨西哥店01"],
    ),
    Account("mercadolibre-mx", "mercadolibre", "MX", "MXN", "America/Mexico_City", ship_from="MX"),
    Account("walmart-us", "walmart", "US", "USD", "America/Los_Angeles"),
)


@pytest.fixture
def context():
    """What the file does not say: context(account="amazon-us", period="...")."""

    def make(account: str = "", *, file: str = "file", **answers: str) -> FileContext:
        return FileContext(file, "0" * 64, ACCOUNTS, account, answers)

    return make


@pytest.fixture
def tsv():
    """A tab-separated platform file from a header and rows of column to value."""

    def make(header, rows, *, encoding="utf-8", width=None) -> bytes:
        lines = [list(header), *([row.get(name, "") for name in header][:width] for row in rows)]
        return "".join("\t".join(line) + "\n" for line in lines).encode(encoding)

    return make


@pytest.fixture
def comma():
    """A comma-separated file, quoted where needed."""

    def make(header, rows, *, encoding="utf-8-sig", preamble=(), delimiter=",") -> bytes:
        body = io.StringIO()
        writer = csv.writer(body, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([*preamble, header, *([row.get(name, "") for name in header] for row in rows)])
        return body.getvalue().encode(encoding)

    return make


@pytest.fixture
def workbook():
    """A workbook of one sheet from lists of cells."""

    def make(rows, *, sheet="Sheet1") -> bytes:
        body = io.BytesIO()
        with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
            page = book.add_worksheet(sheet)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
        return body.getvalue()

    return make


@pytest.fixture
def document():
    """A JSON file."""
    return lambda value: json.dumps(value).encode()


@pytest.fixture
def reading(context):
    """Recognise and read bytes; the row identity is checked for every file that any test reads."""

    def take(content: bytes, *, export: str, account: str = "", file: str = "file", **answers: str):
        given = context(account, file=file, **answers)
        found = recognise(file, content, context=given)
        assert (found.export, found.status) == (export, "read"), found
        result = read(file, content, export=found.export, context=given)
        kept = result.tables[result.primary]["where"].nunique()
        parts = kept + sum(result.structural.values()) + result.repeated + result.refused_rows
        assert result.physical_rows == parts
        assert result.refused["where"].nunique() == result.refused_rows
        return result

    return take
