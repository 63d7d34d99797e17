"""Headings of what the commands print for an analyst, and the words in its cells."""

from __future__ import annotations

from workbench.words.catalogue import mark, t

TRACE = {
    "key": mark("key"),
    "file": mark("file"),
    "row": mark("row"),
    "column": mark("column"),
    "value": mark("value"),
}
REDACTED = {
    "file": mark("file"),
    "delete_by": mark("delete by"),
    "outcome": mark("outcome"),
    "columns": mark("blank columns"),
    "masked": mark("masked cells"),
    "form": mark("form"),
}
OUTCOMES = (mark("redacted"), mark("would be redacted"), mark("nothing personal"), mark("not redacted"))
"""What became of a file, in the words of `redact`."""
EVENTS = {
    "event_id": mark("event"),
    "on_date": mark("day"),
    "kind": mark("kind"),
    "account": mark("account"),
    "kpi": mark("kpi"),
    "owner": mark("owner"),
    "due_date": mark("due"),
    "state": mark("state"),
    "by": mark("by"),
    "text": mark("text"),
    "corrected_by": mark("corrected by"),
}


def headings_in_words(headings: dict[str, str]) -> dict[str, str]:
    """Columns and their headings in the language in use.

    >>> headings_in_words(TRACE)["row"]
    'row'
    """
    return {name: t(heading) for name, heading in headings.items()}
