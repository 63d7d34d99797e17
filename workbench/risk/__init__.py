"""What comes next for a KPI: room in whole orders, the roll-off calendar, the chance of a breach, signal or noise."""

from workbench.risk.breach import breach_risk
from workbench.risk.leaving import roll_off
from workbench.risk.probability import HORIZONS
from workbench.risk.reasons import NO_CHANCE
from workbench.risk.room import clean_orders_needed, further_bad_orders
from workbench.risk.signal import RULES, VERDICTS, Signal, kpi_signal
from workbench.risk.standing import (
    LIKELY_FROM,
    STANDING_DAYS,
    STANDINGS,
    standing_of,
    standings,
    urgency,
    with_standing,
)

__all__ = [
    "HORIZONS",
    "LIKELY_FROM",
    "NO_CHANCE",
    "RULES",
    "STANDINGS",
    "STANDING_DAYS",
    "VERDICTS",
    "Signal",
    "breach_risk",
    "clean_orders_needed",
    "further_bad_orders",
    "kpi_signal",
    "roll_off",
    "standing_of",
    "standings",
    "urgency",
    "with_standing",
]
