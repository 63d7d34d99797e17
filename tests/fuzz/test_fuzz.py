"""500 damaged files in the suite, and that every export that is read has a file to damage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fuzz.cases import planned
from tests.fuzz.damage import KINDS, damaged
from tests.fuzz.seeds import FOLDER, WITHOUT_SEED, all_seeds
from tests.fuzz.verdicts import lost_rows, verdict
from workbench.sources import EXPORTS, read, recognise

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
