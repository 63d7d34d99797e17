import pandas as pd
import pytest

from workbench.kpis.definitions import DEFINITIONS
from workbench.kpis.reasons import REASONS
from workbench.words import in_language
from workbench.words.formats import MINUS, NBSP
from workbench.words.kpi_trends import trend_sentence
from workbench.words.kpis import (
    KPI_NAMES,
    kpi_name,
    kpi_sentence,
    reason_sentence,
    room_phrase,
    scoreboard_sentence,
    status_mark,
    status_word,
)

STATUSES = ("good", "at_risk", "watch", "breach", "unmeasured", "no_rule")


def row(**changed):
    """A KPI whose numbers are easy to follow: 456 of 500 parcels, target over 95 %, 5.1 points lost."""
    return {
        "account": "amazon-mx",
        "platform": "amazon",
        "market": "MX",
        "kpi": "valid_tracking_rate",
        "scope": "",
        "numerator": 456,
        "denominator": 500,
        "rate": 0.912,
        "target": 0.95,
        "comparator": "gt",
        "status": "breach",
        "headroom": None,
        "value": None,
        "change": -0.051,
        "change_low": -0.081,
        "change_high": -0.02,
        **changed,
    }


def plain(text):
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            f"Amazon Mexico: valid tracking rate 91.20%, target > 95% (breach); {MINUS}5.10 pp against last month "
            f"({MINUS}8.10 to {MINUS}2.00).",
        ),
        (
            "zh",
            f"亚马逊墨西哥：有效追踪率 91.20%，目标 > 95%（未达标）；较上月 {MINUS}5.10个百分点"
            f"（{MINUS}8.10 至 {MINUS}2.00）。",
        ),
        (
            "es",
            f"Amazon México: tasa de rastreo válido 91.20%, objetivo > 95% (incumple); {MINUS}5.10 pp frente al mes "
            f"anterior ({MINUS}8.10 a {MINUS}2.00).",
        ),
    ],
)
def test_a_kpi_in_one_sentence(lang, said):
    with in_language(lang):
        assert plain(kpi_sentence(row())) == said


def test_a_change_that_chance_explains_is_not_called_one():
    assert "within what chance alone explains" in kpi_sentence(row(change=0.004, change_low=-0.014, change_high=0.021))


def test_without_last_month_the_sentence_ends_with_the_status():
    assert plain(kpi_sentence(row(change=None))) == "Amazon Mexico: valid tracking rate 91.20%, target > 95% (breach)."


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "1 of 2 KPIs with a target are in breach, 0 at risk, 0 to watch; 1 not measured. Amazon Mexico: valid",
        ),
        ("zh", "2 项有目标的指标中，1 项未达标，0 项有风险，0 项需关注；另有 1 项未测算。亚马逊墨西哥：有效追踪率"),
        ("es", "De 2 indicadores con objetivo: 1 en incumplimiento, 0 en riesgo y 0 por vigilar; 1 sin medir. Amazon"),
    ],
)
def test_the_scoreboard_in_one_sentence(lang, said):
    board = pd.DataFrame([row(), row(status="good", rate=0.97), row(status="unmeasured", rate=None)])
    with in_language(lang):
        assert plain(scoreboard_sentence(board)).startswith(said)


def test_the_counts_follow_the_standing_and_the_worst_is_told_with_its_chance():
    likely = row(status="good", rate=0.97, headroom=3, probability=0.46, change=None)
    board = pd.DataFrame([row(status="watch", rate=0.951, headroom=0, probability=0.1), likely])
    assert plain(scoreboard_sentence(board)) == (
        "0 of 2 KPIs with a target are in breach, 1 at risk, 1 to watch; 0 not measured. Amazon Mexico: valid tracking "
        "rate 97.00%, target > 95% (at risk); room for 3 more orders; missed within 21 days with a chance of 46%."
    )


@pytest.mark.parametrize(
    ("room", "said"), [(3, "room for 3 more orders"), (1, "room for 1 more order"), (0, "no room left"), (None, "")]
)
def test_the_room_of_a_kpi_in_a_phrase(room, said):
    assert plain(room_phrase({"headroom": room})) == said


def test_a_category_is_counted_beside_the_kpi_that_it_is_a_part_of():
    board = pd.DataFrame([row(), row(scope="kitchen"), row(scope="textiles", status="watch", headroom=0)])
    assert plain(scoreboard_sentence(board)).startswith(
        "1 of 1 KPI with a target is in breach, 0 at risk, 0 to watch; 0 not measured. "
        "Of single categories 1 are in breach, 0 at risk, 1 to watch. Amazon Mexico: valid tracking rate 91.20%"
    )


def daily(rates, target=0.95):
    days = pd.date_range("2026-01-01", periods=len(rates))
    return pd.DataFrame({"date": days, "rate": rates, "target": target})


@pytest.mark.parametrize(
    ("rates", "comparator", "said"),
    [
        ([0.97, 0.94, 0.93], "gt", "x: y fell under its target of 95% on 2 Jan 2026 and was 93.00% on 3 Jan 2026"),
        ([0.93, 0.94, 0.93], "gt", "x: y stayed under its target of 95% all through and was 93.00% on 3 Jan 2026"),
        ([0.93, 0.94, 0.97], "gt", "x: y has been back on its target of 95% since 3 Jan 2026 and was 97.00% on"),
        ([0.97, 0.96, 0.97], "gt", "x: y held its target of 95% and was 97.00% on 3 Jan 2026"),
        ([0.95, 0.95, 0.95], "gt", "x: y stayed under its target of 95% all through and was 95.00% on"),
        ([0.95, 0.95, 0.95], "ge", "x: y held its target of 95% and was 95.00% on"),
        ([0.90, 0.96, 0.97], "lt", "x: y rose over its limit of 95% on 2 Jan 2026 and was 97.00% on"),
        ([None, None, None], "gt", "x: y was not measured in this period"),
        ([0.97, 0.94, None], "gt", "x: y fell under its target of 95% on 2 Jan 2026: 94.00%"),
    ],
)
def test_a_line_in_one_sentence(rates, comparator, said):
    text = trend_sentence(
        daily(pd.array(rates, dtype="Float64").to_numpy("float64", na_value=float("nan"))),
        kpi="y",
        place="x",
        comparator=comparator,
    )
    assert plain(text).startswith(said)


def test_a_line_without_target_judges_nothing():
    text = trend_sentence(daily([0.5, 0.6], target=float("nan")), kpi="y", place="x", comparator="")
    assert plain(text) == "x: y was 60.0% on 2 Jan 2026; there is no target to judge it by"


def test_each_status_has_a_mark_of_its_own_and_a_word_in_each_language():
    assert len({status_mark(status) for status in STATUSES}) == len(STATUSES)
    for lang in ("zh", "en", "es"):
        with in_language(lang):
            assert len({status_word(status) for status in STATUSES}) == len(STATUSES)


def test_every_kpi_that_is_defined_has_a_name():
    assert {definition.kpi for definition in DEFINITIONS} <= set(KPI_NAMES)


def test_an_unknown_kpi_shows_its_id():
    assert kpi_name("new_rate") == "new_rate"


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_a_sentence_in_each_language(lang, code):
    with in_language(lang):
        shown = reason_sentence(f"{code}:7" if "{detail}" in REASONS[code] else code)
    assert shown[-1] in ".。"
    assert "{" not in shown


def test_no_reason_is_no_sentence():
    assert reason_sentence("") == reason_sentence(None) == ""
