"""A column map's own name stands in the report as its maker wrote it, behind words of the report's language."""

import pytest

from workbench.words import in_language
from workbench.words.intake import export_title


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("en", "Column map: Envíos"), ("es", "Mapa de columnas: Envíos"), ("zh", "列映射：Envíos")],
)
def test_the_title_of_a_map_is_kept_and_its_kind_translated(lang, shown):
    with in_language(lang):
        assert export_title("Column map: Envíos") == shown
