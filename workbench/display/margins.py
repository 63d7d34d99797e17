"""The margin chapter: what one unit leaves today and when the exchange rate moves. A first sketch."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.charts.margins import plot_fx_history, plot_fx_margins
from workbench.client import Client
from workbench.costs import fx_history, fx_margins, unit_margins
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.errors import NothingToShow
from workbench.words import count, shortened, t
from workbench.words.kpis import place_name
from workbench.words.margins import (
    fx_history_sentence,
    fx_margins_title,
    margins_sentence,
    missing_sentence,
    note_words,
    sketch_sentence,
)

# The rest of the assortment is in the table that a notebook can ask for.
SKUS_SHOWN = 12
FX_MONTHS = 12


def show_margin_chapter(client: Client, *, on: str) -> HTML:
    """Unit margins of every account and what the exchange rate does to them, with the chapter's heading.

    Parameters
    ----------
    client : Client
    on : str
        ISO day of the review.

    Returns
    -------
    HTML
        Empty where no SKU of any account has all inputs, so that the chapter is left out with its heading.
    """
    margins = account_margins(client, on=on)
    known = {account: rows for account, rows in margins.items() if rows["margin_rate"].notna().any()}
    if not known:
        return HTML("")
    without = {account: rows for account, rows in margins.items() if account not in known}
    parts = [
        heading_html(t("What does a unit leave, and what if the exchange rate moves?")),
        sentence_html(sketch_sentence()),
        *(_account_html(client, account, rows, on) for account, rows in known.items()),
        *(_history_html(client, *pair, on) for pair in _pairs(known.values())),
        *(_without_html(client, account, rows) for account, rows in without.items()),
    ]
    return HTML(chapter_html("margins", "".join(parts)))


def account_margins(client: Client, *, on: str) -> dict[str, pd.DataFrame]:
    """Unit margins by account, for the accounts that have own listings.

    Parameters
    ----------
    client : Client
    on : str
        ISO day.
    """
    found = {account: _margins(client, account, on) for account in client.accounts["account"]}
    return {account: rows for account, rows in found.items() if rows is not None}


def _margins(client: Client, account: str, on: str) -> pd.DataFrame | None:
    try:
        return unit_margins(client, account=account, on=on)
    except NothingToShow:
        return None


def _account_html(client: Client, account: str, rows: pd.DataFrame, on: str) -> str:
    scenarios = fx_margins(client, account=account, on=on)
    title = fx_margins_title(scenarios)
    has_risk = rows["cost_currency"].ne(rows["currency"]).any()
    return "".join(
        [
            heading_html(_place(client, account), level=3),
            sentence_html(margins_sentence(rows)),
            chart_html(plot_fx_margins(scenarios), alt=title) if has_risk else "",
            _table_html(rows),
        ]
    )


def _table_html(rows: pd.DataFrame) -> str:
    least = rows.dropna(subset=["margin_rate"]).sort_values("margin_rate", kind="stable").head(SKUS_SHOWN)
    view = least.assign(
        title=[shortened(title, most=40) for title in least["title"]],
        notes=[note_words(codes) for codes in least["notes"]],
    )
    home, listed = least["home_currency"].iloc[0], least["currency"].iloc[0]
    fields = [
        Field("sku", t("SKU"), note="title"),
        Field("price", t("Price"), "money", unit=listed),
        Field("net_price", t("Without tax"), "money", unit=home),
        Field("sale_charge", t("Sale charge"), "money", unit=home),
        Field("shipping", t("Shipping"), "money", unit=home),
        Field("income_tax", t("Income tax"), "money", unit=home),
        Field("cost", t("Cost"), "money", unit=home),
        Field("freight", t("Freight"), "money", unit=home),
        Field("margin", t("Margin"), "money", unit=home),
        Field("margin_rate", t("Margin rate"), "rate"),
    ]
    caption = t("The {n} SKUs that leave the least", n=count(len(least)))
    notes = t("; ").join(dict.fromkeys(note for note in view["notes"] if note))
    said = t("Notes: {notes}.", notes=notes) if notes else ""
    return html_table(view, fields=fields, caption=caption) + note_html(said)


def _pairs(margins: object) -> list[tuple[str, str]]:
    """Currency pairs between costs and prices, each once: (cost's currency, price's currency)."""
    pairs = [
        pair
        for rows in margins
        for pair in zip(rows["cost_currency"], rows["currency"], strict=True)
        if all(isinstance(code, str) and code for code in pair) and pair[0] != pair[1]
    ]
    return list(dict.fromkeys(pairs))


def _history_html(client: Client, base: str, quote: str, on: str) -> str:
    start = (pd.Timestamp(on) - pd.DateOffset(months=FX_MONTHS)).date().isoformat()
    history = fx_history(client, base=base, quote=quote, start=start, end=on)
    said = fx_history_sentence(history)
    return chart_html(plot_fx_history(history), alt=said) + note_html(said) if len(history) > 1 else ""


def _without_html(client: Client, account: str, rows: pd.DataFrame) -> str:
    said = t("{place}: no margin yet. {missing}", place=_place(client, account), missing=missing_sentence(rows))
    return note_html(said)


def _place(client: Client, account: str) -> str:
    profile = client.profile.account(account)
    return place_name(profile.platform, profile.market)
