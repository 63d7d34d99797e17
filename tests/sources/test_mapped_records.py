"""A JSON list of records that no reader knows is read by a column map, as any other table."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from workbench.errors import UnreadableFile
from workbench.privacy import redacted_twin
from workbench.sources import EXPORTS, read, recognise
from workbench.sources.behind import cells_behind
from workbench.sources.column_map import MAPPED
from workbench.sources.mapped.draft import Draft, finish
from workbench.sources.mapped.layout import find_layout

# As the profit report of an ERP: amounts are numbers, costs negative, details are text or lists.
RECORD = {
    **{"msku": "00123", "day": "2026-01-05", "totalSalesAmount": 519.87, "cgPriceTotal": -185.69, "note": None},
    **{"detail": "null,,null", "tags": [1], "currency": {"code": "USD"}, "buyerEmail": "ana@example.org"},
}
OTHER = RECORD | {"msku": "NA", "cgPriceTotal": -17, "day": "2026-01-06"}
COSTS = Draft(
    table="ledger",
    columns={"msku": "sku", "day": "posted_at", "cgPriceTotal": "amount", "currency.code": "currency"},
    values={"kind": "purchase cost"},
    zone="account",
    source="erp",
    numbers="point",
)


def wrapped(*records: dict) -> bytes:
    return json.dumps({"code": 0, "data": {"total": len(records), "records": list(records)}}).encode()


def mapped(content: bytes, context, draft: Draft = COSTS):
    found = finish(draft, find_layout("f.json", content), accounts=("amazon-us",))
    return replace(context("amazon-us"), maps=(found,))


@pytest.mark.parametrize(
    ("content", "paths"),
    [
        (wrapped(RECORD, OTHER, RECORD), ["$.data.records[0]", "$.data.records[1]"]),
        (json.dumps([RECORD, OTHER, RECORD]).encode(), ["$[0]", "$[1]"]),
        (b"\n".join(json.dumps(each).encode() for each in (RECORD, OTHER, RECORD)), ["$[0]", "$[1]"]),
    ],
    ids=["wrapped", "list", "lines"],
)
def test_records_are_rows_named_by_their_path(content, paths, context):
    given = mapped(content, context)
    found = recognise("f.json", content, context=given)
    assert (found.export, found.status, found.questions) == (MAPPED, "read", ())
    result = read("f.json", content, export=MAPPED, context=given)
    ledger = result.tables["ledger"]
    assert ledger[["sku", "amount", "currency", "where"]].values.tolist() == [
        ["00123", -185.69, "USD", paths[0]],
        ["NA", -17.0, "USD", paths[1]],
    ]
    assert (result.physical_rows, result.repeated, result.refused_rows) == (3, 1, 0)


def test_a_record_that_can_not_be_read_is_refused_with_its_path(context):
    content = wrapped(RECORD, OTHER | {"cgPriceTotal": "12,5O"}, *([OTHER] * 30))
    refused = read("f.json", content, export=MAPPED, context=mapped(wrapped(RECORD), context)).refused
    assert refused[["where", "value"]].values.tolist() == [["$.data.records[1]", "12,5O"]]


def test_a_record_leads_back_to_its_cells_with_or_without_its_persons(context):
    content = wrapped(RECORD, OTHER)
    given = mapped(content, context)
    known = {"export": EXPORTS[MAPPED], "maps": given.maps}
    cells = {name: value for _, name, value in cells_behind("f.json", content, rows=["$.data.records[1]"], **known)}
    assert (cells["msku"], cells["cgPriceTotal"]) == ("NA", "-17")
    assert "ana@example.org" not in cells.values()
    twin = redacted_twin("f.json", content, **known)
    assert "buyerEmail" in twin.columns
    before, after = (read("f.json", each, export=MAPPED, context=given) for each in (content, twin.content))
    assert after.tables["ledger"].equals(before.tables["ledger"])


def test_a_map_reads_a_document_that_is_known_but_not_read(context):
    content = wrapped(RECORD, OTHER)
    assert recognise("f.json", content, context=context("amazon-us")).export == "lingxing-profit"
    assert recognise("f.json", content, context=mapped(content, context)).export == MAPPED


def test_unknown_records_are_a_table_without_a_known_heading(context):
    found = recognise("f.json", b'[{"alpha": 1, "beta": 2}]', context=context("amazon-us"))
    assert (found.status, found.title, found.differs) == ("unknown", "", "no heading is known: alpha, beta")


@pytest.mark.parametrize(
    "content",
    [b'{"a": [{"x": 1, "y": 2}], "b": [{"x": 1, "y": 2}]}', b'[{"x": 1, "y": 2}, 3]', b'{"x": 1, "y": 2}', b"[]"],
    ids=["two lists", "no record", "no list", "empty"],
)
def test_other_documents_can_not_be_mapped(content):
    with pytest.raises(UnreadableFile, match="no table: json"):
        find_layout("f.json", content)
