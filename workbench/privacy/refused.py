"""Refused cells, in which a bare number of ten digits is a phone: nobody could read it as anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.cleaning.names import normalised
from workbench.cleaning.people import masked
from workbench.cleaning.rawtable import RawTable
from workbench.sources.contract import Export, Reading

# A place in a file (row or path) and the heading or name under which something was refused there.
Refused = frozenset[tuple[str, str]]
# Names of fields that hold what platforms and sellers number: ten digits are no phone there.
_IDENTIFIER = re.compile(r"(^|_)(id|ids|sku|fnsku|asin|order|package|item|code|reference|number|line)$")


def refused_cells(reading: Reading, export: Export | None) -> Refused:
    """Where a reading refused what stands in a column that is no identifier by its name.

    Parameters
    ----------
    reading : Reading
        Of a table, or of a document.
    export : Export, optional
        What the file is, which names the fields behind its headings.
    """
    fields = {name: field for field, names in export.aliases.items() for name in names} if export else {}
    if reading.column_map:
        fields |= {normalised(heading): field for heading, field in reading.column_map.columns.items()}
    return frozenset(
        (row.where, heading)
        for row in reading.refused.itertuples()
        for heading in [*row.column.split(", "), row.column]
        if heading and not _IDENTIFIER.search(fields.get(normalised(heading), heading))
    )


def refused_masks(raw: RawTable, place: int, refused: Refused) -> Iterator[tuple[str, str]]:
    """The cells of a column that were refused and look personal, each with its masked text."""
    heading = raw.header[place].strip()
    rows = {int(row) for row, column in refused if column == heading and row.isdigit()}
    places = [at for at, row in enumerate(raw.rows.tolist()) if row in rows] if rows else []
    for cell in raw.column(place).take(places).unique().to_pylist() if places else ():
        if cell and masked(cell) != cell:
            yield cell, masked(cell)
