"""Nothing that the workbench writes for a spreadsheet is computed there, whatever the words from outside say."""

from __future__ import annotations

import csv
import io

import openpyxl
import pandas as pd
import pytest

from tests.workbooks.conftest import cancelled_order, opened, small_client
from workbench.cli.app import print_table
from workbench.onboarding.templates import write_templates
from workbench.store.intake import literal_csv
from workbench.workbooks import orders_workbook
from workbench.workbooks.writing import Book

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "＝",
    "＋",
    "－",
    "＠",
    "\0=",
    "a;=",
    "a\n=",
    '"=',
    "=\t",
    "@=",
    "'=",
    "{=",
)
BODIES = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.com/?"&A1,"x")',
    'WEBSERVICE("http://example.com")',
    'IMPORTXML("http://example.com","//a")',
    "SUM(A1:A9)*cmd|' /C calc'!A0",
    'DDE("cmd";"/C calc";"x")',
    "10+20;=1+1",
    "A1,B1",
    "压蒜器",
)
PAYLOADS = [start + body for start in STARTS for body in BODIES]
COMPUTED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")


def starts_a_formula(cell: str) -> bool:
    return cell.lstrip(" \0").startswith(COMPUTED)


def test_there_are_two_hundred_payloads():
    assert len(set(PAYLOADS)) == 200


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_or_heading_of_a_csv_starts_a_formula(delimiter):
    frame = pd.DataFrame({payload: [payload, "plain"] for payload in PAYLOADS})
    rows = list(csv.reader(io.StringIO(literal_csv(frame).replace("\0", "")), delimiter=delimiter))
    assert [cell for row in rows for cell in row if starts_a_formula(cell)] == []


def test_a_csv_keeps_harmless_cells_as_they_are():
    frame = pd.DataFrame({"value": ["12-5", "a=b", "a, -5", "", "x@example"]})
    assert literal_csv(frame).splitlines() == ["value", "12-5", "a=b", '"a, -5"', "", "x@example"] or (
        pd.read_csv(io.StringIO(literal_csv(frame)), dtype=str, keep_default_na=False, skip_blank_lines=False)[
            "value"
        ].tolist()
        == frame["value"].tolist()
    )


def test_a_table_printed_into_a_pipe_starts_no_formula_and_keeps_its_numbers(capsys):
    frame = pd.DataFrame({"=heading": PAYLOADS, "price": -1.5, "text": ["-12.50", "-", *["+7%"] * 198]})
    print_table(frame)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.replace("\0", "")), delimiter="\t"))
    assert [row[0] for row in rows if starts_a_formula(row[0])] == []
    assert [row[1:] for row in rows[1:4]] == [["-1.5", "-12.50"], ["-1.5", "-"], ["-1.5", "+7%"]]


def test_no_cell_heading_or_tab_of_a_workbook_is_a_formula_or_link():
    book = Book(PAYLOADS, created=pd.Timestamp("2026-01-31"), title=PAYLOADS[0], author=PAYLOADS[1])
    for sheet, payload in zip(book.sheets, PAYLOADS, strict=True):
        book.title(sheet, 0, payload)
        book.note(sheet, 1, payload)
        book.head(sheet, 2, [payload])
        book.row(sheet, 3, [payload])
    written = opened(book.content())
    assert len(written.sheetnames) == len(PAYLOADS)
    assert _computed(written) == []


def test_no_template_for_a_client_holds_a_formula(tmp_path):
    for place, payload in enumerate(PAYLOADS[::10]):
        folder = tmp_path / str(place)
        folder.mkdir()
        profile = small_client(owner=payload.replace("\0", "")).profile
        for path in write_templates(folder, profile):
            if path.suffix == ".xlsx":
                assert _computed(openpyxl.load_workbook(path)) == []
            else:
                rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
                assert [cell for row in rows for cell in row if starts_a_formula(cell)] == []


def test_orders_behind_a_rate_hold_no_formula():
    lines = [cancelled_order(n, sku=payload, title=payload) for n, payload in enumerate(PAYLOADS, start=1)]
    content = orders_workbook(
        small_client(order_lines=lines),
        kpi="pre_fulfilment_cancellation_rate",
        account="amazon-mx",
        as_of="2026-01-31",
        lang="en",
    )
    assert _computed(opened(content)) == []


def _computed(book: openpyxl.Workbook) -> list[str]:
    """Places that a spreadsheet would compute or open."""
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    return [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink is not None]
