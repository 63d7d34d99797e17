"""A redaction whose process is killed at each of its writes leaves every file whole, and the next run ends the work."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys

from tests.test_redaction import CHANGES, NAME, TWIN, norte, replaced, run, sha
from workbench.record import REDACTED, read_entries
from workbench.store import store_digest

__all__ = ["norte"]

# One process loads the workbench once; each of its children redacts a copy of the home and kills itself before its
# n-th call to the system that a write can't do without, until one gets through alive.
PROGRAM = """\
import json, os, shutil, signal, sys
from pathlib import Path
from workbench.redaction import redact

home = Path(sys.argv[1])

def deadly(real, life):
    def call(*args, **more):
        life["left"] -= 1
        if life["left"] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    return call

def child(at, calls):
    life = {"left": calls}
    for name in ("mkdir", "fsync", "replace", "rename", "unlink", "rmdir", "chmod"):
        setattr(os, name, deadly(getattr(os, name), life))
    redact("norte", on="2099-01-01", by="Li Example", home=at)
    os._exit(0)

ends = []
while not ends or ends[-1] != 0:
    at = home.parent / f"killed-{len(ends)}"
    shutil.copytree(home, at)
    born = os.fork()
    if not born:
        child(at, len(ends))
    _, status = os.waitpid(born, 0)
    ends.append(os.waitstatus_to_exitcode(status))
print(json.dumps(ends))
"""


def test_killed_before_any_of_its_writes_the_file_is_whole_and_the_next_run_ends_the_work(norte):
    run(norte)
    digest = store_digest(norte / "store")
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(norte.parent)], capture_output=True, text=True, check=True
    )
    ends = json.loads(told.stdout)
    assert set(ends[:-1]) == {-signal.SIGKILL} and ends[-1] == 0
    found = [left_behind(norte.parent.parent / f"killed-{n}" / "norte") for n in range(len(ends))]
    # First nothing, then the record's entry alone, then the twin too: never a twin that the record does not know.
    assert list(dict.fromkeys(found)) == [(0, CHANGES), (1, CHANGES), (1, TWIN)]
    for n in range(len(ends)):
        folder = norte.parent.parent / f"killed-{n}" / "norte"
        replaced(folder)
        shutil.rmtree(folder / "store")
        assert run(folder).loc[NAME, ["status", "sha256"]].tolist() == ["read", sha(CHANGES)]
        assert store_digest(folder / "store") == digest
        assert left_behind(folder) == (1, TWIN)
        assert not list((folder / "inbox").rglob(".stage-*"))


def left_behind(folder) -> tuple[int, str]:
    """Entries in the record, and the file as it stands."""
    return len(read_entries(folder / "record" / REDACTED)), (folder / "inbox" / NAME).read_text(encoding="utf-8")
