"""Sentences on what price bands rest on: how clear their number is, gaps, packs, shifts, listings that wait."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.bands import Bands, PriceShift, Stability
from workbench.bands.demand import SHOWS_STEPS
from workbench.words.bands import joined_sentences, price_range, price_text
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import MISSING, count, day, number, share, signed
from workbench.words.kpi_names import PLATFORM_NAMES

GAP_WORDS = {
    "gap": mark("gap: both sides sell"),
    "no_demand": mark("no gap shown: one side shows no sales"),
    "unstable": mark("not stable"),
    "narrow": mark("too narrow for a gap"),
}
WHY_WORDS = {
    "pack_unclear": mark("number of pieces unclear"),
    "title_changed": mark("its title has changed since the verdict"),
    "new": mark("new since last month"),
}
FILTER_WORDS = {
    "": mark("as it is"),
    "not the product": mark("analyst's verdicts"),
    "word missing": mark("words that must occur"),
    "word excluded": mark("words that must not occur"),
    "used": mark("used goods"),
    "bundle": mark("sold with something else"),
    "accessory": mark("an accessory or a spare part"),
    "other size": mark("another size"),
    "pack unclear": mark("number of pieces unclear"),
    "stale": mark("not seen for 45 days"),
    "repeated listing": mark("the same offer again"),
    "outlier": mark("far off all other prices"),
    "pack size": mark("price by the piece"),
}
SHIFT_WORDS = {
    "moved": mark("The same listings changed their prices, typically by {shift} ({interval}, p {p})."),
    "mix": mark(
        "The same listings kept their prices; the level moved by {shift} ({interval}, p {p}) because other listings "
        "are sold."
    ),
    "still": mark("Prices stood still: the same listings moved typically by {shift} ({interval}, p {p})."),
}


def number_sentence(bands: Bands) -> str:
    """How clearly the criterion speaks for the number of bands; ties are named."""
    table = bands.criterion
    chosen = int(table.loc[table["is_chosen"], "k"].item())
    tied = table.loc[table["is_tied"], "k"].astype(int).to_list()
    if not bands.is_separated:
        return t("One undivided range describes the prices as well as any bands do.")
    if tied:
        others = t(", ").join(count(k) for k in tied)
        return t(
            "{k} bands score best, but {others} describe the prices about as well.", k=count(chosen), others=others
        )
    rest = table.loc[table["is_admissible"] & ~table["is_chosen"], "bic"]
    if rest.empty:
        return t("No other number of bands leaves three listings in each.")
    lead = rest.min() - table.loc[table["is_chosen"], "bic"].item()
    return t(
        "{k} bands score best, by {lead} points of the criterion before the next number.",
        k=count(chosen),
        lead=number(lead, digits=1),
    )


def gaps_sentence(bands: Bands, stability: Stability) -> str:
    """Which cuts are gaps; says so where none is."""
    gaps = stability.gaps[stability.gaps["verdict"] == "gap"]
    if gaps.empty:
        return t("No cut between two bands is a gap with sales on both sides.")
    said = [price_range(row.below, row.above, bands.currency) for row in gaps.itertuples()]
    return tn(
        "There is a gap with sales on both sides: {gaps}.",
        "There are gaps with sales on both sides: {gaps}.",
        len(said),
        gaps=t("; ").join(said),
    )


def packs_sentence(bands: Bands) -> str:
    """How many listings sell packs, whose price is divided; '' where none does."""
    packs = int((bands.offers["pack"] > 1).sum())
    if not packs:
        return ""
    return tn(
        "{n} listing sells a pack; its price is divided by the number of pieces.",
        "{n} listings sell packs; their prices are divided by the number of pieces.",
        packs,
        n=count(packs),
    )


def waiting_sentence(waiting: pd.DataFrame) -> str:
    """How many listings wait for a verdict, and why."""
    if waiting.empty:
        return t("No listing waits for a verdict.")
    reasons = waiting["why"].value_counts(sort=False)
    parts = [t("{reason} ({n})", reason=t(WHY_WORDS[why]), n=count(n)) for why, n in reasons.items()]
    return tn(
        "{n} listing waits for a verdict: {reasons}.",
        "{n} listings wait for a verdict: {reasons}.",
        len(waiting),
        n=count(len(waiting)),
        reasons=t(", ").join(parts),
    )


def shift_sentence(shift: PriceShift) -> str:
    """What prices did since the earlier day: the same listings first, then the level."""
    is_mix = shift.verdict == "mix"
    figures = (
        (shift.shift, shift.shift_low, shift.shift_high, shift.p_level)
        if is_mix
        else (shift.same_shift, shift.same_low, shift.same_high, shift.p_same)
    )
    middle, low, high, chance = figures
    interval = t("{low} to {high}", low=percent(low), high=percent(high))
    said = t(SHIFT_WORDS[shift.verdict], shift=percent(middle), interval=interval, p=chance_of(chance))
    counts = t(
        "Of {same} listings seen both times, {raised} became dearer and {lowered} cheaper; {new} are new since {day}, "
        "{gone} are gone.",
        **{name: count(getattr(shift, name)) for name in ("same", "raised", "lowered", "new", "gone")},
        day=day(shift.against),
    )
    return t("{said} {more}", said=said, more=counts)


def demand_note(offers: pd.DataFrame) -> str:
    """What the units shown as sold are: a platform's steps, a research tool's estimates, or both; '' without any.

    Parameters
    ----------
    offers : DataFrame
        The listings used: platform, sold.
    """
    is_step = offers["platform"].isin(SHOWS_STEPS) & offers["sold"].notna()
    steps = t(
        'Units are as platforms show them: "+50" means at least 50 and under the next step, so their shares are ranges.'
    )
    estimates = t("Units of {platforms} are estimates of a research tool.", platforms=_platforms(offers[~is_step]))
    has_estimates = bool((offers["sold"].notna() & ~is_step).any())
    return joined_sentences([steps if is_step.any() else "", estimates if has_estimates else ""])


def _platforms(offers: pd.DataFrame) -> str:
    known = offers.loc[offers["sold"].notna(), "platform"].dropna().unique()
    return t(", ").join(t(PLATFORM_NAMES[name]) if name in PLATFORM_NAMES else name for name in sorted(known))


def gap_words(verdict: str) -> str:
    """What a cut is called."""
    return t(GAP_WORDS[verdict])


def filter_words(name: str) -> str:
    """What a filter is called."""
    return t(FILTER_WORDS[name])


def why_words(why: str) -> str:
    """Why a listing waits."""
    return t(WHY_WORDS[why])


def units_range(row: Mapping) -> str:
    """Units sold as the platform's steps allow: at least and at most.

    >>> units_range({"sold": 150, "sold_most": 349.0}), units_range({"sold": 1000, "sold_most": float("inf")})
    ('150 to 349', '1,000 or more')
    """
    if pd.isna(row["sold"]):
        return MISSING
    if row["sold_most"] == float("inf"):
        return t("{n} or more", n=count(row["sold"]))
    if row["sold"] == row["sold_most"]:
        return count(row["sold"])
    return t("{low} to {high}", low=count(row["sold"]), high=count(row["sold_most"]))


def share_interval(low: float, high: float) -> str:
    """A share's interval; '' where there is none or the share is exact, and words where it says nothing.

    >>> share_interval(0.25, 0.5), share_interval(0.0, 1.0)
    ('25.0% to 50.0%', 'not bounded')
    """
    if pd.isna(low) or pd.isna(high) or low == high:
        return ""
    if low <= 0 and high >= 1:
        return t("not bounded")
    return t("{low} to {high}", low=share(low), high=share(high))


def prices_from(low: float, high: float) -> str:
    """Where a bound lay in the resamples; one price where it never moved."""
    if pd.isna(low):
        return MISSING
    return number(low, digits=0 if float(low).is_integer() else 2) if low == high else price_range(low, high)


def low_prices(lows: tuple[float, ...], currency: str) -> str:
    """Where the bands begin.

    >>> low_prices((89.0, 179.0), "MXN").replace("\\u00a0", " ")
    '89, 179 MXN'
    """
    if not lows:
        return t("too few listings")
    *first, last = lows
    begins = [number(low, digits=0 if float(low).is_integer() else 2) for low in first]
    return t(", ").join([*begins, price_text(last, currency)])


def percent(value: float) -> str:
    """A change as signed percent, one decimal.

    >>> percent(-0.0304), percent(0.0)
    ('−3.0%', '0.0%')
    """
    return MISSING if pd.isna(value) else signed(value * 100, digits=1) + "%"


def chance_of(p: float) -> str:
    """A p-value.

    >>> chance_of(0.0004), chance_of(0.0421)
    ('< 0.001', '0.042')
    """
    return t("< 0.001") if p < 0.001 else number(p, digits=3)
