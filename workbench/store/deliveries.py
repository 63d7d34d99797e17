"""The last delivery among the orders that a file names: from it the file's delete-by date counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from workbench.store.files import write_json
from workbench.store.parts import DAY, Part, part_files
from workbench.store.rows import columns_of
from workbench.tables import TABLES

KNOWN = "deliveries.json"


def last_deliveries(folder: Path, parts: Sequence[Part], *, of: Sequence[Part], until: str) -> dict[str, str]:
    """Part id to the ISO day (UTC) of the last delivery among its orders; "" where none is known.

    Parameters
    ----------
    folder : Path
        The client's `store/`.
    parts : sequence of Part
        Every part that counts: their parcels say what was delivered.
    of : sequence of Part
        The parts that are asked about.
    until : str
        ISO day; a delivery after it is a mistake of its file and does not count.
    """
    parcels = [part for part in parts if "packages" in part.tables]
    state = sha256(json.dumps([until, sorted(part.id for part in parcels)]).encode()).hexdigest()[:16]
    path = folder / KNOWN
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found = known.get("days", {}) if known.get("state") == state else {}
    missing = [part for part in of if part.id not in found]
    found |= _with_newest_parcel(folder, parcels, missing, until)
    missing = [part for part in missing if part.id not in found]
    if missing:
        days = _delivered(folder, parcels, until)
        found |= {part.id: _last(folder, part, *days) for part in missing}
    found = {part.id: found[part.id] for part in of}
    if known != {"state": state, "days": found}:
        write_json(path, {"state": state, "days": found})
    return found


def _with_newest_parcel(folder: Path, parcels: Sequence[Part], of: Sequence[Part], until: str) -> dict[str, str]:
    """The answer of the parts that hold the newest delivery of all, by what their files say of their columns.

    No row has to be read for them: a part names the orders of its own parcels.
    """
    newest = {part.id: _newest_delivery(folder, part) for part in parcels}
    days = [day for day in newest.values() if day is not None]
    last = max(days, default=None)
    if last is None or len(days) < len(newest) or np.datetime64(last, "D") > np.datetime64(until, "D"):
        return {}
    return {part.id: str(np.datetime64(last, "D")) for part in of if newest.get(part.id) == last}


def _newest_delivery(folder: Path, part: Part) -> int | None:
    """Day number of a part's newest delivery by its Parquet statistics; None where they don't tell."""
    newest = []
    for path in part_files(folder, part, "packages"):
        held = parquet.read_metadata(path)
        place = held.schema.to_arrow_schema().names.index("delivered_at")
        for group in range(held.num_row_groups):
            told = held.row_group(group).column(place).statistics
            if told is None or not told.has_min_max:
                return None
            newest.append(told.max_raw // DAY)
    return max(newest, default=None)


def _delivered(folder: Path, parcels: Sequence[Part], until: str) -> tuple[pa.Array, np.ndarray]:
    """Orders of delivered parcels, and the day number of each one's last delivery."""
    tables = [columns_of(part_files(folder, part, "packages"), ["order_id", "delivered_at"]) for part in parcels]
    if not tables:
        return pa.array([], pa.string()), np.zeros(0, np.int64)
    rows = pa.concat_tables(tables)
    rows = rows.filter(pc.is_valid(rows["delivered_at"]))
    days = pa.array(pc.cast(rows["delivered_at"], pa.int64()).to_numpy() // DAY)
    last = pa.array([np.datetime64(until, "D").astype(np.int64)])
    rows = pa.table({"order_id": rows["order_id"], "day": days}).filter(pc.less_equal(days, last[0]))
    best = rows.group_by("order_id").aggregate([("day", "max")])
    return best["order_id"].combine_chunks(), best["day_max"].to_numpy()


def _last(folder: Path, part: Part, orders: pa.Array, days: np.ndarray) -> str:
    named = [name for name in part.tables if "order_id" in TABLES[name].names]
    if not len(orders) or not named:
        return ""
    ids = [columns_of(part_files(folder, part, name), ["order_id"])["order_id"].unique() for name in named]
    places = [pc.index_in(found, value_set=orders).drop_null().to_numpy() for found in ids]
    places = np.concatenate(places)
    return str(np.datetime64(int(days[places].max()), "D")) if len(places) else ""
