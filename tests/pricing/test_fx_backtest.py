import numpy as np
import pytest

from workbench.errors import NothingToShow, ParameterError
from workbench.pricing.fx_backtest import fan_periods, fx_coverage, kupiec


# Kupiec (1995), table 5: the model is not rejected (5 % level) where failures lie between these, ends left out.
@pytest.mark.parametrize(
    ("periods", "failing", "fewest", "most"),
    [(255, 0.05, 6, 21), (510, 0.05, 16, 36), (1000, 0.05, 37, 65), (255, 0.025, 2, 12), (1000, 0.01, 4, 17)],
)
def test_the_published_region_of_no_rejection(periods, failing, fewest, most):
    def p_value(failures):
        return kupiec([False] * failures + [True] * (periods - failures), coverage=1 - failing).p_value

    assert p_value(fewest) < 0.05 < p_value(fewest + 1)
    assert p_value(most) < 0.05 < p_value(most - 1)


def test_a_kept_promise_has_the_largest_p_value():
    found = kupiec([True] * 80 + [False] * 20, coverage=0.8)
    assert (found.periods, found.inside, found.share, found.p_value) == (100, 80, 0.8, 1.0)


def test_all_inside_is_not_infinite():
    # 2 * 50 * ln(1 / 0.8) by hand.
    assert kupiec([True] * 50, coverage=0.8).statistic == pytest.approx(100 * np.log(1.25))


@pytest.mark.parametrize(("hits", "coverage"), [([], 0.8), ([True], 1.0)])
def test_no_period_or_no_share_is_refused(hits, coverage):
    with pytest.raises(ParameterError, match=r"Kupiec's test"):
        kupiec(hits, coverage=coverage)


def walk(make, n, seed=5):
    return make.rates(18 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.006, n))))


def test_periods_know_only_the_past_and_share_no_day(make):
    rates = walk(make, 400)
    periods = fan_periods(rates, steps=20)
    assert periods["date"].iloc[0] == rates["date"].iloc[250]
    assert (periods["end_date"].iloc[:-1].to_numpy() == periods["date"].iloc[1:].to_numpy()).all()
    # What comes after the day that a fan is drawn changes nothing in it.
    changed = rates.assign(rate=rates["rate"].where(rates.index <= 290, 99.0))
    same = fan_periods(changed, steps=20)
    assert same.loc[:2, ["low", "high"]].equals(periods.loc[:2, ["low", "high"]])


def test_independent_days_stay_inside_as_often_as_promised(make):
    periods = fan_periods(walk(make, 1500), steps=5)
    assert kupiec(periods["is_inside"], coverage=0.8).p_value > 0.05


def test_a_jump_lies_outside(make):
    rates = walk(make, 300)
    rates.loc[rates.index > 260, "rate"] *= 1.5
    periods = fan_periods(rates, steps=20)
    assert not periods["is_inside"].iloc[0]


def test_a_client_s_own_table_is_tested_and_a_short_one_says_nothing(make):
    long = make.client(make.lines([]), fx=make.fx(("USD", "MXN", "SF43718", walk(make, 700))))
    found = fx_coverage(long, base="USD", quote="MXN", days=7)
    assert found.series == "SF43718" and found.kupiec.periods == len(found.periods) == 89
    short = make.client(make.lines([]), fx=make.fx(("USD", "MXN", "SF43718", walk(make, 300))))
    assert fx_coverage(short, base="USD", quote="MXN", days=30).kupiec is None


@pytest.mark.parametrize("rows", [[], [("USD", "MXN", "SF43718")]])
def test_a_pair_that_is_not_there_is_said(make, rows):
    fx = make.fx(*[(*row, walk(make, 300)) for row in rows]) if rows else None
    client = make.client(make.lines([]), **({"fx": fx} if rows else {}))
    with pytest.raises(NothingToShow, match="coverage of the USD to CNY fan: no rate of that pair"):
        fx_coverage(client, base="USD", quote="CNY")
