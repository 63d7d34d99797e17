"""The record: what can't be rebuilt from files, append-only.

Answers about files, column maps, when files came, events, the frozen baseline, published figures and notes. Each
entry says who and when; a correction is a new entry. A copy of the folder is a backup of it.
"""

from workbench.record.alerts import (
    ALERTS,
    alert_entries,
    alert_key,
    remember_alerts,
    remember_told,
    told_alerts,
)
from workbench.record.answers import (
    ANSWERS,
    FILES,
    accepted_losses,
    file_answers,
    remember_accepted_losses,
    remember_answer,
)
from workbench.record.baseline import baseline_history, freeze_baseline, frozen_baseline
from workbench.record.column_maps import COLUMN_MAPS, column_maps, read_map_file, remember_column_map
from workbench.record.entries import RECORD, RecordFault, append_entries, append_entry, read_entries
from workbench.record.events import BASELINE, EVENTS, Event, events_table, log_event, read_events
from workbench.record.notes import CHAPTERS, Note, note_path, read_note, write_note_template
from workbench.record.price_advice import (
    DECISIONS,
    PRICES,
    price_entries,
    remember_advice,
    remember_decision,
    remember_execution,
)
from workbench.record.published import PUBLISHED, Publication, publications, publish_figures, published_figures
from workbench.record.received import RECEIVED, received_files, remember_received
from workbench.record.redacted import REDACTED, originals, redacted_files, remember_redacted
from workbench.record.verdicts import VERDICTS, Verdict, read_verdicts, remember_verdict

__all__ = [
    "ALERTS",
    "ANSWERS",
    "BASELINE",
    "CHAPTERS",
    "COLUMN_MAPS",
    "DECISIONS",
    "EVENTS",
    "FILES",
    "PRICES",
    "PUBLISHED",
    "RECEIVED",
    "RECORD",
    "REDACTED",
    "VERDICTS",
    "Event",
    "Note",
    "Publication",
    "RecordFault",
    "Verdict",
    "accepted_losses",
    "alert_entries",
    "alert_key",
    "append_entries",
    "append_entry",
    "baseline_history",
    "column_maps",
    "events_table",
    "file_answers",
    "freeze_baseline",
    "frozen_baseline",
    "log_event",
    "note_path",
    "originals",
    "price_entries",
    "publications",
    "publish_figures",
    "published_figures",
    "read_entries",
    "read_events",
    "read_map_file",
    "read_note",
    "read_verdicts",
    "received_files",
    "redacted_files",
    "remember_accepted_losses",
    "remember_advice",
    "remember_alerts",
    "remember_answer",
    "remember_column_map",
    "remember_decision",
    "remember_execution",
    "remember_received",
    "remember_redacted",
    "remember_told",
    "remember_verdict",
    "told_alerts",
    "write_note_template",
]
