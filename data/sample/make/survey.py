"""What shoppers said they would pay for the garlic press: a price survey as its CSV, one row per person."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from make.dice import Dice
from make.shelf import Shelf
from make.world import World

FILE = "surveys/garlic_press.csv"
LEVELS = ("too_cheap", "cheap", "expensive", "too_expensive")
OFFERED = (149, 179, 199, 229, 259, 299)
HEADER = ("person", "asked_on", *LEVELS, "likely_cheap", "likely_expensive", *(f"would_buy_{p}" for p in OFFERED))
PEOPLE, FIRST_DAY, DAYS = 120, date(2026, 1, 12), 6
# What a person would just pay (MXN): most stand near the middle of the market, a quarter looks for the cheapest.
WILLING = (((105.0, 14.0), 0.25), ((205.0, 30.0), 0.58), ((310.0, 35.0), 0.17))
# Each of the four prices as a share of that; nobody is that regular.
SHARES = (0.45, 0.74, 1.05, 1.42)
# Every so many-th person swaps two prices, or leaves the dearest open; not everybody sees the two highest offers.
SWAPS, LEAVES_OPEN, UNASKED = 17, 41, 0.1


def put_survey(shelf: Shelf, world: World) -> None:
    """The survey of the garlic press in Mexico; nobody asked the other sellers' buyers."""
    if world.seller.id == "lumen-home":
        rows = [_answers(Dice(world.seller.id, "survey", str(number)), number) for number in range(1, PEOPLE + 1)]
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([HEADER, *rows])
        shelf.put(FILE, buffer.getvalue())


def _answers(dice: Dice, number: int) -> list[object]:
    mean, spread = dice.weighted(WILLING)
    willing = max(60.0, dice.normal(mean, spread))
    prices = _four_prices(dice, willing)
    likely_cheap, likely_expensive = dice.whole(3, 5), dice.whole(1, 3)
    buys = [_says(dice, willing * dice.between(0.92, 1.12), price) for price in OFFERED]
    if number % SWAPS == 0:
        prices[1], prices[2] = prices[2], prices[1]
    if number % LEAVES_OPEN == 0:
        prices[3] = ""
    day = FIRST_DAY + timedelta(days=DAYS * number // (PEOPLE + 1))
    return [f"P{number:03d}", day, *prices, likely_cheap, likely_expensive, *buys]


def _four_prices(dice: Dice, willing: float) -> list[object]:
    """Prices as people say them, each above the one before."""
    said: list[object] = []
    for share in SHARES:
        price = _spoken(dice, willing * share * dice.between(0.9, 1.1))
        said.append(price if not said or price > said[-1] else said[-1] + 10)
    return said


def _spoken(dice: Dice, amount: float) -> int:
    """Tens, fifties when it gets dear, and now and then a shelf price."""
    step = 50 if amount > 250 and dice.chance(0.6) else 10
    return max(step, round(amount / step) * step) - dice.chance(0.2)


def _says(dice: Dice, most: float, price: int) -> str:
    if price >= OFFERED[-2] and dice.chance(UNASKED):
        return ""
    return "yes" if price <= most else "no"
