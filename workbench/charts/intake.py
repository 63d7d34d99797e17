"""The calendar of what the client's files cover."""

from __future__ import annotations

import pandas as pd
from matplotlib.dates import date2num

from workbench.charts.axes import day_axis
from workbench.charts.style import ACCENT, INK, STATUS_COLOURS, TEXT_SIZE, figure_axes, finish_chart
from workbench.charts.style import Axes as Axes
from workbench.words import t
from workbench.words.intake import coverage_gaps, coverage_sentence, export_title

ROW_MM = 6.0
# A single day would vanish in a calendar of more than a year, so a mark is at least this wide.
LEAST_DAYS = 1.6


def plot_coverage(coverage: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Calendar by export and day; a week without rows shows as a marked gap.

    Parameters
    ----------
    coverage : DataFrame
        One row per export, account and day with data: export, title, account, day, rows.
    ax : Axes, optional
        Draw here.
    """
    lines = [key for key, _ in coverage.groupby(["account", "title"], sort=True)]
    ax = figure_axes(height_mm=14 + ROW_MM * max(len(lines), 1), ax=ax)
    for row, (account, title) in enumerate(lines):
        days = coverage.loc[(coverage["account"] == account) & (coverage["title"] == title), "day"]
        ax.broken_barh(_runs(pd.to_datetime(days)), (row - 0.32, 0.64), facecolor=ACCENT, edgecolor="none")
    _mark_gaps(ax, coverage_gaps(coverage), lines)
    ax.set_yticks(range(len(lines)), [_line_name(account, title) for account, title in lines])
    ax.set_ylim(max(len(lines), 1) - 0.4, -0.6)
    ax.tick_params(axis="y", labelcolor=INK, labelsize=TEXT_SIZE)
    if lines:
        dates = pd.to_datetime(coverage["day"])
        day_axis(ax, start=dates.min(), end=dates.max())
    return finish_chart(
        ax,
        title=coverage_sentence(coverage),
        subtitle=t("Days with rows, by account and export; a red frame is a week or more without rows"),
    )


def _line_name(account: str, title: str) -> str:
    """The export, and whose it is where it belongs to an account."""
    return f"{account} · {export_title(title)}" if account else export_title(title)


def _runs(days: pd.Series) -> list[tuple[float, float]]:
    """Consecutive days as (start, width), in matplotlib's days."""
    ordered = pd.Series(sorted(days.unique()))
    blocks = ordered.groupby((ordered.diff().dt.days != 1).cumsum())
    starts, ends = blocks.min(), blocks.max()
    epoch = pd.Timestamp("1970-01-01")
    widths = (ends - starts).dt.days + 1
    return [((start - epoch).days, max(float(width), LEAST_DAYS)) for start, width in zip(starts, widths, strict=True)]


def _mark_gaps(ax: Axes, gaps: pd.DataFrame, lines: list[tuple[str, str]]) -> None:
    for gap in gaps.itertuples():
        place = (float(date2num(gap.first_day)), float(gap.days))
        ax.broken_barh(
            [place],
            (lines.index((gap.account, gap.title)) - 0.38, 0.76),
            facecolor="none",
            edgecolor=STATUS_COLOURS["breach"],
            linewidth=1.0,
        )
