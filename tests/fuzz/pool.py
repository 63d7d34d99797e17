"""Parser children: each damages and reads cases until it dies or hangs, and is then replaced."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from tests.fuzz.damage import damaged
from tests.fuzz.seeds import Seed, all_seeds
from tests.fuzz.verdicts import Verdict, verdict

HANGS_AFTER_SECONDS = 20.0
MEMORY = 4 << 30
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Case:
    """One file, one kind of damage, one seed."""

    file: str
    damage: str
    number: int
    base: int

    def content(self, seed: Seed) -> bytes:
        """The damaged bytes."""
        said = f"{self.base}/{self.file}/{self.damage}/{self.number}"
        return damaged(seed.content, kind=seed.kind, damage=self.damage, seed=said)


class Child:
    """One process with a pipe to it."""

    def __init__(self):
        self.pipe, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        # The time that a child takes to start is no time of its first case.
        self.pipe.recv()
        self.case: Case | None = None
        self.since = 0.0

    def take(self, case: Case) -> None:
        """Work on a case."""
        self.case, self.since = case, time.monotonic()
        self.pipe.send(case)

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def judged(cases: Sequence[Case], *, children: int) -> Iterator[tuple[Case, Verdict]]:
    """Each case with its verdict, in the order in which they end."""
    waiting = iter(cases)
    pool = [Child() for _ in range(children)]
    try:
        yield from _run(pool, waiting)
    finally:
        for child in pool:
            child.end()


def _run(pool: list[Child], waiting: Iterator[Case]) -> Iterator[tuple[Case, Verdict]]:
    for child in pool:
        _next(child, waiting)
    while busy := [child for child in pool if child.case is not None]:
        ready = wait([child.pipe for child in busy], timeout=1.0)
        for child in busy:
            result = _result(child, is_ready=child.pipe in ready)
            if result is None:
                continue
            yield child.case, result
            if result.outcome == "died":
                child.end()
                pool[pool.index(child)] = child = Child()
            _next(child, waiting)


def _result(child: Child, *, is_ready: bool) -> Verdict | None:
    """The child's answer, its death, or None while it still works."""
    try:
        if is_ready:
            return child.pipe.recv()
    except (EOFError, ConnectionResetError):
        child.process.join(1.0)
        return Verdict("died", f"exit code {child.process.exitcode}")
    if time.monotonic() - child.since > HANGS_AFTER_SECONDS:
        return Verdict("died", f"no answer within {HANGS_AFTER_SECONDS:.0f} s", HANGS_AFTER_SECONDS)
    return None


def _next(child: Child, waiting: Iterator[Case]) -> None:
    child.case = None
    case = next(waiting, None)
    if case is not None:
        child.take(case)


def _serve(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seeds = {seed.name: seed for seed in all_seeds()}
    pipe.send("ready")
    while True:
        try:
            case = pipe.recv()
        except EOFError:
            return
        pipe.send(verdict(seeds[case.file], case.content(seeds[case.file])))
