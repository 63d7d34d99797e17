"""Parts and fold: the same tables whatever the order, and every file row has one fate."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.sources import Reading
from workbench.store import Intake, fold, known_parts, part_id, read_intake, read_table, store_digest, write_part
from workbench.store.files import STAGE_PREFIX, staged_folder, sweep_stages, write_bytes
from workbench.store.intake import literal_csv
from workbench.tables import check_table


def reading(rows: list[dict], *, export: str = "amazon-all-orders", table: str = "order_lines", **more) -> Reading:
    frame = pd.DataFrame(rows).assign(where=[str(row) for row in range(2, len(rows) + 2)])
    values = {"structural": {}, "repeated": 0, "refused": pd.DataFrame(), "refused_rows": 0} | more
    return Reading(export=export, tables={table: frame}, primary=table, physical_rows=len(rows), **values)


def line(order: str, *, sku: str = "A", **more) -> dict:
    values = {"account": "amazon-mx", "order_id": order, "line_id": f"{sku}#1", "sku": sku, "quantity": 1}
    return values | {"ordered_at": pd.Timestamp("2026-01-05 12:00", tz="UTC")} | more


def put(folder, name: str, read: Reading, account: str = "amazon-mx"):
    sha = hashlib.sha256(name.encode()).hexdigest()
    identity = part_id(sha, export=read.export, reader_version=1, account=account, answers={"file": name})
    return write_part(folder, identity, file=name, sha=sha, account=account, readings=[read])


ERP = "mabang-orders"


def test_sources_complete_each_other_and_a_blank_never_overwrites(tmp_path):
    platform = put(tmp_path, "a.txt", reading([line("1", status="shipped", ship_state="")]))
    ship_by = pd.Timestamp("2026-01-07", tz="UTC")
    erp = put(tmp_path, "b.csv", reading([line("1", status="unshipped", ship_by_at=ship_by)], export=ERP))
    fold(tmp_path, [platform, erp])
    found = read_table(tmp_path, "order_lines").iloc[0]
    assert (found["status"], found["ship_by_at"]) == ("shipped", ship_by)
    assert found["lineage"] == f"{platform.file_id}:2 {erp.file_id}:2"


def test_the_later_update_of_a_line_wins_whatever_the_download_order(tmp_path):
    late, early = pd.Timestamp("2026-01-09", tz="UTC"), pd.Timestamp("2026-01-06", tz="UTC")
    new = put(tmp_path, "a.txt", reading([line("1", status="shipped", last_updated_at=late)]))
    old = put(tmp_path, "b.txt", reading([line("1", status="pending", last_updated_at=early)]))
    fates = fold(tmp_path, [old, new])
    assert read_table(tmp_path, "order_lines")["status"].tolist() == ["shipped"]
    assert (fates[new.id].kept, fates[old.id].superseded) == (1, 1)


def test_the_same_row_in_two_files_is_counted_as_repeated(tmp_path):
    first, second = (put(tmp_path, name, reading([line("1"), line("2")])) for name in ("a.txt", "b.txt"))
    fates = fold(tmp_path, [first, second])
    assert sorted((fate.kept, fate.repeated, fate.superseded) for fate in fates.values()) == [(0, 2, 0), (2, 0, 0)]


def test_any_order_of_files_gives_the_same_bytes(tmp_path):
    files = {
        "a.txt": reading([line("1", status="pending"), line("2", sku="B")]),
        "b.txt": reading([line("1", status="shipped", last_updated_at=pd.Timestamp("2026-02-01", tz="UTC"))]),
        "c.csv": reading([line("2", sku="B", title="贵"), line("3", sku="C")], export=ERP),
    }
    seen = set()
    for number, order in enumerate(itertools.permutations(files)):
        folder = tmp_path / str(number)
        fold(folder, [put(folder, name, files[name]) for name in order])
        content = b"".join(
            path.relative_to(folder).as_posix().encode() + path.read_bytes()
            for path in sorted((folder / "tables").rglob("*"))
            if path.is_file()
        )
        seen.add(hashlib.sha256(content).hexdigest())
    assert len(seen) == 1


def test_folding_twice_changes_nothing(tmp_path):
    part = put(tmp_path, "a.txt", reading([line("1")]))
    fold(tmp_path, [part])
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "tables").rglob("*")}
    digest = store_digest(tmp_path)
    fold(tmp_path, [part])
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "tables").rglob("*")} == before
    assert store_digest(tmp_path) == digest


def test_a_file_that_left_takes_its_rows_with_it(tmp_path):
    first, second = put(tmp_path, "a.txt", reading([line("1")])), put(tmp_path, "b.txt", reading([line("2")]))
    fold(tmp_path, [first, second])
    fold(tmp_path, [second])
    assert read_table(tmp_path, "order_lines")["order_id"].tolist() == ["2"]
    assert len(list((tmp_path / "tables").iterdir())) == 1


def test_rows_without_a_date_are_kept_and_left_out_only_when_days_are_asked_for(tmp_path):
    fold(tmp_path, [put(tmp_path, "a.txt", reading([line("1"), line("2", ordered_at=pd.NaT)]))])
    assert len(read_table(tmp_path, "order_lines")) == 2
    assert read_table(tmp_path, "order_lines", since="2026-01-01", until="2026-01-05")["order_id"].tolist() == ["1"]
    assert read_table(tmp_path, "order_lines", until="2026-01-04").empty


def test_one_account_can_be_read_alone(tmp_path):
    fold(tmp_path, [put(tmp_path, "a.txt", reading([line("1"), line("1", account="amazon-us")]))])
    assert read_table(tmp_path, "order_lines", account="amazon-us")["account"].tolist() == ["amazon-us"]


def test_a_table_that_no_file_fills_is_empty_and_keeps_its_contract(tmp_path):
    check_table(read_table(tmp_path, "offers"), "offers")
    assert read_table(tmp_path, "offers").empty


orders = st.lists(
    st.tuples(st.sampled_from("1234"), st.sampled_from(["pending", "shipped", None]), st.integers(1, 5)), max_size=8
)


@settings(max_examples=25, deadline=None)
@given(st.lists(orders, min_size=1, max_size=4))
def test_every_row_of_every_file_has_exactly_one_fate(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("store")
    parts = []
    for number, rows in enumerate(files):
        lines = [
            line(order, status=status, last_updated_at=pd.Timestamp(f"2026-01-0{day}", tz="UTC"))
            for order, status, day in rows
        ]
        if lines:
            parts.append(put(folder, f"{number}.txt", reading(lines)))
    fates = fold(folder, parts)
    for part in parts:
        fate = fates[part.id]
        assert fate.kept + fate.repeated + fate.superseded == part.physical_rows
    kept = read_table(folder, "order_lines")
    assert kept["order_id"].nunique() == len({order for rows in files for order, _, _ in rows})


def test_a_part_is_found_again_by_its_file(tmp_path):
    part = put(tmp_path, "a.txt", reading([line("1")]))
    assert known_parts(tmp_path) == {part.sha256: [part]}


def test_a_folder_that_was_being_staged_when_the_run_died_is_swept_and_never_seen(tmp_path):
    with pytest.raises(RuntimeError), staged_folder(tmp_path / "parts" / "x") as stage:
        (stage / "half").write_text("half")
        raise RuntimeError
    assert list((tmp_path / "parts").iterdir()) == []
    (tmp_path / f"{STAGE_PREFIX}dead").mkdir()
    sweep_stages(tmp_path)
    assert not (tmp_path / f"{STAGE_PREFIX}dead").exists()


def test_a_file_is_replaced_whole_or_stays(tmp_path, monkeypatch):
    write_bytes(tmp_path / "a.json", b"old")
    monkeypatch.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_bytes(tmp_path / "a.json", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_an_empty_store_has_an_empty_intake(tmp_path):
    intake = read_intake(tmp_path)
    assert isinstance(intake, Intake)
    assert intake.files.empty and intake.rows_read == 0


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_quarantine_can_start_a_formula(start):
    text = literal_csv(pd.DataFrame({"value": [f"{start}cmd"], "reason": ["r"]}))
    (cell, _) = list(csv.reader(io.StringIO(text)))[1]
    assert cell.endswith("cmd") and cell[0] not in "=+-@\t\r"


def test_the_part_says_what_the_file_held(tmp_path):
    part = put(tmp_path, "a.txt", reading([line("1"), line("2")], structural={"other sales channel": 3}, notes=("n",)))
    saved = json.loads((tmp_path / "parts" / part.id / "part.json").read_text())
    assert saved["structural"] == {"other sales channel": 3}
    assert (part.first_day, part.last_day, part.days) == ("2026-01-05", "2026-01-05", {"2026-01-05": 2})
