"""Fixtures that many rooms share: a home with the three sample sellers, ingested once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import workbench as wb

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
SAMPLE = ROOT / "data" / "sample"
SELLERS = ("lumen-home", "volt-harbor", "casa-jacaranda")


# Fixtures that read whole sample sellers: a test that asks for one is marked `sample`.
WHOLE_SELLERS = {"home", "lumen", "volt", "casa"}


# Tests that kill, damage, flood, race, start processes or try random cases by the hundred: they take seconds each and
# run beside the whole sellers. Beginnings of test ids inside this folder.
ENDURANCE = (
    "fuzz",
    "hostile",
    "privacy",
    "record/test_every_file.py",
    "store/test_fold.py",
    "test_redaction",
    "notices/test_hostile.py",
    "alerts/test_life.py::test_two_processes_open_an_alert_once",
    "bands/test_banding.py::test_every_row_is_used_excluded_older_or_later",
    "bands/test_clustering.py::test_counts_and_repeated_rows_give_the_same_split_as_the_textbook_recursion",
    "batch/test_reviews.py::test_a_worker_that_hangs_is_cut_off",
    "cleaning/test_people.py::test_a_very_long_cell_is_masked_within_seconds",
    "cleaning/test_times.py::test_no_text_breaks_the_reading_of_times",
    "cleaning/test_workbooks.py::test_the_second_process",
    "kpis/test_counting.py::test_neighbouring_windows_never_count_an_order_twice",
    "kpis/test_counting.py::test_the_series_and_the_figure_of_each_day",
    "kpis/test_periods.py::test_no_other_set_covers_more_days",
    "pricing/test_floors.py::test_a_jump_that_nobody_told_of",
    "pricing/test_fx_backtest.py::test_independent_days_stay_inside",
    "record/test_entries.py::test_two_processes_writing_at_once_lose_nothing",
    "record/test_entries.py::test_what_depends_on_the_entries_before_sees_those_of_other_processes",
    "record/test_events.py::test_two_analysts_writing_events_at_once_lose_nothing",
    "report/test_pdf.py::test_without_pango",
    "risk/test_signal.py::test_mere_chance_is_seldom_called_a_change",
    "sources/amazon/test_date_range.py::test_permuted_rows_and_overlapping_downloads",
    "sources/amazon/test_orders_in_windows.py::test_windows_and_pieces_give_the_part_that_one_reading_gives[1-1-",
    "sources/amazon/test_settlement.py::test_the_order_of_the_rows_does_not_matter",
    "sources/mercadolibre/test_facturacion.py::test_two_downloads_that_overlap_name_a_charge_alike",
    "sources/mercadolibre/test_mercadopago_release.py::test_neither_the_order_of_rows_nor_the_period",
    "sources/mercadolibre/test_mercadopago_settlement.py::test_the_entries_of_a_row_add_up_to_its_net",
    "store/test_store.py::test_any_order_of_files_gives_the_same_bytes",
    "store/test_store.py::test_every_row_of_every_file_has_exactly_one_fate",
    "test_inbox.py::test_a_bomb_in_an_archive",
)


def pytest_collection_modifyitems(items):
    """Mark the tests of endurance and those that work on whole sample sellers: the quick part leaves them out."""
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(ENDURANCE):
            item.add_marker("endurance")
        if WHOLE_SELLERS & _asked_for(item):
            item.add_marker("sample")


def _asked_for(item) -> set[str]:
    """The fixtures that a test asks for, by name or by a parameter that names one."""
    call = getattr(item, "callspec", None)
    named = {value for value in call.params.values() if isinstance(value, str)} if call else set()
    return named | set(getattr(item, "fixturenames", ()))


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


@pytest.fixture(scope="session")
def _states(tmp_path_factory) -> Iterator[Path]:
    """Folders that are not there yet: few tests write any state, and to make one for each would take seconds."""
    folder = tmp_path_factory.mktemp("states")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_state(_states, monkeypatch):
    """No test writes to the user's state folder or is bound to a client by the shell."""
    monkeypatch.setenv("WORKBENCH_STATE", str(next(_states)))
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
