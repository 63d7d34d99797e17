"""Mercado Libre Ventas: the header found, packages shared out, money that adds up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import MissingColumn
from workbench.sources import read, recognise
from workbench.sources.mercadolibre.packages import shared_money

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
        ("Paquete no entregado", "shipped", None),
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


def test_an_exchange_that_was_not_delivered_is_no_delivery(ventas):
    lines = ventas(sale(state="Cambio no entregado", way="", arrived="")).tables["order_lines"]
    assert lines["status"].isna().all()


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


def test_a_row_that_does_not_add_up_to_its_total_is_named_beside_the_files_total(ventas):
    result = ventas(sale(number="1"), sale(number="2", total=330.15))
    told = [(total.name, total.stated, total.found, total.where) for total in result.totals]
    # 329.15 + 330.15 are stated, twice 499 - 74.85 - 95 is found
    assert told == [("Total (MXN)", 659.30, 658.30, ""), ("Total (MXN)", 330.15, 329.15, "8")]
    assert not any(total.holds for total in result.totals)


DISCOUNT = "Descuentos y bonificaciones (MXN)"


@pytest.fixture
def with_discounts(workbook, reading, monkeypatch):
    """Ventas with a column of discounts in the place of one that nobody needs here."""

    def read_rows(*rows):
        cells = [[DISCOUNT if cell == "Motivo del resultado" else cell for cell in row] for row in book(*rows)]
        return reading(workbook(cells, sheet="Ventas MX"), export=EXPORT, account="mercadolibre-mx")

    return read_rows


def test_a_row_whose_blank_discount_would_make_it_add_up_is_told_so(with_discounts):
    discounted = {"total": 304.15, "Motivo del resultado": -25}
    result = with_discounts(
        sale(number="1", **discounted),
        sale(number="2", total=304.15),
        sale(number="3", total=330.15),
        sale(number="4", total=-200),
        sale(number="5", total=304.15, **{"Motivo del resultado": -24}),
    )
    # Row 8 lacks 25.00 and its discount is blank. Row 9 has a peso too little, row 10 lacks more than was paid for the
    # product (499.00), and row 11 has a discount.
    told = [(total.where, total.difference, total.blank) for total in result.totals[1:]]
    assert told == [("8", 25.0, DISCOUNT), ("9", -1.0, ""), ("10", 529.15, ""), ("11", 1.0, "")]


def test_without_a_column_of_discounts_none_is_blank(ventas):
    assert [total.blank for total in ventas(sale(total=304.15)).totals] == ["", ""]


def test_two_rows_that_are_off_against_each_other_do_not_hide(ventas):
    result = ventas(sale(number="1", total=328.15), sale(number="2", total=330.15))
    assert [(total.where, total.difference) for total in result.totals] == [("", 0.0), ("7", 1.0), ("8", -1.0)]


def test_totals_of_sales_and_packages_hold_to_the_cent(ventas):
    parent = sale(number="10", state="Paquete de 2 productos", units="", sku="", price="", income=0.3, total=-169.55)
    children = [sale(number=number, price=100, sku=number, **NO_MONEY) for number in ("11", "12")]
    result = ventas(sale(number="1"), parent, *children)
    # 0.3 - 74.85 - 95 = -169.55 beside 329.15
    assert [(total.stated, total.holds) for total in result.totals] == [(159.6, True)]


def test_a_row_without_a_total_states_nothing(ventas):
    assert ventas(sale(total="")).totals == ()


def test_a_resale_shows_its_gross_as_total_and_holds(ventas):
    result = ventas(sale(charge="", shipping="", total=499))
    assert [total.holds for total in result.totals] == [True]


def test_a_cancelled_package_heads_its_products_though_it_does_not_count_them(ventas):
    parent = sale(number="10", state="Paquete cancelado por Mercado Libre", units=0, sku="", price="", income=500)
    children = [sale(number=number, price=100, sku=number, **NO_MONEY) for number in ("11", "12")]
    result = ventas(parent, *children, sale(number="20"))
    assert result.structural == {"package (parent row)": 1}
    income = result.tables["ledger"].query("kind == 'Ingresos por productos'")
    assert income[["order_id", "amount"]].values.tolist() == [["11", 250.0], ["12", 250.0], ["20", 499.0]]


def test_zeros_in_a_packages_products_do_not_swallow_its_money(ventas):
    parent = sale(number="10", state="Paquete de 2 productos", units="", sku="", price="", income=500, shipping=-90)
    zeros = NO_MONEY | {"shipping": 0}
    children = [sale(number=number, price=100, sku=number, **zeros) for number in ("11", "12")]
    shipping = ventas(parent, *children).tables["ledger"].query("kind == 'Costos de envío'")
    assert shipping["amount"].tolist() == [-45.0, -45.0]


def test_a_package_with_money_on_parent_and_product_is_refused(ventas):
    parent = sale(number="10", state="Paquete de 2 productos", units="", sku="", price="", income=500)
    children = [sale(number=number, price=100, sku=number, **NO_MONEY | {"income": 7}) for number in ("11", "12")]
    result = ventas(parent, *children, sale(number="20"))
    assert result.refused["where"].tolist() == ["8", "9"]
    assert result.refused["reason"].str.contains("an amount of its own beside its parent's").all()


@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=6), st.integers(-10_000_000, 10_000_000))
@settings(max_examples=60, deadline=None)
def test_shares_of_a_package_add_up_to_the_cent(prices, cents):
    parent = np.array([-1, *[0] * len(prices)])
    worth = pd.Series([np.nan, *prices]).groupby(parent).cumsum() / sum(prices)
    shared = shared_money(pd.Series([cents / 100, *[np.nan] * len(prices)]), parent, worth.to_numpy())
    assert sum(round(share * 100) for share in shared[1:]) == cents


@pytest.mark.parametrize(
    ("sold", "written", "arrived"),
    [
        ("31 de enero de 2026 23:59 hs.", "2 de febrero", "2026-02-02T06:00:00Z"),
        ("30 de diciembre de 2025 10:00 hs.", "4 de enero", "2026-01-04T06:00:00Z"),
        ("3 de enero de 2026 10:00 hs.", "29 de diciembre 17:58 hs.", "2025-12-29T23:58:00Z"),
        ("3 de enero de 2026 10:00 hs.", "29 de diciembre | 17:58", "2025-12-29T23:58:00Z"),
    ],
)
def test_a_shipping_day_without_a_year_lies_near_its_sale(ventas, sold, written, arrived):
    (parcel,) = ventas(sale(date=sold, arrived=written)).tables["packages"].to_dict("records")
    assert parcel["delivered_at"] == pd.Timestamp(arrived)


def test_what_the_page_left_out_is_told(ventas):
    result = ventas(sale(number="1"), sale(number="2", date="3 de enero de 2026 10:00 hs."))
    assert any("sales from 2026-01-03 to 2026-01-31" in note for note in result.notes)


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
