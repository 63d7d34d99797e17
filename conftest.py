"""What holds for every test and docstring example: English words, none missing a translation."""

import pytest

from workbench.words import use_language


@pytest.fixture(autouse=True)
def _english():
    """Each test begins in English, whatever language the one before it left set."""
    use_language("en")
