"""Twins of workbooks and JSON documents: the same cells and structure, what is personal blank."""

import io
import json
import zipfile
from pathlib import Path

import xlsxwriter

from workbench.cleaning.workbooks import cell_text, read_workbook
from workbench.privacy import Needs, redacted_twin
from workbench.privacy.workbook import workbook_bytes
from workbench.sources import EXPORTS

ROWS = [
    ["order", "customer name", "paid", "is new", "day", "thing"],
    ["00123", "Ana", 0.1 + 0.2, True, "2026-01-05 00:00:00", " <a> & 'b'\n\"c\" 中"],
    ["A-2", "", -12.5, False, "", "x"],
    ["A-3", 5554149735.0, 1e21, True, "", "y"],
]


def workbook(sheets, *, hidden=()) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"author": "Ana Example"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
            if name in hidden:
                page.hide()
    return body.getvalue()


def test_sheets_come_back_cell_by_cell_with_all_digits():
    found = read_workbook(workbook_bytes([("Hoja 1", ROWS), ("二", [["a"]])]), where="f.xlsx")
    assert [(sheet.name, sheet.visible) for sheet in found] == [("Hoja 1", True), ("二", True)]
    assert found[0].rows == ROWS


def test_the_same_sheets_give_the_same_bytes():
    assert workbook_bytes([("a", ROWS)]) == workbook_bytes([("a", ROWS)])


def test_personal_cells_of_a_workbook_are_blank_and_hidden_sheets_and_authors_are_gone():
    content = workbook(
        {"Orders": ROWS, "Notes": [["id", "phone"], ["1", "+52 33 1234 5678"]], "Old": ROWS}, hidden=("Old",)
    )
    found = redacted_twin("f.xlsx", content, export=None)
    orders, notes = read_workbook(found.content, where="f.xlsx")
    kept = read_workbook(content, where="f.xlsx")[0].rows
    assert [row[:1] + row[2:] for row in orders.rows] == [row[:1] + row[2:] for row in kept]
    assert [row[1] for row in orders.rows] == ["customer name", "", "", ""]
    assert notes.rows == [["id", "phone"], ["1", ""]]
    assert (found.columns, found.form) == (("customer name", "phone"), "")
    assert b"Ana" not in found.content


def test_an_old_workbook_becomes_a_new_one_with_the_same_cells_but_the_personal_ones():
    content = Path(__file__).with_name("changes.xls").read_bytes()
    assert [sheet.visible for sheet in read_workbook(content, where="changes.xls")] == [True, False]
    found = redacted_twin("changes.xls", content, export=EXPORTS["changes"])
    (twin,) = read_workbook(found.content, where="changes.xls")
    assert (found.columns, found.masked, found.form) == (("customer name", "phone"), 1, "xlsx")
    assert [[cell_text(cell) for cell in row] for row in twin.rows] == [
        ["account", "item_id", "date", "kind", "note", "customer name", "phone", "units"],
        ["amazon-us", "B0EXAMPLE1", "2026-01-05", "price", "cut to 12", "", "", "0.30000000000000004"],
        ["amazon-us", "B0EXAMPLE2", "2026-01-06", "content", "see [email]", "", "", "3"],
        ["amazon-us", "B0EXAMPLE3", "2026-01-07", "price", "up", "", "", "TRUE"],
    ]
    with zipfile.ZipFile(io.BytesIO(found.content)) as packed:
        inside = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Quorvaxls" in content and b"Quorvaxls" not in inside


def test_what_belongs_to_a_buyer_is_blank_in_a_document_but_for_state_and_country():
    order = {
        "id": 7,
        "buyer": {"id": 99, "first_name": "Ana", "is_new": True, "phone": {"number": "5554149735"}},
        "receiver_address": {"street_name": "Calle 1", "state": {"id": "MX-JAL"}, "country": {"id": "MX"}},
        "message": "write to ana@example.com",
        "price": 199.5,
    }
    found = redacted_twin("o.json", json.dumps([order], indent=2).encode() + b"\n", export=None)
    assert json.loads(found.content) == [
        {
            "id": 7,
            "buyer": {"id": None, "first_name": "", "is_new": True, "phone": {"number": ""}},
            "receiver_address": {"street_name": "", "state": {"id": "MX-JAL"}, "country": {"id": "MX"}},
            "message": "write to [email]",
            "price": 199.5,
        }
    ]
    assert found.content.endswith(b"]\n")


def test_each_line_of_json_lines_stays_a_line():
    content = b'{"id": 1, "email": "a@b.example"}\n\n{"id": 2, "email": ""}\n'
    found = redacted_twin("o.jsonl", content, export=None)
    assert found.content == b'{"id": 1, "email": ""}\n\n{"id": 2, "email": ""}\n'


def test_a_bare_phone_under_a_name_that_was_refused_is_masked_and_others_stay():
    content = b'[{"id": 5554149735, "date_created": "5554149736", "seq": "5554149737"}]'
    needs = Needs(refused=frozenset({("$[0]", "date_created")}))
    found = redacted_twin("o.json", content, export=None, needs=needs)
    assert json.loads(found.content) == [{"id": 5554149735, "date_created": "[phone]", "seq": "5554149737"}]
