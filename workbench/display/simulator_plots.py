"""The simulator's pictures as plain HTML and SVG, made in a millisecond or two so that they follow a slider.

A picture is an SVG that stretches with its box and, above it, labels that don't: their places are percentages, so the
text keeps its size on any screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.costs.economics import UnitEconomics
from workbench.display.tables import escaped
from workbench.pricing.simulation import Curve, Simulation, moved_fan
from workbench.words import day, number, t
from workbench.words.bands import price_text
from workbench.words.economics import amount_text, step_name
from workbench.words.formats import exchange_text
from workbench.words.simulator import (
    curve_name,
    fan_title,
    origin_text,
    rate_text,
    step_status,
    waterfall_name,
)

# A jump of a margin between two neighbouring cents is a jump, not a slope.
JUMP_CENTS = 0.011
BANDS = (("p05", "p95", 0.12), ("p10", "p90", 0.20), ("p25", "p75", 0.34))
# The narrowest picture, on a phone of 360 pixels, and a sign of a label, both in pixels.
NARROWEST, SIGN = 296, 7
# A breaking rate farther off than this would flatten the fan.
FARTHEST = 0.25


@dataclass(frozen=True)
class Frame:
    """Figures to percentages of the picture: from the left, and from the top."""

    left: float
    right: float
    bottom: float
    top: float

    def x(self, value: float) -> float:
        """Percent from the left."""
        return 100 * (value - self.left) / (self.right - self.left)

    def y(self, value: float) -> float:
        """Percent from the top."""
        return 100 * (self.top - value) / (self.top - self.bottom)

    def points(self, xs: Iterable[float], ys: Iterable[float]) -> str:
        """Points of a polyline."""
        return " ".join(f"{self.x(x):.2f},{self.y(y):.2f}" for x, y in zip(xs, ys, strict=True))


def curve_html(simulation: Simulation, *, today: float, converted: UnitEconomics | None) -> str:
    """The margin at every price, dead zones shaded, the floor, and where the price tried, today's and others stand."""
    curve, unit = simulation.curve, simulation.unit
    known = curve.table.dropna(subset=["margin"])
    if known.empty:
        return ""
    frame = _curve_frame(curve.table, known)
    shapes = [
        *(_rect(frame, zone.from_price, zone.to_price) for zone in curve.zones.itertuples(index=False)),
        _line("wb-zero", frame, [frame.left, frame.right], [0, 0]) if frame.bottom < 0 < frame.top else "",
        _line("wb-floorline", frame, curve.table["price"], curve.table["floor"])
        if curve.table["floor"].notna().all()
        else "",
        *(_line("wb-margin", frame, part["price"], part["margin"]) for part in _unbroken(curve.table)),
        _upright("wb-today", frame, today),
        _upright("wb-tried", frame, unit.price),
    ]
    labels = [
        *_mark_labels(frame, curve),
        *_floor_labels(frame, curve),
        _label(frame, today, frame.top, t("today"), "wb-at-top"),
        _converted_label(frame, converted),
        _dot(frame, unit.price, unit.margin, simulation),
        *_ends(frame, curve),
    ]
    return _picture("wb-curve", curve_name(curve), shapes, labels)


