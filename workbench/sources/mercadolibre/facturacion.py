"""Mercado Libre Facturación workbook (charges billed to the seller) and its twin for credit notes, to the ledger.

A positive charge is taken from the seller, so the ledger has it negative. A cancellation is a row of its own that
points to the charge it gives back; both are kept and net out, whatever state is written on the charge. Charges
without a sale number belong to the account (storage, advertising). The workbooks on Full charges and storage show
the same money again and are not read.

Source: a Chilean workbook of 6,653 rows (2025-11), of which 993 have both subtotal and discount and 209 cancelled
charges net to zero; a catalogue of a Mexican store's downloads (2026-09).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from workbench.cleaning import times
from workbench.cleaning.values import text_array
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.mercadolibre.entries import row_names
from workbench.sources.mercadolibre.totals import cents, state_row_totals
from workbench.sources.sheet import Sheet

FIELDS = {
    "charge_id": ("Número del cargo",),
    "charged_at": ("Fecha del cargo",),
    "detail": ("Detalle",),
    "amount": ("Valor del cargo",),
    "state": ("Estado del cargo",),
    "gives_back": ("Cargo que bonifica",),
    "subtotal": ("Subtotal sin descuento",),
    "discount": ("Valor del descuento",),
    "order_id": ("Número de venta",),
}
REQUIRED = ("charge_id", "charged_at", "detail", "amount", "gives_back")
KNOWN = (
    *("N° de factura fiscal", "Descontado de la operación", "Porcentaje por categoría", "Costo por categoría"),
    *("Costo fijo", "Motivo del descuento", "Pago", "Fecha de venta", "Canal de Venta", "Cliente"),
    *("Cantidad vendida", "Precio unitario", "Total de la venta", "Número de envío", "Número de paquete"),
    *("Envío a cargo del cliente", "Número de publicación", "Título de publicación", "Tipo de publicación"),
    *("Categoría de la publicación", "Código ML", "Sección de Mercado Libre y Mercado Pago"),
)
SHAPES = ("iso", "serial", "spanish", "day first")
# "Anulado en nota de crédito" is given back in the workbook of credit notes, a partial one only in part.
CANCELLED_HERE = "^anulado en factura"
_UPDATED = re.compile(r"(\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} de [a-z]+ de \d{4})")


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose charges they are."""
    return account_questions(context, platform="mercadolibre")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger of one account's charges and their cancellations."""
    account = own_account(context, platform="mercadolibre")
    sheet.mark_repeats("charge_id", "detail", "amount")
    sheet.need("charge_id", "charged_at", "detail", "amount")
    value, number = sheet.numbers("amount"), sheet.ids("charge_id")
    entries = _entries(sheet, account, value, number)
    _state_totals(sheet, value, number, currency=account.currency)
    _note_account_charges(sheet, value)
    return sheet.reading({"ledger": entries}, context, exported_at=_updated(sheet, account))


def _entries(sheet: Sheet, account: Account, value: pd.Series, number: pd.Series) -> pd.DataFrame:
    """The month of the charge stands for the invoice, whose number is blank until the month is closed."""
    at = sheet.local_times("charged_at", zone=account.zone, shapes=SHAPES)
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "report": pd.Series("meli-facturacion", index=range(len(sheet)), dtype="str"),
            "settlement_id": at.dt.tz_convert(account.zone).dt.strftime("%Y-%m").astype("str"),
            "entry": row_names(sheet, number),
            "order_id": sheet.ids("order_id"),
            "kind": sheet.text("detail"),
            "amount": -cents(value) / 100,
            "currency": pd.Series(account.currency, index=range(len(sheet)), dtype="str"),
            "posted_at": at,
        }
    )


def _state_totals(sheet: Sheet, value: pd.Series, number: pd.Series, *, currency: str) -> None:
    """Subtotal less discount is the charge; what gives a charge back in the same file gives it back whole."""
    identity = f"{sheet.heading('subtotal')} - {sheet.heading('discount')}"
    before = sheet.numbers("subtotal") - sheet.numbers("discount")
    state_row_totals(sheet, identity, stated=value, found=before, currency=currency)
    target = sheet.ids("gives_back")
    given = value[sheet.losses.kept].groupby(target[sheet.losses.kept]).sum()
    back = -number.map(given).fillna(0.0)
    cancelled = sheet.matches("state", CANCELLED_HERE)
    name = f"{sheet.heading('state')}: Anulado en factura"
    state_row_totals(sheet, name, stated=value, found=back, rows=cancelled, currency=currency)
    elsewhere = sheet.losses.kept & target.notna().to_numpy() & ~target.isin(number).to_numpy()
    if elsewhere.any():
        sheet.notes.append(f"{int(elsewhere.sum()):,} rows give back a charge that stands in another file")


def _note_account_charges(sheet: Sheet, value: pd.Series) -> None:
    bare = sheet.losses.kept & ~sheet.present("order_id")
    if bare.any():
        total = np.round(value[bare].sum(), 2)
        sheet.notes.append(
            f"{int(bare.sum()):,} charges name no sale (storage, advertising, ...), together {total:,.2f}"
        )


def _updated(sheet: Sheet, account: Account) -> pd.Timestamp | None:
    """The day beside or behind "Fecha de actualización" above the header; None where it is not written so."""
    for row in sheet.raw.preamble:
        text = " ".join(row).casefold()
        found = _UPDATED.search(text) if "actualizaci" in text else None
        if found:
            shapes = ("iso", "day first", "spanish")
            stamp = times.parse_local_times(text_array([found[1]]), zone=account.zone, shapes=shapes)
            return None if stamp.failed[0] else stamp.values[0]
    return None


EXPORT = Export(
    name="meli-facturacion",
    title="Mercado Libre Facturación",
    platform="mercadolibre",
    tables=("ledger",),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    download="Mercado Libre: Facturación > month > Ir al detalle > Reportes: Facturación and Notas de crédito, xlsx",
    read=read,
    questions=questions,
)
