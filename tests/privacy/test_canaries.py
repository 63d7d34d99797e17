"""Nobody who stands in a client's files stands in anything that we write."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import workbench as wb
from tests.fuzz.seeds import all_seeds
from tests.privacy.canaries import A_FILE, CANARY, Canaries, found_in, planted, planted_unread
from workbench.cleaning.people import PERSONAL_COLUMNS
from workbench.cli import app
from workbench.display.intake import show_intake, show_refused_cells
from workbench.ingest import ingest
from workbench.kpis import kpi_table
from workbench.record import remember_answer, remember_column_map
from workbench.redaction import redact
from workbench.sources import EXPORTS
from workbench.sources.column_map import ColumnMap
from workbench.store import store_digest
from workbench.tables import TABLES, table
from workbench.trace import trace

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller,
     sales_channel: Amazon.com, marketplace_id: ATVPDKIKX0DER, shop_names: [美国店01]}
  - {id: amazon-mx, platform: amazon, market: MX, currency: MXN, zone: America/Mexico_City, fulfilment: seller,
     sales_channel: Amazon.com.mx, marketplace_id: A1AM78C64UM0Y8, shop_names: [墨西哥店01]}
  - {id: mercadolibre-mx, platform: mercadolibre, market: MX, currency: MXN, zone: America/Mexico_City,
     fulfilment: seller, ship_from: MX}
  - {id: walmart-us, platform: walmart, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller}
  - {id: walmart-mx, platform: walmart, market: MX, currency: MXN, zone: America/Mexico_City, fulfilment: seller}
"""
# Documents that hold no text of a person, and never a cell that somebody typed.
CARRY_NOBODY = {
    "amazon-account-health": "a seller's own rates and counts",
    "amazon-sales-traffic": "sums by day and article",
    "keepa-api": "price and rank histories of listings",
    "meli-catalogue-offers": "prices of listings, sellers by number",
    "meli-reputation": "a seller's own rates and counts",
    "meli-search": "prices of listings that anybody can look up",
    "walmart-listing-quality": "scores of listings",
    "walmart-payment-performance": "a seller's own rates",
    "walmart-performance-summary": "a seller's own rates",
    "walmart-pro-seller-badge": "a seller's own rates",
    "walmart-statement": "sums of a payment",
    "walmart-unpublished-items": "counts of listings by reason",
}
# A table has no export of its own name before somebody mapped its columns: shop.csv below is one.
MAPPED = "mapped"
READ = {seed.export for seed in all_seeds()} - CARRY_NOBODY.keys()
NOT_READ = [name for name in EXPORTS if name not in READ | CARRY_NOBODY.keys() | {MAPPED}]
ZIPPED = ("amazon-fba-shipments", "walmart-orders", "meli-api-orders", "amazon-seller-feedback")
SHEET = "order number,article,units,bought,customer name,remark\n"
MAP = ColumnMap(
    "Shop list",
    "order_lines",
    ("order number", "article", "units", "bought", "customer name", "remark"),
    {"order number": "order_id", "article": "sku", "units": "quantity", "bought": "ordered_at"},
    dates="iso",
    zone="account",
    numbers="point",
)


def put(folder: Path, place: str, name: str, content: bytes) -> str:
    path = folder / "inbox" / (place or "_client") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return f"{place or '_client'}/{name}"


@pytest.fixture(scope="module")
def planted_home(tmp_path_factory):
    """A client whose files are full of canaries, not ingested yet."""
    home = tmp_path_factory.mktemp("home")
    folder, canaries = home / "norte", Canaries()
    folder.mkdir()
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for seed in (seed for seed in all_seeds() if seed.export in READ):
            content = planted(seed, canaries)
            put(folder, seed.account, seed.name, content)
            if seed.export in ZIPPED:
                archive.writestr(f"again {seed.name}", planted(seed, canaries))
            if seed.answers:
                answered(folder, seed)
    for name in NOT_READ:
        put(folder, "", f"{name}.txt", planted_unread(EXPORTS[name], canaries))
    put(folder, "amazon-us", "all.zip", packed.getvalue())
    orders = next(seed for seed in all_seeds() if seed.export == "amazon-all-orders")
    put(folder, "amazon-us", "orders.txt.gz", gzip.compress(planted(orders, canaries)))
    put(folder, "amazon-us", "shop.csv", mapped_rows(canaries))
    put(folder, "_client", "nobody knows.csv", f"customer,what\n{canaries.person()},{canaries.value()}\n".encode())
    put(folder, "_client", "no heading.csv", f"{canaries.person()},{canaries.value()},2026-01-01\n".encode() * 3)
    put(folder, "amazon-us", "broken.txt", broken(planted(orders, canaries), canaries))
    remember_column_map(folder, MAP, by="Li Example")
    return home, canaries


def answered(folder: Path, seed) -> None:
    from hashlib import sha256

    content = (folder / "inbox" / (seed.account or "_client") / seed.name).read_bytes()
    name = f"{seed.account or '_client'}/{seed.name}"
    remember_answer(folder, sha=sha256(content).hexdigest(), file=name, answers=seed.answers, by="Li Example")


def mapped_rows(canaries: Canaries) -> bytes:
    rows = [
        f'A-{at},S-1,1,2026-01-0{at} 10:00,{canaries.several(5)},"call {canaries.person()}\nat {canaries.value()}"\n'
        for at in range(1, 6)
    ]
    return (SHEET + "".join(rows)).encode()


