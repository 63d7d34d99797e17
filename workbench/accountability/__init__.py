"""Who said what when, against what was promised: events, baseline, published figures, files that came or did not."""

from workbench.accountability.arrivals import arrivals, missing_files
from workbench.accountability.change_parts import change_parts
from workbench.accountability.declared import DECLARED_NOTES, declared_against_files
from workbench.accountability.effects import VERDICTS, action_effects
from workbench.accountability.events import SHORT_KINDS, known_kpis, log, unknown_names
from workbench.accountability.expected import expected_files
from workbench.accountability.freezing import files_read, freeze, publish
from workbench.accountability.restated import RESTATED_REASONS, restated
from workbench.accountability.roles import role_board, with_roles
from workbench.accountability.tasks import open_tasks
from workbench.accountability.weekly import last_day_of_week, weekly_due, weekly_moves

__all__ = [
    "DECLARED_NOTES",
    "RESTATED_REASONS",
    "SHORT_KINDS",
    "VERDICTS",
    "action_effects",
    "arrivals",
    "change_parts",
    "declared_against_files",
    "expected_files",
    "files_read",
    "freeze",
    "known_kpis",
    "last_day_of_week",
    "log",
    "missing_files",
    "open_tasks",
    "publish",
    "restated",
    "role_board",
    "unknown_names",
    "weekly_due",
    "weekly_moves",
    "with_roles",
]
