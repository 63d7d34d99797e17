"""Where clients are: the home, and a client's folder in it."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.errors import ProfileError, UnknownClient, did_you_mean, listed
from workbench.profile.models import CLIENT_ID, RESERVED_IDS

PROFILE_FILE = "client.yml"
AGENCY_FILE = "agency.yml"


def find_home(home: str | Path = "") -> Path:
    """The folder of client folders.

    The argument, else the environment's WORKBENCH_HOME, else `data/` beside the nearest parent folder
    of the working directory that holds both pyproject.toml and notebooks/.

    Raises
    ------
    ProfileError
        Where the folder named does not exist, or none is found.
    """
    named = str(home) or os.environ.get("WORKBENCH_HOME", "")
    if named:
        folder = Path(named).expanduser().resolve()
        if not folder.is_dir():
            raise ProfileError(str(folder), "no such folder", expected="the folder that holds the client folders")
        return folder
    here = Path.cwd().resolve()
    for parent in (here, *here.parents):
        if (parent / "pyproject.toml").is_file() and (parent / "notebooks").is_dir():
            return parent / "data"
    raise ProfileError(
        str(here),
        "no home found here or above",
        expected="a project folder with pyproject.toml and notebooks/, --home, or WORKBENCH_HOME",
    )


def client_ids(home: str | Path = "") -> list[str]:
    """Ids of the clients in the home, sorted: every folder that holds a `client.yml`."""
    folder = find_home(home)
    if not folder.is_dir():
        return []
    found = (path.parent.name for path in folder.glob(f"*/{PROFILE_FILE}"))
    return sorted(name for name in found if CLIENT_ID.fullmatch(name) and name not in RESERVED_IDS)


def client_folder(client_id: str, *, home: str | Path = "") -> Path:
    """The folder of a client.

    Raises
    ------
    UnknownClient
        Where the id is malformed or the home has no such client.
    """
    known = client_ids(home)
    if client_id not in known:
        raise UnknownClient(
            f"client '{client_id}'",
            f"not in {find_home(home)}",
            expected=listed(known) or "a folder with client.yml",
            hint=did_you_mean(client_id, known),
        )
    return find_home(home) / client_id
