"""Every file of the record, written by its own writer: two at once lose nothing, a kill at any byte loses one entry."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROGRAM
from tests.record.test_baseline import FILES as READ
from tests.record.test_baseline import figures
from workbench import record
from workbench.record import (
    ALERTS,
    BASELINE,
    COLUMN_MAPS,
    EVENTS,
    FILES,
    PRICES,
    PUBLISHED,
    RECEIVED,
    RECORD,
    REDACTED,
    VERDICTS,
    Verdict,
    accepted_losses,
    baseline_history,
    column_maps,
    file_answers,
    freeze_baseline,
    log_event,
    price_entries,
    publications,
    publish_figures,
    read_entries,
    read_events,
    read_verdicts,
    received_files,
    redacted_files,
    remember_accepted_losses,
    remember_advice,
    remember_answer,
    remember_column_map,
    remember_received,
    remember_redacted,
    remember_told,
    remember_verdict,
    told_alerts,
)
from workbench.sources.column_map import ColumnMap


@dataclass(frozen=True)
class Kind:
    """A file of the record: one more entry of it, how many entries its own reader finds, the same for a race."""

    file: str
    write: Callable[[Path, int], object]
    count: Callable[[Path], int]
    line: str


FREEZE = "from tests.record.test_baseline import FILES, figures; from workbench.record import freeze_baseline as f; "
PUBLISH = "from tests.record.test_baseline import FILES, figures; from workbench.record import publish_figures as f; "
TWIN = "from workbench.record import remember_redacted as f; "
LAYOUT = (
    "from workbench.sources.column_map import ColumnMap as M; from workbench.record import remember_column_map as f; "
)
ANSWER = "from workbench.record import remember_answer as f; "
VERDICT = (
    "from workbench.record import Verdict, remember_verdict as f; "
    "f(path, Verdict('MX', 'ajo', 'mercadolibre', f'{name}{n}', 'same'), by=name)"
)
KINDS = {
    "answers": Kind(
        FILES,
        lambda folder, n: remember_answer(folder, sha=f"{n}", file=f"a/{n}.csv", answers={"market": "MX"}, by="Li"),
        lambda folder: len({sha for sha, file in file_answers(folder) if file}),
        ANSWER + "f(path, sha=f'{name}{n}', file=f'a/{name}{n}.csv', answers={'market': 'MX'}, by=name)",
    ),
    "losses": Kind(
        FILES,
        lambda folder, n: remember_accepted_losses(
            folder, sha=f"{n}", file=f"{n}.csv", refused=3, rows=40, reason="客户已确认", by="Li"
        ),
        lambda folder: len(accepted_losses(folder)),
        ANSWER.replace("remember_answer", "remember_accepted_losses")
        + "f(path, sha=f'{name}{n}', file='x', refused=1, rows=2, reason='r', by=name)",
    ),
    "received": Kind(
        RECEIVED,
        lambda folder, n: remember_received(folder, [(f"a/{n}.csv", f"{n}")], by="Li", sent_by="Ana"),
        lambda folder: len(received_files(folder)),
        "from workbench.record import remember_received as f; f(path, [(f'{name}{n}', 'x')], by=name)",
    ),
    "events": Kind(
        EVENTS,
        lambda folder, n: log_event(folder, kind="note", text=f"{n} “客户” }} {{", by="Li"),
        lambda folder: len(read_events(folder)),
        "log_event(path, kind='note', text=f'{n}', by=name)",
    ),
    "baseline": Kind(
        BASELINE,
        lambda folder, n: freeze_baseline(
            folder, as_of="2025-03-31", figures=figures(), files=READ, by="Li", reason="a file came late"
        ),
        lambda folder: len(baseline_history(folder)),
        FREEZE + "f(path, as_of='2025-03-31', figures=figures(), files=FILES, by=name, reason='r')",
    ),
    "prices": Kind(
        PRICES,
        lambda folder, n: remember_advice(folder, [{"sku": f"“{n}”", "on": "2026-01-31"}], by="Li"),
        lambda folder: len(price_entries(folder)),
        "from workbench.record import remember_advice as f; f(path, [{'sku': f'{name}{n}'}], by=name)",
    ),
    "published": Kind(
        PUBLISHED,
        lambda folder, n: publish_figures(
            folder, month=f"2025-{n:02}", figures=figures(), rules_version="abc", files=READ, by="Li"
        ),
        lambda folder: len(publications(folder)),
        PUBLISH + "f(path, month=f'{2000 + n}-01', figures=figures(), rules_version='a', files=FILES, by=name)",
    ),
    "redacted": Kind(
        REDACTED,
        lambda folder, n: remember_redacted(
            folder, [{"file": f"a/{n}.csv", "sha256": f"{n}", "twin": f"t{n}", "columns": ["收货人"]}], by="Li"
        ),
        lambda folder: len(redacted_files(folder)),
        TWIN + "f(path, [dict(file=f'a/{n}.csv', sha256=f'{name}{n}', twin=f't{n}')], by=name)",
    ),
    "column maps": Kind(
        COLUMN_MAPS,
        lambda folder, n: remember_column_map(
            folder, ColumnMap(f"Lista {n}", "returns", ("fecha", f"pedido {n}"), {f"pedido {n}": "order_id"}), by="Li"
        ),
        lambda folder: len(column_maps(folder)),
        LAYOUT + "f(path, M(name, 'returns', (f'{name}{n}',), {f'{name}{n}': 'order_id'}), by=name)",
    ),
    "verdicts": Kind(
        VERDICTS,
        lambda folder, n: remember_verdict(
            folder, Verdict("MX", "压蒜器", "mercadolibre", f"MLM{n}", "pack", 3, f"{n} “客户” }}"), by="Li"
        ),
        lambda folder: len(read_verdicts(folder)),
        VERDICT,
    ),
    "alerts": Kind(
        ALERTS,
        lambda folder, n: remember_told(folder, [(f"1f3a9c07-{n}", "opened")], channel="desk", by="Li"),
        lambda folder: len(told_alerts(folder)),
        "from workbench.record import remember_told as f; f(path, [(f'{name}{n}', 'over')], channel='c', by=name)",
    ),
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request):
    return request.param


def test_killed_at_any_byte_of_an_entry_the_others_stay_and_the_next_one_is_written(tmp_path, kind):
    path = tmp_path / RECORD / kind.file
    kind.write(tmp_path, 1)
    first = path.read_bytes()
    kind.write(tmp_path, 2)
    last = path.read_bytes().removeprefix(first)
    # A long entry is cut at every place near its ends and at some between.
    between = range(0, len(last), max(29, len(last) // 30))
    cuts = {*range(min(40, len(last))), *between, *range(max(0, len(last) - 40), len(last))}
    for length in sorted(cuts):
        path.write_bytes(first + last[:length])
        whole = 2 if length == len(last) - 1 else 1
        assert kind.count(tmp_path) == whole
        kind.write(tmp_path, 3)
        assert kind.count(tmp_path) == whole + 1


def test_killed_before_the_first_byte_there_is_an_empty_record(tmp_path, kind):
    path = tmp_path / RECORD / kind.file
    path.parent.mkdir()
    path.write_bytes(b"")
    assert kind.count(tmp_path) == 0
    kind.write(tmp_path, 1)
    assert kind.count(tmp_path) == 1


def test_two_processes_writing_at_once_lose_nothing(tmp_path, kind, race):
    client = tmp_path / "norte"
    race(kind.line, path=client, times=15)
    entries = read_entries(client / RECORD / kind.file)
    assert len(entries) == 30
    assert [sum(entry["by"] == name for entry in entries) for name in ("Li", "Wu")] == [15, 15]


@pytest.mark.parametrize("name", ["events", "redacted", "column maps"])
def test_a_writer_that_is_killed_loses_at_most_what_it_was_writing(tmp_path, name):
    client, path = tmp_path / "norte", tmp_path / "norte" / RECORD / KINDS[name].file
    line = KINDS[name].line if name != "events" else "log_event(path, kind='note', text=f'{n} ' + 'x' * 5_000, by=name)"
    for life in range(3):
        (tmp_path / "go").touch()
        words = [sys.executable, "-c", PROGRAM % line, str(client), f"life-{life}-", "100000"]
        writer = subprocess.Popen(words)
        while len(_numbers(path, life)) < 5:
            assert writer.poll() is None
            time.sleep(0.005)
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
    for life in range(3):
        told = _numbers(path, life)
        assert told == list(range(len(told))) and len(told) >= 5
    assert KINDS[name].count(client) == len(read_entries(path))


def _numbers(path: Path, life: int) -> list[int]:
    """The numbers that a life of the writer wrote, in the order of the file."""
    mine = [entry for entry in read_entries(path) if entry["by"] == f"life-{life}-"]
    said = [entry.get("text") or entry.get("sha256") or entry["headings"][0] for entry in mine]
    return [int(text.removeprefix(f"life-{life}-").split(" ")[0]) for text in said]


def test_nothing_else_in_the_record_writes_files():
    """Whatever file comes next to the record: it is written by the one writer that these tests are of."""
    for path in sorted(Path(record.__file__).parent.glob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        names = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute)}
        writing = names & {"open", "write_text", "write_bytes", "write", "replace_file", "unlink", "rename"}
        # A note is a person's own file; the workbench makes its empty template once.
        expected = {"entries.py": {"open", "write"}, "notes.py": {"open", "write"}}.get(path.name, set())
        assert writing == expected, path.name
