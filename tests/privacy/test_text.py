"""The twin of a text table differs from its original in personal cells only."""

import gzip

import pytest

from workbench.privacy import Needs, holds_personal, redacted_twin
from workbench.sources import EXPORTS

WALMART = EXPORTS["walmart-reconciliation"]
HEADER = "who,customer name,amount,remark"


def twin(text: str, *, encoding: str = "utf-8", **more):
    return redacted_twin("file.csv", text.encode(encoding), export=None, **more)


def test_personal_cells_are_blank_and_everything_else_stays_as_it_was():
    text = HEADER + '\r\nA-1,"Pérez, Ana",12.50,"said ""no"""\r\n\r\nA-2,Bo,3,"two\nlines"\r\n'
    found = twin(text)
    assert found.content.decode() == HEADER + '\r\nA-1,"",12.50,"said ""no"""\r\n\r\nA-2,,3,"two\nlines"\r\n'
    assert (found.columns, found.masked) == (("customer name",), 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_line_ends_and_delimiter_stay(encoding, end, delimiter):
    word = "中文订单编号" if encoding == "gb18030" else "Teléfono grátis"
    rows = [["order", "customer name", "thing"], ["A-1", "Ana", word], ["A-2", "Bo", word], ["A-3", "Cy", word]]
    text = "".join(delimiter.join(row) + end for row in rows)
    blank = "".join(delimiter.join([row[0], "" if at else row[1], row[2]]) + end for at, row in enumerate(rows))
    assert twin(text, encoding=encoding).content == blank.encode(encoding)


def test_a_free_text_that_nothing_reads_goes_whole_where_one_row_holds_a_phone():
    found = twin("who,remark,amount\nA-1,call Ana Perez,1\nA-2,or call 5554149735,2\nA-3,,3\n")
    assert found.content.decode() == "who,remark,amount\nA-1,,1\nA-2,,2\nA-3,,3\n"


def test_a_number_of_ten_digits_that_stands_alone_is_no_phone():
    assert twin("who,part,amount\nA-1,5554149735,1\n") is None


def test_a_row_of_the_wrong_width_keeps_its_shape_but_no_letter():
    found = twin('who,customer name,amount\nA-1,Ana,1\nA-2,Bo Diaz,"x",9\nA-3,Cy,3\n')
    assert found.content.decode() == 'who,customer name,amount\nA-1,,1\nx-x,xx xxxx,"x",x\nA-3,,3\n'


def test_rows_that_become_equal_are_numbered_and_rows_that_become_blank_say_so():
    found = twin("who,customer name\nA-1,Ana\nA-1,Bo\nA-1,Ana\nA-1,\n,Cy\n")
    assert found.content.decode() == "who,customer name\nA-1,\nA-1,[2]\nA-1,\nA-1,[3]\n,[personal]\n"


def test_without_headings_every_column_of_words_goes():
    found = twin("Ana,ana@example.com,12.50\nBo,bo@example.com,3.00\n")
    assert found.content.decode() == ",,12.50\n,,3.00\n"


def test_a_compressed_file_gives_a_compressed_twin():
    packed = gzip.compress(b"who,customer name\nA-1,Ana\n")
    found = redacted_twin("file.csv.gz", packed, export=None)
    assert gzip.decompress(found.content) == b"who,customer name\nA-1,\n"


def test_a_free_text_of_the_store_is_masked_where_it_is_read_and_an_identifier_is_not():
    export = EXPORTS["changes"]
    text = "account,item_id,date,kind,note\namazon-us,5554149735,2026-01-05,price,5554149736\n"
    found = redacted_twin("f.csv", text.encode(), export=export, needs=Needs(frozenset({"5554149736"})))
    assert found.content.decode() == text.replace("5554149736", "[phone]")


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("who,customer name\nA-1,Ana\n", True),
        ("who,customer name\nA-1,\n", False),
        ("who,remark\nA-1,write to ana@example.com\n", True),
        ("who,remark\nA-1,114-8829371-4410258\n", False),
        ("who,customer name\n" + "A-1,\n" * 100 + "A-2,Ana\n", True),
    ],
)
def test_a_file_is_personal_by_filled_columns_or_by_value(text, is_personal):
    assert holds_personal("file.csv", text.encode(), export=None) is is_personal


def test_the_twin_of_a_twin_is_the_twin():
    once = twin("who,customer name\nA-1,Ana\nA-2,Bo\n").content
    assert redacted_twin("file.csv", once, export=None) is None
