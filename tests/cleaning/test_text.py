"""Text tables: nothing is shifted, nothing is lost without being told."""

import pytest

from workbench.cleaning.encodings import Text, as_utf8, text_encodings
from workbench.cleaning.rawtable import Layout
from workbench.cleaning.text import LONGEST_LINE, check_lines, check_width, first_records, read_text_table
from workbench.errors import UnreadableFile


def table(text, *, delimiter=",", header_row=1, pad_short=False):
    """The table below the header row, all columns read."""
    utf8 = text.encode()
    records = first_records(utf8, delimiter=delimiter)
    layout = Layout("utf-8", delimiter, header_row, tuple(records[header_row - 1]))
    wanted = {heading.strip().casefold() for heading in layout.header}
    return read_text_table(Text(utf8, "utf-8"), layout, where="file.csv", wanted=wanted, pad_short=pad_short)


def rows(found):
    """Row number to cells."""
    columns = [found.column(place).to_pylist() for place in range(len(found.header))]
    return dict(zip(found.rows.tolist(), zip(*columns, strict=True), strict=True))


def broken(found):
    return {bad.row: bad.reason for bad in found.misshapen}


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_text_stays_text(delimiter):
    found = table(delimiter.join(["sku", "qty"]) + f"\nNA{delimiter}00123\nnull{delimiter}1e5\n", delimiter=delimiter)
    assert rows(found) == {2: ("NA", "00123"), 3: ("null", "1e5")}


def test_row_numbers_are_those_of_a_spreadsheet():
    text = "Report of January\n\nsku\tqty\nA\t1\n\nB\t2\n\n\n"
    found = table(text, delimiter="\t", header_row=3)
    assert rows(found) == {4: ("A", "1"), 6: ("B", "2")}


def test_a_quoted_field_over_two_lines_is_one_spreadsheet_row():
    found = table('sku,title\nA,"two\nlines"\nB,plain\n')
    assert rows(found) == {2: ("A", "two\nlines"), 3: ("B", "plain")}


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_row_of_another_width_is_refused_and_never_shifted(quote):
    found = table(f"sku,qty,price\nA,1,{quote}9.99{quote}\nB,2\nC,3,7.00,x\nD,4,5.00\n")
    assert rows(found) == {2: ("A", "1", "9.99"), 5: ("D", "4", "5.00")}
    assert broken(found) == {3: "2 fields where the header has 3", 4: "4 fields where the header has 3"}


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_comma_too_many_on_every_row_is_cut_off_and_told(quote):
    found = table(f"sku,qty,price\nA,1,{quote}9.99{quote},\nB,2,5.00,\n")
    assert rows(found) == {2: ("A", "1", "9.99"), 3: ("B", "2", "5.00")}
    assert found.notes == ("every data row ended with a comma too many; it was cut off",)


def test_a_trailing_tab_is_cut_off_only_where_nothing_stands_behind_it():
    lines = "".join(f"A{n}\t{n}\t\n" for n in range(60))
    found = table("sku\tqty\n" + lines + "Z\t1\tlost\n", delimiter="\t")
    assert len(found) == 60
    assert broken(found) == {62: "3 fields where the header has 2"}


def test_a_row_without_the_tab_that_all_above_it_end_with_is_refused_for_that():
    found = table("sku\tqty\n" + "".join(f"A{n}\t{n}\t\n" for n in range(60)) + "Z\t1\n", delimiter="\t")
    assert broken(found) == {62: "no tab too many at its end, unlike the rows above it"}


def test_rows_that_a_stray_quote_glues_together_are_refused():
    found = table('sku,title,qty\nA,"ok",1\nB,"stray,2\nC,next",3\nD,"ok",4\n')
    assert rows(found) == {2: ("A", "ok", "1"), 5: ("D", "ok", "4")}
    assert set(broken(found)) == {3, 4}


