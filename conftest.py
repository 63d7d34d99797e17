"""What holds for every test and docstring example: English words, none missing a translation."""

import pytest
from hypothesis import settings

from workbench.words import use_language

# The same cases at every run, and none fails for a slow machine.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _english():
    """Each test begins in English, whatever language the one before it left set."""
    use_language("en")
