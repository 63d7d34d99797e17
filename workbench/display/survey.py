"""A price survey on the page: who answered, what is acceptable, where most buy, and where our prices stand."""

from __future__ import annotations

from IPython.display import HTML

from workbench.charts.survey import plot_price_survey, plot_survey_offers
from workbench.display.figures import chart_html
from workbench.display.notebook import heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.pricing.survey_study import SurveyStudy
from workbench.words import t
from workbench.words.advice import share_text
from workbench.words.bands import price_range
from workbench.words.formats import number
from workbench.words.kpis import market_name
from workbench.words.survey import (
    DEFINITION_WORDS,
    POINT_WORDS,
    account_text,
    answers_sentence,
    inside_text,
    likely_sentence,
    offers_sentence,
    offers_title,
    place_text,
    places_sentence,
    range_sentence,
    range_title,
)


def show_survey_answers(study: SurveyStudy) -> HTML:
    """Product, file, and how many answers count.

    Parameters
    ----------
    study : SurveyStudy
    """
    title = t("{query}, {market}", query=study.query, market=market_name(study.market))
    return HTML(heading_html(title, level=3) + sentence_html(answers_sentence(study)))


def show_survey_range(study: SurveyStudy) -> HTML:
    """Van Westendorp's curves with both acceptable ranges and their points; a sentence where nobody was asked.

    Parameters
    ----------
    study : SurveyStudy
    """
    if not study.survey.used:
        return HTML(note_html(t("The file has no four prices that rise.")))
    points = study.survey.points.dropna(subset=["price"])
    view = points.assign(
        name=[t(POINT_WORDS[point]) for point in points["point"]],
        kind=[t(DEFINITION_WORDS[name]) if name else "" for name in points["definition"]],
    )
    fields = [
        Field("name", t("Point"), note="kind"),
        Field("price", t("Price"), "money", unit=study.currency),
    ]
    parts = [
        chart_html(plot_price_survey(study), alt=range_title(study)),
        sentence_html(range_sentence(study)),
        html_table(view, fields=fields),
    ]
    return HTML("".join(parts))


def show_survey_offers(study: SurveyStudy) -> HTML:
    """Who would buy at the prices offered, and what a hundred people bring and leave; a sentence where none were.

    Parameters
    ----------
    study : SurveyStudy
    """
    if study.survey.offered.empty:
        return HTML(
            note_html(t("The file offers no prices to say yes or no to.")) + sentence_html(likely_sentence(study))
        )
    parts = [
        chart_html(plot_survey_offers(study), alt=offers_title(study)),
        sentence_html(offers_sentence(study)),
        sentence_html(likely_sentence(study)),
        _offers_table(study),
    ]
    return HTML("".join(parts))


def show_survey_places(study: SurveyStudy) -> HTML:
    """Where the client's prices, its floors and the market's bands lie among the answers.

    Parameters
    ----------
    study : SurveyStudy
    """
    rows = study.places
    if rows.empty:
        return HTML(note_html(t("Neither an own price nor a price band is known.")))
    view = rows.assign(
        name=[place_text(study, row) for row in rows.to_dict("records")],
        prices=[_prices(row) for row in rows.to_dict("records")],
        cheap=[_share(share) for share in rows["too_cheap"]],
        dear=[_share(share) for share in rows["too_expensive"]],
        inside=[inside_text(study, row) for row in rows.to_dict("records")],
    )
    fields = [
        Field("name", t("What")),
        Field("prices", t("Price"), unit=study.currency, align="right"),
        Field("cheap", t("Too cheap for"), align="right"),
        Field("dear", t("Too expensive for"), align="right"),
        Field("inside", t("In the acceptable range")),
    ]
    note = t("Of a band: too cheap at its lower end, too expensive at its upper one; in a range where all of it is.")
    return HTML(sentence_html(places_sentence(study)) + html_table(view, fields=fields) + note_html(note))


def _offers_table(study: SurveyStudy) -> str:
    rows = study.offered
    margins = [name for name in rows.columns if name.startswith("margin ")]
    view = rows.assign(
        share=[share_text(share) for share in rows["share"]],
        interval=[
            t("{low} to {high}", low=share_text(row.low), high=share_text(row.high)) for row in rows.itertuples()
        ],
        brings=[number(100 * revenue) for revenue in rows["revenue"]],
        said=[t("most") if row.is_best else t("too close to tell") if row.is_tied else "" for row in rows.itertuples()],
        **{f"m{place}": [number(value) for value in rows[name]] for place, name in enumerate(margins)},
    )
    fields = [
        Field("price", t("Price"), "money", unit=study.currency),
        Field("people", t("Asked"), "count"),
        Field("share", t("Would buy"), align="right", note="interval"),
        Field("brings", t("Revenue per hundred"), unit=study.currency, align="right", note="said"),
        *(
            Field(f"m{place}", _margin_name(study, name), unit=study.currency, align="right")
            for place, name in enumerate(margins)
        ),
    ]
    return html_table(view, fields=fields)


def _margin_name(study: SurveyStudy, name: str) -> str:
    return t("Margin per hundred, {place}", place=account_text(study, *name.split(" ", 2)[1:]))


def _prices(row: dict) -> str:
    if row["kind"] == "band":
        return price_range(row["price"], row["high"])
    return number(row["price"], digits=0 if row["price"] == int(row["price"]) else 2)


def _share(share: float) -> str:
    return share_text(share) if share == share else ""
