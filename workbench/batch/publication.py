"""Putting a review into its folder: staged, checked, synced, then moved into place.

The commit mark inside the stage is the point of no return. A run that died before it left nothing
behind but its stage, which is thrown away; one that died after it is finished by the next run.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from workbench.store.files import write_json

MANIFEST = "manifest.json"
STEM = "monthly_review"
FORMS = ("ipynb", "html", "pdf")
# What a client gets of them; the notebook stays with the analyst.
GIVEN_OUT = ("html", "pdf", "xlsx")
_COMMITTED = "committed.json"


def file_names(lang: str) -> list[str]:
    """Names of a review's files in one language.

    >>> file_names("zh")
    ['monthly_review.zh.ipynb', 'monthly_review.zh.html', 'monthly_review.zh.pdf']
    """
    return [f"{STEM}.{lang}.{form}" for form in FORMS]


def published(folder: Path, *, lang: str) -> dict:
    """The manifest's entry of a review whose files are all there and unchanged; else an empty one.

    A workbook need only be there: the analyst may have written into its column of comments.
    """
    entry = _manifest(folder).get("reviews", {}).get(lang, {})
    outputs = entry.get("outputs", {})
    whole = all(_digest(folder / name) == outputs.get(name, "") for name in file_names(lang))
    return entry if entry and whole and all((folder / name).is_file() for name in outputs) else {}


def files_of(outputs: Mapping[str, str]) -> str:
    """The files that a client gets, each with its hash, as an entry of the record tells them.

    >>> files_of({"monthly_review.en.pdf": "ab12", "monthly_review.en.ipynb": "cd34"})
    'monthly_review.en.pdf ab12'
    """
    return "; ".join(f"{name} {digest}" for name, digest in sorted(outputs.items()) if name.endswith(GIVEN_OUT))


def altered_files(folder: Path, entry: Mapping) -> list[str]:
    """Files of a published review that are not as its manifest's entry says."""
    return [name for name, digest in entry.get("outputs", {}).items() if _digest(folder / name) != digest]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer a folder, across the processes of this machine."""
    state = Path(os.environ.get("WORKBENCH_STATE") or Path.home() / ".local/share/workbench") / "locks"
    state.mkdir(parents=True, exist_ok=True)
    with (state / f"review-{sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def staged(folder: Path, *, lang: str) -> Iterator[Path]:
    """An empty folder beside the published files; it is gone when the block ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    recover(folder, lang=lang)
    stage = _stage(folder, lang)
    stage.mkdir()
    try:
        yield stage
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise


def publish(stage: Path, folder: Path, *, lang: str, entry: Mapping[str, object]) -> None:
    """Move the stage's files into `folder` and enter them in its manifest.

    Parameters
    ----------
    stage : Path
        Holds the files of `file_names(lang)`, and any more that go with them.
    folder : Path
        The review's folder.
    lang : str
        The review's language.
    entry : mapping
        What the manifest says of it, beside the files' hashes.
    """
    outputs = stage_outputs(stage, lang=lang)
    for name in outputs:
        _sync(stage / name)
    write_json(stage / _COMMITTED, {**entry, "outputs": outputs})
    _finish(stage, folder, lang)


def stage_outputs(stage: Path, *, lang: str) -> dict[str, str]:
    """File name to SHA-256 of a stage: the review's own files, then whatever goes with them."""
    more = sorted(path.name for path in stage.iterdir() if path.name not in file_names(lang))
    return {name: _digest(stage / name) for name in (*file_names(lang), *more)}


def recover(folder: Path, *, lang: str) -> None:
    """Finish or throw away what a run that died has left."""
    stage = _stage(folder, lang)
    if (stage / _COMMITTED).is_file():
        _finish(stage, folder, lang)
    shutil.rmtree(stage, ignore_errors=True)


def _finish(stage: Path, folder: Path, lang: str) -> None:
    entry = json.loads((stage / _COMMITTED).read_text(encoding="utf-8"))
    manifest = _manifest(folder)
    before = manifest.get("reviews", {}).get(lang, {}).get("outputs", {})
    _keep_edited(folder, lang, before=before, after=entry["outputs"])
    for name in entry["outputs"]:
        if (stage / name).is_file():
            (stage / name).replace(folder / name)
    for name in before.keys() - entry["outputs"].keys():
        (folder / name).unlink(missing_ok=True)
    reviews = {**manifest.get("reviews", {}), lang: entry}
    write_json(folder / MANIFEST, {**manifest, "reviews": reviews})
    (folder / MANIFEST).chmod(0o644)
    _sync(folder)
    shutil.rmtree(stage)


def _keep_edited(folder: Path, lang: str, *, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Put a workbook that somebody wrote into aside under another name before the new one takes its place."""
    for name in before.keys() - set(file_names(lang)):
        path, digest = folder / name, _digest(folder / name)
        # After a run that died here, the new file may stand in its place already.
        if path.is_file() and digest not in (before[name], after.get(name)):
            path.replace(path.with_name(f"{path.stem}.edited-{digest[:8]}{path.suffix}"))


def _stage(folder: Path, lang: str) -> Path:
    return folder / f".stage-{lang}"


def _manifest(folder: Path) -> dict:
    path = folder / MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
