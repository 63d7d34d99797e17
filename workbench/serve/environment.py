"""The environment of the page server and, through it, of its kernels: nothing that is not named here."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

PACKAGE_ROOT = Path(__file__).resolve().parent.parent.parent
SHARE = Path(__file__).resolve().parent / "share"
PAGE_FOLDER = Path(__file__).resolve().parent / "page"

# HOME keeps matplotlib's font cache; the rest is what a process needs to start and to write UTF-8.
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "WORKBENCH_STRICT_WORDS",
)


def page_environment(
    client_id: str, *, home: Path, folder: Path, files: Mapping[str, str], given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The variables that a page server starts with: an allow-list, the client's binding, private folders.

    Parameters
    ----------
    client_id : str
        The one client that every kernel of this server may open.
    home : Path
        Folder of client folders.
    folder : Path
        Private folder of this server; Jupyter's and IPython's own files go here.
    files : mapping
        Language to file name of the page's copies, for the switch on the page.
    given : mapping, optional
        Environment to pick from; the process's own where absent.
    """
    source = os.environ if given is None else given
    passed = {name: source[name] for name in PASSED_ON if name in source}
    return passed | {
        "WORKBENCH_CLIENT": client_id,
        "WORKBENCH_HOME": str(home),
        "WORKBENCH_STATE": str(folder / "state"),
        "WORKBENCH_PAGE_LINKS": json.dumps(dict(files)),
        "PYTHONPATH": str(PACKAGE_ROOT),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PATH": str(SHARE),
        # The person's own Jupyter settings, kernels and history stay out of the page.
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / "jupyter"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def make_folders(folder: Path) -> None:
    """The private folders, and IPython's setting that nothing typed or run is kept."""
    profile = folder / "ipython" / "profile_default"
    for path in (folder / "pages", folder / "state", folder / "jupyter", profile):
        path.mkdir(parents=True, mode=0o700)
    (profile / "ipython_kernel_config.py").write_text(
        "c = get_config()\nc.HistoryManager.enabled = False\n", encoding="utf-8"
    )
