"""What a review tells of late files and of published figures that changed."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from tests.accountability.conftest import PROFILE
from workbench.accountability.arrivals import ARRIVALS, MISSING
from workbench.accountability.restated import COLUMNS
from workbench.display import accountability
from workbench.display.accountability import show_arrivals, show_restated
from workbench.profile import parse_profile
from workbench.words import in_language

CLIENT = SimpleNamespace(profile=parse_profile(PROFILE, client_id="norte", where="x"))
FIGURE = {
    **{"month": "2025-12", "account": "amazon-mx", "kpi": "late_shipment_rate", "scope": "", "window_days": 30},
    **{"old": 0.02, "new": 0.025, "why": "files_came:a<b>.csv", "basis": "computed"},
    **{"old_numerator": 8, "old_denominator": 400, "new_numerator": 10, "new_denominator": 400},
}
CAME = {
    **{"file": "amazon-mx/orders.txt", "export": "amazon-all-orders", "account": "amazon-mx", "sent_by": "Ana"},
    **{"due_date": "2026-02-03", "received_at": pd.Timestamp("2026-02-06T03:00Z"), "late_days": 2, "state": "complete"},
}
GAP = {
    **{"file": "", "export": "costs", "account": "", "sent_by": "", "due_date": "2026-02-05"},
    **{"received_at": pd.NaT, "late_days": pd.NA, "state": "missing"},
}


def text(shown) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", shown.data).replace("\u00a0", " ").split())


def of(kinds: dict[str, str], *rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


@pytest.fixture
def shown(monkeypatch):
    """The two displays of these figures and files."""

    def show(*, figures: tuple = (), files: tuple = (), month: str = "2026-01") -> tuple[str, str]:
        gaps = [
            {**row, "missing_from": "2026-01-01", "missing_until": "2026-01-31"} for row in files if not row["file"]
        ]
        monkeypatch.setattr(accountability, "restated", lambda client: of(COLUMNS, *figures))
        monkeypatch.setattr(accountability, "arrivals", lambda client, month: of(ARRIVALS, *files))
        monkeypatch.setattr(accountability, "missing_files", lambda client, month: of(MISSING, *gaps))
        return text(show_restated(CLIENT, month=month)), text(show_arrivals(CLIENT, month=month))

    return show


def test_where_nothing_is_restated_one_sentence_says_so(shown):
    assert shown()[0] == "No published figure comes out otherwise today."


def test_a_restated_figure_stands_with_both_values_their_counts_and_the_reason(shown):
    said = shown(figures=(FIGURE,))[0]
    assert said.startswith("1 published figure comes out otherwise today: December 2025.")
    assert "Late shipment rate Amazon Mexico 30 our count 2.00% 8 / 400 2.50% 10 / 400" in said
    assert "Files came since: a&lt;b&gt;.csv." in said


def test_a_count_is_no_percentage_and_a_figure_that_was_not_measured_is_a_dash(shown):
    blank = dict.fromkeys(("old_numerator", "old_denominator", "new_numerator", "new_denominator"), pd.NA)
    score = {**FIGURE, **blank, "kpi": "account_health_rating", "old": None, "new": 240.0, "basis": "reported"}
    assert "the platform – 240 Files came" in shown(figures=(score,))[0]


def test_figures_of_later_months_are_left_to_later_reviews(shown):
    late = {**FIGURE, "month": "2026-02"}
    assert "No published figure" in shown(figures=(late,))[0]
    assert "1 published figure" in shown(figures=(late, FIGURE))[0]
    assert "February 2026" in shown(figures=(late,), month="2026-02")[0]


def test_a_late_file_is_told_with_its_day_and_sender_in_the_accounts_own_zone(shown):
    said = shown(files=(CAME,))[1]
    assert "1 of 1 expected files came. 1 of them was late: Amazon All Orders, by 2 days." in said
    # 03:00 UTC is still the evening of the day before in Mexico.
    assert "Amazon Mexico Amazon All Orders 3 Feb 2026 5 Feb 2026 orders.txt 2 Ana complete" in said


def test_a_missing_file_says_which_days_and_how_to_get_it(shown):
    said = shown(files=(CAME, GAP))[1]
    assert "1 of 2 expected files came." in said
    assert "missing 1 Jan 2026 – 31 Jan 2026: Fill in the template costs.csv" in said
    assert said.index("Amazon Mexico") < said.index("Files of no single account")


def test_within_an_account_what_is_missing_comes_first_then_what_came_latest(shown):
    punctual = {**CAME, "export": "amazon-business-report", "file": "amazon-mx/b.csv", "late_days": 0}
    gap = {**GAP, "account": "amazon-mx", "export": "track17"}
    said = shown(files=(punctual, CAME, gap))[1].partition("State")[2]
    assert said.index("17TRACK") < said.index("All Orders") < said.index("Business Report")


def test_where_no_file_is_expected_one_sentence_says_so(shown):
    assert shown()[1] == "No file is expected."


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_both_read_in_every_language(shown, lang):
    with in_language(lang):
        restated, arrivals = shown(figures=(FIGURE,), files=(CAME, GAP))
    assert "published" not in restated and "Why" not in restated and "our count" not in restated
    assert "expected" not in arrivals and "missing" not in arrivals and "Sent by" not in arrivals
