"""Exports that are damaged so that they are easily misread: refused or repaired, and told; no total changes unnoticed.

Each file goes through a whole ingest. The sums of the store (pieces and money by currency) must be those of the sound
file, or else the intake must have refused the file or some of its rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import workbench as wb
from workbench.ingest import ingest
from workbench.record import remember_answer

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller,
     sales_channel: Amazon.com, shop_names: [美国店01]}
  - {id: mercadolibre-mx, platform: mercadolibre, market: MX, currency: MXN, zone: America/Mexico_City,
     fulfilment: seller, shop_names: [美客多店01]}
"""
ORDER_HEAD = (
    "amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\t"
    "sales-channel\torder-channel\turl\tship-service-level\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\t"
    "item-price\titem-tax\tshipping-price\tshipping-tax\tgift-wrap-price\tgift-wrap-tax\titem-promotion-discount\t"
    "ship-promotion-discount\tship-city\tship-state\tship-postal-code\tship-country\tpromotion-ids"
)
SKUS = ("NA", "00123", "B-7")
ORDERS = 60


def order(number: int) -> str:
    """Two pieces for 20.50 dollars in all, with every third SKU "NA" and every third with leading zeros."""
    cells = {
        "amazon-order-id": f"111-0000001-{number:07}",
        "purchase-date": f"2026-01-{number % 28 + 1:02}T08:04:21+00:00",
        "last-updated-date": "2026-01-30T10:00:00+00:00",
        "order-status": "Shipped",
        "fulfillment-channel": "Merchant",
        "sales-channel": "Amazon.com",
        "product-name": 'Olla 5" acero',
        "sku": SKUS[number % 3],
        "asin": "B000000001",
        "item-status": "Shipped",
        "quantity": "2",
        "currency": "USD",
        "item-price": "20.50",
        "ship-state": "TX",
        "ship-country": "US",
    }
    return "\t".join(cells.get(name, "") for name in ORDER_HEAD.split("\t"))


LINES = [ORDER_HEAD, *(order(number) for number in range(ORDERS))]
SOUND = ("\n".join(LINES) + "\n").encode()
SETTLEMENT_HEAD = (
    "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\t"
    "order-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\t"
    "fulfillment-id\tposted-date\tposted-date-time\torder-item-code\tmerchant-order-item-id\t"
    "merchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id"
)


def settlement(amounts: list[str], *, total: str) -> bytes:
    start = "21\t2026-01-12 00:00:00 UTC\t2026-01-25 23:59:59 UTC\t2026-01-27 08:00:00 UTC"
    rows = [f"{start}\t{total}\tUSD" + "\t" * 18]
    for number, amount in enumerate(amounts):
        when = "2026-01-13 00:00:00 UTC\t2026-01-13 08:14:22 UTC"
        row = f"21\t\t\t\t\tUSD\tOrder\t111-{number}\t\t\t\tAmazon.com\tItemPrice\tPrincipal\t{amount}\t\t{when}"
        rows.append(f"{row}\t{number}\t\t\tA-1\t\t")
    return "\n".join([SETTLEMENT_HEAD, *rows, ""]).encode()


AMOUNTS = ["10.00"] * 49 + ["110.25"]
PAID = settlement(AMOUNTS, total="600.25")
TRAFFIC_HEAD = (
    "(Parent) ASIN,(Child) ASIN,Title,SKU,Sessions - Total,Page Views - Total,Featured Offer (Buy Box) Percentage,"
    "Units Ordered,Ordered Product Sales"
)
TRAFFIC = (TRAFFIC_HEAD + "\n" + 'B0A,B0A,Press,A-1,"1,024","1,300",97.10%,12,"$1,234.50"\n').encode()
ERP_HEAD = "订单编号,交易编号,店铺名,平台,订单状态,SKU,商品数量,物流渠道,货运单号,商品单价,付款时间,平台SKU"


def erp(*, encoding: str = "gb18030") -> bytes:
    rows = [
        f"MB{n},111-{n},美国店01,Amazon,已发货,ERP-1,1,佳成专线,UG{n},USD 24.99,2026-01-01 10:20:30,A"
        for n in range(60)
    ]
    return "\n".join([ERP_HEAD, *rows, ""]).encode(encoding)


def edited(row: int, **cells: str) -> bytes:
    """The sound file with other cells in one row (from 1, the header being row 1)."""
    names = ORDER_HEAD.split("\t")
    found = LINES[row - 1].split("\t")
    for name, value in cells.items():
        found[names.index(name.replace("_", "-"))] = value
    return ("\n".join([*LINES[: row - 1], "\t".join(found), *LINES[row:]]) + "\n").encode()


def every(name: str, change: Callable[[str], str]) -> bytes:
    """The sound file with one column changed in every row."""
    place = ORDER_HEAD.split("\t").index(name)
    rows = [line.split("\t") for line in LINES[1:]]
    rows = [[*row[:place], change(row[place]), *row[place + 1 :]] for row in rows]
    return "\n".join([ORDER_HEAD, *("\t".join(row) for row in rows), ""]).encode()


