"""A run's private folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from workbench.batch import folders
from workbench.batch.folders import PREFIX, private_folder, sweep


def test_a_private_folder_is_gone_after_its_run(tmp_path, monkeypatch):
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path) if len(str(tmp_path)) < 70 else "/tmp")
    with private_folder() as name:
        assert Path(name).stat().st_mode & 0o077 == 0
    assert not Path(name).exists()


def test_what_a_dead_process_left_is_removed_and_nothing_else(tmp_path):
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left = tmp_path / f"{PREFIX}{dead.stdout.strip()}-abc"
    mine = tmp_path / f"{PREFIX}{os.getpid()}-abc"
    other = tmp_path / "workbench-notes"
    for folder in (left, mine, other):
        folder.mkdir()
    (left / "in.ipynb").write_text("figures")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([mine.name, other.name])
