"""The copies of an app notebook that a server shows."""

import nbformat
import pytest

from workbench.errors import ParameterError
from workbench.serve.pages import page_names, prepare_pages, prepared
from workbench.serve.texts import page_head, refusals


def app(*cells, **metadata):
    return nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)


def code(source, *tags):
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def test_the_language_is_set_below_the_parameters():
    copy = prepared(app(code('lang: str = "zh"', "parameters"), code("lang")), lang="es")
    assert [cell.source for cell in copy.cells] == ['lang: str = "zh"', 'lang = "es"', "lang"]


def test_markdown_is_translated_as_a_whole():
    copy = prepared(app(nbformat.v4.new_markdown_cell("Account")), lang="zh")
    assert copy.cells[0].source == "账户"


def test_the_kernel_is_ours_whatever_the_notebook_names():
    foreign = app(
        code("1"), kernelspec={"name": "bash", "display_name": "x", "language": "bash"}, voila={"template": "x"}
    )
    assert prepared(foreign, lang="en").metadata["kernelspec"]["name"] == "python3"
    assert "voila" not in prepared(foreign, lang="en").metadata


def test_outputs_and_the_notebook_itself_stay_as_they_are():
    cell = code("1")
    cell.outputs = [nbformat.v4.new_output("stream", text="old")]
    notebook = app(cell)
    assert prepared(notebook, lang="en").cells[0].outputs == []
    assert notebook.cells[0].outputs[0].text == "old"


def test_each_language_gets_its_copy(tmp_path):
    files = prepare_pages("kpi_dashboard", folder=tmp_path)
    assert set(files) == {"zh", "en", "es"}
    assert {path.name for path in tmp_path.iterdir()} == set(files.values())


@pytest.mark.parametrize("name", ["../reports/monthly_review", "kpi_dashboard.ipynb", "", "KPI_DASHBOARD"])
def test_only_the_names_of_app_notebooks_are_pages(name, tmp_path):
    assert "kpi_dashboard" in page_names()
    with pytest.raises(ParameterError, match="no such app notebook"):
        prepare_pages(name, folder=tmp_path)


def test_a_clients_name_is_text_in_the_head():
    head = page_head(lang="zh", title="</title><script>alert(1)</script>")
    assert "<script>alert" not in head
    assert 'lang="zh-Hans"' in head


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_refusals_are_one_sentence_each(lang):
    assert set(refusals(lang=lang)) == {"404", "500", "503"}
    assert all(page.count("<p>") == 1 for page in refusals(lang=lang).values())