def turned() -> bytes:
    """Every column in the opposite order."""
    return "\n".join("\t".join(reversed(line.split("\t"))) for line in [*LINES]).encode() + b"\n"


def as_comma(text: str) -> bytes:
    body = io.StringIO()
    csv.writer(body, lineterminator="\n").writerows(line.split("\t") for line in text.splitlines())
    return body.getvalue().encode()


def stray_quote() -> bytes:
    """A quote opened in row 5 and closed in row 9 of a comma file: a lenient reader swallows three rows."""
    lines = [line.replace('5"', "5").replace("\t", ",") for line in LINES]
    lines[4] = lines[4].replace("Olla", '"Olla').replace(',"Olla', ',"Olla')
    lines[8] = lines[8].replace("acero", 'acero"')
    return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True)
class Found:
    """What became of one damaged file."""

    status: str
    refused: int
    structural: int
    note: str
    sums: dict[tuple[str, str], float]


@pytest.fixture
def taken(tmp_path):
    """Ingest files of {inbox name: bytes} into a client of their own; the fate of the first of them."""

    def take(files: dict[str, bytes], *, home: str = "home", **answers: str) -> Found:
        folder = tmp_path / home / "norte"
        for name, content in files.items():
            path = folder / "inbox" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
        if answers:
            _answer(folder, answers)
        intake = ingest("norte", home=folder.parent)
        row = intake.files.set_index("file").loc[list(files)[-1]]
        return Found(row["status"], row["refused"], row["structural"], row["note"], _sums(folder))

    return take


def _answer(folder: Path, answers: dict[str, str]) -> None:
    for file in ingest("norte", home=folder.parent).files.itertuples():
        remember_answer(folder, sha=file.sha256, file=file.file, answers=answers, by="Li")


def _sums(folder: Path) -> dict[tuple[str, str], float]:
    client = wb.open_client("norte", home=folder.parent)
    lines, ledger, traffic = client.order_lines, client.ledger, client.traffic
    sums = {("pieces", currency): float(n) for currency, n in lines.groupby("currency")["quantity"].sum().items()}
    worth = lines.assign(worth=lines["unit_price"] * lines["quantity"].astype("float64"))
    sums |= {("worth", currency): round(n, 2) for currency, n in worth.groupby("currency")["worth"].sum().items()}
    sums |= {("ledger", currency): round(n, 2) for currency, n in ledger.groupby("currency")["amount"].sum().items()}
    return sums | {("traffic", "units"): float(traffic["units"].sum()), ("traffic", "sales"): traffic["sales"].sum()}


