"""JSON documents are read strictly."""

import pytest

from workbench.cleaning.documents import read_json
from workbench.errors import UnreadableFile


def test_a_document_is_read_with_and_without_a_byte_order_mark():
    assert read_json('{"a": "ñ"}'.encode("utf-8-sig"), where="a.json") == {"a": "ñ"}
    assert read_json(b'[{"a": 1.5}]', where="a.json") == [{"a": 1.5}]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"a": 1', "not valid JSON.*Hint: the download broke off"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "a whole number of 5,000 digits"),
        (b"[" * 100_000, "nested too deeply|not valid JSON"),
        (b"[" * 80 + b"]" * 80, "nested too deeply. Expected at most 60 levels"),
    ],
)
def test_what_is_no_honest_document_is_refused(content, found):
    with pytest.raises(UnreadableFile, match=found):
        read_json(content, where="a.json")
