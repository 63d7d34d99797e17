"""Price advice on the page: what is to be done, why nothing is done, and what came of it."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.priced_seller import ON, priced_client
from workbench.display.advice import plans_of, show_advice_chapter, show_price_advice, show_price_plan
from workbench.pricing import price_advice, price_plan
from workbench.record import log_event, remember_advice, remember_decision
from workbench.words import in_language


@pytest.fixture
def client(tmp_path):
    return priced_client(
        tmp_path, {"A": 279.0, "B": 289.0, "C": 309.0, "D": 199.0}, costs={"A": 7.5, "B": 4.0, "C": 4.0}
    )


def warned(client):
    about = {"account": "mercadolibre-mx", "platform": "mercadolibre", "case_id": "c1", "notice_kind": "performance"}
    log_event(client.folder, kind="notice", text="late", by="Li", about={**about, "received_at": "2026-05-20T10:00Z"})
    return client


def test_the_plan_shows_what_changes_and_counts_what_stays(client):
    page = show_price_plan(client, price_plan(client, market="MX", on=ON)).data
    assert "1 to keep" in page
    assert "2 of 3 SKUs" in page
    assert ">B<" not in page
    assert "purchase cost (costs.csv) (1)" in page


def test_a_chapter_without_a_listing_is_left_out_with_its_heading(tmp_path):
    client = priced_client(tmp_path, {"A": 279.0}, costs={"A": 7.5})
    client._tables["listings"] = client.listings.iloc[:0]
    assert show_advice_chapter(client, on=ON).data == ""


def test_one_sku_has_paragraph_chart_candidates_and_foot(client):
    page = show_price_advice(price_advice(client, sku="C", market="MX", on=ON)).data
    for part in ("Lower C on Mercado Libre Mexico", "<svg", "the advised price", "Hao decides"):
        assert part in page


def test_a_sku_that_lacks_an_input_says_which(client):
    page = show_price_advice(price_advice(client, sku="D", market="MX", on=ON)).data
    assert "No advice on D yet" in page
    assert "<svg" not in page


def test_an_open_warning_is_named_under_the_table_and_no_sku_is_shown_in_full(client):
    page = show_advice_chapter(warned(client), on=ON).data
    assert "while the warning c1 is open" in page
    assert "on hold: open warning" in page
    assert "<svg" not in page


def test_earlier_advice_is_listed_with_who_decided(client):
    proposal = {"account": "mercadolibre-mx", "sku": "C", "currency": "MXN", "price": 309.0, "advised_price": 298.0}
    dates = {"as_of": "2026-05-01", "valid_until": "2026-05-15", "on": "2026-05-01"}
    (entry,) = remember_advice(client.folder, [{**proposal, **dates}], by="Li")
    remember_decision(client.folder, entry["id"], decision="refused", decided_by="Hao", by="Li", on="2026-05-04")
    page = show_advice_chapter(client, on=ON).data
    assert "What came of earlier advice?" in page
    assert "refused" in page and "Hao" in page and entry["id"] in page


def test_the_plan_has_a_column_for_earlier_advice_where_there_is_any(client):
    bare = show_price_plan(client, price_plan(client, market="MX", on=ON)).data
    assert "Earlier advice" not in bare
    proposal = {"account": "mercadolibre-mx", "sku": "C", "currency": "MXN", "price": 309.0, "advised_price": 298.0}
    dates = {"as_of": "2026-05-25", "valid_until": "2026-06-08", "on": "2026-05-25"}
    (entry,) = remember_advice(client.folder, [{**proposal, **dates}], by="Li")
    said = {"decision": "refused", "decided_by": "Hao", "reason": "<b>too cheap</b>", "by": "Li", "on": "2026-05-28"}
    remember_decision(client.folder, entry["id"], **said)
    page = show_price_plan(client, price_plan(client, market="MX", on=ON)).data.replace("\u00a0", " ")
    assert "Earlier advice" in page and "298 MXN: refused, 28 May 2026; said again" in page
    told = show_price_advice(price_advice(client, sku="C", market="MX", on=ON)).data
    assert "&lt;b&gt;too cheap&lt;/b&gt;" in told and "<b>too cheap" not in told


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_the_chapter_is_whole_in_every_language(client, lang):
    with in_language(lang):
        page = show_advice_chapter(client, on=ON).data
    assert page
    for code in ("under_floor", "no_volume_answer", "dead_zone", "margin_floor", "on_hold"):
        assert code not in page


def test_hostile_titles_stay_text(tmp_path):
    client = priced_client(tmp_path, {"A": 309.0}, costs={"A": 4.0}, title="<script>alert(1)</script>")
    assert "<script>" not in show_advice_chapter(client, on=ON).data


def test_the_plans_of_an_open_client_are_computed_once_a_day(client):
    first = plans_of(client, on=ON)
    assert plans_of(client, on=ON) is first
    other = f"{pd.Timestamp(ON) + pd.Timedelta(days=1):%Y-%m-%d}"
    assert plans_of(client, on=other) is not first


def test_what_is_entered_in_the_record_meanwhile_is_in_the_plans(client):
    first = plans_of(client, on=ON)
    proposal = {"account": "mercadolibre-mx", "sku": "C", "currency": "MXN", "price": 309.0, "advised_price": 298.0}
    dates = {"as_of": ON, "valid_until": "2026-06-14", "on": ON}
    remember_advice(client.folder, [{**proposal, **dates}], by="Li")
    assert first[0].rows["earlier"].tolist() == ["", "", ""]
    assert "proposed" in plans_of(client, on=ON)[0].rows["earlier"].tolist()
