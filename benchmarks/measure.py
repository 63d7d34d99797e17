"""How a thing is measured: warm, several times in turn with its peer, by the median."""

from __future__ import annotations

import json
import platform
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Measured:
    """One benchmark: medians in seconds, the ratio of ours to the peer's, and the goal it is held to."""

    name: str
    ours_seconds: float
    peer: str
    peer_seconds: float
    ratio: float
    goal: str
    meets_goal: bool
    peak_memory_mb: float


def against(
    name: str, ours: Callable[[], object], *, peer: str, theirs: Callable[[], object], most: float, runs: int = 5
) -> Measured:
    """Run ours and the peer in turn, and hold the ratio of the medians to a goal.

    Parameters
    ----------
    name : str
        What is measured.
    ours, theirs : callable
        One run each, without set-up.
    peer : str
        What the peer is, as a reader would call it.
    most : float
        Largest ratio that meets the goal.
    runs : int
        Counted runs of each, after one warm-up.
    """
    ours(), theirs()
    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(runs)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(name, mine, peer, other, mine / other, f"ratio at most {most:g}", mine / other <= most, memory)


def within(name: str, ours: Callable[[], object], *, seconds: float, runs: int = 5) -> Measured:
    """Run ours, and hold the median to a number of seconds."""
    ours()
    mine = statistics.median(_seconds(ours) for _ in range(runs))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(name, mine, "-", float("nan"), float("nan"), f"at most {seconds:g} s", mine <= seconds, memory)


def save(results: list[Measured]) -> Path:
    """Write the results as JSON, with the machine they come from."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{time.strftime('%Y%m%dT%H%M%S')}.json"
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    rows = [{key: value if value == value else None for key, value in asdict(result).items()} for result in results]
    path.write_text(json.dumps({"machine": machine, "results": rows}, indent=1), encoding="utf-8")
    return path


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
