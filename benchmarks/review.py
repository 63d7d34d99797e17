"""What a monthly review takes, from the command to the PDF and the workbooks."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from benchmarks.measure import NAN, Measured
from workbench.ingest import ingest

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SELLER, MONTH = "lumen-home", "2026-01"
MOST_TIMES = 15.0
EMPTY = "import sys, papermill; papermill.execute_notebook(*sys.argv[1:], kernel_name='python3', progress_bar=False)"


def monthly_review(scratch: Path, lines: int) -> Measured:
    """Processor seconds of the largest sample seller's review; the peer is papermill with a notebook of one line."""
    home = scratch / "home"
    shutil.copytree(SAMPLE / SELLER, home / SELLER, ignore=shutil.ignore_patterns("store"))
    ingest(SELLER, home=home)
    places = {"WORKBENCH_HOME": home, "WORKBENCH_STATE": scratch / "state", "WORKBENCH_REPORTS": scratch / "reports"}
    ours = _processor_seconds([sys.executable, "-m", "workbench", "review", SELLER, "--month", MONTH], places)
    source = scratch / "empty.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import pandas")]), source)
    theirs = _processor_seconds([sys.executable, "-c", EMPTY, str(source), str(scratch / "done.ipynb")], {})
    meets = ours <= MOST_TIMES * theirs
    goal = f"at most {MOST_TIMES:g} times the processor time of the peer"
    peer = "papermill: a notebook that imports pandas"
    return Measured(f"review of {SELLER}", ours, peer, theirs, ours / theirs, goal, meets, NAN)


def _processor_seconds(command: list[str], places: dict[str, Path]) -> float:
    """User and system seconds of a command with all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {name: str(place) for name, place in places.items()}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
