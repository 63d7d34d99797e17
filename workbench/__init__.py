"""Seller workbench: a marketplace seller's files in, KPI boards, price bands and reviews out.

Public names are found lazily, so that `import workbench as wb` costs little.
"""

from __future__ import annotations

from importlib import import_module

_PUBLIC = {
    "open_client": "client",
    "month_end": "kpis",
    "scoreboard": "kpis",
    "kpi_table": "kpis",
    "kpi_series": "kpis",
    "kpi_orders": "kpis",
    "kpi_matrix": "kpis",
    "last_day": "kpis",
    "conversion_by_month": "kpis.conversion",
    "conversion_around_changes": "kpis.conversion",
    "open_cases_of": "notices",
    "price_holds": "notices",
    "find_product": "bands",
    "implied_fees": "costs",
    "unit_margins": "costs",
    "fx_margins": "costs",
    "fx_history": "costs",
    "plot_price_bands": "charts.bands",
    "plot_fx_margins": "charts.margins",
    "plot_fx_history": "charts.margins",
    "price_bands": "bands",
    "band_places": "bands",
    "rules_in_force": "rules",
    "arrivals": "accountability",
    "missing_files": "accountability",
    "restated": "accountability",
    "start_notebook": "display.notebook",
    "show_sentence": "display.notebook",
    "show_table": "display.tables",
    "html_table": "display.tables",
    "Field": "display.tables",
    "show_chart": "display.figures",
    "show_run": "display.review",
    "show_findings": "display.review",
    "show_unmeasured": "display.review",
    "show_rules": "display.review",
    "review_findings": "display.review",
    "show_open_cases": "display.cases",
    "show_arrivals": "display.accountability",
    "show_restated": "display.accountability",
    "show_kpi_board": "display.kpis",
    "show_kpi_glossary": "display.kpis",
    "show_kpi_trends": "display.trends",
    "kpi_dashboard": "display.dashboard",
    "show_changes_chapter": "display.changes",
    "show_price_chapter": "display.bands",
    "show_margin_chapter": "display.margins",
    "show_intake": "display.intake",
    "show_intake_summary": "display.intake",
    "show_refused": "display.intake",
    "show_refused_cells": "display.intake",
    "show_questions": "display.intake",
    "show_coverage": "display.intake",
    "show_tables": "display.explore",
    "show_filled_columns": "display.explore",
    "show_first_rows": "display.explore",
    "show_repeats": "display.intake",
    "plot_kpi_trend": "charts.kpis",
    "plot_kpi_trends": "charts.kpis",
    "plot_coverage": "charts.intake",
    "plot_conversion": "charts.changes",
    "scoreboard_sentence": "words.kpis",
    "kpi_sentence": "words.kpis",
    "trend_sentence": "words.kpis",
    "intake_sentence": "words.intake",
    "coverage_sentence": "words.intake",
    "changes_sentence": "words.changes",
    "arrivals_sentence": "words.accountability",
    "restated_sentence": "words.accountability",
    "desk_table": "desk",
    "desk_cases": "desk",
    "desk_reviews": "desk",
    "show_desk": "display.desk",
    "show_cases": "display.desk",
    "show_reviews": "display.desk",
    "desk_sentence": "words.desk",
    "show_log": "display.log",
    "log_widget": "display.log",
    "show_folders": "display.start",
    "show_profile": "display.start",
    "show_first_price_bands": "display.start",
    "show_client_reviews": "display.start",
    "use_language": "words",
    "language": "words",
    "t": "words",
}


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'workbench' has no attribute '{name}'")
    return getattr(import_module(f"workbench.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
