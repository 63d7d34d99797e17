"""The role board, tasks and parts of a change as a reader sees them, on hand-made rows."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.display.change_parts import change_parts_html
from workbench.display.roles import role_board_html, role_rows
from workbench.display.tasks import tasks_html
from workbench.errors import TableError
from workbench.profile import Profile
from workbench.words import in_language

PROFILE = Profile.model_validate(
    {
        **{"id": "lumen", "name": {"en": "Lumen"}, "languages": ["en"], "home_currency": "USD", "since": "2025-01-01"},
        "analyst": {"name": "Ana Ejemplo"},
        "accounts": [
            {"id": "amazon-mx", "platform": "amazon", "market": "MX", "currency": "MXN", "fulfilment": "seller"}
            | {"zone": "America/Mexico_City"}
        ],
    }
)
TASK = {
    **{"person": "Lin Vorlage", "kind": "action", "account": "amazon-mx", "kpi": "late_shipment_rate", "sku": ""},
    **{"text": "Ask <b>them</b>", "note": "No answer yet", "due_date": pd.Timestamp("2026-01-28"), "days_left": -3},
}
COUNTS = ["numerator_before", "denominator_before", "numerator_after", "denominator_after"]


def parts(*rows):
    """Rows of way, name, effect and hundredths of a percentage point."""
    frame = pd.DataFrame(rows, columns=["by", "name", "effect", "part_hundredths"])
    return frame.assign(**dict.fromkeys(COUNTS, 1), part=frame["part_hundredths"] / 10_000, change=0.02)


@pytest.fixture
def roles(board):
    """The board of three: the KPI in breach is Wei's, the others nobody's."""
    tasks = {"actions": 2, "overdue": 1, "cases": 0, "next_due_date": pd.NaT, "next_deadline_date": pd.NaT}
    mine = board["status"] == "breach"
    people = {"role": mine.map({True: "operations", False: ""}), "person": mine.map({True: "Wei", False: ""})}
    return board.assign(**tasks, **people).sort_values("person", ascending=False, ignore_index=True)


def test_the_board_stands_person_by_person_and_nobody_last(roles):
    html = role_board_html(roles)
    assert html.index("Wei, operations") < html.index("Nobody answers for these")
    assert html.index("Valid tracking rate") < html.index("Nobody answers for these") < html.index("Account health")
    assert "1 overdue" in html


@pytest.mark.parametrize(("overdue", "said"), [(1, ">1 vencida<"), (2, ">2 vencidas<")])
def test_one_action_is_overdue_in_the_singular(roles, overdue, said):
    with in_language("es"):
        assert said in role_board_html(roles.assign(overdue=overdue)).replace("\u00a0", " ")


def test_the_board_shows_the_chance_where_it_is_given(roles):
    assert "Breach chance" not in role_board_html(roles)
    html = role_board_html(roles.assign(chance="35%"))
    assert "Breach chance" in html and len(re.findall(r"<td[^>]*>35%</td>", html)) == 3


def test_the_rows_of_the_list_stand_as_the_rows_of_the_table(roles):
    html = role_board_html(roles)
    places = [html.index(name) for name in role_rows(roles)["name"]]
    assert places == sorted(places)


def test_a_task_is_escaped_and_says_what_was_said_since():
    html = tasks_html(SimpleNamespace(profile=PROFILE), pd.DataFrame([TASK]), empty="")
    assert "Ask &lt;b&gt;them&lt;/b&gt;" in html
    assert "Amazon Mexico, Late shipment rate; No answer yet" in html
    assert "3 days overdue" in html


def test_without_tasks_a_sentence_stands_there():
    none = pd.DataFrame([TASK]).head(0)
    assert "Nothing is open." in tasks_html(SimpleNamespace(profile=PROFILE), none, empty="Nothing is open.")


def test_small_parts_stand_as_one_and_the_printed_ones_add_up():
    rows = [("sku", f"A-{n}", "rate", size) for n, size in enumerate((90, 60, -40, 50, 30, 10))]
    html = change_parts_html(parts(*rows), against="2025-12-31")
    assert "A-3" in html and "A-4" not in html
    assert "all others together" in html
    assert "+0.40" in html  # 30 and 10 hundredths


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="part_hundredths"):
        change_parts_html(parts(("sku", "A", "rate", 1)).drop(columns="part_hundredths"), against="2025-12-31")


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_all_of_it_is_there_in_other_languages(roles, lang):
    with in_language(lang):
        assert role_board_html(roles)
        assert tasks_html(SimpleNamespace(profile=PROFILE), pd.DataFrame([TASK]), empty="")
        assert change_parts_html(parts(("cause", "no_scan/customs", "rate", 200)), against="2025-12-31")
