"""500 damaged files in the suite, and that every export that is read has a file to damage."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from tests.fuzz.cases import planned
from tests.fuzz.damage import KINDS, damaged
from tests.fuzz.seeds import FOLDER, WITHOUT_SEED, all_seeds
from tests.fuzz.verdicts import lost_rows, verdict
from workbench.cleaning import bulk, content
from workbench.cleaning.content import FileContent
from workbench.errors import WorkbenchError
from workbench.sources import EXPORTS, read, readings, recognise
from workbench.store import write_part

SEEDS = {seed.name: seed for seed in all_seeds()}
# A workbook costs a process, so few of them stand among the 500.
TEXTS, WORKBOOKS = 470, 30


def test_every_export_that_is_read_has_a_seed_file():
    wanted = {name for name, export in EXPORTS.items() if export.status == "read"} - WITHOUT_SEED
    assert wanted - {seed.export for seed in SEEDS.values()} == set()
    assert {path.name for path in FOLDER.iterdir()} == {*SEEDS, "seeds.json"}


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_an_undamaged_seed_is_read_without_a_loss(name):
    seed = SEEDS[name]
    found = recognise(seed.name, seed.content, context=seed.context)
    assert (found.export, found.status, found.questions) == (seed.export, "read", ())
    reading = read(seed.name, seed.content, export=seed.export, context=seed.context)
    assert len(reading.tables[reading.primary]) > 0
    assert (reading.refused_rows, lost_rows(seed, seed.content, reading)) == (0, "")


@pytest.mark.parametrize("place", range(10))
def test_damaged_files_are_refused_or_accounted_for_row_by_row(place):
    cases = [
        *planned(TEXTS, base=1, kinds=("text", "json"))[place::10],
        *planned(WORKBOOKS, base=1, kinds=("workbook",))[place::10],
    ]
    told = [(case, verdict(SEEDS[case.file], case.content(SEEDS[case.file]))) for case in cases]
    assert [(case, found.outcome, found.detail) for case, found in told if found.is_failure] == []


def test_a_run_meets_every_file_and_every_kind_of_damage():
    cases = planned(2_000, base=1)
    assert {case.file for case in cases} == set(SEEDS)
    met = {(SEEDS[case.file].kind, case.damage) for case in cases}
    assert met == {(kind, damage) for kind, damages in KINDS.items() for damage in damages}


@pytest.mark.parametrize(("kind", "damage"), [(kind, damage) for kind in KINDS for damage in KINDS[kind]])
def test_damage_is_the_same_for_the_same_seed(kind, damage):
    content = next(seed.content for seed in SEEDS.values() if seed.kind == kind)
    once, again = (damaged(content, kind=kind, damage=damage, seed="1") for _ in range(2))
    assert once == again


def test_a_lost_row_and_a_crash_would_be_seen(monkeypatch):
    seed = SEEDS["amazon-all-orders.txt"]
    reading = read(seed.name, seed.content, export=seed.export, context=seed.context)
    fewer = replace(reading, physical_rows=reading.physical_rows - 1)
    assert "have a fate" in lost_rows(seed, seed.content, fewer)
    longer = seed.content + seed.content.rstrip(b"\n").rpartition(b"\n")[2] + b"\n"
    assert "rows stand in the file" in lost_rows(seed, longer, reading)
    monkeypatch.setattr("tests.fuzz.verdicts.read", lambda *given, **more: {}["gone"])
    assert verdict(seed, seed.content).outcome == "traceback"


@pytest.mark.parametrize("place", range(8))
def test_a_damaged_text_is_read_in_pieces_and_windows_as_it_is_read_whole(place, tmp_path, monkeypatch):
    # The first rows say whether all end with a delimiter too many: in a large file they are never in two pieces.
    monkeypatch.setattr(bulk, "SAMPLE_LINES", 1)
    for number, case in enumerate(planned(160, base=2, kinds=("text",))[place::8]):
        seed, end = SEEDS[case.file], (b"\n", b"\r\n", b"\r")[number % 3]
        body = case.content(seed).replace(b"\r\n", b"\n").replace(b"\n", end)
        path = tmp_path / "file"
        path.write_bytes(body)
        with monkeypatch.context() as small:
            whole = _made_of(seed, body, tmp_path, window=None)
            small.setattr(content, "PIECE", 256 << number % 4)
            assert _made_of(seed, FileContent(path), tmp_path, window=1 + number % 5) == whole, case


def _made_of(seed, body, folder, *, window):
    """What is written of a file, or why nothing is."""
    try:
        found = recognise(seed.name, body, context=seed.context)
        if found.status != "read" or found.questions:
            return found
        read_of = readings(seed.name, body, export=found.export, context=seed.context, window=window)
        write_part(folder, "part", file=seed.name, sha="0" * 64, account=seed.account, readings=read_of)
        return {path.name: path.read_bytes() for path in sorted((folder / "parts/part").iterdir())}
    except WorkbenchError as fault:
        return str(fault)
    finally:
        shutil.rmtree(folder / "parts", ignore_errors=True)
