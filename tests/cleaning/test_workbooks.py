"""Workbooks, hostile ones included: a clear error, and the process that asked lives on."""

import io
import json
import re
import struct
import time
import zipfile

import pytest
import xlsxwriter

from workbench.cleaning import workbooks
from workbench.cleaning.rawtable import Layout
from workbench.cleaning.workbooks import check_archive, read_workbook, sheet_table
from workbench.errors import UnreadableFile

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
    '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def hand_made(sheet: str) -> bytes:
    """A workbook whose sheet XML is written by hand."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return body.getvalue()


def cells(*written: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(written)}</sheetData></worksheet>'


def test_rows_keep_their_place_and_cells_become_text():
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ventas MX")
        sheet.write_row(2, 0, ["# de venta", "Unidades", "Total"])
        sheet.write_row(3, 0, [2000012345678901, 1, 329.15])
        sheet.write_row(5, 0, ["00123", True, ""])
    (found,) = read_workbook(body.getvalue(), where="v.xlsx")
    assert (found.name, found.visible) == ("Ventas MX", True)
    table = sheet_table(found, Layout("", "", 3, ("# de venta", "Unidades", "Total")))
    assert table.rows.tolist() == [4, 6]
    assert table.column(0).to_pylist() == ["2000012345678901", "00123"]
    assert table.column(1).to_pylist() == ["1", "TRUE"]
    assert table.column(2).to_pylist() == ["329.15", ""]


def written(*rows: list[object], at: tuple[int, int] = (0, 0)) -> bytes:
    """A workbook of one sheet with these rows from a cell on."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        sheet = book.add_worksheet("One")
        for number, row in enumerate(rows):
            sheet.write_row(at[0] + number, at[1], row)
    return body.getvalue()


def test_rows_and_columns_count_from_the_sheets_own_corner():
    (found,) = read_workbook(written(["a", 1], ["b", 2], at=(2, 1)), where="v.xlsx")
    assert found.rows == [["", "", ""], ["", "", ""], ["", "a", 1], ["", "b", 2]]
    assert found.first_rows(3) == found.rows[:3]


def test_a_flag_is_no_number_though_it_equals_one():
    (found,) = read_workbook(written([1, True], [True, 1], [0, False], [1, "1"]), where="v.xlsx")
    table = sheet_table(found, Layout("", "", 0, ("x", "y")))
    assert [table.column(place).to_pylist() for place in (0, 1)] == [
        ["1", "TRUE", "0", "1"],
        ["TRUE", "1", "FALSE", "1"],
    ]
    assert [[type(cell) for cell in row] for row in found.rows[:2]] == [[float, bool], [bool, float]]


def test_columns_of_different_and_of_recurring_cells_read_the_same():
    rows = [[f"s{number}", f"k{number % 3}", float(number), "" if number % 7 else True] for number in range(5_000)]
    rows[3_000] = ["", "", "", ""]
    (found,) = read_workbook(written(["id", "kind", "at", "flag"], *rows), where="v.xlsx")
    table = sheet_table(found, Layout("", "", 1, ("id", "kind", "at", "flag")))
    kept = [number for number in range(5_000) if number != 3_000]
    assert table.rows.tolist() == [number + 2 for number in kept]
    assert table.column(0).to_pylist() == [f"s{number}" for number in kept]
    assert table.column(1).to_pylist() == [f"k{number % 3}" for number in kept]
    assert table.column(2).to_pylist() == [str(number) for number in kept]
    assert table.column(3).to_pylist() == ["" if number % 7 else "TRUE" for number in kept]
    assert table.encoded(1).dictionary.to_pylist() == ["k0", "k1", "k2"]
    assert table.whole_row(3_000) == ("s3001", "k1", 3_001.0, "")


