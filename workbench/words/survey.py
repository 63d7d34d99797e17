"""Sentences of a price survey: who answered, what is acceptable, where most buy, and where our prices stand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.pricing.survey_study import SurveyStudy
from workbench.words.advice import share_text
from workbench.words.bands import joined_sentences, price_range, price_text
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, money
from workbench.words.kpis import market_name, place_name

CURVE_WORDS = {
    "too_cheap": mark("too cheap to be good"),
    "cheap": mark("cheap"),
    "expensive": mark("expensive"),
    "too_expensive": mark("too expensive to buy"),
}
DEFINITION_WORDS = {"original": mark("original definition"), "narrower": mark("narrower definition")}
POINT_WORDS = {
    "lower": mark("lower end"),
    "upper": mark("upper end"),
    "indifference": mark("as many find it cheap as expensive"),
    "optimal": mark("fewest refuse it"),
}
KIND_WORDS = {"price": mark("our price"), "floor": mark("our floor"), "band": mark("price band")}


def answers_sentence(study: SurveyStudy) -> str:
    """How many people answered, how many of them count, and why the others don't.

    Parameters
    ----------
    study : SurveyStudy
    """
    survey = study.survey
    if not survey.answers:
        return t("{file}: nobody was asked the four price questions.", file=study.file)
    said = t(
        "{file}: {answers} people named all four prices, in {currency}; {used} of them count.",
        file=study.file,
        answers=count(survey.answers),
        currency=study.currency,
        used=count(survey.used),
    )
    return joined_sentences([said, _dropped(survey.intransitive), _incomplete(survey.incomplete)])


def range_title(study: SurveyStudy) -> str:
    """The chart's finding: the acceptable range, without the full stop."""
    low, high = study.range_of("original")
    if not np.isfinite([low, high]).all():
        return t("{query}, {market}: the answers give no acceptable range", **_named(study))
    return t(
        "{query}, {market}: buyers call {range} acceptable",
        range=price_range(low, high, study.currency),
        **_named(study),
    )


def range_sentence(study: SurveyStudy) -> str:
    """Both acceptable ranges, and the two prices between them."""
    ranges = {name: study.range_of(name) for name in DEFINITION_WORDS}
    texts = {name: price_range(*ends, study.currency) for name, ends in ranges.items() if np.isfinite(ends).all()}
    said = (
        [t("Acceptable by the original definition: {range}.", range=texts["original"])] if "original" in texts else []
    )
    said += [t("By the narrower one: {range}.", range=texts["narrower"])] if "narrower" in texts else []
    prices = {name: study.point(name) for name in ("optimal", "indifference")}
    if np.isfinite(list(prices.values())).all():
        said.append(
            t(
                "Fewest refuse {optimal}; at {indifference} as many find it cheap as expensive.",
                **{name: price_text(price, study.currency) for name, price in prices.items()},
            )
        )
    return joined_sentences(said)


def offers_title(study: SurveyStudy) -> str:
    """The chart's finding: the offered price with most revenue, without the full stop."""
    row = _best(study)
    return t(
        "{query}, {market}: {price} brings the most revenue",
        price=price_text(row["price"], study.currency),
        **_named(study),
    )


def offers_sentence(study: SurveyStudy) -> str:
    """Where revenue is highest, which prices can't be told from it, and where most is left at today's costs."""
    row, currency = _best(study), study.currency
    said = t(
        "Of the prices offered, {price} brings the most revenue: {share} would buy ({low} to {high}), {revenue} per "
        "hundred people.",
        price=price_text(row["price"], currency),
        share=share_text(row["share"]),
        low=share_text(row["low"]),
        high=share_text(row["high"]),
        revenue=money(100 * row["revenue"], currency, digits=0),
    )
    tied = study.offered.loc[study.offered["is_tied"], "price"]
    floor = _under_floor(study, row["price"])
    return joined_sentences([said, _too_close(tied, currency), floor, *_margins(study)])


def likely_sentence(study: SurveyStudy) -> str:
    """Where revenue is highest by the stated likelihoods; '' where nobody was asked for them."""
    rows = study.survey.purchase
    if rows.empty or not rows["revenue"].max() > 0:
        return ""
    best = rows.loc[rows["revenue"].idxmax()]
    return t(
        "By the stated likelihoods, a certain yes counted as {most}, revenue is highest at {price}.",
        most=share_text(study.survey.calibration[5]),
        price=price_text(best["price"], study.currency),
    )


def places_sentence(study: SurveyStudy) -> str:
    """What people say of each of the client's own prices; '' without one."""
    own = study.places[study.places["kind"] == "price"]
    return joined_sentences(_place(study, row) for row in own.to_dict("records"))


def place_text(study: SurveyStudy, row: dict) -> str:
    """What a row of `SurveyStudy.places` is: our price or floor with its place, or a band by its number."""
    if row["kind"] == "band":
        return t("price band {band}", band=count(int(row["band"])))
    return t("{kind}, {place}", kind=t(KIND_WORDS[row["kind"]]), place=account_text(study, row["account"], row["sku"]))


