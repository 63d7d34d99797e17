import numpy as np
import pandas as pd
import pytest

from workbench.errors import NothingToShow, ParameterError
from workbench.pricing.fx_paths import client_fx_paths, fx_fan, fx_paths, joint_fx_paths

DAY = 0.006


def walk(make, n=400, seed=3, drift=0.0):
    moves = np.random.default_rng(seed).normal(drift, DAY, n)
    return make.rates(18 * np.exp(np.cumsum(moves)))


def test_a_seed_gives_the_same_paths_and_another_gives_others(make):
    rates = walk(make)
    assert np.array_equal(fx_paths(rates, days=20), fx_paths(rates, days=20))
    assert not np.array_equal(fx_paths(rates, days=20), fx_paths(rates, days=20, seed=1))
    assert fx_paths(rates, days=20, paths=7).shape == (7, 20)


def test_a_dearer_dollar_is_a_move_of_the_peso_below_zero(make):
    # The rate only ever takes one of two steps; a path's first day is one of them, less their mean.
    rates = make.rates(18 * np.exp(np.cumsum(np.tile([0.01, -0.01, 0.01, 0.01], 100))))
    first = fx_paths(rates, days=1, paths=500)[:, 0]
    logs = np.diff(np.log(rates["rate"]))
    steps = np.unique(np.round(np.exp(-(np.array([0.01, -0.01]) - logs.mean())) - 1, 9))
    assert set(np.round(first, 9)) == set(steps)
    assert first.min() < 0


def test_the_spread_of_independent_days_grows_with_the_root_of_time(make):
    paths = np.log1p(fx_paths(walk(make, 500), days=64, paths=4000))
    assert paths[:, 63].std() / paths[:, 15].std() == pytest.approx(2.0, rel=0.12)
    assert paths[:, 0].std() == pytest.approx(DAY, rel=0.1)


def test_a_trend_of_the_past_is_not_foretold(make):
    paths = fx_paths(walk(make, 500, drift=0.002), days=64, paths=4000)
    assert np.median(paths[:, -1]) == pytest.approx(0.0, abs=0.01)


def test_historical_paths_are_the_stretches_as_they_were(make):
    rates = walk(make, 300)
    paths = fx_paths(rates, days=10, method="historical")
    logs = np.diff(np.log(rates["rate"].to_numpy()))
    logs = logs - logs.mean()
    assert paths.shape == (299 - 10 + 1, 10)
    assert paths[5, 2] == pytest.approx(np.exp(-logs[5:8].sum()) - 1)


def test_two_pairs_move_on_the_same_days(make):
    dollar = walk(make)
    yuan = dollar.assign(rate=dollar["rate"] / 7)
    found = joint_fx_paths({"USD": dollar, "CNY": yuan}, days=30, paths=50)
    assert found["USD"] == pytest.approx(found["CNY"])


def test_a_missing_day_breaks_the_chain_and_is_not_bridged(make):
    rates = make.rates(np.full(400, 18.0))
    rates.loc[200:, "rate"] = 25.0
    rates.loc[200, "rate"] = np.nan
    assert np.all(fx_paths(rates, days=5, paths=200) == 0)


@pytest.mark.parametrize(
    ("n", "options", "error", "match"),
    [
        (200, {"days": 5}, NothingToShow, "cannot say: 199 daily moves known. Expected at least 250"),
        (300, {"days": 250, "method": "historical"}, NothingToShow, "50 stretches of 250 days"),
        (300, {"days": 0}, ParameterError, "0 days"),
        (300, {"days": 5, "method": "bootstrip"}, ParameterError, "did you mean 'bootstrap'"),
    ],
)
def test_too_little_history_or_a_wrong_wish_is_refused(make, n, options, error, match):
    with pytest.raises(error, match=match):
        fx_paths(walk(make, n), **options)


def test_a_fan_starts_at_the_last_rate_and_opens(make):
    rates = walk(make)
    client = make.client(make.lines([]), fx=make.fx(("USD", "MXN", "SF43718", rates)))
    on = rates["date"].iloc[-1]
    fan = fx_fan(client, base="USD", quote="MXN", on=f"{on:%Y-%m-%d}", days=28)
    assert len(fan) == 21 and fan["day"].iloc[[0, -1]].tolist() == [0, 28]
    assert fan.loc[0, ["p05", "p50", "p95"]].tolist() == pytest.approx([rates["rate"].iloc[-1]] * 3)
    assert (fan[["p05", "p10", "p25", "p50", "p75", "p90", "p95"]].diff(axis=1).iloc[1:, 1:] > 0).all(axis=None)
    width = (fan["p90"] - fan["p10"]).iloc[-1] / rates["rate"].iloc[-1]
    assert width == pytest.approx(2 * 1.2816 * DAY * 20**0.5, rel=0.2)


def test_a_weekend_starts_from_friday(make):
    rates = walk(make, 405)
    friday = rates.loc[rates["date"].dt.day_of_week == 4, "date"].iloc[-1]
    known = rates[rates["date"] <= friday]
    client = make.client(make.lines([]), fx=make.fx(("USD", "MXN", "SF43718", known)))
    fan = fx_fan(client, base="USD", quote="MXN", on=f"{friday + pd.Timedelta(days=2):%Y-%m-%d}", days=7)
    assert fan["date"].iloc[0] == friday


def test_an_old_table_gives_no_fan(make):
    client = make.client(make.lines([]), fx=make.fx(("USD", "MXN", "SF43718", walk(make))))
    with pytest.raises(NothingToShow, match="exchange rate USD to MXN, 2026-01-31: no rate published within ten days"):
        fx_fan(client, base="USD", quote="MXN", on="2026-01-31")


def test_the_currency_of_the_price_never_moves(make):
    rates = walk(make)
    client = make.client(make.lines([]), fx=make.fx(("USD", "MXN", "SF43718", rates)))
    found = client_fx_paths(client, quote="MXN", bases=["USD", "MXN"], on=f"{rates['date'].iloc[-1]:%Y-%m-%d}", days=14)
    assert found["MXN"].shape == found["USD"].shape == (2000, 10)
    assert not found["MXN"].any() and found["USD"].any()
    alone = client_fx_paths(client, quote="MXN", bases=["MXN"], on="2030-01-01", days=14)
    assert list(alone) == ["MXN"] and not alone["MXN"].any()
