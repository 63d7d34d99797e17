"""Ventas workbooks as Mercado Libre writes them, with any number of sales."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xlsxwriter

GROUPS = {0: "Ventas", 6: "Ingresos y cargos", 11: "Publicaciones", 15: "Compradores", 19: "Envíos"}
HEADER = (
    *("# de venta", "Fecha de venta", "Estado", "Descripción del estado", "Paquete de varios productos", "Unidades"),
    *("Ingresos por productos (MXN)", "Cargo por venta e impuestos (MXN)", "Costos de envío (MXN)"),
    *("Anulaciones y reembolsos (MXN)", "Total (MXN)", "SKU", "# de publicación", "Título de la publicación"),
    *("Precio unitario de venta de la publicación (MXN)", "Comprador", "Domicilio", "Estado", "País"),
    *("Forma de entrega", "Fecha en camino", "Fecha entregado", "Número de seguimiento"),
)
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre"),
    "diciembre",
)


def write_ventas(path: Path, sales: int, *, seed: int = 7) -> None:
    """A workbook of one account's sales over a year, a title above the header as in the download."""
    dice = np.random.default_rng(seed)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Ventas MX")
        sheet.write_row(0, 0, ["Ventas"])
        sheet.write_row(4, 0, [GROUPS.get(place, "") for place in range(len(HEADER))])
        sheet.write_row(5, 0, HEADER)
        for number in range(sales):
            sheet.write_row(6 + number, 0, _sale(number, dice))


def _sale(number: int, dice: np.random.Generator) -> list[object]:
    month, day, hour, minute, article = (int(dice.integers(0, most)) for most in (12, 28, 24, 60, 400))
    price = float(article + 100)
    charge, shipping = round(-0.15 * price, 2), -95.0
    day_text = f"{day + 1} de {MONTHS[month]} de 2025"
    return [
        *(str(2_000_000_000_000_000 + number), f"{day_text} {hour:02d}:{minute:02d} hs.", "Entregado", "", "No", 1),
        *(price, charge, shipping, "", round(price + charge + shipping, 2), f"EX-{article:03d}", f"MLM{article:09d}"),
        *(f"Artículo de ejemplo número {article}, con un título tan largo como son", price, "Ejemplo", "Ejemplo"),
        *("Jalisco", "México", "Correo y puntos de despacho", f"{day_text} 23:10 hs.", f"{day_text} 23:40 hs."),
        str(43_000_000_000 + number),
    ]