def test_a_quote_that_is_never_closed_costs_only_its_own_row():
    found = table('sku,title,qty\nA,"ok",1\nB,"open,2\nC,plain,3\n')
    assert rows(found) == {2: ("A", "ok", "1"), 4: ("C", "plain", "3")}
    assert list(broken(found)) == [3]


def test_quotes_mean_nothing_in_a_tab_separated_file():
    found = table('sku\ttitle\nA\t5" pipe\nB\t"open\n', delimiter="\t")
    assert rows(found) == {2: ("A", '5" pipe'), 3: ("B", '"open')}


def test_a_file_of_broken_quotes_is_refused():
    with pytest.raises(UnreadableFile, match="more than 1,000 rows with broken quotation marks"):
        table("sku,title\n" + 'A,"x"y\n' * 1_200)


def test_short_rows_are_filled_only_where_the_export_is_known_to_cut_them():
    text = "a\tb\tc\n1\t2\n"
    assert broken(table(text, delimiter="\t")) == {2: "2 fields where the header has 3"}
    assert rows(table(text, delimiter="\t", pad_short=True)) == {2: ("1", "2", "")}


def test_a_row_of_nothing_but_delimiters_is_no_data_row():
    assert rows(table("a\tb\n\t\n1\t2\n \t \n", delimiter="\t")) == {3: ("1", "2")}
    assert rows(table('a,b\n,\n"1",2\n')) == {3: ("1", "2")}


def test_a_file_without_data_rows_is_an_empty_table():
    assert len(table("a\tb\n", delimiter="\t")) == 0


def test_ten_thousand_columns_are_refused():
    with pytest.raises(UnreadableFile, match="10,000 columns. Expected at most 500"):
        check_width([["x"] * 10_000], where="wide.csv")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("店铺名,订单编号", "gb18030"),
        ("店铺名,订单编号", "utf-8"),
        ("店铺名,订单编号", "utf-8-sig"),
        ("店铺名,订单编号", "utf-16"),
        ("Título,Descripción", "cp1252"),
        ("plain", "utf-8"),
    ],
)
def test_the_encoding_is_found_and_the_text_survives(text, encoding):
    content = (text + "\r\n1,2\r3,4\n").encode(encoding)
    found = text_encodings(content, where="file.csv")
    assert found[0] == encoding
    assert as_utf8(content, encoding=found[0]).decode() == text + "\n1,2\n3,4\n"


def test_nul_bytes_are_refused():
    with pytest.raises(UnreadableFile, match="a NUL byte at position 3.*Expected text.*the download broke off"):
        text_encodings(b"a,b\x00\n", where="file.csv")


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(UnreadableFile, match="not valid gb18030, cp1252"):
        text_encodings(b"\x81\x00".replace(b"\x00", b"\x20") + b"\xff\xff\x81", where="file.csv")


def test_utf8_with_a_damaged_byte_is_not_taken_for_another_encoding():
    content = "título\nprensa de ajos, niño, año\ncafé\n".encode().replace("café".encode(), b"caf\xff")
    with pytest.raises(UnreadableFile, match="damaged bytes in UTF-8 text, the first in line 3"):
        text_encodings(content, where="file.csv")


def test_a_quote_that_swallows_whole_rows_between_two_others_is_refused():
    found = table('sku,note,stock\nA,"said\nB,plain,1\nso",2\nC,plain,3\n')
    assert found.column(0).to_pylist() == ["C"]
    assert len(found.misshapen) == 3


def test_a_line_as_long_as_the_limit_is_read_and_one_byte_more_is_refused():
    longest = b"x" * LONGEST_LINE
    check_lines(b"a\n" + longest + b"\nb\n", where="a.csv")
    check_lines(longest, where="a.csv")
    with pytest.raises(UnreadableFile, match="line 2 is 131,073 bytes long"):
        check_lines(b"a\n" + longest + b"x\nb\n", where="a.csv")
    with pytest.raises(UnreadableFile, match="line 1 is 131,073 bytes long"):
        check_lines(longest + b"x", where="a.csv")
