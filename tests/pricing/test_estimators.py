"""One slope for all items."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.pricing.estimators import Weeks, pooled_slope


def weeks_of(items):
    dice = np.random.default_rng(3)
    rows = 30 * items
    log_price = dice.normal(0, 0.1, rows)
    units = dice.poisson(np.exp(2 - 1.5 * log_price)).astype(float)
    numbers = np.repeat(np.arange(items), 30)
    controls = pd.DataFrame(index=range(rows))
    names = np.array([f"S{number}" for number in range(items)])
    return Weeks(units, np.ones(rows), log_price, numbers, names, numbers * 0, controls, are_counts=True)


def test_one_item_alone_has_no_common_slope():
    assert pooled_slope(weeks_of(1)) is None


def test_several_items_have_one_with_an_error():
    slope = pooled_slope(weeks_of(8))
    assert slope.estimate == pytest.approx(-1.5, abs=4 * slope.std_error)
    assert slope.items == 8
