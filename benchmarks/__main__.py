"""`make bench`: every benchmark, its ratio printed and written to benchmarks/results/."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from benchmarks.bands import price_bands
from benchmarks.calibration import breach_probabilities
from benchmarks.fx_fan import fx_coverage
from benchmarks.ingest import one_file, one_long_file, one_more_file, ten_files, workbook
from benchmarks.measure import Measured, save
from benchmarks.prices import assortment_plan
from benchmarks.review import monthly_review
from benchmarks.series import daily_series
from benchmarks.simulator import slider_move

BENCHMARKS = {
    "ingest": one_file,
    "further": one_more_file,
    "workbook": workbook,
    "large": ten_files,
    "long": one_long_file,
    "bands": price_bands,
    "calibration": breach_probabilities,
    "kpis": daily_series,
    "fx": fx_coverage,
    "simulator": slider_move,
    "prices": assortment_plan,
    "review": monthly_review,
}


def main() -> None:
    """Run what is asked for and print a line each."""
    arguments = _arguments()
    results = []
    for name, bench in BENCHMARKS.items():
        if not arguments.only or name in arguments.only:
            scratch = Path(tempfile.mkdtemp())
            try:
                result = bench(scratch, arguments.lines)
            finally:
                shutil.rmtree(scratch)
            results.append(result)
            _print(result)
    print(f"written to {save(results).relative_to(Path.cwd())}")


def _print(result: Measured) -> None:
    mark = "meets" if result.meets_goal else "misses"
    ratio = (
        f", {result.ratio:.2f} of {result.peer} ({result.peer_seconds:.2f} s)" if result.ratio == result.ratio else ""
    )
    beside = "".join(f", {ratio:.2f} of {peer}" for peer, ratio in result.beside.items())
    memory = f"; {result.peak_memory_mb:,.0f} MB at most" if result.peak_memory_mb == result.peak_memory_mb else ""
    print(f"{result.name}: {result.ours_seconds:.2f} s{ratio}{beside}{memory}; {mark} the goal ({result.goal})")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures against plain peers.")
    parser.add_argument("only", nargs="*", choices=[*BENCHMARKS, []], help="benchmarks to run; all where none is named")
    parser.add_argument("--lines", type=int, default=1_000_000, help="order lines of the ingest benchmarks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
