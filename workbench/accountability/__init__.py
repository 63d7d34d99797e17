"""Who said what when, against what was promised: events, baseline, published figures, files that came or did not."""

from workbench.accountability.arrivals import arrivals, missing_files
from workbench.accountability.declared import DECLARED_NOTES, declared_against_files
from workbench.accountability.events import SHORT_KINDS, known_kpis, log, unknown_names
from workbench.accountability.expected import expected_files
from workbench.accountability.freezing import files_read, freeze, publish
from workbench.accountability.restated import RESTATED_REASONS, restated

__all__ = [
    "DECLARED_NOTES",
    "RESTATED_REASONS",
    "SHORT_KINDS",
    "arrivals",
    "declared_against_files",
    "expected_files",
    "files_read",
    "freeze",
    "known_kpis",
    "log",
    "missing_files",
    "publish",
    "restated",
    "unknown_names",
]
