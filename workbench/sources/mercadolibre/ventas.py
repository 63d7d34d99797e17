"""Mercado Libre Ventas workbook (Mexico), to order lines, packages, claims, returns and money.

The header is found by content; headings that occur twice are told apart by the group title above them, else by
their order. Dates are Spanish text in the account's zone. The money columns of a row add up to its Total, and
"Cargo por venta e impuestos" holds withheld tax beside the commission.

Source: a full header, a catalogue of a Mexican store (2026-09), an importer's test, a column mapping.
Known to be wrong when: the sale's page was filtered before the export (the file does not say so).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from workbench.cleaning import times
from workbench.cleaning.values import text_array
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.mercadolibre.after_sale import SHAPES, account_time, claims, complete_years, returned_lines
from workbench.sources.mercadolibre.money import MONEY, check_totals, currency_of, in_currency, ledger_entries
from workbench.sources.mercadolibre.packages import (
    inherited,
    package_parents,
    package_shares,
    refuse_double_money,
    shared_money,
)
from workbench.sources.mercadolibre.states import cancelled_by, each, state_of
from workbench.sources.sheet import Sheet

FIELDS = {
    "order_id": ("# de venta",),
    "ordered_at": ("Fecha de venta",),
    "state": ("Estado",),
    "state_text": ("Descripción del estado",),
    "units": ("Unidades",),
    **{key: in_currency(heading) for key, heading in MONEY.items()},
    "total": in_currency("Total"),
    "sku": ("SKU",),
    "item_id": ("# de publicación",),
    "title": ("Título de la publicación",),
    "unit_price": in_currency("Precio unitario de venta de la publicación"),
    "country": ("País",),
    "delivery": ("Forma de entrega",),
    "on_the_way_at": ("Fecha en camino",),
    "delivered_at": ("Fecha entregado",),
    "carrier": ("Transportista",),
    "tracking_id": ("Número de seguimiento",),
    "outcome": ("Resultado",),
    "outcome_reason": ("Motivo del resultado",),
    "claim_open": ("Reclamo abierto",),
    "claim_closed": ("Reclamo cerrado",),
    "mediated": ("Con mediación",),
}
REQUIRED = ("order_id", "ordered_at", "state", "units", "product_income", "total", "sku", "item_id", "unit_price")
KNOWN = (
    *("Paquete de varios productos", "Pertenece a un kit", "Venta por publicidad", "Tienda oficial", "Variante"),
    *("Tipo de publicación", "Factura adjunta", "Datos personales o de empresa", "Tipo y número de documento"),
    *("Dirección", "Tipo de contribuyente", "CFDI", "Tipo Usuario", "Régimen Fiscal", "Comprador", "Negocio", "IFE"),
    *("Domicilio", "Municipio/Alcaldía", "Código Postal", "URL de seguimiento", "Revisado por Mercado Libre"),
    *("Fecha de revisión", "Dinero a favor", "Destino", "Modelo de venta", "Orden de compra"),
)
COUNTRIES = {"méxico": "MX", "mexico": "MX", "estados unidos": "US"}


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose sales they are, and when they were exported, where the workbook does not say."""
    asked = account_questions(context, platform="mercadolibre")
    if _downloaded(sheet) is not None:
        return asked
    text = "When was this workbook downloaded? A closed month keeps changing, and the later file wins."
    return (*asked, Question("exported_at", text, _stamp_in(context.file)))


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines, packages, claims, returns and ledger of one Mercado Libre account."""
    account = own_account(context, platform="mercadolibre")
    _check_sale_columns(sheet)
    sheet.mark_repeats("order_id", "sku", "state")
    parent = package_parents(sheet)
    sheet.need("order_id", "state", "units")
    _refuse_undated(sheet, parent)
    price, units = sheet.numbers("unit_price"), sheet.counts("units")
    shares = package_shares(sheet, parent, price=price, units=units)
    money = {key: sheet.numbers(key) for key in (*MONEY, "total")}
    check_totals(sheet, money)
    refuse_double_money(sheet, parent, money)
    money = {key: shared_money(amounts, parent, shares) for key, amounts in money.items()}
    lines = _lines(sheet, account, parent, price=price, units=units, money=money)
    complete_years(sheet, account, lines["ordered_at"])
    _note_period(sheet, account, lines["ordered_at"])
    tables = {
        "order_lines": lines.drop(columns=["state"]),
        "packages": _packages(sheet, account, parent, lines),
        "defects": claims(sheet, account, lines),
        "returns": returned_lines(sheet, account, lines),
        "ledger": ledger_entries(sheet, lines, money),
    }
    return sheet.reading(tables, context, exported_at=_downloaded(sheet))


def _lines(
    sheet: Sheet,
    account: Account,
    parent: np.ndarray,
    *,
    price: pd.Series,
    units: pd.Series,
    money: dict[str, pd.Series],
) -> pd.DataFrame:
    state = sheet.text("state")
    buyer_state = sheet.occurrence_under("state", "comprador", otherwise=2)
    status = _status(sheet, state)
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "order_id": sheet.ids("order_id"),
            "line_id": sheet.line_ids("order_id", "sku"),
            "market": pd.Series(account.market, index=range(len(sheet)), dtype="str"),
            "sku": sheet.ids("sku"),
            "item_id": sheet.text("item_id"),
            "title": sheet.text("title"),
            "quantity": units,
            "unit_price": price,
            "shipping_price": money["shipping_income"],
            "currency": pd.Series(currency_of(sheet), index=range(len(sheet)), dtype="str"),
            "ordered_at": inherited(sheet.local_times("ordered_at", zone=account.zone, shapes=SHAPES), parent),
            "cancelled_by": each(state.where(status.eq("cancelled")), cancelled_by).astype("str"),
            "status": status,
            "ship_state": inherited(sheet.text("state", occurrence=buyer_state), parent),
            "ship_country": inherited(_country(sheet), parent),
            "channel": _channel(sheet, parent),
            "state": state,
        }
    )


def _status(sheet: Sheet, state: pd.Series) -> pd.Series:
    """By the state's words; where they are not known, by the shipping dates; else missing and noted."""
    status = each(state, state_of).replace("", np.nan).astype("str")
    by_dates = pd.Series(np.where(sheet.text("delivered_at").notna(), "delivered", "shipped"), dtype="str")
    dated = sheet.text("delivered_at").notna() | sheet.text("on_the_way_at").notna()
    unknown = status.isna() & state.notna() & sheet.losses.kept
    if unknown.any():
        words = sorted(set(state[unknown]))[:5]
        sheet.notes.append(f"'Estado': {int(unknown.sum()):,} sales have a state that is not known: {'; '.join(words)}")
    return status.where(status.notna(), by_dates.where(dated & state.notna()))


