"""Encodings: the right one is taken, or the file is refused with both readings shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning.encodings import as_utf8, text_encodings
from workbench.errors import AmbiguousFormat, UnreadableFile

SPANISH = "sku,título,precio\nA-1,Lámpara de piñón,1079\nA-2,CAÑÓN de luz,899\n"
CHINESE = "订单编号,店铺名,状态\n1,墨西哥店01,已发货\n2,A款,件\n"
PLAIN = "sku,qty\nA-1,1\n"


def text_of(content):
    """The text as it is read, and the encoding that was taken."""
    encoding = text_encodings(content, where="file.csv")[0]
    return as_utf8(content, encoding=encoding).decode(), encoding


@pytest.mark.parametrize(
    ("text", "encoding", "taken"),
    [
        (SPANISH, "utf-8", "utf-8"),
        (CHINESE, "utf-8", "utf-8"),
        (SPANISH, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (SPANISH, "utf-16", "utf-16"),
        (CHINESE, "utf-16", "utf-16"),
        (SPANISH, "utf-16-le", "utf-16-le"),
        (SPANISH, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (PLAIN, "utf-16-le", "utf-16-le"),
        (PLAIN, "utf-16-be", "utf-16-be"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (SPANISH, "cp1252", "cp1252"),
        (SPANISH, "latin-1", "cp1252"),
        ("sku,precio\nA,12 €\n", "cp1252", "cp1252"),
        (PLAIN, "latin-1", "utf-8"),
    ],
)
def test_each_encoding_gives_the_text_back(text, encoding, taken):
    assert text_of(text.encode(encoding)) == (text, taken)


def test_utf16_big_endian_with_its_mark_is_read():
    assert text_of(b"\xfe\xff" + SPANISH.encode("utf-16-be")) == (SPANISH, "utf-16")


@pytest.mark.parametrize("word", ["Cañón", "CAÑÓN", "piñón", "niño", "ÚLTIMO"])
def test_a_single_spanish_word_is_not_taken_for_chinese(word):
    text = f"sku,title\nA,{word} 3\n"
    assert text_of(text.encode("cp1252"))[0] == text


@pytest.mark.parametrize("word", ["件", "店铺", "墨西哥", "促销 A 款"])
def test_a_single_chinese_word_is_not_taken_for_spanish(word):
    text = f"sku,title\nA,{word}\n"
    assert text_of(text.encode("gb18030"))[0] == text


def test_a_chinese_header_settles_rows_full_of_spanish():
    text = "订单编号,店铺名,状态\n" + "1,Ibañez Muñoz,Año\n" * 50
    assert text_of(text.encode("gb18030"))[0] == text


@pytest.mark.xfail(strict=True, reason="two bytes that are one Chinese letter in GB18030 and one Latin in UTF-8")
def test_a_lone_chinese_letter_that_is_also_utf8_is_told_apart():
    text = "sku,title\nA,墨\n"
    assert text_of(text.encode("gb18030"))[0] == text


def test_text_that_two_encodings_fit_is_refused_with_both_shown():
    with pytest.raises(AmbiguousFormat, match="'A款,1' in gb18030.*save the file again as UTF-8"):
        text_encodings("sku,qty\nA款,1\n".encode("gb18030"), where="file.csv")
    with pytest.raises(AmbiguousFormat, match="'riñó,1' in cp1252"):
        text_encodings("sku,qty\nriñó,1\n".encode("cp1252"), where="file.csv")


@pytest.mark.parametrize(
    "content", [b"a,b\n\x00\x00", b"a,b\x00\n1", b"\x00\x01\x02\x03" * 8, b"sku,qty\nA,1\n" + bytes(8)]
)
def test_zero_bytes_that_no_utf16_explains_are_refused(content):
    with pytest.raises(UnreadableFile, match="a NUL byte at position"):
        text_encodings(content, where="file.csv")


def test_utf16_that_fits_in_both_byte_orders_or_ends_in_zeros_is_refused():
    for content in (",\u2c00".encode("utf-16-le"), PLAIN.encode("utf-16-le") + bytes(8)):
        with pytest.raises(UnreadableFile, match="NUL byte"):
            text_encodings(content, where="file.csv")


def test_a_broken_utf16_file_is_refused():
    with pytest.raises(UnreadableFile, match="NUL byte"):
        text_encodings(SPANISH.encode("utf-16-le")[:-1], where="file.csv")


@given(
    st.lists(st.text(alphabet="abcñáéíóúü 0123456789", min_size=1, max_size=12), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "gb18030"]),
)
def test_spanish_text_is_given_back_or_refused_and_never_another_text(words, encoding):
    text = "título,año\n" + "".join(f"{word},1\n" for word in words)
    try:
        found = text_of(text.encode(encoding))[0]
    except (AmbiguousFormat, UnreadableFile):
        return
    assert found == text


@given(st.lists(st.text(alphabet="店铺订单编号墨西哥件促销包邮A1 ", min_size=1, max_size=12), min_size=1, max_size=8))
def test_chinese_text_is_given_back_or_refused_and_never_another_text(words):
    # The headings keep the bytes from being UTF-8 by chance, as a lone 墨 would be.
    text = "店铺,数量\n" + "".join(f"{word},1\n" for word in words)
    try:
        found = text_of(text.encode("gb18030"))[0]
    except (AmbiguousFormat, UnreadableFile):
        return
    assert found == text


@given(st.binary(max_size=60))
def test_no_bytes_break_the_search_for_an_encoding(content):
    try:
        for encoding in text_encodings(content, where="file.csv"):
            as_utf8(content, encoding=encoding)
    except (AmbiguousFormat, UnreadableFile) as fault:
        assert "file.csv" in str(fault)
