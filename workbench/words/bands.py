"""Sentences and labels of price bands, from the finished bands and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from workbench.bands import Bands
from workbench.bands.markets import PriceMark
from workbench.words.catalogue import language, mark, t, tn
from workbench.words.formats import count, day, money, number, period, share

REASON_WORDS = {
    "used": mark("used goods"),
    "not priced": mark("without a price"),
    "other currency": mark("in another currency"),
    "stale": mark("not seen for 45 days"),
    "repeated listing": mark("the same offer again"),
    "outlier": mark("far off all other prices"),
    "not the product": mark("not the product, by the analyst's verdict"),
    "bundle": mark("sold with something else"),
    "accessory": mark("an accessory or a spare part"),
    "other size": mark("another size"),
    "pack unclear": mark("number of pieces unclear"),
}
MARK_WORDS = {
    "free_shipping": mark("free shipping from {price} (Mercado Libre)"),
    "fba_fee": mark("FBA fee step: {price}"),
    "referral_fee": mark("referral fee step: {price}"),
}
PLACE_CLAUSES = {
    "inside": mark("{own} at {price} is in band {band} ({range}), dearer than {share} of the listings"),
    "below": mark("{own} at {price} is under band {band} ({range}), dearer than {share} of the listings"),
    "above": mark("{own} at {price} is over band {band} ({range}), dearer than {share} of the listings"),
}
SHORT_PLACE_CLAUSES = {
    "inside": mark("{own} at {price} is in band {band}"),
    "below": mark("{own} at {price} is under band {band}"),
    "above": mark("{own} at {price} is over band {band}"),
}
# More own items than this are counted by band instead of named.
MOST_NAMED = 3


def bands_sentence(bands: Bands, *, places: pd.DataFrame | None = None) -> str:
    """What the market pays, and where the client's items stand, as running text.

    Parameters
    ----------
    bands : Bands
        As `workbench.price_bands` gives them.
    places : DataFrame, optional
        One row per own item, as `workbench.band_places` gives them.
    """
    clauses = [_market_clause(bands), *_place_clauses(bands, places, PLACE_CLAUSES)]
    return t("{said}.", said=t("; ").join(clauses))


def bands_title(bands: Bands, *, places: pd.DataFrame | None = None) -> str:
    """The same as a chart's title: without what the chart itself shows, and without the full stop."""
    return t("; ").join([_market_clause(bands), *_place_clauses(bands, places, SHORT_PLACE_CLAUSES)])


def places_sentence(bands: Bands, places: pd.DataFrame) -> str:
    """Where the client's own items stand; says so where none is sold in this market."""
    if places.empty:
        return t("None of the own items of this search has a price in {currency}.", currency=bands.currency)
    return t("{said}.", said=t("; ").join(_place_clauses(bands, places, PLACE_CLAUSES)))


def demand_sentence(bands: Bands) -> str:
    """The band that sells more than its share of listings, by units sold or else reviews; '' where none shows.

    A platform shows units sold in steps, so they are lower bounds.
    """
    for column, text in (
        ("sold", mark("Band {band} ({range}) holds {share} of the listings and {part} of the units shown as sold.")),
        ("reviews", mark("Band {band} ({range}) holds {share} of the listings and {part} of the reviews.")),
    ):
        parts = bands.bands[column].astype("Float64") / bands.bands[column].sum()
        if bands.bands[column].notna().all() and parts.notna().all():
            lead = (parts.astype("float64") - bands.bands["share"]).idxmax()
            row = bands.bands.loc[lead].to_dict()
            return t(text, **_band_values(row, bands.currency), share=share(row["share"]), part=share(parts[lead]))
    return ""


def excluded_sentence(bands: Bands) -> str:
    """How many listings were left out, and why.

    >>> from types import SimpleNamespace as Of
    >>> excluded = pd.DataFrame({"reason": ["used", "used", "word missing: ajo"]})
    >>> excluded_sentence(Of(excluded=excluded, offers=[1] * 9))
    '3 of 12 listings found are left out: used goods (2), without the word "ajo" (1).'
    """
    reasons = bands.excluded["reason"].value_counts()
    seen = len(bands.offers) + len(bands.excluded)
    if reasons.empty:
        return t("All {n} listings found are used.", n=count(seen))
    parts = [t("{reason} ({n})", reason=reason_words(reason), n=count(n)) for reason, n in reasons.items()]
    return tn(
        "{left} of {n} listings found is left out: {reasons}.",
        "{left} of {n} listings found are left out: {reasons}.",
        int(reasons.sum()),
        left=count(reasons.sum()),
        n=count(seen),
        reasons=t(", ").join(parts),
    )


def reason_words(reason: str) -> str:
    """Why a listing is left out, in the language in use.

    >>> reason_words("word excluded: repuesto")
    'with the word "repuesto"'
    """
    kind, _, word = reason.partition(": ")
    if kind == "word missing":
        return t('without the word "{word}"', word=word.replace("|", t(" or ")))
    if kind == "word excluded":
        return t('with the word "{word}"', word=word.replace("|", t(" or ")))
    return t(REASON_WORDS[reason])


