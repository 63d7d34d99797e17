"""The margin chapter: what one unit leaves today and when the exchange rate moves."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.charts.fx import plot_fx_fan
from workbench.charts.margins import plot_fx_history, plot_fx_margins
from workbench.charts.waterfall import plot_side_by_side, plot_waterfall
from workbench.client import Client
from workbench.costs import account_inputs, fx_history, margins_of, scenarios_of
from workbench.costs.economics import economics_at, side_of
from workbench.costs.waterfall import UnitInputs
from workbench.display.figures import chart_html
from workbench.display.last_asked import last_asked
from workbench.display.notebook import chapter_html, heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.errors import NothingToShow
from workbench.pricing import fx_fan
from workbench.words import count, shortened, t
from workbench.words.bands import joined_sentences
from workbench.words.economics import economics_sentence, side_by_side_title, waterfall_title
from workbench.words.kpis import place_name
from workbench.words.margins import (
    fx_history_sentence,
    fx_margins_title,
    margins_sentence,
    missing_sentence,
    not_in_it_sentence,
    note_words,
)
from workbench.words.pricing_fx import fx_fan_sentence, fx_fan_title

# The rest of the assortment is in the table that a notebook can ask for.
SKUS_SHOWN = 12
FX_MONTHS = 12
Units = dict[str, UnitInputs]


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
    units, margins = _margins_of_day(client, on=on)
    known = {account: rows for account, rows in margins.items() if rows["margin_rate"].notna().any()}
    if not known:
        return HTML("")
    without = {account: rows for account, rows in margins.items() if account not in known}
    parts = [
        heading_html(t("What does a unit leave, and what if the exchange rate moves?")),
        *(_account_html(client, account, units[account], rows) for account, rows in known.items()),
        _side_html(units, known),
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
    return _margins_of_day(client, on=on)[1]


@last_asked
def _margins_of_day(client: Client, *, on: str) -> tuple[dict[str, Units], dict[str, pd.DataFrame]]:
    """Units and margins by account; the findings and the chapter ask for the same day's one after the other."""
    units = _all_units(client, on=on)
    return units, {account: margins_of(known.values()) for account, known in units.items()}


def _all_units(client: Client, *, on: str) -> dict[str, Units]:
    found = {account: _units(client, account, on) for account in client.accounts["account"]}
    return {account: units for account, units in found.items() if units}


def _units(client: Client, account: str, on: str) -> Units:
    try:
        return account_inputs(client, account=account, on=on)
    except NothingToShow:
        return {}


def _account_html(client: Client, account: str, units: Units, rows: pd.DataFrame) -> str:
    scenarios = scenarios_of(units.values())
    has_risk = rows["cost_currency"].ne(rows["currency"]).any()
    return "".join(
        [
            heading_html(_place(client, account), level=3),
            sentence_html(margins_sentence(rows)),
            note_html(not_in_it_sentence(rows)),
            chart_html(plot_fx_margins(scenarios), alt=fx_margins_title(scenarios)) if has_risk else "",
            _table_html(rows),
            _least_html(units[rows["sku"].iloc[0]]),
        ]
    )


def _side_html(units: dict[str, Units], known: dict[str, pd.DataFrame]) -> str:
    """A SKU's markets beside each other: the one that leaves the least in Mexico among those with a margin in both."""
    every = [unit for each in units.values() for unit in each.values()]
    american = {unit.sku for unit in every if unit.market == "US" and not unit.missing}
    mexican = [
        row
        for account, rows in known.items()
        if next(iter(units[account].values())).market == "MX"
        for row in rows.dropna(subset=["margin_rate"]).to_dict("records")
        if row["sku"] in american
    ]
    if not mexican:
        return ""
    sku = min(mexican, key=lambda row: row["margin_rate"])["sku"]
    side = side_of(sku, [each[sku] for each in units.values() if sku in each])
    heading = heading_html(t("The same article in the United States and in Mexico"), level=3)
    return heading + chart_html(plot_side_by_side(side), alt=side_by_side_title(side))


def _least_html(inputs: UnitInputs) -> str:
    """The waterfall of the SKU that leaves the least."""
    unit = economics_at(inputs)
    return chart_html(plot_waterfall(unit), alt=waterfall_title(unit)) + note_html(economics_sentence(unit))


def _table_html(rows: pd.DataFrame) -> str:
    least = rows.dropna(subset=["margin_rate"]).head(SKUS_SHOWN)
    view = least.assign(
        title=[shortened(title, most=40) for title in least["title"]],
        goods=least["cost"] + least["freight"] + least["border"],
    )
    currency = least["currency"].iloc[0]
    money = {
        "price": t("Price"),
        "net_price": t("Without tax"),
        "fees": t("Platform fees"),
        "shipping": t("Shipping"),
        "selling": t("Ads, returns"),
        "income_tax": t("Income tax"),
        "goods": t("Goods, freight, duties"),
        "margin": t("Margin"),
    }
    fields = [
        Field("sku", t("SKU"), note="title"),
        *(Field(name, head, "money", unit=currency) for name, head in money.items()),
        Field("margin_rate", t("Margin rate"), "share"),
        Field("cash", t("Cash now"), "money", unit=currency),
    ]
    caption = t("The {n} SKUs that leave the least", n=count(len(least)))
    codes = dict.fromkeys(code for codes in least["notes"] for code in codes.split(",") if code)
    said = t("Notes: {notes}.", notes=note_words(",".join(codes))) if codes else ""
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
    if len(history) and history["rate"].iloc[-1] < 1:
        # 1 USD for 6.96 CNY reads better than 1 CNY for 0.14 USD.
        base, quote = quote, base
        history = fx_history(client, base=base, quote=quote, start=start, end=on)
    said = fx_history_sentence(history)
    if len(history) < 2:
        return ""
    try:
        fan = fx_fan(client, base=base, quote=quote, on=on)
    except NothingToShow:
        return chart_html(plot_fx_history(history), alt=said) + note_html(said)
    drawn = chart_html(plot_fx_fan(fan, history=history), alt=fx_fan_title(fan))
    return drawn + note_html(joined_sentences([said, fx_fan_sentence(fan)]))


def _without_html(client: Client, account: str, rows: pd.DataFrame) -> str:
    said = t("{place}: no margin yet. {missing}", place=_place(client, account), missing=missing_sentence(rows))
    return note_html(said)


def _place(client: Client, account: str) -> str:
    profile = client.profile.account(account)
    return place_name(profile.platform, profile.market)
