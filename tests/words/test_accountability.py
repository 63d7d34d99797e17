"""Sentences about late files and restated figures."""

import pandas as pd
import pytest

from workbench.accountability import RESTATED_REASONS
from workbench.words import in_language
from workbench.words.accountability import arrivals_sentence, restated_reason, restated_sentence


def arrived(*late: int | None) -> pd.DataFrame:
    exports = ["mabang-orders", "track17", "meli-ventas"][: len(late)]
    states = ["missing" if days is None else "complete" for days in late]
    return pd.DataFrame({"export": exports, "late_days": pd.array(late, dtype="Int64"), "state": states})


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ((0, 0), "2 of 2 expected files came."),
        ((0, None), "1 of 2 expected files came."),
        ((4, 0), "2 of 2 expected files came. 1 of them was late: Mabang 马帮 orders, by 4 days."),
        (
            (1, 6, None),
            "2 of 3 expected files came. 2 of them were late, most of all 17TRACK tracking answer, by 6 days.",
        ),
        ((1, 0), "2 of 2 expected files came. 1 of them was late: Mabang 马帮 orders, by 1 day."),
        ((), "No file is expected."),
    ],
)
def test_late_and_missing_files_are_counted(late, said):
    assert arrivals_sentence(arrived(*late)).replace("\u00a0", " ") == said


def test_restated_figures_name_their_months():
    assert restated_sentence(pd.DataFrame({"month": []})) == "No published figure comes out otherwise today."
    two = restated_sentence(pd.DataFrame({"month": ["2025-12", "2025-11", "2025-12"]})).replace("\u00a0", " ")
    assert two == "3 published figures come out otherwise today: November 2025, December 2025."


def test_several_reasons_are_said_one_after_the_other():
    why = "rule_changed:old → new; files_came:a.csv, b.csv"
    assert restated_reason(why) == "Another rule holds: old → new. Files came since: a.csv, b.csv."


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_reason_and_sentence_is_translated(lang):
    with in_language(lang):
        for code, text in RESTATED_REASONS.items():
            assert restated_reason(f"{code}:x" if "{detail}" in text else code) != text
        assert "expected" not in arrivals_sentence(arrived(4, 1, None))
        assert "published" not in restated_sentence(pd.DataFrame({"month": ["2025-12"]}))
