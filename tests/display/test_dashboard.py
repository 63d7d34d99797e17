"""The KPI page's controls and parts, on hand-made figures."""

import datetime
import json
import math
import re
from contextlib import suppress
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from workbench.display import dashboard
from workbench.display.dashboard import kpi_dashboard
from workbench.display.dashboard_parts import (
    head_html,
    missing_html,
    orders_html,
    switch_html,
    trend_html,
    with_file_names,
)
from workbench.display.kpis import board_rows
from workbench.display.tables import escaped
from workbench.errors import NothingToShow, TableError
from workbench.profile import Profile
from workbench.sources import EXPORTS
from workbench.words import use_language

FIRST, LAST = datetime.date(2025, 6, 1), datetime.date(2026, 1, 31)
FILES = pd.DataFrame({"file": ["amazon-mx/<all>.txt", "_client/erp.csv"], "sha256": ["a" * 64, "b" * 64]})
PROFILE = {
    "id": "lumen",
    "name": {"en": "Lumen <b>Home</b>"},
    "languages": ["en"],
    "home_currency": "USD",
    "since": "2025-01-01",
    "analyst": {"name": "Ana Ruiz", "email": "ana@agency.example"},
    "accounts": [
        {"id": f"amazon-{market.lower()}", "platform": "amazon", "market": market, "currency": "USD", "zone": zone}
        | {"fulfilment": "seller"}
        for market, zone in (("US", "America/Los_Angeles"), ("MX", "America/Mexico_City"))
    ],
}
ORDERS = pd.DataFrame(
    {
        "account": "amazon-mx",
        "order_id": ["702-1", "702-2", "<img src=x onerror=alert(1)>", "702-4"],
        "package_id": ["", "P1", "", ""],
        "event_date": pd.to_datetime(["2026-01-03", "2026-01-02", "2026-01-05", "2026-01-04"]),
        "counted_as": ["numerator", "denominator", "denominator", "left_out"],
        "reason": ["", "no_scan", "no_scan", "no_confirmation"],
        "lineage": [f"{'a' * 12}:{row} {'b' * 12}:{row},90" for row in (2, 3, 4, 5)],
    }
)


def trend(start, end, *, rate):
    counts = {"numerator": 9, "denominator": 10, "rate": rate, "target": 0.95, "basis": "computed"}
    return pd.DataFrame({"date": pd.date_range(start, end), **counts})


@pytest.fixture
def client(tmp_path):
    """Two accounts with orders from 1 June 2025 (a local evening, the next day in UTC) to 31 January 2026."""
    times = pd.to_datetime(["2025-06-02T05:00:00Z", "2026-01-31T20:00:00Z", "2025-07-01T20:00:00Z"])
    return SimpleNamespace(
        id="lumen",
        profile=Profile.model_validate(PROFILE),
        home=tmp_path,
        folder=tmp_path / "lumen",
        order_lines=pd.DataFrame({"account": ["amazon-us", "amazon-us", "amazon-mx"], "ordered_at": times}),
        reported=pd.DataFrame({"as_of": pd.to_datetime([])}),
        intake=SimpleNamespace(files=FILES),
    )


@pytest.fixture
def asked(monkeypatch, board):
    """What the page asks of the KPIs, which answer by hand: US all good, MX as the board of three."""
    calls = []
    good = board[board["status"] == "good"].assign(account="amazon-us", market="US")
    whole = pd.concat([good, board], ignore_index=True)

    def answer(name, result):
        def function(client, **options):
            calls.append((name, options))
            return result(**options)

        monkeypatch.setattr(dashboard, name, function)

    def series(*, start, end, **_):
        return trend(start, end, rate=math.nan)  # nothing to draw: a picture takes most of a test's time

    monkeypatch.setattr(dashboard, "with_chances", lambda client, board: board)
    for name in ("on_time_html", "returns_html", "leader_html"):
        monkeypatch.setattr(dashboard, name, lambda *_, **__: "")
    answer("scoreboard", lambda as_of: whole.assign(as_of=pd.Timestamp(as_of)))
    answer("kpi_series", series)
    answer("kpi_orders", lambda **_: ORDERS)
    monkeypatch.setattr(dashboard, "last_day", lambda client: LAST.isoformat())
    return calls


