"""Each text column of the store is a key, a closed list, a free text or an identifier, and says so."""

import pytest

from workbench.tables import FREE_TEXT, IDENTIFIERS, TABLES

TEXTS = [(table.name, column) for table in TABLES.values() for column in table.columns if column.type == "text"]


@pytest.mark.parametrize(("table", "column"), TEXTS, ids=lambda each: getattr(each, "name", each))
def test_a_text_column_is_said_to_be_free_or_not(table, column):
    is_free = column.name in FREE_TEXT.get(table, ())
    is_fixed = column.name in TABLES[table].key or column.allowed or column.name in IDENTIFIERS
    assert is_free != bool(is_fixed)


def test_no_free_text_is_named_that_a_table_does_not_have():
    assert {(table, name) for table, names in FREE_TEXT.items() for name in names} <= {
        (table, column.name) for table, column in TEXTS
    }
