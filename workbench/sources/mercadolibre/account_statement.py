"""Mercado Pago account statement (balance and movements of a month), to the ledger.

A block of four figures stands above the table: balance before, credits, debits, balance after. Each movement carries
the balance after it. The words of a movement may end in a person's name ("Transferencia recibida ..."), so only their
known beginning is kept.

Source: a statement quoted in an importer's notes (amounts as -15.000,00, days as 01-08-2026), 2026-08.
Known to be wrong when: the movements of a day stand in another order than the balances that they carry.
"""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.cleaning.names import normalised
from workbench.cleaning.people import masked_texts
from workbench.cleaning.values import COMMA, POINT, NumberFormat, parse_numbers, text_array
from workbench.errors import AmbiguousFormat, listed
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.mercadolibre.entries import cents_text, instant_text, row_names
from workbench.sources.mercadolibre.states import each, folded
from workbench.sources.mercadolibre.totals import cents
from workbench.sources.sheet import Sheet

BALANCES = ("INITIAL_BALANCE", "CREDITS", "DEBITS", "FINAL_BALANCE")
FIELDS = {
    "released_at": ("RELEASE_DATE",),
    "movement": ("TRANSACTION_TYPE",),
    "reference": ("REFERENCE_ID",),
    "amount": ("TRANSACTION_NET_AMOUNT",),
    "balance": ("PARTIAL_BALANCE",),
}
# Longer beginnings first; folded, without accents. What follows them may name a person.
BEGINNINGS = (
    *("liquidacion de dinero", "liberacion de dinero", "liberacao de dinheiro", "ingreso de dinero"),
    *("transferencia recibida", "transferencia enviada", "transferencia recebida", "transferencia pix recebida"),
    *("transferencia pix enviada", "pix recebido", "pix enviado", "retiro de dinero", "retiro", "saque"),
    *("pago de servicio", "pago con qr", "pago", "pagamento", "compra", "rendimientos", "rendimento"),
    *("devolucion", "reembolso", "cancelacion", "cargo", "comision", "tarifa", "impuesto", "retencion", "reserva"),
)
OTHER = "other movement"


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose money it is."""
    return account_questions(context, platform="mercadolibre")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger of one account's movements, the balances checked.

    Raises
    ------
    AmbiguousFormat
        All amounts can be read with a decimal comma and with a decimal point.
    """
    account = own_account(context, platform="mercadolibre")
    form = statement_format(sheet)
    sheet.need("released_at", "movement", "amount")
    amount, balance = sheet.numbers("amount", form=form), sheet.numbers("balance", form=form)
    entries = _entries(sheet, account, amount)
    _state_balances(sheet, amount, balance, form=form, currency=account.currency)
    return sheet.reading({"ledger": entries}, context)


def statement_format(sheet: Sheet) -> NumberFormat:
    """The one number format that reads every amount of the statement.

    Raises
    ------
    AmbiguousFormat
        Two do, with different amounts.
    """
    texts = pa.concat_arrays([sheet.cells("amount"), sheet.cells("balance"), text_array([*_stated(sheet).values()])])
    readings = {form: parse_numbers(texts, form=form) for form in (COMMA, POINT)}
    fits = [form for form, parsed in readings.items() if not parsed.failed.any()]
    if len(fits) == 2 and not readings[COMMA].values.equals(readings[POINT].values):
        differ = readings[COMMA].values.ne(readings[POINT].values) & readings[COMMA].values.notna()
        place = int(np.flatnonzero(differ)[0])
        comma, point = (readings[form].values[place] for form in (COMMA, POINT))
        raise AmbiguousFormat(
            sheet.name,
            f"every amount can be read in two ways: '{texts[place].as_py()}' is {comma:,.2f} or {point:,.2f}",
            expected="amounts with cents, such as -15.000,00",
        )
    return fits[0] if fits else COMMA


