"""What the client's files cover, what came twice, and what was refused."""

from __future__ import annotations

import pandas as pd
from matplotlib.dates import date2num

from workbench.charts.axes import day_axis
from workbench.charts.style import ACCENT, INK, SECONDARY, STATUS_COLOURS, TEXT_SIZE, figure_axes, finish_chart
from workbench.charts.style import Axes as Axes
from workbench.words import count, day, shortened, t
from workbench.words.intake import (
    coverage_gaps,
    coverage_sentence,
    export_title,
    refused_sentence,
    repeats_by_export,
    repeats_sentence,
)
from workbench.words.remarks import say_remark

ROW_MM = 5.4
# A single day would vanish in a calendar of more than a year, so a mark is at least this wide.
LEAST_DAYS = 1.6
# A gap with room for its number of days inside the frame, as a share of the calendar.
ROOM_FOR_DAYS = 0.04
# A week is seen at a glance in a year and a half; exchange rates may come with forty years.
MOST_DAYS = 550
LONGEST_NAME, LONGEST_CAUSE = 42, 52
MOST_BARS = 10


def plot_coverage(coverage: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Calendar by export and day, the accounts one below the other; a week without rows shows as a marked gap.

    It ends with the last day of an account's rows, and begins with their first, 550 days before at most.

    Parameters
    ----------
    coverage : DataFrame
        One row per export, account and day with data: export, title, account, day, rows.
    ax : Axes, optional
        Draw here.
    """
    lines = _lines(coverage)
    ax = figure_axes(height_mm=14 + ROW_MM * max(len(lines), 1), ax=ax)
    days = coverage.assign(day=pd.to_datetime(coverage["day"]))
    first, last = _drawn_days(days)
    drawn = days[days["day"].between(first, last)]
    for (account, title), part in drawn.groupby(["account", "title"]):
        row = lines.index((account, title))
        ax.broken_barh(_runs(part["day"]), (row - 0.32, 0.64), facecolor=ACCENT, edgecolor="none", zorder=3)
    _name_lines(ax, lines)
    if lines:
        day_axis(ax, start=first, end=last)
        ax.grid(True, axis="x", zorder=0)
    _mark_gaps(ax, coverage_gaps(drawn), lines)
    told = [t("Days with rows, by account and export; a red frame is a week or more without rows, in days")]
    if len(drawn) < len(days):
        told.append(t("drawn from {first} to {last}", first=day(first), last=day(last)))
    return finish_chart(ax, title=coverage_sentence(coverage), subtitle="; ".join(told))


def _drawn_days(days: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    of_accounts = days.loc[days["account"] != "", "day"]
    shown = days["day"] if of_accounts.empty else of_accounts
    return max(shown.min(), shown.max() - pd.Timedelta(days=MOST_DAYS)), shown.max()


def plot_repeats(files: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars by export: rows that came again unchanged, and rows that a newer state replaced.

    Parameters
    ----------
    files : DataFrame
        One row per file: title, status, rows, repeated, superseded.
    ax : Axes, optional
        Draw here.
    """
    sums = repeats_by_export(files).head(MOST_BARS)
    ax = figure_axes(height_mm=8 + ROW_MM * max(len(sums), 1), ax=ax)
    places = range(len(sums))
    ax.barh(places, sums["repeated"], height=0.62, color=ACCENT, zorder=3)
    ax.barh(places, sums["superseded"], left=sums["repeated"], height=0.62, color=SECONDARY, zorder=3)
    told = [
        t("{repeated} repeated, {replaced} replaced", repeated=count(row.repeated), replaced=count(row.superseded))
        for row in sums.itertuples()
    ]
    _finish_bars(ax, [export_title(title) for title in sums["title"]], sums["repeated"] + sums["superseded"], told)
    subtitle = t("Rows that came more than once, by export: blue unchanged, grey replaced by a newer state")
    return finish_chart(ax, title=repeats_sentence(files), subtitle=subtitle)


def plot_refusals(refused: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars by cause: how many cells were refused for it.

    Parameters
    ----------
    refused : DataFrame
        One row per refused cell: file, row, column, value, reason.
    ax : Axes, optional
        Draw here.
    """
    causes = refused["reason"].value_counts().head(MOST_BARS)
    ax = figure_axes(height_mm=8 + ROW_MM * max(len(causes), 1), ax=ax)
    ax.barh(range(len(causes)), causes, height=0.62, color=ACCENT, zorder=3)
    names = [shortened(say_remark(reason), most=LONGEST_CAUSE) for reason in causes.index]
    _finish_bars(ax, names, causes, [count(cells) for cells in causes])
    title = refused_sentence(refused)
    if len(causes):
        often = {"cells": count(causes.iloc[0]), "cause": say_remark(causes.index[0])}
        title = t("{cells} of {n} refused cells: {cause}", n=count(len(refused)), **often)
    return finish_chart(ax, title=title, subtitle=t("Refused cells, by cause"))


def _finish_bars(ax: Axes, names: list[str], lengths: pd.Series, told: list[str]) -> None:
    """Names before the bars, figures behind them, the longest bar on top; no scale, for every bar says its length."""
    for place, (length, text) in enumerate(zip(lengths, told, strict=True)):
        ax.annotate(text, (length, place), (4, 0), textcoords="offset points", va="center", fontsize=TEXT_SIZE)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(max(len(names), 1) - 0.4, -0.6)
    # Room for the figures behind the longest bar.
    ax.set_xlim(0, max([*lengths, 1]) * 1.45)
    ax.tick_params(axis="y", labelcolor=INK, labelsize=TEXT_SIZE)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.grid(False)


def _lines(coverage: pd.DataFrame) -> list[tuple[str, str]]:
    """(account, title) from top to bottom; an account's own line, without a title, stands above its exports."""
    lines: list[tuple[str, str]] = []
    for account, part in coverage.groupby("account", sort=True):
        lines += [(account, "")] if account else []
        lines += [(account, title) for title in sorted(part["title"].unique())]
    return lines


def _name_lines(ax: Axes, lines: list[tuple[str, str]]) -> None:
    names = [shortened(export_title(title), most=LONGEST_NAME) if title else account for account, title in lines]
    ax.set_yticks(range(len(lines)), names)
    ax.set_ylim(max(len(lines), 1) - 0.4, -0.6)
    ax.tick_params(axis="y", labelcolor=INK, labelsize=TEXT_SIZE)
    for label, (_, title) in zip(ax.get_yticklabels(), lines, strict=True):
        label.set_fontweight("normal" if title else "bold")


def _runs(days: pd.Series) -> list[tuple[float, float]]:
    """Consecutive days as (start, width), in matplotlib's days."""
    ordered = pd.Series(sorted(days.unique()))
    blocks = ordered.groupby((ordered.diff().dt.days != 1).cumsum())
    starts, ends = blocks.min(), blocks.max()
    epoch = pd.Timestamp("1970-01-01")
    widths = (ends - starts).dt.days + 1
    return [((start - epoch).days, max(float(width), LEAST_DAYS)) for start, width in zip(starts, widths, strict=True)]


def _mark_gaps(ax: Axes, gaps: pd.DataFrame, lines: list[tuple[str, str]]) -> None:
    first, last = ax.get_xlim()
    for gap in gaps.itertuples():
        row, start = lines.index((gap.account, gap.title)), float(date2num(gap.first_day))
        ax.broken_barh(
            [(start, float(gap.days))],
            (row - 0.38, 0.76),
            facecolor="none",
            edgecolor=STATUS_COLOURS["breach"],
            linewidth=1.0,
            zorder=4,
        )
        if gap.days >= ROOM_FOR_DAYS * (last - first):
            ax.annotate(
                count(gap.days),
                (start + gap.days / 2, row),
                ha="center",
                va="center_baseline",
                color=STATUS_COLOURS["breach"],
                fontsize=TEXT_SIZE - 1,
                zorder=5,
            )
