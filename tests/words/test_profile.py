"""What is missing in a profile, and the size it declares, in words of three languages."""

import pandas as pd
import pytest

from workbench.accountability import DECLARED_NOTES
from workbench.profile.missing import GAPS
from workbench.words import in_language
from workbench.words.profile import MEASURES, declared_rows, gap_sentence

DECLARED = pd.DataFrame(
    {
        "measure": ["skus", "orders_three_months"],
        "declared": [45, 200],
        "files": [40, 188],
        "note": ["listed", "counted:2025-06-02/2025-09-01"],
    }
)


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_detail_that_is_a_day_prints_as_one_and_any_other_as_it_is():
    assert said(gap_sentence("contract_over:2025-12-31")) == "warning: the contract ended on 31 Dec 2025"
    assert gap_sentence("shop_names:马帮") == "orders in 马帮 can't be told to belong to the account"
    assert gap_sentence("name:zh, es") == "reports in zh, es show the name in another language"


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("code", GAPS)
def test_every_gap_is_translated(lang, code):
    gap = f"{code}:2026-01-31" if "{detail}" in GAPS[code] else code
    english = gap_sentence(gap)
    with in_language(lang):
        assert gap_sentence(gap) not in ("", english)


def test_the_declared_size_is_told_with_the_days_counted():
    rows = declared_rows(DECLARED)
    assert rows["measure"].tolist() == ["SKUs", "Orders of the last three months"]
    assert said(rows["note"][1]) == "orders from 2 Jun 2025 – 1 Sep 2025"
    assert DECLARED["measure"].tolist() == ["skus", "orders_three_months"], "the input is unchanged"


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_note_and_measure_is_translated(lang):
    notes = [f"{code}:2026-01-31" if "{detail}" in text else code for code, text in DECLARED_NOTES.items()]
    table = pd.DataFrame({"measure": list(MEASURES) * 2, "note": notes})
    english = declared_rows(table)
    with in_language(lang):
        rows = declared_rows(table)
    assert (rows["note"] != english["note"]).all()
    assert rows["measure"][1] != english["measure"][1]
