"""What comes next for the KPIs, as a reader sees it: room, chances, and when old orders leave the window."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.charts.risk import plot_headroom, plot_roll_off, plot_signal
from workbench.client import Client
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.kpis.reasons import ORDER_REASONS
from workbench.risk import HORIZONS, STANDING_DAYS, breach_risk, urgency
from workbench.risk.breach import risk_of
from workbench.risk.histories import Histories
from workbench.risk.leaving import roll_off_of
from workbench.risk.signal import signal_of
from workbench.tables import require_columns
from workbench.words import count, day, rate, t
from workbench.words.formats import MISSING, chance_text
from workbench.words.kpis import kpi_name, place_name, target_text
from workbench.words.risk import (
    leaving_phrase,
    no_chance_sentence,
    risk_sentence,
    roll_off_sentence,
    signal_sentence,
)

RISK_COLUMNS = [
    *("account", "platform", "market", "kpi", "scope", "as_of", "numerator", "denominator", "rate", "target"),
    *("comparator", "status", "basis", "headroom", "headroom_ahead", "clean_needed", "leaves_on", "leaving"),
    *("leaving_orders", "days", "probability", "probability_met", "rate_low", "rate_high", "no_chance"),
    *(f"probability_{days}" for days in HORIZONS),
]
# Calendars and control charts shown in a review: of the KPIs nearest to their limit.
MOST_CALENDARS = 3
MOST_ORDERS = 40
KEY = ["account", "kpi", "scope"]
# Columns that a row prints, beside its figures.
_PRINTED = (
    *("name", "now", "counts", "target_text", "next", "leaves", "span", "place"),
    *(f"chance_{days}" for days in HORIZONS),
)


def show_breach_risk(risk: pd.DataFrame) -> HTML:
    """Each KPI's room now and ahead, the next orders to leave, and the chance of missing the target.

    Parameters
    ----------
    risk : DataFrame
        One row per KPI, as `workbench.breach_risk` gives it. Those without a target or counts are left out.
    """
    return HTML(risk_html(risk))


def risk_html(risk: pd.DataFrame) -> str:
    """As `show_breach_risk`, the HTML alone.

    Raises
    ------
    TableError
        A column of the risk table is missing.
    """
    require_columns(risk, RISK_COLUMNS, of="risk table")
    rows = risk_rows(risk)
    last = rows["as_of"].max() + pd.Timedelta(days=int(rows["days"].max())) if len(rows) else None
    fields = [
        Field("name", t("KPI")),
        Field("now", t("Now"), align="right", note="counts"),
        Field("target_text", t("Target"), align="right"),
        Field("headroom", t("Room left"), "count", unit=t("orders")),
        Field("headroom_ahead", t("Room on {day}", day=day(last, year=False)), "count", unit=t("orders")),
        Field("clean_needed", t("To recover"), "count", unit=t("orders")),
        Field("next", t("Next to leave"), align="right", note="leaves"),
        *(Field(f"chance_{days}", t("{n} d", n=count(days)), align="right") for days in HORIZONS),
        Field("span", t("Rate on {day}", day=day(last, year=False)), align="right"),
    ]
    table = html_table(rows, fields=fields, group="place", empty=t("No KPI has counts and a target."))
    return table + note_html(_legend()) + "".join(note_html(each) for each in _reasons(rows))


def _legend() -> str:
    return t(
        "Room left: bad orders that still fit. To recover: orders without fault needed, if none left the window. "
        "7 d to 30 d: chance that the target is missed on some day within so many days. The rate on the last day lies "
        "in its span with a probability of 80%."
    )


def _reasons(rows: pd.DataFrame) -> list[str]:
    """Each reason why no chance is given, once, with the KPIs that it holds for."""
    unknown = rows[~rows["no_chance"].isin(["", "missed"])]
    told = zip(unknown["name"], unknown["account"], strict=True)
    names = pd.Series(
        [t("{kpi} ({place})", kpi=kpi, place=account) for kpi, account in told], unknown.index, dtype="str"
    )
    grouped = names.groupby(unknown["no_chance"].map(no_chance_sentence), sort=False)
    return [t("{kpis}: {reason}", kpis=t(", ").join(each), reason=why) for why, each in grouped]


def with_chances(client: Client, board: pd.DataFrame) -> pd.DataFrame:
    """The scoreboard with probability, how likely the target is missed within 21 days, and chance, its print."""
    risk = breach_risk(client, board, days=STANDING_DAYS)
    rows = [(row["probability"], _chance(row, STANDING_DAYS)) for row in risk.to_dict("records")]
    found = dict(zip(risk[KEY].itertuples(index=False, name=None), rows, strict=True))
    mine = [found[key] for key in board[KEY].itertuples(index=False, name=None)]
    chances = pd.DataFrame(mine, columns=["probability", "chance"], index=board.index)
    return board.assign(probability=chances["probability"].astype("float64"), chance=chances["chance"].astype("str"))


def risk_rows(risk: pd.DataFrame) -> pd.DataFrame:
    """The risk table's rows as `risk_html` shows them, the likeliest breach first, accounts together."""
    shown = risk[risk["headroom"].notna()]
    rank = urgency(shown)
    shown = shown.assign(is_shorter=shown.duplicated(KEY))
    order = shown.assign(_rank=rank, _chance=-shown["probability"].fillna(-1.0))
    shown = order.sort_values(["_rank", "_chance", "headroom"], kind="stable").reset_index(drop=True)
    rows = shown.to_dict("records")
    printed = [_printed(row) for row in rows]
    texts = {name: pd.Series([each[name] for each in printed], dtype="str") for name in _PRINTED}
    needed = shown["clean_needed"].mask(shown["clean_needed"] == 0)
    view = shown.assign(**texts, clean_needed=needed)
    places = {account: place for place, account in enumerate(dict.fromkeys(view["account"]))}
    return view.sort_values("account", key=lambda names: names.map(places), kind="stable", ignore_index=True)


