"""What the README and the docs promise: commands that run, links that lead somewhere, two equal twins."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from workbench.cli import app

ROOT = Path(__file__).parents[1]
README, TWIN = ROOT / "README.md", ROOT / "README.zh.md"
PAGES = [README, TWIN, *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def commands(page: Path) -> list[str]:
    lines = [line.split("#")[0].strip() for block in blocks(page) for line in block.splitlines()]
    return [line for line in lines if line]


def workbench_commands(page: Path) -> list[str]:
    inline = re.findall(r"`((?:\.venv/bin/)?workbench [^`]+)`", page.read_text(encoding="utf-8"))
    return [line for line in [*commands(page), *inline] if line.split()[0].endswith("workbench")]


def test_the_first_things_are_the_two_commands():
    assert commands(README)[:2] == commands(TWIN)[:2] == ["make demo", "make test"]


def test_the_twins_show_the_same_commands():
    assert commands(README) == commands(TWIN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_ours_exists_with_its_options(page):
    root = typer.main.get_command(app)
    for line in workbench_commands(page):
        words = shlex.split(line.replace("...", ""))[1:]
        command = root
        while words and hasattr(command, "commands") and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert command is not root or words[:1] in ([], ["--help"]), f"{page.name}: {line}"
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        used = {word.split("=")[0] for word in words if word.startswith("--")}
        assert used <= known, f"{page.name}: {line}: {used - known}"


def test_every_make_target_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", "\n".join(blocks(page))):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name}: make {target}"


@pytest.mark.sample
def test_a_first_client_goes_the_readmes_way(tmp_path):
    """The README's block, line by line, in a project folder of its own; the review has its own tests."""
    for name in ("pyproject.toml", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sample").symlink_to(ROOT / "data" / "sample")
    lines = [line for line in commands(README) if "my-client" in line]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    env |= {"PATH": path, "WORKBENCH_STATE": str(tmp_path / "state")}

    def shell(line: str) -> subprocess.CompletedProcess:
        return subprocess.run(line, shell=True, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300)

    profile = tmp_path / "profile.yml"
    told = (ROOT / "data" / "sample" / "lumen-home" / "client.yml").read_text(encoding="utf-8")
    profile.write_text(told.replace("id: lumen-home", "id: my-client", 1), encoding="utf-8")
    added = shell(f"{lines[0]} --from {profile}")
    assert added.returncode == 0, added.stderr
    sample = ROOT / "data" / "sample" / "lumen-home"
    for folder in ("inbox", "record"):
        shutil.copytree(sample / folder, tmp_path / "data" / "my-client" / folder, dirs_exist_ok=True)
    ingest, kpis = (next(line for line in lines if line.startswith(f"workbench {name}")) for name in ("ingest", "kpis"))
    read = shell(ingest)
    assert read.returncode == 0, read.stderr
    figures = shell(kpis)
    assert figures.returncode == 1, figures.stderr
    assert "valid_tracking_rate" in figures.stdout
