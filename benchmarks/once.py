"""One ingest in a process of its own, and the most memory that it held: `python -m benchmarks.once HOME CLIENT`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from workbench.ingest import ingest

# Linux counts in kilobytes, and only here apart from the memory of the process that started this one.
STATUS = Path("/proc/self/status")
MEGABYTE = 1024


def ingest_apart(home: Path, client: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of one ingest in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.once", str(home), client]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return said["seconds"], said["peak_memory_mb"]


def main() -> None:
    """Ingest, and print seconds and peak memory as JSON."""
    home, client = sys.argv[1:]
    started = time.perf_counter()
    ingest(client, home=home)
    print(json.dumps({"seconds": time.perf_counter() - started, "peak_memory_mb": _peak() / MEGABYTE}))


def _peak() -> int:
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