@pytest.fixture
def page(client, asked):
    opened = kpi_dashboard(client)
    asked.clear()
    return opened


def last(asked, name):
    return next(options for called, options in reversed(asked) if called == name)


def test_the_page_opens_on_the_last_day_with_the_worst_row_of_the_worst_account(client, asked):
    page = kpi_dashboard(client)
    assert last(asked, "scoreboard") == {"as_of": LAST}
    assert page.kpi.label == "■ Valid tracking rate, Amazon Mexico"
    shown = {"account": "amazon-mx", "kpi": "valid_tracking_rate", "scope": ""}
    assert last(asked, "kpi_orders") == {**shown, "as_of": LAST}
    assert last(asked, "kpi_series") == {**shown, "start": datetime.date(2025, 11, 2), "end": LAST}


def test_the_list_of_kpis_stands_in_the_order_of_the_boards_rows(page):
    rows = re.findall(r"<tr><td>([^<]+)<", page.table.value)
    assert [label.split(" ", 1)[1].rsplit(", Amazon", 1)[0] for label, _ in page.kpi.options] == rows
    assert len(rows) == 4


def test_choosing_a_kpi_changes_trend_and_orders_and_not_the_board(page, asked):
    before = page.detail.value
    page.kpi.value = 1
    assert page.detail.value != before
    assert {name for name, _ in asked} == {"kpi_series", "kpi_orders"}
    assert last(asked, "kpi_orders")["kpi"] == "account_health_rating"


def test_choosing_an_account_keeps_its_rows_and_the_kpi_shown(page):
    page.kpi.value = 1
    page.account.value = "amazon-mx"
    assert [label for label, _ in page.kpi.options] == [
        "■ Valid tracking rate, Amazon Mexico",
        "● Account health rating, Amazon Mexico",
        "– Order defect rate, shipped by the seller, Amazon Mexico",
    ]
    assert page.kpi.value == 1
    page.account.value = "amazon-us"
    assert (page.kpi.value, len(page.board)) == (0, 1)


def test_a_day_is_computed_once(page, asked):
    page.as_of.value = datetime.date(2025, 12, 31)
    page.as_of.value = LAST
    page.as_of.value = datetime.date(2025, 12, 31)
    assert [options for name, options in asked if name == "scoreboard"] == [{"as_of": datetime.date(2025, 12, 31)}]
    assert "As of 31" in page.head.value and "Dec" in page.head.value


def test_a_day_before_the_trends_first_day_moves_the_trend(page, asked):
    page.as_of.value = datetime.date(2025, 10, 1)
    assert page.start.value == datetime.date(2025, 7, 3)
    assert last(asked, "kpi_series")["start"] == datetime.date(2025, 7, 3)


def test_work_shows_before_it_is_done_and_ends(page):
    said = []
    page.state.observe(lambda change: said.append(change["new"]), names="value")
    page.kpi.value = 1
    assert ["Computing" in text for text in said] == [True, False]
    assert "wb-spinner" in said[0]


@pytest.mark.parametrize(
    "day", [datetime.date(1, 1, 1), FIRST - datetime.timedelta(1), datetime.date(9999, 12, 31), None]
)
@pytest.mark.parametrize("control", ["start", "as_of"])
def test_a_day_outside_the_files_is_refused_and_the_control_goes_back(page, asked, control, day):
    before = getattr(page, control).value
    # A visitor can widen the bounds that the browser keeps.
    getattr(page, control).set_state({"min": None, "max": None})
    getattr(page, control).value = day
    assert getattr(page, control).value == before
    assert asked == []
    assert "The files cover" in page.state.value


@pytest.mark.parametrize("forged", [{"index": 99}, {"index": "../../rival"}, {"label": "rival"}, {"index": -1}])
@pytest.mark.parametrize("control", ["account", "kpi"])
def test_a_place_that_the_list_does_not_have_is_refused(page, asked, control, forged):
    before = (getattr(page, control).value, page.choice)
    with suppress(TraitError):
        getattr(page, control).set_state(forged)
    assert (getattr(page, control).value, page.choice) == before
    assert asked == []


