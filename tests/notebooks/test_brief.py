"""The weekly brief and the role board run for each sample seller and show what the sellers' own files hold."""

import json

import pytest

from tests.cli.pdf_pages import pdf_pages
from tests.notebooks.test_runs import MEXICO, ran_clean, reported, run, shown
from workbench.batch.briefs import brief, file_names
from workbench.words import rate

DAY = "2026-01-31"


def brief_text(home, folder, client, lang):
    done = run("reports/weekly_brief.ipynb", folder, client=client, as_of=DAY, lang=lang, home=str(home))
    assert ran_clean(done)
    return shown(done)


@pytest.mark.notebook
def test_the_home_goods_seller_decides_on_deliveries_in_mexico(home, tmp_path):
    text = brief_text(home, tmp_path, "lumen-home", "en")
    assert rate(reported(home, "lumen-home", MEXICO, "onTimeDeliveryRate")) in text
    assert "Amazon Mexico: on-time delivery rate moved by" in text
    # The open question of the record, and the action that was put off to February.
    assert "Hao Exempel, 10 Feb 2026, in 10 days" in text
    assert "13 Feb 2026 in 13 days" in text


@pytest.mark.notebook
def test_the_electronics_seller_sees_what_is_overdue(home, tmp_path):
    text = brief_text(home, tmp_path, "volt-harbor", "en")
    assert "Amazon United States: late shipment rate went from on target to breach" in text
    assert "Draft the plan of action" in text
    assert "28 Jan 2026 3 days overdue" in text
    assert "Price advice is on hold: open warning (Amazon United States)." in text


@pytest.mark.notebook
def test_the_small_seller_reads_it_in_spanish(home, tmp_path):
    text = brief_text(home, tmp_path, "casa-jacaranda", "es")
    assert "Acordar con la bodega una sola plantilla" in text
    assert "¿Qué hay que decidir?" in text


@pytest.mark.notebook
@pytest.mark.parametrize(("client", "lang"), [("lumen-home", "es"), ("volt-harbor", "zh"), ("casa-jacaranda", "en")])
def test_a_brief_is_exactly_two_pages(home, tmp_path, client, lang):
    (made,) = brief(client, period=DAY, langs=[lang], home=home, reports=tmp_path)
    assert (made.state, made.cause) == ("done", "")
    notebook, page, pdf = (tmp_path / client / DAY / name for name in file_names(lang))
    assert len(pdf_pages(pdf.read_bytes())) == 2
    assert json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert str(home) not in page.read_text(encoding="utf-8")


@pytest.mark.notebook
def test_the_role_board_shows_each_person_and_what_is_open(home, tmp_path):
    done = run("apps/role_board.ipynb", tmp_path, client="volt-harbor", lang="en", home=str(home))
    text = shown(done)
    assert ran_clean(done)
    assert all(who in text for who in ("Dana Placeholder, operations", "Alex Attrappe, quality"))
    assert "2 actions, open points and warnings are open; overdue: 2." in text
