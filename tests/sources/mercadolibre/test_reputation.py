"""Mercado Libre reputation: the platform's own windows and figures."""

import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read

EXPORT = "meli-reputation"


def metric(value, rate, period="60 days", **more):
    return {"period": period, "value": value, "rate": rate} | more


METRICS = {
    "sales": {"period": "60 days", "completed": 271},
    "claims": metric(3, 0.0103),
    "delayed_handling_time": metric(5, 0.02),
    "cancellations": metric(0, 0.0),
}


def user(**metrics):
    return {"id": 1, "site_id": "MLM", "seller_reputation": {"level_id": "5_green", "metrics": METRICS | metrics}}


@pytest.fixture
def figures(document, reading):
    def take(value, **options):
        options = {"account": "mercadolibre-mx", "observed_at": "2026-01-31"} | options
        result = reading(document(value), export=EXPORT, **options)
        return result, result.tables["reported"].set_index("kpi")

    return take


def test_each_metric_is_a_figure_with_its_own_window(figures):
    _, rows = figures(user())
    assert rows["window_days"].unique().tolist() == [60]
    assert (rows.loc["claims_rate", "value"], rows.loc["claims_rate", "rate"]) == (3, 0.0103)
    assert rows.loc["completed_sales", "value"] == 271
    assert rows.loc["delayed_handling_rate", "numerator"] == 5
    assert rows["platform_status"].unique().tolist() == ["5_green"]


def test_a_year_is_a_year(figures):
    _, rows = figures(user(claims=metric(1, 0.0057, "365 days")))
    assert rows.loc["claims_rate", "window_days"] == 365


def test_a_protected_sellers_true_figures_stand_beside_those_shown(figures):
    hidden = metric(0, 0.0, excluded={"real_value": 7, "real_rate": 0.03})
    _, rows = figures(user(claims=hidden))
    assert rows.loc["claims_rate", ["scope", "value"]].values.tolist() == [["", 0], ["excluded", 7]]


def test_hidden_figures_that_are_the_same_are_not_told_twice(figures):
    _, rows = figures(user(claims=metric(3, 0.0103, excluded={"real_value": 3, "real_rate": 0.0103})))
    assert rows.loc["claims_rate", "value"] == 3


def test_other_sites_are_set_aside_and_logistics_of_one_site_told_apart(figures):
    remote = user() | {"logistic_type": "remote"}
    other = user() | {"site_id": "MLB"}
    result, rows = figures([user(), remote, other])
    assert rows.loc["claims_rate", "scope"].tolist() == ["", "remote"]
    assert result.structural == {"other site": 1}


def test_a_window_that_is_none_is_refused_and_a_new_metric_told(figures):
    result, _ = figures(user(claims=metric(3, 0.01, "historic"), kindness=metric(1, 0.1)))
    assert result.refused["where"].tolist() == ["$.seller_reputation.metrics.claims"]
    assert any("kindness" in note for note in result.notes)


def test_the_day_is_asked(document, context):
    with pytest.raises(OpenQuestions, match="does not say of which day it is"):
        read("users_1.json", document(user()), export=EXPORT, context=context("mercadolibre-mx"))


def test_an_answer_that_is_no_day_is_asked_again(figures):
    with pytest.raises(OpenQuestions, match="the answer to observed_at is 'yesterday'"):
        figures(user(), observed_at="yesterday")