def _channel(sheet: Sheet, parent: np.ndarray) -> pd.Series:
    """The platform ships what it holds in its warehouse (Full); the seller ships the rest."""
    full = each(sheet.text("delivery"), lambda words: "platform" if "full" in words.casefold() else "seller")
    return inherited(full.astype("str"), parent).fillna("seller")


def _country(sheet: Sheet) -> pd.Series:
    return each(sheet.text("country"), lambda words: COUNTRIES.get(words.casefold(), words)).astype("str")


def _packages(sheet: Sheet, account: Account, parent: np.ndarray, lines: pd.DataFrame) -> pd.DataFrame:
    """One parcel a sale that has gone out; the products of a package share their parent's number."""
    first = sheet.occurrence_under("tracking_id", "env", otherwise=1)
    own_number = lines["order_id"].to_numpy(dtype=object)
    number = np.where(parent >= 0, own_number[np.where(parent >= 0, parent, 0)], own_number)
    frame = pd.DataFrame(
        {
            "account": lines["account"],
            "order_id": lines["order_id"],
            "package_id": pd.Series(number, dtype="str"),
            "carrier": inherited(sheet.text("carrier", occurrence=first), parent),
            "tracking_id": inherited(sheet.ids("tracking_id", occurrence=first), parent),
            "confirmed_at": inherited(account_time(sheet, "on_the_way_at", account, first), parent),
            "ship_from_country": pd.Series(account.ship_from or None, index=lines.index, dtype="str"),
            "delivered_at": inherited(account_time(sheet, "delivered_at", account, first), parent),
        }
    )
    sent = frame[["tracking_id", "confirmed_at", "delivered_at"]].notna().any(axis=1)
    return frame[sent].drop_duplicates("order_id")


def _check_sale_columns(sheet: Sheet) -> None:
    """State and units of the sale stand before its money; further right the same names mean something else."""
    money = sheet.place("product_income")
    missing = [key for key in ("state", "units") if sheet.place(key) > money]
    if missing:
        raise sheet.missing(missing)


def _refuse_undated(sheet: Sheet, parent: np.ndarray) -> None:
    undated = sheet.text("ordered_at").isna().to_numpy() & (parent < 0)
    sheet.refuse(undated, "ordered_at", "blank, and in no package")


def _note_period(sheet: Sheet, account: Account, ordered: pd.Series) -> None:
    """The page cuts the export off at its period and filters, and the workbook does not say so."""
    sold = ordered[sheet.losses.kept].dropna()
    if len(sold):
        first, last = (instant.tz_convert(account.zone).strftime("%Y-%m-%d") for instant in (sold.min(), sold.max()))
        cut = "a filter or the period list of the page may have cut off more, the file does not say"
        sheet.notes.append(f"sales from {first} to {last}; {cut}")


def _downloaded(sheet: Sheet) -> pd.Timestamp | None:
    """The day named above the header ("Descargado el 1 de septiembre de 2026"), as its last instant in UTC."""
    for row in sheet.raw.preamble:
        for cell in row:
            found = re.search(r"(\d{1,2} de [a-záéíóú]+ de \d{4}(?:,? \d{1,2}:\d{2})?)", cell.lower())
            if found:
                stamp = times.parse_local_times(text_array([found[1]]), zone="America/Mexico_City", shapes=("spanish",))
                return None if stamp.failed[0] else stamp.values[0]
    return None


def _stamp_in(file: str) -> str:
    found = re.search(r"(\d{4}-\d{2}-\d{2})_(\d{2})-(\d{2})hs", file)
    return f"{found[1]}T{found[2]}:{found[3]}" if found else ""


EXPORT = Export(
    name="meli-ventas",
    title="Mercado Libre Ventas",
    platform="mercadolibre",
    tables=("order_lines", "packages", "defects", "returns", "ledger"),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    reader_version=4,
    download="Mercado Libre: Ventas > Descargar Excel de ventas, period by the list on the page (at most 6 months)",
    read=read,
    questions=questions,
)
