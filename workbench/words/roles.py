"""Words and sentences about who answers for what: tasks, causes of a change, what followed an action, the week."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.accountability.order_labels import SEVERAL, UNSAID
from workbench.kpis import ORDER_REASONS
from workbench.risk import RULES, standing_of
from workbench.tables import require_columns
from workbench.words.bands import joined_sentences
from workbench.words.cases import case_kind
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day, period, points, rate
from workbench.words.intake import export_title
from workbench.words.kpis import figure, kpi_in_sentence, place_name, status_word, target_text

ROLE_WORDS = {
    "operations": mark("operations"),
    "quality": mark("quality"),
    "listings": mark("listings"),
    "advertising": mark("advertising"),
    "customer service": mark("customer service"),
    "warehouse": mark("warehouse"),
}
TASK_WORDS = {
    "action": mark("Action"),
    "question": mark("Open point"),
    "case": mark("Warning of the platform"),
    "file": mark("File to send"),
}
WAY_WORDS = {
    "cause": mark("By cause"),
    "accountable": mark("By who had the order"),
    "carrier": mark("By carrier"),
    "sku": mark("By SKU"),
    "category": mark("By category"),
}
EFFECT_WORDS = {"rate": mark("its own rate"), "mix": mark("its share of all orders")}
PLACE_WORDS = {
    "not_scanned": mark("not yet scanned by the carrier"),
    "customs": mark("in customs"),
    "carrier": mark("with the carrier"),
    "lost": mark("lost"),
}
CAUSE_WORDS = {
    "late": mark("shipment confirmed late"),
    "cancelled_by_seller": mark("cancelled by the seller"),
    "cancelled_by_platform": mark("cancelled by the platform, not shipped"),
    "cancelled_by_unknown": mark("cancelled, nobody says by whom"),
    "no_scan": mark("no physical scan"),
    "scan_missing": mark("one of two scans missing"),
    "not_on_time": mark("not delivered by the promised day"),
    "negative_feedback": mark("bad feedback"),
    "claim": mark("claim"),
    "mediation": mark("mediation"),
    "chargeback": mark("chargeback"),
}
MOVE_WORDS = {"worse": mark("has become worse"), "better": mark("has become better")}
ACCOUNTABLE_WORDS = {"seller": mark("the seller"), "others": mark("a carrier or the customs")}
VERDICT_WORDS = {
    "better": mark("better after it"),
    "worse": mark("worse after it"),
    "no_difference": mark("no difference beyond chance"),
    "too_early": mark("too early to say"),
    "not_done": mark("not done yet"),
    "no_kpi": mark("names no KPI"),
    "unmeasured": mark("not counted from orders"),
}


def role_name(role: str) -> str:
    """A role of the profile; one that the workbench has no word for stays as it was written.

    >>> role_name("operations"), role_name("Night shift")
    ('operations', 'Night shift')
    """
    return t(ROLE_WORDS[role]) if role in ROLE_WORDS else role


def answerable(role: str, person: str) -> str:
    """Who answers, as a heading; that nobody does where nobody is named.

    >>> answerable("quality", "Alex Attrappe"), answerable("", "")
    ('Alex Attrappe, quality', 'Nobody answers for these')
    """
    if not person:
        return t("Nobody answers for these")
    return t("{person}, {role}", person=person, role=role_name(role)) if role else person


def task_word(kind: str) -> str:
    """What kind of task it is.

    >>> task_word("question")
    'Open point'
    """
    return t(TASK_WORDS[kind])


def task_text(row: Mapping) -> str:
    """What is to be done: an entry's own words, what a warning is about, the name of a file."""
    if row["kind"] == "case":
        return case_kind(row["text"])
    return export_title(row["title"]) if row["kind"] == "file" else row["text"]


