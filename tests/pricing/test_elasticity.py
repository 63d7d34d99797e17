"""Invented panels with a known answer, and other estimators as the second road."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from workbench.errors import ParameterError
from workbench.pricing.design import prepared
from workbench.pricing.elasticity import best_markup, elasticity
from workbench.pricing.estimators import Weeks, own_slopes, pooled_slope
from workbench.pricing.panel import weekly_panel
from workbench.pricing.verdicts import needed, with_verdicts

ACCOUNT = "mercadolibre-mx"


@pytest.fixture(scope="module")
def slopes():
    return np.random.default_rng(11).normal(-2.5, 0.5, 16)


def weeks_of(make, slopes, **options):
    client, on = make.world(slopes, seed=4, weeks=40, **options)
    rows = weekly_panel(client, account=ACCOUNT, on=on).rows
    return prepared(rows, method="poisson", has_months=False)[0]


def test_a_known_answer_is_found(make, slopes):
    client, on = make.world(slopes, seed=2)
    found = elasticity(client, account=ACCOUNT, on=on)
    assert found.pooled.low < slopes.mean() < found.pooled.high
    assert found.check.method == "log_log" and found.check.low < slopes.mean() < found.check.high
    estimates = found.estimates
    assert estimates["estimate"].mean() == pytest.approx(slopes.mean(), abs=0.3)
    inside = (estimates["low"] < slopes) & (slopes < estimates["high"])
    assert inside.sum() >= 13
    assert (estimates["shrunk_to"] == "category").all()
    # Drawn to the mean, they lie nearer to the truth than alone.
    alone = np.abs(estimates["own_estimate"] - slopes).mean()
    assert np.abs(estimates["estimate"] - slopes).mean() < alone
    assert (estimates["verdict"] == "usable").sum() >= 12
    assert found.of("S003")["sku"] == "S003" and found.of("none") is None


def test_an_answer_that_is_not_elastic_gets_no_price(make):
    client, on = make.world(np.full(12, -0.4), seed=6)
    estimates = elasticity(client, account=ACCOUNT, on=on).estimates
    assert not (estimates["verdict"] == "usable").any()
    assert (estimates["verdict"] == "not_elastic").sum() >= 10


def test_without_any_second_price_nothing_is_estimated_but_everything_is_said(make):
    client, on = make.world(np.full(5, -2.0), seed=6, weeks=30, spread=0.0)
    found = elasticity(client, account=ACCOUNT, on=on)
    assert found.pooled is None and found.check is None
    assert (found.estimates["verdict"] == "no_price_change").all()
    assert found.estimates["estimate"].isna().all()


def test_the_projected_count_model_is_that_with_a_column_for_each_sku(make, slopes):
    seen = weeks_of(make, slopes)
    weeks = Weeks(**{**seen.__dict__, "controls": pd.DataFrame({"season": np.sin(seen.blocks)})})
    found = pooled_slope(weeks)
    columns = pd.get_dummies(weeks.items, dtype=float).assign(price=weeks.log_price, season=weeks.controls["season"])
    theirs = sm.GLM(weeks.units, columns.to_numpy(), family=sm.families.Poisson())
    fitted = theirs.fit(cov_type="cluster", cov_kwds={"groups": weeks.items}, tol=1e-12)
    place = columns.columns.get_loc("price")
    assert found.estimate == pytest.approx(fitted.params[place], abs=1e-6)
    # Same scores; the correction for few rows counts the SKU columns there and not here.
    assert found.std_error == pytest.approx(fitted.bse[place], rel=0.02)


def test_own_slopes_are_those_of_a_model_for_each_sku_alone(make, slopes):
    weeks = weeks_of(make, slopes)
    bare = Weeks(**{**weeks.__dict__, "controls": weeks.controls.iloc[:, :0]})
    found = own_slopes(bare, has_slope=np.ones(len(slopes), dtype=bool))
    mine = weeks.items == 3
    columns = sm.add_constant(weeks.log_price[mine])
    alone = sm.GLM(weeks.units[mine], columns, family=sm.families.Poisson())
    fitted = alone.fit(cov_type="cluster", cov_kwds={"groups": weeks.blocks[mine]}, tol=1e-12)
    assert found.loc[3, "estimate"] == pytest.approx(fitted.params[1], abs=1e-6)
    assert found.loc[3, "std_error"] >= fitted.bse[1] * 0.999


def test_the_logarithmic_model_is_the_within_estimator_with_crv1_errors_by_hand():
    dice = np.random.default_rng(8)
    items = np.repeat(np.arange(10), 12)
    price = dice.normal(0, 0.1, 120)
    units = np.exp(1 + items / 5 - 2.2 * price + dice.normal(0, 0.2, 120) + dice.normal(0, 0.1, 10)[items])
    names = np.arange(10).astype(str).astype(object)
    weeks = Weeks(units, np.ones(120), price, items, names, np.zeros(120, int), pd.DataFrame(index=range(120)), False)
    found = pooled_slope(weeks)

    def within(values):
        return values - pd.Series(values).groupby(items).transform("mean").to_numpy()

    x, y = within(price), within(np.log(units))
    slope = x @ y / (x @ x)
    scores = pd.Series(x * (y - slope * x)).groupby(items).sum()
    variance = (scores**2).sum() / (x @ x) ** 2 * 10 / 9 * 119 / 119
    assert found.estimate == pytest.approx(slope)
    assert found.std_error == pytest.approx(variance**0.5)
    assert (found.items, found.rows) == (10, 120)


def test_weeks_that_move_together_make_an_own_answer_less_sure():
    dice = np.random.default_rng(3)
    items, blocks = np.repeat([0, 1], 60), np.tile(np.repeat(np.arange(10), 6), 2)
    price = dice.normal(0, 0.1, 20)[items * 10 + blocks]
    shocks = dice.normal(0, 0.5, 20)[items * 10 + blocks]
    units = np.exp(2 - 2.2 * price + shocks + dice.normal(0, 0.05, 120))
    names = np.array(["A", "B"], dtype=object)
    weeks = Weeks(units, np.ones(120), price, items, names, blocks, pd.DataFrame(index=range(120)), False)
    found = own_slopes(weeks, has_slope=np.ones(2, dtype=bool))
    for item in (0, 1):
        mine = items == item
        model = sm.OLS(np.log(units[mine]), sm.add_constant(price[mine]))
        clustered = model.fit(cov_type="cluster", cov_kwds={"groups": blocks[mine]})
        assert clustered.bse[1] > 1.5 * model.fit().bse[1]
        assert found.loc[item, "std_error"] == pytest.approx(clustered.bse[1])


@pytest.mark.parametrize(("estimate", "multiple"), [(-2.0, 2.0), (-2.5, 5 / 3), (-3.0, 1.5), (-4.0, 4 / 3)])
def test_the_best_multiple_of_marginal_cost(estimate, multiple):
    assert best_markup(estimate) == pytest.approx(multiple)


@pytest.mark.parametrize("estimate", [-1.0, -0.5, 0.3, np.nan])
def test_no_price_is_best_where_the_answer_is_not_elastic(estimate):
    with pytest.raises(ParameterError, match=r"elasticity: .* Expected below -1"):
        best_markup(estimate)


def row(**changed):
    usual = {"estimate": -2.5, "std_error": 0.3, "low": -3.1, "high": -1.9, "own_std_error": 0.4, "dispersion": 1.2}
    usual |= {"weeks": 60, "units": 300.0, "prices_seen": 3, "weeks_now": 20, "units_now": 50.0}
    return usual | changed


@pytest.mark.parametrize(
    ("changed", "verdict", "reason"),
    [
        ({}, "usable", ""),
        ({"prices_seen": 1, "own_std_error": np.nan}, "no_price_change", "one_price"),
        ({"own_std_error": np.nan}, "thin", "sold_at_one_price"),
        ({"weeks": 11}, "thin", "few_weeks"),
        ({"units": 19.0}, "thin", "few_units"),
        ({"std_error": 1.01}, "thin", "wide"),
        ({"high": -0.99}, "thin", "reaches_one"),
        ({"estimate": -1.0}, "not_elastic", "not_elastic"),
        ({"estimate": 0.4}, "not_elastic", "positive"),
    ],
)
def test_verdicts(changed, verdict, reason):
    found = with_verdicts(pd.DataFrame([row(**changed)])).iloc[0]
    assert (found["verdict"], found["reason"]) == (verdict, reason)
    assert (found["needed"] == "") == (verdict in ("usable", "not_elastic"))


def test_the_weeks_needed_by_hand():
    # To tell -2 from -1 four times in five: (1.95996 + 0.84162)^2 = 7.8489. At 200 units a week, dispersion 1 and
    # 5 %: 7.8489 / 200 / ln(1.05)^2 = 16.49; beside 20 weeks at today's price 16.49 x 20 / 3.51 = 93.9: too long.
    # At 10 %: 4.320, so 4.320 x 20 / 15.680 = 5.51 weeks.
    found = needed(row(std_error=np.nan, own_std_error=np.nan, dispersion=1.0, units_now=200.0))
    assert found[:3] == ("weeks", 6, 0.10)


def test_too_few_sales_for_any_test_say_how_many_it_takes():
    code, weeks, step, units = needed(row(std_error=np.nan, own_std_error=np.nan, dispersion=1.0, units_now=2.0))
    assert code == "sales" and weeks is pd.NA and np.isnan(step)
    # 7.8489 x (1 / 20 + 1 / 26) / ln(1.2)^2
    assert units == pytest.approx(7.8489 * (1 / 20 + 1 / 26) / 0.033241, rel=1e-3)


def test_what_is_asked_wrongly_is_said(make):
    client, on = make.world(np.full(5, -2.0), seed=6, weeks=12)
    with pytest.raises(ParameterError, match="method 'poison': .* did you mean 'poisson'"):
        elasticity(client, account=ACCOUNT, on=on, method="poison")
    with pytest.raises(ParameterError, match="category 'kitchn': no SKU of it was sold. .* did you mean 'kitchen'"):
        elasticity(client, account=ACCOUNT, on=on, category="kitchn")
