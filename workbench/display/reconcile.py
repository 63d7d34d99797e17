"""The platform's figures beside ours, with what explains each difference and the orders behind it."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.client import Client
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.display.tables import Field, html_table, with_wide_names
from workbench.errors import NothingToShow
from workbench.reconciliation import STATES, Reconciliation, reconcile
from workbench.reconciliation.differences import NAMED
from workbench.words import count, t, tn
from workbench.words.bands import joined_sentences
from workbench.words.kpis import kpi_name, place_name
from workbench.words.reconcile import (
    cause_sentence,
    cause_word,
    counts_text,
    difference_detail,
    reconcile_sentence,
    state_word,
)

# More orders than this, of one cause of one figure and in all, are for the workbook, not for a page.
MOST_OF_A_CAUSE = 25
MOST_ORDERS = 100


def show_reconcile_chapter(client: Client, *, as_of: str = "") -> HTML:
    """The platforms' figures against ours: every difference by its cause, the orders, what stays unexplained.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day; the last day of the files where blank.
    """
    try:
        found = reconcile(client, as_of=as_of)
    except NothingToShow:
        return HTML(sentence_html(t("The platforms show no figure yet.")))
    return HTML(show_reconciliation(found).data + show_reconciled_orders(found).data)


def show_reconciliation(found: Reconciliation) -> HTML:
    """How many figures are tied out, and each figure with ours, theirs, its state and what explains it.

    Parameters
    ----------
    found : Reconciliation
        As `reconcile` gives it.
    """
    said = sentence_html(reconcile_sentence(found))
    return HTML(chapter_html("reconciliation", said + _figures_html(found)))


def show_reconciled_orders(found: Reconciliation) -> HTML:
    """The orders behind the differences: which figure, which cause, and what each order changes.

    Parameters
    ----------
    found : Reconciliation
        As `reconcile` gives it; up to 25 orders of a cause are shown, and a hundred in all.
    """
    of_cause = found.orders.groupby([*NAMED, "cause", "detail"], sort=False, dropna=False)
    orders = of_cause.head(MOST_OF_A_CAUSE).head(MOST_ORDERS)
    view = orders.assign(behind=[_behind(row) for row in orders.to_dict("records")])
    fields = [
        Field("order_id", t("Order")),
        Field("package_id", t("Parcel")),
        Field("numerator", t("Numerator"), "count"),
        Field("denominator", t("Denominator"), "count"),
    ]
    left = len(found.orders) - len(orders)
    further = tn("{n} further order is not shown.", "{n} further orders are not shown.", left, n=count(left))
    table = html_table(view, fields=fields, group="behind", empty=t("No order stands behind a difference."))
    return HTML(chapter_html("reconciled-orders", table + (note_html(further) if left else "")))


def _behind(row: dict) -> str:
    """Which figure and which cause orders stand behind."""
    kpi = t("{kpi} ({place})", kpi=kpi_name(row["kpi"], scope=row["scope"]), place=_place_of(row))
    return t(
        "{name}: {cause}. {detail}", name=kpi, cause=cause_word(row["cause"]), detail=difference_detail(row["detail"])
    )


def _place_of(row: dict) -> str:
    return place_name(row["platform"], row["market"])


def _figures_html(found: Reconciliation) -> str:
    order = found.figures["state"].map(STATES.index)
    figures = found.figures.assign(rank=order).sort_values("rank", kind="stable", ignore_index=True)
    rows = figures.to_dict("records")
    view = figures.assign(
        name=[kpi_name(row["kpi"], scope=row["scope"]) for row in rows],
        place=[place_name(row["platform"], row["market"]) for row in rows],
        ours=[counts_text(row, whose="our") for row in rows],
        theirs=[counts_text(row, whose="their") for row in rows],
        word=[state_word(row["state"]) for row in rows],
        why=_reasons(found.causes, figures),
    )
    fields = [
        Field("name", t("KPI"), note="place"),
        Field("window_days", t("Window"), "count", unit=t("days")),
        Field("ours", t("Our count"), align="right"),
        Field("theirs", t("The platform's"), align="right"),
        Field("word", t("State"), note="why"),
    ]
    return with_wide_names(html_table(view, fields=fields, empty=t("The platforms show no figure yet.")))


def _reasons(causes: pd.DataFrame, figures: pd.DataFrame) -> list[str]:
    """Per figure its causes, each told once."""
    told: dict[tuple, list[str]] = {}
    for row in causes.to_dict("records"):
        told.setdefault(_key(row), []).append(cause_sentence(row))
    return [joined_sentences(dict.fromkeys(told.get(_key(row), []))) for row in figures.to_dict("records")]


def _key(row: dict) -> tuple:
    return tuple("" if pd.isna(row[name]) else row[name] for name in NAMED)
