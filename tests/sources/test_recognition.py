"""Files are recognised by what is in them."""

import io
import json
import zipfile

import pytest

from workbench.cleaning.people import PERSONAL_COLUMNS
from workbench.errors import UnknownExport, UnreadableFile
from workbench.sources import EXPORTS, read, recognise
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
