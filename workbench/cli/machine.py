"""`workbench doctor`: what this machine lacks, with the command that mends it."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from workbench.cli.app import AsJson, command, print_json

# Below these versions the server packages have known holes (see docs/serve.md).
FLOORS = {
    "voila": (0, 5, 13),
    "jupyter-server": (2, 20),
    "jupyterlab": (4, 6, 2),
    "papermill": (2, 6),
    "pandas": (3, 0),
}
SETUP = "make setup"


@command()
def doctor(as_json: AsJson = False) -> None:
    """Check this machine: Python, packages, Pango, fonts, kernel, state folder, disk."""
    findings = [*_python(), *_packages(), *_pango(), *_fonts(), *_kernel(), *_state(), *_disk()]
    if as_json:
        print_json([dict(zip(("check", "ok", "found", "mend"), row, strict=True)) for row in findings])
    else:
        for check, ok, found, mend in findings:
            typer.echo(f"{'ok  ' if ok else 'MEND'}  {check}: {found}" + ("" if ok else f"\n      {mend}"))
    raise typer.Exit(0 if all(ok for _, ok, _, _ in findings) else 1)


def _python():
    found = ".".join(map(str, sys.version_info[:3]))
    yield "python", sys.version_info >= (3, 11), found, "install Python 3.11 or newer, then: make clean setup"


def _packages():
    for name, floor in FLOORS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            yield name, False, "not installed", SETUP
            continue
        numbers = tuple(int(part) for part in found.split(".")[: len(floor)] if part.isdigit())
        yield name, numbers >= floor, found, SETUP


def _pango():
    try:
        import weasyprint
    except OSError as fault:
        missing = str(fault).split(":")[0]
        mend = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        yield "pango", False, missing, mend
        return
    yield "pango", True, f"WeasyPrint {weasyprint.__version__}", ""


def _fonts():
    folder = Path(__file__).parents[1] / "report" / "fonts"
    missing = [name for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf") if not (folder / name).is_file()]
    yield (
        "fonts",
        not missing,
        "Noto Sans SC" if not missing else f"missing {missing}",
        "git checkout -- workbench/report/fonts",
    )


def _kernel():
    from jupyter_client.kernelspec import KernelSpecManager

    found = "python3" in KernelSpecManager().find_kernel_specs()
    yield "kernel", found, "python3" if found else "no python3 kernel", SETUP


def _state():
    state = Path(os.environ.get("WORKBENCH_STATE") or Path.home() / ".local/share/workbench")
    nearest = next(folder for folder in (state, *state.parents) if folder.exists())
    usable = os.access(nearest, os.W_OK)
    yield "state folder", usable, str(state), "set WORKBENCH_STATE to a folder you may write"


def _disk():
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    yield "disk", free > 1, f"{free:.1f} GB free", "free at least 1 GB"
