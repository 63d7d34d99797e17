"""docs/sources.md names what the registry holds."""

from pathlib import Path

import pytest

from workbench.sources import EXPORTS
from workbench.sources.templates import CHANGES, COSTS, LISTINGS, REPORTED

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(name for name, export in EXPORTS.items() if export.status == "read"))
def test_every_export_that_is_read_has_its_row(name):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("columns", [COSTS, CHANGES, LISTINGS, REPORTED])
def test_the_templates_columns_are_complete(columns):
    rows = [row for row in PAGE.splitlines() if row.startswith("| `")]
    assert any(all(f"{column}" in row for column in columns) for row in rows)
