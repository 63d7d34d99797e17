"""Values out of JSON documents that may lack anything."""

import pandas as pd
import pytest

from workbench.sources.json_values import instant, number, numbered, part, parts, word

BODY = {"a": {"b": [{"c": 1}, None, "x"], "d": {"e": 2}}, "f": 3}


def test_a_path_that_breaks_off_gives_an_empty_object():
    assert [part(BODY, "a", "d"), part(BODY, "a", "b"), part(BODY, "f", "g"), part(None, "a")] == [{"e": 2}, {}, {}, {}]


def test_places_in_a_list_hold_whatever_stands_there():
    assert parts(BODY, "a", "b") == [{"c": 1}, {}, {}]
    assert parts(BODY, "a", "d") == []
    assert [path for path, _ in numbered("$.a.b", parts(BODY, "a", "b"))] == ["$.a.b[0]", "$.a.b[1]", "$.a.b[2]"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-30.17", -30.17),
        ("1,234.50", 1234.5),
        (7, 7.0),
        (True, None),
        ("12,5O", None),
        ({}, None),
        (None, None),
        ("", None),
    ],
)
def test_a_number_is_one_or_nothing(value, expected):
    assert number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(" x ", "x"), (5, "5"), ("", None), (None, None), (True, None), ([], None)]
)
def test_a_word_is_text_or_nothing(value, expected):
    assert word(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1767636000000, "2026-01-05T18:00:00Z"),
        ("1767636000000", "2026-01-05T18:00:00Z"),
        ("2026-01-05T12:00:00.000-06:00", "2026-01-05T18:00:00Z"),
    ],
)
def test_a_moment_is_milliseconds_or_has_an_offset(value, expected):
    assert instant(value) == pd.Timestamp(expected)


@pytest.mark.parametrize("value", [None, "", "2026-01-05", "2026-01-05T12:00:00", 1767636000, -1, True, {}])
def test_what_is_no_sure_moment_is_none(value):
    assert instant(value) is None
