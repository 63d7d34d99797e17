"""Words must be translated in these tests, and each begins in English."""

import pytest

from workbench.words import use_language
from workbench.words.catalogue import STRICT


@pytest.fixture(autouse=True)
def strict_words(monkeypatch):
    """A text without translation stops the test instead of showing in English."""
    monkeypatch.setenv(STRICT, "1")
    use_language("en")
