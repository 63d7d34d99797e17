"""The weekly brief's two pages: what moved, what is due, what to decide."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from IPython.display import HTML

from workbench.accountability import change_parts, open_tasks, weekly_due, weekly_moves
from workbench.client import Client
from workbench.display.kpis import at_risk_html, board_rows
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.display.risk import with_chances
from workbench.display.tables import Field, escaped, html_table
from workbench.display.tasks import tasks_html
from workbench.kpis import scoreboard
from workbench.kpis.days import previous_month_end
from workbench.notices import price_holds
from workbench.notices.holds import ON_HOLD
from workbench.reviews import review_states
from workbench.risk import STANDINGS, urgency
from workbench.words import count, day, month_name, period, shortened, t, tn
from workbench.words.cases import holds_sentence
from workbench.words.findings import decision
from workbench.words.kpis import kpi_name, place_name, scoreboard_sentence
from workbench.words.roles import due_sentence, due_words, move_sentence, moves_sentence, parts_sentence

# What fits on two pages in all languages: moves and rows of KPIs at risk share the first.
MOST_ON_FIRST_PAGE, MOST_DUE, MOST_BREACHES, MOST_QUESTIONS = 9, 10, 3, 3
QUESTION_LENGTH = 140
DAYS_A_WEEK = 7
KEY = ["account", "kpi", "scope"]


@dataclass(frozen=True)
class ToDecide:
    """One thing to decide, and what has to be known for it."""

    said: str
    more: str


def show_brief_run(client: Client, *, as_of: str) -> HTML:
    """The days that the brief is about, and where the KPIs stand at their end.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day, the last of the week.
    """
    last = pd.Timestamp(as_of)
    days = period(last - pd.Timedelta(days=DAYS_A_WEEK - 1), last)
    said = t("{days}: {standing}", days=days, standing=scoreboard_sentence(_board(client, as_of)))
    return HTML(sentence_html(said))


def show_moves(client: Client, *, as_of: str) -> HTML:
    """Up to five KPIs that moved, each with its main cause; then those at risk, as a table.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day, the last of the week.
    """
    moves = with_chances(client, weekly_moves(client, as_of=as_of))
    items = [(move_sentence(row), _cause(client, row, as_of)) for row in moves.to_dict("records")]
    listed = _list(items) if items else ""
    at_risk = _at_risk(client, as_of, most=MOST_ON_FIRST_PAGE - len(moves))
    return HTML(chapter_html("moves", sentence_html(moves_sentence(moves)) + listed + at_risk))


def show_due(client: Client, *, as_of: str) -> HTML:
    """What is overdue or falls due within two weeks.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day, the last of the week.
    """
    due = weekly_due(client, as_of=as_of)
    said = sentence_html(due_sentence(due))
    left = len(due) - MOST_DUE
    more = (
        tn("{n} more is on the role board.", "{n} more are on the role board.", left, n=count(left)) if left > 0 else ""
    )
    table = tasks_html(client, due.head(MOST_DUE), empty=t("Nothing is due.")) if len(due) else ""
    return HTML(chapter_html("due", said + table + note_html(more)))


def show_to_decide(client: Client, *, as_of: str) -> HTML:
    """What the meeting decides: targets that are missed, open questions, drafts, advice on hold.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day, the last of the week.
    """
    found = [*_breaches(client, as_of), *_questions(client, as_of), *_drafts(client, as_of), *_holds(client, as_of)]
    items = [(each.said, each.more) for each in found]
    return HTML(chapter_html("decide", _list(items) if items else sentence_html(t("Nothing waits for a decision."))))


def _list(items: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<li><span class="wb-said">{escaped(said)}</span><span class="wb-decide">{escaped(more)}</span></li>'
        for said, more in items
    )
    return f'<ol class="wb wb-findings">{lines}</ol>'


def _cause(client: Client, row: dict, as_of: str) -> str:
    """The main cause of a KPI's change against last month, and who answers for it."""
    owner = t("Owner: {owner}.", owner=row["owner"]) if row["owner"] else t("Nobody answers for it.")
    if row["basis"] != "computed":
        return t("{said} {more}", said=t("The platform's own figure."), more=owner)
    against = previous_month_end(pd.Timestamp(as_of)).date().isoformat()
    parts = change_parts(client, **{name: row[name] for name in KEY}, as_of=as_of, against=against)
    return t("{said} {more}", said=parts_sentence(parts, against=against), more=owner)


