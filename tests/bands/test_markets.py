from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.bands.markets import PRICE_MARKS, price_marks, shelf_ceiling, shelf_floor


@pytest.mark.parametrize(
    ("price", "currency", "floor", "ceiling"),
    [
        (99, "MXN", 99, 99),
        (100, "MXN", 99, 109),
        (298.99, "MXN", 289, 299),
        (299, "MXN", 299, 299),
        (299.01, "MXN", 299, 309),
        (999, "MXN", 999, 999),
        (1_020, "MXN", 999, 1_049),
        (5_100, "MXN", 5_099, 5_199),
        (9.99, "USD", 9.99, 9.99),
        (10, "USD", 9.99, 10.99),
        (19.99, "USD", 19.99, 19.99),
        (20.01, "USD", 19.99, 24.99),
        (99.99, "USD", 99.99, 99.99),
        (104, "USD", 99.99, 109.99),
        (104.5, "BRL", 104.5, 104.5),
    ],
)
def test_shelf_prices_stand_where_a_shopper_meets_them(price, currency, floor, ceiling):
    assert (shelf_floor(price, currency), shelf_ceiling(price, currency)) == (floor, ceiling)


def test_a_price_under_the_lowest_shelf_price_stays_as_it_is():
    assert shelf_floor(4, "MXN") == 4


@given(st.floats(0.5, 50_000), st.sampled_from(["MXN", "USD", "BRL"]))
def test_a_price_stands_between_its_shelf_prices(price, currency):
    assert 0 < shelf_floor(price, currency) <= price <= shelf_ceiling(price, currency)


def test_marks_are_drawn_from_the_day_they_hold():
    both = {"mercadolibre", "amazon"}
    before, after = (price_marks("MX", both, on=day) for day in (date(2026, 1, 31), date(2026, 2, 17)))
    assert [(mark.platform, mark.price) for mark in before] == [("mercadolibre", 299.0)]
    assert [(mark.platform, mark.price) for mark in after] == [("mercadolibre", 299.0), ("amazon", 299.0)]
    assert sorted(mark.price for mark in price_marks("US", both, on=date(2026, 1, 31))) == [10, 15, 20, 50]
    assert price_marks("US", {"mercadolibre"}, on=date(2026, 1, 31)) == ()
    assert all(mark.source for mark in PRICE_MARKS)
