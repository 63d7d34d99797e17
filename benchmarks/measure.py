"""How a thing is measured: warm, several times in turn with its peers, by the median."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
NAN = float("nan")


@dataclass(frozen=True)
class Measured:
    """One benchmark: medians in seconds, the ratio of ours to the peer's, and the goal it is held to.

    Attributes
    ----------
    beside : dict of str to float
        Further peers that no goal is held to: the ratio of our median to theirs.
    peak_memory_mb : float
        Largest memory of a process of its own that did the same once; nan where that was not measured.
    """

    name: str
    ours_seconds: float
    peer: str
    peer_seconds: float
    ratio: float
    goal: str
    meets_goal: bool
    peak_memory_mb: float
    beside: dict[str, float] = field(default_factory=dict)


def against(
    name: str,
    ours: Callable[[], object],
    *,
    peers: Mapping[str, Callable[[], object]],
    most: float,
    peak_memory_mb: float = NAN,
    runs: int = 5,
) -> Measured:
    """Run ours and the peers in turn, and hold the ratio of our median to the first peer's to a goal.

    Parameters
    ----------
    name : str
        What is measured.
    ours : callable
        One run, without set-up.
    peers : mapping of str to callable
        By the name that a reader would call it; the goal is held to the first.
    most : float
        Largest ratio that meets the goal.
    peak_memory_mb : float
        Memory measured apart.
    runs : int
        Counted runs of each, after one warm-up.
    """
    mine, *others = _medians([ours, *peers.values()], runs)
    peer, *further = peers
    return Measured(
        name=name,
        ours_seconds=mine,
        peer=peer,
        peer_seconds=others[0],
        ratio=mine / others[0],
        goal=f"ratio at most {most:g}",
        meets_goal=mine / others[0] <= most,
        peak_memory_mb=peak_memory_mb,
        beside={name: mine / seconds for name, seconds in zip(further, others[1:], strict=True)},
    )


def over(
    name: str, ours: Callable[[], object], *, peer: str, theirs: Callable[[], object], seconds: float, runs: int = 5
) -> Measured:
    """Run ours and the peer in turn, and hold what ours takes over the peer's median to a number of seconds."""
    mine, other = _medians([ours, theirs], runs)
    goal = f"at most {seconds:g} s over the peer"
    return Measured(name, mine, peer, other, mine / other, goal, mine - other <= seconds, NAN)


def within(name: str, ours: Callable[[], object], *, seconds: float, runs: int = 5) -> Measured:
    """Run ours, and hold the median to a number of seconds."""
    (mine,) = _medians([ours], runs)
    return Measured(name, mine, "-", NAN, NAN, f"at most {seconds:g} s", mine <= seconds, NAN)


def under_memory(name: str, *, seconds: float, peak_memory_mb: float, most_mb: float) -> Measured:
    """One run that was measured in a process of its own, held to a peak of memory."""
    goal = f"at most {most_mb:,.0f} MB"
    return Measured(name, seconds, "-", NAN, NAN, goal, peak_memory_mb <= most_mb, peak_memory_mb)


def save(results: list[Measured]) -> Path:
    """Write the results as JSON, with the machine they come from."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{time.strftime('%Y%m%dT%H%M%S')}.json"
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "load_at_the_end": round(os.getloadavg()[0], 2),
    }
    rows = [{key: value if value == value else None for key, value in asdict(result).items()} for result in results]
    path.write_text(json.dumps({"machine": machine, "results": rows}, indent=1), encoding="utf-8")
    return path


def _medians(runners: list[Callable[[], object]], runs: int) -> list[float]:
    for run in runners:
        run()
    turns = [[_seconds(run) for run in runners] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*turns, strict=True)]


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
