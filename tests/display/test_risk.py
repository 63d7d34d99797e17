"""The risk table and the calendar on the page."""

import re

import pandas as pd
import pytest

from tests.kpis.conftest import figure, small_client
from tests.risk.test_breach import AS_OF, shipping
from workbench.display.kpis import board_html
from workbench.display.risk import (
    risk_html,
    roll_off_html,
    show_breach_risk,
    show_risk_chapter,
    show_roll_off,
    with_chances,
)
from workbench.errors import TableError
from workbench.kpis import kpi_table, scoreboard
from workbench.risk import breach_risk, roll_off


@pytest.fixture(scope="module")
def client():
    return shipping(late_every=50)


@pytest.fixture(scope="module")
def risk(client):
    return breach_risk(client, kpi_table(client, as_of=AS_OF))


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


def test_a_kpi_shows_room_chances_and_the_next_to_leave(risk):
    shown = text(risk_html(risk))
    assert "Late shipment rate" in shown and "Room on 21 Feb" in shown
    assert re.search(r"\d / 120", shown) and "1 order" in shown
    assert "Room left: bad orders that still fit." in shown


def test_a_missed_target_says_missed_instead_of_a_chance():
    client = shipping(late_every=10)
    shown = text(risk_html(breach_risk(client, kpi_table(client, as_of=AS_OF))))
    assert shown.count("missed") >= 4 and "181" in shown  # clean orders needed


def test_reasons_stand_below_the_table_once():
    shown = figure("claims_rate", AS_OF, numerator=1, denominator=200, window_days=60, target=0.015, comparator="le")
    client = small_client("mercadolibre-mx", reported=[shown])
    said = text(risk_html(breach_risk(client, kpi_table(client, as_of=AS_OF))))
    assert "Claims rate (mercadolibre-mx): only the counts are known." in said


def test_the_calendar_lists_each_order_with_its_reason_and_the_rate_after_it(client):
    calendar = roll_off(client, kpi="late_shipment_rate", account="amazon-us", as_of=AS_OF)
    shown = text(roll_off_html(calendar))
    assert "Shipment was not confirmed by the ship-by time." in shown
    assert all(order in shown for order in calendar["order_id"])


def test_empty_tables_say_so(risk, client):
    assert "No KPI has counts and a target." in show_breach_risk(risk.head(0)).data
    empty = roll_off(client, kpi="late_shipment_rate", account="amazon-us", as_of="2025-01-31")
    assert "No bad order in the window" in show_roll_off(empty).data


def test_a_missing_column_is_named(risk):
    with pytest.raises(TableError, match="leaving_orders"):
        risk_html(risk.drop(columns="leaving_orders"))


def test_text_of_a_file_is_escaped(client):
    calendar = roll_off(client, kpi="late_shipment_rate", account="amazon-us", as_of=AS_OF)
    assert "<script>" not in roll_off_html(calendar.assign(order_id="<script>alert(1)</script>"))


def test_the_chapter_has_picture_table_and_signals(client):
    html = show_risk_chapter(client, scoreboard(client, as_of=AS_OF)).data
    assert html.count("<svg") >= 1 and "wb-risk" in html and "Late shipment rate" in html


def test_a_client_without_counts_gets_a_sentence():
    client = small_client("amazon-us")
    assert "No KPI has a target and counts" in show_risk_chapter(client, scoreboard(client, as_of=AS_OF)).data


def test_the_board_shows_the_chance_where_it_is_given(client):
    board = scoreboard(client, as_of=AS_OF)
    assert "Breach chance" not in board_html(board)
    shown = with_chances(client, board)
    late = shown[shown["kpi"] == "late_shipment_rate"].iloc[0]
    assert late["chance"].endswith("%") and "Breach chance" in board_html(shown)
    assert 0 < late["probability"] < 1
    pd.testing.assert_frame_equal(shown.drop(columns=["probability", "chance"]), board)
