"""Folders for one run only; what a killed process left is removed by the next."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

PREFIX = "workbench-run-"
# Unix socket addresses end at about 100 characters.
_LONGEST_SOCKET_FOLDER = 70
_OWNER = re.compile(rf"{PREFIX}(\d+)-")


def private_folder() -> tempfile.TemporaryDirectory:
    """A folder for one run, on a path short enough for sockets, named after this process."""
    base = tempfile.gettempdir()
    place = "/tmp" if os.name == "posix" and len(base) > _LONGEST_SOCKET_FOLDER else base
    sweep(Path(place))
    return tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=place, ignore_cleanup_errors=True)


def sweep(place: Path) -> None:
    """Remove the folders of processes that are gone: they may hold a client's figures."""
    for folder in place.glob(f"{PREFIX}*"):
        owner = _OWNER.match(folder.name)
        if owner and not _is_alive(int(owner.group(1))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
