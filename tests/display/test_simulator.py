"""The simulator's page on two hand-made accounts: what its controls do, and what a forged message can't."""

import math
import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from traitlets import TraitError

from tests.costs.conftest import _amazon_us, _mercado_libre
from tests.display.test_dashboard import PROFILE
from workbench.costs.fx import Rate as DayRate
from workbench.costs.inputs import inputs_of
from workbench.display import simulator, simulator_data
from workbench.display.simulator import price_simulator
from workbench.display.simulator_choice import Choice, is_offered
from workbench.errors import NothingToShow
from workbench.profile import Profile
from workbench.profile.price_terms import PaymentMix
from workbench.words import use_language

MEXICAN = {"id": "mercadolibre-mx", "platform": "mercadolibre", "market": "MX", "currency": "MXN"}
ACCOUNTS = [
    MEXICAN | {"zone": "America/Mexico_City", "fulfilment": "seller"},
    PROFILE["accounts"][0],
]
DOLLAR = {"USD": DayRate(20.0, pd.Timestamp("2026-02-27"), "SF43718")}
MIX = PaymentMix(account="mercadolibre-mx", cash=0.2, card=0.5, instalments=0.3)
FAN = pd.DataFrame(
    {
        "base": "USD",
        "quote": "MXN",
        "series": "SF43718",
        "day": [0, 15, 30],
        "date": pd.to_datetime(["2026-02-27", "2026-03-14", "2026-03-29"]),
        **{name: [20.0, 20 + rise / 2, 20 + rise] for name, rise in
           zip(("p05", "p10", "p25", "p50", "p75", "p90", "p95"), (-2, -1.6, -1, 0, 1, 1.6, 2), strict=True)},
    }
)  # fmt: skip


def units():
    """A in pesos, B with dollars in its cost, C without a cost, D without a price; A also in the United States."""
    mexican = [
        _mercado_libre(title="Prensa <b>de</b> ajo", mix=MIX),
        _mercado_libre(sku="B", cost=4.0, freight=1.0, cost_currency="USD", fx=DOLLAR),
        _mercado_libre(sku="C", cost=np.nan),
        _mercado_libre(sku="D", price=np.nan),
    ]
    mexican[0] = replace(mexican[0], fx=DOLLAR)
    american = [_amazon_us(title="Garlic press")]
    tables = {"mercadolibre-mx": mexican, "amazon-us": american}
    return {account: {facts.sku: inputs_of(facts) for facts in table} for account, table in tables.items()}


@pytest.fixture
def page(monkeypatch):
    """A function to the page of a client with a floor of 10 %."""
    known = units()
    quiet = SimpleNamespace(home="", profile=Profile(**PROFILE | {"accounts": ACCOUNTS, "margin_floor": 0.10}))
    monkeypatch.setattr(simulator_data, "account_inputs", lambda client, account, on: known[account])
    monkeypatch.setattr(simulator_data, "client_fx_paths", lambda client, **asked: {"USD": np.zeros((4, 21))})
    monkeypatch.setattr(simulator_data, "fx_fan", lambda client, **asked: FAN)
    monkeypatch.setattr(simulator, "holds_html", lambda client, on: "")
    monkeypatch.setattr(simulator, "read_agency", lambda home: SimpleNamespace(
        contact="", hours={}, name_in=lambda lang: "Agency"))  # fmt: skip
    return lambda sku="A": price_simulator(quiet, account="mercadolibre-mx", sku=sku, as_of="2026-03-01")


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\xa0", " "))


def by_hand(price):
    """VAT 16 %, fee 15 %, 33 under 299 or shipping 72 from 299, cost 80, freight 20."""
    return price / 1.16 - 0.15 * price - (33 if price < 299 else 72) - 100


def test_the_page_opens_at_todays_price(page):
    shown = page()
    assert (shown.choice.sku, shown.price.value, shown.exact.value) == ("A", 350.0, 350.0)
    assert f"{by_hand(350):.2f} MXN" in text(shown.figures.value)
    # Four SKUs in Mexico, one in the United States.
    assert 'data-wb-kpis="5"' in shown.static_html()


@pytest.mark.parametrize("price", [298.0, 299.0, 420.0])
def test_a_move_of_the_slider_changes_figures_and_waterfall_to_the_margin_reckoned_by_hand(page, price):
    shown = page()
    shown.price.value = price
    assert f"{by_hand(price):.2f}".replace("-", "−") in text(shown.figures.value)
    row = re.search(r'<tr class="wb-total wb-(left|loss)">.*?</tr>', shown.waterfall.value).group(0)
    assert f"margin {by_hand(price):.1f}" in text(row)
    assert shown.exact.value == price


def test_the_exact_field_takes_cents_and_moves_the_slider(page):
    shown = page()
    shown.exact.value = 298.99
    assert shown.price.value == 298.99
    assert f"{by_hand(298.99):.2f}" in text(shown.figures.value)


