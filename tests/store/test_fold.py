"""The fold against a plain one, in any order and in any number of steps, and killed on its way."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from tests.store import reference
from workbench.errors import TableError
from workbench.sources import EXPORTS, Reading
from workbench.store import fold, merge, part_id, read_table, rows, shared, store_digest, write_part
from workbench.tables import TABLES, check_table

LINES, ENTRIES, SCANS = "order_lines", "ledger", "scans"
EXPORT_OF = {LINES: ("amazon-all-orders", "mabang-orders"), ENTRIES: ("amazon-all-orders",), SCANS: ("mabang-orders",)}


def instant(day: int | None, *, month: int = 1) -> pd.Timestamp:
    return pd.NaT if day is None else pd.Timestamp(2026, month, day, 12, tz="UTC")


maybe_day = st.one_of(st.none(), st.integers(1, 3))
words = st.sampled_from([None, "", "x", "贵"])
order_lines = st.fixed_dictionaries(
    {
        "account": st.sampled_from(["amazon-mx", "amazon-us"]),
        "order_id": st.sampled_from(["1", "2", "3", "4"]),
        "line_id": st.sampled_from(["A#1", None]),
        "title": words,
        "quantity": st.sampled_from([None, 1, 2]),
        "unit_price": st.sampled_from([None, 1.5]),
        "is_business": st.sampled_from([None, True, False]),
        "ordered_at": st.builds(instant, maybe_day, month=st.sampled_from([1, 2])),
        "last_updated_at": st.builds(instant, maybe_day),
        "where": st.integers(2, 4).map(str),
    }
)
ledger = st.fixed_dictionaries(
    {
        "account": st.just("amazon-mx"),
        "report": st.just("r"),
        "settlement_id": st.sampled_from(["1", "2"]),
        "entry": st.sampled_from(["a", "b", "c"]),
        "amount": st.sampled_from([None, 1.0, -1.0]),
        "posted_at": st.builds(instant, maybe_day),
        "where": st.integers(2, 4).map(str),
    }
)
scans = st.fixed_dictionaries(
    {
        "tracking_id": st.sampled_from(["1", "2"]),
        "scanned_at": st.builds(instant, maybe_day),
        "stage": st.sampled_from(["delivered", "lost"]),
        "text": words,
        "where": st.sampled_from(["2", "2,3", "$[0].events[1]"]),
    }
)


@st.composite
def inboxes(draw) -> tuple[str, list[tuple[str, int, pd.DataFrame]]]:
    """A table, and files of it: export, day of the export, rows."""
    table, row = draw(st.sampled_from([(LINES, order_lines), (ENTRIES, ledger), (SCANS, scans)]))
    file = st.tuples(
        st.sampled_from(EXPORT_OF[table]), maybe_day, st.lists(row, min_size=1, max_size=7).map(pd.DataFrame)
    )
    return table, draw(st.lists(file, min_size=1, max_size=5))


def put(folder: Path, table: str, number: int, export: str, day: int | None, frame: pd.DataFrame):
    sha = hashlib.sha256(str(number).encode()).hexdigest()
    reading = Reading(
        export=export,
        tables={table: frame},
        primary=table,
        physical_rows=frame["where"].nunique(),
        structural={},
        repeated=0,
        refused=pd.DataFrame(),
        refused_rows=0,
        exported_at=instant(day),
    )
    identity = part_id(sha, export=export, reader_version=1, account="", answers={})
    return write_part(folder, identity, file=f"{number}.csv", sha=sha, account="", readings=[reading])


def put_all(folder: Path, table: str, files: list[tuple[str, int, pd.DataFrame]]) -> list:
    return [put(folder, table, number, *file) for number, file in enumerate(files)]


def seen(parts: list, files: list[tuple[str, int, pd.DataFrame]]) -> list[reference.File]:
    return [
        reference.File(part.id, part.file_id, export, EXPORTS[export].rank, part.exported_at, frame)
        for part, (export, _, frame) in zip(parts, files, strict=True)
    ]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of the tables, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted([*(folder / "tables").rglob("*"), folder / "current.json"])
        if path.is_file()
    }


@settings(max_examples=30, deadline=None)
@given(inboxes())
def test_the_fold_is_the_plain_fold(tmp_path_factory, inbox):
    table, files = inbox
    folder = tmp_path_factory.mktemp("store")
    parts = put_all(folder, table, files)
    fates = fold(folder, parts)
    expected = seen(parts, files)
    assert_frame_equal(read_table(folder, table), reference.folded(expected, table))
    found = {part: (fate.kept, fate.repeated, fate.superseded) for part, fate in fates.items()}
    assert found == reference.fates(expected, table)


@settings(max_examples=12, deadline=None)
@given(inboxes(), st.randoms(use_true_random=False))
def test_any_order_in_any_steps_gives_the_same_bytes(tmp_path_factory, inbox, dice):
    table, files = inbox
    folders = [tmp_path_factory.mktemp("store") for _ in range(2)]
    at_once = put_all(folders[0], table, files)
    fold(folders[0], at_once)
    in_steps = put_all(folders[1], table, files)
    dice.shuffle(in_steps)
    for count in sorted({dice.randint(1, len(files)), len(files)}):
        fold(folders[1], in_steps[:count])
    assert content(folders[0]) == content(folders[1])
    assert store_digest(folders[0]) == store_digest(folders[1])


@settings(max_examples=12, deadline=None)
@given(inboxes())
def test_two_keys_with_one_hash_stay_two_rows(tmp_path_factory, inbox):
    table, files = inbox
    folder = tmp_path_factory.mktemp("store")
    parts = put_all(folder, table, files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared, "row_hashes", lambda rows, names: np.zeros(len(rows), np.uint64))
        fold(folder, parts)
    assert_frame_equal(read_table(folder, table), reference.folded(seen(parts, files), table))


@settings(max_examples=12, deadline=None)
@given(inboxes())
def test_rows_over_many_slices_and_row_groups_fold_alike(tmp_path_factory, inbox):
    table, files = inbox
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "SLICE", 4)
        patch.setattr("workbench.store.read.SLICE", 4)
        patch.setattr(rows, "ROW_GROUP", 2)
        patch.setattr(merge, "BATCH", 3)
        patch.setattr(shared, "BATCH", 3)
        parts = put_all(folder, table, files)
        fold(folder, parts)
        assert_frame_equal(read_table(folder, table), reference.folded(seen(parts, files), table))


@settings(max_examples=12, deadline=None)
@given(
    inboxes(),
    st.sampled_from(["", "amazon-mx"]),
    st.sampled_from(["", "2026-01-02"]),
    st.sampled_from(["", "2026-02-01"]),
)
def test_a_part_of_a_table_is_the_same_rows_of_the_whole(tmp_path_factory, inbox, account, since, until):
    table, files = inbox
    folder = tmp_path_factory.mktemp("store")
    fold(folder, put_all(folder, table, files))
    whole, stamp = read_table(folder, table), TABLES[table].by_month_of
    wanted = pd.Series(True, whole.index)
    if account and "account" in whole:
        wanted &= whole["account"] == account
    if since:
        wanted &= whole[stamp] >= pd.Timestamp(since, tz="UTC")
    if until:
        wanted &= whole[stamp] < pd.Timestamp(until, tz="UTC") + pd.Timedelta(days=1)
    found = read_table(folder, table, account=account if "account" in whole else "", since=since, until=until)
    assert_frame_equal(found, whole[wanted].reset_index(drop=True))
    check_table(found, table)


def line(order: str, day: int, *, where: str = "2", **more) -> dict:
    named = {
        "account": "amazon-mx",
        "order_id": order,
        "line_id": "A#1",
        "ordered_at": instant(day % 28 + 1, month=day // 28 + 1),
    }
    return {**named, "last_updated_at": instant(1), "where": where, **more}


def test_a_month_without_new_rows_is_not_merged_again(tmp_path):
    year = pd.DataFrame([line(str(day), day, where=str(day + 2)) for day in range(0, 300)])
    parts = [put(tmp_path, LINES, number, "amazon-all-orders", None, year) for number in (1, 2)]
    fold(tmp_path, parts)
    before = {path.name: path.stat().st_ino for path in (tmp_path / "tables").rglob("merged.*")}
    parts.append(put(tmp_path, LINES, 3, "amazon-all-orders", None, year[280:285]))
    fold(tmp_path, parts)
    after = {path.name: path.stat().st_ino for path in (tmp_path / "tables").rglob("merged.*")}
    assert len(before) == len(after) == 11
    assert len(before.items() & after.items()) == 10


def test_rows_of_a_part_are_stored_once(tmp_path):
    part = put(tmp_path, LINES, 1, "amazon-all-orders", None, pd.DataFrame([line("1", 1)]))
    fold(tmp_path, [part])
    stored = next((tmp_path / "parts" / part.id).glob("order_lines.*"))
    assert stored.stat().st_nlink == 2


def test_a_disk_without_second_names_gets_copies(tmp_path, monkeypatch):
    monkeypatch.setattr("os.link", lambda source, target: (_ for _ in ()).throw(OSError(1, "not permitted")))
    fold(tmp_path, [put(tmp_path, LINES, 1, "amazon-all-orders", None, pd.DataFrame([line("1", 1)]))])
    assert read_table(tmp_path, LINES)["order_id"].tolist() == ["1"]


class Killed(BaseException):
    """Stands for a process that ends here."""


@pytest.mark.parametrize("at", ["link", "shared_rows", "merge_shared", "write_json"])
def test_a_fold_that_is_killed_leaves_the_old_tables(tmp_path, monkeypatch, at):
    old, new = (
        put(
            tmp_path,
            LINES,
            number,
            "amazon-all-orders",
            None,
            pd.DataFrame([line("1", day), line("2", day, where="3")]),
        )
        for number, day in ((1, 1), (2, 2))
    )
    fold(tmp_path, [old])
    before, digest = read_table(tmp_path, LINES), store_digest(tmp_path)

    def die(*given, **named):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["workbench.store.fold"], at, die)
        # A killed process sweeps nothing behind itself.
        patch.setattr("workbench.store.files.shutil.rmtree", lambda *given, **named: None)
        with pytest.raises(Killed):
            fold(tmp_path, [old, new])
    assert_frame_equal(read_table(tmp_path, LINES), before)
    assert store_digest(tmp_path) == digest
    fates = fold(tmp_path, [old, new])
    assert sum(fate.kept for fate in fates.values()) == 2
    assert len(list((tmp_path / "tables").iterdir())) == 1


def test_old_tables_stay_readable_where_their_files_are_gone(tmp_path):
    part = put(tmp_path, LINES, 1, "amazon-all-orders", None, pd.DataFrame([line("1", 1)]))
    fold(tmp_path, [part])
    for path in (tmp_path / "parts" / part.id).iterdir():
        path.unlink()
    assert read_table(tmp_path, LINES)["lineage"].tolist() == [f"{part.file_id}:2"]


def test_a_value_outside_the_allowed_list_never_enters_the_store(tmp_path):
    wrong = pd.DataFrame([line("1", 1, status="lost in space")])
    with pytest.raises(TableError, match="1 values in 'status' are not allowed: 'lost in space'"):
        put(tmp_path, LINES, 1, "amazon-all-orders", None, wrong)
    assert not list((tmp_path / "parts").glob("*"))
