"""A long All Orders file is read in windows, a large one from the disk in pieces: the part is the same, to the byte."""

import itertools
import random

import pytest

from workbench.cleaning import content
from workbench.cleaning.content import FileContent
from workbench.inbox import LARGE, InboxFile, content_in_pieces
from workbench.sources import readings
from workbench.store import rows, write_part

HEADER = (
    *("amazon-order-id", "purchase-date", "last-updated-date", "order-status", "fulfillment-channel"),
    *("sales-channel", "product-name", "sku", "asin", "item-status", "quantity", "currency", "item-price"),
    *("ship-state", "ship-country", "is-business-order", "ship-city", "a new column"),
)
TIMES = ["2026-01-05T08:04:21+00:00", "2026-01-06T10:00:00-07:00", "2026-01-07T08Z", "2026-02-30T00:00:00Z", "?"]
CELLS = {
    "amazon-order-id": [f"111-0000001-000000{digit}" for digit in range(8)] + ["1.1E+16", ""],
    "purchase-date": TIMES,
    "last-updated-date": TIMES,
    "order-status": ["Shipped", "Lost at sea", "Cancelled", "Adrift"],
    "fulfillment-channel": ["Merchant", "Amazon", "Merchant", "Drone"],
    "sales-channel": ["Amazon.com"] * 9 + ["Non-Amazon US", "Amazon.fr", "Amazon.de"],
    "product-name": ['5" Pot "NA"', "Maceta de barro ñ", "call 555-414-9735", " Pot\u00a0"],
    "sku": ["00123", "NA", "A-1", "B-2 ", ""],
    "asin": ["B000000001", "B000000002"],
    "item-status": ["Shipped", "Cancelled"],
    "quantity": ["1", "2", "-1", "two"],
    "currency": ["USD"] * 9 + ["dollars"],
    "item-price": ["17.98", "1,017.98", "$5", "12,5O"],
    "ship-state": ["TX", "CA"],
    "ship-country": ["US"],
    "is-business-order": ["true", "false", "perhaps"],
    "ship-city": ["Austin"],
    "a new column": ["x"],
}


def messy_lines(seed: int, *, count: int = 60) -> list[str]:
    """Lines with every kind of loss, many of them twice; blank ones, ones of another width, and the header again."""
    dice = random.Random(seed)
    lines = ["\t".join(_cell(name, dice) for name in HEADER) for _ in range(count // 2)]
    lines += dice.choices(lines, k=count // 3)
    lines += ["", "", "111-1\tshort", "\t".join(["too", "wide", *HEADER]), "\t".join(HEADER), "\t" * (len(HEADER) - 1)]
    dice.shuffle(lines)
    return lines


def _cell(name: str, dice: random.Random) -> str:
    is_plain = name not in ("amazon-order-id", "sku") and dice.random() < 0.9
    return CELLS[name][0] if is_plain else dice.choice(CELLS[name])


def text(lines: list[str], *, tail: str = "", end: str = "\n") -> str:
    return end.join([*("\t".join(HEADER) + tail, *(line + tail if line else line for line in lines)), ""])


def part(folder, body, context, *, window: int | None) -> dict[str, bytes]:
    """What is written of a file: name to bytes."""
    read = readings("orders.txt", body, export="amazon-all-orders", context=context("amazon-us"), window=window)
    write_part(folder, "part", file="orders.txt", sha="0" * 64, account="amazon-us", readings=read)
    return {path.name: path.read_bytes() for path in sorted((folder / "parts/part").iterdir())}


@pytest.fixture
def small_pieces(monkeypatch):
    """Files of the store with eight rows, and pieces of a file with a few lines."""
    monkeypatch.setattr(rows, "SLICE", 8)
    monkeypatch.setattr(content, "PIECE", 2_048)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    ("encoding", "end"),
    [
        ("utf-8", "\n"),
        ("utf-8-sig", "\r\n"),
        ("utf-16", "\r\n"),
        ("cp1252", "\n"),
        ("utf-8", "\r"),
        ("utf-16-le", "\r"),
    ],
)
@pytest.mark.parametrize(("window", "seed"), [(1, 1), (7, 2), (50, 3), (1_000, 4)])
def test_windows_and_pieces_give_the_part_that_one_reading_gives(tmp_path, context, encoding, end, window, seed):
    body = text(messy_lines(seed), end=end).encode(encoding)
    path = tmp_path / "orders.txt"
    path.write_bytes(body)
    one = part(tmp_path / "one", body, context, window=None)
    assert part(tmp_path / "many", FileContent(path), context, window=window) == one
    assert {"part.json", "refused.parquet", "order_lines.0000.parquet", "order_lines.0001.parquet"} <= one.keys()


@pytest.mark.usefixtures("small_pieces")
def test_a_trailing_tab_is_cut_off_in_every_piece(tmp_path, context):
    whole = [line for line in messy_lines(5) if line.count("\t") == len(HEADER) - 1]
    body = ("\t".join(HEADER) + "\n" + "".join(line + "\t\n" for line in whole)).encode()
    (tmp_path / "orders.txt").write_bytes(body)
    one = part(tmp_path / "one", body, context, window=None)
    assert part(tmp_path / "many", FileContent(tmp_path / "orders.txt"), context, window=9) == one
    assert b"a tab too many" in one["part.json"]


def test_every_row_of_a_file_in_windows_has_one_fate_and_notes_count_the_whole_file(context):
    lines = [line for line in messy_lines(6, count=300) if line.strip()]
    body = text(lines).encode()
    found = list(readings("o.txt", body, export="amazon-all-orders", context=context("amazon-us"), window=20))
    assert len(found) > 10
    assert sum(each.physical_rows for each in found) == len(lines)
    kept = sum(len(each.tables["order_lines"]) for each in found)
    others = sum(each.refused_rows + each.repeated + sum(each.structural.values()) for each in found)
    assert kept + others == len(lines)
    (states,) = [note for note in found[-1].notes if note.startswith("'order-status'")]
    assert states.endswith("a state that is not known: Adrift, Lost at sea")


def test_a_copy_and_a_further_line_of_an_order_are_known_across_windows(context):
    line = "\t".join(CELLS[name][0] for name in HEADER)
    dearer = line.replace("17.98", "18.98")
    body = text([line, dearer, line, dearer.replace("18", "19")]).encode()
    found = list(readings("o.txt", body, export="amazon-all-orders", context=context("amazon-us"), window=1))
    assert [each.repeated for each in found] == [0, 0, 1, 0]
    ids = itertools.chain.from_iterable(each.tables["order_lines"]["line_id"] for each in found)
    assert list(ids) == ["00123#1", "00123#2", "00123#3"]


def test_only_a_large_file_on_disk_is_left_there(tmp_path):
    path = tmp_path / "orders.txt"
    path.write_bytes(b"a\tb\n")
    assert content_in_pieces(InboxFile(path, "amazon-us/orders.txt", "0" * 64)) == b"a\tb\n"
    with path.open("r+b") as file:
        file.truncate(LARGE + 1)
    large = content_in_pieces(InboxFile(path, "amazon-us/orders.txt", "0" * 64))
    assert (len(large), large[:4], large[LARGE:]) == (LARGE + 1, b"a\tb\n", b"\0")
