"""The folder of a new client."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from workbench.errors import ProfileError
from workbench.inbox import INBOX, SHARED
from workbench.onboarding.templates import write_templates
from workbench.profile import PROFILE_FILE, checked_id, find_home, parse_profile

TEMPLATES = "templates"


def add_client(client_id: str, text: str, *, home: str | Path = "") -> Path:
    """Make a client's folder and return it: `client.yml`, the inbox's folders, example templates.

    The folder is made aside and renamed at the end, so that it is there whole or not at all.

    Parameters
    ----------
    client_id : str
        The folder's name and the profile's `id`.
    text : str
        The profile as `client.yml` shall hold it, comments and all.
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.

    Raises
    ------
    ProfileError
        A client or folder of that id exists, or the profile is faulty.
    """
    target = new_client_folder(client_id, home=home)
    place = target.parent
    profile = parse_profile(text, client_id=client_id, where=f"{client_id}/{PROFILE_FILE}")
    place.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=place, prefix=f".stage-{client_id}-"))
    try:
        (stage / PROFILE_FILE).write_text(text, encoding="utf-8")
        for name in (SHARED, *(account.id for account in profile.accounts)):
            (stage / INBOX / name).mkdir(parents=True)
        write_templates(stage / TEMPLATES, profile)
        stage.chmod(0o755)
        _become(stage, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return target


def new_client_folder(client_id: str, *, home: str | Path = "") -> Path:
    """Where a new client's folder will be.

    Raises
    ------
    ProfileError
        The id can't name a folder, or a client or folder of that id exists.
    """
    try:
        target = find_home(home) / checked_id(client_id)
    except ValueError as fault:
        raise ProfileError(f"client '{client_id}'", str(fault), expected="an id such as my-client") from fault
    if target.exists():
        raise ProfileError(f"client '{client_id}'", f"{target} exists already", expected="an id that is not in use")
    return target


def _become(stage: Path, target: Path) -> None:
    try:
        stage.rename(target)
    except OSError as fault:
        if not target.exists():
            raise
        # Somebody else added the same id in the meantime.
        raise ProfileError(f"client '{target.name}'", f"{target} exists already", expected="another id") from fault
