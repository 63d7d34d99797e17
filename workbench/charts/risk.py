"""Room in orders, the calendar of orders that leave the window, and the weeks of a control chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import MaxNLocator

from workbench.charts.axes import day_axis, number_axis, rate_axis
from workbench.charts.style import (
    ACCENT,
    INK,
    PAPER,
    SECONDARY,
    SHADE,
    STATUS_COLOURS,
    TEXT_SIZE,
    Axes,
    figure_axes,
    finish_chart,
)
from workbench.risk import Signal, standings
from workbench.words import count, day, rate, t
from workbench.words.kpis import kpi_name, place_name
from workbench.words.risk import risk_sentence, roll_off_sentence, room_text, signal_sentence

CALENDAR_MM, SIGNAL_MM = 52.0, 48.0
ROW_MM, FRAME_MM = 6.4, 12.0
# A calendar is read for the next two months; an order of a year's window leaves much later.
DAYS_SHOWN, LEAST_DAYS = 62, 30
MOST_KPIS = 14


def plot_roll_off(calendar: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bad orders that leave the window by day as bars, those still counted as steps, and how many may be.

    Parameters
    ----------
    calendar : DataFrame
        One row per bad order, soonest first, as `workbench.roll_off` gives it. The first two months are drawn.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=CALENDAR_MM, ax=ax)
    days = _by_day(calendar)
    if len(days):
        _draw_calendar(ax, days)
    return finish_chart(
        ax,
        title=roll_off_sentence(calendar),
        subtitle=t("Bad orders, by the day on which they leave the window; no further bad order assumed"),
        source=_calendar_source(calendar),
    )


def plot_headroom(risk: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Each KPI's bad orders as a bar against the most that its target allows.

    Parameters
    ----------
    risk : DataFrame
        One row per KPI, as `workbench.breach_risk` gives it. The KPIs with the least room are drawn.
    ax : Axes, optional
        Draw here.
    """
    rows = _with_room(risk)
    ax = figure_axes(height_mm=FRAME_MM + ROW_MM * max(len(rows), 1), ax=ax)
    _draw_room(ax, rows)
    return finish_chart(
        ax,
        title=risk_sentence(risk),
        subtitle=t("Bad orders now (bar) against the most that the target allows (mark), those with the least room"),
        source=t("Source: KPI table as of {day}", day=day(risk["as_of"].max())) if len(risk) else "",
    )