def _at_risk(client: Client, as_of: str, *, most: int) -> str:
    board = _board(client, as_of)
    near = board[urgency(board) <= STANDINGS.index("watch")]
    near = near.loc[urgency(near).sort_values(kind="stable").index]
    if near.empty:
        return sentence_html(t("No KPI misses its target or is close to it."))
    left = max(len(near) - most, 0)
    near = near.head(most)
    more = tn("{n} more is on the KPI page.", "{n} more are on the KPI page.", left, n=count(left)) if left else ""
    rows = board_rows(near)
    told = rows.to_dict("records")
    view = rows.assign(
        # One line a row: a second one would cost the page its end.
        name=[_named(row, name=row["name"]) for row in told],
        figure=[row["ours"] or row["shown"] for row in told],
    )
    fields = [
        Field("name", t("KPI")),
        Field("figure", t("Figure"), align="right"),
        Field("target_text", t("Target"), align="right"),
        Field("standing", t("Status"), "status"),
        Field("headroom", t("Room left"), "count", unit=t("orders")),
        Field("chance", t("Missed within 21 days"), align="right"),
        Field("trend", t("13 weeks"), "trend"),
    ]
    caption = t("KPIs that miss their target or are close to it")
    return html_table(view, fields=fields, caption=caption) + at_risk_html(rows) + note_html(more)


def _board(client: Client, as_of: str) -> pd.DataFrame:
    """The scoreboard with the chance of each KPI."""
    return with_chances(client, scoreboard(client, as_of=as_of))


def _breaches(client: Client, as_of: str) -> list[ToDecide]:
    """Every target that is missed, also one at a platform's yellow; a KPI and its parts are one decision."""
    board = scoreboard(client, as_of=as_of)
    is_missed = (board["status"] == "breach") | (board["headroom"] < 0).fillna(False).astype(bool)
    told: dict[tuple, dict] = {}
    for row in board[is_missed].to_dict("records"):
        place = (row["account"], row["kpi"])
        # The row of the whole account names the decision, wherever it stands beside its parts.
        told[place] = row if place not in told or not row["scope"] else told[place]
    return [
        ToDecide(decision(row["kpi"]), _named(row, name=kpi_name(row["kpi"], scope=row["scope"])))
        for row in list(told.values())[:MOST_BREACHES]
    ]


def _named(row: dict, *, name: str) -> str:
    return t("{kpi} ({place})", kpi=name, place=place_name(row["platform"], row["market"]))


def _questions(client: Client, as_of: str) -> list[ToDecide]:
    tasks = open_tasks(client, as_of=as_of)
    asked = tasks[tasks["kind"] == "question"].head(MOST_QUESTIONS).to_dict("records")
    return [
        ToDecide(
            t("Answer this: {question}", question=shortened(row["text"], most=QUESTION_LENGTH)),
            t(", ").join(each for each in (row["person"], day(row["due_date"]), due_words(row["days_left"])) if each),
        )
        for row in asked
    ]


def _drafts(client: Client, as_of: str) -> list[ToDecide]:
    """Reviews that wait for their approval, of the months that had ended by then."""
    month = (pd.Timestamp(as_of) + pd.Timedelta(days=1) - pd.DateOffset(months=1)).strftime("%Y-%m")
    states = review_states(client, month=month)
    months = states.loc[states["state"] == "draft", "month"].drop_duplicates().tail(1)
    said = t("Approve the review, or say what it lacks.")
    return [ToDecide(said, t("Review of {month}", month=month_name(each))) for each in months]


def _holds(client: Client, as_of: str) -> list[ToDecide]:
    holds = price_holds(client, as_of=as_of)
    held = holds.loc[holds["state"] == ON_HOLD, "account"].drop_duplicates()
    accounts = [client.profile.account(name) for name in held]
    if not accounts:
        return []
    places = [place_name(account.platform, account.market) for account in accounts]
    return [ToDecide(t("Decide who answers the warning, and by when."), holds_sentence(holds, places))]
