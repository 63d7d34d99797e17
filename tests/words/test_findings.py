import pandas as pd
import pytest

from workbench.words import in_language
from workbench.words.findings import (
    MOST,
    Finding,
    choose_findings,
    conversion_findings,
    decision,
    difference_findings,
    file_findings,
    kpi_findings,
    unmeasured_findings,
)
from workbench.words.formats import NBSP

NOTHING = {"change": None, "change_low": None, "change_high": None, "value": None, "level": "", "reported_rate": None}


def board(*rows):
    common = {"platform": "amazon", "market": "MX", "scope": "", "target": 0.95, "comparator": "gt", **NOTHING}
    kpi = {"kpi": "valid_tracking_rate", "numerator": 90, "denominator": 100, "rate": 0.9}
    frame = pd.DataFrame([{**common, **kpi, **row} for row in rows])
    return frame.astype({"headroom": "Int64", "reported_rate": "float64", "rate": "float64"})


def said(findings):
    return [finding.sentence.replace(NBSP, " ") for finding in findings]


def test_the_kpi_with_most_orders_too_many_comes_first():
    found = kpi_findings(board({"status": "breach", "headroom": -3}, {"status": "breach", "headroom": -71}))
    assert [text.split("; ")[1] for text in said(choose_findings(found))] == [
        "71 orders too many.",
        "3 orders too many.",
    ]


def test_a_yellow_that_misses_the_target_is_a_finding_of_its_own_and_not_near_its_limit():
    found = kpi_findings(board({"status": "watch", "headroom": -8}, {"status": "watch", "headroom": 0}))
    assert said(found)[0].endswith("(at risk); 8 orders too many.")
    assert said(found)[1] == "Close to the limit: valid tracking rate (Amazon Mexico)."


def test_what_is_likely_to_miss_its_target_is_at_risk_and_neither_near_nor_held():
    rows = [
        {"status": "good", "headroom": 2, "probability": 0.45, "kpi": "late_shipment_rate"},
        {"status": "watch", "headroom": 0, "probability": 0.1},
        {"status": "good", "headroom": 9, "probability": 0.01},
    ]
    found = said(choose_findings(kpi_findings(board(*rows))))
    assert found[0] == "At risk within 21 days: late shipment rate (Amazon Mexico) 45%."
    assert found[1] == "Close to the limit: valid tracking rate (Amazon Mexico)."
    assert found[2].startswith("1 of 3 KPIs with a target hold it.")


def test_more_than_four_breaches_are_four_sentences_and_a_list():
    found = kpi_findings(board(*[{"status": "breach", "headroom": -place} for place in range(1, 7)]))
    assert len(found) == 5
    assert said(found)[4].count("valid tracking rate") == 2


def test_where_all_is_well_the_nearest_to_its_limit_is_named():
    (only,) = kpi_findings(board({"status": "good", "headroom": 9}, {"status": "good", "headroom": 2}))
    assert only.sentence.replace(NBSP, " ") == (
        "2 of 2 KPIs with a target hold it. Nearest to its limit: valid tracking rate (Amazon Mexico) at 90.00%, "
        "target > 95%, with room for 2 more orders."
    )


def test_seven_findings_at_most_and_the_heaviest_first():
    many = [Finding(str(weight), "", "kpis", weight) for weight in range(20)]
    assert [finding.weight for finding in choose_findings(many)] == list(range(19, 19 - MOST, -1))


@pytest.mark.parametrize(("ours", "theirs", "differ"), [(0.94, 0.96, True), (0.96, 0.97, False), (0.95, 0.96, True)])
def test_two_figures_on_two_sides_of_the_target_are_a_finding(ours, theirs, differ):
    found = difference_findings(board({"status": "good", "headroom": 0, "rate": ours, "reported_rate": theirs}))
    assert bool(found) == differ


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "we count valid tracking rate at 94.00%, the platform shows 96.00%, and the target of > 95% lies between.",
        ),
        ("zh", "亚马逊墨西哥：有效追踪率我方计算为 94.00%，平台显示 96.00%，目标 > 95% 恰在两者之间。"),
        ("es", "calculamos tasa de rastreo válido en 94.00%, la plataforma muestra 96.00%"),
    ],
)
def test_the_difference_is_told_in_each_language(lang, text):
    with in_language(lang):
        found = difference_findings(board({"status": "good", "headroom": 0, "rate": 0.94, "reported_rate": 0.96}))
    assert text in said(found)[0]


def change(low, high):
    return {
        "account": "amazon-us",
        "item_id": "B0LH000001",
        "date": pd.Timestamp("2025-10-08"),
        "kind": "content",
        "conversion_before": 0.12,
        "conversion_after": 0.08,
        "change": -0.04,
        "change_low": low,
        "change_high": high,
    }


def test_a_loss_of_conversion_that_chance_can_explain_is_no_finding():
    assert conversion_findings(pd.DataFrame([change(-0.09, 0.01)])) == []
    assert len(conversion_findings(pd.DataFrame([change(-0.06, -0.02)]))) == 1


def test_files_with_a_missing_week_and_many_refused_rows_are_findings():
    files = pd.DataFrame({"status": ["read"], "rows": [1000], "refused": [5]})
    days = [f"2026-01-{day:02d}" for day in (*range(1, 10), *range(20, 29))]
    coverage = pd.DataFrame(
        {"export": "x", "title": "Amazon All Orders", "account": "amazon-us", "day": days, "rows": 1}
    )
    gap, losses = file_findings(files, coverage)
    assert "from 10 Jan 2026 to 19 Jan 2026" in gap.sentence.replace(NBSP, " ")
    assert losses.sentence == "5 of 1,000 rows (0.50%) were refused, so the figures rest on the others."


def test_whole_files_without_losses_are_no_finding():
    files = pd.DataFrame({"status": ["read"], "rows": [1000], "refused": [4]})
    assert file_findings(files, pd.DataFrame(columns=["export", "title", "account", "day", "rows"])) == []


def test_what_is_not_measured_is_counted():
    rows = board({"status": "unmeasured", "headroom": None}, {"status": "good", "headroom": 1})
    assert said(unmeasured_findings(rows)) == ["1 of 2 KPIs can't be measured from the files that we have."]
    assert unmeasured_findings(rows.iloc[1:]) == []


@pytest.mark.parametrize("kpi", ["valid_tracking_rate", "policy_document_requests", "something_new"])
@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_every_kpi_has_something_to_decide(kpi, lang):
    with in_language(lang):
        assert decision(kpi)
