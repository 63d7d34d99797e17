"""Files that are no export are named in the reader's language too."""

import pytest

from workbench.sources.opening import _SIGNATURES
from workbench.words import in_language
from workbench.words.intake import OTHER_FILES, export_title


def test_everything_that_a_file_can_turn_out_to_be_has_its_words():
    assert {f"other file: {kind}" for _, kind in _SIGNATURES} <= set(OTHER_FILES)
    assert {"mail", "JSON document", "other file: archive (zip)"} <= set(OTHER_FILES)


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("title", OTHER_FILES)
def test_a_file_that_is_no_export_is_named_in_the_readers_language(lang, title):
    with in_language(lang):
        assert export_title(title) not in ("", title)
