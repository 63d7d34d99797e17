"""Amazon's fulfilment fee: size tiers, the weight that counts, price bands, steps, the surcharge on it alone."""

import numpy as np
import pytest

from workbench.costs.fulfilment import counted_weight_kg, dimensional_weight_lb, fba_fee, size_tier
from workbench.errors import ParameterError
from workbench.rules.rates import TypedRate

OZ, LB, INCH = 0.028349523125, 0.45359237, 2.54
DAY = "2026-06-01"


def unit(weight_kg: float, *sides_in: float) -> dict[str, float]:
    names = ("length_cm", "width_cm", "height_cm")
    return {"weight_kg": weight_kg, **{name: side * INCH for name, side in zip(names, sides_in, strict=True)}}


FLAT, SMALL_BOX = (10, 7, 0.5), (8, 6, 2)


@pytest.mark.parametrize(
    ("weight_kg", "sides_in", "tier"),
    [
        (16 * OZ, (15, 12, 0.75), "small_standard"),
        (16.1 * OZ, (15, 12, 0.75), "large_standard"),
        (4 * OZ, (15, 12, 0.8), "large_standard"),
        (4 * OZ, (0.75, 15, 12), "small_standard"),  # in any position
        (20 * LB, (18, 14, 8), "large_standard"),
        (20.1 * LB, (18, 14, 8), "small_bulky"),
        (5 * LB, (18.1, 14, 8), "small_bulky"),
        (5 * LB, (37, 28, 18), "xl_70_150"),  # 37 x 28 x 18 / 139 = 134 lb count against every limit of weight
        (50 * LB, (59, 20, 5), "large_bulky"),
        (5 * LB, (60, 20, 5), "xl_0_50"),
        (51 * LB, (40, 20, 5), "xl_50_70"),
        (71 * LB, (40, 20, 5), "xl_70_150"),
        (151 * LB, (40, 20, 5), "xl_150plus"),
        (5 * LB, (96.1, 5, 5), "overmax"),
        (5 * LB, (50, 21, 20), "overmax"),  # 50 + 2 x 41 = 132
    ],
)
def test_a_unit_falls_into_the_smallest_tier_that_it_fits(weight_kg, sides_in, tier):
    assert size_tier(**unit(weight_kg, *sides_in)) == tier


def test_dimensional_weight_is_volume_by_139_with_two_inches_at_least_for_bulky_units():
    assert dimensional_weight_lb((10, 10, 13.9)) == pytest.approx(10)
    assert dimensional_weight_lb((27.8, 1, 1), least_side_in=2) == pytest.approx(0.8)


def test_the_greater_weight_counts_but_for_small_standard():
    assert counted_weight_kg(**unit(1 * LB, 13.9, 10, 5)) == pytest.approx(5 * LB)
    assert counted_weight_kg(**unit(6 * LB, 13.9, 10, 5)) == pytest.approx(6 * LB)
    assert counted_weight_kg(**unit(2 * OZ, 15, 12, 0.75)) == pytest.approx(2 * OZ)


