"""The rooms of the package and who may import whom."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "workbench"

FLOORS = {
    "errors": 0,
    "tables": 1,
    "rules": 1,
    "profile": 1,
    "cleaning": 2,
    "sources": 3,
    "store": 4,
    "record": 4,
    "inbox": 4,
    "privacy": 4,
    "retention": 5,
    "client": 5,
    "ingest": 5,
    "trace": 5,
    "kpis": 6,
    "bands": 6,
    "costs": 6,
    "notices": 6,
    "reviews": 6,
    "redaction": 6,
    "onboarding": 6,
    "accountability": 6,
    "risk": 6,
    "reconciliation": 6,
    "alerts": 6,
    "pricing": 6,
    "desk": 7,
    "words": 7,
    "charts": 7,
    "display": 8,
    "report": 8,
    "workbooks": 8,
    "batch": 9,
    "serve": 9,
    "channels": 9,
    "cli": 10,
    "__main__": 11,
    "__init__": 11,
}

# Rooms of one floor that may import each other all the same, by name.
NAMED = {
    ("charts", "words"),
    ("profile", "rules"),
    ("accountability", "kpis"),
    ("accountability", "notices"),
    ("accountability", "risk"),
    ("risk", "kpis"),
    ("reconciliation", "kpis"),
    ("ingest", "retention"),
    ("alerts", "kpis"),
    ("alerts", "risk"),
    ("alerts", "accountability"),
    ("pricing", "bands"),
    ("pricing", "costs"),
    ("pricing", "notices"),
}

PLAIN = {"pandas", "numpy", "pyarrow"}
ANALYSIS = {"pandas", "numpy", "scipy", "statsmodels"}
ALLOWED = {
    "errors": set(),
    "tables": {"pandas", "pyarrow"},
    "rules": {"pydantic", "yaml", "pandas"},
    "profile": {"pydantic", "yaml", "pandas"},
    "cleaning": {*PLAIN, "charset_normalizer", "python_calamine"},
    "sources": {*PLAIN, "charset_normalizer", "python_calamine"},
    "store": {*PLAIN, "duckdb"},
    "record": {"yaml", "pyarrow", "pandas"},
    "inbox": set(),
    "privacy": set(),
    "retention": {"pandas"},
    "redaction": {"pandas"},
    "client": {"pandas"},
    "ingest": set(),
    "trace": {"pandas"},
    "reviews": {"pandas"},
    "kpis": ANALYSIS,
    "bands": ANALYSIS,
    "costs": {*ANALYSIS, "yaml"},
    "notices": {"pandas", "yaml"},
    "accountability": {"pandas", "numpy"},
    "reconciliation": {"pandas"},
    "risk": {"pandas", "numpy", "scipy"},
    "alerts": {"pandas"},
    "pricing": ANALYSIS,
    "onboarding": {"yaml", "xlsxwriter"},
    "desk": {"pandas"},
    "words": {"babel", "pandas", "numpy"},
    "charts": {"matplotlib", "pandas", "numpy"},
    "display": {"IPython", "ipywidgets", "pandas", "numpy", "matplotlib_inline"},
    "report": {"nbconvert", "nbformat", "weasyprint", "fontTools", "jinja2", "traitlets", "pandas", "tinycss2"},
    "workbooks": {"xlsxwriter", "pandas"},
    "batch": {"papermill", "nbclient", "nbformat", "jupyter_client", "pandas", "dask", "fsspec", "traitlets"},
    "serve": {
        "jupyter_core",
        "voila",
        "jupyter_server",
        "itsdangerous",
        "tornado",
        "traitlets",
        "nbformat",
        "jupyter_client",
    },
    "channels": {"pandas", "apprise"},
    "cli": {"typer", "rich", "pandas", "jupyter_client", "weasyprint"},
    "__main__": set(),
    "__init__": set(),
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


ROOMS = sorted({path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()})


@cache
def imports_of(own: str) -> dict[str, set[str]]:
    """What each module of a room imports."""
    return {str(path.relative_to(PACKAGE)): imports(path) for path in modules() if room(path) == own}


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Dotted names of everything a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            if node.module == "workbench":
                found |= {f"workbench.{alias.name}" for alias in node.names}
    return found


def test_every_room_stands_on_a_floor():
    assert {room(path) for path in modules()} <= set(FLOORS)


@pytest.mark.parametrize("own", ROOMS)
def test_a_room_imports_only_from_lower_floors(own):
    wrong = [
        f"{module} imports {name}" for module, names in imports_of(own).items() for name in names if not _may(own, name)
    ]
    assert not wrong


def _may(own: str, name: str) -> bool:
    parts = name.split(".")
    if parts[0] != "workbench" or len(parts) == 1 or parts[1] == own or parts[1] not in FLOORS:
        return True
    return FLOORS[parts[1]] < FLOORS[own] or (own, parts[1]) in NAMED


@pytest.mark.parametrize("own", ROOMS)
def test_a_room_uses_only_its_outside_libraries(own):
    ours = {*sys.stdlib_module_names, "workbench", *ALLOWED[own]}
    wrong = {
        module: sorted(outside)
        for module, names in imports_of(own).items()
        if (outside := {name.split(".")[0] for name in names} - ours)
    }
    assert not wrong
