"""What a move of the price simulator's slider takes, from the new value to the drawn page."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

import workbench as wb
from benchmarks.measure import Measured, against
from workbench.charts.waterfall import plot_waterfall
from workbench.display.figures import chart_html
from workbench.ingest import ingest

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SELLER, ACCOUNT = "lumen-home", "mercadolibre-mx"
MOST_SECONDS = 0.2
MOVES = 40


def slider_move(scratch: Path, lines: int) -> Measured:
    """One move of the currency slider, which lays everything out anew; the peer draws the waterfall by matplotlib."""
    shutil.copytree(SAMPLE / SELLER, scratch / SELLER, ignore=shutil.ignore_patterns("store"))
    ingest(SELLER, home=scratch)
    page = wb.price_simulator(wb.open_client(SELLER, home=scratch), account=ACCOUNT)
    moves = itertools.cycle([*range(-20, 0), *range(1, 21)])
    prices = itertools.cycle(np.linspace(*page.range, MOVES).round(2).tolist())

    def drawn_by_matplotlib() -> str:
        return chart_html(plot_waterfall(page.simulation.unit), alt="waterfall")

    measured = against(
        "one move of the simulator's slider",
        lambda: setattr(page.move, "value", next(moves)),
        peers={
            "the waterfall alone by matplotlib": drawn_by_matplotlib,
            "a move of the price": lambda: setattr(page.price, "value", next(prices)),
        },
        most=np.inf,
        runs=MOVES,
    )
    goal = f"at most {MOST_SECONDS:g} s"
    return replace(measured, goal=goal, meets_goal=measured.ours_seconds <= MOST_SECONDS)
