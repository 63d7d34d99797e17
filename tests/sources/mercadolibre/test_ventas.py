"""Mercado Libre Ventas: the header found, packages shared out, money that adds up."""

import pandas as pd
import pytest

from workbench.errors import MissingColumn
from workbench.sources import read, recognise

GROUPS = {
    0: "Ventas",
    6: "Ingresos y cargos",
    11: "Publicaciones",
    15: "Compradores",
    19: "Envíos",
    23: "Devoluciones",
    27: "Reclamos",
}
HEADER = (
    *("# de venta", "Fecha de venta", "Estado", "Descripción del estado", "Paquete de varios productos", "Unidades"),
    *("Ingresos por productos (MXN)", "Cargo por venta e impuestos (MXN)", "Costos de envío (MXN)"),
    *("Anulaciones y reembolsos (MXN)", "Total (MXN)", "SKU", "# de publicación", "Título de la publicación"),
    *("Precio unitario de venta de la publicación (MXN)", "Comprador", "Domicilio", "Estado", "País"),
    *("Forma de entrega", "Fecha en camino", "Fecha entregado", "Número de seguimiento"),
    *("Unidades", "Fecha entregado", "Resultado", "Motivo del resultado"),
    *("Unidades", "Reclamo abierto", "Reclamo cerrado", "Con mediación"),
)
SALE = [
    *("2000012345678901", "31 de enero de 2026 23:59 hs.", "Entregado", "", "No", 1, 499, -74.85, -95, "", 329.15),
    *("00123", "MLM1", "Funda", 499, "Ana Ficticia", "Calle 1", "Jalisco", "México"),
    *("Correo y puntos de despacho", "1 de febrero de 2026 10:12 hs.", "2 de febrero de 2026 17:58 hs.", "43000000001"),
]
EXPORT = "meli-ventas"


def sale(**cells):
    """The plain sale with some cells changed, by heading or by (heading, occurrence)."""
    row = [*SALE, *[""] * (len(HEADER) - len(SALE))]
    for name, value in cells.items():
        heading, _, occurrence = NAMES.get(name, name).partition("/")
        places = [at for at, head in enumerate(HEADER) if head == heading]
        row[places[int(occurrence or 1) - 1]] = value
    return row


NAMES = {
    "number": "# de venta",
    "date": "Fecha de venta",
    "state": "Estado",
    "units": "Unidades",
    "income": "Ingresos por productos (MXN)",
    "charge": "Cargo por venta e impuestos (MXN)",
    "shipping": "Costos de envío (MXN)",
    "refunds": "Anulaciones y reembolsos (MXN)",
    "total": "Total (MXN)",
    "sku": "SKU",
    "price": "Precio unitario de venta de la publicación (MXN)",
    "way": "Fecha en camino",
    "arrived": "Fecha entregado",
    "tracking": "Número de seguimiento",
    "delivery": "Forma de entrega",
    "buyer_state": "Estado/2",
    "returned": "Unidades/2",
    "result": "Resultado",
    "open": "Reclamo abierto",
    "closed": "Reclamo cerrado",
    "mediated": "Con mediación",
}
NO_MONEY = {
    "date": "",
    "income": "",
    "charge": "",
    "shipping": "",
    "total": "",
    "way": "",
    "arrived": "",
    "tracking": "",
}


def book(*rows, header=HEADER, downloaded="Descargado el 1 de febrero de 2026", titled=True):
    groups = [GROUPS.get(at, "") if titled else "" for at in range(len(HEADER))]
    return [["Ventas"], [downloaded], ["Revisa aquí el estado de tus ventas"], [], groups, list(header), *rows]


@pytest.fixture
def ventas(workbook, reading):
    def read_rows(*rows, **options):
        content = workbook(book(*rows, **options), sheet="Ventas MX")
        return reading(content, export=EXPORT, account="mercadolibre-mx")

    return read_rows


def test_a_sale_is_a_line_a_parcel_and_its_money(ventas):
    result = ventas(sale())
    (line,) = result.tables["order_lines"].to_dict("records")
    assert (line["order_id"], line["line_id"], line["sku"]) == ("2000012345678901", "00123#1", "00123")
    assert (line["status"], line["ship_state"], line["ship_country"]) == ("delivered", "Jalisco", "MX")
    assert line["ordered_at"] == pd.Timestamp("2026-02-01T05:59:00Z")  # Mexico City is six hours behind
    (parcel,) = result.tables["packages"].to_dict("records")
    assert parcel["delivered_at"] == pd.Timestamp("2026-02-02T23:58:00Z")
    assert parcel["tracking_id"] == "43000000001"
    assert result.tables["ledger"]["amount"].tolist() == [499.0, -74.85, -95.0]
    assert (result.sheet, result.header_row) == ("Ventas MX", 6)
    assert result.exported_at == pd.Timestamp("2026-02-01T06:00:00Z")


def test_no_buyer_reaches_a_table(ventas):
    text = "".join(frame.to_csv() for frame in ventas(sale()).tables.values())
    assert "Ficticia" not in text
    assert "Calle" not in text