def waterfall_html(simulation: Simulation) -> str:
    """The steps from shelf price to margin and to cash, each with bar, amount, rate, status and source."""
    unit = simulation.unit
    left, scale = _scale(unit)
    heads = (t("Step"), "", unit.inputs.currency, t("Rate"), t("Status and source"))
    head = "".join(f'<th scope="col">{escaped(text)}</th>' for text in heads)
    rows = "".join(_waterfall_rows(unit, left, scale))
    return (
        f'<div class="wb wb-fall"><table class="wb-table"><caption>{escaped(waterfall_name(simulation))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def fan_html(simulation: Simulation, fan: pd.DataFrame, *, move: float) -> str:
    """How far the exchange rate may go from the rate tried on, and where the price falls under the floor."""
    moved, days = moved_fan(fan, move=move), fan["day"]
    start, breaking = float(fan["p50"].iloc[0]), simulation.breaking_rate
    frame = _fan_frame(fan, moved, breaking, start)
    shapes = [
        *(_area(frame, days, moved[low], moved[high], alpha) for low, high, alpha in BANDS),
        _line("wb-middle", frame, days, moved["p50"]),
        _line("wb-today", frame, [frame.left, frame.right], [start, start]),
    ]
    labels = [_label(frame, frame.left, start, t("today {rate}", rate=exchange_text(start)), "wb-at-left")]
    if frame.bottom <= breaking <= frame.top:
        shapes.append(_line("wb-breaking", frame, [frame.left, frame.right], [breaking, breaking]))
        words = t("under the floor above {rate}", rate=exchange_text(breaking))
        labels.append(_label(frame, frame.right, breaking, words, "wb-at-right wb-breach"))
    ends = [(name, moved[name].iloc[-1]) for name in ("p90", "p10")]
    labels += [_label(frame, frame.right, value, exchange_text(value), "wb-at-end") for _, value in ends]
    foot = f"<span>{escaped(day(fan['date'].iloc[0]))}</span><span>{escaped(day(fan['date'].iloc[-1]))}</span>"
    title = f'<p class="wb wb-plot-title">{escaped(t("{said}.", said=fan_title(simulation, moved)))}</p>'
    picture = _picture("wb-fan", fan_title(simulation, moved), shapes, labels)
    return f'{title}{picture}<p class="wb wb-small wb-ends">{foot}</p>'


def _curve_frame(table: pd.DataFrame, known: pd.DataFrame) -> Frame:
    low = min(0.0, float(known["margin"].min()))
    high = max(float(known["margin"].max()), float(np.nan_to_num(table["floor"].max())), 0.0)
    room = 0.12 * (high - low or 1.0)
    return Frame(float(table["price"].iloc[0]), float(table["price"].iloc[-1]), low - room / 2, high + room)


def _fan_frame(fan: pd.DataFrame, moved: pd.DataFrame, breaking: float, start: float) -> Frame:
    shown = [*fan[["p05", "p95"]].iloc[-1], *moved[["p05", "p95"]].iloc[-1]]
    if abs(breaking / start - 1) <= FARTHEST:
        shown.append(breaking)
    room = 0.14 * (max(shown) - min(shown))
    return Frame(0.0, float(fan["day"].iloc[-1]), min(shown) - room, max(shown) + room)


def _unbroken(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The stretches of the margin without a jump; prices without a margin are left out."""
    known = table[table["margin"].notna()]
    near = known["price"].diff() <= JUMP_CENTS
    steep = known["margin"].diff().abs() > 0.5 * 2 * JUMP_CENTS
    gap = table["margin"].isna().cumsum().loc[known.index].diff().fillna(0) > 0
    pieces = ((near & steep) | gap).cumsum()
    return [part for _, part in known.groupby(pieces)]


def _scale(unit: UnitEconomics) -> tuple[float, float]:
    """Where the bars begin, and their length in percent for one unit of money."""
    low = min(0.0, float(np.nan_to_num(unit.steps["running"].min())), float(np.nan_to_num(unit.cash)))
    return low, 100 / (unit.price - low)


def _waterfall_rows(unit: UnitEconomics, left: float, scale: float) -> Iterable[str]:
    running = unit.price
    totals = {"margin": (t("margin"), unit.margin), "cash": (t("cash now"), unit.cash)}
    yield _fall_row(t("shelf price"), 0.0, unit.price, unit, left, scale, kind="wb-total")
    steps = unit.steps[unit.steps["step"] != "price"]
    for line, (name, total) in totals.items():
        taken = steps[(steps["line"] == line) & (steps["amount"].fillna(0.0) != 0.0)]
        for step in taken.itertuples(index=False):
            yield _fall_row(step_name(step.step), running, -step.amount, unit, left, scale, step=step)
            running -= step.amount
        if pd.notna(total) and (line == "margin" or len(taken)):
            kind = "wb-total wb-loss" if total < 0 else "wb-total wb-left"
            yield _fall_row(name, 0.0, total, unit, left, scale, kind=kind)
            running = total
    for step in steps[(steps["line"] == "memo") & (steps["amount"].fillna(0.0) != 0.0)].itertuples(index=False):
        yield _fall_row(step_name(step.step), np.nan, step.amount, unit, left, scale, step=step, kind="wb-memo")


def _fall_row(
    name: str, start: float, amount: float, unit: UnitEconomics, left: float, scale: float, *,
    step: object = None, kind: str = "",
) -> str:  # fmt: skip
    low, high = min(start, start + amount), max(start, start + amount)
    bar = ""
    if pd.notna(low):
        bar = f'<i style="left:{(low - left) * scale:.2f}%;width:{max((high - low) * scale, 0.3):.2f}%"></i>'
    zero = f'<b style="left:{-left * scale:.2f}%"></b>' if left < 0 else ""
    rate, status, origin = (rate_text(step), step_status(step), origin_text(step)) if step else ("", "", "")
    note = f'{escaped(status)}<small class="wb-note">{escaped(origin)}</small>' if step else ""
    return (
        f'<tr class="{kind}"><th scope="row">{escaped(name)}</th><td class="wb-bar"><span>{zero}{bar}</span></td>'
        f'<td class="wb-num">{escaped(amount_text(amount, unit.inputs.currency))}</td>'
        f'<td class="wb-num">{escaped(rate)}</td><td class="wb-origin">{note}</td></tr>'
    )


def _mark_labels(frame: Frame, curve: Curve) -> list[str]:
    """The marks under the picture; one that would run into the price at an end stands a line lower."""
    inside = [mark for mark in curve.inputs.marks if frame.left < mark < frame.right]
    ends = [price_text(end, curve.inputs.currency) for end in (frame.left, frame.right)]
    return [_mark_label(frame, mark, *ends) for mark in inside]


def _mark_label(frame: Frame, mark: float, left: str, right: str) -> str:
    text, at = number(mark), frame.x(mark)
    near_left, near_right = (100 * SIGN * (len(end) + len(text) / 2) / NARROWEST for end in (left, right))
    lower = at < near_left or 100 - at < near_right
    return _label(frame, mark, frame.bottom, text, "wb-at-mark wb-lower" if lower else "wb-at-mark")


def _floor_labels(frame: Frame, curve: Curve) -> list[str]:
    last = curve.table["floor"].iloc[-1]
    return [] if pd.isna(last) else [_label(frame, frame.right, last, t("floor"), "wb-at-right")]


def _converted_label(frame: Frame, converted: UnitEconomics | None) -> str:
    if converted is None:
        return ""
    inside = min(max(converted.price, frame.left), frame.right)
    arrow = "" if inside == converted.price else "← " if converted.price < inside else "→ "
    place = "wb-at-warning" + (" wb-to-left" if frame.x(inside) > 60 else "")
    words = t("US price converted {price}", price=number(converted.price, digits=2))
    return _label(frame, inside, frame.top, arrow + words, place)


def _dot(frame: Frame, price: float, margin: float, simulation: Simulation) -> str:
    if pd.isna(margin):
        return ""
    text = amount_text(margin, simulation.unit.inputs.currency)
    side = " wb-to-left" if frame.x(price) > 70 else ""
    inside = min(max(margin, frame.bottom), frame.top)
    return _label(frame, price, inside, text, f"wb-at-dot{side}")


def _ends(frame: Frame, curve: Curve) -> list[str]:
    currency = curve.inputs.currency
    return [
        _label(frame, frame.left, frame.bottom, price_text(frame.left, currency), "wb-end-left"),
        _label(frame, frame.right, frame.bottom, price_text(frame.right, currency), "wb-end-right"),
    ]


def _rect(frame: Frame, start: float, end: float) -> str:
    left, right = max(frame.x(start), 0.0), min(frame.x(end), 100.0)
    return f'<rect class="wb-zone" x="{left:.2f}" y="0" width="{max(right - left, 0.3):.2f}" height="100"/>'


def _line(name: str, frame: Frame, xs: Iterable[float], ys: Iterable[float]) -> str:
    return f'<polyline class="{name}" points="{frame.points(xs, ys)}"/>'


def _upright(name: str, frame: Frame, at: float) -> str:
    return _line(name, frame, [at, at], [frame.bottom, frame.top])


def _area(frame: Frame, xs: pd.Series, low: pd.Series, high: pd.Series, alpha: float) -> str:
    there, back = frame.points(xs, high), frame.points(xs[::-1], low[::-1])
    return f'<polygon class="wb-band" fill-opacity="{alpha}" points="{there} {back}"/>'


def _label(frame: Frame, x: float, y: float, text: str, place: str) -> str:
    return f'<span class="{place}" style="left:{frame.x(x):.2f}%;top:{frame.y(y):.2f}%">{escaped(text)}</span>'


def _picture(name: str, said: str, shapes: Iterable[str], labels: Iterable[str]) -> str:
    svg = f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{"".join(shapes)}</svg>'
    return f'<div class="wb-plot {name}" role="img" aria-label="{escaped(said)}">{svg}{"".join(labels)}</div>'