ORDER_FILE, PAID_FILE, ERP_FILE = "amazon-us/orders.txt", "amazon-us/settlement.txt", "_client/mabang.csv"
GLUED_OTHER = SOUND + PAID
BARE = as_comma(SOUND.decode().replace('5"', "5"))
# What was done to the file, its place, its bytes, and what the intake must say: a status, and words of its note or
# of its refusals.
REPAIRED = {
    "a tab behind every row": (
        ORDER_FILE,
        b"\n".join([LINES[0].encode(), *(line.encode() + b"\t" for line in LINES[1:])]),
        "tab too many",
    ),
    "columns in another order": (ORDER_FILE, turned(), ""),
    "the header repeated in the middle": (
        ORDER_FILE,
        ("\n".join([*LINES[:30], LINES[0], *LINES[30:]]) + "\n").encode(),
        "",
    ),
    "two copies glued together": (ORDER_FILE, SOUND + SOUND, ""),
    "saved as CSV with a mark": (ORDER_FILE, b"\xef\xbb\xbf" + BARE, ""),
    "saved as UTF-16": (ORDER_FILE, SOUND.decode().encode("utf-16"), ""),
    "one row doubled": (ORDER_FILE, ("\n".join([*LINES, LINES[-1]]) + "\n").encode(), ""),
    "prices with thousands marks and a sign": (ORDER_FILE, every("item-price", lambda price: "$" + price), ""),
    "blank lines between rows": (ORDER_FILE, "\n\n".join(LINES).encode(), ""),
}
REFUSED = {
    "a stray quote over four rows": (ORDER_FILE, stray_quote(), "quotation mark"),
    "order numbers made numbers by a spreadsheet": (
        ORDER_FILE,
        every("amazon-order-id", lambda _: "1.23457E+11"),
        "spreadsheet cut off its digits",
    ),
    "one order number cut by a spreadsheet": (ORDER_FILE, edited(9, amazon_order_id="1.11E+16"), "cut off its digits"),
    "a delimiter too many in one row": (ORDER_FILE, SOUND.replace(b"\tTX\t", b"\tTX\t\t", 1), "30 fields"),
    "a row cut short": (ORDER_FILE, SOUND.rstrip(b"\n")[:-90] + b"\n", "fields where the header has"),
    "a header renamed": (ORDER_FILE, SOUND.replace(b"\tquantity\t", b"\tunidades\t", 1), "quantity"),
    "dates turned by a spreadsheet": (
        ORDER_FILE,
        every("purchase-date", lambda day: "1/" + day[9] + "/2026 8:04"),
        "not a time",
    ),
    "a word where a number belongs": (ORDER_FILE, edited(7, quantity="2 pz"), "not a whole number"),
    "decimal commas in a file of decimal points": (ORDER_FILE, every("item-price", lambda _: "20,50"), "not a number"),
    "the header sorted into the rows": (
        ORDER_FILE,
        ("\n".join([*LINES[1:6], LINES[0], *LINES[6:]]) + "\n").encode(),
        "above the header",
    ),
    "another report glued behind": (ORDER_FILE, GLUED_OTHER, "fields where the header has"),
    "the last rows missing": (PAID_FILE, PAID[: PAID.rstrip(b"\n").rfind(b"\n") + 1], "stated as 600.25"),
    "an amount edited": (PAID_FILE, PAID.replace(b"110.25", b"110.52"), "stated as 600.25"),
    "points for the decimal commas' thousands": (PAID_FILE, PAID.replace(b"110.25", b"11.025"), "stated as 600.25"),
    "half a character at the end": (ORDER_FILE, SOUND + "Año\tñandú".encode()[:-1], "damaged bytes in UTF-8"),
    "Chinese read as Western and saved": (ERP_FILE, erp().decode("latin-1").encode(), "no heading is known|missing"),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_a_repaired_export_gives_the_same_sums(taken, name):
    place, content, said = REPAIRED[name]
    sound, found = taken({place: SOUND}, home="sound"), taken({place: content})
    assert (found.status, found.refused) == ("read", 0), found.note
    assert said in found.note
    assert found.sums == sound.sums
    assert found.sums["pieces", "USD"] == 2.0 * ORDERS


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_repaired_is_refused_and_told(taken, tmp_path, name):
    place, content, said = REFUSED[name]
    found = taken({place: content})
    assert found.status != "read" or found.refused > 0
    quarantine = (tmp_path / "home" / "norte" / "store" / "quarantine.csv").read_text(encoding="utf-8-sig")
    assert re.search(said, found.note + quarantine), found.note + quarantine
    if found.status == "read":
        lost = 2.0 * found.refused
        assert 2.0 * ORDERS - found.sums["pieces", "USD"] <= lost


def test_a_row_shifted_by_a_column_is_never_counted(taken):
    shifted = "\n".join([*LINES[:9], "\t" + LINES[9].removesuffix("\t"), *LINES[10:]]) + "\n"
    found = taken({ORDER_FILE: shifted.encode()})
    assert found.refused + found.structural == 1
    assert "sales channels that are no account" in found.note
    assert found.sums["pieces", "USD"] == 2.0 * (ORDERS - 1)


def test_sku_na_and_leading_zeros_survive(taken, tmp_path):
    taken({ORDER_FILE: SOUND})
    lines = wb.open_client("norte", home=tmp_path / "home").order_lines
    assert lines["sku"].value_counts().to_dict() == {"NA": 20, "00123": 20, "B-7": 20}


def test_a_month_that_comes_again_under_another_name_counts_once(taken):
    once = taken({ORDER_FILE: SOUND}, home="once")
    twice = taken({ORDER_FILE: SOUND, "amazon-us/orders (1).txt": SOUND}, home="twice")
    assert (twice.sums, {twice.status}) == (once.sums, {"read"})
    overlapping = ("\n".join([LINES[0], *LINES[30:]]) + "\n").encode()
    later = taken({ORDER_FILE: SOUND, "amazon-us/week.txt": overlapping}, home="later")
    assert later.sums == once.sums


def test_currencies_are_never_summed(taken):
    found = taken({ORDER_FILE: SOUND.replace(b"\tUSD\t", b"\tMXN\t", 30)})
    assert found.sums["pieces", "USD"] + found.sums["pieces", "MXN"] == 2.0 * ORDERS
    assert found.sums["worth", "USD"] == found.sums["worth", "MXN"]


def test_a_share_without_its_sign_is_refused(taken):
    sound = taken({"amazon-us/r.csv": TRAFFIC}, home="sound", period="2026-01-01/2026-01-31")
    assert (sound.status, sound.sums["traffic", "units"]) == ("read", 12.0)
    assert sound.sums["traffic", "sales"] == 1234.50
    found = taken({"amazon-us/r.csv": TRAFFIC.replace(b"97.10%", b"97.10")}, period="2026-01-01/2026-01-31")
    assert (found.status, found.sums["traffic", "units"]) == ("refused", 0.0)


def test_the_sound_files_are_sound(taken):
    assert taken({ORDER_FILE: SOUND}).sums["pieces", "USD"] == 2.0 * ORDERS
    assert taken({PAID_FILE: PAID}, home="paid").sums["ledger", "USD"] == 600.25
    chinese = taken({ERP_FILE: erp()}, home="erp")
    assert (chinese.status, chinese.refused) == ("read", 0), chinese.note
