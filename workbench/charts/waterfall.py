"""One unit from its shelf price down to margin and cash, and a SKU's markets beside each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from workbench.charts.axes import edge_label, number_axis
from workbench.charts.style import ACCENT, INK, RULE, SECONDARY, STATUS_COLOURS, TEXT_SIZE, figure_axes, finish_chart
from workbench.costs.economics import SideBySide, UnitEconomics
from workbench.costs.margins import GROUPS
from workbench.words import number, share, t
from workbench.words.economics import (
    GROUP_WORDS,
    amount_text,
    converted_sentence,
    side_by_side_title,
    step_name,
    waterfall_source,
    waterfall_subtitle,
    waterfall_title,
)

ROW_MM = 5.6
FRAME_MM = 14.0
# Shades of grey apart enough to tell neighbours; the margin alone is in colour.
SHARES = {"fees": "#8f99a3", "shipping": "#aeb6be", "selling": "#77828d", "income_tax": "#5b6570"}
SHARES |= {"cost": "#3f4850", "freight": "#99a2ab", "border": "#68727c"}


@dataclass(frozen=True)
class Bar:
    """One row of a waterfall: where its bar begins and ends, the amount beside it, and whether it is a total."""

    name: str
    start: float
    end: float
    amount: float
    is_total: bool


def plot_waterfall(economics: UnitEconomics, ax: Axes | None = None) -> Axes:
    """The steps from shelf price to margin and to cash, one row each, with their amounts.

    Parameters
    ----------
    economics : UnitEconomics
        As `workbench.unit_economics` gives it. Steps of nothing are left out; where an input is missing, the steps
        that are known are drawn and no margin.
    ax : Axes, optional
        Draw here.
    """
    bars = _bars(economics)
    ax = figure_axes(height_mm=FRAME_MM + ROW_MM * len(bars), ax=ax)
    places = np.arange(len(bars))
    lefts = [min(bar.start, bar.end) for bar in bars]
    widths = [abs(bar.end - bar.start) for bar in bars]
    ax.barh(places, widths, left=lefts, height=0.62, color=[_colour(bar) for bar in bars], zorder=2)
    for place, (bar, following) in enumerate(itertools.pairwise(bars)):
        if not following.is_total or following.end == bar.end:
            ax.plot([bar.end, bar.end], [place, place + 1], color=RULE, lw=0.8, zorder=1)
    _label_rows(ax, bars, currency=economics.inputs.currency)
    return finish_chart(
        ax,
        title=waterfall_title(economics),
        subtitle=waterfall_subtitle(economics),
        source=waterfall_source(economics),
    )


def plot_side_by_side(side: SideBySide, ax: Axes | None = None) -> Axes:
    """What 100 of the price without tax go to, on each account and at the converted price of the United States.

    Parameters
    ----------
    side : SideBySide
        As `workbench.side_by_side` gives it. Units with a missing input are left out.
    ax : Axes, optional
        Draw here.
    """
    units = [unit for unit in (*side.units, *side.converted) if pd.notna(unit.margin_rate)]
    ax = figure_axes(height_mm=FRAME_MM + 1.6 * ROW_MM * max(len(units), 1) + 2 * ROW_MM, ax=ax)
    for place, unit in enumerate(units):
        _draw_shares(ax, place, unit)
    _name_groups(ax)
    ax.plot([1, 1], [-0.5, len(units) - 0.4], color=INK, lw=1.0, zorder=3)
    ax.set_yticks(range(len(units)), [_unit_name(unit) for unit in units], color=INK)
    ax.set_ylim(len(units) - 0.4, -1.9)
    ax.grid(False, axis="y")
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda value, place: number(value * 100) + "%")
    return finish_chart(
        ax,
        title=side_by_side_title(side),
        subtitle=t("Parts of the price without tax; what passes the line is lost"),
        source=converted_sentence(side),
    )


def _bars(economics: UnitEconomics) -> list[Bar]:
    """Price, steps of the margin, margin, steps of the cash, cash; steps of nothing are left out."""
    steps = economics.steps[economics.steps["step"] != "price"]
    bars, left = [Bar(t("shelf price"), 0.0, economics.price, economics.price, is_total=True)], economics.price
    for line, total, name in (("margin", economics.margin, t("margin")), ("cash", economics.cash, t("cash now"))):
        taken = steps[(steps["line"] == line) & (steps["amount"].fillna(0.0) != 0.0)]
        for step in taken.itertuples(index=False):
            bars.append(Bar(step_name(step.step), left, left - step.amount, -step.amount, is_total=False))
            left -= step.amount
        if pd.notna(total) and (line == "margin" or len(taken)):
            bars.append(Bar(name, 0.0, total, total, is_total=True))
    return bars


def _colour(bar: Bar) -> str:
    if not bar.is_total:
        return SECONDARY
    return STATUS_COLOURS["breach"] if bar.amount < 0 else ACCENT


def _label_rows(ax: Axes, bars: list[Bar], *, currency: str) -> None:
    for place, bar in enumerate(bars):
        ax.annotate(
            amount_text(bar.amount, currency),
            (1, place),
            (4, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            color=_colour(bar) if bar.is_total else INK,
            weight="bold" if bar.is_total else "normal",
            va="center",
            annotation_clip=False,
        )
    ax.axvline(0, color=INK, lw=1.0, zorder=3)
    ax.set_yticks(range(len(bars)), [bar.name for bar in bars], color=INK)
    ax.set_ylim(len(bars) - 0.4, -0.6)
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    number_axis(ax, axis="x")


def _name_groups(ax: Axes) -> None:
    """Which shade is what, in rows of their own: names above narrow parts would lie on each other."""
    patches = [Patch(color=SHARES[name], label=t(GROUP_WORDS[name])) for name in GROUPS]
    patches.append(Patch(color=ACCENT, label=t("margin")))
    ax.legend(
        handles=patches,
        loc="upper left",
        ncols=4,
        handlelength=1,
        columnspacing=1.2,
        borderpad=0,
        fontsize=TEXT_SIZE - 1,
    )


def _draw_shares(ax: Axes, place: int, unit: UnitEconomics) -> None:
    taken = unit.steps[unit.steps["line"] == "margin"].groupby("step")["amount"].sum() / unit.net_price
    left = 0.0
    for name, steps in GROUPS.items():
        taken_here = float(taken.reindex(list(steps)).sum())
        if not taken_here:
            continue
        ax.barh(place, taken_here, left=left, height=0.6, color=SHARES[name], edgecolor="white", lw=0.6, zorder=2)
        left += taken_here
    margin = max(1 - left, 0.0)
    colour = ACCENT if unit.margin_rate >= 0 else STATUS_COLOURS["breach"]
    ax.barh(place, margin, left=left, height=0.6, color=colour, zorder=2)
    edge_label(ax, share(unit.margin_rate), place=place, colour=colour)


def _unit_name(unit: UnitEconomics) -> str:
    if unit.candidate:
        return t("{account}, US price converted", account=unit.inputs.account)
    return unit.inputs.account
