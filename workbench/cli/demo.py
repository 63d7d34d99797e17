"""The demo: a git-ignored copy of the sample sellers, read, reviewed and shown."""

from __future__ import annotations

import filecmp
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from workbench.errors import MachineLacks
from workbench.profile import read_profile

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
DEMO = ROOT / ".demo"
MONTH = "2026-01"
JOBS = 2
RECORD = "record"
COPIED = ("client.yml", "inbox", "surveys", RECORD)


def run_demo(*, say: Callable[[str], None]) -> dict:
    """Read the sample sellers, review their last month, start the dashboard once, and say what to open.

    Parameters
    ----------
    say : callable
        Takes each line of the account.

    Returns
    -------
    dict
        ok, rows (read from files), reviews (DataFrame), page (what was seen), seconds.

    Raises
    ------
    MachineLacks
        Where the sample sellers are not there, which an installation without the repository lacks.
    """
    from workbench.batch import each_review
    from workbench.ingest import ingest
    from workbench.serve import check_page

    started = time.monotonic()
    home, reports = DEMO / "data", DEMO / "reports"
    sellers = refresh(home)
    rows = 0
    for seller in sellers:
        intake = ingest(seller, home=home)
        rows += intake.rows_read
        states = intake.files["status"].value_counts()
        others = ", ".join(f"{n} {state.replace('_', ' ')}" for state, n in states.items() if state != "read")
        say(
            f"{seller}: {states.get('read', 0)} files, {intake.rows_read:,} rows read"
            + (f"; {others}" if others else "")
        )
    made = []
    for review in each_review(sellers, month=MONTH, home=home, reports=reports, jobs=JOBS):
        made.append(review)
        told = f"review {review.client} {MONTH} ({review.lang}): {review.state}, {review.seconds:.0f} s {review.cause}"
        say(told.rstrip())
    page = check_page(sellers[0], home=home)
    say(f"dashboard of {sellers[0]}: {page.kpis} KPIs on the page after {page.seconds:.1f} s, server stopped")
    ok = all(review.state != "failed" for review in made)
    _say_what_next(say, [review for review in made if review.state != "failed"], sellers[0])
    return {"ok": ok, "rows": rows, "reviews": [vars(review) for review in made], "seconds": time.monotonic() - started}


def refresh(home: Path) -> list[str]:
    """Copy what changed of the sample sellers into `home`, keeping their stores; their ids, longest served first.

    What somebody added to the copy's record stays.

    Raises
    ------
    MachineLacks
        No sample sellers beside the package.
    """
    profiles = [read_profile(path) for path in SAMPLE.glob("*/client.yml")]
    sellers = [profile.id for profile in sorted(profiles, key=lambda profile: profile.since)]
    if not sellers:
        raise MachineLacks(str(SAMPLE), "no sample sellers", expected="a clone of the repository")
    for seller in sellers:
        _mirror(SAMPLE / seller, home / seller)
    return sellers


def _mirror(source: Path, target: Path) -> None:
    wanted = {path.relative_to(source) for name in COPIED for path in _files(source / name)}
    for path in wanted:
        _copy(source / path, target / path)
    for name in COPIED:
        for path in _files(target / name):
            if name != RECORD and path.relative_to(target) not in wanted:
                path.unlink()


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [inner for inner in path.rglob("*") if inner.is_file()]


def _copy(source: Path, target: Path) -> None:
    if target.is_file() and (filecmp.cmp(source, target, shallow=False) or _was_continued(source, target)):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _was_continued(source: Path, target: Path) -> bool:
    """A file of the record that holds the sample's entries and more."""
    is_record = target.suffix == ".yml" and target.parent.name == RECORD
    return is_record and target.read_bytes().startswith(source.read_bytes())


def _say_what_next(say: Callable[[str], None], made: list, seller: str) -> None:
    here = Path(os.environ.get("PWD") or Path.cwd())
    say("\nOpen:")
    for review in made:
        folder = Path(review.folder)
        shown = folder.relative_to(here) if folder.is_relative_to(here) else folder
        say(f"  {shown}/monthly_review.{review.lang}.pdf   (.html beside it opens offline)")
    say("Serve the dashboard on this machine:")
    say(f"  .venv/bin/workbench serve {seller} --home .demo/data")
    say("Start in JupyterLab:")
    say('  WORKBENCH_HOME="$PWD/.demo/data" .venv/bin/jupyter lab notebooks/start.ipynb')
