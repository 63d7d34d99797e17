"""`make fuzz`: damaged files by the thousand, a table of what became of them, exit code 1 where one was mishandled."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from tests.fuzz.cases import planned
from tests.fuzz.pool import Case, judged
from tests.fuzz.seeds import all_seeds
from tests.fuzz.verdicts import FINE, Verdict


def main() -> int:
    """Run as many cases as asked for; the failing files go to a folder."""
    asked = _arguments()
    cases = planned(asked.cases, base=asked.seed, only=asked.only)
    started, slowest = time.monotonic(), 0.0
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    failures: list[tuple[Case, Verdict]] = []
    seeds = {seed.name: seed for seed in all_seeds()}
    for number, (case, found) in enumerate(judged(cases, children=asked.jobs), start=1):
        counts["file", case.file][found.outcome] += 1
        counts["damage", f"{seeds[case.file].kind}: {case.damage}"][found.outcome] += 1
        slowest = max(slowest, found.seconds)
        if found.is_failure:
            failures.append((case, found))
            _save(asked.failures, case, found, seeds[case.file])
        if number % 1_000 == 0:
            print(f"{number:,} of {len(cases):,}, {len(failures)} failures", file=sys.stderr, flush=True)
    _print(counts, failures)
    seconds = time.monotonic() - started
    print(f"\n{len(cases):,} cases, {len(failures)} failures, {seconds:,.0f} s, slowest {slowest:.1f} s")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000, help="how many damaged files")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other damage")
    parser.add_argument("--only", default="", help="only files whose name begins so")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="parser children")
    parser.add_argument("--failures", type=Path, default=Path(".fuzz"), help="where failing files are written")
    return parser.parse_args()


def _save(folder: Path, case: Case, found: Verdict, seed) -> None:
    name = f"{case.file}.{case.damage}.{case.base}.{case.number}".replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(case.content(seed))
    (folder / f"{name}.reason").write_text(f"{found.outcome}: {found.detail}\n", encoding="utf-8")


def _print(counts: dict[tuple[str, str], Counter[str]], failures: list[tuple[Case, Verdict]]) -> None:
    for group in ("file", "damage"):
        print(f"\n{group:48}" + "".join(f"{name:>16}" for name in (*FINE, "failures")))
        for (kind, name), found in sorted(counts.items()):
            if kind == group:
                wrong = found.total() - sum(found[outcome] for outcome in FINE)
                print(f"{name:48}" + "".join(f"{found[outcome]:>16,}" for outcome in FINE) + f"{wrong:>16,}")
    for (file, reason), number in Counter((case.file, _reason(found)) for case, found in failures).most_common(60):
        print(f"\n{number} x {file}: {reason}")


def _reason(found: Verdict) -> str:
    lines = [line.strip() for line in found.detail.strip().splitlines()]
    return f"{found.outcome}: {' | '.join(lines[-3:])[:300]}"


if __name__ == "__main__":
    raise SystemExit(main())
