"""A run is believed only when every cell came to its end."""

from __future__ import annotations

import json

import pytest

from tests.batch.conftest import SMALL_REVIEW
from workbench.batch import run_notebook
from workbench.batch.kernel import kernel_config, kernel_environment
from workbench.errors import ReviewFailed

pytestmark = pytest.mark.notebook
GOOD = {"client": "well", "month": "2026-01"}


def test_a_run_is_bound_to_its_client_and_leaves_no_trace_of_the_machine(tmp_path):
    output = tmp_path / "{braces}" / "out.ipynb"
    executed = run_notebook(SMALL_REVIEW, parameters={**GOOD, "home": str(tmp_path)}, output=output)
    text = output.read_text(encoding="utf-8")
    assert "well in 2026-01, bound to well." in text
    assert str(tmp_path) not in text and "/tmp" not in text
    assert [cell.execution_count for cell in executed.cells if cell.cell_type == "code"] == [1, 2, 3, 4, 5, 6]
    assert json.loads(text)["metadata"]["papermill"]["parameters"] == GOOD
    assert 'client: str = "well"  # whose review\nmonth: str = "2026-01"' in executed.cells[1].source
    assert "lumen-home" not in text


def test_markdown_is_translated_before_the_run(monkeypatch):
    monkeypatch.delenv("WORKBENCH_STRICT_WORDS", raising=False)
    executed = run_notebook(SMALL_REVIEW, parameters={**GOOD, "lang": "zh"})
    assert "本报告为草稿，尚未批准。" in [cell.source for cell in executed.cells]


@pytest.mark.parametrize(
    "fault, message",
    [
        ("raises", r"small_review.ipynb: cell `faults = {` raised KeyError: 'missing'"),
        ("leaves", r"small_review.ipynb: cell `faults = {` ended the run with SystemExit"),
        ("dies", r"small_review.ipynb: the kernel died in cell `faults = {`"),
        ("hangs", r"small_review.ipynb: cell `faults = {` ran longer than 1 s"),
        ("thread", r"small_review.ipynb: a thread raised ZeroDivisionError: division by zero"),
    ],
)
def test_every_way_to_fail_is_red_and_names_its_cause(fault, message, tmp_path):
    with pytest.raises(ReviewFailed, match=message):
        run_notebook(
            SMALL_REVIEW, parameters={**GOOD, "fault": fault}, output=tmp_path / "out.ipynb", cell_limit_seconds=1
        )
    assert not (tmp_path / "out.ipynb").exists()


def test_a_kernel_gets_nothing_of_the_shell_that_it_does_not_need(monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("WORKBENCH_CLIENT", "other")
    environment = kernel_environment(client_id="well", home="/home")
    assert "AWS_SECRET_ACCESS_KEY" not in environment
    assert environment["WORKBENCH_CLIENT"] == "well"
    config = kernel_config(tmp_path, environment).RunKernelManager
    assert config.environment["IPYTHONDIR"].startswith(str(tmp_path))
    assert config.connection_file.startswith(str(tmp_path))