def broken(content: bytes, canaries: Canaries) -> bytes:
    """A row too short, with a person in it, and one whose time is a phone."""
    lines = content.split(b"\r\n")
    place = lines[0].split(b"\t").index(b"purchase-date")
    cells = lines[1].split(b"\t")
    cells[0], cells[place] = b"111-0000000-0000009", canaries.value().encode()
    return b"\r\n".join([*lines[:2], b"\t".join(cells), b"x\t" + canaries.person().encode(), *lines[2:]])


def written(home: Path, folder: Path, state: Path, words: list[str], *, but: tuple[str, ...]) -> dict:
    return found_in(folder, words, but=but) | found_in(state, words)


@pytest.fixture(scope="module")
def told(planted_home, tmp_path_factory):
    """The home after an ingest, and all that the commands said."""
    home, canaries = planted_home
    state = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(state))
        words = ["ingest", "norte", "--home", str(home)]
        said = "".join(
            CliRunner().invoke(app, [*words, *more], catch_exceptions=False).output for more in ([], ["--json"])
        )
        client = wb.open_client("norte", home=home)
        said += show_intake(client.intake).data + show_refused_cells(client.intake).data
        for name in TABLES:
            for key in list(keys(client, name))[:4]:
                said += trace("norte", name, key, home=home).to_csv()
    return home, canaries, state, said


def keys(client, name: str):
    rows = getattr(client, name)
    return rows[list(table(name).key)].astype("str").fillna("").agg("/".join, axis=1) if len(rows) else ()


def test_every_export_is_planted_or_can_carry_nobody():
    assert READ | set(NOT_READ) | CARRY_NOBODY.keys() | {MAPPED} == set(EXPORTS)
    assert not any(EXPORTS[name].known_names & PERSONAL_COLUMNS for name in CARRY_NOBODY)


def test_each_planted_format_is_known_for_what_it_is(told):
    home, *_ = told
    files = wb.open_client("norte", home=home).intake.files
    known = files.groupby("status")["export"].agg(set)
    assert known["read"] == READ | {MAPPED}, files.loc[files["status"] != "read", ["file", "note"]].values.tolist()
    assert known["not_read_yet"] == set(NOT_READ), files[["file", "status"]].values.tolist()


def test_each_planted_file_carries_fifty_persons(told):
    home, canaries, *_ = told
    assert len(canaries.words) == len(set(canaries.words))
    carried = found_in(home / "norte" / "inbox", canaries.words)
    # A bank's series holds rates and days; its table, which somebody may have kept by hand, is planted.
    seeds = [seed for seed in all_seeds() if seed.export in READ and seed.name != "banxico-fx.json"]
    planted_files = {f"{seed.account or '_client'}/{seed.name}" for seed in seeds}
    planted_files |= {f"_client/{name}.txt" for name in NOT_READ}
    few = {file: len(carried.get(file, ())) for file in planted_files if len(carried.get(file, ())) < A_FILE}
    assert few == {}


def test_no_canary_is_written_anywhere_but_in_the_inbox(told):
    home, canaries, state, _ = told
    assert written(home, home / "norte", state, canaries.words, but=("inbox",)) == {}


def test_no_canary_is_said_by_a_command_a_display_or_a_trace(told):
    *_, canaries, _, said = told
    assert {word.casefold() for word in canaries.words} & set(CANARY.findall(said.casefold())) == set()


def test_a_leaked_canary_would_be_found(told, tmp_path):
    home, canaries, *_ = told
    word = canaries.words[0].casefold()
    assert all(CANARY.fullmatch(each.casefold()) for each in canaries.words)
    assert word in str(found_in(home / "norte" / "inbox", [word]))
    pd.DataFrame({"name": [f"a {word} b"]}).to_parquet(tmp_path / "leak.parquet", compression="zstd")
    (tmp_path / "leak.gz").write_bytes(gzip.compress(word.encode()))
    with zipfile.ZipFile(tmp_path / "leak.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sheet1.xml", word)
    (tmp_path / "wide.csv").write_bytes(word.encode("utf-16"))
    assert set(found_in(tmp_path, [word])) == {"leak.parquet", "leak.gz", "leak.xlsx", "wide.csv"}


def test_past_the_date_nothing_below_the_client_holds_a_canary_and_everything_rebuilds(told, tmp_path):
    home, canaries, *_ = told
    again = tmp_path / "home"
    shutil.copytree(home, again)
    folder = again / "norte"
    client = wb.open_client("norte", home=again)
    before = {name: getattr(client, name) for name in TABLES}
    cells = {name: [plain(trace("norte", name, key, home=again)) for key in keys(client, name)[:2]] for name in TABLES}
    digest = store_digest(folder / "store")
    figures = kpi_table(client, as_of="2026-02-01")

    done = redact("norte", on="2099-01-01", by="Li Example", home=again)
    assert set(done["outcome"]) == {"redacted"}, done[done["outcome"] != "redacted"][["file", "note"]].to_dict()
    assert found_in(folder, canaries.words) == {}

    shutil.rmtree(folder / "store")
    ingest("norte", home=again)
    client = wb.open_client("norte", home=again)
    assert store_digest(folder / "store") == digest
    assert figures.equals(kpi_table(client, as_of="2026-02-01"))
    for name, rows in before.items():
        assert rows.equals(getattr(client, name)), name
        assert cells[name] == [plain(trace("norte", name, key, home=again)) for key in keys(client, name)[:2]]
    assert found_in(folder, canaries.words) == {}
    files = client.intake.files
    assert (files["delete_by"] == "").all()
    assert set(files.loc[files["redacted"] != "", "file"]) == set(done["file"])


def plain(lines) -> list[tuple]:
    """A trace without the cells of personal columns, and without columns that nothing reads."""
    kept = lines[~lines["value"].str.contains(r"^\[", regex=True)]
    return list(kept.itertuples(index=False, name=None))
