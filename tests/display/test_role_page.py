"""The role page and the owner filter of the KPI page, on a sample seller."""

from contextlib import suppress

import pytest
from traitlets import TraitError

from workbench.display.dashboard import kpi_dashboard
from workbench.display.roles import role_dashboard

DAY = "2026-01-31"


@pytest.fixture(scope="module")
def page(volt):
    return role_dashboard(volt, as_of=DAY)


def test_a_person_sees_only_what_he_answers_for(page):
    page.role.value = "Alex Attrappe"
    assert page.board["kpi"].tolist() == ["claims_rate"]
    assert "By cause" in page.detail.value
    page.role.value = ""
    assert set(page.board["person"]) == {"Dana Placeholder", "Pat Specimen", "Alex Attrappe"}


def test_somebody_who_is_not_offered_is_refused(page):
    with suppress(TraitError):
        page.role.set_state({"_options_labels": ["x"] * len(page.role.options), "index": 99})
    assert page.choice.role == ""


def test_the_list_of_kpis_stands_in_the_order_of_the_rows(page):
    names = [label.split(" ", 1)[1].rpartition(", ")[0] for label, _ in page.kpi.options]
    assert names == page.board["name"].tolist()


def test_a_platforms_own_figure_is_not_split(page):
    page.kpi.value = page.board["kpi"].tolist().index("late_shipment_rate")
    assert "no orders in the files stand behind it" in page.detail.value
    assert "Draft the plan of action" in page.detail.value


def test_the_static_page_carries_its_own_mark(page):
    assert 'data-wb-ready="role_board"' in page.static_html()


def test_the_kpi_page_has_the_same_filter(volt):
    board = kpi_dashboard(volt, as_of=DAY)
    board.role.value = "Pat Specimen"
    assert set(board.board["owner"]) == {"Pat Specimen"}
