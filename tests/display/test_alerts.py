"""Alerts on the agency's desk and on a client's page."""

import pytest

from tests.alerts.conftest import FakeConditions, client_of, condition
from workbench.alerts import watch_alerts
from workbench.display.alerts import alerts_html, show_alerts
from workbench.errors import TableError


@pytest.fixture
def client(tmp_path):
    return client_of(tmp_path)


@pytest.fixture
def alerts(client, monkeypatch):
    found = [condition(), condition("likely", kpi="<b>odd</b>", probability=0.4)]
    monkeypatch.setattr("workbench.alerts.watching.conditions", FakeConditions(found))
    return watch_alerts(client, as_of="2026-01-31", by="Li")


def test_the_table_says_what_each_alert_is_and_escapes_what_comes_from_outside(alerts):
    shown = show_alerts(alerts).data
    assert "misses its target" in shown and "breach likely" in shown and alerts["alert_id"].iloc[0] in shown
    assert "<b>odd" not in shown and "&lt;b&gt;odd" in shown


def test_no_alert_is_said_and_a_missing_column_named(alerts):
    assert "No alert stands." in show_alerts(alerts.head(0)).data
    with pytest.raises(TableError, match="alert_id"):
        show_alerts(alerts.drop(columns="alert_id"))


def test_the_clients_page_counts_those_that_stood_on_its_day(client, alerts, monkeypatch):
    monkeypatch.setattr("workbench.alerts.watching.conditions", FakeConditions([]))
    watch_alerts(client, as_of="2026-02-02", by="Li")
    shown = {day: alerts_html(client, on=day) for day in ("2026-01-30", "2026-02-01", "2026-02-02")}
    assert shown["2026-01-30"] == shown["2026-02-02"] == ""
    assert "2 alerts stand." in shown["2026-02-01"]
