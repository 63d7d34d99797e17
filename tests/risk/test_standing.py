"""The one order in which boards and lists show the KPIs."""

from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.errors import TableError
from workbench.risk import STANDINGS, standing, standing_of, standings, urgency, with_standing

COLUMNS = ("account", "kpi", "scope", "window_days", "basis", "status")


def figures(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([("amazon-us", kpi, "", 30, "computed", status) for kpi, status in rows], columns=COLUMNS)


@pytest.mark.parametrize(
    ("status", "probability", "headroom", "expected"),
    [
        ("breach", 0.9, -2, "breach"),
        ("watch", 0.3, 1, "at_risk"),
        ("good", 0.3, 5, "at_risk"),
        ("good", 0.2999, 5, "good"),
        ("watch", None, -8, "at_risk"),
        ("watch", None, 0, "watch"),
        ("good", None, None, "good"),
        ("unmeasured", 0.9, -1, "unmeasured"),
        ("no_rule", None, None, "no_rule"),
    ],
)
def test_likely_to_be_missed_stands_between_breach_and_watch(status, probability, headroom, expected):
    row = pd.DataFrame({"status": [status], "probability": [probability], "headroom": [headroom]})
    assert standings(row).tolist() == [expected]
    assert urgency(row).tolist() == [STANDINGS.index(expected)]


@pytest.mark.parametrize("label", ["AT_RISK", "At risk"])
def test_what_the_platform_itself_calls_at_risk_is_so(label):
    assert standing_of({"status": "watch", "level": label}) == "at_risk"
    assert standing_of({"status": "breach", "level": label}) == "breach"
    assert standing_of({"status": "watch", "level": "Monitor"}) == "watch"


def test_without_chances_the_status_decides():
    assert standings(figures(("a", "good"), ("b", "watch"))).tolist() == ["good", "watch"]


def test_a_table_without_status_is_refused():
    with pytest.raises(TableError, match="status"):
        standings(pd.DataFrame({"kpi": ["a"]}))


def test_the_table_is_sorted_worst_first_and_keeps_its_order_within(monkeypatch):
    kpis = figures(("a", "unmeasured"), ("b", "good"), ("c", "watch"), ("d", "good"), ("e", "breach"), ("f", "good"))
    known = kpis.assign(probability=[None, 0.1, 0.2, 0.5, None, None], headroom=[None, 4, 1, 2, -1, 3])
    monkeypatch.setattr(standing, "breach_risk", lambda client, table, days: known)
    found = with_standing(SimpleNamespace(), kpis)
    assert found["kpi"].tolist() == ["e", "d", "c", "b", "f", "a"]
    assert found["standing"].tolist() == ["breach", "at_risk", "watch", "good", "good", "unmeasured"]
    assert found["probability"].dropna().tolist() == [0.5, 0.2, 0.1]
    assert "standing" not in kpis
