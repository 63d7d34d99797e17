"""Mercado Libre's Ventas workbook: preamble, group row 5, header row 6, packages, Spanish dates, repeated names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from make.calendars import MONTHS_ES, spanish_moment
from make.price_terms import MEXICAN_SHIPPING
from make.sellers import Account
from make.shelf import Shelf, Workbook, columns
from make.world import Line, Order, World

HEADER = columns(
    "# de venta|Fecha de venta|Estado|Descripción del estado|Paquete de varios productos|Pertenece a un kit|Unidades|"
    "Ingresos por productos (MXN)|Cargo por venta e impuestos (MXN)|Ingresos por envío (MXN)|Costos de envío (MXN)|"
    "Costo de envío basado en medidas y peso declarados (MXN)|"
    "Cargo por diferencias en medidas y peso del paquete (MXN)|Anulaciones y reembolsos (MXN)|Total (MXN)|"
    "Venta por publicidad|SKU|# de publicación|Tienda oficial|Título de la publicación|Variante|"
    "Precio unitario de venta de la publicación (MXN)|Tipo de publicación|Factura adjunta|"
    "Datos personales o de empresa|Tipo y número de documento|Dirección|Tipo de contribuyente|CFDI|Tipo Usuario|"
    "Régimen Fiscal|Comprador|Negocio|IFE|Domicilio|Municipio/Alcaldía|Estado|Código Postal|País|Forma de entrega|"
    "Fecha en camino|Fecha entregado|Transportista|Número de seguimiento|URL de seguimiento|Unidades|Forma de entrega|"
    "Fecha en camino|Fecha entregado|Transportista|Número de seguimiento|URL de seguimiento|"
    "Revisado por Mercado Libre|Fecha de revisión|Dinero a favor|Resultado|Destino|Motivo del resultado|Unidades|"
    "Reclamo abierto|Reclamo cerrado|Con mediación"
)
GROUPS = (
    (0, 6, "Ventas"),
    (7, 14, "Ingresos y cargos"),
    (15, 15, "Publicidad"),
    (16, 22, "Publicaciones"),
    (23, 30, "Facturación al comprador"),
    (31, 38, "Compradores"),
    (39, 44, "Envíos"),
    (45, 57, "Devoluciones"),
    (58, 61, "Reclamos"),
)
# first day shown, day of the download (shows sales up to the midnight before it)
DOWNLOADS = (
    (date(2024, 12, 1), date(2025, 2, 1)),
    (date(2025, 1, 25), date(2025, 4, 1)),
    (date(2025, 3, 25), date(2025, 6, 1)),
    (date(2025, 5, 25), date(2025, 8, 1)),
    (date(2025, 7, 25), date(2025, 10, 1)),
    (date(2025, 9, 25), date(2025, 12, 1)),
    (date(2025, 11, 25), date(2026, 2, 1)),
)
FREE_SHIPPING_FROM = 299.0
TRACKING_PAGE = "https://envios.example.com/{}"


def put_ventas(shelf: Shelf, world: World) -> None:
    """The Ventas exports of every Mercado Libre account: two months each, with a week of overlap."""
    for account in world.seller.accounts:
        if account.platform == "mercadolibre":
            for first, downloaded in DOWNLOADS:
                rows = ventas_rows(world, account, first=first, downloaded=downloaded)
                shelf.inbox(account.id, file_name(account, downloaded), ventas(rows, downloaded=downloaded))


def file_name(account: Account, downloaded: date) -> str:
    """The name that Mercado Libre gives the download."""
    name = f"{downloaded:%Y%m%d}_Ventas_MX_Mercado_Libre_y_Mercado_Shops_{downloaded}_10-00hs"
    return f"{name}_{account.seller_number}.xlsx"


def ventas(rows: list[list], *, downloaded: date, header: list[str] = HEADER) -> bytes:
    """The workbook: three lines of preamble, merged group titles, header, data."""
    workbook = Workbook()
    day = f"{downloaded.day} de {MONTHS_ES[downloaded.month - 1]} de {downloaded.year}"
    preamble = [["Ventas"], [f"Descargado el {day}"], ["Revisa aquí el estado de tus ventas"], [], []]
    sheet = workbook.sheet("Ventas MX", [*preamble, header, *rows])
    for first, last, title in GROUPS:
        if first == last:
            continue
        sheet.merge_range(4, first, 4, last, title)
    return workbook.content()


def ventas_rows(world: World, account: Account, *, first: date, downloaded: date) -> list[list]:
    """The sales of the period as they stood at the midnight before the download, newest first."""
    at = datetime.combine(downloaded, time(), tzinfo=account.tz).astimezone(UTC)
    orders = [o for o in world.orders[account.id] if first <= o.day < downloaded]
    packs: dict[str, list[Order]] = {}
    for order in orders:
        packs.setdefault(order.pack or order.number, []).append(order)
    rows = []
    for pack in reversed(packs.values()):
        rows += _pack_rows(world, pack, at) if len(pack) > 1 else [_row(world, pack[0], at)]
    return rows


def _pack_rows(world: World, orders: list[Order], at: datetime) -> list[list]:
    """A parent with the money and the date, then its orders with their own numbers and neither."""
    amounts = [sum(column) for column in zip(*(_amounts(world, o, at) for o in orders), strict=True)]
    parent = {0: orders[0].pack, 1: _moment(orders[0]), 2: f"Paquete de {len(orders)} productos", 4: "Sí"}
    parent |= _money_cells(amounts) | _buyer_cells(orders[0])
    children = []
    for order in orders:
        cells = _order_cells(order, at) | _listing_cells(order) | _shipping_cells(order, at)
        children.append(_cells({**cells, **_return_cells(order, at), **_claim_cells(order, at), 4: "Sí"}))
    return [_cells(parent), *children]


def _row(world: World, order: Order, at: datetime) -> list:
    cells = _order_cells(order, at) | {1: _moment(order), 4: "No"} | _money_cells(_amounts(world, order, at))
    cells |= _listing_cells(order) | _buyer_cells(order) | _shipping_cells(order, at)
    return _cells(cells | _return_cells(order, at) | _claim_cells(order, at))


def _cells(cells: dict[int, object]) -> list:
    return [cells.get(column) for column in range(len(HEADER))]


def _moment(order: Order, at: datetime | None = None) -> str:
    return spanish_moment((at or order.ordered_at).astimezone(order.account.tz))


def _order_cells(order: Order, at: datetime) -> dict[int, object]:
    state, description = _state(order, at)
    return {0: order.number, 2: state, 3: description, 5: "No", 6: order.lines[0].quantity}


def _state(order: Order, at: datetime) -> tuple[str, str]:
    if order.is_cancelled(at):
        if order.cancelled_by == "seller":
            return "Cancelaste la venta", "Cancelaste la venta porque no tenías stock"
        return "Cancelada por el comprador", "El comprador canceló la compra"
    claim, refund = order.claim, order.refund
    if claim and claim.closed_at <= at:
        if claim.mediation:
            return "Mediación finalizada con reembolso al comprador", "Le devolvimos el dinero al comprador"
        return "Devolución finalizada con reembolso al comprador", "Le devolvimos el dinero al comprador"
    if refund and refund.refunded_at <= at:
        return "Devolución finalizada con reembolso al comprador", "El producto volvió"
    if refund and refund.requested_at <= at:
        return "Devolución en camino", "El comprador devuelve el producto"
    if order.is_delivered(at):
        open_claim = claim is not None and claim.opened_at <= at
        return "Entregado", "Tienes un reclamo" if open_claim else f"Llegó el {_day(order.delivered_at, order.account)}"
    if order.is_shipped(at):
        return "En camino", "Está en camino al comprador"
    return "Etiqueta lista para imprimir", "Tienes que despachar el paquete"


def _day(at: datetime, account: Account) -> str:
    local = at.astimezone(account.tz)
    return f"{local.day} de {MONTHS_ES[local.month - 1]}"


def _amounts(world: World, order: Order, at: datetime) -> list[float]:
    """Products, charges and taxes, shipping income, shipping cost, refunds; the total is their sum."""
    line = order.lines[0]
    charge = -_charge(world, order)
    free = line.unit_price >= FREE_SHIPPING_FROM
    cost = -_shipping(world, line) if free else -49.0
    income = 0.0 if free else 49.0
    amounts = [line.total, charge, income, cost]
    reversed_at = order.cancelled_at or (order.claim and order.claim.closed_at)
    reversed_at = reversed_at or (order.refund and order.refund.refunded_at)
    back = -round(sum(amounts), 2) if reversed_at and reversed_at <= at else 0.0
    return [*amounts, back]


def _shipping(world: World, line: Line) -> float:
    """What free shipping costs the seller: as its profile states it, where it states it."""
    weight = line.offer.sku.product.weight_kg
    if world.seller.story == "claims":
        return round(38 + 32 * weight, 2)
    return line.quantity * next(amount for _, most, amount in MEXICAN_SHIPPING if weight <= most)


def _charge(world: World, order: Order) -> float:
    """Sale fee (with the fixed part of cheap items) plus the taxes withheld: one column holds both."""
    line = order.lines[0]
    share = 0.195 if line.offer.is_premium else 0.15
    fixed = 0.0 if line.unit_price >= FREE_SHIPPING_FROM else 30.0 * line.quantity
    return round(line.total * share + fixed, 2) + withheld(line.total, rfc=world.seller.rfc, day=order.day)


def withheld(price: float, *, rfc: bool, day: date) -> float:
    """Income tax and VAT withheld on a price with VAT; each rounded to the cent."""
    base = price / 1.16
    income_tax = (0.025 if day >= date(2026, 1, 1) else 0.01) if rfc else 0.20
    return round(base * income_tax, 2) + round(base * (0.08 if rfc else 0.16), 2)


def _money_cells(amounts: list[float]) -> dict[int, object]:
    products, charge, income, cost, back = (round(amount, 2) for amount in amounts)
    cells = {7: products, 8: charge, 9: income, 10: cost, 14: round(products + charge + income + cost + back, 2)}
    return cells | ({13: back} if back else {})


def _listing_cells(order: Order) -> dict[int, object]:
    line = order.lines[0]
    return {
        15: "Sí" if line.discount else "No",
        16: line.seller_sku,
        17: line.offer.item_id,
        19: line.offer.sku.product.spanish,
        20: f"Color : {line.offer.sku.colour[1]}",
        21: line.unit_price,
        22: "Premium" if line.offer.is_premium else "Clásica",
    }


def _buyer_cells(order: Order) -> dict[int, object]:
    person = order.buyer
    cells = {31: person.name, 34: person.street, 35: person.city, 36: person.state, 37: person.postal, 38: "México"}
    if len(person.nickname) % 2 or order.lines[0].offer.sku.number % 9 == 0:
        cells |= {23: "No", 24: person.name, 25: "RFC XAXX010101000", 26: f"{person.street}, {person.city}"}
    return cells


def _shipping_cells(order: Order, at: datetime) -> dict[int, object]:
    cells: dict[int, object] = {
        39: "Mercado Envíos Full" if order.channel == "platform" else "Correo y puntos de despacho"
    }
    if order.is_shipped(at):
        cells |= {40: _moment(order, order.shipped_at), 42: "Mercado Envíos"}
    if order.is_shipped(at) and order.parcel:
        cells |= {43: order.parcel.tracking, 44: TRACKING_PAGE.format(order.parcel.tracking)}
    if order.is_delivered(at):
        cells[41] = _moment(order, order.delivered_at)
    return cells


def _return_cells(order: Order, at: datetime) -> dict[int, object]:
    refund = order.refund
    if refund is None or refund.requested_at > at:
        return {}
    cells = {45: order.lines[0].quantity, 46: "Correo y puntos de despacho"}
    cells[47] = _moment(order, refund.requested_at + timedelta(days=1))
    if refund.received_at <= at:
        cells |= {48: _moment(order, refund.received_at), 52: "Sí", 53: _moment(order, refund.received_at)}
    if refund.refunded_at <= at:
        cells |= {54: "No", 55: "Dinero a favor del comprador", 56: "Tu domicilio", 57: refund.reason}
    return cells


def _claim_cells(order: Order, at: datetime) -> dict[int, object]:
    claim = order.claim
    if claim is None or claim.opened_at > at:
        return {}
    is_closed = claim.closed_at <= at
    return {
        58: order.lines[0].quantity,
        59: "No" if is_closed else "Sí",
        60: "Sí" if is_closed else "No",
        61: "Sí" if claim.mediation else "No",
    }
