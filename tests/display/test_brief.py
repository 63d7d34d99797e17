"""What the weekly brief puts to the meeting."""

from tests.kpis.conftest import figure, small_client
from workbench.display.brief import ToDecide, _breaches
from workbench.words import in_language

AS_OF = "2026-01-31"
CARRIER = "Decide which carrier service ships from now on, and who follows parcels in customs."


def decided(account: str, *figures: dict) -> list[ToDecide]:
    with in_language("en"):
        return _breaches(small_client(account, reported=list(figures)), AS_OF)


def test_a_target_missed_at_a_platforms_yellow_waits_for_a_decision():
    claims = {"window_days": 60, "target": 0.015, "comparator": "le"}
    missed = figure("claims_rate", AS_OF, numerator=15, denominator=533, **claims)
    (found,) = decided("mercadolibre-mx", missed)
    assert found.said.startswith("Decide which items with claims are paused")
    assert found.more == "Claims rate (Mercado Libre Mexico)"
    assert decided("mercadolibre-mx", figure("claims_rate", AS_OF, numerator=7, denominator=533, **claims)) == []


def test_a_kpi_and_its_categories_are_one_decision():
    limit = {"window_days": 30, "target": 0.95, "comparator": "gt"}
    parts = [("", 140, 150), ("kitchen", 80, 88), ("textiles", 10, 12)]
    figures = [
        figure("valid_tracking_rate", AS_OF, numerator=met, denominator=sent, scope=scope, **limit)
        for scope, met, sent in parts
    ]
    assert decided("amazon-us", *figures) == [ToDecide(CARRIER, "Valid tracking rate (Amazon United States)")]
