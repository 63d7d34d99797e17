"""Files that are made to harm, or are harmed: a clear error within seconds, little memory, and nothing written.

The parent's memory is measured in a process of its own, as its highest resident size before and after; a refused
file may cost 100 MB beyond its own bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cleaning.test_workbooks import cells, hand_made
from workbench.errors import UnreadableFile, WorkbenchError
from workbench.ingest import ingest
from workbench.sources import FileContext, recognise

MOST_SECONDS = 5.0
MOST_GROWTH = 100 << 20
MB = 1 << 20
COSTS = b"sku,cost,cost_currency\nA-1,12.50,CNY\n"
RATES = {
    "bmx": {"series": [{"idSerie": "SF43718", "titulo": "FIX", "datos": [{"fecha": "05/01/2026", "dato": "17.9"}]}]}
}
PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller}
"""


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return body.getvalue()


def text_cell(text: str) -> str:
    return cells(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')


def laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return hand_made(f"<!DOCTYPE x [{entities}]>" + text_cell("&a9;"))


def rates(**more: object) -> bytes:
    return json.dumps({**RATES, **more}).encode()


def nested_archive() -> bytes:
    inner = zipped({"zeros.csv": b"0" * MB})
    for _ in range(5):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    return inner


# Name, bytes, and what the refusal says.
REFUSED = {
    "a zip bomb": (lambda: zipped({"orders.csv": b"0" * (300 * MB)}), "unpacks to more than 200 times"),
    "a workbook with too many parts": (lambda: zipped({f"xl/{n}.xml": b"" for n in range(5_000)}), "5,000 parts"),
    "a list of parts without end": (
        lambda: zipped({f"{n:060}": b"" for n in range(12_000)}),
        "far more than 2,000 parts",
    ),
    "one cell in the last corner": (
        lambda: hand_made(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "the parser was stopped",
    ),
    "a row number beyond all sheets": (
        lambda: hand_made(cells('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>')),
        "the parser was stopped|more than",
    ),
    "entities that multiply": (laughs, "the parser was stopped"),
    "an entity from outside": (
        lambda: hand_made('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + text_cell("&f;")),
        "the parser was stopped",
    ),
    "a sheet of 60 MB of blanks": (lambda: hand_made(cells(" " * (60 * MB))), "200 times its size"),
    "a cell of 10 MB": (
        lambda: hand_made(text_cell("".join(f"{n:08x}" for n in range(1_310_720)))),
        "a cell of 10,485,760 characters",
    ),
    "cells that repeat one long text": (
        lambda: hand_made(
            cells(*(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 3)), "x" * 9_000_000)
        ),
        "unpacks to more than 200 times|the parser was stopped",
    ),
    "a gzip bomb": (lambda: gzip.compress(b"0" * (120 * MB), compresslevel=9), "unpacks to more than"),
    "a download of gzip cut off": (lambda: gzip.compress(COSTS * 90)[:-12], "cut off"),
    "a workbook cut off": (lambda: hand_made(cells())[:-80], "not a whole workbook"),
    "a cell of 10 MB in a table": (
        lambda: COSTS + b"A-2," + b"9" * (10 * MB) + b",CNY\n",
        "line 3 is 10,485,768 bytes long",
    ),
    "one line of 200 MB": (lambda: b"sku,cost,cost_currency" + b",1234" * (40 * MB), "line 1 is"),
    "a quoted cell of 10 MB": (lambda: COSTS + b'"A-2' + b"x" * (10 * MB) + b'",1,CNY\n', "line 3 is"),
    "10,000 columns": (lambda: b",".join(b"c%d" % n for n in range(10_000)) + b"\n", "10,000 columns"),
    "NUL bytes": (lambda: COSTS.replace(b"A-1", b"A\x00-1"), "NUL byte at position 24"),
    "NUL bytes behind a mark": (lambda: b"\xef\xbb\xbf" + COSTS.replace(b"A-1", b"A\x00-1"), "NUL byte at position 27"),
    "NUL characters in UTF-16": (
        lambda: COSTS.decode().replace("A-1", "A\x00").encode("utf-16"),
        "NUL byte at position 50",
    ),
    "UTF-32": (lambda: COSTS.decode().encode("utf-32"), "NUL byte"),
    "a cut last character": (lambda: (COSTS.decode() + "Bufé,1,CNY\nTé").encode()[:-1], "damaged bytes in UTF-8 text"),
    "quotes that never close": (
        lambda: COSTS + b'"A,1,CNY\n' * 2_000,
        "more than 1,000 rows with broken quotation marks",
    ),
    "JSON 100,000 levels deep": (lambda: b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "objects 100,000 levels deep": (lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    "a number of 5,000 digits": (lambda: rates(n=0).replace(b'"n": 0', b'"n": ' + b"7" * 5_000), "5,000 digits"),
    "a number of 30 digits": (lambda: rates(n=10**29), "a whole number of 30 digits"),
    "NaN": (lambda: rates(n=float("nan")), "NaN is no number"),
    "an endless number": (lambda: rates(n=0).replace(b'"n": 0', b'"n": 1e999'), "1e999 is larger than any figure"),
    "a key twice": (lambda: b'{"bmx": {}, ' + rates()[1:], "the key 'bmx' twice in one object"),
    "half a character": (lambda: rates(n="\ud800"), "half a character"),
    "a document cut off": (lambda: rates()[:-9], "not valid JSON"),
    "rows above the header": (lambda: b"A-2,3.10,CNY\n" + COSTS, "rows of data above the header in row 2: 1"),
}


@pytest.mark.parametrize("name", tuple(REFUSED))
def test_a_hostile_file_is_refused_with_its_reason(name):
    content, said = REFUSED[name][0](), REFUSED[name][1]
    with pytest.raises(WorkbenchError, match=said) as raised:
        found = recognise("file.csv", content, context=FileContext("file.csv"))
        _read(content, found.export)
    assert len(str(raised.value)) < 2_000


def _read(content: bytes, export: str):
    from workbench.sources import read

    return read("file.csv", content, export=export, context=FileContext("file.csv"))


MEASURE = """
import resource, sys, time
from workbench.errors import UnreadableFile, WorkbenchError
from workbench.sources import FileContext, read, recognise
def take(content):
    found = recognise("file", content, context=FileContext("file"))
    read("file", content, export=found.export, context=FileContext("file"))
take(b"sku,cost,cost_currency\\nA-1,12.50,CNY\\n")
for path in sys.argv[1:]:
    content = open(path, "rb").read()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        take(content)
        print("read", end=" ")
    except WorkbenchError:
        print("refused", end=" ")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{time.perf_counter() - started:.3f} {grown * 1024}")
    del content
"""
# From the smallest to the largest: the highest size so far hides what a smaller file would add.
HEAVY = (
    "one cell in the last corner",
    "entities that multiply",
    "a number of 5,000 digits",
    "JSON 100,000 levels deep",
    "a workbook with too many parts",
    "a list of parts without end",
    "a zip bomb",
    "a sheet of 60 MB of blanks",
    "a gzip bomb",
    "a cell of 10 MB",
    "a cell of 10 MB in a table",
    "a quoted cell of 10 MB",
)


def test_a_hostile_file_costs_seconds_and_little_memory(tmp_path):
    paths = []
    for place, name in enumerate(HEAVY):
        paths.append(tmp_path / str(place))
        paths[-1].write_bytes(REFUSED[name][0]())
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, paths)], capture_output=True, text=True, check=True, timeout=120
    )
    told = [line.split() for line in run.stdout.splitlines()]
    assert [outcome for outcome, _, _ in told] == ["refused"] * len(HEAVY)
    assert {
        name: float(took) for name, (_, took, _) in zip(HEAVY, told, strict=True) if float(took) > MOST_SECONDS
    } == {}
    assert {name: int(grew) for name, (_, _, grew) in zip(HEAVY, told, strict=True) if int(grew) > MOST_GROWTH} == {}


@pytest.fixture
def norte(tmp_path) -> Path:
    folder = tmp_path / "home" / "norte"
    (folder / "inbox" / "_client").mkdir(parents=True)
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    return folder


def test_hostile_files_in_an_inbox_stop_nobody_and_leave_no_rows(norte):
    left_out = {"one line of 200 MB", "a cell of 10 MB"}
    for place, name in enumerate(set(REFUSED) - left_out):
        (norte / "inbox" / "_client" / f"{place}.csv").write_bytes(REFUSED[name][0]())
    (norte / "inbox" / "_client" / "costs.csv").write_bytes(COSTS)
    files = ingest("norte", home=norte.parent).files.set_index("file")
    taken = files[files["status"] == "read"]
    assert list(taken.index) == ["_client/costs.csv"]
    assert not files["note"].str.contains("Traceback").any()
    assert files.drop(index="_client/costs.csv")["note"].str.len().gt(0).all()
    parts = [path.name for path in (norte / "store" / "parts").iterdir()]
    assert len(parts) == 1
    assert sorted(path.name for path in norte.parent.iterdir()) == ["norte"]


def test_an_archive_of_archives_is_never_unpacked_further(norte):
    (norte / "inbox" / "_client" / "nested.zip").write_bytes(nested_archive())
    files = ingest("norte", home=norte.parent).files
    assert set(files["status"]) <= {"not_read_yet", "refused", "repeated"}
    assert sorted(path.name for path in (norte / "inbox" / "_client").iterdir()) == ["nested.zip"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("costs.xlsx", COSTS),
        ("costs.json", COSTS),
        ("costs.csv.gz", COSTS),
        ("costs.csv", gzip.compress(COSTS, mtime=0)),
        ("costs.pdf", zipped({"costs.csv": COSTS})),
    ],
)
def test_a_wrong_extension_changes_nothing(norte, name, content):
    (norte / "inbox" / "_client" / name).write_bytes(content)
    files = ingest("norte", home=norte.parent).files
    assert list(files["status"]) == ["read"]
    assert files["kept"].tolist() == [1]


