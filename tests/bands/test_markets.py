import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.bands.markets import price_marks, shelf_ceiling, shelf_floor


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


def test_the_299_mark_belongs_to_mercado_libre_in_mexico_only():
    assert [mark.price for mark in price_marks("MX", {"mercadolibre", "amazon"})] == [299.0]
    assert price_marks("MX", {"amazon"}) == price_marks("US", {"mercadolibre"}) == ()
