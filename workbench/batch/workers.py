"""Processes that each work on one client, with a limit of time and no way to harm the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from workbench.batch.folders import private_folder

# A review takes seconds; beyond this it hangs.
LIMIT_SECONDS = 1800

DONE, RE_EXPORTED, UP_TO_DATE, APPROVED, FAILED = "done", "re-exported", "up to date", "approved", "failed"


@dataclass(frozen=True)
class Review:
    """One client's review in one language: what became of it, where it is, and why."""

    client: str
    month: str
    lang: str
    state: str
    seconds: float
    folder: str
    cause: str = ""


@dataclass(frozen=True)
class Job:
    """One client's reviews, as a worker is told of them."""

    client: str
    month: str
    langs: tuple[str, ...]
    home: str
    reports: str
    notebook: str

    @property
    def folder(self) -> Path:
        """Where the reviews go."""
        return Path(self.reports) / self.client / self.month

    def result(self, lang: str, state: str, *, seconds: float = 0.0, cause: str = "") -> Review:
        """What became of the job in one language."""
        return Review(self.client, self.month, lang, state, seconds, str(self.folder), cause)


class Workers:
    """The worker processes that are alive, so that none outlives us."""

    def __init__(self, *, limit_seconds: float = LIMIT_SECONDS):
        self._limit = limit_seconds
        self._lock = threading.Lock()
        self._alive: set[subprocess.Popen] = set()
        self._closed = False

    def run(self, job: Job) -> tuple[list[dict], str]:
        """The rows that a worker left, and why it ended before its end, if it did."""
        with private_folder() as folder:
            answer, log = Path(folder, "answer.json"), Path(folder, "log.txt")
            with log.open("wb") as file:
                process = self._start(job, answer, file)
                if process is None:
                    return [], "stopped before it began"
                cause = self._wait(process)
            rows = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else []
            if not cause and process.returncode:
                cause = _last_words(log, process.returncode)
            return rows, cause

    def close(self) -> None:
        """End every process that is still at work."""
        with self._lock:
            self._closed = True
            alive = list(self._alive)
        for process in alive:
            _end(process)

    def _start(self, job: Job, answer: Path, log) -> subprocess.Popen | None:
        command = [sys.executable, "-P", "-m", "workbench.batch", str(answer)]
        # As in a kernel: side by side, a second thread of linear algebra only takes the core from the neighbour.
        one_core = {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")}
        environment = {**os.environ, **one_core, "WORKBENCH_CLIENT": job.client, "WORKBENCH_HOME": job.home}
        with self._lock:
            if self._closed:
                return None
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment, start_new_session=True
            )
            self._alive.add(process)
        with process.stdin:
            process.stdin.write(json.dumps(asdict(job)).encode())
        return process

    def _wait(self, process: subprocess.Popen) -> str:
        try:
            process.wait(timeout=self._limit)
            return ""
        except subprocess.TimeoutExpired:
            _end(process)
            return f"cut off after {self._limit:g} s"
        finally:
            with self._lock:
                self._alive.discard(process)


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_words(log: Path, code: int) -> str:
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    said = lines[-1].strip() if lines else "it said nothing"
    return f"the worker ended with {_ending(code)}: {said}"


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
