"""Sentences about the platform's figures tied out to ours."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.kpis import REASONS
from workbench.reconciliation import CAUSES, DETAILS, STATES, Reconciliation
from workbench.words.bands import joined_sentences
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, rate, signed
from workbench.words.kpis import kpi_in_sentence, reason_sentence

STATE_WORDS = {
    "agrees": mark("agrees"),
    "explained": mark("explained"),
    "partly_explained": mark("explained in part"),
    "unexplained": mark("unexplained"),
    "not_computed": mark("not in our files"),
    "only_reported": mark("counted by the platform alone"),
}
LAYER_WORDS = {
    "numerator": mark("{n} in the numerator"),
    "denominator": mark("{n} in the denominator"),
}


def state_word(state: str) -> str:
    """Whether a figure is tied out.

    >>> state_word("partly_explained")
    'explained in part'
    """
    return t(STATE_WORDS[state])


def cause_word(cause: str) -> str:
    """The name of a cause.

    >>> cause_word("window_edge")
    'Window edge or time zone'
    """
    return t(CAUSES[cause])


def difference_detail(detail: str) -> str:
    """What a cause looks like, from its code; a reason of the KPI table is told in its own words.

    >>> difference_detail("zone:UTC")
    'The platform takes the days of another time zone: UTC.'
    """
    code, _, rest = detail.partition(":")
    if code in REASONS:
        return reason_sentence(detail)
    inner = difference_detail(rest) if rest.partition(":")[0] in DETAILS else rest
    return t(DETAILS[code], detail=inner) if rest else t(DETAILS[code])


def cause_sentence(cause: Mapping) -> str:
    """One cause of one figure: its name, by how much, and what it looks like.

    Parameters
    ----------
    cause : mapping
        One row of `Reconciliation.causes`.

    >>> row = {"cause": "window_edge", "layer": "denominator", "count": 2, "detail": "day_earlier", "others": 0}
    >>> cause_sentence(row).replace("\\u00a0", " ")
    "Window edge or time zone (+2 in the denominator): The platform's window lies one day earlier."
    """
    name, said = cause_word(cause["cause"]), difference_detail(cause["detail"])
    if cause["layer"] in LAYER_WORDS and pd.notna(cause["count"]):
        name = t("{cause} ({change})", cause=name, change=t(LAYER_WORDS[cause["layer"]], n=signed(cause["count"])))
    text = t("{cause}: {detail}", cause=name, detail=said)
    others = int(cause["others"])
    if not others:
        return text
    further = tn(
        "{n} other set of orders, as small, would close it too.",
        "{n} other sets of orders, as small, would close it too.",
        others,
        n=count(others),
    )
    return joined_sentences([text, further])


def counts_text(row: Mapping, *, whose: str) -> str:
    """Our figure or theirs as counts and rate; a dash where there is none.

    Parameters
    ----------
    row : mapping
        One row of `Reconciliation.figures`.
    whose : {"our", "their"}
        Which side.
    """
    above, below, shown = (row[f"{whose}_{name}"] for name in ("numerator", "denominator", "rate"))
    if pd.isna(above):
        return rate(shown) if pd.notna(shown) else "–"
    counts = f"{count(above)} / {count(below) if pd.notna(below) else '?'}"
    return t("{counts} ({rate})", counts=counts, rate=rate(shown)) if pd.notna(shown) else counts


def reconcile_sentence(found: Reconciliation) -> str:
    """How many of the platform's figures are tied out, and which stay open.

    Parameters
    ----------
    found : Reconciliation
    """
    states = found.figures["state"]
    compared = states.isin(["agrees", "explained", "partly_explained", "unexplained"])
    if not compared.any():
        return t("No figure of the platforms can be set against our own count.")
    number = {state: count(int((states == state).sum())) for state in STATES}
    said = tn(
        "{n} figure of the platforms was set against our own count: {agrees} agree, {explained} differ and are "
        "explained, {partly} are explained in part, {open} stay unexplained.",
        "{n} figures of the platforms were set against our own count: {agrees} agree, {explained} differ and are "
        "explained, {partly} are explained in part, {open} stay unexplained.",
        int(compared.sum()),
        n=count(int(compared.sum())),
        agrees=number["agrees"],
        explained=number["explained"],
        partly=number["partly_explained"],
        open=number["unexplained"],
    )
    return joined_sentences([said, _open_sentence(found), _fault_sentence(found)])


def _open_sentence(found: Reconciliation) -> str:
    names = _kpis(found.figures[found.figures["state"].isin(["unexplained", "partly_explained"])])
    return t("Open: {kpis}.", kpis=names) if names else ""


def _fault_sentence(found: Reconciliation) -> str:
    names = _kpis(found.causes[found.causes["cause"] == "platform_inconsistency"])
    return t("The platform's own numbers contradict each other in: {kpis}.", kpis=names) if names else ""


def _kpis(rows: pd.DataFrame) -> str:
    pairs = dict.fromkeys(zip(rows["kpi"], rows["scope"], strict=True))
    return t(", ").join(kpi_in_sentence(kpi, scope=scope) for kpi, scope in pairs)
