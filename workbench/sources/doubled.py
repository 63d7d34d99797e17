"""Headings that stand for two columns: an ERP cuts one cell in two and leaves the header as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from workbench.cleaning.names import normalised
from workbench.errors import AmbiguousFormat
from workbench.sources.opening import Head


def spread_header(head: Head, header_row: int, *, doubled: Collection[str], where: str) -> Head:
    """The head with a blank heading behind the doubled one, where the data rows have one cell more than the header.

    Parameters
    ----------
    head : Head
        The first rows of the file.
    header_row : int
        Where the header stands, from 1.
    doubled : collection of str
        Normalised headings that may stand for two columns.
    where : str
        The file's name for messages.

    Raises
    ------
    AmbiguousFormat
        The cell too many is blank in every row, so that it may as well be a delimiter too many.
    """
    header = head.records[header_row - 1]
    places = [place for place, cell in enumerate(header) if normalised(cell) in doubled]
    below = [record for record in head.records[header_row:] if any(cell.strip() for cell in record)]
    if len(places) != 1 or not below or not _is_one_wider(head, header, below):
        return head
    if head.sheet is None and not any(record[-1].strip() for record in below):
        raise AmbiguousFormat(
            where,
            f"every data row has {len(below[0])} cells, the last one blank, where the header has {len(header)}: either "
            f"'{header[places[0]].strip()}' stands for two columns, or every row ends with a delimiter too many",
            hint="leave that column out of the ERP's export template and export again",
        )
    wider = (*header[: places[0] + 1], "", *header[places[0] + 1 :])
    return replace(head, records=(*head.records[: header_row - 1], wider, *head.records[header_row:]))


def _is_one_wider(head: Head, header: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """A text's rows all have one cell more; a sheet's rows are all as wide as its widest."""
    if head.sheet is None:
        return all(len(record) == len(header) + 1 for record in below)
    return max(map(_filled, below)) == _filled(header) + 1


def _filled(record: Sequence[str]) -> int:
    return max((place + 1 for place, cell in enumerate(record) if cell.strip()), default=0)
