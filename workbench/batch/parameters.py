"""Parameters of a notebook, checked against its `parameters` cell before any kernel starts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.profile import CLIENT_ID, LANGUAGES, RESERVED_IDS

if TYPE_CHECKING:  # the module is also loaded where no notebook is ever opened
    from nbformat import NotebookNode

# A notebook's defaults show a sample; a run that names no client, month or day must not fall back on them.
NEVER_DEFAULT = ("client", "month", "as_of")
_MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")
_SCALARS: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}
_SHAPE = 'lines such as: client: str = "lumen-home"'
_LIST = re.compile(r"list\[(\w+)\]")


@dataclass(frozen=True)
class Parameter:
    """One assignment of the `parameters` cell."""

    name: str
    type: str
    default: object


def declared_parameters(notebook: NotebookNode, *, where: str) -> dict[str, Parameter]:
    """The parameters that a notebook takes, in the order of its `parameters` cell.

    Raises
    ------
    ParameterError
        No such cell, or something in it that is no annotated literal.
    """
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1 or cells[0].cell_type != "code":
        raise ParameterError(where, f"{len(cells)} cells tagged 'parameters'", expected="one code cell")
    try:
        found = [_declared(node) for node in ast.parse(cells[0].source).body]
    except (SyntaxError, ValueError) as fault:
        raise ParameterError(where, f"the parameters cell can't be read: {fault}", expected=_SHAPE) from fault
    return {parameter.name: parameter for parameter in found}


def check_parameters(notebook: NotebookNode, values: Mapping[str, object], *, where: str) -> None:
    """Raise where `values` are not what the notebook takes; all faults at once.

    Parameters
    ----------
    notebook : NotebookNode
        With a cell tagged `parameters`.
    values : mapping
        Name to value.
    where : str
        The notebook's file name, for the message.

    Raises
    ------
    ParameterError
        Unknown, missing or wrongly typed parameters, and values of `client`, `month` or `lang` that
        have not their form.
    """
    declared = declared_parameters(notebook, where=where)
    unknown = [name for name in values if name not in declared]
    missing = [name for name in NEVER_DEFAULT if name in declared and name not in values]
    faults = [f"unknown parameter '{name}'; it takes {listed(declared)}" for name in unknown]
    faults += [f"parameter '{name}' is missing; it takes {listed(declared)}" for name in missing]
    faults += [fault for name in declared if name in values for fault in _value_faults(declared[name], values[name])]
    if faults:
        hints = [did_you_mean(name, declared) for name in unknown]
        raise ParameterError(where, "; ".join(faults), hint=next(filter(None, hints), ""))


def _declared(node: ast.stmt) -> Parameter:
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or node.value is None:
        raise ValueError(f"line {node.lineno} is no annotated assignment")
    return Parameter(node.target.id, ast.unparse(node.annotation), ast.literal_eval(node.value))


def _value_faults(parameter: Parameter, value: object) -> list[str]:
    if not _is_a(value, parameter.type):
        return [f"parameter '{parameter.name}' is {value!r}, expected {parameter.type}"]
    form = _FORMS.get(parameter.name)
    if form and not form[0](value):
        return [f"parameter '{parameter.name}' is {value!r}, expected {form[1]}"]
    return []


def _is_a(value: object, annotation: str) -> bool:
    if inner := _LIST.fullmatch(annotation):
        return isinstance(value, list) and all(_is_a(item, inner.group(1)) for item in value)
    allowed = _SCALARS.get(annotation, ())
    return isinstance(value, allowed) and (bool in allowed or not isinstance(value, bool))


def is_client_id(value: str) -> bool:
    """Whether a text can be a client's id: safe as a folder name on every system.

    >>> is_client_id("lumen-home"), is_client_id("../x"), is_client_id("con")
    (True, False, False)
    """
    return bool(CLIENT_ID.fullmatch(value)) and value not in RESERVED_IDS


def is_month(value: str) -> bool:
    """Whether a text is a month.

    >>> is_month("2026-01"), is_month("2026-13"), is_month("2026-01-31")
    (True, False, False)
    """
    return bool(_MONTH.fullmatch(value))


def is_day(value: str) -> bool:
    """Whether a text is a calendar day.

    >>> is_day("2026-01-31"), is_day("2026-02-30"), is_day("2026-W05")
    (True, False, False)
    """
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "client": (is_client_id, "lower-case letters, digits and hyphens"),
    "month": (is_month, "a month such as 2026-01"),
    "as_of": (is_day, "a day such as 2026-01-31"),
    "lang": (lambda value: value in LANGUAGES, f"one of {listed(LANGUAGES)}"),
}
