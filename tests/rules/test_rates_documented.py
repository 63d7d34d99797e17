"""docs/rates.md names every field, kind of rate and file of the book."""

from pathlib import Path

import pytest

from workbench.rules.rate_models import WHATS, Rate
from workbench.rules.rates import BOOK

TEXT = (Path(__file__).parents[2] / "docs" / "rates.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*Rate.model_fields, *WHATS])
def test_every_field_and_kind_of_rate_is_explained(name):
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("path", sorted(BOOK.glob("*.yml")), ids=lambda path: path.name)
def test_every_file_that_holds_rates_has_its_sources_told(path):
    assert f"`{path.name}`" in TEXT or "rates:" not in path.read_text(encoding="utf-8")
