"""What holds for every test and docstring example: English words, none missing a translation."""

import atexit
import gc

import pytest
from hypothesis import settings

from workbench.words import use_language

# The same cases at every run, and none fails for a slow machine.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Leave the thousands of collected tests out of every search for garbage: they live to the end.

    Given back only when pytest is done, for libraries that count what is still alive.
    """
    atexit.register(gc.unfreeze)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        gc.enable()


@pytest.fixture(autouse=True)
def _english():
    """Each test begins in English, whatever language the one before it left set."""
    use_language("en")
