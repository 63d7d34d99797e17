"""The platforms' performance KPIs, computed per account for any day, beside what the platform shows."""

from workbench.kpis.beside import on_time_shipments, return_figures
from workbench.kpis.days import month_end
from workbench.kpis.last import last_day
from workbench.kpis.leader import leader_levels
from workbench.kpis.matrix import kpi_matrix
from workbench.kpis.names import platform_name
from workbench.kpis.reasons import ORDER_REASONS, REASONS
from workbench.kpis.scoreboard import change_interval, scoreboard
from workbench.kpis.series import kpi_orders, kpi_series
from workbench.kpis.status import STATUSES, allowance, colour, headroom, judge
from workbench.kpis.table import kpi_table

__all__ = [
    "ORDER_REASONS",
    "REASONS",
    "STATUSES",
    "allowance",
    "change_interval",
    "colour",
    "headroom",
    "judge",
    "kpi_matrix",
    "kpi_orders",
    "kpi_series",
    "kpi_table",
    "last_day",
    "leader_levels",
    "month_end",
    "on_time_shipments",
    "platform_name",
    "return_figures",
    "scoreboard",
]
