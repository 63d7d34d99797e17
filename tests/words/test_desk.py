"""Words of the desk, in three languages."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import TableError
from workbench.reviews import REVIEW_STATES
from workbench.tables import EVENT_KINDS, EVENT_STATES
from workbench.words import in_language
from workbench.words.desk import (
    EVENT_KIND_WORDS,
    EVENT_STATE_WORDS,
    REVIEW_STATE_WORDS,
    deadline_words,
    desk_sentence,
    event_kind_word,
    event_state_word,
    review_state_word,
)
from workbench.words.formats import NBSP


def desk(**columns):
    row = {
        "month": "2026-01",
        "missing": 0,
        "questions": 0,
        "breach": 0,
        "at_risk": 0,
        "cases": 0,
        "hours_left": np.nan,
    }
    row |= {"hours_left": np.nan, "review": "sent", "problem": ""}
    frame = pd.DataFrame([row, row]).assign(**columns)
    return frame.astype(dict.fromkeys(("missing", "questions", "breach", "at_risk", "cases"), "Int64"))


@pytest.mark.parametrize(
    ("lang", "hours", "said"),
    [
        ("en", 5.99, "5 hours left"),
        ("en", 1.5, "1 hour left"),
        ("en", 0.2, "0 hours left"),
        ("en", -1.0, "1 hour over"),
        ("en", 72.5, "72 hours left"),
        ("en", 73.0, "3 days left"),
        ("en", -7139.1, "297 days over"),
        ("en", np.nan, ""),
        ("zh", 5.6, "剩余 5 小时"),
        ("es", -30, "vencido hace 30 horas"),
        ("es", 1, "queda 1 hora"),
    ],
)
def test_a_deadline_is_told_in_hours_then_in_days_and_never_too_long(lang, hours, said):
    with in_language(lang):
        assert deadline_words(hours) == said


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_every_kind_and_state_has_its_word(lang):
    with in_language(lang):
        kinds, states = [event_kind_word(kind) for kind in EVENT_KINDS], [event_state_word(s) for s in EVENT_STATES]
        reviews = [review_state_word(state) for state in REVIEW_STATES]
    assert len(set(kinds)) == len(EVENT_KIND_WORDS)
    assert len(set(states)) == len(EVENT_STATE_WORDS)
    assert len(set(reviews)) == len(REVIEW_STATE_WORDS)


def test_a_state_that_is_not_said_has_no_word():
    assert event_state_word("") == ""


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "Nothing waits."),
        ({"breach": [2, 0]}, "1 client misses a target."),
        ({"at_risk": [1, 3], "breach": [1, 0]}, "1 client misses a target. 2 clients have a KPI at risk."),
        ({"breach": [2, 1], "missing": [0, 3]}, "1 client still lacks files. 2 clients miss a target."),
        ({"questions": [1, 1]}, "2 clients have open questions."),
        ({"problem": ["client.yml: line 3", ""]}, "1 client could not be counted."),
        ({"cases": [1, 0]}, "1 case is open."),
        ({"cases": [1, 0], "hours_left": [30.0, np.nan]}, "1 case is open: 30 hours left."),
        (
            {"cases": [2, 1], "hours_left": [30.0, -4.0]},
            "3 cases are open; the nearest deadline: 4 hours over.",
        ),
        ({"review": ["draft", "sent"]}, "1 review of January 2026 waits."),
        ({"review": ["draft", "missing"]}, "2 reviews of January 2026 wait."),
        ({"review": ["sent", None], "breach": [pd.NA, pd.NA]}, "Nothing waits."),
    ],
)
def test_the_desk_says_what_waits(columns, said):
    assert desk_sentence(desk(**columns)).replace(NBSP, " ") == said


def test_a_chinese_desk_has_no_spaces_between_sentences():
    with in_language("zh"):
        assert desk_sentence(desk(breach=[1, 0], missing=[1, 0])) == "1 个客户仍缺文件。1 个客户有指标未达标。"


def test_an_empty_home_is_said():
    assert desk_sentence(desk().head(0)) == "The home has no client yet."


def test_the_desk_is_not_altered():
    before = desk(breach=[1, 0])
    desk_sentence(before)
    pd.testing.assert_frame_equal(before, desk(breach=[1, 0]))


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="hours_left"):
        desk_sentence(desk().drop(columns="hours_left"))