@pytest.mark.parametrize("ends", [b"\r", b"\r\n", b"\n\r\n", b"\n"])
def test_mixed_line_ends_lose_no_row(norte, ends):
    body = b"sku,cost,cost_currency\nA-1,1.00,CNY\r\nA-2,2.00,CNY\rA-3,4.00,CNY" + ends + b"A-4,8.00,CNY" + ends
    (norte / "inbox" / "_client" / "costs.csv").write_bytes(body)
    files = ingest("norte", home=norte.parent).files
    assert files["kept"].tolist() == [4]


def test_utf_16_without_a_mark_is_read():
    content = "sku,cost,cost_currency\nA-1,12.50,CNY\n".encode("utf-16-le")
    found = recognise("costs.csv", content, context=FileContext("costs.csv"))
    assert found.export == "costs"
    assert _read(content, "costs").tables["catalogue"]["cost"].tolist() == [12.5]


def test_cells_that_look_like_formulas_stay_text():
    content = b"sku,cost,cost_currency\n\"=cmd|' /C calc'!A0\",12.50,CNY\n=1+1,1.00,CNY\n@x,2.00,CNY\n"
    assert _read(content, "costs").tables["catalogue"]["sku"].tolist() == ["=cmd|' /C calc'!A0", "=1+1", "@x"]


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(norte):
    honest = bytearray(zipped({"costs.csv": COSTS + b"A-2,1.00,CNY\n" * 5_000}))
    for place in (honest.find(b"PK\x03\x04") + 22, honest.find(b"PK\x01\x02") + 24):
        honest[place : place + 4] = (60).to_bytes(4, "little")
    (norte / "inbox" / "_client" / "lies.zip").write_bytes(honest)
    files = ingest("norte", home=norte.parent).files
    assert list(files["status"]) == ["refused"]
    assert "damaged inside its archive" in files["note"][0]


ABOVE = "sku,cost,cost_currency,category,note,since\n"


@pytest.mark.parametrize(
    ("above", "stranded"),
    [
        ("A-2,3.10,CNY,,,\n", True),
        ("A-2,,CNY,press,steel 2026,\n", True),
        ("Costs of the house,,,,,\n", False),
        ("names,figures,names,figures,,\n", False),
        ("opening,paid,received,closing,,\n1.00,2.00,3.00,2.00,,\n", False),
    ],
)
def test_titles_and_balances_above_a_header_are_no_rows(above, stranded):
    content = (above + ABOVE + "A-1,12.50,CNY,,,\n").encode()
    if stranded:
        with pytest.raises(UnreadableFile, match="rows of data above the header in row 2: 1"):
            _read(content, "costs")
    else:
        assert _read(content, "costs").tables["catalogue"]["sku"].tolist() == ["A-1"]
