"""Column maps in the record: appended with who and when, the newest of a layout holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.errors import ParameterError
from workbench.record import (
    COLUMN_MAPS,
    RECORD,
    RecordFault,
    column_maps,
    read_entries,
    read_map_file,
    remember_column_map,
)
from workbench.sources.column_map import ColumnMap

MAP = ColumnMap(
    title="Devoluciones",
    table="returns",
    headings=("fecha", "pedido"),
    columns={"pedido": "order_id", "fecha": "requested_at"},
    forms={"requested_at": "day first"},
    zone="America/Mexico_City",
)


def test_a_client_without_maps_has_none(tmp_path):
    assert column_maps(tmp_path) == ()


def test_a_map_is_kept_with_who_and_when(tmp_path):
    remember_column_map(tmp_path, MAP, by="Li")
    (entry,) = read_entries(tmp_path / RECORD / COLUMN_MAPS)
    assert (entry["by"], entry["key"], "at" in entry, "corrects" in entry) == ("Li", MAP.key, True, False)
    assert column_maps(tmp_path) == (MAP,)


def test_a_correction_is_a_new_entry_that_points_to_the_old(tmp_path):
    first = remember_column_map(tmp_path, MAP, by="Li")
    other = replace(MAP, title="Otra", headings=("a", "b"), columns={"a": "order_id"})
    remember_column_map(tmp_path, other, by="Li")
    corrected = replace(MAP, zone="UTC")
    second = remember_column_map(tmp_path, corrected, by="Wu")
    assert second["corrects"] == first["at"]
    assert len(read_entries(tmp_path / RECORD / COLUMN_MAPS)) == 3
    assert column_maps(tmp_path) == (corrected, other)


def test_an_entry_that_is_no_map_is_a_fault(tmp_path):
    (tmp_path / RECORD).mkdir()
    (tmp_path / RECORD / COLUMN_MAPS).write_text('- {"title": "x"}\n')
    with pytest.raises(RecordFault, match="an entry is no column map"):
        column_maps(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"), [("[1, 2]", "no list of names and values"), ("a: [", "can't be read"), (None, "no file")]
)
def test_a_map_file_that_is_none_is_refused(tmp_path, text, message):
    if text is not None:
        (tmp_path / "map.yml").write_text(text)
    with pytest.raises(ParameterError, match=message):
        read_map_file(tmp_path / "map.yml")
