"""The price report and the desk's page of listings to confirm run for sample sellers."""

import json
import re

import pytest

from tests.cli.pdf_pages import pdf_pages
from tests.notebooks.test_runs import ran_clean, run, shown
from workbench.bands import find_product, price_bands
from workbench.batch.price_bands import band_reports, file_names
from workbench.record.verdicts import read_verdicts


def plain_bands(home, client, query):
    """The bands from the store and the record's verdicts, by the function alone."""
    import workbench as wb

    opened = wb.open_client(client, home=home)
    product = find_product(opened.profile, query=query, market="MX")
    asked = {"query": query, "market": "MX"}
    verdicts = read_verdicts(opened.folder, **asked)
    return price_bands(opened.offers, **asked, as_of="2026-01-31", product=product, verdicts=verdicts).bands


@pytest.mark.notebook
@pytest.mark.parametrize(
    ("client", "query", "lang", "said"),
    [
        ("lumen-home", "garlic press", "zh", "市场付多少钱？"),
        ("volt-harbor", "bocina bluetooth", "en", "What does the market pay?"),
        ("casa-jacaranda", "maceta de cerámica", "es", "¿Qué paga el mercado?"),
    ],
)
def test_the_price_report_runs_and_shows_the_bands(home, tmp_path, client, query, lang, said):
    parameters = {"client": client, "query": query, "market": "MX", "month": "2026-01", "lang": lang}
    done = run("reports/price_bands.ipynb", tmp_path, **parameters, home=str(home))
    text = shown(done)
    assert ran_clean(done)
    assert said in text
    for row in plain_bands(home, client, query).itertuples():
        assert f"{row.listings}" in text and f"{row.low:,.2f}" in text


@pytest.mark.notebook
def test_the_report_is_made_as_notebook_page_and_pdf(home, tmp_path):
    searches = [("garlic press", "MX")]
    (made,) = band_reports("lumen-home", searches=searches, month="2026-01", home=home, reports=tmp_path)
    assert (made.state, made.cause) == ("done", "")
    folder = tmp_path / "lumen-home" / "prices-2026-01"
    notebook, page, pdf = (folder / name for name in file_names("garlic press", "MX", "zh"))
    assert len(pdf_pages(pdf.read_bytes())) >= 3
    assert json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert str(home) not in page.read_text(encoding="utf-8")


@pytest.mark.notebook
def test_the_desks_page_of_listings_to_confirm_runs(home, tmp_path):
    parameters = {"client": "lumen-home", "query": "garlic press", "market": "MX", "lang": "en"}
    done = run("desk/confirm_listings.ipynb", tmp_path, **parameters, home=str(home))
    kinds = {output.output_type for cell in done.cells if cell.cell_type == "code" for output in cell.outputs}
    assert kinds <= {"execute_result", "display_data"}
    said = re.sub(r"\s+", " ", shown(done))
    assert "9 listings wait for a verdict: number of pieces unclear" in said and "new since last month (7)" in said
