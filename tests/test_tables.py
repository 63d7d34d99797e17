"""The canonical tables hold their contract."""

import pandas as pd
import pytest

from workbench.errors import TableError
from workbench.tables import (
    ARROW_TYPES,
    DTYPES,
    KPI_TABLE,
    TABLES,
    arrow_schema,
    check_table,
    conform,
    empty_table,
    glossary,
    require_columns,
)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_keeps_its_contract(name):
    check_table(empty_table(name), name)


@pytest.mark.parametrize("spec", [*TABLES.values(), KPI_TABLE], ids=lambda spec: spec.name)
def test_keys_and_types_of_a_table_are_declared(spec):
    assert set(spec.key) <= set(spec.names)
    assert {column.type for column in spec.columns} <= set(DTYPES) == set(ARROW_TYPES)
    assert len(spec.names) == len(set(spec.names))


@pytest.mark.parametrize("spec", TABLES.values(), ids=lambda spec: spec.name)
def test_names_tell_instants_and_days(spec):
    for column in spec.columns:
        if column.name.endswith("_at") or column.name == "promised_at_extended":
            assert column.type == "instant", column.name
        if column.name.endswith("_date") or column.name in ("date", "as_of"):
            assert column.type == "day", column.name
        if column.name.startswith("is_"):
            assert column.type == "flag", column.name


def test_conform_orders_types_and_fills():
    found = conform(pd.DataFrame({"rate": ["17.5"], "date": ["2026-01-31"], "base": ["USD"]}), "fx")
    assert found.columns.tolist() == ["date", "base", "quote", "series", "rate", "lineage"]
    assert found.loc[0, "rate"] == 17.5
    assert found["quote"].isna().all()


def test_conform_leaves_its_input_unchanged():
    rows = pd.DataFrame({"rate": ["17.5"], "date": ["2026-01-31"]})
    before = rows.copy()
    conform(rows, "fx")
    pd.testing.assert_frame_equal(rows, before)


def test_an_unknown_column_is_refused_by_name():
    with pytest.raises(TableError, match="unknown columns qoute.*did you mean 'quote'"):
        conform(pd.DataFrame({"qoute": ["MXN"]}), "fx")


def test_a_value_of_the_wrong_type_is_refused():
    with pytest.raises(TableError, match="'rate' can't be read as number"):
        conform(pd.DataFrame({"rate": ["12,5O"]}), "fx")


def test_an_unknown_table_is_refused_with_the_nearest_name():
    with pytest.raises(TableError, match="did you mean 'offers'"):
        empty_table("ofers")


def test_repeated_keys_are_refused():
    rows = conform(pd.DataFrame({"sku": ["A", "A"]}), "catalogue")
    with pytest.raises(TableError, match="2 rows share a key: 'A' "):
        check_table(rows, "catalogue")


def test_a_value_outside_the_allowed_list_is_refused():
    rows = conform(
        pd.DataFrame({"account": ["a"], "item_id": ["i"], "date": ["2026-01-01"], "kind": ["colour"]}), "changes"
    )
    with pytest.raises(TableError, match="'colour' .row 0.*Expected content"):
        check_table(rows, "changes")


def test_a_missing_column_is_named_with_the_nearest():
    with pytest.raises(TableError, match="missing column price.*did you mean 'prices'"):
        require_columns(pd.DataFrame({"prices": [1.0]}), ["price"], of="price_bands")


def test_blank_text_stays_missing_and_is_not_the_word_nan():
    found = conform(pd.DataFrame({"sku": ["A", None]}), "catalogue")
    assert found["sku"].isna().tolist() == [False, True]


def test_the_glossary_explains_every_column():
    words = glossary()
    assert (words["meaning"].str.len() >= 3).all()
    assert set(words["table"]) == {*TABLES, "kpis", "events"}


def test_the_arrow_schema_has_the_same_columns():
    assert arrow_schema("fx").names == [*TABLES["fx"].names, "lineage"]