def account_text(study: SurveyStudy, account: str, sku: str) -> str:
    """An own listing as it is shown: its place, with the SKU where the product has several."""
    inputs = next(advice.inputs for advice in study.advices if advice.inputs.account == account)
    place = place_name(inputs.platform, inputs.market)
    return f"{place} {sku}" if len({advice.inputs.sku for advice in study.advices}) > 1 else place


def inside_text(study: SurveyStudy, row: dict) -> str:
    """In which acceptable range a price or all of a band lies; of a band that reaches out of both, that it does."""
    if pd.isna(row["in_original"]) and pd.isna(row["in_narrower"]):
        return ""
    inside = [name for name in DEFINITION_WORDS if row[f"in_{name}"] is True]
    if len(inside) == len(DEFINITION_WORDS):
        return t("in both")
    low, high = study.range_of("original")
    if not inside and row["price"] < high and row["high"] > low:
        return t("in part")
    return t("in neither") if not inside else t("in the {definition} only", definition=t(DEFINITION_WORDS[inside[0]]))


def survey_source(study: SurveyStudy) -> str:
    """A chart's source line."""
    return t("Source: {file}, {n} people", file=study.file, n=count(max(study.survey.used, _asked(study))))


def _named(study: SurveyStudy) -> dict[str, str]:
    return {"query": study.query, "market": market_name(study.market)}


def _asked(study: SurveyStudy) -> int:
    return 0 if study.survey.offered.empty else int(study.survey.offered["people"].max())


def _best(study: SurveyStudy) -> pd.Series:
    return study.offered[study.offered["is_best"]].iloc[0]


def _dropped(people: int) -> str:
    if not people:
        return ""
    return tn(
        "{n} was left out: the prices don't rise from too cheap to too expensive.",
        "{n} were left out: their prices don't rise from too cheap to too expensive.",
        people,
        n=count(people),
    )


def _incomplete(people: int) -> str:
    if not people:
        return ""
    return tn("{n} more named only some of the four.", "{n} more named only some of the four.", people, n=count(people))


def _margins(study: SurveyStudy) -> list[str]:
    """The offered price that leaves most on each own listing, and those that can't be told from it."""
    said, currency = [], study.currency
    for advice in study.advices:
        name = f"margin {advice.inputs.account} {advice.inputs.sku}"
        if name not in study.offered.columns or not study.offered[name].max() > 0:
            continue
        rows = study.offered
        best = rows.loc[rows[name].idxmax()]
        tied = rows[(rows[name] * rows["high"] / rows["share"] >= best[name]) & (rows["price"] != best["price"])]
        said.append(
            t(
                "On {place} {price} leaves the most at today's costs: {margin} per hundred people.",
                place=account_text(study, advice.inputs.account, advice.inputs.sku),
                price=price_text(best["price"], currency),
                margin=money(best[name], currency, digits=0),
            )
        )
        said.append(_too_close(tied["price"], currency))
    return said


def _too_close(prices: pd.Series, currency: str) -> str:
    if prices.empty:
        return ""
    named = t(", ").join(price_text(price, currency) for price in prices)
    return t("Too close to tell from it: {prices}.", prices=named)


def _under_floor(study: SurveyStudy, price: float) -> str:
    floors = study.places[(study.places["kind"] == "floor") & (study.places["price"] > price)]
    if floors.empty:
        return ""
    named = [
        t(
            "{place} ({floor})",
            place=account_text(study, row["account"], row["sku"]),
            floor=price_text(row["price"], study.currency),
        )
        for row in floors.to_dict("records")
    ]
    return t(
        "{price} lies under our floor on {places}: it is no price to ask there.",
        price=price_text(price, study.currency),
        places=t(", ").join(named),
    )


def _place(study: SurveyStudy, row: dict) -> str:
    values = {
        "price": price_text(row["price"], study.currency),
        "place": account_text(study, row["account"], row["sku"]),
        "dear": share_text(row["too_expensive"]) if np.isfinite(row["too_expensive"]) else "",
        "cheap": share_text(row["too_cheap"]) if np.isfinite(row["too_cheap"]) else "",
    }
    if not values["dear"]:
        return t("Our price on {place} is {price}.", **values)
    texts = {
        (True, True): t(
            "Our {price} on {place} is acceptable by both definitions: {dear} find it too expensive, {cheap} too "
            "cheap.",
            **values,
        ),
        (True, False): t(
            "Our {price} on {place} is acceptable by the original definition only: {dear} find it too expensive, "
            "{cheap} too cheap.",
            **values,
        ),
    }
    other = t(
        "Our {price} on {place} is outside the acceptable range: {dear} find it too expensive, {cheap} too cheap.",
        **values,
    )
    return texts.get((row["in_original"], row["in_narrower"]), other)
