"""Exchange-rate fans, held prices and price elasticities in sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.words.bands import joined_sentences
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day, exchange_text, number, rate

# Below this the promise of a fan was not kept by more than chance makes.
NOT_KEPT = 0.05
VERDICT_WORDS = {
    "usable": mark("Buyers answer to the price clearly enough to use"),
    "thin": mark("The data are too thin to use the answer"),
    "not_elastic": mark("The answer is not elastic, so the model has no best price"),
    "no_price_change": mark("Its price has never changed, so its own answer is not known"),
}
REASON_WORDS = {
    "": "",
    "one_price": mark("one price only was seen"),
    "sold_at_one_price": mark("it was sold at one of its prices only"),
    "few_weeks": mark("it was listed for less than 12 weeks"),
    "few_units": mark("fewer than 20 units were sold"),
    "wide": mark("the answer is known too roughly"),
    "reaches_one": mark("an answer of −1, at which no price is best, cannot be ruled out"),
    "not_elastic": mark("units fall by less than the price rises"),
    "positive": mark("more was sold at the higher price, so something else moved as well"),
}


def fx_fan_title(fan: pd.DataFrame) -> str:
    """Where eight of ten futures lie on the fan's last day, without the full stop.

    Parameters
    ----------
    fan : DataFrame
        One row per business day, as `workbench.fx_fan` gives them.
    """
    last = fan.iloc[-1]
    return t(
        "In 8 of 10 futures one {base} costs {low} to {high} {quote} on {day}",
        base=last["base"],
        quote=last["quote"],
        low=exchange_text(last["p10"]),
        high=exchange_text(last["p90"]),
        day=day(last["date"]),
    )


def fx_fan_sentence(fan: pd.DataFrame) -> str:
    """The same as running text, with today's rate and what the fan is not."""
    first = fan.iloc[0]
    today = t(
        "On {day} it was {rate}.",
        day=day(first["date"]),
        rate=exchange_text(first["p50"]),
    )
    no_forecast = t("The fan spreads as the rate has moved before; it foretells no direction.")
    return joined_sentences([t("{said}.", said=fx_fan_title(fan)), today, no_forecast])


def fx_fan_subtitle(fan: pd.DataFrame) -> str:
    """What the chart measures."""
    first = fan.iloc[0]
    return t(
        "{quote} for one {base}; the bands hold 50, 80 and 90% of the futures", quote=first["quote"], base=first["base"]
    )


def fx_fan_source(fan: pd.DataFrame) -> str:
    """The chart's source line."""
    return t("Source: series {series}, last rate of {day}", series=fan["series"].iloc[0], day=day(fan["date"].iloc[0]))


def fx_coverage_sentence(found: object) -> str:
    """How often the rate stayed inside its fan, and whether that keeps the promise.

    Parameters
    ----------
    found : FxCoverage
        As `workbench.fx_coverage` gives it.
    """
    if found.kupiec is None:
        return t(
            "The {base} to {quote} history is too short to test the fan over {days} days: {n} periods, 20 are needed.",
            base=found.base,
            quote=found.quote,
            days=count(found.days),
            n=count(len(found.periods)),
        )
    tested = found.kupiec
    said = t(
        "Of {n} past periods of {days} days, {share} ended inside the fan for {base} to {quote}; {coverage} was "
        "promised (Kupiec's test: p = {p}).",
        n=count(tested.periods),
        days=count(found.days),
        base=found.base,
        quote=found.quote,
        share=rate(tested.share),
        coverage=rate(tested.coverage),
        p=number(tested.p_value, digits=3),
    )
    if tested.p_value >= NOT_KEPT:
        return said
    verdict = t("The fan is too narrow.") if tested.share < tested.coverage else t("The fan is too wide.")
    return joined_sentences([said, verdict])


def elasticity_sentence(row: pd.Series) -> str:
    """What is known of one SKU's answer to its price, and what would settle it.

    Parameters
    ----------
    row : Series
        One row of `Elasticity.estimates`.
    """
    verdict = t(VERDICT_WORDS[row["verdict"]])
    reason = REASON_WORDS[row["reason"]]
    said = t("{said}: {reason}.", said=verdict, reason=t(reason)) if reason else t("{said}.", said=verdict)
    return joined_sentences([f"{row['sku']}: {said}", _answer(row), needed_sentence(row)])


def needed_sentence(row: pd.Series) -> str:
    """What data would settle one SKU's answer; '' where nothing is needed."""
    if row["needed"] == "weeks":
        return tn(
            "{n} more week at a second price at least {step} away would settle it.",
            "{n} more weeks at a second price at least {step} away would settle it.",
            int(row["needed_weeks"]),
            n=count(row["needed_weeks"]),
            step=number(row["needed_step"] * 100) + "%",
        )
    if row["needed"] == "sales":
        return t(
            "No price test of half a year would settle it: that takes about {units} units a week.",
            units=count(np.ceil(row["needed_units"])),
        )
    return ""


def hold_band_sentence(band: object, *, today: float, base: str, quote: str) -> str:
    """Between which rates a price is held, and where it goes outside.

    Parameters
    ----------
    band : HoldBand
        As `workbench.pricing.hold_band` gives it.
    today : float
        Units of `quote` for one `base`.
    base, quote : str
        ISO codes; `quote` is the price's currency.
    """
    low, high = band.rates(today)
    texts = {"price": number(band.price, digits=2), "base": base, "quote": quote}
    texts |= {"low": exchange_text(low), "high": exchange_text(high)}
    if not band.is_held:
        return t("At today's rate {price} {quote} is no longer held.", price=texts["price"], quote=quote)
    if not np.isfinite(high):
        return t("No rate so far moves the price of {price} {quote}.", price=texts["price"], quote=quote)
    if low <= 0:
        return t("Hold {price} {quote} while one {base} costs at most {high} {quote}.", **_without(texts, "low"))
    return t("Hold {price} {quote} while one {base} costs {low} to {high} {quote}.", **texts)


def _answer(row: pd.Series) -> str:
    if row["verdict"] != "usable":
        return ""
    return t(
        "A price 1% higher sells {units}% fewer units (95%: {low} to {high}).",
        units=number(-row["estimate"], digits=1),
        low=number(-row["high"], digits=1),
        high=number(-row["low"], digits=1),
    )


def _without(texts: dict[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key != name}