def due_words(days_left: int) -> str:
    """How many days there are until a due date, or since it; blank where there is none.

    >>> due_words(-3), due_words(0), due_words(1)
    ('3 days overdue', 'due today', 'in 1 day')
    """
    if pd.isna(days_left):
        return ""
    days = abs(int(days_left))
    if days_left < 0:
        return tn("{n} day overdue", "{n} days overdue", days, n=count(days))
    return tn("in {n} day", "in {n} days", days, n=count(days)) if days else t("due today")


def roles_sentence(tasks: pd.DataFrame, board: pd.DataFrame) -> str:
    """How much is open and overdue, and for how many KPIs nobody answers.

    Parameters
    ----------
    tasks : DataFrame
        One row per task: days_left.
    board : DataFrame
        One row per KPI: person.
    """
    require_columns(tasks, ["days_left"], of="roles_sentence: tasks")
    require_columns(board, ["person"], of="roles_sentence: board")
    overdue, nobodys = int((tasks["days_left"] < 0).fillna(False).sum()), int((board["person"] == "").sum())
    opened = tn(
        "{n} action, open point or warning is open; overdue: {overdue}.",
        "{n} actions, open points and warnings are open; overdue: {overdue}.",
        len(tasks),
        n=count(len(tasks)),
        overdue=count(overdue),
    )
    said = [opened if len(tasks) else t("Nothing is open.")]
    if nobodys:
        said.append(tn("Nobody answers for {n} KPI.", "Nobody answers for {n} KPIs.", nobodys, n=count(nobodys)))
    return joined_sentences(said)


def part_name(way: str, name: str) -> str:
    """A part of a change: a cause in words, who had the order, else the carrier, SKU or category as it is.

    >>> part_name("cause", "no_scan/customs"), part_name("sku", "VH-004"), part_name("carrier", "unsaid")
    ('no physical scan: in customs', 'VH-004', 'the files do not say')
    """
    if way == "cause":
        return _cause(name)
    if way == "accountable" and name in ACCOUNTABLE_WORDS:
        return t(ACCOUNTABLE_WORDS[name])
    return {UNSAID: t("the files do not say"), SEVERAL: t("several in one order")}.get(name, name)


def parts_sentence(parts: pd.DataFrame, *, against: str) -> str:
    """How far a rate changed, and the cause that brought most of it.

    Parameters
    ----------
    parts : DataFrame
        As `workbench.change_parts`.
    against : str
        ISO day that the change is counted from.
    """
    require_columns(parts, ["by", "name", "part", "part_hundredths", "change"], of="parts_sentence: parts")
    if parts.empty:
        return t("The change can't be split: the files hold no orders for both days.")
    causes = parts[parts["by"] == "cause"]
    change = points(parts["change"].iloc[0])
    if causes.empty or not causes["part_hundredths"].ne(0).any():
        return t("Against {day}: {change}.", day=day(against), change=change)
    most = causes.loc[causes["part"].abs().idxmax()]
    return t(
        "Against {day}: {change}, most of it by this cause: {cause} ({part}).",
        day=day(against),
        change=change,
        cause=part_name("cause", most["name"]),
        part=points(most["part_hundredths"] / 10_000),
    )


def verdict_word(verdict: str) -> str:
    """What the orders say of the time after an action.

    >>> verdict_word("too_early")
    'too early to say'
    """
    return t(VERDICT_WORDS[verdict])


def effect_sentence(row: Mapping) -> str:
    """The rate in the days before and after an entry; it tells what followed, never what caused it.

    Parameters
    ----------
    row : mapping
        One row of `workbench.action_effects` with both rates.
    """
    values = {
        "kpi": kpi_in_sentence(row["kpi"]),
        "before": rate(row["rate_before"]),
        "after": rate(row["rate_after"]),
        "change": points(row["change"]),
        "days": period(row["after_start"], row["after_end"]),
    }
    if pd.isna(row["change_low"]):
        return t("{kpi}: {before} before, {after} after ({days}); too few orders to compare.", **values)
    values |= {name: points(row[f"change_{name}"], unit=False) for name in ("low", "high")}
    return t("{kpi}: {before} before, {after} after ({days}); {change} ({low} to {high}).", **values)


