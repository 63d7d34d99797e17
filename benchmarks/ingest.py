"""What an ingest takes: against reading the same file and nothing else, and what a further file adds."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.csv as arrow_csv
from python_calamine import CalamineWorkbook

from benchmarks.measure import Measured, against, over, under_memory
from benchmarks.once import ingest_apart
from benchmarks.orders import write_all_orders, write_long_orders
from benchmarks.ventas import write_ventas
from workbench.ingest import ingest

CLIENT = "bench"
PROFILE = """\
id: bench
name: {en: Bench}
languages: [en]
home_currency: USD
since: 2025-01-01
analyst: {name: Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: mixed,
     sales_channel: Amazon.com}
  - {id: mercadolibre-mx, platform: mercadolibre, market: MX, currency: MXN, zone: America/Mexico_City,
     fulfilment: seller}
"""
NEW_LINES = 10_000
SALES = 100_000


def one_file(scratch: Path, lines: int) -> Measured:
    """A full ingest of one All Orders file against reading the same file as text."""
    home = _client(scratch / "one")
    path = _inbox(home, "amazon-us") / "orders.txt"
    write_all_orders(path, lines)
    _, memory = ingest_apart(home, CLIENT)
    return against(
        f"ingest of {lines:,} order lines ({path.stat().st_size / 1e6:.0f} MB)",
        _full_ingest(home, lines),
        peers={
            "pandas.read_csv(dtype=str)": lambda: pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False),
            "pyarrow.csv.read_csv": lambda: arrow_csv.read_csv(path, parse_options=_TABS),
        },
        most=0.6,
        peak_memory_mb=memory,
    )


def ten_files(scratch: Path, lines: int) -> Measured:
    """Ten times the lines in one ingest of ten files, held to its memory."""
    home = _client(scratch / "ten")
    for number in range(10):
        write_all_orders(_inbox(home, "amazon-us") / f"orders-{number}.txt", lines, first=number * lines)
    seconds, memory = ingest_apart(home, CLIENT)
    name = f"one ingest of ten files with {10 * lines:,} order lines"
    return under_memory(name, seconds=seconds, peak_memory_mb=memory, most_mb=4_096)


def one_long_file(scratch: Path, lines: int) -> Measured:
    """Ten times the lines in one file, held to the memory of its ingest."""
    home = _client(scratch / "long")
    path = _inbox(home, "amazon-us") / "orders.txt"
    write_long_orders(path, lines, times=10)
    name = f"ingest of one file with {10 * lines:,} order lines ({path.stat().st_size / 1e6:,.0f} MB)"
    seconds, memory = ingest_apart(home, CLIENT)
    return under_memory(name, seconds=seconds, peak_memory_mb=memory, most_mb=4_096)


def one_more_file(scratch: Path, lines: int) -> Measured:
    """A new file into a full store against the same file into an empty one; half its lines are in the store.

    Every run brings another file, in the place of that of the run before.
    """
    full, empty = (_client(scratch / name) for name in ("full", "empty"))
    write_all_orders(_inbox(full, "amazon-us") / "orders.txt", lines)
    ingest(CLIENT, home=full)
    files = [scratch / f"new-{number}.txt" for number in range(2)]
    for seed, path in enumerate(files):
        write_all_orders(path, NEW_LINES, seed=seed, first=lines - NEW_LINES // 2)
    for_full, for_empty = (itertools.cycle(files) for _ in range(2))
    return over(
        f"ingest of {NEW_LINES:,} further order lines into a store of {lines:,}",
        lambda: _ingest_new(full, next(for_full)),
        peer="the same into an empty store",
        theirs=lambda: _ingest_new(empty, next(for_empty)),
        seconds=1.5,
    )


def workbook(scratch: Path, lines: int) -> Measured:
    """A full ingest of a Ventas workbook against reading its cells."""
    home = _client(scratch / "workbook")
    path = _inbox(home, "mercadolibre-mx") / "20260101_Ventas_MX_Mercado_Libre_2026-01-01_10-00hs.xlsx"
    write_ventas(path, SALES)
    _answer(home)
    return against(
        f"ingest of a Ventas workbook of {SALES:,} sales ({path.stat().st_size / 1e6:.0f} MB)",
        _full_ingest(home, SALES),
        peers={"python_calamine": lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()},
        most=1.5,
    )


_TABS = arrow_csv.ParseOptions(delimiter="\t", quote_char=False)


def _client(home: Path) -> Path:
    (home / CLIENT).mkdir(parents=True)
    (home / CLIENT / "client.yml").write_text(PROFILE)
    return home


def _inbox(home: Path, account: str) -> Path:
    folder = home / CLIENT / "inbox" / account
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _answer(home: Path) -> None:
    """Answer what the workbook does not say, once and before anything is measured."""
    ingest(CLIENT, home=home, ask=lambda file, question: question.proposal, by="Bench")


def _full_ingest(home: Path, rows: int) -> Callable[[], None]:
    def run() -> None:
        shutil.rmtree(home / CLIENT / "store", ignore_errors=True)
        read = ingest(CLIENT, home=home).files.iloc[0]
        if read["kept"] != rows:
            raise SystemExit(f"the benchmark's file was not read whole: {read.to_dict()}")

    return run


def _ingest_new(home: Path, new: Path) -> None:
    place = _inbox(home, "amazon-us") / "new.txt"
    place.unlink(missing_ok=True)
    os.link(new, place)
    ingest(CLIENT, home=home)
