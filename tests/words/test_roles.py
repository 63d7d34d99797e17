"""Words of roles, tasks, parts of a change and what followed an action."""

import pandas as pd
import pytest

from workbench.accountability import VERDICTS
from workbench.accountability.order_labels import HANDS
from workbench.kpis import ORDER_REASONS
from workbench.words import in_language
from workbench.words.formats import NBSP
from workbench.words.roles import (
    EFFECT_WORDS,
    ROLE_WORDS,
    TASK_WORDS,
    WAY_WORDS,
    answerable,
    due_sentence,
    due_words,
    effect_sentence,
    effects_sentence,
    move_sentence,
    moves_sentence,
    part_name,
    parts_sentence,
    role_name,
    roles_sentence,
    task_word,
    verdict_word,
)

EFFECT = {
    **{"kpi": "late_shipment_rate", "rate_before": 0.04, "rate_after": 0.02, "change": -0.02},
    **{"change_low": -0.05, "change_high": 0.01},
    **{"after_start": pd.Timestamp("2026-01-17"), "after_end": pd.Timestamp("2026-01-31")},
}
MOVE = {
    **{"platform": "amazon", "market": "US", "kpi": "late_shipment_rate", "scope": "", "rate": 0.06, "value": None},
    **{"target": 0.04, "comparator": "lt", "status": "breach", "status_before": "good", "rate_before": 0.02},
    **{"denominator": 100, "level": "", "change": 0.04, "change_low": 0.01, "change_high": 0.07, "why": "status"},
    **{"verdict": "", "rule": ""},
}


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_every_word_is_there_in_every_language(lang):
    with in_language(lang):
        assert all(verdict_word(verdict) for verdict in VERDICTS)
        assert all(task_word(kind) for kind in TASK_WORDS)
        assert all(role_name(role) for role in ROLE_WORDS)
        assert all(part_name("cause", name) for name in [*ORDER_REASONS, *HANDS, "unsaid"])
        assert len(WAY_WORDS) == 5 and len(EFFECT_WORDS) == 2


def test_a_role_of_the_clients_own_stays_as_it_was_written():
    assert answerable("夜班", "Wei Beispiel") == "Wei Beispiel, 夜班"
    assert answerable("", "") == "Nobody answers for these"


@pytest.mark.parametrize(("days", "said"), [(-1, "1 day overdue"), (0, "due today"), (14, "in 14 days"), (pd.NA, "")])
def test_days_until_a_due_date(days, said):
    assert due_words(days) == said


def test_the_sentence_says_after_and_never_because():
    said = effect_sentence(EFFECT).replace(NBSP, " ")
    assert said == (
        "late shipment rate: 4.00% before, 2.00% after (17 Jan 2026 – 31 Jan 2026); −2.00 pp (−5.00 to +1.00)."
    )


def test_too_few_orders_have_no_interval():
    said = effect_sentence({**EFFECT, "change_low": float("nan")})
    assert "too few orders to compare" in said


def test_entries_are_counted_by_what_followed():
    effects = pd.DataFrame({"verdict": ["better", "too_early", "no_kpi"]})
    assert effects_sentence(effects) == "3 entries: better after it 1, worse 0, no clear difference 0, too early 1."
    assert effects_sentence(effects.head(0)).startswith("No action")


def test_a_move_names_both_statuses():
    said = move_sentence(MOVE).replace(NBSP, " ")
    assert said == (
        "Amazon United States: late shipment rate went from on target to breach: 6.00%, a week ago 2.00%; target < 4%."
    )


def test_a_move_beyond_chance_names_its_interval():
    said = move_sentence({**MOVE, "why": "beyond_noise"}).replace(NBSP, " ")
    assert "moved by +4.00 pp against last month (+1.00 to +7.00): 6.00%" in said


def test_a_move_ends_with_the_standing_that_the_board_shows():
    likely = {**MOVE, "why": "beyond_noise", "status": "good", "probability": 0.4}
    assert move_sentence(likely).endswith("(at risk).")
    assert "to on target" in move_sentence({**likely, "why": "status", "status_before": "watch"})


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "late shipment rate has become worse: the last week lies beyond the limits of chance; 6.00%, target"),
        ("es", "ha empeorado: "),
        ("zh", "变差："),
    ],
)
def test_a_move_that_the_control_chart_found_names_its_rule(lang, expected):
    with in_language(lang):
        said = move_sentence({**MOVE, "why": "beyond_noise", "verdict": "worse", "rule": "beyond_limits"})
    assert expected in said.replace(NBSP, " ")


def test_the_main_cause_of_a_change_is_named():
    parts = pd.DataFrame(
        {
            "by": ["cause", "cause"],
            "name": ["late", "claim"],
            "part": [0.03, -0.01],
            "part_hundredths": [300, -100],
            "change": 0.02,
        }
    )
    said = parts_sentence(parts, against="2025-12-31").replace(NBSP, " ")
    assert said == "Against 31 Dec 2025: +2.00 pp, most of it by this cause: shipment confirmed late (+3.00 pp)."
    assert "can't be split" in parts_sentence(parts.head(0), against="2025-12-31")


def test_sums_of_a_week():
    assert moves_sentence(pd.DataFrame({"why": []})).startswith("No KPI changed its status")
    assert moves_sentence(pd.DataFrame({"why": ["status"]})).startswith("Changed status this week: 1")
    assert due_sentence(pd.DataFrame({"days_left": [-1, 3]})) == "Overdue: 1; due within two weeks: 1."
    tasks, board = pd.DataFrame({"days_left": [-1]}), pd.DataFrame({"person": ["", "Wei"]})
    assert roles_sentence(tasks, board) == (
        "1 action, open point or warning is open; overdue: 1. Nobody answers for 1 KPI."
    )
