"""Words must be translated in these tests, and each begins in English."""

import pandas as pd
import pytest

from workbench.words import use_language
from workbench.words.catalogue import STRICT


@pytest.fixture(autouse=True)
def strict_words(monkeypatch):
    """A text without translation stops the test instead of showing in English."""
    monkeypatch.setenv(STRICT, "1")
    use_language("en")


@pytest.fixture
def row():
    """A KPI in breach: valid tracking of a Mexican account, 30 days that end on 21 January."""
    return {
        "account": "amazon-mx",
        "platform": "amazon",
        "market": "MX",
        "kpi": "valid_tracking_rate",
        "scope": "",
        "window_days": 30,
        "window_start": pd.Timestamp("2025-12-23"),
        "window_end": pd.Timestamp("2026-01-21"),
        "as_of": pd.Timestamp("2026-01-31"),
        "target": 0.95,
        "comparator": "gt",
        "status": "breach",
        "rule_id": "report",
    }


@pytest.fixture
def series():
    """Five days, one of them without a figure, that fall under the target on the fourth."""
    return pd.DataFrame(
        {
            "date": pd.date_range("2026-01-27", periods=5),
            "numerator": [97, 96, pd.NA, 94, 93],
            "denominator": [100, 100, 0, 100, 100],
            "rate": [0.97, 0.96, float("nan"), 0.94, 0.93],
            "target": 0.95,
            "basis": "computed",
        }
    )
