"""The review runs for each sample seller and shows the figures that the seller's own files hold."""

import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest

from workbench.words import in_language, rate, t

UNITED_STATES, MEXICO = "ATVPDKIKX0DER", "A1AM78C64UM0Y8"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def run(name, folder, **parameters):
    """The notebook as executed in a kernel of its own, with its Markdown in the run's language."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    with in_language(parameters["lang"]):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = t(cell.source)
    nbformat.write(notebook, folder / "in.ipynb")
    return papermill.execute_notebook(
        folder / "in.ipynb", folder / "out.ipynb", parameters=parameters, kernel_name="python3", progress_bar=False
    )


def shown(notebook):
    """All that a reader sees, as text."""
    parts = [
        cell.source if cell.cell_type == "markdown" else output.data["text/html"]
        for cell in notebook.cells
        for output in ([None] if cell.cell_type == "markdown" else cell.outputs)
        if output is None or "text/html" in output.get("data", {})
    ]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(parts).replace("\xa0", " ")))


def ran_clean(notebook):
    """Every code cell ran and showed nothing but what it was asked to."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kinds = {output.output_type for cell in code for output in cell.outputs}
    return all(cell.execution_count for cell in code) and kinds <= {"execute_result"}


def reported(home, client, marketplace, name):
    """A platform's own figure in the last account health report of the inbox, read as plain JSON."""
    newest = max((home / client / "inbox" / "amazon-us").glob("GET_V2_SELLER_PERFORMANCE_REPORT_*.json"))
    metrics = json.loads(newest.read_text(encoding="utf-8"))["performanceMetrics"]
    return next(metric for metric in metrics if metric["marketplaceId"] == marketplace)[name]["rate"]


@pytest.mark.notebook
def test_the_home_goods_seller_sees_tracking_in_mexico_and_the_content_change(home, tmp_path):
    done = run(
        "reports/monthly_review.ipynb", tmp_path, client="lumen-home", month="2026-01", lang="zh", home=str(home)
    )
    text = shown(done)
    assert ran_clean(done)
    assert rate(reported(home, "lumen-home", MEXICO, "validTrackingRate")) in text
    assert "亚马逊墨西哥：有效追踪率" in text
    assert "B0LH000001（amazon-us）：2025年10月8日改动内容后，转化率从" in text
    assert "garlic press，墨西哥" in text


@pytest.mark.notebook
def test_the_electronics_seller_sees_claims_and_margins(home, tmp_path):
    done = run(
        "reports/monthly_review.ipynb", tmp_path, client="volt-harbor", month="2026-01", lang="en", home=str(home)
    )
    text = shown(done)
    assert ran_clean(done)
    assert rate(reported(home, "volt-harbor", UNITED_STATES, "lateShipmentRate")) in text
    assert "Mercado Libre Mexico: claims rate" in text
    assert re.search(r"\d+ lose money, most of all VH-\d+", text)
    assert text.count("Price advice is on hold: open warning (Amazon United States).") == 2
    assert "9 of 10 expected files came. 1 of them was late: Walmart Seller Center orders, by 1 day." in text
    # Nothing was published before.
    assert "No published figure comes out otherwise today." in text


@pytest.mark.notebook
def test_the_small_seller_sees_what_was_refused_and_what_is_missing(home, tmp_path):
    done = run(
        "reports/monthly_review.ipynb", tmp_path, client="casa-jacaranda", month="2026-01", lang="es", home=str(home)
    )
    text = shown(done)
    assert ran_clean(done)
    assert "no tiene filas del" in text
    assert "no es un número como 1,234.56" in text
    assert "Calificación del estado de la cuenta" in text


@pytest.mark.notebook
@pytest.mark.parametrize("lang", ["zh", "es"])
def test_the_desk_notebook_shows_what_came_in(home, tmp_path, lang):
    done = run("desk/explore_client.ipynb", tmp_path, client="casa-jacaranda", lang=lang, home=str(home))
    assert ran_clean(done)
    assert "order_lines" in shown(done)
