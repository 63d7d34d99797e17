"""The orders behind a rate as a reader of the file finds them."""

from __future__ import annotations

import pytest

from tests.workbooks.conftest import PAYLOADS, cancelled_order, opened, records, small_client
from workbench.errors import NothingToShow, ParameterError
from workbench.kpis import kpi_orders, kpi_table
from workbench.workbooks import orders, orders_workbook, workbook_files

ASKED = {"kpi": "pre_fulfilment_cancellation_rate", "account": "amazon-mx", "as_of": "2026-01-31", "lang": "en"}


def facts(content: bytes) -> dict:
    return {row[0].value: row[1].value for row in opened(content).worksheets[0].iter_rows(max_col=2) if row[0].value}


def cancelled_and_kept() -> list[tuple[int, dict]]:
    number, row = cancelled_order(12)
    kept = {**row, "order_id": "013", "status": "shipped", "cancelled_by": None, "cancelled_at": None}
    return [(number, row), (13, kept), (14, {**kept, "line_id": "2", "sku": "B-2", "title": "Bowl"})]


def test_the_first_sheet_says_what_the_figure_is():
    content = orders_workbook(small_client(order_lines=cancelled_and_kept()), **ASKED)
    said = facts(content)
    assert (said["Our count"], said["Numerator"], said["Denominator"]) == (0.5, 1, 2)
    assert (said["against"], said["in favour"], said["left out"]) == (1, 1, 0)
    assert said["Rule"].startswith("amazon-") and said["Source"] and said["Rule book"]
    assert said["Window"].replace("\u00a0", " ") == "24 Jan 2026 – 30 Jan 2026"


def test_each_order_leads_back_to_its_file_and_row():
    client = small_client(order_lines=cancelled_and_kept(), file="inbox file.txt")
    rows = [{name: cell.value for name, cell in row.items()} for row in records(_orders(client), 1)]
    assert [(row["Order"], row["Counted"], row["Counted as"]) for row in rows] == [
        ("012", "against", "numerator"),
        ("013", "in favour", "denominator"),
    ]
    assert [(row["File"], row["Row"]) for row in rows] == [
        ("inbox file.txt", "12"),
        ("inbox file.txt; inbox file.txt", "13; 14"),
    ]
    assert (rows[1]["SKU"], rows[1]["Title"]) == ("A-1; B-2", "Press; Bowl")
    assert rows[0]["Cause"] == "The seller cancelled."


def _orders(client, lang: str = "en"):
    return opened(orders_workbook(client, **{**ASKED, "lang": lang})).worksheets[1]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_from_outside_are_never_formula_or_link(payload):
    lines = [cancelled_order(1, sku=payload, title=payload), cancelled_order(2, sku="ok")]
    lines[1][1]["order_id"] = payload
    sheet = _orders(small_client(order_lines=lines, file=payload, owner=payload))
    for row in sheet.iter_rows():
        assert all(cell.data_type in ("s", "d") and cell.hyperlink is None for cell in row if cell.value is not None)
    values = {cell.value.strip() for row in sheet.iter_rows() for cell in row if cell.data_type == "s" and cell.value}
    assert payload.strip() in values
    risky = [c for row in sheet.iter_rows() for c in row if c.data_type == "s" and str(c.value).startswith(("=", "@"))]
    assert all(cell.quotePrefix for cell in risky), "stays a text where somebody edits the cell"


def test_a_list_longer_than_a_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(orders, "MOST_ORDERS", 2)
    book = opened(orders_workbook(small_client(order_lines=[cancelled_order(n) for n in range(1, 6)]), **ASKED))
    assert book.sheetnames == ["Figure", "Orders", "Orders (2)", "Orders (3)"]
    assert [cell.value for sheet in book.worksheets[1:] for cell in sheet["A"][1:]] == [
        "001",
        "002",
        "003",
        "004",
        "005",
    ]


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_the_list_of_the_sample_adds_up_to_its_figure(lumen, lang):
    asked = {"kpi": "valid_tracking_rate", "account": "amazon-mx", "as_of": "2026-01-31"}
    content = orders_workbook(lumen, **asked, lang=lang)
    sheet = opened(content).worksheets[1]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    listed = kpi_orders(lumen, **asked)
    assert sorted(row[1] for row in rows) == sorted(listed["package_id"])
    table = kpi_table(lumen, as_of="2026-01-31", account="amazon-mx")
    figure = table[(table["kpi"] == asked["kpi"]) & (table["basis"] == "computed")].iloc[0]
    first = [cell.value for cell in opened(content).worksheets[0]["B"]]
    assert [int(figure["numerator"]), int(figure["denominator"])] == first[9:11] == [140, 150]
    # The rate must be high: what is not in its numerator counts against the seller, and stands first.
    assert first[14:17] == [10, 140, 0]
    assert len({row[4] for row in rows[:10]}) == 1 and rows[9][4] != rows[10][4]
    assert len({row[3] for row in rows}) == 2
    files = set(lumen.intake.files["file"])
    assert {name for row in rows for name in row[8].split("; ")} <= files
    assert content == orders_workbook(lumen, **asked, lang=lang)


def test_a_figure_without_orders_is_refused():
    with pytest.raises(NothingToShow, match="amazon-mx invoice_defect_rate: no orders in the files stand behind"):
        orders_workbook(small_client(), **{**ASKED, "kpi": "invoice_defect_rate"})
    with pytest.raises(ParameterError, match="no KPI 'x' on amazon"):
        orders_workbook(small_client(), **{**ASKED, "kpi": "x"})


def test_a_review_gets_the_tracker_and_a_list_for_each_kpi_in_question(lumen):
    files = workbook_files(lumen, month="2026-01", lang="es")
    assert list(files) == [
        "kpi_tracker.es.xlsx",
        "price_plan_US.es.xlsx",
        "price_plan_MX.es.xlsx",
        "orders_amazon-mx_valid_tracking_rate.es.xlsx",
        # Over 30 days it is on target; over its window of 10 days it is likely to be missed.
        "orders_amazon-mx_late_shipment_rate.es.xlsx",
        "orders_mercadolibre-mx_mediations_rate.es.xlsx",
    ]


def test_a_hostile_scope_or_kpi_names_no_file():
    figure = {"scope": "../x", "as_of": "2026-01-31", "basis": "typed", "rate": 0.9, "target": 0.04, "comparator": "lt"}
    rows = [(1, {"kpi": "late_shipment_rate", **figure}), (2, {"kpi": "../../x", **figure})]
    client = small_client(reported=rows)
    assert (kpi_table(client, as_of="2026-01-31")["status"] == "breach").sum() == 2
    assert list(workbook_files(client, month="2026-01", lang="en")) == ["kpi_tracker.en.xlsx"]
