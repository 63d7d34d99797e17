"""A desk notebook and a monthly review on files full of invented persons: none of them is in anything they leave."""

from __future__ import annotations

import shutil
import tempfile
from base64 import b64encode
from pathlib import Path

import nbformat
import papermill
import pytest
from weasyprint import HTML

from tests.privacy.canaries import found_in
from tests.privacy.test_canaries import planted_home, told
from workbench.batch.making import review_client

__all__ = ["planted_home", "told"]

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MONTH = "2026-01"


@pytest.fixture
def places(monkeypatch):
    """Own folders for all that Python, IPython and Matplotlib leave behind; on a short path, as sockets want it."""
    folder = Path(tempfile.mkdtemp(prefix="canary-"))
    for name in ("TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR", "WORKBENCH_STATE"):
        (folder / name).mkdir()
        monkeypatch.setenv(name, str(folder / name))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "TMPDIR"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.notebook
def test_no_canary_is_left_by_a_desk_notebook_or_a_monthly_review(told, places):
    home, canaries, *_ = told
    reports, desk, history = places / "reports", places / "desk.ipynb", places / "IPYTHONDIR" / "history.sqlite"
    papermill.execute_notebook(
        *(NOTEBOOKS / "desk" / "explore_client.ipynb", desk),
        parameters={"client": "norte", "lang": "en", "home": str(home)},
        kernel_name="python3",
        progress_bar=False,
        # As at a desk; papermill alone keeps the history in memory.
        ipython_hist_file=str(history),
    )
    (made,) = review_client("norte", month=MONTH, langs=("en",), home=home, reports=reports)
    assert made.state == "done", made.cause
    written = {path.suffix for path in reports.rglob("*.*")}
    assert {".html", ".pdf", ".ipynb", ".xlsx", ".json"} <= written
    assert all(cell.execution_count for cell in nbformat.read(desk, as_version=4).cells if cell.cell_type == "code")
    assert history.stat().st_size
    assert any((places / "MPLCONFIGDIR").iterdir())
    assert found_in(places, canaries.words) == {}
    assert found_in(home / "norte", canaries.words, but=("inbox",)) == {}


def test_a_canary_in_a_page_of_a_pdf_or_a_picture_of_a_page_would_be_found(told, tmp_path):
    _, canaries, *_ = told
    word = canaries.words[1].casefold()
    HTML(string=f"<p>a {word} b").write_pdf(tmp_path / "leak.pdf")
    picture = b64encode(f"<svg><text>{word}</text></svg>".encode() * 3).decode()
    (tmp_path / "leak.html").write_text(f'<img src="data:image/svg+xml;base64,{picture}">', encoding="utf-8")
    assert set(found_in(tmp_path, [word])) == {"leak.pdf", "leak.html"}
