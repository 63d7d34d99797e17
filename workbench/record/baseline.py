"""The baseline: the figures that every later review is set against, frozen with the files they came from.

Freezing is an entry; freezing again needs a reason and leaves the earlier figures where they are.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.errors import ParameterError
from workbench.record.entries import RECORD, append_entry, read_entries
from workbench.record.events import BASELINE, new_id
from workbench.record.figures import entry_of_figures, entry_of_files, figures_of_entry

HISTORY = ["event_id", "at", "by", "as_of", "reason", "figures", "files", "replaces"]


def freeze_baseline(
    folder: Path, *, as_of: str, figures: pd.DataFrame, files: pd.DataFrame, by: str, reason: str = ""
) -> dict:
    """Freeze the baseline and return the entry; the newest freeze holds.

    Parameters
    ----------
    folder : Path
        The client's folder.
    as_of : str
        ISO day whose end the figures are of.
    figures : DataFrame
        `KPI_TABLE` rows.
    files : DataFrame
        file, sha256: what the figures were made from.
    by : str
        Who says so.
    reason : str
        Why; needed from the second freeze on.

    Raises
    ------
    ParameterError
        A baseline is frozen and no reason is given, or nobody is named.
    TableError
        `figures` are no KPI rows.
    """
    content = baseline_content(as_of=as_of, figures=figures, files=files)

    def entry(earlier: list[dict]) -> dict:
        if earlier and not reason.strip():
            held = earlier[-1]
            raise ParameterError(
                "baseline",
                f"that of {held['as_of']} was frozen by {held['by']} on {str(held['at'])[:10]}",
                expected="a reason for changing it: --reason TEXT",
            )
        replaces = {"replaces": earlier[-1]["event_id"]} if earlier else {}
        return {"event_id": new_id(earlier), "reason": reason.strip(), **replaces, **content}

    return append_entry(folder / RECORD / BASELINE, entry, by=by)


def frozen_baseline(folder: Path, *, event_id: str = "") -> pd.DataFrame | None:
    """The frozen figures as `KPI_TABLE` rows; None where nothing is frozen.

    Parameters
    ----------
    folder : Path
        The client's folder.
    event_id : str
        An earlier freeze; blank for the one that holds.

    Raises
    ------
    ParameterError
        No freeze has that id.
    """
    entries = read_entries(folder / RECORD / BASELINE)
    chosen = [entry for entry in entries if not event_id or entry.get("event_id") == event_id]
    if event_id and not chosen:
        raise ParameterError("baseline", f"none with the id '{event_id}'", expected="an id of baseline_history")
    return figures_of_entry(chosen[-1]["figures"]) if chosen else None


def baseline_history(folder: Path) -> pd.DataFrame:
    """One row per freeze, oldest first: event_id, at, by, as_of, reason, figures and files (how many), replaces."""
    rows = [
        {
            **{name: str(entry.get(name, "")) for name in ("event_id", "at", "by", "as_of", "reason", "replaces")},
            "figures": len(entry["figures"]),
            "files": len(entry["files"]),
        }
        for entry in read_entries(folder / RECORD / BASELINE)
    ]
    types = {name: "int64" if name in ("figures", "files") else "str" for name in HISTORY}
    return pd.DataFrame(rows, columns=HISTORY).astype(types)


def baseline_content(*, as_of: str, figures: pd.DataFrame, files: pd.DataFrame) -> dict:
    """What a freeze holds beside who, when and why."""
    return {
        "as_of": as_of,
        "figures": entry_of_figures(figures),
        "files": entry_of_files(files),
    }
