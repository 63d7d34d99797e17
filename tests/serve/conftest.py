"""A small app notebook and one running server of it, so that the real page's time is paid once only."""

from __future__ import annotations

import nbformat
import pytest

from workbench.serve import pages, start_page

CLIENT_YML = """\
id: {id}
name: {{en: {name}, zh: 小店}}
languages: [en, zh]
home_currency: USD
since: 2025-01-01
analyst: {{name: Ana Ruiz, email: ana@agency.example}}
accounts:
  - {{id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: mixed}}
"""
# What a kernel sees, as text on the page; and a widget, so that the page has a line to its kernel.
SMALL_APP = """\
import html, json, os
import ipywidgets as widgets

seen = {"env": dict(os.environ), "pid": os.getpid(), "lang": lang, "client": client,
        "history": get_ipython().history_manager.enabled, "cwd": os.getcwd()}

class Page(widgets.VBox):
    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        mark = '<div data-wb-ready="small" data-wb-kpis="3"><code>' + html.escape(json.dumps(seen)) + "</code></div>"
        return {**(bundle[0] if isinstance(bundle, tuple) else bundle), "text/html": mark}

Page([widgets.Dropdown(options=["a", "b"], description="KPI")])
"""


def notebook(*sources: str, title: str = "Account") -> nbformat.NotebookNode:
    """An app notebook: a word that every catalogue holds, its parameters, and cells."""
    new = nbformat.v4
    parameters = 'client: str = ""\nlang: str = "zh"\nhome: str = ""'
    cells = [new.new_markdown_cell(title), new.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    return new.new_notebook(cells=[*cells, *(new.new_code_cell(source) for source in sources)])


@pytest.fixture(scope="module")
def two_clients(tmp_path_factory):
    """A home with two clients, by their profiles alone."""
    home = tmp_path_factory.mktemp("two")
    for client_id in ("lumen", "rival"):
        (home / client_id).mkdir()
        (home / client_id / "client.yml").write_text(
            CLIENT_YML.format(id=client_id, name=client_id.title()), encoding="utf-8"
        )
    return home


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    """A folder of app notebooks in place of the product's, for the tests of a module."""
    folder = tmp_path_factory.mktemp("apps")
    nbformat.write(notebook(SMALL_APP), folder / "small.ipynb")
    nbformat.write(notebook("raise ValueError('/secret/path of a client')"), folder / "failing.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "APPS", folder)
        yield folder


@pytest.fixture(scope="module")
def small_page(apps, two_clients):
    """The small page of client lumen, served; the shell it was started from holds a key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOP_API_KEY", "canary-key")
        patch.setenv("QUERY_STRING", "client=rival")
        with start_page("lumen", page="small", home=two_clients) as running:
            yield running
