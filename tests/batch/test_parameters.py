"""Parameters are checked before a kernel starts."""

from __future__ import annotations

import ast
import re

import nbformat
import papermill
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.batch.conftest import SMALL_REVIEW
from workbench.batch import run_notebook
from workbench.batch.parameters import check_parameters, declared_parameters, is_client_id, is_month
from workbench.errors import ParameterError

TYPED = """\
client: str = "lumen-home"  # whose
days: int = 21  # how long
share: float = 0.1  # how much
is_full: bool = False  # all of it
skus: list[str] = []  # which
"""
GOOD = {"client": "lumen-home", "month": "2026-01"}

WRONG = [
    (
        {**GOOD, "cleint": "x"},
        r"small.ipynb: unknown parameter 'cleint'; it takes client, month, lang, home, fault\. "
        r"Hint: did you mean 'client'\?",
    ),
    ({"client": "lumen-home"}, r"parameter 'month' is missing; it takes client, month"),
    ({"month": "2026-01"}, r"parameter 'client' is missing"),
    ({}, r"'client' is missing.*'month' is missing"),
    ({**GOOD, "month": "2026-13"}, r"parameter 'month' is '2026-13', expected a month such as 2026-01"),
    ({**GOOD, "month": "2026-01\n"}, r"parameter 'month' is '2026-01\\n'"),
    ({**GOOD, "month": "January"}, r"parameter 'month' is 'January'"),
    ({**GOOD, "month": 202601}, r"parameter 'month' is 202601, expected str"),
    ({**GOOD, "lang": "fr"}, r"parameter 'lang' is 'fr', expected one of zh, en, es"),
    ({**GOOD, "client": "../other"}, r"parameter 'client' is '\.\./other', expected lower-case letters"),
    ({**GOOD, "client": "con"}, r"parameter 'client' is 'con'"),
    ({**GOOD, "client": ""}, r"parameter 'client' is ''"),
    ({**GOOD, "x=1;print()#": "y"}, r"unknown parameter 'x=1;print\(\)#'"),
    ({**GOOD, "a": 1, "month": "x", "lang": "fr"}, r"unknown parameter 'a'.*'month' is 'x'.*'lang' is 'fr'"),
]


@pytest.fixture(scope="module")
def small():
    return nbformat.read(SMALL_REVIEW, as_version=4)


def typed(source: str):
    return new_notebook(cells=[new_code_cell(source, metadata={"tags": ["parameters"]})])


@pytest.mark.parametrize("values, message", WRONG)
def test_wrong_parameters_are_refused_with_all_their_faults(small, values, message):
    with pytest.raises(ParameterError, match=message):
        check_parameters(small, values, where="small.ipynb")


def test_good_parameters_pass(small):
    check_parameters(small, {**GOOD, "lang": "zh", "home": "/some where/else"}, where="small.ipynb")


@pytest.mark.parametrize(
    "values, message",
    [
        ({"days": "21"}, "'days' is '21', expected int"),
        ({"days": True}, "'days' is True, expected int"),
        ({"days": 2.0}, "'days' is 2.0, expected int"),
        ({"is_full": 1}, "'is_full' is 1, expected bool"),
        ({"share": "x"}, "'share' is 'x', expected float"),
        ({"skus": "A-1"}, r"'skus' is 'A-1', expected list\[str\]"),
        ({"skus": ["A-1", 2]}, r"expected list\[str\]"),
        ({"skus": ("A-1",)}, r"expected list\[str\]"),
    ],
)
def test_wrong_types_are_refused(values, message):
    with pytest.raises(ParameterError, match=message):
        check_parameters(typed(TYPED), {"client": "lumen-home", **values}, where="typed.ipynb")


def test_right_types_pass():
    values = {"client": "a", "days": 3, "share": 1, "is_full": True, "skus": ["A-1"]}
    check_parameters(typed(TYPED), values, where="typed.ipynb")


def test_declared_parameters_agree_with_papermills_own_list(small):
    seen = papermill.inspect_notebook(str(SMALL_REVIEW))
    ours = declared_parameters(small, where="small.ipynb")
    assert {name: (p["inferred_type_name"], ast.literal_eval(p["default"])) for name, p in seen.items()} == {
        name: (p.type, p.default) for name, p in ours.items()
    }


@pytest.mark.parametrize(
    "notebook, message",
    [
        (new_notebook(cells=[new_markdown_cell("x")]), "0 cells tagged 'parameters'. Expected one code cell"),
        (typed("client = 'a'"), "line 1 is no annotated assignment"),
        (typed("client: str = 'a'\nmonth: str = client[:1]"), "the parameters cell can't be read"),
        (typed("client: str ="), "the parameters cell can't be read"),
    ],
)
def test_a_parameters_cell_must_hold_annotated_literals(notebook, message):
    with pytest.raises(ParameterError, match=message):
        declared_parameters(notebook, where="a.ipynb")


@pytest.mark.parametrize("path", ["missing.ipynb", "https://example.com/a.ipynb", ""])
def test_a_notebook_that_is_not_there_is_refused(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ParameterError, match="no notebook can be read there"):
        run_notebook(path, parameters=GOOD)


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "a.ipynb").write_text("{")
    with pytest.raises(ParameterError, match="no notebook can be read there"):
        run_notebook(tmp_path / "a.ipynb", parameters=GOOD)


@given(st.text(max_size=12))
def test_an_id_is_never_a_path(value):
    if is_client_id(value):
        assert re.fullmatch("[a-z0-9-]+", value, re.ASCII) and not value.startswith("-")


@given(st.text(max_size=8))
def test_a_month_is_seven_plain_characters(value):
    assert not is_month(value) or (len(value) == 7 and value.isascii())
