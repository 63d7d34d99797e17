"""Every notebook is prose with one-line calls: its shape is read here, nothing is run."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from papermill.inspection import inspect_notebook

import workbench
from workbench.words import in_language, t

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
TRANSLATED = [name for name in NOTEBOOKS if name.startswith(("reports/", "desk/"))]
TAGS = {"parameters", "setup", "hide", "hide-input"}
TYPES = {"str", "int", "float", "bool", "list[str]", "list[int]", "list[float]"}
MOST_LINES = 3
# Statements that belong into the package, where they have a name and a test.
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.Lambda,
    ast.comprehension,
    ast.Try,
    ast.With,
    ast.If,
)
METHOD = ("Method and sources", "方法与来源", "Métodos y fuentes")
# Numbers of a method, not of a client.
METHOD_NUMBERS = re.compile(r"\b(95|25|90) percent\b")


@pytest.fixture(params=NOTEBOOKS)
def notebook(request):
    return nbformat.read(FOLDER / request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown_cells(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def tags(cell):
    return cell.metadata.get("tags", [])


def parsed(cell):
    return ast.parse(cell.source)


def test_there_are_notebooks():
    assert {"reports/monthly_review.ipynb", "desk/explore_client.ipynb"} <= set(NOTEBOOKS)


def test_the_file_is_a_valid_notebook(notebook):
    nbformat.validate(notebook)


def test_it_begins_with_its_only_title_and_one_paragraph(notebook):
    titles = [source for source in markdown_cells(notebook) if re.search(r"^# ", source, re.MULTILINE)]
    assert notebook.cells[0].cell_type == "markdown"
    assert titles == [notebook.cells[0].source]
    assert len(titles[0].split("\n\n")) == 2


def test_the_first_code_cell_holds_the_parameters(notebook):
    tagged = [number for number, cell in enumerate(code_cells(notebook)) if "parameters" in tags(cell)]
    assert tagged == [0]


def test_a_parameter_is_an_annotated_literal_with_its_help(notebook):
    cell = code_cells(notebook)[0]
    for statement, line in zip(parsed(cell).body, cell.source.splitlines(), strict=True):
        assert isinstance(statement, ast.AnnAssign), line
        assert ast.unparse(statement.annotation) in TYPES, line
        ast.literal_eval(statement.value)
        assert re.search(r"  # \S.*", line), f"no help: {line}"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_papermill_sees_every_parameter(name):
    seen = {
        name: (found["inferred_type_name"], found["help"])
        for name, found in inspect_notebook(str(FOLDER / name)).items()
    }
    cell = code_cells(nbformat.read(FOLDER / name, as_version=4))[0]
    declared = {
        statement.target.id: (ast.unparse(statement.annotation), line.split("  # ", 1)[1])
        for statement, line in zip(parsed(cell).body, cell.source.splitlines(), strict=True)
    }
    assert seen == declared


def test_imports_stand_in_the_setup_cell_alone(notebook):
    setup = [cell for cell in code_cells(notebook) if "setup" in tags(cell)]
    assert len(setup) == 1
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in parsed(setup[0]).body)
    others = [cell for cell in code_cells(notebook) if cell is not setup[0]]
    assert not [
        node for cell in others for node in ast.walk(parsed(cell)) if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_of_our_package_only_its_face_is_imported(notebook):
    names = [
        alias.name
        for cell in code_cells(notebook)
        for node in ast.walk(parsed(cell))
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    assert "workbench" in names
    assert not [name for name in names if name.startswith("workbench.")]


def test_every_call_on_the_package_is_a_public_name(notebook):
    used = {
        node.attr
        for cell in code_cells(notebook)
        for node in ast.walk(parsed(cell))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "wb"
    }
    assert {name for name in used if not hasattr(workbench, name)} == set()


def test_there_is_no_code_that_needs_a_name(notebook):
    found = [
        ast.unparse(node)[:60]
        for cell in code_cells(notebook)
        for node in ast.walk(parsed(cell))
        if isinstance(node, FORBIDDEN)
    ]
    assert found == []


def test_a_code_cell_is_one_to_three_lines(notebook):
    long = [
        cell.source
        for cell in code_cells(notebook)
        if "parameters" not in tags(cell) and len(cell.source.splitlines()) > MOST_LINES
    ]
    assert long == []


def test_a_cell_shows_one_thing(notebook):
    for cell in code_cells(notebook):
        shown = [statement for statement in parsed(cell).body if isinstance(statement, ast.Expr)]
        assert len(shown) <= 1, cell.source
        assert not shown or shown[0] is parsed(cell).body[-1] or isinstance(parsed(cell).body[-1], ast.Expr), (
            cell.source
        )


def test_tags_are_from_the_closed_list(notebook):
    assert {tag for cell in notebook.cells for tag in tags(cell)} <= TAGS


def test_no_output_is_stored(notebook):
    assert [cell.source for cell in code_cells(notebook) if cell.outputs or cell.execution_count is not None] == []


def test_no_number_about_a_client_is_typed_in_markdown(notebook):
    typed = [source for source in markdown_cells(notebook) if re.search(r"\d", METHOD_NUMBERS.sub("", source))]
    assert typed == []


def test_every_chapter_is_a_question_but_the_method(notebook):
    chapters = re.findall(r"^## (.+)$", "\n".join(markdown_cells(notebook)), re.MULTILINE)
    assert [chapter for chapter in chapters if not chapter.endswith(("?", "？")) and chapter not in METHOD] == []


def test_cells_have_ids_of_their_own(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_names_the_kernel_that_every_machine_has(name):
    stored = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert stored["metadata"]["kernelspec"]["name"] == "python3"
    assert stored["metadata"]["language_info"] == {"name": "python"}


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("name", TRANSLATED)
def test_every_markdown_cell_is_translated_with_the_same_headings(name, lang):
    with in_language(lang):
        for source in markdown_cells(nbformat.read(FOLDER / name, as_version=4)):
            translated = t(source)
            assert translated != source
            assert re.findall("^#+ ", translated, re.MULTILINE) == re.findall("^#+ ", source, re.MULTILINE)
            assert len(translated.split("\n\n")) == len(source.split("\n\n"))
