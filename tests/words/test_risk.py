"""What comes next, in sentences."""

import pandas as pd
import pytest

from workbench.risk import NO_CHANCE, RULES, VERDICTS, Signal
from workbench.risk.reasons import no_chance
from workbench.words import in_language
from workbench.words.catalogue import STRICT
from workbench.words.risk import (
    chance_text,
    leaving_phrase,
    no_chance_sentence,
    risk_sentence,
    roll_off_sentence,
    room_text,
    signal_sentence,
)


@pytest.fixture(autouse=True)
def strict_words(monkeypatch):
    monkeypatch.setenv(STRICT, "1")


def kpi(name: str, *, headroom: int, probability: float = float("nan"), **fields: object) -> dict:
    return {
        "kpi": name, "scope": "", "platform": "amazon", "market": "MX", "target": 0.04, "comparator": "lt",
        "rate": 0.0222, "headroom": headroom, "probability": probability, "days": 21, **fields,
    }  # fmt: skip


def leaving(*days: str, bad_after: list[int], allowed: int | None = 1) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kpi": "late_shipment_rate",
            "scope": "",
            "leaves_on": pd.to_datetime(list(days)),
            "weight": 1,
            "bad_after": bad_after,
            "allowed_after": pd.Series([allowed] * len(days), dtype="Int64"),
        }
    )


def test_a_chance_is_printed_no_finer_than_it_is_known():
    assert [chance_text(each).replace("\xa0", " ") for each in (0.0004, 0.347, 0.9995)] == ["< 1%", "35%", "> 99%"]


def test_room_is_said_in_orders():
    assert room_text({"headroom": -3}) == "3 too many" and room_text({"headroom": 2}) == "2 more"
    assert leaving_phrase({"leaving": 1}) == "1 order" and leaving_phrase({"leaving": pd.NA}) == ""


def test_the_likeliest_breach_is_named():
    rows = [
        kpi("late_shipment_rate", headroom=0, probability=0.35),
        kpi("valid_tracking_rate", headroom=-2),
        kpi("order_defect_rate", headroom=1),
    ]
    said = risk_sentence(pd.DataFrame(rows)).replace("\xa0", " ")
    assert said == (
        "1 of 3 KPIs miss their target now. The likeliest to miss it within 21 days: late shipment rate, Amazon Mexico "
        "(35%; target < 4%, 2.22% now). For 1 no chance can be given; the table says why."
    )


def test_where_nothing_is_likely_the_highest_chance_is_said():
    said = risk_sentence(pd.DataFrame([kpi("late_shipment_rate", headroom=4, probability=0.03)]))
    assert said.endswith("None of the others is likely to within 21 days: at most 3%.")


def test_without_counts_there_is_nothing_to_measure():
    nothing = pd.DataFrame([kpi("late_shipment_rate", headroom=0)]).head(0)
    assert risk_sentence(nothing) == "No KPI has a target and counts to measure its room by."


@pytest.mark.parametrize(
    "bad_after, end",
    [
        ([3, 1], "Without a further one the target is met again from 19 Feb 2026 on."),
        ([3, 2], "Without a further one the target is still missed after the last of them."),
        ([1, 0], "between 4 Feb 2026 and 19 Feb 2026."),
    ],
)
def test_the_calendar_says_when_the_target_is_met_again(bad_after, end):
    said = roll_off_sentence(leaving("2026-02-04", "2026-02-19", bad_after=bad_after)).replace("\xa0", " ")
    assert said.startswith("Late shipment rate: 2 bad orders leave the window") and said.endswith(end)


def test_an_empty_calendar_says_so():
    empty = leaving(bad_after=[])
    assert roll_off_sentence(empty).startswith("No bad order in the window is known by its day")


def test_sentences_stand_in_chinese_without_a_space():
    with in_language("zh"):
        said = roll_off_sentence(leaving("2026-02-04", bad_after=[0], allowed=1))
        both = roll_off_sentence(leaving("2026-02-04", "2026-02-05", bad_after=[2, 1]))
    assert "。 " not in both and said.startswith("延迟发货率：")


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
@pytest.mark.parametrize("code", NO_CHANCE)
def test_every_reason_is_a_sentence_in_each_language(lang, code):
    with in_language(lang):
        said = no_chance_sentence(no_chance(code, "meli-ventas" if code == "counts_alone" else 12))
    assert said and said[-1] in ".。" and "{" not in said


def test_counts_alone_say_what_orders_would_add():
    said = no_chance_sentence("counts_alone:amazon-all-orders")
    assert "Amazon All Orders" in said and said.endswith("how likely a breach is.")
    assert no_chance_sentence("") == ""


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_every_verdict_and_rule_has_words(lang):
    with in_language(lang):
        for verdict in VERDICTS:
            for rule in RULES:
                signal = Signal("a", "claims_rate", "", pd.Timestamp("2026-01-31"), verdict, rule, pd.DataFrame())
                assert "{" not in signal_sentence(signal, platform="mercadolibre", market="MX")