def kind_of_movement(words: str) -> str:
    """The known beginning of a movement's words, as written; what follows may be a person's name.

    >>> kind_of_movement("Transferencia recibida Ana Ficticia"), kind_of_movement("Ana Ficticia")
    ('Transferencia recibida', 'other movement')
    """
    plain = folded(words)
    found = next((start for start in BEGINNINGS if re.match(rf"{start}\b", plain)), "")
    return words[: len(found)] if found else OTHER


def _entries(sheet: Sheet, account: Account, amount: pd.Series) -> pd.DataFrame:
    at = sheet.local_times("released_at", zone=account.zone, shapes=("iso", "day first", "serial"))
    reference = sheet.ids("reference")
    kind = each(sheet.text("movement"), kind_of_movement).astype("str")
    _note_other(sheet, kind)
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "report": pd.Series("mercadopago-account", index=range(len(sheet)), dtype="str"),
            "settlement_id": reference,
            "entry": row_names(sheet, reference, masked_texts(kind), instant_text(at), cents_text(amount)),
            "kind": kind,
            "amount": amount,
            "currency": pd.Series(account.currency, index=range(len(sheet)), dtype="str"),
            "posted_at": at,
            "status": pd.Series("released", index=range(len(sheet)), dtype="str"),
            "available_at": at,
        }
    )


def _note_other(sheet: Sheet, kind: pd.Series) -> None:
    other = sheet.losses.kept & kind.eq(OTHER).to_numpy()
    if other.any():
        sheet.notes.append(f"in {int(other.sum()):,} movements the words are not known; they are kept as '{OTHER}'")


def _stated(sheet: Sheet) -> dict[str, str]:
    """The figures above the table by their heading, as the file writes them."""
    names = [normalised(heading) for heading in BALANCES]
    for above, below in zip(sheet.raw.preamble, sheet.raw.preamble[1:], strict=False):
        found = dict(zip(map(normalised, above), below, strict=False))
        if set(names) <= found.keys():
            return {heading: found[name].strip() for heading, name in zip(BALANCES, names, strict=True)}
    return {}


def _state_balances(sheet: Sheet, amount: pd.Series, balance: pd.Series, *, form: NumberFormat, currency: str) -> None:
    stated = _stated(sheet)
    figures = parse_numbers(text_array([*stated.values()]), form=form).values
    if len(figures) < len(BALANCES) or figures.isna().any():
        sheet.notes.append(f"no {listed(BALANCES)} above the table: the statement states no balance to check")
        return
    before, credits, debits, after = (int(figure) for figure in cents(figures))
    moved = cents(amount)[sheet.losses.kept]
    state = partial(sheet.state_total, currency=currency)
    state(BALANCES[3], stated=after / 100, found=(before + moved.sum()) / 100)
    state(BALANCES[1], stated=credits / 100, found=moved[moved > 0].sum() / 100)
    state(BALANCES[2], stated=-abs(debits) / 100, found=moved[moved < 0].sum() / 100)
    _state_running(sheet, before, moved, cents(balance)[sheet.losses.kept], currency=currency)


def _state_running(sheet: Sheet, before: int, moved: pd.Series, balance: pd.Series, *, currency: str) -> None:
    """The first row whose balance is not the one before it and its own amount; oldest or newest row first."""
    tried = []
    for rows in (moved.index, moved.index[::-1]):
        running = before + moved[rows].cumsum()
        off = running.ne(balance[rows]) & balance[rows].notna()
        tried.append((int(off.sum()), off, running))
    count, off, running = min(tried, key=lambda found: found[0])
    if count:
        place = off.index[off][0]
        row, name = str(sheet.raw.rows[place]), sheet.heading("balance")
        sheet.state_total(name, stated=balance[place] / 100, found=running[place] / 100, currency=currency, where=row)


EXPORT = Export(
    name="mercadopago-account",
    title="Mercado Pago account statement",
    platform="mercadolibre",
    tables=("ledger",),
    fields=FIELDS,
    required=tuple(FIELDS),
    reader_version=2,
    download="Mercado Pago: Reportes > Estados de saldos y movimientos > Generar, one month, .csv (not .pdf)",
    read=read,
    questions=questions,
)
