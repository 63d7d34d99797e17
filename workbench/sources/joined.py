"""Several readings of one file as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from workbench.sources.contract import Reading


def joined(readings: Sequence[Reading]) -> Reading:
    """Readings that follow each other in a file, as the reading of the whole file."""
    tables = dict.fromkeys(table for reading in readings for table in reading.tables)
    days = [reading.exported_at for reading in readings if pd.notna(reading.exported_at)]
    return replace(
        readings[0],
        tables={
            table: joined_rows([each.tables[table] for each in readings if table in each.tables]) for table in tables
        },
        physical_rows=sum(reading.physical_rows for reading in readings),
        structural=dict(sum((Counter(reading.structural) for reading in readings), Counter())),
        repeated=sum(reading.repeated for reading in readings),
        refused=joined_rows([reading.refused for reading in readings]),
        refused_rows=sum(reading.refused_rows for reading in readings),
        notes=tuple(dict.fromkeys(note for reading in readings for note in reading.notes)),
        totals=tuple(total for reading in readings for total in reading.totals),
        exported_at=max(days, default=None),
    )


def joined_rows(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of the same columns one behind the other; those without rows say nothing of the columns' types."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
