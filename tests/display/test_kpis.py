import re

import pandas as pd
import pytest

from workbench.display.kpis import board_html, board_rows, show_kpi_board, show_kpi_glossary
from workbench.errors import TableError
from workbench.words import in_language
from workbench.words.formats import MINUS


def rows_of(html):
    """Text of each body row, cell by cell; a line break within a cell is a slash."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html.split("<tbody>")[1])
    return [
        [
            re.sub(r"<[^>]+>", "", cell.replace("<br>", " / ")).replace("\xa0", " ")
            for cell in re.findall(r"<t[dh].*?</t[dh]>", row)
        ]
        for row in rows
    ]


def test_the_board_sets_each_kpi_against_target_last_month_and_baseline(board):
    breach = next(row for row in rows_of(board_html(board)) if len(row) > 1)
    assert breach[:-1] == [
        "Valid tracking rate",
        "91.20% / 456 / 500",
        "91.21% / 28 Jan",
        "&gt; 95%",
        "■ breach",
        f"{MINUS}5.10 / {MINUS}8.10 to {MINUS}2.00",
        f"{MINUS}5.80",
        f"{MINUS}20",
    ]


def test_the_worst_kpi_of_an_account_comes_first_and_the_unmeasured_last(board):
    head, *others = rows_of(board_html(board))
    assert head == ["Amazon Mexico (amazon-mx), owner 王敏"]
    rows = [row for row in others if len(row) > 1]
    assert [row[4].split(" / ")[0] for row in rows] == ["■ breach", "● on target", "– not measured"]


def test_the_account_with_a_breach_comes_before_one_without(board):
    calm = board[board["status"] == "good"].assign(account="amazon-us", market="US")
    heads = [row[0] for row in rows_of(board_html(pd.concat([calm, board]))) if len(row) == 1]
    accounts = [head.split(" (")[0] for head in heads if "(" in head]
    assert accounts == ["Amazon Mexico", "Amazon United States"]


def test_kpis_stand_in_groups_the_one_with_the_worst_first(board):
    heads = [row[0] for row in rows_of(board_html(board)) if len(row) == 1][1:]
    assert heads == ["Fulfilment", "Compliance", "Customer satisfaction"]
    breached = (
        board["status"]
        .where(board["kpi"] != "order_defect_rate", "breach")
        .mask(board["kpi"] == "valid_tracking_rate", "good")
    )
    heads = [row[0] for row in rows_of(board_html(board.assign(status=breached))) if len(row) == 1][1:]
    assert heads[0] == "Customer satisfaction"


def test_what_is_likely_to_miss_its_target_stands_between_breach_and_watch(board):
    likely, watched = (board[board["status"] == "breach"].assign(status="watch", headroom=each) for each in (3, 0))
    rows = pd.concat([board, likely.assign(kpi="late_shipment_rate"), watched.assign(kpi="cancellation_rate")])
    chances = rows["kpi"].map({"late_shipment_rate": 0.4, "cancellation_rate": 0.1}).astype("float64")
    shown = board_rows(rows.assign(probability=chances, chance=""))["kpi"].tolist()
    assert shown[:3] == ["valid_tracking_rate", "late_shipment_rate", "cancellation_rate"]
    assert board_rows(rows)["kpi"].tolist()[:3] == ["valid_tracking_rate", "cancellation_rate", "late_shipment_rate"]


@pytest.mark.parametrize(
    ("lang", "badge", "meaning"),
    [
        ("en", "◆ at risk", "◆ At risk: a chance of 30% or more that the target is missed within 21 days"),
        ("zh", "◆ 有风险", "◆ 有风险：21 天内未达标的概率不低于 30%"),
        ("es", "◆ en riesgo", "◆ En riesgo: la probabilidad de incumplir el objetivo en 21 días es de 30% o más"),
    ],
)
def test_at_risk_is_on_the_badge_and_explained_below_the_board(board, lang, badge, meaning):
    likely = board.assign(probability=board["status"].map({"good": 0.3}).astype("float64"))
    with in_language(lang):
        html, calm = board_html(likely), board_html(board)
    rows = rows_of(html)
    assert [row[4] for row in rows if len(row) > 1][1].startswith(badge)
    assert meaning in html and "◆" not in calm
    assert 'class="wb-status wb-status-at_risk"' in html


def test_a_category_does_not_repeat_the_platforms_name_of_its_kpi(board):
    both = pd.concat([board, board.assign(scope=board["kpi"].map({"valid_tracking_rate": "kitchen"}).fillna("x"))])
    with in_language("zh"):
        names = [row[0] for row in rows_of(board_html(both[both["kpi"] == "valid_tracking_rate"])) if len(row) > 1]
    assert names == ["有效追踪率 / Valid Tracking Rate", "有效追踪率（kitchen）"]


def test_a_missed_target_at_the_platforms_yellow_stands_before_what_only_may_miss_it(board):
    yellow = board[board["status"] == "breach"].assign(status="watch", kpi="claims_rate", headroom=-8)
    rows = pd.concat(
        [board[board["status"] == "good"].assign(probability=0.9), yellow.assign(probability=float("nan"))]
    )
    assert board_rows(rows)["kpi"].tolist()[0] == "claims_rate"


def test_a_figure_that_only_the_platform_has_stands_in_its_column(board):
    shown = next(row for row in rows_of(board_html(board)) if row[0].startswith("Account health"))
    assert shown[1:5] == ["–", "428 / 28 Jan", "≥ 200", "● on target / GREAT"]


@pytest.mark.parametrize(
    ("lang", "cells"),
    [("zh", ["有效追踪率 / Valid Tracking Rate", "■ 未达标"]), ("es", ["Tasa de rastreo válido", "■ incumple"])],
)
def test_the_board_speaks_the_readers_language(board, lang, cells):
    with in_language(lang):
        text = re.sub(r"<br>", " / ", board_html(board))
    shown = re.sub(r"<[^>]+>", "", text)
    assert all(cell in shown for cell in cells)


def test_an_owners_name_is_text(board):
    assert "&lt;b&gt;" in board_html(board.assign(owner="<b>"))


def test_an_empty_board_says_so(board):
    assert "No KPI to show." in show_kpi_board(board.iloc[:0]).data


def test_a_missing_column_is_named(board):
    with pytest.raises(TableError, match="scoreboard: missing column headroom"):
        board_html(board.drop(columns="headroom"))


def test_the_board_is_not_changed(board):
    before = board.copy(deep=True)
    show_kpi_board(board)
    pd.testing.assert_frame_equal(board, before)


def test_the_glossary_sets_our_name_beside_the_platforms(board):
    with in_language("es"):
        rows = rows_of(show_kpi_glossary(board).data)
    (named,) = [row[:3] for row in rows if row[0].startswith("Tasa de pedidos")]
    assert named == ["Tasa de pedidos con defecto", "Porcentaje de pedidos defectuosos", "Order Defect Rate"]
