import re
from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.display import changes as changes_chapter
from workbench.display import trends as trends_chapter
from workbench.display.bands import show_price_chapter
from workbench.display.changes import show_changes_chapter
from workbench.display.margins import show_margin_chapter
from workbench.display.trends import show_kpi_trends
from workbench.tables import conform, empty_table
from workbench.words import in_language


def text_of(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.data)).replace("\xa0", " ")


def charts(shown):
    return re.findall(r'<svg role="img" aria-label="([^"]+)"', shown.data)


def traffic(units):
    months = pd.period_range("2025-07", periods=len(units), freq="M")
    rows = {
        "account": "amazon-us",
        "item_id": "B01",
        "start_date": months.start_time,
        "end_date": months.end_time.normalize(),
        "title": "Garlic press",
        "sessions": 1000,
        "units": units,
    }
    return conform(pd.DataFrame(rows), "traffic")


def dated(*days, kind="content"):
    rows = [("amazon-us", "B01", day, kind, "New <picture>") for day in days]
    return conform(pd.DataFrame(rows, columns=["account", "item_id", "date", "kind", "note"]), "changes")


@pytest.fixture
def client():
    return SimpleNamespace(
        traffic=traffic([120, 120, 120, 100, 60, 60, 60]),
        changes=dated("2025-10-08"),
        order_lines=empty_table("order_lines"),
        profile=SimpleNamespace(accounts=[SimpleNamespace(id="amazon-us", zone="America/Los_Angeles")]),
    )


def test_a_change_that_moved_conversion_gets_a_chart_with_its_finding(client):
    shown = show_changes_chapter(client, on="2026-01-31")
    (alt,) = charts(shown)
    assert "conversion went from 12.00% to 6.00%" in alt.replace("\xa0", " ")
    assert "New &lt;picture&gt;" in shown.data


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        ("en", "What was changed, and what did conversion do?"),
        ("zh", "做了哪些改动，转化率如何变化？"),
        ("es", "¿Qué se cambió y qué pasó con la conversión?"),
    ],
)
def test_the_chapter_speaks_the_readers_language(client, lang, heading):
    with in_language(lang):
        assert heading in text_of(show_changes_chapter(client, on="2026-01-31"))


def test_a_change_that_moved_nothing_gets_no_chart(client):
    client.traffic = traffic([120, 120, 120, 120, 121, 119, 120])
    shown = show_changes_chapter(client, on="2026-01-31")
    assert charts(shown) == []
    assert "1 dated changes are on record; 1 can be set against conversion, and in 0 of them" in text_of(shown)


@pytest.mark.parametrize("day", ["2026-02-01", "2025-07-30"])
def test_changes_after_the_review_or_long_before_it_are_left_out_with_the_chapter(client, day):
    client.changes = dated(day)
    assert show_changes_chapter(client, on="2026-01-31").data == ""


def test_without_changes_the_chapter_is_left_out_with_its_heading(client):
    client.changes = empty_table("changes")
    assert show_changes_chapter(client, on="2026-01-31").data == ""


def test_at_most_three_listings_get_a_chart(client, monkeypatch):
    monkeypatch.setattr(changes_chapter, "CHARTS_SHOWN", 0)
    assert charts(show_changes_chapter(client, on="2026-01-31")) == []


def test_without_products_or_offers_there_is_no_price_chapter(tmp_path):
    nobody = SimpleNamespace(folder=tmp_path, profile=SimpleNamespace(products=()), offers=empty_table("offers"))
    assert show_price_chapter(nobody, on="2026-01-31").data == ""
    product = SimpleNamespace(query="garlic press", market="MX", must=(), must_not=(), skus=())
    nobody.profile.products = (product,)
    assert show_price_chapter(nobody, on="2026-01-31").data == ""


def test_without_own_listings_there_is_no_margin_chapter():
    account = SimpleNamespace(id="amazon-us", platform="amazon", market="US", currency="USD", zone="UTC")
    profile = SimpleNamespace(account=lambda name: account, accounts=(account,), home_currency="USD", rfc="unknown")
    accounts = pd.DataFrame({"account": ["amazon-us"]})
    tables = {name: empty_table(name) for name in ("listings", "catalogue", "ledger", "fx", "order_lines")}
    nobody = SimpleNamespace(profile=profile, accounts=accounts, **tables)
    assert show_margin_chapter(nobody, on="2026-01-31").data == ""


@pytest.fixture
def with_series(monkeypatch, client):
    """A client whose KPI series are given by hand: four days, the last one as the board has it."""

    def series(client, *, kpi, account, scope, start, end):
        days = pd.date_range(end=end, periods=4)
        return pd.DataFrame({"date": days, "rate": [0.97, 0.96, 0.94, 0.912], "target": 0.95, "basis": "computed"})

    monkeypatch.setattr(trends_chapter, "kpi_series", series)
    return client


def test_a_kpi_in_breach_gets_a_chart_with_finding_and_interval(with_series, board):
    shown = show_kpi_trends(with_series, board)
    assert "valid tracking rate fell under its target of 95% on 30 Jan 2026" in charts(shown)[0].replace("\xa0", " ")
    assert "20 orders too many; −5.10 pp against last month (−8.10 to −2.00)." in text_of(shown)


def test_a_kpi_on_target_stands_among_the_small_ones(with_series, board):
    calm = board[board["status"] == "breach"].assign(
        status="good", headroom=3, change=0.0, change_low=-0.01, change_high=0.01
    )
    shown = show_kpi_trends(with_series, calm)
    assert charts(shown) == ["Other KPIs with a target, those nearest to it first"]
    assert "No KPI is in breach or at risk, and none moved by more than chance." in text_of(shown)


def test_nothing_measured_draws_nothing(with_series, board):
    assert charts(show_kpi_trends(with_series, board[board["status"] == "unmeasured"])) == []


def test_more_than_four_small_charts_are_several_pictures(with_series, board):
    calm = board[board["status"] == "breach"].assign(status="watch", headroom=0, change_low=None)
    many = pd.concat([calm.assign(account=f"a{place}") for place in range(6)], ignore_index=True)
    assert len(charts(show_kpi_trends(with_series, many))) == 2
