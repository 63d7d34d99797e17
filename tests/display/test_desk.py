"""The desk's tables as a reader sees them."""

import re

import numpy as np
import pandas as pd
import pytest

from workbench.desk import KPI_COUNTS
from workbench.display.desk import show_cases, show_desk, show_reviews
from workbench.errors import TableError
from workbench.words import in_language

INSTANT = pd.Timestamp("2026-02-03T10:05:00Z")
COUNTS = ("files", "missing", "refused", "questions", *KPI_COUNTS, "cases")


def desk():
    good = {"client": "one", "name": "One <b>", "month": "2026-01", "hours_left": 30.5, "review": "draft"}
    good |= {"ingested_at": INSTANT, "problem": "", **dict.fromkeys(COUNTS, 7)}
    bad = {"client": "two", "name": "two", "month": "2026-01", "hours_left": np.nan, "review": None}
    bad |= {"ingested_at": pd.NaT, "problem": "two/client.yml: line 3: <i>", **dict.fromkeys(COUNTS, pd.NA)}
    return pd.DataFrame([good, bad]).astype(dict.fromkeys(COUNTS, "Int64"))


def text(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.data.replace("\xa0", " ")))


def test_a_client_stands_with_its_counts_deadline_and_review():
    said = text(show_desk(desk()))
    assert "One &lt;b&gt; one 7 7 7 7 7 7 7 7 7 7 30 hours left draft 3 Feb 2026 10:05 UTC" in said
    assert "Review of January 2026" in said


def test_the_counts_stand_under_marks_and_words_and_at_risk_is_explained():
    said = text(show_desk(desk()))
    heads = ["■ breach KPIs", "◆ at risk KPIs", "▲ watch KPIs", "● on target KPIs", "– not measured KPIs"]
    assert [said.index(head) for head in heads] == sorted(said.index(head) for head in heads)
    assert "◆ At risk: a chance of 30% or more" in said


def test_what_could_not_be_counted_is_a_dash_and_its_cause_stands_below():
    said = text(show_desk(desk()))
    assert "two two – – – – – – – – – – – –" in said
    assert said.rstrip().endswith("two/client.yml: line 3: &lt;i&gt;")


def test_an_empty_home_says_so():
    assert "The home has no client yet." in show_desk(desk().head(0)).data


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_the_desk_speaks_the_readers_language(lang):
    with in_language(lang):
        assert {"zh": "◆ 有风险", "es": "◆ en riesgo"}[lang] in show_desk(desk()).data


def cases():
    row = {"client": "one", "case_id": "ab12cd34", "account": "amazon-us", "kind": "late_shipment_rate", "owner": ""}
    return pd.DataFrame(
        [{**row, "received_at": INSTANT, "deadline_at": pd.NaT, "hours_left": np.nan, "file": "amazon-us/<x>.eml"}]
    )


def test_a_case_stands_with_what_it_is_about_and_no_deadline_as_a_dash():
    said = text(show_cases(cases()))
    assert "one amazon-us Late shipment rate ab12cd34 3 Feb 2026 10:05 UTC – – amazon-us/&lt;x&gt;.eml" in said
    assert "No case is open." in show_cases(cases().head(0)).data


def reviews():
    columns = ["client", "month", "lang", "state", "made_at"]
    rows = [("one", "2025-12", "zh", "sent", INSTANT), ("one", "2026-01", "zh", "missing", pd.NaT)]
    return pd.DataFrame(rows, columns=columns)


def test_reviews_stand_by_month_the_newest_first():
    assert "January 2026 one zh not made yet – December 2025 one zh sent 3 Feb 2026 10:05 UTC" in text(
        show_reviews(reviews())
    )


@pytest.mark.parametrize(
    ("show", "frame", "column"),
    [(show_desk, desk(), "problem"), (show_cases, cases(), "hours_left"), (show_reviews, reviews(), "made_at")],
)
def test_a_missing_column_is_named_and_the_table_unaltered(show, frame, column):
    before = frame.copy()
    show(frame)
    pd.testing.assert_frame_equal(frame, before)
    with pytest.raises(TableError, match=column):
        show(frame.drop(columns=column))
