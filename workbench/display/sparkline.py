"""A word-sized line of the last weeks with the target, as SVG that needs no script."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import pandas as pd

from workbench.words import rate, t

WIDTH, HEIGHT, PAD = 100.0, 24.0, 3.0


def sparkline(values: Sequence[float] | None, *, target: float | None = None) -> str:
    """Weekly rates as a small line, oldest first; a week without a rate leaves a gap.

    Parameters
    ----------
    values : sequence of float
        Rates 0-1, missing where a week had nothing to measure.
    target : float
        Drawn as a dashed line; stretches the scale so that it is always seen.
    """
    points = [float(value) if not pd.isna(value) else math.nan for value in (values if values is not None else [])]
    known = [value for value in points if not math.isnan(value)]
    if not known:
        return ""
    limit = None if target is None or pd.isna(target) else float(target)
    low, high = (
        min([*known, *([limit] if limit is not None else [])]),
        max([*known, *([limit] if limit is not None else [])]),
    )
    places = _places(points, low=low, high=high)
    label = t("Weekly rates, from {first} to {last}", first=rate(known[0]), last=rate(known[-1]))
    return (
        f'<svg class="wb-spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}" role="img" '
        f'aria-label="{html.escape(label)}">{_target_line(limit, low, high)}{_lines(places)}{_last_dot(places)}</svg>'
    )


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - PAD - share * (HEIGHT - 2 * PAD)


def _places(points: list[float], *, low: float, high: float) -> list[tuple[float, float] | None]:
    step = (WIDTH - 2 * PAD) / max(len(points) - 1, 1)
    return [
        None if math.isnan(value) else (PAD + number * step, _y(value, low, high))
        for number, value in enumerate(points)
    ]


def _target_line(limit: float | None, low: float, high: float) -> str:
    if limit is None:
        return ""
    y = _y(limit, low, high)
    return (
        f'<line x1="0" x2="{WIDTH:g}" y1="{y:.1f}" y2="{y:.1f}" '
        'stroke="#7a828c" stroke-width="1" stroke-dasharray="3 2"/>'
    )


def _lines(places: list[tuple[float, float] | None]) -> str:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return "".join(
        '<polyline fill="none" stroke="#0b5cad" stroke-width="1.5" stroke-linejoin="round" points="'
        + " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        + '"/>'
        for run in runs
        if len(run) > 1
    )


def _last_dot(places: list[tuple[float, float] | None]) -> str:
    x, y = next(place for place in reversed(places) if place is not None)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="#0b5cad"/>'
