"""What followed an action: sides of equal length, whole days only, never more than the orders tell."""

import pandas as pd
import pytest

from tests.accountability.small import client_of, order
from workbench.accountability import VERDICTS, action_effects
from workbench.kpis import change_interval

ABOUT = {"account": "amazon-us", "kpi": "late_shipment_rate"}


def orders(first, days, *, a_day, late):
    """So many orders on each day, of which so many are late."""
    return [
        order(f"{day:%m%d}-{n}", f"{day:%Y-%m-%d}", late=n < late)
        for day in pd.date_range(first, periods=days)
        for n in range(a_day)
    ]


def only(client, as_of="2026-01-31"):
    return action_effects(client, as_of=as_of).iloc[0]


def decided(on="2026-01-16", **more):
    return ("decision", "Two pickups a day", {**ABOUT, "on_date": on, **more})


def test_both_sides_have_the_same_whole_days_without_the_day_itself(tmp_path):
    # 10 orders a day, 4 late before 16 January and 1 late from it on.
    before = orders("2025-12-20", 27, a_day=10, late=4)
    after = orders("2026-01-16", 16, a_day=10, late=1)
    row = only(client_of(tmp_path, *before, *after, log=(decided(),)))
    days = [row[name].date().isoformat() for name in ("before_start", "before_end", "after_start", "after_end")]
    assert days == ["2026-01-01", "2026-01-15", "2026-01-17", "2026-01-31"]
    counted = ["numerator_before", "denominator_before", "numerator_after", "denominator_after"]
    assert row[counted].tolist() == [60, 150, 15, 150]
    bounds = change_interval(15, 150, before_numerator=60, before_denominator=150)
    assert (row["change_low"], row["change_high"]) == pytest.approx(bounds)
    assert row["verdict"] == "better"


def test_the_window_after_is_no_longer_than_the_kpis_own(tmp_path):
    row = only(client_of(tmp_path, *orders("2025-09-01", 150, a_day=2, late=0), log=(decided("2025-11-10"),)))
    # 30 days, the late shipment rate's longest window.
    assert row["after_end"].date().isoformat() == "2025-12-10"
    assert row["verdict"] == "no_difference"


def test_a_few_days_or_a_few_orders_are_too_early_to_say(tmp_path):
    many = orders("2025-12-20", 43, a_day=10, late=1)
    assert only(client_of(tmp_path / "a", *many, log=(decided("2026-01-28"),)))["verdict"] == "too_early"
    few = orders("2025-12-20", 43, a_day=1, late=0)
    assert only(client_of(tmp_path / "b", *few, log=(decided(),)))["verdict"] == "too_early"


def test_what_is_not_done_yet_or_names_no_kpi_is_not_measured(tmp_path):
    log = (
        ("action", "Call the carrier", {**ABOUT, "on_date": "2026-01-05", "state": "open"}),
        ("decision", "Files once a month", {"on_date": "2026-01-04"}),
        ("note", "Nothing of this counts", {**ABOUT, "on_date": "2026-01-03"}),
    )
    effects = action_effects(client_of(tmp_path, log=log), as_of="2026-01-31")
    assert effects["verdict"].tolist() == ["not_done", "no_kpi"]
    assert set(effects["verdict"]) <= set(VERDICTS)


def test_an_entry_after_the_day_is_not_looked_at(tmp_path):
    client = client_of(tmp_path, *orders("2025-12-20", 43, a_day=10, late=1), log=(decided(),))
    assert action_effects(client, as_of="2026-01-15").empty


def test_orders_of_another_article_are_left_out(tmp_path):
    ours = orders("2025-12-20", 43, a_day=3, late=0)
    others = [order(f"o{n}", "2026-01-20", late=True, sku="B-2") for n in range(50)]
    row = only(client_of(tmp_path, *ours, *others, log=(decided(sku="A-1"),)))
    assert (row["numerator_after"], row["denominator_after"]) == (0, 45)


def test_without_any_orders_the_kpi_is_unmeasured(tmp_path):
    assert only(client_of(tmp_path, log=(decided(),)))["verdict"] == "unmeasured"