def effects_sentence(effects: pd.DataFrame) -> str:
    """How many entries there are, and what followed those that the orders can tell of.

    Parameters
    ----------
    effects : DataFrame
        As `workbench.action_effects`.
    """
    require_columns(effects, ["verdict"], of="effects_sentence: effects")
    if effects.empty:
        return t("No action, decision or change was entered up to this day.")
    n = effects["verdict"].value_counts()
    better, worse, same, early = (int(n.get(name, 0)) for name in ("better", "worse", "no_difference", "too_early"))
    return tn(
        "{n} entry: better after it {better}, worse {worse}, no clear difference {same}, too early {early}.",
        "{n} entries: better after it {better}, worse {worse}, no clear difference {same}, too early {early}.",
        len(effects),
        n=count(len(effects)),
        better=count(better),
        worse=count(worse),
        same=count(same),
        early=count(early),
    )


def move_sentence(row: Mapping) -> str:
    """A KPI that moved: from which status to which, or by how much, with figure and target.

    Parameters
    ----------
    row : mapping
        One row of `workbench.weekly_moves`; with probability where chances are known.
    """
    values = {
        "place": place_name(row["platform"], row["market"]),
        "kpi": kpi_in_sentence(row["kpi"], scope=row["scope"]),
        "value": figure(row),
        "target": target_text(row),
        "status": status_word(standing_of(row)),
    }
    if row["why"] == "status":
        # The chance of a week ago is not told: what changed is the status.
        values["status"] = status_word(row["status"])
        before = {"before": status_word(row["status_before"]), "rate": rate(row["rate_before"])}
        return t(
            "{place}: {kpi} went from {before} to {status}: {value}, a week ago {rate}; target {target}.",
            **values,
            **before,
        )
    if row["verdict"]:
        told = {"verdict": t(MOVE_WORDS[row["verdict"]]), "rule": t(RULES[row["rule"]])}
        return t("{place}: {kpi} {verdict}: {rule}; {value}, target {target} ({status}).", **values, **told)
    moved = {name: points(row[f"change_{name}"], unit=False) for name in ("low", "high")}
    return t(
        "{place}: {kpi} moved by {change} against last month ({low} to {high}): {value}; target {target} ({status}).",
        **values,
        **moved,
        change=points(row["change"]),
    )


def moves_sentence(moves: pd.DataFrame) -> str:
    """How many KPIs changed status and how many moved beyond chance."""
    require_columns(moves, ["why"], of="moves_sentence: moves")
    if moves.empty:
        return t("No KPI changed its status this week, and none moved beyond what chance alone explains.")
    changed, beyond = (int((moves["why"] == why).sum()) for why in ("status", "beyond_noise"))
    return t(
        "Changed status this week: {changed}; moved beyond chance: {beyond}.",
        changed=count(changed),
        beyond=count(beyond),
    )


def due_sentence(due: pd.DataFrame) -> str:
    """How much is overdue and how much falls due within two weeks."""
    require_columns(due, ["days_left"], of="due_sentence: due")
    if due.empty:
        return t("Nothing is overdue, and nothing falls due within two weeks.")
    overdue = int((due["days_left"] < 0).sum())
    return t(
        "Overdue: {overdue}; due within two weeks: {near}.", overdue=count(overdue), near=count(len(due) - overdue)
    )


def _cause(name: str) -> str:
    why, _, place = name.partition("/")
    if why == UNSAID:
        return t("the files do not say")
    said = t(CAUSE_WORDS[why]) if why in CAUSE_WORDS else t(ORDER_REASONS[why])
    return t("{cause}: {place}", cause=said, place=t(PLACE_WORDS[place])) if place else said