def test_no_text_beyond_the_limit_is_answered(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_TEXT", 1_000)
    assert read_workbook(written(*[["x" * 10]] * 100), where="v.xlsx")[0].height == 100
    assert read_workbook(written(["x" * 500], *[["y"]] * 400), where="v.xlsx")[0].height == 401
    with pytest.raises(UnreadableFile, match="more than 1,000 characters"):
        read_workbook(written(*[["x" * 10]] * 101), where="v.xlsx")


def said(words: bytes, *numbers: int) -> bytes:
    """One message as the child sends it."""
    return b"%d %d\n" % (len(words), 4 * len(numbers)) + words + struct.pack(f"{len(numbers)}i", *numbers)


def sheet(**told: object) -> bytes:
    return said(json.dumps({"name": "x", "visible": True, "height": 1, "order": [0], **told}).encode())


def answers(answer: bytes, monkeypatch, tmp_path):
    """Put a child in the place of ours that answers this, whatever it is asked."""
    child = tmp_path / "child.py"
    child.write_text(f"import sys\nsys.stdin.buffer.read()\nsys.stdout.buffer.write({answer!r})")
    monkeypatch.setattr(workbooks, "CHILD", child)


TEXT = said(b"a", 2, 0, 1, 1)
OTHER = said(b'["",1]', 0, 1)


@pytest.mark.parametrize("column", [TEXT, OTHER])
def test_an_answer_that_makes_sense_is_taken(column, monkeypatch, tmp_path):
    answers(sheet() + column, monkeypatch, tmp_path)
    (found,) = read_workbook(written(["a"]), where="v.xlsx")
    assert found.rows in ([["a"]], [[1]])


@pytest.mark.parametrize(
    "answer",
    [
        b"no sheets",
        b"x" * 1_000,
        b"many words\n",
        b"-1 0\n",
        said(b'{"name":"x"}'),
        said(b'"no sheets"'),
        sheet(),
        sheet(order=[1]) + TEXT,
        sheet(order=[0, 0]) + TEXT * 2,
        sheet(height=2) + TEXT,
        sheet(height=2) + OTHER,
        sheet() + said(b"a", 2, 0, 1, 2),
        sheet() + said(b"a", 2, 0, 1, -1),
        sheet() + said(b"a", 2, -1, 2, 1),
        sheet() + said(b"a", 2, 0, 2, 1),
        sheet() + said(b"a", -1, 0),
        sheet() + said(b"a", 9, 0),
        sheet() + said(b"\xff", 1, 1, 0),
        sheet() + said(b'["",1]', 0, 2),
        sheet() + said(b"7", 0, 0),
        sheet() + said(b"a"),
        sheet() + TEXT[:-1],
        sheet(height=-1) + said(b"a", 1, 1),
        sheet(order=[]) + TEXT,
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(answer, monkeypatch, tmp_path):
    answers(answer, monkeypatch, tmp_path)
    with pytest.raises(UnreadableFile, match="the parser's answer broke off"):
        read_workbook(written(["a"]), where="v.xlsx")


def test_a_child_that_answers_nonsense_and_lives_on_is_ended(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import sys, time\nsys.stdout.buffer.write(b'x' * 99)\nsys.stdout.flush()\ntime.sleep(60)")
    monkeypatch.setattr(workbooks, "CHILD", child)
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match="the parser's answer broke off"):
        read_workbook(written(["a"]), where="v.xlsx")
    assert time.perf_counter() - started < 10


@pytest.fixture
def two_processes(monkeypatch, tmp_path):
    """A child that takes any sheet for a large one; called with what else it does differently."""

    ours = workbooks.CHILD.read_text()

    def put(was: str = "\n", becomes: str = "\n") -> None:
        assert "LARGE = 500_000" in ours and was in ours
        child = tmp_path / "child.py"
        child.write_text(ours.replace("LARGE = 500_000", "LARGE = 1").replace(was, becomes))
        monkeypatch.setattr(workbooks, "CHILD", child)

    return put


ROWS = [[f"s{number}", number % 3, "" if number % 7 else True, f"k{number % 3}", "año"] for number in range(3_000)]


@pytest.mark.parametrize("at", [(0, 0), (2, 1)])
def test_two_processes_answer_what_one_does(at, two_processes):
    content = written(*ROWS, at=at)
    (alone,) = read_workbook(content, where="v.xlsx")
    two_processes()
    (both,) = read_workbook(content, where="v.xlsx")
    assert both.rows == alone.rows
    assert both.rows[-1][at[1] :] == ROWS[-1]


def test_the_second_process_is_used_and_its_death_is_the_childs(two_processes):
    two_processes("    before = answer.text\n", "    os.kill(os.getpid(), signal.SIGKILL)\n")
    with pytest.raises(UnreadableFile, match="signal 9: over its memory or time"):
        read_workbook(written(*ROWS), where="v.xlsx")


@pytest.mark.parametrize("column", ["A", "B"])
def test_a_cell_longer_than_a_spreadsheet_holds_is_refused_by_either_process(column, two_processes):
    two_processes()
    filled = f'<c r="{column}1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c>'
    with pytest.raises(UnreadableFile, match="a cell of 32,768 characters, a spreadsheet holds 32,767"):
        read_workbook(hand_made(cells(f'<row r="1">{filled}<c r="C1"><v>1</v></c></row>')), where="long.xlsx")


def test_characters_of_both_processes_are_counted_together(two_processes, monkeypatch):
    two_processes()
    monkeypatch.setattr(workbooks, "MOST_TEXT", 1_000)
    assert read_workbook(written(*[["x" * 5, "y" * 5]] * 100), where="v.xlsx")[0].height == 100
    with pytest.raises(UnreadableFile, match="more than 1,000 characters"):
        read_workbook(written(*[["x" * 5, "y" * 5]] * 101), where="v.xlsx")


def test_the_second_process_has_half_of_what_was_left_and_the_first_has_all_of_it_again(two_processes):
    told = "print(*resource.getrlimit(resource.RLIMIT_AS), file=sys.stderr)"
    two_processes("    before = answer.text\n", f"    {told}\n    sys.exit(1)\n")
    with pytest.raises(UnreadableFile, match="the parser was stopped") as refused:
        read_workbook(written(*ROWS), where="v.xlsx")
    soft, hard = (int(word) for word in re.search(r"(\d+) (\d+)\)", str(refused.value)).groups())
    assert hard == workbooks.MEMORY
    assert hard / 2 < soft < hard
    two_processes("    os._exit(0)\n\n\nif", f"    {told}\n    sys.exit(1)\n\n\nif")
    with pytest.raises(UnreadableFile, match=f"{hard} {hard}"):
        read_workbook(written(*ROWS), where="v.xlsx")


def test_hidden_sheets_are_told_apart():
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        book.add_worksheet("Publicaciones")
        book.add_worksheet("hidden").very_hidden()
    assert [sheet.visible for sheet in read_workbook(body.getvalue(), where="p.xlsx")] == [True, False]


def test_one_cell_in_the_last_corner_is_a_clear_error_and_nothing_dies():
    hostile = hand_made(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert len(hostile) < 5_000
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match=r"corner.xlsx: the parser was stopped.*Hint: download it again"):
        read_workbook(hostile, where="corner.xlsx")
    assert time.perf_counter() - started < 5
    (fine,) = read_workbook(hand_made(cells('<row r="1"><c r="A1"><v>1</v></c></row>')), where="fine.xlsx")
    assert fine.rows == [[1.0]]


def test_entities_that_multiply_are_refused():
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    body = cells('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
    with pytest.raises(UnreadableFile, match="the parser was stopped"):
        read_workbook(hand_made(doctype + body), where="laughs.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = hand_made(cells(" " * (60 << 20)))
    with pytest.raises(UnreadableFile, match="a part unpacks to more than 200 times its size"):
        check_archive(bomb, where="bomb.xlsx")


def test_an_archive_that_claims_too_much_is_refused():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.xml", "")
    with pytest.raises(UnreadableFile, match="2,001 parts, at most 2,000 are read"):
        check_archive(body.getvalue(), where="many.xlsx")


@pytest.mark.parametrize("damage", [lambda whole: whole[:-200], lambda whole: b"PK\x03\x04" + b"\x00" * 400])
def test_a_workbook_cut_off_or_invented_is_refused(damage):
    whole = hand_made(cells('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with pytest.raises(UnreadableFile, match="not a whole workbook"):
        read_workbook(damage(whole), where="cut.xlsx")


def test_a_damaged_part_names_its_fault():
    with pytest.raises(UnreadableFile, match="the parser was stopped"):
        read_workbook(hand_made("<worksheet"), where="broken.xlsx")
