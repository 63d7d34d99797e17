"""The client's own rates in client.yml, and what is missing for a margin or a price advice."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.profile.test_models import profile
from workbench.errors import ProfileError
from workbench.profile.missing import missing
from workbench.rules.rates import find_rate

RATE = (
    "{what: referral, market: MX, account: amazon-mx, kind: fraction, value: 0.15, "
    "by: Ana, noted: 2025-04-02, since: 2025-04-01%s}"
)
DAY = date(2026, 1, 31)


def rates(*more: str) -> str:
    return "rates:\n" + "".join(f"  - {RATE % extra}\n" for extra in more)


def fields(extra: str = "") -> set[str]:
    return set(missing(profile(extra), on=DAY)["field"])


def test_a_typed_rate_says_who_stated_it_and_when():
    rate = profile(rates("")).rates[0]
    assert (rate.by, rate.noted, rate.checked) == ("Ana", date(2025, 4, 2), date(2025, 4, 2))
    assert (rate.value, rate.source) == (0.15, "stated by Ana")
    found = find_rate("referral", market="MX", on="2026-01-31", typed=[rate], platform="amazon", account="amazon-mx")
    assert found is rate


def test_tiers_and_bounds_are_typed_as_in_the_book():
    text = (
        RATE.replace("kind: fraction, value: 0.15", "kind: amount, currency: MXN, tiers: [{up_to: 99, value: 25}]") % ""
    )
    rate = profile(f"rates:\n  - {text}\n").rates[0]
    assert (rate.tiers[0].up_to, rate.tiers[0].value) == (99.0, 25.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RATE.replace("by: Ana, ", "") % "", r"line 10: 'rates\.1\.by' is missing"),
        (RATE.replace("since: 2025-04-01", "") % "", r"'rates\.1\.since' is missing"),
        (RATE.replace("0.15", "15") % "", "15 is no fraction"),
        (RATE.replace("referral", "comision") % "", "no rate of the book"),
        (RATE.replace("amazon-mx", "amazon-us") % "", "rates: no account 'amazon-us'"),
        (RATE % ", colour: red", r"unknown field 'rates\.1\.colour'"),
    ],
)
def test_a_rate_that_is_typed_wrongly_names_its_line(text, said):
    with pytest.raises(ProfileError, match=said):
        profile(f"rates:\n  - {text}\n")


def test_two_rates_for_the_same_sale_are_refused_with_both_named():
    with pytest.raises(ProfileError, match="typed-referral-MX-amazon-mx and typed-referral-MX-amazon-mx hold"):
        profile(rates("", ""))
    ended = rates("", ", until: 2025-12-31").replace("until: 2025-12-31", "until: 2025-03-31", 1)
    with pytest.raises(ProfileError, match="ends before it begins"):
        profile(ended)


def test_own_categories_are_put_under_the_platforms():
    text = "fee_categories: [{own: Aretes, platform: amazon, market: US, fee: Jewelry}]\n"
    found = profile(text)
    assert found.fee_category(" aretes", platform="amazon", market="US") == "Jewelry"
    assert found.fee_category("Aretes", platform="walmart", market="US") == ""
    assert found.fee_category("Collares", platform="amazon", market="US") == ""


def test_one_own_category_cannot_be_charged_in_two_ways():
    twice = "{own: Aretes, platform: amazon, market: US, fee: %s}"
    with pytest.raises(ProfileError, match="fee_categories: 'aretes' stands twice for amazon US"):
        profile(f"fee_categories: [{twice % 'Jewelry'}, {twice % 'Watches'}]\n")


def test_a_unit_is_declared_once_at_a_border():
    row = "{sku: A, market: %s, value: 3, currency: USD}"
    assert len(profile(f"customs_values: [{row % 'MX'}, {row % 'US'}]\n").customs_values) == 2
    with pytest.raises(ProfileError, match="customs_values: 'A' stands twice for MX"):
        profile(f"customs_values: [{row % 'MX'}, {row % 'MX'}]\n")


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("margin_floor: 0", True),
        ("margin_floor: 0.15", True),
        ("margin_floor: 15", False),
        ("volume_weight: 1", True),
        ("volume_weight: 1.1", False),
    ],
)
def test_floor_and_weight_are_fractions(text, is_right):
    if is_right:
        profile(text + "\n")
        return
    with pytest.raises(ProfileError, match=text.partition(":")[0]):
        profile(text + "\n")


def test_there_is_no_default_for_what_the_client_must_state():
    bare = profile()
    assert (bare.rates, bare.margin_floor, bare.volume_weight) == ((), None, None)
    assert {"margin_floor", "volume_weight", "rates.amazon-mx.referral"} <= fields()


def test_a_floor_of_zero_is_a_floor():
    assert "margin_floor" not in fields("margin_floor: 0\n")
    assert "volume_weight" not in fields("volume_weight: 0\n")


def test_a_typed_sale_fee_is_missing_no_more():
    assert "rates.amazon-mx.referral" not in fields(rates(""))
    assert "rates.amazon-mx.referral" in fields(rates(", until: 2025-12-31"))


def test_mercado_libre_asks_for_its_three_fees_and_a_seller_who_ships_for_no_fulfilment_fee():
    account = (
        "  - {id: ml, platform: mercadolibre, market: MX, currency: MXN, zone: America/Mexico_City, fulfilment: %s}\n"
    )
    shipped, full = (fields(account % by) for by in ("seller", "platform"))
    assert {"rates.ml.referral", "rates.ml.fixed_fee", "rates.ml.free_shipping"} <= shipped
    assert "rates.ml.fulfilment" not in shipped
    assert "rates.ml.fulfilment" in full


def test_where_the_book_has_fees_by_category_the_categories_are_asked():
    account = (
        "  - {id: us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller}\n"
    )
    assert "fee_categories.us" in fields(account)
    named = "fee_categories: [{own: Aretes, platform: amazon, market: US, fee: Jewelry}]\n"
    assert "fee_categories.us" not in fields(account + named)
    assert "rates.us.referral" not in fields(account)


def test_the_example_of_the_documentation_is_right():
    text = (Path(__file__).parents[2] / "docs" / "profile.md").read_text(encoding="utf-8")
    example = re.search(r"(?m)^    rates:\n(?:    .*\n)+", text).group().replace("mercadolibre-mx", "amazon-mx")
    found = profile(re.sub(r"(?m)^    ", "", example)).rates
    assert [rate.what for rate in found] == ["referral", "fixed_fee", "import_duty"]
