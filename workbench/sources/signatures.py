"""Exports that are recognised by their header and named, but not read yet."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.sources.contract import Export

HEADERS = Path(__file__).with_name("signatures.json")


def _export(entry: dict[str, object]) -> Export:
    headings = tuple(entry["headings"])
    return Export(
        name=entry["name"],
        title=entry["title"],
        platform=entry["platform"],
        tables=(),
        fields={heading: (heading,) for heading in headings},
        required=headings,
        status="not_read_yet",
        reader_version=0,
        download="",
    )


SIGNATURES: tuple[Export, ...] = tuple(map(_export, json.loads(HEADERS.read_text(encoding="utf-8"))))
