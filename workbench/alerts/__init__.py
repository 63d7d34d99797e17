"""What somebody has to look at now: breached, likely to breach, getting worse, not measured, files late."""

from workbench.alerts.conditions import ALERT_KINDS, LIKELY_DAYS, LIKELY_FROM, LIKELY_UNTIL, MONTHS_ASKED_FOR
from workbench.alerts.life import ALERT_COLUMNS, ALERT_STATES, SHOWN_DAYS, acknowledge, client_alerts, open_alerts
from workbench.alerts.watching import last_day_looked_at, look_back, watch_alerts

__all__ = [
    "ALERT_COLUMNS",
    "ALERT_KINDS",
    "ALERT_STATES",
    "LIKELY_DAYS",
    "LIKELY_FROM",
    "LIKELY_UNTIL",
    "MONTHS_ASKED_FOR",
    "SHOWN_DAYS",
    "acknowledge",
    "client_alerts",
    "last_day_looked_at",
    "look_back",
    "open_alerts",
    "watch_alerts",
]