def plot_signal(signal: Signal, *, platform: str, market: str, ax: Axes | None = None) -> Axes:
    """Weekly rates of bad orders with the limits that chance keeps to, and their weighted mean.

    Parameters
    ----------
    signal : Signal
        As `workbench.kpi_signal` gives it.
    platform, market : str
        Where the account sells.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=SIGNAL_MM, ax=ax)
    if len(signal.points):
        _draw_weeks(ax, signal.points)
    return finish_chart(
        ax,
        title=signal_sentence(signal, platform=platform, market=market),
        subtitle=t("Bad orders by week of the event, share; band: what chance alone explains; line: weighted mean"),
        source=t("Source: files of account {account}; as of {day}", account=signal.account, day=day(signal.as_of)),
    )


def _by_day(calendar: pd.DataFrame) -> pd.DataFrame:
    """Per leaving day the orders that leave and what the window then holds."""
    if calendar.empty:
        return calendar
    grouped = calendar.groupby("leaves_on")
    held = grouped[["as_of", "bad_now", "bad_after", "allowed_after"]].last()
    days = held.assign(leaving=grouped["weight"].sum()).reset_index()
    return days[days["leaves_on"] <= days["leaves_on"].iloc[0] + pd.Timedelta(days=DAYS_SHOWN)]


def _draw_calendar(ax: Axes, days: pd.DataFrame) -> None:
    places = date2num(days["leaves_on"])
    ax.bar(places, days["leaving"], width=0.8, color=ACCENT, zorder=3)
    first, last = days["as_of"].iloc[0], days["leaves_on"].iloc[-1]
    last = max(last, first + pd.Timedelta(days=LEAST_DAYS))
    edges = np.concatenate([[date2num(first)], places, [date2num(last) + 1]])
    counted = days["bad_after"].to_numpy(dtype="float64")
    ax.step(edges, np.concatenate([days["bad_now"].iloc[:1], counted, counted[-1:]]), where="post", color=INK, lw=1.2)
    ends = [(counted[-1], t("still counted"), INK)]
    if days["allowed_after"].notna().all():
        allowed = days["allowed_after"].astype("float64").to_numpy()
        shown = np.concatenate([allowed[:1], allowed, allowed[-1:]])
        ax.step(edges, shown, where="post", color=SECONDARY, lw=1.0, ls=(0, (4, 2)))
        ends.append((allowed[-1], t("allowed"), SECONDARY))
    day_axis(ax, start=first, end=last)
    ax.set_ylim(
        0, max(days["leaving"].max(), days["bad_now"].iloc[0], counted.max(), *(end[0] for end in ends)) * 1.15 + 0.2
    )
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    number_axis(ax)
    _label_bars(ax, places, days)
    _label_right(ax, ends)


def _label_bars(ax: Axes, places: np.ndarray, days: pd.DataFrame) -> None:
    for place, leaving in zip(places, days["leaving"], strict=True):
        ax.annotate(
            count(leaving), (place, leaving), (0, 2), textcoords="offset points", ha="center", color=ACCENT,
            fontsize=TEXT_SIZE - 1, zorder=5, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def _label_right(ax: Axes, ends: list[tuple[float, str, str]]) -> None:
    """Names at the right edge, an equal or near one moved up."""
    low, high = ax.get_ylim()
    near = len(ends) > 1 and abs(ends[0][0] - ends[1][0]) / (high - low) < 0.1
    upper = max(range(len(ends)), key=lambda place: ends[place][0])
    for place, (value, text, colour) in enumerate(ends):
        shift = (5.5 if place == upper else -5.5) if near else 0.0
        ax.annotate(
            text, (1, value), (4, shift), xycoords=("axes fraction", "data"), textcoords="offset points", color=colour,
            fontsize=TEXT_SIZE - 0.5, va="center", annotation_clip=False,
        )  # fmt: skip


def _with_room(risk: pd.DataFrame) -> pd.DataFrame:
    """The KPIs with counts and target, least room first: bad (orders now), allowed."""
    rows = risk[risk["headroom"].notna()].sort_values("headroom", kind="stable").head(MOST_KPIS)
    is_high = rows["comparator"].isin(["gt", "ge"])
    bad = rows["numerator"].where(~is_high, rows["denominator"] - rows["numerator"])
    return rows.assign(bad=bad, allowed=bad + rows["headroom"]).reset_index(drop=True)


def _draw_room(ax: Axes, rows: pd.DataFrame) -> None:
    places = np.arange(len(rows))[::-1]
    colours = [STATUS_COLOURS[each] for each in standings(rows)]
    bad, allowed = (rows[name].astype("float64").to_numpy() for name in ("bad", "allowed"))
    ax.barh(places, np.maximum(allowed, 0), height=0.62, color=SHADE, zorder=2)
    ax.barh(places, bad, height=0.62, color=colours, zorder=3)
    ax.plot(np.maximum(allowed, 0), places, "|", color=INK, ms=12, mew=1.6, zorder=4)
    names = [
        t(
            "{kpi} · {place}",
            kpi=kpi_name(row["kpi"], scope=row["scope"]),
            place=place_name(row["platform"], row["market"]),
        )
        for row in rows.to_dict("records")
    ]
    ax.set_yticks(places, names)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    number_axis(ax, axis="x")
    ax.grid(True, axis="x")
    ax.grid(False, axis="y")
    for place, row, end in zip(places, rows.to_dict("records"), np.maximum(bad, allowed), strict=True):
        ax.annotate(
            room_text(row), (end, place), (6, 0), textcoords="offset points", va="center", color=INK,
            fontsize=TEXT_SIZE - 0.5, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
    ax.margins(x=0.14)


def _draw_weeks(ax: Axes, points: pd.DataFrame) -> None:
    weeks = date2num(points["week_end"])
    ax.fill_between(weeks, points["low"], points["high"], color=SHADE, lw=0, zorder=0)
    ax.plot(weeks, points["usual"], color=SECONDARY, lw=1.0, ls=(0, (4, 2)), zorder=1)
    ax.plot(weeks, points["mean"], color=ACCENT, zorder=2)
    usual = points["is_usual"].to_numpy(dtype=bool)
    ax.plot(weeks[usual], points["rate"][usual], "o", ms=3, color=SECONDARY, zorder=3)
    ax.plot(weeks[~usual], points["rate"][~usual], "o", ms=4.5, color=INK, zorder=4)
    day_axis(ax, start=points["week_end"].iloc[0], end=points["week_end"].iloc[-1])
    ax.set_ylim(0, max(points[["high", "rate", "mean"]].max()) * 1.12)
    rate_axis(ax, most=4)
    usual_rate = points["usual"].iloc[-1]
    _label_right(ax, [(usual_rate, t("usual {rate}", rate=rate(usual_rate)), SECONDARY)])


def _calendar_source(calendar: pd.DataFrame) -> str:
    if calendar.empty:
        return ""
    row = calendar.iloc[0]
    name = kpi_name(row["kpi"], scope=row["scope"])
    return t("Source: files of account {account}; {kpi}", account=row["account"], kpi=name)
