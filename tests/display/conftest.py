"""Words must be translated in these tests, and each begins in English."""

from types import SimpleNamespace

import numpy as np
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
def board():
    """Three KPIs by hand: one in breach, one the platform alone shows, one not measured."""
    common = {
        "account": "amazon-mx",
        "platform": "amazon",
        "market": "MX",
        "scope": "",
        "as_of": pd.Timestamp("2026-01-31"),
        "window_days": 30,
        "window_start": pd.Timestamp("2025-12-23"),
        "window_end": pd.Timestamp("2026-01-21"),
        "value": np.nan,
        "level": "",
        "reason": "",
        "rule_id": "report",
        "owner": "",
        "platform_name": "",
        "trend": [],
        "reported_rate": np.nan,
        "reported_as_of": pd.NaT,
        **dict.fromkeys(("last_month_rate", "baseline_rate", "change", "change_low", "change_high"), np.nan),
    }
    breach = {
        "kpi": "valid_tracking_rate",
        "numerator": 456,
        "denominator": 500,
        "rate": 0.912,
        "target": 0.95,
        "comparator": "gt",
        "status": "breach",
        "basis": "computed",
        "baseline_rate": 0.97,
        "change": -0.051,
        "change_low": -0.081,
        "change_high": -0.02,
        "headroom": -20,
        "reported_rate": 0.9121,
        "reported_as_of": pd.Timestamp("2026-01-28"),
        "trend": [0.97, 0.95, np.nan, 0.912],
        "owner": "王敏",
    }
    shown = {
        "kpi": "account_health_rating",
        "numerator": pd.NA,
        "denominator": pd.NA,
        "rate": np.nan,
        "value": 428,
        "target": 200,
        "comparator": "ge",
        "status": "good",
        "basis": "reported",
        "headroom": pd.NA,
        "as_of": pd.Timestamp("2026-01-28"),
        "level": "GREAT",
    }
    missing = {
        "kpi": "order_defect_rate",
        "scope": "mfn",
        "numerator": pd.NA,
        "denominator": pd.NA,
        "rate": np.nan,
        "target": 0.01,
        "comparator": "lt",
        "status": "unmeasured",
        "basis": "computed",
        "headroom": pd.NA,
        "reason": "missing_export:amazon-all-orders",
    }
    return pd.DataFrame([{**common, **row} for row in (missing, shown, breach)]).astype(
        {"numerator": "Int64", "denominator": "Int64", "headroom": "Int64"}
    )


@pytest.fixture
def intake():
    """Two files, one refused row, no question."""
    files = pd.DataFrame(
        {
            "file": ["mercadolibre-mx/ventas.xlsx", "amazon-mx/notes.pdf"],
            "account": ["mercadolibre-mx", "amazon-mx"],
            "export": ["meli-ventas", ""],
            "title": ["Mercado Libre Ventas", ""],
            "status": ["read", "unknown"],
            "rows": [1204, 0],
            "kept": [1180, 0],
            "repeated": [12, 0],
            "superseded": [8, 0],
            "structural": [3, 0],
            "refused": [1, 0],
            "first_day": ["2026-01-01", ""],
            "last_day": ["2026-01-31", ""],
            "delete_by": ["", ""],
            "note": ["", ""],
        }
    )
    refused = pd.DataFrame(
        {
            "file": ["mercadolibre-mx/ventas.xlsx"],
            "row": ["17"],
            "column": ["Total (MXN)"],
            "value": ["12,5O<script>"],
            "reason": ["not an amount"],
        }
    )
    questions = pd.DataFrame(columns=["file", "sha256", "question", "text", "proposal"])
    days = pd.date_range("2026-01-01", "2026-01-31").strftime("%Y-%m-%d")
    coverage = pd.DataFrame(
        {
            "export": "meli-ventas",
            "title": "Mercado Libre Ventas",
            "account": "mercadolibre-mx",
            "day": days,
            "rows": 38,
        }
    )
    structural = pd.DataFrame({"file": ["mercadolibre-mx/ventas.xlsx"], "kind": ["package (parent row)"], "rows": [3]})
    totals = pd.DataFrame(
        {
            "file": ["mercadolibre-mx/ventas.xlsx"] * 2,
            "name": ["Total (MXN)", "Total (MXN) of the row"],
            "stated": [582.89, 10.0],
            "found": [582.89, 12.5],
            "difference": [0.0, 2.5],
            "currency": ["MXN", "MXN"],
            "where": ["", "80"],
            "holds": [True, False],
        }
    )
    return SimpleNamespace(
        files=files, refused=refused, structural=structural, totals=totals, questions=questions, coverage=coverage
    )
