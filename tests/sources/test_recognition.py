"""Files are recognised by what is in them."""

import io
import json
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from workbench.cleaning.content import FileContent
from workbench.cleaning.people import PERSONAL_COLUMNS
from workbench.errors import ProfileError, UnknownExport, UnreadableFile
from workbench.sources import EXPORTS, read, recognise
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import RANKS
from workbench.sources.signatures import HEADERS
from workbench.tables import TABLES

READ = sorted(name for name, export in EXPORTS.items() if export.status == "read")
TABULAR = sorted(name for name, export in EXPORTS.items() if export.fields)
SIGNATURES = json.loads(HEADERS.read_text(encoding="utf-8"))


def headings(export):
    """Every heading that an export may have, one a field, known ones behind."""
    return list(dict.fromkeys([*(names[0] for names in export.fields.values()), *export.known]))


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_every_export_is_recognised_by_its_header_whatever_the_file_is_called(name, delimiter, context):
    header = headings(EXPORTS[name])
    content = "\n".join(delimiter.join(line) for line in (header, ["x"] * len(header))).encode()
    assert recognise("download (3).dat", content, context=context("amazon-us")).export == name


@pytest.mark.parametrize("entry", SIGNATURES, ids=lambda entry: entry["name"])
def test_exports_that_are_not_read_yet_are_named(entry, context):
    found = recognise("file", ("\t".join(entry["headings"]) + "\n").encode(), context=context())
    assert (found.export, found.title, found.status) == (entry["name"], entry["title"], "not_read_yet")
    with pytest.raises(UnknownExport, match="is recognised but not read yet"):
        read("file", b"x\n", export=entry["name"], context=context())


@pytest.mark.parametrize("name", READ)
def test_every_export_that_is_read_says_what_it_fills_needs_and_how_to_get_it(name):
    export = EXPORTS[name]
    assert set(export.tables) <= set(TABLES)
    assert export.tables
    assert export.download
    assert export.rank in RANKS.values()
    assert export.read or export.read_document
    assert bool(export.fields) == bool(export.read)
    assert len(export.columns) == len(export.required)


@pytest.mark.parametrize("name", READ)
def test_no_reader_names_a_personal_column(name):
    assert not EXPORTS[name].read_names & PERSONAL_COLUMNS


def test_an_unknown_table_names_the_nearest_export_and_what_differs(context):
    content = b"sku,price,currency,colour,size,shelf,room\nA,1,USD,red,L,3,4\n"
    found = recognise("stock.csv", content, context=context())
    assert (found.export, found.status) == ("", "unknown")
    assert found.nearest in EXPORTS
    assert "missing:" in found.differs
    assert "not known: colour" in found.differs


def test_a_table_that_shares_nothing_shows_its_header(context):
    found = recognise("bodega.csv", b"bodega;fecha conteo;piezas\nB1;12-ene;14\n", context=context())
    assert (found.status, found.nearest) == ("unknown", "")
    assert found.differs == "no heading is known: bodega, fecha conteo, piezas"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"From: a@example.com\nTo: b@example.com\nSubject: At risk\nDate: now\n\nHello", "mail"),
        (b"%PDF-1.7 ...", "other file: PDF"),
        (b"\x89PNG\r\n", "other file: picture"),
    ],
)
def test_what_is_no_table_is_named(content, title, context):
    found = recognise("orders.csv", content, context=context())
    assert (found.export, found.title, found.status) == ("", title, "not_read_yet")


def test_an_archive_that_is_no_workbook_is_named(context):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("../../orders.txt", "x")
    assert recognise("a.xlsx", body.getvalue(), context=context()).title == "other file: archive (zip)"


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n"])
def test_an_empty_file_is_refused(content, context):
    with pytest.raises(UnreadableFile, match="the file is empty"):
        recognise("a.csv", content, context=context())


def test_a_json_document_that_is_no_export_shows_its_keys(context):
    found = recognise("a.json", b'{"object": "Tracker", "id": 1}', context=context())
    assert (found.status, found.title, found.differs) == ("unknown", "JSON document", "keys: id, object")


def test_an_export_that_does_not_exist_is_refused_with_the_nearest_name(context):
    with pytest.raises(UnknownExport, match="did you mean 'amazon-all-orders'"):
        read("a.txt", b"a\n", export="amazon-all-order", context=context())


def test_a_file_read_as_another_export_is_refused(context):
    with pytest.raises(UnknownExport, match="no header of Walmart Seller Center orders"):
        read("a.json", b"{}", export="walmart-orders", context=context("walmart-us"))


def test_a_file_of_nobodys_account_asks_whose_it_is(comma, context):
    header = headings(EXPORTS["amazon-seller-feedback"])
    content = "\t".join(header).encode() + b"\n"
    (question,) = recognise("f.txt", content, context=context()).questions
    assert (question.key, "amazon-us, amazon-mx" in question.text) == ("account", True)


@pytest.mark.parametrize(
    ("folder", "asked"),
    [
        ("walmart-us", []),
        ("", []),
        (
            "amazon-us",
            ["It is a file of Walmart, and amazon-us is no account there. Which account is it of (walmart-us)?"],
        ),
    ],
)
def test_a_file_in_the_folder_of_another_platforms_account_is_nobodys_until_somebody_says_whose(folder, asked, context):
    line = {"orderLineNumber": "1", "item": {"sku": "A"}}
    order = {"purchaseOrderId": "1", "customerOrderId": "2", "orderDate": 1, "orderLines": {"orderLine": [line]}}
    content = json.dumps({"list": {"elements": {"order": [order]}}}).encode()
    found = recognise("a.json", content, context=context(folder))
    assert found.export == "walmart-api-orders"
    assert [question.text for question in found.questions] == asked
    with pytest.raises(ProfileError, match="amazon-us is no account there"):
        own_account(context("amazon-us"), platform="walmart")


def test_a_platform_on_which_the_client_has_no_account_is_named(context):
    (question,) = account_questions(replace(context("amazon-us"), accounts=()), platform="walmart")
    assert question.text.startswith("It is a file of Walmart, and the profile has no account there")


def test_a_header_that_a_file_glued_behind_brings_with_its_byte_order_mark_is_layout(comma, context):
    table = comma(["订单号", "国家", "订单状态", "订单类型", "MSKU", "数量", "单价", "订单币种"], [])
    reading = read("a.csv", table + table, export="lingxing-orders", context=context("amazon-us"))
    assert (reading.structural, reading.refused_rows) == ({"repeated header": 1}, 0)


@pytest.mark.parametrize(("start", "found"), [(b"{", "MB of JSON"), (b"PK\x03\x04", "MB"), (b"\xd0\xcf\x11\xe0", "MB")])
def test_a_document_or_workbook_beyond_its_limit_is_refused_before_it_is_read(tmp_path, context, start, found):
    path = tmp_path / "large"
    path.write_bytes(start)
    with path.open("r+b") as file:
        file.truncate(201 << 20)
    large = FileContent(path)
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match=found):
        recognise("large", large, context=context())
    assert tracemalloc.get_traced_memory()[1] < 32 << 20
    tracemalloc.stop()
