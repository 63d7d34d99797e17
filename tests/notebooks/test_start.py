"""The start notebook: its copies are translations of it, its commands exist, and it runs on a sample seller."""

import importlib.util
import json
import re
import shlex
from pathlib import Path

import nbformat
import papermill
import pytest
import typer.main

from workbench.cli import app

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
COPIES = {"en": "start.ipynb", "zh": "start.zh.ipynb", "es": "start.es.ipynb"}
WITH_COMMANDS = [*COPIES.values(), "desk/all_clients.ipynb", "desk/explore_client.ipynb"]


def script():
    """scripts/translate_notebooks.py as a module."""
    spec = importlib.util.spec_from_file_location("translate_notebooks", ROOT / "scripts" / "translate_notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def markdown(name):
    cells = nbformat.read(NOTEBOOKS / name, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_a_copy_is_what_the_script_makes_of_the_english_one(lang):
    translate = script()
    assert translate.copy_path(lang).name == COPIES[lang]
    stored = (NOTEBOOKS / COPIES[lang]).read_text(encoding="utf-8")
    assert stored == translate.translated(lang), "run: python scripts/translate_notebooks.py"


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_a_copy_runs_the_same_code_in_its_own_language(lang):
    english, copy = (json.loads((NOTEBOOKS / COPIES[name]).read_text(encoding="utf-8")) for name in ("en", lang))
    code = [[cell["source"] for cell in each["cells"] if cell["cell_type"] == "code"] for each in (english, copy)]
    assert code[0][1:] == code[1][1:]
    assert f'lang: str = "{lang}"' in "".join(code[1][0])
    assert re.search(r"[一-鿿]|idioma", "".join(code[1][0]))


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_command_shown_exists_with_its_options(name):
    root = typer.main.get_command(app)
    blocks = re.findall(r"```sh\n(.*?)```", markdown(name), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()] + re.findall(
        r"`(workbench [^`\n]+)`", markdown(name)
    )
    for line in (line for line in lines if line.startswith("workbench ")):
        words = shlex.split(line)[1:]
        command = root
        while words and hasattr(command, "commands") and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert command is not root, line
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_file_and_make_target_named_is_there(name):
    text = markdown(name)
    targets = re.findall(r"^make ([a-z]+)$", text, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    links = re.findall(r"\]\(([^)]+)\)", text)
    paths = re.findall(r"`((?:docs|desk)/[\w./]+)`", text)
    assert all((NOTEBOOKS / path).is_file() for path in links)
    assert all((ROOT / path).is_file() or (NOTEBOOKS / path).is_file() for path in paths)


def test_the_three_copies_lead_to_each_other():
    for lang, name in COPIES.items():
        others = {other for key, other in COPIES.items() if key != lang}
        assert set(re.findall(r"\]\((start[\w.]*ipynb)\)", markdown(name))) == others


def run(name, folder, **parameters):
    return papermill.execute_notebook(
        NOTEBOOKS / name, folder / "out.ipynb", parameters=parameters, kernel_name="python3", progress_bar=False
    )


def shown(notebook):
    """Kind of each output, and all their HTML as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    html = " ".join(output.data.get("text/html", "") for output in outputs if "data" in output)
    return {output.output_type for output in outputs}, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.notebook
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Valid tracking rate"), ("zh", "有效追踪率"), ("es", "Tasa de rastreo válido")]
)
def test_the_start_notebook_runs_on_the_sample_seller(home, tmp_path, lang, said):
    done = run(COPIES[lang], tmp_path, home=str(home))
    kinds, text = shown(done)
    assert kinds == {"execute_result"}
    assert said in text
    assert "garlic press" in text
    assert "LH-014" in text


@pytest.mark.notebook
def test_the_desk_notebook_shows_all_clients_and_their_open_case(home, tmp_path):
    done = run("desk/all_clients.ipynb", tmp_path, home=str(home), lang="en")
    kinds, text = shown(done)
    assert kinds == {"execute_result"}
    for name in ("流明家居", "Volt Harbor", "Casa Jacaranda"):
        assert name in text
    assert "late_shipment_warning" in text