def band_label(row: Mapping) -> str:
    """A band's label in a chart: its number, its prices, its share of the listings.

    >>> band_label({"band": 1, "low": 89, "high": 129, "share": 0.62})
    'Band 1\\n89 to 129\\n62.0%'
    """
    return f"{t('Band {band}', band=row['band'])}\n{price_range(row['low'], row['high'])}\n{share(row['share'])}"


def own_names(places: pd.DataFrame) -> list[str]:
    """The SKU of each own item, with its account where several accounts or listings sell it.

    >>> own_names(pd.DataFrame({"sku": ["A", "A", "B"], "account": ["amazon-mx", "walmart-mx", "amazon-mx"]}))
    ['A (amazon-mx)', 'A (walmart-mx)', 'B']
    """
    repeated = places["sku"].duplicated(keep=False)
    named = places["sku"] + " (" + places["account"] + ")"
    return places["sku"].where(~repeated, named).to_list()


def mark_label(mark_at: PriceMark, currency: str) -> str:
    """A platform's price mark in a chart."""
    return t(MARK_WORDS[mark_at.change], price=price_text(mark_at.price, currency))


def bands_subtitle(bands: Bands) -> str:
    """What the chart measures."""
    return t(
        'Competitor listings found with "{query}" by price in {currency}, log scale; shaded: bands and their share',
        query=bands.query,
        currency=bands.currency,
    )


def density_subtitle(bands: Bands, density: pd.DataFrame) -> str:
    """What the chart measures, with what its curves are."""
    if density["by_sold"].notna().all():
        curves = t("line: density of the listings; dashed: weighted by units shown as sold")
    else:
        curves = t("line: density of the listings")
    return t("{measured}; {curves}", measured=bands_subtitle(bands), curves=curves)


def bands_source(bands: Bands) -> str:
    """The chart's source line."""
    first, last = bands.observed_from, bands.observed_to
    return t(
        "Source: {n} competitor listings seen {period}, the newest observation of each within 45 days of {day}",
        n=count(len(bands.offers)),
        period=day(first) if first == last else period(first, last),
        day=day(bands.as_of),
    )


def price_text(price: float, currency: str) -> str:
    """A shelf price: cents only where it has any.

    >>> price_text(299.0, "MXN").replace("\\u00a0", " "), price_text(14.99, "USD").replace("\\u00a0", " ")
    ('299 MXN', '14.99 USD')
    """
    return money(price, currency, digits=_digits(price))


def price_range(low: float, high: float, currency: str = "") -> str:
    """Two prices and all between, with the currency behind the second.

    >>> price_range(89, 129)
    '89 to 129'
    """
    digits = max(_digits(low), _digits(high))
    last = money(high, currency, digits=digits) if currency else number(high, digits=digits)
    return t("{low} to {high}", low=number(low, digits=digits), high=last)


def joined_sentences(sentences: Iterable[str]) -> str:
    """Whole sentences one after the other; Chinese sets no space between them."""
    return ("" if language() == "zh" else " ").join(sentence for sentence in sentences if sentence)


def _market_clause(bands: Bands) -> str:
    listings, lowest, highest = len(bands.offers), bands.bands["low"].iloc[0], bands.bands["high"].iloc[-1]
    if not bands.is_separated:
        return t(
            "Prices run from {range} without a clear gap; half of the {n} listings ask {median} or less",
            range=price_range(lowest, highest, bands.currency),
            n=count(listings),
            median=price_text(bands.offers["unit_price"].median(), bands.currency),
        )
    largest = bands.bands.loc[bands.bands["share"].idxmax()].to_dict()
    return t(
        "{bands} price bands; {share} of the {n} listings ask {range}",
        bands=count(len(bands.bands)),
        share=share(largest["share"]),
        n=count(listings),
        range=price_range(largest["low"], largest["high"], bands.currency),
    )


def _place_clauses(bands: Bands, places: pd.DataFrame | None, texts: Mapping[str, str]) -> list[str]:
    if places is None or places.empty:
        return []
    if len(places) > MOST_NAMED:
        return [_counted_clause(places)]
    rows = places.assign(name=own_names(places)).to_dict("records")
    return [_place_clause(bands, row, texts) for row in rows]


def _place_clause(bands: Bands, row: Mapping, texts: Mapping[str, str]) -> str:
    band = bands.bands.set_index("band", drop=False).loc[row["band"]].to_dict()
    return t(
        texts[row["place"]],
        own=row["name"],
        price=price_text(row["price"], row["currency"]),
        share=share(row["percentile"]),
        **_band_values(band, row["currency"]),
    )


def _counted_clause(places: pd.DataFrame) -> str:
    counts = places["band"].value_counts().sort_index()
    parts = [t("{n} in or next to band {band}", n=count(n), band=band) for band, n in counts.items()]
    return t("{n} own items: {parts}", n=count(len(places)), parts=t(", ").join(parts))


def _band_values(row: Mapping, currency: str) -> dict[str, object]:
    return {"band": int(row["band"]), "range": price_range(row["low"], row["high"], currency)}


def _digits(price: float) -> int:
    return 0 if float(price).is_integer() else 2
