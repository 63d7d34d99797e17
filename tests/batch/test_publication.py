"""Reviews get into their folder whole or not at all."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from workbench.batch import publication
from workbench.batch.publication import file_names, publish, published, recover, staged


def fill(stage: Path, text: str) -> None:
    for name in file_names("en"):
        (stage / name).write_text(f"{text} {name}")


def make(folder: Path, text: str) -> None:
    with staged(folder, lang="en") as stage:
        fill(stage, text)
        publish(stage, folder, lang="en", entry={"fingerprint": text})


def contents(folder: Path) -> set[str]:
    return {(folder / name).read_text().split()[0] for name in file_names("en")}


def test_files_and_manifest_are_published_together(tmp_path):
    make(tmp_path, "first")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    entry = manifest["reviews"]["en"]
    assert entry["fingerprint"] == "first"
    assert entry["outputs"] == {name: sha256((tmp_path / name).read_bytes()).hexdigest() for name in file_names("en")}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", *sorted(file_names("en"))]


def test_a_second_language_leaves_the_first_alone(tmp_path):
    make(tmp_path, "first")
    with staged(tmp_path, lang="zh") as stage:
        for name in file_names("zh"):
            (stage / name).write_text("zh")
        publish(stage, tmp_path, lang="zh", entry={"fingerprint": "second"})
    assert published(tmp_path, lang="en")["fingerprint"] == "first"
    assert published(tmp_path, lang="zh")["fingerprint"] == "second"


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text("x")])
def test_a_lost_or_altered_file_is_no_published_review(tmp_path, change):
    make(tmp_path, "first")
    change(tmp_path / file_names("en")[1])
    assert published(tmp_path, lang="en") == {}


def test_nothing_was_published_in_an_empty_folder(tmp_path):
    assert published(tmp_path, lang="en") == {}


def test_a_failure_before_the_end_leaves_the_old_review_and_nothing_else(tmp_path):
    make(tmp_path, "first")
    with pytest.raises(OSError, match="disk full"), staged(tmp_path, lang="en") as stage:
        (stage / file_names("en")[0]).write_text("half")
        raise OSError("disk full")
    assert contents(tmp_path) == {"first"}
    assert published(tmp_path, lang="en")["fingerprint"] == "first"
    assert not list(tmp_path.glob(".stage*"))


class Killed(BaseException):
    """The process ends here: no clean-up may be counted on."""


@pytest.mark.parametrize("kill_at", range(12))
def test_killed_at_any_write_the_next_run_finds_one_whole_review(tmp_path, monkeypatch, kill_at):
    make(tmp_path, "first")
    steps = iter(range(1000))

    def counting(original):
        def step(*args, **kwargs):
            if next(steps) == kill_at:
                raise Killed
            return original(*args, **kwargs)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(publication.shutil, "rmtree", lambda *args, **kwargs: None)
        patch.setattr(publication, "_sync", counting(publication._sync))
        patch.setattr(publication, "write_json", counting(publication.write_json))
        patch.setattr(Path, "replace", counting(Path.replace))
        try:
            make(tmp_path, "second")
        except Killed:
            pass
        else:
            assert kill_at >= 10, "every write before the last is one to be killed at"
    recover(tmp_path, lang="en")
    whole = published(tmp_path, lang="en")
    assert contents(tmp_path) == {whole["fingerprint"]}
    assert not list(tmp_path.glob(".stage-en"))
    make(tmp_path, "third")
    assert published(tmp_path, lang="en")["fingerprint"] == "third"
