import pandas as pd
import pytest

from workbench.bands.matching import fold_text, fold_texts, has_any

# word, title, whether it is found
CASES = [
    ("ajo", "Prensa de ajo", True),
    ("ajo", "Herramienta de trabajo", False),
    ("ajo", "PRENSADOR DE AJOS", True),
    ("espátula", "Set de Espatulas de silicón", True),
    ("cojin", "Funda para cojín", True),
    ("prensa|triturador", "Triturador de ajo", True),
    ("open box", "Garlic press (OPEN  BOX)", True),
    ("65W", "Charger 65w GaN", True),
    ("65W", "Charger 165W", False),
    ("压蒜器", "不锈钢压蒜器家用", True),
    ("c++", "Manual de C++, tomo 2", True),
    ("garlic", "Ｇａｒｌｉｃ press", True),
]


@pytest.mark.parametrize(("word", "title", "found"), CASES)
def test_words_are_found_whatever_accents_case_and_plural(word, title, found):
    assert has_any(fold_texts(pd.Series([title], dtype="str")), [word]).tolist() == [found]


def test_folding_takes_accents_case_and_double_spaces():
    assert fold_text("  Exprimidor\u00a0 de  AJÓ ") == "exprimidor de ajo"


def test_a_blank_title_holds_no_word():
    assert fold_texts(pd.Series([None, "Ajo"], dtype="str")).tolist() == ["", "ajo"]
