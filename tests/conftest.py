"""Fixtures that many rooms share: a home with the three sample sellers, ingested once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import workbench as wb

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
SAMPLE = ROOT / "data" / "sample"
SELLERS = ("lumen-home", "volt-harbor", "casa-jacaranda")


# Fixtures that read whole sample sellers: a test that asks for one is marked `sample`.
WHOLE_SELLERS = {"home", "lumen", "volt", "casa"}


# Tests that kill, damage, flood or plant by the hundred: they take seconds each and run beside the whole sellers.
ENDURANCE = ("fuzz", "hostile", "privacy", "record/test_every_file.py", "store/test_fold.py", "test_redaction")


def pytest_collection_modifyitems(items):
    """Mark the tests of endurance and those that work on whole sample sellers: the quick part leaves them out."""
    for item in items:
        if item.path.is_relative_to(TESTS) and item.path.relative_to(TESTS).as_posix().startswith(ENDURANCE):
            item.add_marker("endurance")
        if WHOLE_SELLERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("sample")


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    """A home with the sample sellers ingested. Nobody writes to it."""
    prepared = os.environ.get("WORKBENCH_HOME")
    if prepared:
        return Path(prepared)
    from workbench.ingest import ingest

    folder = tmp_path_factory.mktemp("home")
    os.environ.setdefault("WORKBENCH_STATE", str(tmp_path_factory.mktemp("state")))
    for seller in SELLERS:
        shutil.copytree(SAMPLE / seller, folder / seller, ignore=shutil.ignore_patterns("store"))
        ingest(seller, home=folder)
    return folder


@pytest.fixture(scope="session")
def lumen(home):
    """The home-goods seller."""
    return wb.open_client("lumen-home", home=home)


@pytest.fixture(scope="session")
def volt(home):
    """The electronics seller."""
    return wb.open_client("volt-harbor", home=home)


@pytest.fixture(scope="session")
def casa(home):
    """The small seller with dirty files."""
    return wb.open_client("casa-jacaranda", home=home)


@pytest.fixture(autouse=True)
def _own_state(tmp_path, monkeypatch):
    """No test writes to the user's state folder or is bound to a client by the shell."""
    monkeypatch.setenv("WORKBENCH_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("WORKBENCH_CLIENT", raising=False)


PROGRAM = """\
import sys, time
from pathlib import Path
from workbench.record import append_entry, log_event
path, name = Path(sys.argv[1]), sys.argv[2]
(path.parent / f"{name}.ready").touch()
while not (path.parent / "go").exists():
    time.sleep(0.001)
for n in range(int(sys.argv[3])):
    %s
"""


@pytest.fixture
def race():
    """Runs a line of Python many times in two processes, Li's and Wu's; it may use path, name and n."""

    def run(line: str, *, path: Path, times: int) -> None:
        words = [sys.executable, "-c", PROGRAM % line, str(path)]
        writers = [subprocess.Popen([*words, name, str(times)]) for name in ("Li", "Wu")]
        while len(list(path.parent.glob("*.ready"))) < 2:
            assert all(writer.poll() is None for writer in writers)
            time.sleep(0.001)
        (path.parent / "go").touch()
        assert [writer.wait() for writer in writers] == [0, 0]

    return run
