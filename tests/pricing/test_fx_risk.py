"""A unit by hand: price P in pesos, 30 % of it gone, 40 pesos of own cost, 100 pesos that are really dollars."""

import numpy as np
import pandas as pd
import pytest

from workbench.costs.waterfall import Charge, UnitInputs
from workbench.errors import ParameterError
from workbench.pricing.fx_risk import fx_exposure, fx_scenarios, fx_share, margin_risk


def unit(prices, moves):
    return (0.7 * prices - 40)[:, None] - 100 / (1 + moves)[None, :]


def inputs(*foreign):
    """The same unit as charges; `foreign` are (currency, amount)."""
    charges = [Charge("referral", "margin", lambda p: 0.3 * p), Charge("freight", "margin", lambda p: 0 * p + 40.0)]
    charges += [Charge("cost", "margin", lambda p, a=amount: 0 * p + a, fx=code) for code, amount in foreign]
    day = pd.Timestamp("2026-01-31")
    known = ("A", "", "a", "mercadolibre", "MX", day, "MXN", "USD", 240.0, day)
    return UnitInputs(*known, tuple(charges), {}, "USD")


def test_a_margin_is_split_into_what_moves_and_what_stays():
    found = fx_exposure(unit, prices=[200, 240])
    assert found.own.tolist() == pytest.approx([100, 128])
    assert found.foreign_cost.tolist() == pytest.approx([100, 100])
    assert found.margins(-0.2).tolist() == pytest.approx([-25, 3])


def test_a_unit_s_charges_are_split_by_currency():
    found = fx_exposure(inputs(("USD", 60.0), ("CNY", 40.0)), prices=[240])
    assert {code: float(amounts[0]) for code, amounts in found.foreign.items()} == pytest.approx({"CNY": 40, "USD": 60})
    assert found.own[0] == pytest.approx(128) and found.margins()[0] == pytest.approx(28)


def test_another_kind_of_function_is_refused():
    with pytest.raises(ParameterError, match=r"do not follow 1 / \(1 \+ move\)"):
        fx_exposure(lambda prices, moves: prices[:, None] + 10 * moves[None, :] ** 2, prices=[200])


def test_the_chance_under_the_floor_is_counted_on_days_means_and_ends():
    # Costs 125, 100, 80 where the peso moves by -0.2, 0, 0.25; the margin before them is 128.
    paths = np.array([[0.0, -0.2, 0.25], [0.0, 0.0, 0.0], [0.25, 0.0, -0.2], [0.25, 0.25, 0.25]])
    row = margin_risk(fx_exposure(unit, prices=[240]), paths=paths, floor=10.0).iloc[0]
    assert (row["margin"], row["foreign_cost"]) == pytest.approx((28, 100))
    assert row["probability"] == 0.5  # paths 1 and 3 have a day at 3
    assert row["probability_end"] == 0.25  # path 3 ends there
    assert row["probability_average"] == 0.0  # means 26.3, 28, 26.3, 48
    assert row["margin_p50"] == pytest.approx((128 - 305 / 3 + 28) / 2)


def test_two_currencies_take_their_own_paths():
    paths = {"USD": np.array([[-0.2]]), "CNY": np.array([[0.25]])}
    row = margin_risk(fx_exposure(inputs(("USD", 60.0), ("CNY", 40.0)), prices=[240]), paths=paths).iloc[0]
    assert row["margin_p50"] == pytest.approx(128 - 75 - 32)


def test_a_currency_without_paths_is_named():
    with pytest.raises(ParameterError, match="paths: none for CNY"):
        margin_risk(fx_exposure(inputs(("CNY", 40.0)), prices=[240]), paths={"USD": np.zeros((1, 1))})


def test_an_unknown_margin_stays_unknown():
    row = margin_risk(fx_exposure(lambda p, m: np.full((len(p), len(m)), np.nan), prices=[240]), paths=np.zeros((2, 2)))
    assert row[["probability", "margin_p50"]].isna().all(axis=None)


def test_the_share_of_marginal_cost_leaves_out_what_grows_with_the_price():
    assert fx_share(fx_exposure(unit, prices=[240]), slope=unit)[0] == pytest.approx(100 / 140)


@pytest.mark.parametrize("price", [298.99, 299.0, 299.01])
def test_a_fee_that_jumps_at_299_does_not_disturb_the_share(price):
    def jumping(prices, moves):
        return unit(prices, moves) - np.where(prices >= 299, 72.0, 33.0)[:, None]

    share = fx_share(fx_exposure(jumping, prices=[price]), slope=jumping)[0]
    assert share == pytest.approx(100 / (140 + (72 if price >= 299 else 33)), rel=1e-3)


def test_scenarios_by_hand():
    table = fx_scenarios(unit, price=240.0, rate=20.0, floor=11.0).set_index("move")
    assert table.index.tolist() == [-0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15]
    weak = table.loc[-0.10]
    assert weak["rate"] == pytest.approx(20 / 0.9) and weak["rate_change"] == pytest.approx(1 / 9)
    assert weak["margin"] == pytest.approx(128 - 100 / 0.9)
    assert weak["passed_price"] == pytest.approx(240 * (1 + 100 / 140 / 9))
    assert weak["passed_margin"] == pytest.approx(0.7 * weak["passed_price"] - 40 - 100 / 0.9)
    assert table["is_under_floor"].tolist() == [True, False, False, False, False, False, False]


def test_passing_on_the_share_keeps_the_best_price_best_at_any_elasticity():
    # P = e / (1 + e) x marginal cost / 0.7, found anew after the move.
    for estimate in (-2.0, -4.0):
        before, after = (estimate / (1 + estimate) * (40 + 100 / (1 + move)) / 0.7 for move in (0.0, -0.1))
        share = fx_share(fx_exposure(unit, prices=[before]), slope=unit)[0]
        assert after / before - 1 == pytest.approx(share / 9)
