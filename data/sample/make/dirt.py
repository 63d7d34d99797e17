"""The small seller's files as a careless office keeps them: repeated, renamed, retyped, broken."""

from __future__ import annotations

from make import amazon_orders, mercadolibre
from make.calendars import noon
from make.shelf import Shelf
from make.world import World

RENAMED_VENTAS = 1  # this export's "Unidades" was renamed to "Cantidad" by hand
BROKEN_VENTAS = 3  # more than one row in fifty of this export is broken
BROKEN_ORDERS = 4  # less than one row in fifty of this All Orders file is broken
REPEATED_ORDERS = 2  # this All Orders file was downloaded twice
STRAY_FILE = """\
bodega;fecha conteo;responsable;codigo interno;piezas;observaciones
Bodega 1;12-ene;Inés;MAC-18-NEG;14;
Bodega 1;12-ene;Inés;MAC-18-BLA;9;caja rota
Bodega 2;13-ene;Rosa;COJ-45-VER;31;
Bodega 2;13-ene;Rosa;CAM-MES-AZU;7;contar otra vez
"""


def spoil(shelf: Shelf, world: World) -> None:
    """Add the faults to the seller's clean files."""
    _spoil_ventas(shelf, world)
    _spoil_orders(shelf, world)
    shelf.inbox("mercadolibre-mx", "Inventario bodega enero.csv", STRAY_FILE.encode("cp1252"))


def _spoil_ventas(shelf: Shelf, world: World) -> None:
    account = world.seller.account("mercadolibre-mx")
    first, downloaded = mercadolibre.DOWNLOADS[RENAMED_VENTAS]
    rows = mercadolibre.ventas_rows(world, account, first=first, downloaded=downloaded)
    header = ["Cantidad", *mercadolibre.HEADER[7:]]
    content = mercadolibre.ventas(rows, downloaded=downloaded, header=[*mercadolibre.HEADER[:6], *header])
    shelf.inbox(account.id, mercadolibre.file_name(account, downloaded), content)

    first, downloaded = mercadolibre.DOWNLOADS[BROKEN_VENTAS]
    rows = mercadolibre.ventas_rows(world, account, first=first, downloaded=downloaded)
    rows[2][7] = "12,5O"
    rows[5][1] = "31 de junio de 2025 10:00 hs."
    rows[9][6] = "una"
    content = mercadolibre.ventas(rows, downloaded=downloaded)
    shelf.inbox(account.id, mercadolibre.file_name(account, downloaded), content)


def _spoil_orders(shelf: Shelf, world: World) -> None:
    account = world.seller.account("amazon-mx")
    *_, downloaded, _ = amazon_orders.DOWNLOADS[REPEATED_ORDERS]
    name = amazon_orders.file_name(account, downloaded)
    shelf.inbox(account.id, name.replace(".txt", " (1).txt"), shelf.files[f"inbox/{account.id}/{name}"])

    first, last, downloaded, width = amazon_orders.DOWNLOADS[BROKEN_ORDERS]
    orders = [o for o in world.orders[account.id] if first <= o.day <= last]
    lines = amazon_orders.all_orders(orders, at=noon(downloaded), width=width).splitlines()
    lines[40] = _cell(lines[40], 16, "12,5O")
    lines[95] = _cell(lines[95], 2, "2025-11-31T10:15:00+00:00")
    lines[120] = "\t".join(lines[120].split("\t")[:9])
    name = amazon_orders.file_name(account, downloaded)
    shelf.inbox(account.id, name, "\n".join(lines) + "\n")


def _cell(line: str, place: int, value: str) -> str:
    cells = line.split("\t")
    cells[place] = value
    return "\t".join(cells)