def test_the_dead_zone_is_drawn_and_named(page):
    shown = page()
    shown.price.value = 320.0
    assert shown.curve.value.count('class="wb-zone"') == 1
    assert "Dead zones: 299.00 to" in text(shown.said.value)
    assert "▲ dead zone: a lower price leaves more" in text(shown.figures.value)


def test_a_weaker_peso_moves_fan_and_margin(page):
    shown = page("B")
    shown.move.value = -20
    # 5 dollars at 25 pesos instead of 20.
    assert f"{350 / 1.16 - 52.5 - 72 - 125:.2f}" in text(shown.figures.value)
    assert "Tried: MXN −20%, so it starts at 25.0000." in text(shown.fan.value)
    assert "one USD costs 23.00 to 27.00 MXN" in text(shown.fan.value)


def test_costs_in_the_prices_own_currency_have_no_fan(page):
    assert "the exchange rate does not move its margin" in text(page().fan.value)


def test_the_us_price_converted_is_a_warning(page):
    shown = text(page().figures.value)
    # 19 dollars at 20 pesos.
    assert "The US price converted 380 MXN Warning, no advice" in shown


def test_the_mix_begins_as_known_and_a_part_gives_way(page):
    shown = page()
    assert (shown.cash.value, shown.instalments.value, shown.mix_on.value) == (20, 30, False)
    shown.cash.value = 90
    assert (shown.cash.value, shown.instalments.value, shown.mix_on.value) == (90, 10, True)
    assert "As tried here." in text(shown.mix_said.value)
    shown.mix_on.value = False
    assert (shown.cash.value, shown.instalments.value) == (20, 30)


def test_an_unknown_mix_begins_switched_off_and_the_page_says_so(page):
    shown = page("B")
    assert shown.cash.disabled and shown.instalments.disabled
    assert "How buyers pay is not known here." in text(shown.mix_said.value)
    shown.mix_on.value = True
    assert not shown.cash.disabled


def test_without_an_rfc_the_tax_withheld_is_a_cost(page):
    shown = page()
    before = shown.simulation.unit.margin
    shown.rfc.value = "false"
    # 20 % of the price without VAT is final.
    assert before - shown.simulation.unit.margin == pytest.approx(0.20 * 350 / 1.16)


def test_a_missing_cost_is_asked_for_and_no_margin_is_shown(page):
    shown = page("C")
    assert "Still needed: purchase cost (costs.csv)" in text(shown.said.value)
    assert "wb-left" not in shown.waterfall.value and shown.curve.value == ""


def test_a_sku_without_a_price_has_nothing_to_move(page):
    shown = page("D")
    assert shown.price.disabled and shown.exact.disabled
    assert "The price of D is not known" in text(shown.said.value)
    shown.sku.value = "A"
    assert not shown.price.disabled


def test_another_account_brings_its_own_currency_and_no_tax_number(page):
    shown = page()
    shown.account.value = "amazon-us"
    assert shown.exact.description == "Price, USD"
    assert shown.rfc.layout.display == "none"
    assert "US price converted" not in shown.figures.value


@pytest.mark.parametrize(
    ("name", "value"),
    [("price", 1e9), ("price", math.nan), ("exact", -5.0), ("move", 99), ("move", -100), ("cash", 400)],
)
def test_a_forged_value_is_refused_and_the_page_stays(page, name, value):
    shown = page()
    before = shown.figures.value
    control = getattr(shown, name)
    # Whoever forges a value forges its bounds first.
    control.min, control.max = (
        -1e12 if name in ("price", "exact") else -1000,
        1e12 if name in ("price", "exact") else 1000,
    )
    control.value = value
    assert "That choice is not offered here." in shown.state.value
    assert shown.figures.value == before
    assert shown.choice == Choice("mercadolibre-mx", "A", 350.0)


def test_a_forged_sku_is_refused(page):
    shown = page()
    for control in (shown.sku, shown.account):
        with pytest.raises(TraitError):
            control.index = 99
    assert shown.choice == Choice("mercadolibre-mx", "A", 350.0)


@pytest.mark.parametrize("value", ["1", None, True, math.inf, [1]])
def test_only_numbers_are_prices(value):
    assert not is_offered("price", value, prices=(1.0, 700.0))


def test_a_title_from_a_file_is_text(page):
    assert "<b>de</b>" not in page().static_html()


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("sku", ["A", "B", "C", "D"])
def test_the_whole_page_is_translated(page, lang, sku):
    use_language(lang)
    shown = page(sku)
    shown.move.value = 10
    assert "margin" not in text(shown.static_html().split("</style>")[1])


def test_a_client_without_listings_is_told_what_to_download(page, monkeypatch):
    def nothing(client, account, on):
        raise NothingToShow("listings", "none")

    monkeypatch.setattr(simulator_data, "account_inputs", nothing)
    assert "Files to download" in page().static_html()


def test_there_is_no_way_to_set_a_price(page):
    assert [name for name in dir(page()) if re.search("execute|upload|publish|submit|save", name)] == []
