"""The frozen baselines: the only part of the sample that the workbench itself computes from the files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from make.client_files import BASELINES
from make.desk import FROZEN_AT, event_id
from make.sellers import SELLERS, Seller


def freeze_baselines(folder: Path) -> None:
    """Write record/baseline.yml of the three sellers in `folder`, from their files as the workbench reads them."""
    for seller in SELLERS:
        target = folder / seller.id / "record" / "baseline.yml"
        line = baseline_line(folder / seller.id, seller)
        target.write_bytes(line)
        print(f"{target}: {len(line) / 1e3:.0f} kB")


def baseline_line(source: Path, seller: Seller) -> bytes:
    """The one entry of the seller's baseline, with a fixed id, person and time."""
    from workbench.accountability import files_read
    from workbench.client import open_client
    from workbench.ingest import ingest
    from workbench.kpis import kpi_table
    from workbench.record.baseline import baseline_content
    from workbench.record.entries import entry_line

    day = BASELINES[seller.story]
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(source, Path(home) / seller.id, ignore=shutil.ignore_patterns("store", "baseline.yml"))
        ingest(seller.id, home=home)
        client = open_client(seller.id, home=home)
        content = baseline_content(as_of=day, figures=kpi_table(client, as_of=day), files=files_read(client))
    name = event_id(FROZEN_AT, f"baseline of {seller.id}")
    return entry_line({"event_id": name, "reason": "", **content, "by": seller.analyst[0], "at": FROZEN_AT})
