"""Sentences of the cost check: what the client's reports say of the rates, and what is still to be asked."""

from __future__ import annotations

import pandas as pd

from workbench.words.bands import joined_sentences
from workbench.words.catalogue import t, tn
from workbench.words.economics import IMPLIED_WORDS, missing_name
from workbench.words.formats import count, day, share


def compared_sentence(rates: pd.DataFrame, *, place: str) -> str:
    """How many rates of an account were compared and how many depart by more than half a point.

    Parameters
    ----------
    rates : DataFrame
        As `workbench.implied_rates` gives them.
    place : str
        The account as it is shown.
    """
    if rates.empty:
        return t("{place}: no settlement of these days has income.", place=place)
    compared = rates.dropna(subset=["departure"])
    if compared.empty:
        return t("{place}: no rate is stated that the reports could be compared with; theirs are used.", place=place)
    flagged = int(compared["is_flagged"].sum())
    if not flagged:
        return t("{place}: none of {n} rates departs by more than half a point.", place=place, n=count(len(compared)))
    return tn(
        "{place}: {flagged} of {n} rates departs by more than half a point.",
        "{place}: {flagged} of {n} rates depart by more than half a point.",
        flagged,
        place=place,
        flagged=count(flagged),
        n=count(len(compared)),
    )


def later_start_sentence(rates: pd.DataFrame, *, start: pd.Timestamp) -> str:
    """From which day sales are compared, where nothing was stated for the first days; '' where all are.

    Parameters
    ----------
    rates : DataFrame
        As `workbench.implied_rates` gives them.
    start : Timestamp
        First day asked for.
    """
    later = rates.loc[rates["start"] > start, ["step", "start"]].drop_duplicates()
    parts = [
        t("{step} from {day} on", step=t(IMPLIED_WORDS[step]), day=day(first))
        for step, first in zip(later["step"], later["start"], strict=True)
    ]
    return (
        t("Nothing is stated for earlier sales, so compared are: {parts}.", parts=t(", ").join(parts)) if parts else ""
    )


def shared_packages_sentence(rates: pd.DataFrame) -> str:
    """How many sales could not be compared because their charges are known for a package only; '' where none.

    Parameters
    ----------
    rates : DataFrame
        As `workbench.implied_rates` gives them.
    """
    left_out = rates["left_out"].max()
    if not left_out > 0:
        return ""
    said = "Left out: {n} sales that left in one package with another; what was taken of each nobody knows."
    return t(said, n=count(left_out))


def flag_words(row: dict) -> str:
    """Whether a rate departs, as mark and word."""
    if pd.isna(row["departure"]):
        return t("– nothing to compare with")
    return t("■ check it") if row["is_flagged"] else t("● agrees")


def missing_summary(*, blocked: int, skus: int, answers: tuple[str, ...], unblocked: int) -> str:
    """How many SKUs have no margin, and the few answers that would mend most of it."""
    if not blocked:
        return t("Every one of {n} listed SKUs has all inputs for a margin.", n=count(skus))
    said = t("Listed SKUs without a margin: {blocked} of {n}.", blocked=count(blocked), n=count(skus))
    asked = t("; ").join(missing_name(code) for code in answers)
    first = t("Ask first: {asked}. That gives {n} of them a margin.", asked=asked, n=count(unblocked))
    return joined_sentences([said, first])


def unsure_sentence(rates: pd.DataFrame) -> str:
    """How many rates in use are to be checked or no longer in force.

    Parameters
    ----------
    rates : DataFrame
        One row per rate in use and not confirmed: status.
    """
    if rates.empty:
        return t("Every rate of the book that is in use is confirmed.")
    expired = int((rates["status"] == "expired").sum())
    return t(
        "Rates of the book in use that are not confirmed: {n}; of these no longer in force: {expired}.",
        n=count(len(rates)),
        expired=count(expired),
    )


def mix_found_sentence(mixes: pd.DataFrame) -> str:
    """What is known of how buyers pay.

    Parameters
    ----------
    mixes : DataFrame
        One row per account and source: account, source, cash, card, instalments, other.
    """
    found = mixes[mixes["source"] == "ledger"]
    if found.empty:
        return t(
            "No Mercado Pago report of these days says how buyers paid. Download its settlement report, or state the "
            "mix in client.yml; nothing is assumed."
        )
    row = found.iloc[0]
    return t(
        "Mercado Pago's report states it for {stated} of the sales: {cash} in cash, {instalments} by instalments.",
        stated=share(row["stated_share"]),
        cash=share(row["cash"]),
        instalments=share(row["instalments"]),
    )


def typed_sentence(rates: int) -> str:
    """How many rates the client stated."""
    if not rates:
        return t("client.yml states no rate: the book and the reports are all there is.")
    return tn("client.yml states {n} rate.", "client.yml states {n} rates.", rates, n=count(rates))
