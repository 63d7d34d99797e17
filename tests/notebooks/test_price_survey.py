"""The survey notebook runs on the sample's survey and shows what its rows hold."""

import pandas as pd
import pytest

from tests.notebooks.test_runs import ran_clean, run, shown


@pytest.mark.notebook
def test_the_survey_notebook_counts_who_answered_and_shows_both_ranges(home, tmp_path):
    done = run("desk/price_survey.ipynb", tmp_path, client="lumen-home", lang="en", home=str(home))
    answers = pd.read_csv(home / "lumen-home" / "surveys" / "garlic_press.csv")
    four = answers[["too_cheap", "cheap", "expensive", "too_expensive"]].dropna()
    rising = (four.diff(axis=1).iloc[:, 1:] > 0).all(axis=1).sum()
    text = shown(done)
    assert ran_clean(done)
    assert f"{len(four)} people named all four prices, in MXN; {rising} of them count." in text
    for part in ("original definition", "narrower definition", "our price, Mercado Libre Mexico", "price band 1"):
        assert part in text
