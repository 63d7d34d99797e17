"""The cost check runs for a sample seller and shows what its settlements imply."""

import pytest

import workbench as wb
from tests.notebooks.test_runs import ran_clean, run, shown
from workbench.words import points


@pytest.mark.notebook
def test_the_cost_check_runs_and_shows_the_largest_departure(home, tmp_path):
    done = run("desk/cost_check.ipynb", tmp_path, client="lumen-home", lang="zh", home=str(home), on="2026-01-31")
    client = wb.open_client("lumen-home", home=home)
    rates = wb.implied_rates(client, account="amazon-us", start="2025-11-03", end="2026-01-31")
    text = shown(done)
    assert ran_clean(done)
    assert "平台实际收取了多少？" in text
    assert points(rates["departure"].iloc[rates["departure"].abs().argmax()], unit=False) in text