# The published card: weight, sides, price, fee.
@pytest.mark.parametrize(
    ("weight_kg", "sides_in", "price", "fee"),
    [
        (2 * OZ, FLAT, 9.99, 2.43),
        (2 * OZ, FLAT, 10.00, 3.32),
        (2 * OZ, FLAT, 50.00, 3.32),
        (2 * OZ, FLAT, 50.01, 3.58),
        (2.1 * OZ, FLAT, 9.99, 2.49),
        (16 * OZ, FLAT, 20.00, 3.96),
        (16 * OZ, FLAT, 20.01, 3.96),
        (4 * OZ, (4, 4, 2), 24.99, 3.73),
        (1.2 * LB, SMALL_BOX, 24.99, 5.04),
        (3 * LB, SMALL_BOX, 24.99, 6.67),
        (3.01 * LB, SMALL_BOX, 24.99, 6.97 + 0.08),  # one begun quarter pound
        (3.25 * LB, SMALL_BOX, 24.99, 6.97 + 0.08),
        (4 * LB, SMALL_BOX, 9.99, 6.15 + 4 * 0.08),
        (20 * LB, (18, 14, 8), 24.99, 6.97 + 68 * 0.08),
        (6 * LB, (20, 10, 2), 24.99, 7.55 + 5 * 0.38),
        (6 * LB, (20, 10, 2), 9.99, 6.78 + 5 * 0.38),
        (51 * LB, (40, 20, 5), 60.00, 37.32),
        (52 * LB, (40, 20, 5), 60.00, 37.32 + 0.75),
        (152 * LB, (40, 20, 5), 60.00, 194.95 + 0.19),
    ],
)
def test_the_published_card_comes_out(weight_kg, sides_in, price, fee):
    found = fba_fee(price, on=DAY, **unit(weight_kg, *sides_in))
    assert found.fees == pytest.approx(fee)
    assert found.missing == ()


def test_bulky_units_above_ten_dollars_do_not_take_the_column_of_cheaper_ones():
    found = fba_fee(30.0, on=DAY, **unit(6 * LB, 50, 10, 2))
    assert found.tier == "large_bulky"
    base = 9.35 + 7 * 0.38  # 50 x 10 x 2 / 139 = 7.19 lb: seven begun pounds above the first
    assert found.fees == pytest.approx(base)
    assert found.fees != pytest.approx(base - 9.35 + 8.58)


def test_the_surcharge_is_on_the_fulfilment_fee_alone_and_from_its_first_day():
    home = unit(1.2 * LB, *SMALL_BOX)
    later = fba_fee(24.99, on="2026-04-17", **home)
    assert float((later.fees + later.surcharge).round(2)) == 5.22
    assert float(fba_fee(24.99, on="2026-04-16", **home).surcharge) == 0.0
    assert "amazon-us-fuel-surcharge" in later.rate_ids


@pytest.mark.parametrize("day", ["2026-01-14", "2026-10-15", "2026-11-23"])
def test_a_day_outside_the_card_has_no_fee(day):
    found = fba_fee([24.99, 9.99], on=day, **unit(1.2 * LB, *SMALL_BOX))
    assert np.isnan(found.fees).all()
    assert found.missing == ("fulfilment",)


def test_overmax_and_an_unknown_size_have_no_fee_and_say_why():
    assert fba_fee(24.99, on=DAY, **unit(5 * LB, 97, 5, 5)).missing == ("fulfilment",)
    unknown = fba_fee(24.99, on=DAY, **unit(1 * LB, 8, 6, 2) | {"width_cm": np.nan})
    assert (unknown.missing, unknown.tier) == (("size",), "")
    assert np.isnan(unknown.fees)


def test_a_typed_fee_needs_no_size():
    typed = TypedRate(
        what="fulfilment", market="US", account="amazon-us", kind="amount", value=4.1, currency="USD",
        by="Ana", noted="2026-11-01", since="2026-11-01",
    )  # fmt: skip
    sizes = dict.fromkeys(("weight_kg", "length_cm", "width_cm", "height_cm"), np.nan)
    found = fba_fee([24.99], on="2026-11-23", typed=[typed], account="amazon-us", **sizes)
    assert found.fees.tolist() == [4.1]
    assert found.missing == ()


@pytest.mark.parametrize("sides", [(0, 1, 1), (-1, 1, 1), (np.nan, 1, 1)])
def test_a_size_that_cannot_be_is_refused(sides):
    with pytest.raises(ParameterError, match="three sides above zero"):
        size_tier(**unit(1.0, *sides))


def test_prices_that_are_missing_have_no_fee():
    assert np.isnan(fba_fee([np.nan], on=DAY, **unit(2 * OZ, *FLAT)).fees).all()
