"""Under the simulator's curve a mark and the price at an end never stand on each other."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from workbench.display.simulator_plots import Frame, _mark_labels


def marks(*prices: float, left: float, right: float) -> dict[str, bool]:
    """Each mark's text, and whether it stands a line lower than the prices at the ends."""
    curve = SimpleNamespace(inputs=SimpleNamespace(marks=prices, currency="USD"))
    labels = _mark_labels(Frame(left, right, 0.0, 1.0), curve)
    return {label.partition(">")[2].removesuffix("</span>"): "wb-lower" in label for label in labels}


def test_a_mark_beside_the_lowest_price_stands_a_line_lower():
    assert marks(10, 25, left=9.90, right=39.60) == {"10": True, "25": False}


def test_a_mark_beside_the_highest_price_stands_a_line_lower():
    assert marks(20, 39, left=9.90, right=39.60)["39"]


@pytest.mark.parametrize("mark", [9, 50])
def test_a_mark_outside_the_picture_is_not_shown(mark):
    assert marks(mark, left=9.90, right=39.60) == {}


def test_on_a_phone_the_price_at_the_end_and_the_mark_have_room_for_both():
    """ "9.90 USD" is about 48 to 56 pixels wide at 12 pixels a letter, half of "15" about 7: 63 of 296 are 21 %."""
    just_beside, beyond = 18, 20  # 20.3 % and 25.3 % from the left
    assert marks(just_beside, beyond, left=9.90, right=49.90) == {"18": True, "20": False}
