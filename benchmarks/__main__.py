"""`make bench`: every benchmark, its ratio printed and written to benchmarks/results/."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from benchmarks.measure import Measured, against, save, within
from benchmarks.orders import write_all_orders
from workbench.ingest import ingest

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
"""


def main() -> None:
    """Run what is asked for and print a line each."""
    arguments = _arguments()
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, bench in BENCHMARKS.items():
            if not arguments.only or name in arguments.only:
                result = bench(Path(scratch), arguments.lines)
                results.append(result)
                _print(result)
    print(f"written to {save(results).relative_to(Path.cwd())}")


def bench_ingest(scratch: Path, lines: int) -> Measured:
    """A full ingest of one All Orders file against reading the same file as text."""
    home = scratch / "home"
    inbox = home / "bench" / "inbox" / "amazon-us"
    inbox.mkdir(parents=True)
    (home / "bench" / "client.yml").write_text(PROFILE)
    path = inbox / "orders.txt"
    write_all_orders(path, lines)

    def ours() -> None:
        shutil.rmtree(home / "bench" / "store", ignore_errors=True)
        read = ingest("bench", home=home).files.iloc[0]
        if read["kept"] != lines:
            raise SystemExit(f"the benchmark's file was not read whole: {read.to_dict()}")

    def theirs() -> None:
        pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)

    name = f"ingest of {lines:,} order lines ({path.stat().st_size / 1e6:.0f} MB)"
    return against(name, ours, peer="pandas.read_csv(dtype=str)", theirs=theirs, most=0.6, runs=3)


def bench_bands(scratch: Path, lines: int) -> Measured:
    """Price bands of a hundred thousand listings."""
    dice = np.random.default_rng(7)
    prices = np.round(np.exp(dice.choice([4.6, 5.3, 6.0], 100_000) + dice.normal(0, 0.08, 100_000)), 0) + 0.99
    offers = pd.DataFrame(
        {
            "platform": "mercadolibre",
            "market": "MX",
            "item_id": [f"MLM{n}" for n in range(100_000)],
            "observed_at": pd.Timestamp("2026-01-15", tz="UTC"),
            "query": "example",
            "title": "Example",
            "price": prices,
            "currency": "MXN",
        }
    )
    from workbench.tables import conform

    table = conform(offers, "offers")
    return within(
        "price bands of 100,000 listings", lambda: wb.price_bands(table, query="example", market="MX"), seconds=2
    )


BENCHMARKS = {"ingest": bench_ingest, "bands": bench_bands}


def _print(result: Measured) -> None:
    mark = "meets" if result.meets_goal else "misses"
    ratio = (
        f", {result.ratio:.2f} of {result.peer} ({result.peer_seconds:.2f} s)" if result.ratio == result.ratio else ""
    )
    print(f"{result.name}: {result.ours_seconds:.2f} s{ratio}; {mark} the goal ({result.goal})", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures against plain peers.")
    parser.add_argument("only", nargs="*", choices=[*BENCHMARKS, []], help="benchmarks to run; all where none is named")
    parser.add_argument("--lines", type=int, default=1_000_000, help="order lines of the ingest benchmark")
    return parser.parse_args()


if __name__ == "__main__":
    main()