def test_a_package_shares_its_money_by_price_times_units_to_the_cent(ventas):
    parent = sale(number="10", state="Paquete de 3 productos", units="", sku="", price="", income=1000, total=830.15)
    children = [
        sale(number="11", price=100, sku="A", **NO_MONEY),
        sale(number="12", price=100, units=2, sku="B", **NO_MONEY),
        sale(number="13", price=300, sku="C", **NO_MONEY),
    ]
    result = ventas(parent, *children)
    income = result.tables["ledger"].query("kind == 'Ingresos por productos'")
    # 1000 in the ratio 100 : 200 : 300
    assert income["amount"].tolist() == [166.67, 333.33, 500.0]
    assert result.tables["ledger"]["amount"].sum() == pytest.approx(830.15)
    lines = result.tables["order_lines"]
    assert lines["ordered_at"].nunique() == 1
    assert lines["ordered_at"].notna().all()
    assert result.tables["packages"]["package_id"].tolist() == ["10", "10", "10"]
    assert result.structural == {"package (parent row)": 1}


def test_a_package_with_a_row_missing_is_refused_whole(ventas):
    parent = sale(number="10", state="Paquete de 2 productos", units="", sku="")
    result = ventas(parent, sale(number="11", **NO_MONEY), sale(number="20"))
    assert result.refused["where"].tolist() == ["7", "8"]
    assert result.refused["reason"].unique().tolist() == ["a package of 2 products with 1 rows of products"]


def test_a_sale_without_a_date_and_in_no_package_is_refused(ventas):
    result = ventas(sale(number="1"), sale(number="2", date=""))
    assert result.refused[["where", "reason"]].values.tolist() == [["8", "blank, and in no package"]]


@pytest.mark.parametrize(
    ("state", "status", "who"),
    [
        ("Cancelada por el comprador", "cancelled", "buyer"),
        ("Cancelaste la venta", "cancelled", "seller"),
        ("Venta cancelada por Mercado Libre", "cancelled", "platform"),
        ("Venta cancelada", "cancelled", "unknown"),
        ("Devolución finalizada. Te dimos el dinero", "returned", None),
        ("En camino", "shipped", None),
        ("Etiqueta lista para imprimir", "unshipped", None),
        ("Pago pendiente", "pending", None),
    ],
)
def test_the_state_says_what_became_of_the_sale(ventas, state, status, who):
    (line,) = ventas(sale(state=state, way="", arrived="")).tables["order_lines"].to_dict("records")
    assert line["status"] == status
    assert (line["cancelled_by"] if who else None) == who


def test_a_state_that_is_not_known_leaves_the_dates_to_speak(ventas):
    result = ventas(sale(state="Algo nuevo"))
    assert result.tables["order_lines"]["status"].tolist() == ["delivered"]
    assert any("1 sales have a state that is not known: Algo nuevo" in note for note in result.notes)


def test_claims_and_mediations_are_defects(ventas):
    result = ventas(
        sale(number="1"),
        sale(number="2", open="Sí", result="Dinero a tu favor"),
        sale(number="3", closed="Sí", mediated="Sí"),
        sale(number="4", open="No"),
        sale(number="5", open="tal vez"),
    )
    defects = result.tables["defects"]
    assert defects[["order_id", "kind", "outcome"]].values.tolist() == [
        ["2", "claim", "Reclamo abierto: Dinero a tu favor"],
        ["3", "mediation", "Reclamo cerrado"],
    ]
    assert defects["opened_at"].isna().all()
    assert result.refused["where"].tolist() == ["11"]


@pytest.mark.parametrize("titled", [True, False])
def test_returned_units_are_a_return_and_not_the_sales_units(ventas, titled):
    result = ventas(sale(units=3, returned=1), titled=titled)
    assert result.tables["order_lines"]["ship_state"].tolist() == ["Jalisco"]
    assert result.tables["order_lines"]["quantity"].tolist() == [3]
    assert result.tables["returns"]["quantity"].tolist() == [1]


def test_rows_that_do_not_add_up_to_their_total_are_told(ventas):
    result = ventas(sale(number="1"), sale(number="2", total=330.15))
    assert any(
        "in 1 rows the money columns do not add up to it, together by -1.00 (rows 8)" in note for note in result.notes
    )


def test_money_as_text_and_dates_as_day_numbers_are_read(ventas):
    result = ventas(sale(income="$ 1,234.50", total=1064.65, date=46265.5))
    assert result.tables["ledger"]["amount"].iloc[0] == 1234.5
    assert result.tables["order_lines"]["ordered_at"].iloc[0] == pd.Timestamp("2026-08-31T18:00:00Z")


def test_the_platform_ships_what_lies_in_its_warehouse(ventas):
    assert ventas(sale(delivery="Mercado Envíos Full")).tables["order_lines"]["channel"].tolist() == ["platform"]


def test_the_sales_units_renamed_are_missed_though_others_are_left(workbook, context):
    header = ["Cantidad" if at == 5 else name for at, name in enumerate(HEADER)]
    content = workbook(book(sale(), header=header))
    with pytest.raises(MissingColumn, match=r"without the column 'Unidades'; the header in row 6 has.*Cantidad"):
        read("v.xlsx", content, export=EXPORT, context=context("mercadolibre-mx"))


def test_without_a_download_day_it_is_asked_and_the_name_only_proposes(workbook, context):
    content = workbook(book(sale(), downloaded=""))
    name = "20260201_Ventas_MX_Mercado_Libre_y_Mercado_Shops_2026-02-01_10-00hs_1.xlsx"
    (question,) = recognise(name, content, context=context("mercadolibre-mx", file=name)).questions
    assert (question.key, question.proposal) == ("exported_at", "2026-02-01T10:00")
    answered = context("mercadolibre-mx", file=name, exported_at="2026-02-01T10:00")
    assert recognise(name, content, context=answered).questions == ()
