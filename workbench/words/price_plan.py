"""The price plan of a market in words: how many prices are to move, what is held back, and what followed a change."""

from __future__ import annotations

import pandas as pd

from workbench.pricing.advice import WAITS, PriceAdvice
from workbench.words.bands import joined_sentences, price_text
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day, money, number
from workbench.words.kpis import place_name


def plan_sentence(rows: pd.DataFrame, without: pd.DataFrame) -> str:
    """How many SKUs are to be raised, lowered or kept, what is at stake a week, and how many can't be judged.

    Parameters
    ----------
    rows, without : DataFrame
        As `PricePlan.rows` and `PricePlan.without`; at least one row in either.
    """
    said = []
    if len(rows):
        said.append(
            tn(
                "Of {n} SKU with every input: {parts}.",
                "Of {n} SKUs with every input: {parts}.",
                len(rows),
                n=count(len(rows)),
                parts=_counted(rows),
            )
        )
        said += [
            t("About {amount} a week are at stake.", amount=money(stake, currency, digits=0))
            for currency, stake in rows.groupby("currency")["at_stake"].sum(min_count=1).items()
            if stake >= 0.5
        ]
        if (rows["state"] == WAITS).any():
            said.append(t("Nothing is changed while a warning on the account is open."))
    if len(without):
        said.append(
            tn(
                "For {n} SKU something has to be stated first.",
                "For {n} SKUs something has to be stated first.",
                len(without),
                n=count(len(without)),
            )
        )
    return joined_sentences(said)


def held_sentence(advice: PriceAdvice) -> str:
    """Why no price of an account with an open warning is to be changed, below its rows of a plan."""
    return t(
        "No price of {place} is to be changed while the warning {case} is open: a change could make the case worse. "
        "The rows above say what the figures say; they are no advice.",
        place=place_name(advice.inputs.platform, advice.inputs.market),
        case=advice.cases[0]["case_id"],
    )


def _counted(rows: pd.DataFrame) -> str:
    counts = rows["action"].value_counts()
    texts = {
        "raise": mark("{n} to raise"),
        "lower": mark("{n} to lower"),
        "hold": mark("{n} to keep"),
        "none": mark("{n} that no price helps by itself"),
    }
    return t(", ").join(t(text, n=count(int(counts[code]))) for code, text in texts.items() if code in counts)


def outcome_sentence(row: dict) -> str:
    """What followed one changed price.

    Parameters
    ----------
    row : dict
        A row of `price_outcomes`.
    """
    values = {
        "sku": row["sku"],
        "before": price_text(row["price_before"], row["currency"]),
        "after": price_text(row["price"], row["currency"]),
        "day": day(row["executed_date"]),
    }
    if row["verdict"] == "too_early":
        return t("{sku}, {before} to {after} on {day}: too early to say.", **values)
    said = t(
        "{sku}, {before} to {after} on {day}: {then} units a week in the {weeks} weeks before, {now} in those after.",
        **values,
        then=number(row["units_before"], digits=1),
        now=number(row["units_after"], digits=1),
        weeks=count(row["weeks"]),
    )
    return joined_sentences([said, _profit_words(row), _foretold_words(row)])


def _profit_words(row: dict) -> str:
    if pd.isna(row["profit_before"]) or pd.isna(row["profit_after"]):
        return ""
    return t(
        "Weekly margin went from {before} to {after}.",
        before=money(row["profit_before"], row["currency"], digits=0),
        after=money(row["profit_after"], row["currency"], digits=0),
    )


def _foretold_words(row: dict) -> str:
    ends = {"low": number(row["units_foretold_low"], digits=1), "high": number(row["units_foretold_high"], digits=1)}
    texts = {
        "fewer": t("Fewer than the {low} to {high} foretold.", **ends),
        "more": t("More than the {low} to {high} foretold.", **ends),
        "as_foretold": t("Within the {low} to {high} foretold.", **ends),
    }
    return texts.get(row["verdict"], "")
