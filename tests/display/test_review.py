import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.display.explore import show_filled_columns, show_first_rows, show_tables
from workbench.display.review import (
    findings_html,
    review_findings,
    show_findings,
    show_rules,
    show_run,
    show_unmeasured,
)
from workbench.profile import Profile
from workbench.rules import load_rules
from workbench.tables import TABLES, conform, empty_table
from workbench.words import in_language
from workbench.words.findings import Finding


def text_of(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.data)).replace("\xa0", " ")


@pytest.fixture
def client(intake, tmp_path):
    """One Mexican account with two orders and a content change that halved conversion."""
    account = {
        "id": "amazon-mx",
        "platform": "amazon",
        "market": "MX",
        "currency": "MXN",
        "zone": "America/Mexico_City",
        "fulfilment": "seller",
    }
    profile = Profile(
        id="acme",
        name={"en": "Acme <b>", "zh": "艾可美"},
        languages=("en",),
        home_currency="MXN",
        since=date(2025, 1, 1),
        analyst={"name": "A"},
        accounts=(account,),
    )
    months = pd.period_range("2025-07", periods=6, freq="M")
    traffic = pd.DataFrame(
        {
            "account": "amazon-mx",
            "item_id": "B01",
            "start_date": months.start_time,
            "end_date": months.end_time.normalize(),
            "title": "Garlic press",
            "sessions": 1000,
            "units": [120, 120, 120, 100, 60, 60],
        }
    )
    change = {"account": "amazon-mx", "item_id": "B01", "date": "2025-10-08", "kind": "content", "note": "New picture"}
    orders = pd.DataFrame({"account": "amazon-mx", "order_id": ["1", "2"], "line_id": "1", "sku": ["A", None]})
    tables = {name: empty_table(name) for name in TABLES} | {
        "traffic": conform(traffic, "traffic"),
        "changes": conform(pd.DataFrame([change]), "changes"),
        "order_lines": conform(orders, "order_lines"),
    }
    accounts = pd.DataFrame([{"account": "amazon-mx", "platform": "amazon", "market": "MX"}])
    return SimpleNamespace(id="acme", folder=tmp_path, profile=profile, accounts=accounts, intake=intake, **tables)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Client Acme &lt;b&gt; Accounts Amazon Mexico Month reviewed January 2026"),
        ("zh", "客户 艾可美 账户 亚马逊墨西哥 复盘月份 2026年1月"),
        ("es", "Cuentas Amazon México Mes revisado enero de 2026"),
    ],
)
def test_a_run_names_client_accounts_and_month(client, lang, said):
    with in_language(lang):
        assert said in text_of(show_run(client, month="2026-01"))


def test_a_run_says_its_losses_and_its_rule_book(client):
    text = text_of(show_run(client, month="2026-01"))
    assert "1 of 2 files were read, with 1,204 rows" in text
    assert "not recognised 1" in text
    assert load_rules().version in text


def test_findings_come_from_kpis_changes_and_files_with_the_worst_first(client, board):
    found = review_findings(client, board)
    assert [finding.chapter for finding in found] == ["kpis", "changes", "unmeasured", "kpis"]
    assert "valid tracking rate 91.20%" in found[0].sentence
    assert "conversion went from 12.00% to 6.00%" in found[1].sentence.replace("\xa0", " ")


def test_each_finding_says_what_to_decide_and_links_to_its_evidence(client, board):
    html = show_findings(client, board).data
    assert html.count("<li>") == html.count('class="wb-decide"') == 4
    assert 'href="#wb-kpis"' in html


def test_a_findings_text_is_escaped():
    assert "<script" not in findings_html([Finding("<script>", "<script>", "kpis", 1)])


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "Order defect rate, shipped by the seller No file holds what this needs. Missing: Amazon All Orders (",
        ),
        ("zh", "订单缺陷率（卖家发货） Order Defect Rate 没有文件包含所需数据。缺少：亚马逊全部订单（卖家平台"),
        ("es", "Ningún archivo contiene lo necesario. Falta: Todos los pedidos de Amazon (Seller Central"),
    ],
)
def test_what_is_not_measured_names_the_export_and_how_to_get_it(board, lang, said):
    with in_language(lang):
        assert said in text_of(show_unmeasured(board))


def test_where_all_is_measured_it_says_so(board):
    assert "Every KPI of these accounts was measured." in text_of(show_unmeasured(board[board["status"] == "good"]))


def test_rules_are_those_of_the_clients_markets_with_their_source(client):
    text = text_of(show_rules(client, on="2026-01-31"))
    assert "Amazon Mexico" in text
    assert "Amazon, every market" in text
    assert "Walmart" not in text
    assert "derived from sourced numbers, checked 23 Nov 2026" in text


def test_rules_say_what_follows_where_they_are_missed_and_count_policies_in_whole_numbers(client):
    text = text_of(show_rules(client, on="2026-01-31"))
    assert "100 to 199: at risk. 99 and under: the account may be deactivated." in text or "may be deactivated" in text
    assert "Not published" in text
    assert "= 0 180" in text
    assert "= 0%" not in text


def test_a_typed_figure_that_is_missing_is_asked_for_in_words(board):
    typed = board.head(1).assign(status="unmeasured", reason="only_in_report:reported")
    text = text_of(show_unmeasured(typed))
    assert "one line per figure that your seller account shows, with a screenshot)." in text
    assert "window_days" not in text


def test_every_table_is_listed_with_rows_and_meaning(client):
    text = text_of(show_tables(client))
    assert "order_lines order line 2 amazon-mx" in text
    assert "traffic item and period 6 amazon-mx 31 Jul 2025 31 Dec 2025" in text
    assert "fx day, pair and series 0 –" in text


def test_columns_that_are_not_filled_are_listed_with_their_share(client):
    assert "sku 50.0%" in text_of(show_filled_columns(client))


def test_first_rows_are_shown_for_tables_that_have_any(client):
    html = show_first_rows(client).data
    assert '<h3 class="wb wb-heading">traffic</h3>' in html
    assert '<h3 class="wb wb-heading">fx</h3>' not in html
