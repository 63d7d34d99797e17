"""The number format of a whole column: stated, shown by the column, or asked."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning.number_formats import choose_format
from workbench.cleaning.values import COMMA, GLUED, POINT, parse_numbers


def column(*texts):
    return pa.array(texts, pa.large_string())


@pytest.mark.parametrize(
    ("texts", "stated", "expected"),
    [
        (("$1,079", "$899"), POINT, POINT),
        (("1,079.50", "20"), COMMA, POINT),
        (("1.000", "1.000,00"), POINT, COMMA),
        (("1.000", "45"), COMMA, COMMA),
        (("1.234.567", "45"), POINT, COMMA),
        (("1.010.10", "1.000", "45"), COMMA, GLUED),
        (("1.010.10", "1.000"), POINT, GLUED),
        (("899.50", "45.00", "12"), POINT, POINT),
        (("1,079", "899.50"), POINT, POINT),
        (("1.079,00", None, "Gratis"), POINT, COMMA),
        (("Gratis", None), POINT, POINT),
        ((), COMMA, COMMA),
    ],
)
def test_one_cell_settles_the_format_of_the_column(texts, stated, expected):
    choice = choose_format(column(*texts), stated=stated)
    assert (choice.form, choice.readings) == (expected, ())


@pytest.mark.parametrize(
    ("texts", "stated", "shown"),
    [
        (("1.000", "45"), POINT, ["'1.000' is 1 (1,234.56) or 1,000 (1.234,56)"]),
        (("1,079",), COMMA, ["'1,079' is 1,079 (1,234.56) or 1.079 (1.234,56)"]),
        (("1.000", "899.50"), POINT, ["'1.000' is 1 (1,234.56) or 1,000 (1.234.56)"]),
        (("1,079.50", "1.000,00"), POINT, ["'1,079.50' is 1,079.5 (1,234.56)", "'1.000,00' is 1,000 (1.234,56)"]),
    ],
)
def test_where_two_readings_fit_both_are_shown(texts, stated, shown):
    choice = choose_format(column(*texts), stated=stated)
    assert (choice.form, list(choice.readings)) == (None, shown)


PRICES = st.lists(st.decimals(min_value=1, max_value=10**7, places=2), min_size=1, max_size=8)


@given(PRICES, st.sampled_from([POINT, COMMA]), st.sampled_from([POINT, COMMA]), st.booleans())
def test_a_column_is_read_right_or_asked_about_and_never_read_wrong(prices, form, stated, whole):
    places = 0 if whole else 2
    prices = [round(price, places) for price in prices]
    signs = str.maketrans({",": form.thousands, ".": form.decimal})
    text = column(*(f"{price:,.{places}f}".translate(signs) for price in prices))
    choice = choose_format(text, stated=stated)
    if choice.form is not None:
        assert parse_numbers(text, form=choice.form).values.tolist() == [float(price) for price in prices]
    else:
        assert whole
        assert form is not stated
