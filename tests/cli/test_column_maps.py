"""A table that nobody knows, from the download to a KPI: mapped once, used from then on, led back to its lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import workbench as wb
from workbench.cli import app, files
from workbench.record import COLUMN_MAPS, RECORD, read_entries

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
"""
# The map that the documentation shows.
PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
MAP = PAGE.partition("```yaml\n")[2].partition("```")[0]
FILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller,
     sales_channel: Amazon.com, shop_names: [美国店01]}
"""
MAP = """\
table: packages
title: Late shipments
source: platform
rows: every
zone: account
dates: month first
columns:
  Order ID: order_id
  Ship by: order_lines.ship_by_at
  Ship confirmation date: confirmed_at
  Tracking number: tracking_id
"""
FILE = "amazon-us/late_2026-01.csv"
HEADER = "Order ID,Buyer Name,Ship by,Ship confirmation date,Tracking number\n"


def lines(month: str, *, late: int, of: int) -> str:
    """Orders due on the 10th, the first ones confirmed two days late."""
    days = ["12" if n < late else "09" for n in range(of)]
    return HEADER + "".join(
        f"11{month}-{n},Ana Inventada,{month}/10/2026,{month}/{day}/2026 10:00,TB{month}{n}\n"
        for n, day in enumerate(days)
    )


@pytest.fixture
def norte(tmp_path):
    folder = tmp_path / "home" / "norte"
    (folder / "inbox" / "amazon-us").mkdir(parents=True)
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    (folder / "inbox" / FILE).write_text(lines("01", late=3, of=20))
    (tmp_path / "map.yml").write_text(MAP)
    return folder


@pytest.fixture
def call(norte, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(norte.parent))

    def run(*words: str, code: int = 0, typed: str = ""):
        result = CliRunner().invoke(app, list(words), input=typed)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def statuses(norte) -> dict[str, tuple[str, str]]:
    found = wb.open_client("norte", home=norte.parent).intake.files
    return {row.file: (row.status, row.title) for row in found.itertuples()}


def test_an_unknown_table_is_named_with_the_way_to_map_it(call):
    assert f"workbench ingest norte --map {FILE}" in call("ingest", "norte", code=1).stderr


def test_a_mapped_download_gives_its_kpi_and_next_months_file_is_read_without_asking(call, norte, tmp_path):
    call("ingest", "norte", "--map", FILE, "--columns", str(tmp_path / "map.yml"), "--by", "Li")
    assert statuses(norte) == {FILE: ("read", "Column map: Late shipments")}
    (norte / "inbox" / "amazon-us" / "late_2026-02.csv").write_text(lines("02", late=1, of=40))
    call("ingest", "norte")
    assert set(statuses(norte).values()) == {("read", "Column map: Late shipments")}
    client = wb.open_client("norte", home=norte.parent)
    for as_of, numerator, denominator in (("2026-01-31", 3, 20), ("2026-02-28", 1, 40)):
        kpis = wb.kpi_table(client, as_of=as_of)
        rate = kpis[(kpis["kpi"] == "late_shipment_rate") & (kpis["window_days"] == 30)].iloc[0]
        assert (rate["numerator"], rate["denominator"]) == (numerator, denominator)


def test_trace_leads_back_to_the_mapped_line_with_persons_masked(call, tmp_path):
    call("ingest", "norte", "--map", FILE, "--columns", str(tmp_path / "map.yml"))
    cells = json.loads(call("trace", "norte", "packages", "1101-0", "--json").stdout)
    found = {cell["column"]: (cell["file"], cell["row"], cell["value"]) for cell in cells}
    assert found["Ship by"] == (FILE, "2", "01/10/2026")
    assert found["Buyer Name"] == (FILE, "2", "[personal]")


def test_a_changed_map_reads_its_files_again_and_both_entries_stay(call, norte, tmp_path):
    call("ingest", "norte", "--map", FILE, "--columns", str(tmp_path / "map.yml"))
    before = wb.open_client("norte", home=norte.parent).packages["confirmed_at"].iloc[-1]
    arguments = ("--columns", str(tmp_path / "map.yml"), "--set", "zone=Asia/Shanghai", "--by", "Wu")
    call("ingest", "norte", "--map", FILE, *arguments)
    after = wb.open_client("norte", home=norte.parent).packages["confirmed_at"].iloc[-1]
    assert (before - after).total_seconds() == 16 * 3600  # Shanghai is sixteen hours ahead of Los Angeles in winter
    entries = read_entries(norte / RECORD / COLUMN_MAPS)
    assert [entry["zone"] for entry in entries] == ["account", "Asia/Shanghai"]
    assert entries[1]["corrects"] == entries[0]["at"]


def test_a_map_can_be_said_in_the_command_line(call, norte):
    columns = ("Order ID=order_id", "Ship confirmation date=confirmed_at", "Tracking number=tracking_id")
    said = ("table=packages", "rows=every", "zone=account", "dates=month first", "title=Sent")
    words = [word for each in columns for word in ("--column", each)] + [
        word for each in said for word in ("--set", each)
    ]
    call("ingest", "norte", "--map", FILE, *words)
    assert statuses(norte)[FILE] == ("read", "Column map: Sent")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--set", "table=packages"), "the map does not say: values.order_id"),
        (("--column", "Order ID=order_id"), "the map does not say: table"),
        (("--column", "Order ID"), "--column: 'Order ID'"),
        ((), "nobody to ask here"),
    ],
)
def test_a_map_that_is_not_whole_is_not_remembered(call, norte, words, message):
    assert message in call("ingest", "norte", "--map", FILE, *words, code=2).stderr
    assert not (norte / RECORD / COLUMN_MAPS).exists()


def test_a_file_that_is_read_already_needs_no_map(call, norte, tmp_path):
    (norte / "inbox" / "_client").mkdir()
    (norte / "inbox" / "_client" / "costs.csv").write_text("sku,cost,cost_currency\nA-1,12.50,CNY\n")
    arguments = ("--map", "_client/costs.csv", "--columns", str(tmp_path / "map.yml"))
    assert "is read as Costs (our template)" in call("ingest", "norte", *arguments, code=2).stderr


def test_a_file_from_elsewhere_is_put_into_the_inbox(call, norte, tmp_path):
    (norte / "inbox" / FILE).rename(tmp_path / "late.csv")
    arguments = ("--map", str(tmp_path / "late.csv"), "--account", "amazon-us", "--columns", str(tmp_path / "map.yml"))
    call("ingest", "norte", *arguments)
    assert statuses(norte) == {"amazon-us/late.csv": ("read", "Column map: Late shipments")}


def test_a_person_is_asked_and_shown_the_first_rows(call, norte, monkeypatch):
    monkeypatch.setattr(files, "can_ask", lambda: True)
    enter, dates, zone = "\n", "month first\n", "America/Los_Angeles\n"
    # Table, name and what is listed; four columns; then the days, which can be read two ways, and their zone.
    typed = enter * 3 + enter * 4 + dates + zone + enter * 2 + "y\n"
    shown = call("ingest", "norte", "--map", FILE, "--by", "Li", typed=typed).stdout
    assert "left out, for they look personal: Buyer Name" in shown
    assert "can be read in two ways" in shown
    assert "the first rows of amazon-us/late_2026-01.csv as packages:" in shown
    assert statuses(norte)[FILE] == ("read", "Column map: late_2026-01")
    assert read_entries(norte / RECORD / COLUMN_MAPS)[0]["by"] == "Li"


def test_a_map_that_is_not_confirmed_is_not_remembered(call, norte, monkeypatch):
    monkeypatch.setattr(files, "can_ask", lambda: True)
    typed = "\n" * 7 + "month first\nAmerica/Los_Angeles\n\n\nn\n"
    assert "nothing was remembered" in call("ingest", "norte", "--map", FILE, typed=typed, code=2).stderr
    assert not (norte / RECORD / COLUMN_MAPS).exists()
