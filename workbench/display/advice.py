"""Price advice on the page: the plan of a market, one SKU's candidates, and what became of earlier advice."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from IPython.display import HTML

from workbench.charts.advice import plot_price_advice
from workbench.client import Client
from workbench.display.figures import chart_html
from workbench.display.last_asked import last_asked
from workbench.display.notebook import chapter_html, heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.pricing import PriceAdvice, PricePlan, advice_log, market_plans, price_outcomes
from workbench.pricing.advice import ADVISED, WAITS
from workbench.record import price_entries
from workbench.words import count, shortened, t
from workbench.words.advice import (
    ACTION_WORDS,
    MOST_UNITS_LOST,
    STATE_WORDS,
    advice_foot,
    advice_sentence,
    advice_title,
    against_names,
    blocked_names,
    chance_text,
)
from workbench.words.earlier import LOG_WORDS, earlier_text
from workbench.words.formats import number, signed
from workbench.words.kpis import market_name, place_name
from workbench.words.price_plan import held_sentence, outcome_sentence, plan_sentence

# Of a whole assortment the page shows what hangs most on; the workbook holds the rest.
ROWS_SHOWN, SKUS_IN_FULL, WITHOUT_SHOWN = 12, 2, 6
# Less money a week than this, in the price's currency, gets a row and no page.
LEAST_STAKE = 1.0
CANDIDATES_SHOWN = 9


def show_price_advice(advice: PriceAdvice) -> HTML:
    """One SKU's advice: paragraph, chart, candidates around the advised price, and what it depends on.

    Parameters
    ----------
    advice : PriceAdvice
    """
    return HTML(advice_html(advice))


def show_price_plan(client: Client, plan: PricePlan) -> HTML:
    """A market's plan: what to do with each SKU, the most money at stake first, and what has to be stated first.

    Parameters
    ----------
    client : Client
    plan : PricePlan
    """
    return HTML(_plan_html(client, plan))


def show_advice_chapter(client: Client, *, on: str) -> HTML:
    """The plan of every market and what became of earlier advice, with the chapter's heading.

    Parameters
    ----------
    client : Client
    on : str
        ISO day of the review.

    Returns
    -------
    HTML
        Empty where no account lists anything.
    """
    plans = plans_of(client, on=on)
    if not plans:
        return HTML("")
    parts = [
        heading_html(t("What should the prices be, and what came of earlier advice?")),
        sentence_html(t("Suggestions with their reasons; the final price is the seller's.")),
        *(_market_html(client, plan) for plan in plans),
        _outcomes_html(client, on=on),
    ]
    return HTML(chapter_html("advice", "".join(parts)))


def plans_of(client: Client, *, on: str) -> list[PricePlan]:
    """As `market_plans`, computed once while the same open client, day and record are asked for."""
    return _plans_of(client, on=on, entries=len(price_entries(client.folder)))


@last_asked
def _plans_of(client: Client, *, on: str, entries: int) -> list[PricePlan]:
    """Findings and chapter of one review ask for the same plans, which take seconds for a large assortment."""
    return market_plans(client, on=on)


def advice_html(advice: PriceAdvice) -> str:
    """As `show_price_advice`, the HTML alone."""
    if advice.choice is None:
        return sentence_html(advice_sentence(advice))
    parts = [
        chart_html(plot_price_advice(advice), alt=advice_title(advice)),
        sentence_html(advice_sentence(advice)),
        _candidates_html(advice),
        note_html(advice_foot(advice)),
    ]
    return "".join(parts)


def _market_html(client: Client, plan: PricePlan) -> str:
    acts = plan.rows[plan.rows["action"].isin(["raise", "lower"]) & (plan.rows["at_stake"] >= LEAST_STAKE)]
    free = acts[acts["state"] == ADVISED]
    full = list(zip(free["account"], free["sku"], strict=True))
    return "".join(
        [
            heading_html(market_name(plan.market), level=3),
            _plan_html(client, plan),
            *(advice_html(plan.advices[key]) for key in full[:SKUS_IN_FULL]),
        ]
    )


def _plan_html(client: Client, plan: PricePlan) -> str:
    return "".join(
        [
            sentence_html(plan_sentence(plan.rows, plan.without)),
            *(_account_rows_html(client, plan, rows) for _, rows in plan.rows.groupby("account", sort=False)),
            _without_html(plan.without),
        ]
    )


def _account_rows_html(client: Client, plan: PricePlan, rows: pd.DataFrame) -> str:
    """What is not to be kept as it is, and of an account with an open warning why nothing is done."""
    account, currency = rows["account"].iloc[0], rows["currency"].iloc[0]
    advices = [plan.advices[account, sku] for sku in rows["sku"]]
    note = note_html(held_sentence(advices[0])) if advices[0].state == WAITS else ""
    shown = rows[rows["action"] != "hold"].head(ROWS_SHOWN)
    held = client.profile.account(account)
    if shown.empty:
        return note
    view = shown.assign(
        title=[shortened(title, most=28) for title in shown["title"]],
        word=[t(ACTION_WORDS[action]) for action in shown["action"]],
        advised_price=shown["advised_price"].where(shown["action"] != "none"),
        chance=[chance_text(chance) for chance in shown["under_floor_chance"]],
        share=[_rate_text(share) for share in shown["margin_rate"]],
        state_word=[t(STATE_WORDS[state]) if state != "advised" else "" for state in shown["state"]],
        last=[earlier_text(row) for row in shown.to_dict("records")],
    )
    fields = [
        Field("sku", t("SKU"), note="title"),
        Field("price", t("Price"), "money", unit=currency),
        Field("floor", t("Floor"), "money", unit=currency),
        Field("share", t("Margin rate"), align="right"),
        Field("band", t("Band"), "count"),
        Field("word", t("Advice"), note="state_word"),
        Field("advised_price", t("Advised price"), "money", unit=currency),
        *_chance_fields(advices),
        Field("at_stake", t("At stake a week"), "money", unit=currency),
        *([Field("last", t("Earlier advice"))] if shown["earlier"].ne("").any() else []),
    ]
    place = place_name(held.platform, held.market)
    caption = t(
        "{place}: {shown} of {n} SKUs, the most at stake first",
        place=place,
        shown=count(len(shown)),
        n=count(len(rows)),
    )
    return html_table(view, fields=fields, caption=caption) + note


def _chance_fields(advices: Sequence[PriceAdvice]) -> list[Field]:
    """The chance of a day under the floor: only where the exchange rate moves any of the units."""
    has_fx = any(advice.has_fx for advice in advices)
    return [Field("chance", t("Chance under the floor"), align="right")] if has_fx else []


def _rate_text(share: float) -> str:
    return f"{number(share * 100, digits=1)}%" if pd.notna(share) else ""


def _without_html(without: pd.DataFrame) -> str:
    if without.empty:
        return ""
    reasons = without["missing"].str.split(",").explode().value_counts()
    parts = [
        t("{reason} ({n})", reason=blocked_names([code]), n=count(n)) for code, n in reasons.head(WITHOUT_SHOWN).items()
    ]
    return note_html(t("To be stated first, and for how many SKUs: {parts}.", parts=t(", ").join(parts)))


def _candidates_html(advice: PriceAdvice) -> str:
    """The candidates nearest to today's and the advised price."""
    rows, currency = advice.candidates, advice.inputs.currency
    distance = pd.concat(
        [(rows["price"] - price).abs() for price in (advice.choice.price, advice.inputs.price)], axis=1
    ).min(axis=1)
    view = rows.loc[distance.sort_values(kind="stable").index[:CANDIDATES_SHOWN]].sort_values("price")
    view = view.assign(
        said=[_said(advice, row) for row in view.to_dict("records")],
        interval=[_interval(row) for row in view.to_dict("records")],
        chance=[chance_text(chance) for chance in view["under_floor_chance"]],
        share=[_rate_text(share) for share in view["margin_rate"]],
        needed=[_needed(share) for share in view["units_needed"]],
    )
    fields = [
        Field("price", t("Price"), "money", unit=currency),
        Field("margin", t("Margin"), "money", unit=currency),
        Field("share", t("Margin rate"), align="right"),
        Field("cash", t("Cash"), "money", unit=currency),
        *_volume_fields(advice),
        *_chance_fields([advice]),
        Field("band", t("Band"), "count"),
        Field("said", t("What speaks against it")),
    ]
    return html_table(view, fields=fields)


