"""The price plan as a workbook: every SKU once, numbers as numbers, text as text, the same bytes each time."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.priced_seller import ON, priced_client
from tests.workbooks.conftest import PAYLOADS
from workbench.errors import ParameterError
from workbench.pricing import price_plan
from workbench.record import remember_advice, remember_decision
from workbench.workbooks import price_plan_workbook

PRICES = {"A": 279.0, "B": 289.0, "C": 309.0, "D": 199.0}
COSTS = {"A": 7.5, "B": 4.0, "C": 4.0}


@pytest.fixture
def client(tmp_path):
    return priced_client(tmp_path, PRICES, costs=COSTS)


def book_of(client, lang="en"):
    content = price_plan_workbook(client, price_plan(client, market="MX", on=ON), lang=lang)
    return content, openpyxl.load_workbook(io.BytesIO(content))


def test_the_same_plan_gives_the_same_bytes(client):
    assert book_of(client)[0] == book_of(client)[0]


def test_every_sku_stands_once_in_the_plan_or_among_those_without_advice(client):
    plan, advice, candidates, without = book_of(client)[1].worksheets
    assert {row[1].value for row in plan.iter_rows(min_row=6)} == {"A", "B", "C"}
    assert {row[1].value for row in advice.iter_rows(min_row=2)} == {"A", "B", "C"}
    assert [row[1].value for row in without.iter_rows(min_row=2)] == ["D"]
    assert {row[1].value for row in candidates.iter_rows(min_row=2)} == {"A", "B", "C"}


def test_prices_are_numbers_and_the_last_column_waits_for_the_clients_decision(client):
    sheet = book_of(client)[1].worksheets[0]
    head = [cell.value for cell in sheet[5]]
    row = {name: cell.value for name, cell in zip(head, sheet[6], strict=True)}
    assert isinstance(row["Price"], (int, float)) and isinstance(row["Advised price"], (int, float))
    assert head[-1] == "The client's decision" and row["The client's decision"] in (None, "")


@pytest.mark.parametrize(("lang", "name", "word"), [("en", "Earlier advice", "refused"), ("zh", "此前建议", "拒绝")])
def test_the_last_advice_stands_beside_its_listing(client, lang, name, word):
    proposal = {"account": "mercadolibre-mx", "sku": "A", "currency": "MXN", "price": 279.0, "advised_price": 298.0}
    dates = {"as_of": "2026-05-25", "valid_until": "2026-06-08", "on": "2026-05-25"}
    (entry,) = remember_advice(client.folder, [{**proposal, **dates}], by="Li")
    remember_decision(client.folder, entry["id"], decision="refused", decided_by="Hao", by="Li", on="2026-05-28")
    sheet = book_of(client, lang)[1].worksheets[0]
    place = [cell.value for cell in sheet[5]].index(name)
    shown = {row[1].value: row[place].value or "" for row in sheet.iter_rows(min_row=6)}
    assert "298" in shown["A"] and word in shown["A"]
    assert not shown["B"]


def test_no_title_becomes_a_formula_or_a_link(tmp_path):
    skus = [f"S{number}" for number in range(len(PAYLOADS))]
    costs = dict.fromkeys(skus, 4.0)
    book = book_of(priced_client(tmp_path, dict.fromkeys(skus, 289.0), costs=costs, title=PAYLOADS))[1]
    shown = {str(cell.value).strip() for row in book.worksheets[0].iter_rows() for cell in row}
    assert shown >= {title.strip() for title in PAYLOADS}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_no_code_is_left_in_a_translated_plan(client, lang):
    book = book_of(client, lang)[1]
    said = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for code in ("under_floor", "no_volume_answer", "dead_zone", "margin_floor", "Runner-up"):
        assert code not in said


def test_an_unknown_language_is_refused(client):
    with pytest.raises(ParameterError):
        price_plan_workbook(client, price_plan(client, market="MX", on=ON), lang="fr")
