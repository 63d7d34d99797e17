"""Two processes that begin at the same moment."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """\
import sys, time
from pathlib import Path
from workbench.record import append_entry, log_event
path, name = Path(sys.argv[1]), sys.argv[2]
(path.parent / f"{name}.ready").touch()
while not (path.parent / "go").exists():
    time.sleep(0.001)
for n in range(int(sys.argv[3])):
    %s
"""


@pytest.fixture
def race():
    """Runs a line of Python many times in two processes, Li's and Wu's; it may use path, name and n."""

    def run(line: str, *, path: Path, times: int) -> None:
        words = [sys.executable, "-c", PROGRAM % line, str(path)]
        writers = [subprocess.Popen([*words, name, str(times)]) for name in ("Li", "Wu")]
        while len(list(path.parent.glob("*.ready"))) < 2:
            assert all(writer.poll() is None for writer in writers)
            time.sleep(0.001)
        (path.parent / "go").touch()
        assert [writer.wait() for writer in writers] == [0, 0]

    return run
