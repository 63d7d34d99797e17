"""KPI rows and files as an entry holds them: plain values, nothing that is missing."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.tables import KPI_TABLE, conform, require_columns


def entry_of_figures(figures: pd.DataFrame) -> list[dict]:
    """`KPI_TABLE` rows as plain records; a missing value is left out.

    Raises
    ------
    TableError
        A column is missing or of the wrong type.
    """
    require_columns(figures, KPI_TABLE.names, of="figures of the record")
    typed = conform(figures[KPI_TABLE.names], KPI_TABLE, lineage=False)
    return [
        {name: _plain(value) for name, value in row.items() if not pd.isna(value)} for row in typed.to_dict("records")
    ]


def figures_of_entry(records: list[dict]) -> pd.DataFrame:
    """The rows again as a frame of `KPI_TABLE`."""
    return conform(pd.DataFrame(records, columns=KPI_TABLE.names, dtype="object"), KPI_TABLE, lineage=False)


def entry_of_files(files: pd.DataFrame) -> dict[str, str]:
    """File to SHA-256, sorted by name.

    Raises
    ------
    TableError
        `files` lacks file or sha256.
    """
    require_columns(files, ["file", "sha256"], of="files of the record")
    return {str(row.file): str(row.sha256) for row in files.sort_values("file").itertuples()}


def files_of_entry(files: Mapping[str, str]) -> pd.DataFrame:
    """file, sha256: one row a file."""
    return pd.DataFrame(list(files.items()), columns=["file", "sha256"], dtype="str")


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
