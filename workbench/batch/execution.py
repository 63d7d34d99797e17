"""One notebook, run by papermill in a kernel of its own, and believed only after it was checked."""

from __future__ import annotations

import ast
import json
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from workbench.batch.folders import private_folder
from workbench.batch.kernel import RunKernelManager, kernel_config, kernel_environment
from workbench.batch.parameters import check_parameters
from workbench.errors import ParameterError, ReviewFailed
from workbench.store.files import write_bytes
from workbench.words import in_language, t

CELL_LIMIT_SECONDS = 300
START_LIMIT_SECONDS = 60
# A path of this machine is nobody's business in a published notebook.
_MACHINES_OWN = "home"
# Stand before and behind all other cells while the notebook runs. Python prints what a thread raised and
# goes on; the first cell notes it instead. Only a kernel that came through everything answers the last.
_FIRST_CELL = """
import threading
_died = []
threading.excepthook = lambda fault: _died.append(f"{fault.exc_type.__name__}: {fault.exc_value}")
"""
_LAST_CELL = "print('{token}', *_died, sep='\\n')"


def run_notebook(
    notebook: str | Path,
    *,
    parameters: Mapping[str, object],
    output: str | Path = "",
    cell_limit_seconds: int = CELL_LIMIT_SECONDS,
) -> NotebookNode:
    """The executed notebook; written to `output` only when every cell ran to its end.

    Markdown is translated to the run's language first. The kernel is this interpreter's, bound to the
    client that `parameters` name, with sockets, history and settings in a folder that is then removed.

    Parameters
    ----------
    notebook : str or Path
        A notebook file with a cell tagged `parameters`.
    parameters : mapping
        Name to value; checked before the kernel starts.
    output : str or Path
        Where to write it; blank writes nothing.
    cell_limit_seconds : int
        A cell that takes longer is cut off.

    Raises
    ------
    ParameterError
        Unknown, missing or wrongly typed parameters, or no such notebook.
    ReviewFailed
        A cell raised, left, hung or killed the kernel; names the cell and the cause.
    """
    path = Path(notebook)
    prepared = read_notebook(path)
    check_parameters(prepared, parameters, where=path.name)
    state_parameters(prepared, parameters)
    lang = str(parameters.get("lang", ""))
    if lang:
        translate_markdown(prepared, lang=lang)
    token = _add_watch(prepared)
    executed = _execute(prepared, path.name, parameters, cell_limit_seconds)
    _check_complete(executed, token, where=path.name)
    _tidy(executed, path.name)
    if output:
        write_bytes(Path(output), nbformat.writes(executed).encode())
    return executed


def read_notebook(path: Path) -> NotebookNode:
    """The notebook in a file of this machine.

    Raises
    ------
    ParameterError
        No such file, or no notebook.
    """
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, UnicodeDecodeError, nbformat.reader.NotJSONError) as fault:
        raise ParameterError(str(path), f"no notebook can be read there ({fault})") from fault


def translate_markdown(notebook: NotebookNode, *, lang: str) -> None:
    """Each Markdown cell in the language `lang`; the English source is its message id."""
    with in_language(lang):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = t(cell.source)


def state_parameters(notebook: NotebookNode, parameters: Mapping[str, object]) -> None:
    """The run's values in the `parameters` cell itself: no default, which is another client's, is published."""
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    lines = cell.source.splitlines()
    for node in ast.parse(cell.source).body:
        if node.target.id in parameters and node.target.id != _MACHINES_OWN and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1].encode()
            value = _literal(parameters[node.target.id]).encode()
            lines[node.lineno - 1] = (
                line[: node.value.col_offset] + value + line[node.value.end_col_offset :]
            ).decode()
    cell.source = "\n".join(lines)


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _add_watch(notebook: NotebookNode) -> str:
    token = secrets.token_hex(16)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(_FIRST_CELL))
    notebook.cells.append(nbformat.v4.new_code_cell(_LAST_CELL.format(token=token)))
    return token


def _execute(
    notebook: NotebookNode, where: str, parameters: Mapping[str, object], cell_limit_seconds: int
) -> NotebookNode:
    reached: list[NotebookNode] = []
    with private_folder() as name:
        folder = Path(name)
        source, target, work = folder / "in.ipynb", folder / "out.ipynb", folder / "work"
        work.mkdir()
        source.write_text(nbformat.writes(notebook), encoding="utf-8")
        environment = kernel_environment(
            client_id=str(parameters.get("client", "")), home=str(parameters.get("home", ""))
        )
        try:
            return papermill.execute_notebook(
                _plain_path(source),
                _plain_path(target),
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                cwd=work,
                start_timeout=START_LIMIT_SECONDS,
                execution_timeout=cell_limit_seconds,
                kernel_manager_class=RunKernelManager,
                config=kernel_config(folder, environment),
                shutdown_kernel="immediate",
                on_cell_start=lambda cell, cell_index: reached.append(cell),
            )
        except PapermillExecutionError as fault:
            raise ReviewFailed(where, f"{_cell(fault.source)} raised {_error(fault)}") from fault
        except CellTimeoutError as fault:
            raise ReviewFailed(where, f"{_last(reached)} ran longer than {cell_limit_seconds} s") from fault
        except DeadKernelError as fault:
            raise ReviewFailed(where, f"the kernel died in {_last(reached)}", hint=_MEMORY) from fault
        except RuntimeError as fault:
            raise ReviewFailed(where, f"no kernel could be started: {fault}") from fault


_MEMORY = "a process that the system ended for want of memory looks like this; run fewer jobs at once"


def _check_complete(notebook: NotebookNode, token: str, *, where: str) -> None:
    """Papermill calls a run that left early a success; look at every cell instead."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                raise ReviewFailed(where, f"{_cell(cell.source)} ended the run with {output.ename}")
        if cell.execution_count is None:
            raise ReviewFailed(where, f"{_cell(cell.source)} never ran")
    answer = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    answered, *died = answer.split("\n")
    if answered != token:
        raise ReviewFailed(where, "the last cell did not answer")
    if died := list(filter(None, died)):
        raise ReviewFailed(where, f"a thread raised {died[0]}")


def _tidy(notebook: NotebookNode, name: str) -> None:
    """Without the watching cells, and without paths of this machine."""
    notebook.cells = notebook.cells[1:-1]
    notebook.metadata.papermill.update(input_path=name, output_path=name, environment_variables={})
    notebook.metadata.papermill.parameters.pop(_MACHINES_OWN, None)
    for cell in notebook.cells:
        if cell.get("execution_count"):
            cell.execution_count -= 1
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(rf"^{_MACHINES_OWN} = .*\n?", "", cell.source, flags=re.MULTILINE)


def _plain_path(path: Path) -> str:
    """Papermill fills {places} in paths; ours have none."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _cell(source: str) -> str:
    lines = [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return f"cell `{lines[0].strip()[:80]}`" if lines else "a cell"


def _last(reached: list[NotebookNode]) -> str:
    return _cell(reached[-1].source) if reached else "its start"


def _error(fault: PapermillExecutionError) -> str:
    text = " ".join(str(fault.evalue).split())
    return f"{fault.ename}: {text}" if text else fault.ename
