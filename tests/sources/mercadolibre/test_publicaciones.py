"""Mercado Libre Publicaciones: variations take title and price from their parent row."""

import io

import pandas as pd
import pytest
import xlsxwriter

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise

EXPORT = "meli-publicaciones"
KEYS = (
    *("ITEM_ID", "VARIATION_ID", "SKU", "TITLE", "QUANTITY", "PRICE", "CURRENCY_ID", "CONDITION"),
    *("SHIPPING_METHOD ", "LOCAL_PICKUP", "STATUS", "MANUFACTURING_TIME", "LISTING_TYPE_V3"),
    *("FEE_PER_SALE_MARKETPLACE_V2", "COST_OF_FINANCING_MARKETPLACE", "CATEGORY"),
)
LABELS = ("Número de publicación", "Variante", "SKU", "Título", "Stock", "Precio", "Moneda", "Condición")
TAIL = ["$", "Nuevo", "Mercado Envíos gratis", "No acepto", "Activa", "", "Clásica", "14.50% + $1095.00", "", "Hogar"]
PLAIN = ["MLM1", "-", "SKU-1", "Cable", 3, 299, *TAIL]
PARENT = ["MLM2", "", "", "Funda", "", 499, *TAIL]
RED, BLUE = ["MLM2", "180000000001", "SKU-2", "-", 12], ["MLM2", "180000000002", "SKU-3", "-", 0]


@pytest.fixture
def listings(workbook, own):
    def take(*rows, header=KEYS, labels=5):
        above = [[], list(LABELS), ["Obligatorio"], ["Texto"], ["No modificar"]][:labels]
        book = workbook([list(header), *above, *rows], sheet="Publicaciones")
        return own(book, export=EXPORT, observed_at="2026-02-01")

    return take


def test_a_listing_without_variations_is_one_row(listings):
    result = listings(PLAIN)
    (row,) = result.tables["listings"].drop(columns="where").to_dict("records")
    assert row == {
        "account": "mercadolibre-mx",
        "sku": "SKU-1",
        "item_id": "MLM1",
        "observed_at": pd.Timestamp("2026-02-01", tz="UTC"),
        "title": "Cable",
        "logistic": "Mercado Envíos gratis",
        "listing_type": "Clásica",
        "status": "Activa",
        "price": 299.0,
        "currency": "MXN",
        "stock": 3,
    }
    assert result.structural == {"labels below the header": 4}


def test_variations_inherit_what_only_their_parent_says(listings):
    result = listings(PLAIN, PARENT, RED, BLUE)
    rows = result.tables["listings"].set_index("sku")
    assert rows.loc["SKU-2", ["title", "price", "currency", "status", "stock"]].tolist() == [
        *("Funda", 499.0, "MXN", "Activa", 12),
    ]
    assert rows["where"].tolist() == ["7", "9", "10"]
    assert result.structural["listing with variations (parent row)"] == 1


def test_a_listing_whose_data_begin_earlier_loses_no_row(listings):
    assert listings(PLAIN, labels=2).tables["listings"]["where"].tolist() == ["4"]


def test_variations_of_one_sku_are_one_row_with_their_stock_together(listings):
    result = listings(PARENT, RED, [*BLUE[:2], "SKU-2", "-", 5])
    assert result.tables["listings"][["sku", "stock", "where"]].values.tolist() == [["SKU-2", 17, "8,9"]]
    assert result.structural["variation of a SKU that stands above (stock added to it)"] == 1


def test_a_listing_without_a_sku_is_kept(listings):
    rows = listings([*PLAIN[:2], "", *PLAIN[3:]]).tables["listings"]
    assert rows["sku"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("place", "value", "column"), [(5, "caro", "PRICE"), (6, "€", "CURRENCY_ID"), (0, "x", "ITEM_ID")]
)
def test_what_can_not_be_read_is_refused(listings, place, value, column):
    result = listings(PLAIN, [*PLAIN[:place], value, *PLAIN[place + 1 :]])
    assert result.refused[["where", "column"]].values.tolist() == [["8", column]]


def test_a_dollar_price_is_not_taken_for_pesos(listings):
    rows = listings([*PLAIN[:6], "US$", *PLAIN[7:]]).tables["listings"]
    assert rows["currency"].tolist() == ["USD"]


def test_a_formula_counts_by_its_saved_value_and_added_columns_are_left_alone(own):
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        hidden, page = book.add_worksheet("hidden"), book.add_worksheet("Publicaciones")
        hidden.write(0, 0, "00000000-0000-4000-8000-000000000000")
        hidden.very_hidden()
        page.write_row(0, 0, [*KEYS, "Mi margen"])
        page.write_row(6, 0, [*PLAIN, "=no"])
        page.write_formula(6, 5, '=IF(N7>"15%",349,299)', None, 349)
        page.activate()
        page.set_first_sheet()
    result = own(body.getvalue(), export=EXPORT, observed_at="2026-02-01")
    assert result.tables["listings"]["price"].tolist() == [349.0]
    assert "columns not known and not read: Mi margen" in result.notes


def test_the_day_is_asked_and_the_name_only_proposes(workbook, context):
    content = workbook([list(KEYS), *[["x"]] * 5, PLAIN])
    name = "mercadolibre-mx/Publicaciones-2026_02_01-10_16.xlsx"
    (question,) = recognise(name, content, context=context("mercadolibre-mx", file=name)).questions
    assert (question.key, question.proposal) == ("observed_at", "2026-02-01")
    with pytest.raises(OpenQuestions, match="does not say of which day it is"):
        read(name, content, export=EXPORT, context=context("mercadolibre-mx", file=name))


def test_keys_with_another_name_are_not_taken_for_it(workbook, context):
    header = ["ITEM_ID", "NAME", "QUANTITY", "WEIGHT", "COLOUR", "SIZE"]
    found = recognise("p.xlsx", workbook([header, [""] * 6]), context=context("mercadolibre-mx"))
    assert found.status == "unknown"