def _volume_fields(advice: PriceAdvice) -> Sequence[Field]:
    if advice.volume.is_known:
        return [
            Field("units", t("Units a week"), "number", note="interval"),
            Field("profit", t("Margin a week"), "money", unit=advice.inputs.currency),
        ]
    return [Field("needed", t("Units needed"), align="right")]


def _needed(share: float) -> str:
    """Units that earn today's weekly margin, against today's; '' where today's margin is too thin to compare with."""
    return f"{signed(share * 100)}%" if abs(share) < MOST_UNITS_LOST else ""


def _interval(row: dict) -> str:
    if pd.isna(row["units_low"]):
        return ""
    return t("{low} to {high}", low=f"{row['units_low']:.1f}", high=f"{row['units_high']:.1f}")


def _said(advice: PriceAdvice, row: dict) -> str:
    named = {advice.inputs.price: t("today"), advice.choice.price: t("the advised price")}
    first = named.get(row["price"], "")
    return t("; ").join(filter(None, [first, against_names(row["against"])]))


def _outcomes_html(client: Client, *, on: str) -> str:
    log, outcomes = advice_log(client, on=on), price_outcomes(client, on=on)
    if log.empty:
        return ""
    held = {account.id: place_name(account.platform, account.market) for account in client.profile.accounts}
    view = log.assign(
        word=[t(LOG_WORDS[state]) for state in log["state"]],
        place=[held.get(account, account) for account in log["account"]],
    )
    fields = [
        Field("proposed_date", t("Proposed"), "day", note="advice_id"),
        Field("sku", t("SKU"), note="place"),
        Field("price_before", t("Price before"), "money"),
        Field("advised_price", t("Advised price"), "money"),
        Field("word", t("State"), note="decided_by"),
        Field("decided_price", t("Price decided"), "money"),
        Field("executed_date", t("Changed on"), "day"),
    ]
    return "".join(
        [
            heading_html(t("What came of earlier advice?"), level=3),
            html_table(view, fields=fields),
            *(sentence_html(outcome_sentence(row)) for row in outcomes.to_dict("records")),
            note_html(t("What followed a change need not come from it: season, stock and competitors moved too.")),
        ]
    )
