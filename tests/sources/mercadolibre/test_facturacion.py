"""Mercado Libre Facturación: charges are negative, cancellations net out, each row keeps to its own sum."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.sources import recognise

EXPORT = "meli-facturacion"
HEADER = (
    *("N° de factura fiscal", "Fecha del cargo", "Número del cargo", "Detalle", "Descontado de la operación"),
    *("Estado del cargo", "Cargo que bonifica", "Valor del cargo", "Porcentaje por categoría"),
    *("Costo por categoría", "Costo fijo", "Subtotal sin descuento", "Valor del descuento"),
    *("Motivo del descuento", "Número de venta", "Pago", "Fecha de venta", "Canal de Venta", "Cliente"),
    *("Cantidad vendida", "Precio unitario", "Total de la venta", "Número de envío", "Número de paquete"),
    *("Envío a cargo del cliente", "Número de publicación", "Título de publicación", "Tipo de publicación"),
    *("Categoría de la publicación", "Código ML", "Sección de Mercado Libre y Mercado Pago"),
)
SALE = {
    "N° de factura fiscal": "F-1",
    "Fecha del cargo": "2026-01-05 10:11:12",
    "Número del cargo": 50000000001.0,
    "Detalle": "Cargo por venta",
    "Descontado de la operación": "Si",
    "Valor del cargo": 74.85,
    "Subtotal sin descuento": 80.0,
    "Valor del descuento": 5.15,
    "Número de venta": "2000012345678901",
    "Cliente": "Ana Ficticia",
}
STORAGE = {
    "Fecha del cargo": "2026-01-31 00:00:00",
    "Número del cargo": 50000000002.0,
    "Detalle": "Cargo por servicio de almacenamiento Full",
    "Valor del cargo": 12.5,
}
CANCELLED = SALE | {"Número del cargo": 50000000003.0, "Estado del cargo": "Anulado en factura"}
BACK = SALE | {
    "Número del cargo": 50000000004.0,
    "Detalle": "Anulación del cargo por venta",
    "Cargo que bonifica": 50000000003.0,
    "Valor del cargo": -74.85,
    "Subtotal sin descuento": " ",
    "Valor del descuento": " ",
}


@pytest.fixture
def billing(workbook, own):
    def take(*rows, header=HEADER):
        cells = [[row.get(name, "") for name in header] for row in rows]
        above = [["Fecha de actualización: 01/02/2026"], [], [], [], [], [], ["Información sobre cargos"]]
        return own(workbook([*above, list(header), *cells], sheet="REPORT"), export=EXPORT)

    return take


def test_a_charge_is_taken_from_the_seller(billing):
    result = billing(SALE, STORAGE)
    ledger = result.tables["ledger"]
    assert ledger[["entry", "kind", "amount"]].values.tolist() == [
        ["50000000001", "Cargo por venta", -74.85],
        ["50000000002", "Cargo por servicio de almacenamiento Full", -12.5],
    ]
    assert ledger["order_id"].iloc[0] == "2000012345678901"
    assert pd.isna(ledger["order_id"].iloc[1])
    assert ledger["posted_at"].iloc[0] == pd.Timestamp("2026-01-05T16:11:12Z")
    assert set(ledger["settlement_id"]) == {"2026-01"}
    assert (result.sheet, result.header_row) == ("REPORT", 8)
    assert result.exported_at == pd.Timestamp("2026-02-01T06:00:00Z")
    assert any("1 charges name no sale" in note and "12.50" in note for note in result.notes)


def test_a_cancelled_charge_and_its_cancellation_are_both_kept_and_net_to_zero(billing):
    result = billing(SALE, CANCELLED, BACK)
    assert result.tables["ledger"]["amount"].tolist() == [-74.85, -74.85, 74.85]
    told = {one.name: (one.stated, one.found) for one in result.totals}
    assert told["Estado del cargo: Anulado en factura"] == (74.85, 74.85)


def test_a_cancelled_charge_that_is_not_given_back_is_named(billing):
    result = billing(SALE, CANCELLED)
    off = [(one.where, one.difference) for one in result.totals if not one.holds]
    assert off == [("", -74.85), ("10", -74.85)]


def test_partly_cancelled_charges_and_those_of_credit_notes_state_nothing(billing):
    rows = [
        CANCELLED | {"Número del cargo": at, "Estado del cargo": state}
        for at, state in ((1, "Anulado parcialmente en factura"), (2, "Anulado en nota de crédito"))
    ]
    assert all(one.holds for one in billing(*rows).totals)


def test_a_credit_note_gives_back_a_charge_of_another_file(billing):
    result = billing(BACK)
    assert result.tables["ledger"]["amount"].tolist() == [74.85]
    assert any("1 rows give back a charge that stands in another file" in note for note in result.notes)


def test_subtotal_less_discount_is_the_charge_where_both_are_written(billing):
    result = billing(SALE, SALE | {"Número del cargo": 7, "Valor del descuento": 5.14}, STORAGE)
    off = [(one.name, one.where, one.difference) for one in result.totals if not one.holds]
    name = "Subtotal sin descuento - Valor del descuento"
    assert off == [(name, "", 0.01), (name, "10", 0.01)]


def test_the_entry_is_the_same_before_and_after_the_invoice_is_issued(billing):
    before, after = billing(SALE | {"N° de factura fiscal": ""}), billing(SALE)
    key = ["settlement_id", "entry", "amount"]
    assert before.tables["ledger"][key].equals(after.tables["ledger"][key])


def test_the_buyer_is_not_read_and_blanks_are_single_spaces(billing):
    result = billing({name: SALE.get(name, " ") for name in HEADER})
    assert "Ficticia" not in result.tables["ledger"].to_csv()
    assert result.refused_rows == 0


def test_a_charge_whose_amount_is_no_number_is_refused(billing):
    result = billing(SALE, STORAGE | {"Valor del cargo": "12,5O"})
    assert result.refused[["where", "column", "value"]].values.tolist() == [["10", "Valor del cargo", "12,5O"]]


def test_two_more_columns_of_the_mexican_workbook_are_noted(billing):
    result = billing(SALE, header=(*HEADER, "Columna A", "Columna B"))
    assert any("columns not known and not read: Columna A, Columna B" in note for note in result.notes)


def test_the_workbook_of_full_charges_is_not_taken_for_it(workbook, context):
    header = ["Fecha del cargo", "Número del cargo", "Monto del cargo", "Unidades almacenadas", "Tamaño de la unidad"]
    found = recognise("c.xlsx", workbook([header, [""] * 5]), context=context("mercadolibre-mx"))
    assert found.status == "unknown"


@given(st.permutations(range(4)), st.integers(0, 4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_downloads_that_overlap_name_a_charge_alike_in_any_order(billing, order, cut):
    rows = [SALE, STORAGE, CANCELLED, BACK]
    shuffled = [rows[at] for at in order]
    parts = [part for part in (shuffled[:cut], shuffled[max(0, cut - 2) :]) if part]
    ledgers = pd.concat([billing(*part).tables["ledger"] for part in parts])
    once = ledgers.drop_duplicates(["account", "report", "settlement_id", "entry"])
    assert len(once) == 4
    # 74.85 and 12.50 are left; the third charge was given back
    assert round(once["amount"].sum(), 2) == -87.35