def _printed(row: dict) -> dict[str, str]:
    place = place_name(row["platform"], row["market"])
    return {
        "name": _name(row),
        "now": rate(row["rate"]),
        "counts": f"{count(row['numerator'])} / {count(row['denominator'])}",
        "target_text": target_text(row),
        "next": day(row["leaves_on"], year=False) if pd.notna(row["leaves_on"]) else MISSING,
        "leaves": leaving_phrase(row),
        "span": _span(row),
        "place": t("{place} ({account})", place=place, account=row["account"]),
        **{f"chance_{days}": _chance(row, days) for days in HORIZONS},
    }


def _name(row: dict) -> str:
    """The KPI; over a shorter window than its main one with the days."""
    name = kpi_name(row["kpi"], scope=row["scope"])
    return t("{kpi}, {days} days", kpi=name, days=count(row["window_days"])) if row["is_shorter"] else name


def _chance(row: dict, days: int) -> str:
    """The printed chance; of a target that is missed already there is none to tell."""
    is_missed = row["status"] == "breach" or row["no_chance"] == "missed"
    return t("missed") if is_missed else chance_text(row[f"probability_{days}"])


def _span(row: dict) -> str:
    if pd.isna(row["rate_low"]):
        return MISSING
    return t("{low} to {high}", low=rate(row["rate_low"]), high=rate(row["rate_high"]))


def show_roll_off(calendar: pd.DataFrame) -> HTML:
    """The bad orders of a window by the day on which they leave it, and what it holds after that day.

    Parameters
    ----------
    calendar : DataFrame
        One row per bad order, as `workbench.roll_off` gives it.
    """
    return HTML(roll_off_html(calendar))


def roll_off_html(calendar: pd.DataFrame) -> str:
    """As `show_roll_off`, the HTML alone."""
    shown = calendar.head(MOST_ORDERS)
    rows = shown.to_dict("records")
    view = shown.assign(
        reason=[t(ORDER_REASONS[row["reason"]]) if row["reason"] in ORDER_REASONS else "" for row in rows],
        after=[f"{count(row['bad_after'])} / {count(row['orders_after'])}" for row in rows],
    )
    fields = [
        Field("leaves_on", t("Leaves on"), "day"),
        Field("order_id", t("Order")),
        Field("event_date", t("Counted by its day"), "day"),
        Field("reason", t("Why it counts")),
        Field("after", t("Bad orders left"), align="right"),
        Field("rate_after", t("Rate after it"), "rate"),
    ]
    more = len(calendar) - len(shown)
    note = t("{n} more orders leave later.", n=count(more)) if more else ""
    caption = t("Rate after it: without a further bad order, at the volume of the last eight weeks.")
    table = html_table(view, fields=fields, caption=caption, empty=roll_off_sentence(calendar))
    return table + note_html(note)


def show_risk_chapter(client: Client, board: pd.DataFrame) -> HTML:
    """How much room is left and when it comes back: table, picture, and the calendars of those nearest the limit.

    Parameters
    ----------
    client : Client
    board : DataFrame
        The scoreboard.
    """
    # One set of histories for all that follows: each account's orders are made into rows once.
    histories = Histories(client, where="show_risk_chapter")
    risk = risk_of(histories, board)
    if not risk["headroom"].notna().any():
        return HTML(chapter_html("risk", sentence_html(risk_sentence(risk))))
    head = chart_html(plot_headroom(risk), alt=risk_sentence(risk))
    parts = [head, risk_html(risk), *_calendars(histories, risk), *_signals(histories, risk)]
    return HTML(chapter_html("risk", "".join(parts)))


def _calendars(histories: Histories, risk: pd.DataFrame) -> list[str]:
    """Picture of the roll-off of each KPI that misses its target or is likeliest to, where orders are known."""
    known = risk_rows(risk[risk["leaving"].notna()])
    urgent = known[known["status"].isin(["breach", "watch"]) | known["probability"].gt(0.1)].head(MOST_CALENDARS)
    found = [roll_off_of(histories, **_of(row)) for row in urgent.to_dict("records")]
    return [chart_html(plot_roll_off(each), alt=roll_off_sentence(each)) for each in found if len(each) > 1]


def _signals(histories: Histories, risk: pd.DataFrame) -> list[str]:
    """A sentence for each computed KPI on whether it moved by more than chance; a picture where it did."""
    rows = risk[risk["basis"].eq("computed") & risk["headroom"].notna()].to_dict("records")
    judged = [(signal_of(histories, **_of(row)), row) for row in rows]
    moved = [(signal, row) for signal, row in judged if signal.verdict in ("worse", "better")]
    if not moved:
        stable = sum(signal.verdict == "stable" for signal, _ in judged)
        said = t("By week, {n} KPIs move within what chance alone explains; none has left its limits.", n=count(stable))
        return [sentence_html(said)] if stable else []
    places = [{"platform": row["platform"], "market": row["market"]} for _, row in moved]
    return [
        chart_html(plot_signal(signal, **place), alt=signal_sentence(signal, **place))
        for (signal, _), place in zip(moved, places, strict=True)
    ]


def _of(row: dict) -> dict:
    return {"kpi": row["kpi"], "account": row["account"], "scope": row["scope"], "on": row["as_of"]}