def test_no_choice_at_all_is_refused(page, asked):
    page.kpi.set_state({"index": None})
    assert (page.kpi.value, asked) == (0, [])
    assert "not offered" in page.state.value


def test_forged_labels_never_become_values(page, asked):
    page.account.set_state({"_options_labels": ["x", "../../rival", "y"]})
    page.account.set_state({"index": 1})
    assert page.choice.account == "amazon-us"
    assert "rival" not in json.dumps(asked, default=str)


FORGED = st.dictionaries(
    st.sampled_from(
        ["index", "value", "min", "max", "_options_labels", "label", "disabled", "description", "children"]
    ),
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.sampled_from(["amazon-us", "../../rival", "rival", "<script>alert(1)</script>", "2026-01-31"])
    | st.fixed_dictionaries({"year": st.integers(-1, 10000), "month": st.integers(-1, 13), "date": st.integers(0, 32)})
    | st.lists(st.sampled_from(["", "amazon-us", "../../rival"]), max_size=3),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(control=st.sampled_from(["account", "kpi", "start", "as_of", "state", "table"]), state=FORGED)
def test_whatever_a_visitor_sets_the_kpis_are_asked_for_offered_values_only(page, asked, control, state):
    # What the widget itself refuses goes no further; its complaint stays in the kernel.
    with suppress(TraitError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        getattr(page, control).set_state(state)
    for _, options in asked:
        assert options.get("account", "amazon-us") in ("amazon-us", "amazon-mx")
        days = [options[name] for name in ("start", "end", "as_of") if name in options]
        assert all(FIRST <= day <= LAST for day in days)
    assert "<script>" not in page.detail.value + page.head.value + page.said.value


def test_a_refusal_of_the_kpis_is_one_sentence_on_the_page(page, monkeypatch):
    def refuse(client, **_):
        raise TableError("table order_lines", "missing columns <status>")

    monkeypatch.setattr(dashboard, "kpi_orders", refuse)
    page.kpi.value = 1
    assert "table order_lines: missing columns &lt;status&gt;." in page.detail.value


def test_the_plain_page_carries_its_mark_and_no_controls(page):
    plain = page._repr_mimebundle_()["text/html"]
    assert 'data-wb-ready="kpi_dashboard" data-wb-kpis="4"' in plain
    assert "<select" not in plain
    assert "application/vnd.jupyter.widget-view+json" in page._repr_mimebundle_()


def test_a_client_without_files_reads_what_to_download_and_where_it_goes(client, monkeypatch):
    def nothing(client):
        raise NothingToShow("kpis", "no orders")

    monkeypatch.setattr(dashboard, "last_day", nothing)
    page = kpi_dashboard(client)
    assert "workbench ingest lumen" in page.said.value
    assert escaped(EXPORTS["amazon-all-orders"].download) in page.said.value
    assert EXPORTS["meli-ventas"].download not in page.said.value
    assert 'data-wb-kpis="0"' in page.static_html()
    assert not hasattr(page, "controls")


def test_a_kpi_without_figure_names_its_file_and_the_way_to_it(page, asked):
    page.kpi.value = 2
    assert "Missing: " in page.detail.value
    assert escaped(EXPORTS["amazon-all-orders"].download) in page.detail.value
    assert asked == []


def test_a_label_without_number_is_shown_as_the_platforms_own(board):
    row = {**board_rows(board).iloc[-1], "reason": "", "level": "AT_<RISK>"}
    assert "no number here, only: AT_&lt;RISK&gt;." in missing_html(row)
    assert "The files hold no figure for it." in missing_html({**row, "level": math.nan})


def test_the_orders_against_a_rate_come_first_newest_first(board):
    row = board[board["kpi"] == "valid_tracking_rate"].iloc[0]
    shown = re.findall(r"<tr><td>(.*?)(?:<br>.*?)?</td>", orders_html(ORDERS, row))
    assert shown == ["&lt;img src=x onerror=alert(1)&gt;", "702-2", "702-1", "702-4"]


def test_the_orders_caption_counts_by_the_side_that_harms(board):
    row = board[board["kpi"] == "valid_tracking_rate"].iloc[0]
    assert "2 of 3 orders or parcels count against the rate" in orders_html(ORDERS, row)
    assert "1 of 3 orders or parcels count against the rate" in orders_html(ORDERS, {**row, "comparator": "lt"})


def test_an_order_names_the_files_and_rows_it_was_read_from():
    assert with_file_names(ORDERS, FILES)["lineage"][0] == "amazon-mx/<all>.txt row 2; _client/erp.csv row 2,90"
    unknown = with_file_names(ORDERS.assign(lineage="c" * 12 + ":7"), FILES)
    assert unknown["lineage"][0] == "c" * 12 + " row 7"


def test_the_page_shows_file_names_as_text(page):
    assert "amazon-mx/&lt;all&gt;.txt row 2; _client/erp.csv row 2,90" in page.detail.value


def test_policy_counts_of_zero_are_one_row_that_names_them(client, asked, board, monkeypatch):
    clear = board[board["status"] == "good"].iloc[[0]].assign(value=0, target=0, comparator="eq")
    kinds = ("policy_document_requests", "policy_other_policy_violations")
    rows = pd.concat([clear.assign(kpi=kpi) for kpi in kinds])
    monkeypatch.setattr(dashboard, "scoreboard", lambda client, *, as_of: rows)
    page = kpi_dashboard(client)
    assert [label for label, _ in page.kpi.options] == ["● Policy counts, 2 kinds, each, Amazon Mexico"]
    assert "<li>Document requests</li><li>Other policy violations</li>" in page.detail.value
    assert asked == []


def test_orders_keep_their_frame(board):
    before = ORDERS.copy(deep=True)
    orders_html(with_file_names(ORDERS, FILES), board.iloc[2])
    pd.testing.assert_frame_equal(ORDERS, before)


def test_the_trends_finding_stands_above_its_chart_as_text(board):
    shown = trend_html(trend("2025-12-01", "2026-01-31", rate=0.9), board.iloc[2])
    finding = re.search(r'wb-finding"[^>]*>([^<]+)<', shown).group(1)
    assert "valid tracking rate stayed under its target of 95%" in finding
    assert f'aria-label="{finding}"' in shown


def test_one_day_alone_has_no_trend(board):
    assert trend_html(trend("2026-01-31", "2026-01-31", rate=0.9), board.iloc[2]) == ""


def test_a_figure_without_orders_says_whose_it_is(board):
    assert "own: no orders" in orders_html(ORDERS.head(0), board.iloc[1])


def test_the_switch_links_the_copies_and_marks_its_own(monkeypatch):
    monkeypatch.setenv("WORKBENCH_PAGE_LINKS", '{"en": "p.en.ipynb", "zh": "p.zh.ipynb", "fr": "javascript:x"}')
    links = re.findall(r'<a href="([^"]+)" lang="([^"]+)"( aria-current="page")?>', switch_html())
    assert links == [("p.zh.ipynb", "zh-Hans", ""), ("p.en.ipynb", "en", ' aria-current="page"')]


def test_there_is_no_switch_where_there_is_one_copy(monkeypatch):
    monkeypatch.delenv("WORKBENCH_PAGE_LINKS", raising=False)
    assert switch_html() == ""


@pytest.mark.parametrize(("lang", "said"), [("zh", "截至"), ("en", "As of"), ("es", "Al")])
def test_the_head_is_in_the_pages_language_and_the_clients_name_is_text(lang, said):
    use_language(lang)
    head = head_html(Profile.model_validate(PROFILE), as_of=pd.Timestamp("2026-01-31"))
    assert said in head
    assert "Lumen &lt;b&gt;Home&lt;/b&gt;" in head


def test_an_open_warning_stands_above_the_board(page, monkeypatch):
    monkeypatch.setattr(dashboard, "cases_html", lambda client, *, on: f"<p>1 warning on {on}</p>")
    page.account.value = "amazon-us"
    assert page.said.value.startswith("<p>1 warning on 2026-01-31</p>")
