"""Entry of goods: published examples of Mexican imports, couriers and United States entries, right and wrong."""

import numpy as np
import pytest

from workbench.costs.duties import (
    break_even_duty,
    courier_fraction,
    courier_import,
    formal_import,
    implied_duty,
    us_entry,
)
from workbench.errors import ParameterError
from workbench.rules.rates import TypedRate, find_rate

DAY = "2026-06-01"


def surcharge(value: float, **fields) -> TypedRate:
    ordinary = {"what": "section_122", "market": "US", "kind": "fraction", "base": "customs_value", "value": value}
    return TypedRate(**ordinary | {"by": "broker", "noted": "2026-03-01", "since": "2026-02-24"} | fields)


def test_a_formal_import_is_computed_and_not_fitted_to_the_page_that_prints_it():
    # barradecomercio.org: 10,000, IGI 10 %, DTA 0.8 %, IEPS 5 %; it prints VAT 1,856 and 3,436 in all.
    found = formal_import(10_000, duty=0.10, customs_fee=0.008, vat=0.16, excise=0.05)
    assert (found.duty, found.customs_fee, found.excise) == (1000, 80, 500)
    assert found.vat_base == 11_580
    assert (round(found.vat, 2), round(found.total, 2)) == (1852.80, 3432.80)
    assert round(found.vat, 2) != 1856
    assert round(found.total, 2) != 3436


def test_a_second_published_import_comes_out():
    # elconsejosalvador.com: (30,000 + 8,000) USD x 20.69
    found = formal_import(38_000 * 20.69, duty=0.10, customs_fee=0.008, vat=0.16)
    assert round(found.customs_value, 2) == 786_220
    assert round(found.duty, 2) == 78_622
    assert round(found.customs_fee, 2) == 6289.76
    assert round(found.vat, 2) == 139_381.08
    assert round(found.total, 2) == 224_292.84


def test_the_customs_fee_is_eight_per_mille_and_not_a_hundredth_of_it():
    rate = find_rate("customs_fee", market="MX", on=DAY, origin="CN").value
    assert round(786_220 * rate, 2) == 6289.76
    assert round(786_220 * 0.008 / 100, 2) == 62.90  # the page's "0.008 %"
    assert find_rate("customs_fee", market="MX", on=DAY, origin="US").value == 0


def test_what_is_cost_and_what_is_credited_are_told_apart():
    found = formal_import(1000, duty=0.15, customs_fee=0.008, vat=0.16)
    assert found.cost == pytest.approx(158)
    assert found.total - found.cost == pytest.approx(1158 * 0.16)


@pytest.mark.parametrize(("day", "landed"), [("2025-08-14", 1190), ("2025-08-15", 1335), (DAY, 1335)])
def test_a_thousand_pesos_from_china_by_courier(day, landed):
    rate = find_rate("courier_rate", market="MX", on=day, origin="CN")
    assert 1000 * (1 + courier_fraction(55, rate=rate)) == pytest.approx(landed)
    assert courier_import(1000, origin="CN", on=day).landed == pytest.approx(landed)


@pytest.mark.parametrize(
    ("usd", "tax"), [(40, 0.0), (50, 0.0), (50.01, 8.50), (100, 17.00), (117, 19.89), (117.01, 22.23), (2500, 475.0)]
)
def test_the_steps_of_t_mec_origin(usd, tax):
    found = courier_import(usd, origin="US", on=DAY)
    assert round(found.tax, 2) == tax
    assert found.missing == ()


def test_origin_is_asked_and_being_sent_from_the_united_states_is_none():
    # A page states "above 117 USD: 19 %" without a word of origin; Chinese goods from a US warehouse pay 33.5 %.
    assert courier_import(200, origin="CN", on=DAY).tax == pytest.approx(67.00)
    assert courier_import(200, origin="CN", on=DAY).tax != pytest.approx(38.00)
    unknown = courier_import(200, origin="", on=DAY)
    assert np.isnan(unknown.tax)
    assert unknown.missing == ("origin",)


@pytest.mark.parametrize("origin", ["CN", "US"])
def test_above_2500_dollars_there_is_no_courier_rate(origin):
    found = courier_import(2500.01, origin=origin, on=DAY)
    assert np.isnan(found.landed)
    assert found.missing == ("over_courier_cap",)


def test_t_mec_parcels_before_august_2025_are_not_known():
    assert courier_import(100, origin="US", on="2025-08-14").missing == ("courier_rate",)


@pytest.mark.parametrize(("rate", "duty"), [(0.335, 0.151), (0.19, 0.026), (0.17, 0.009)])
def test_the_duty_inside_a_courier_rate(rate, duty):
    assert round(implied_duty(rate, vat=0.16), 3) == duty


def test_formal_entry_wins_below_a_duty_of_14_3_percent():
    duty = break_even_duty(0.335, customs_fee=0.008, vat=0.16)
    assert round(duty, 3) == 0.143
    loads = {igi: formal_import(1, duty=igi, customs_fee=0.008, vat=0.16).total for igi in (0.15, 0.30, duty)}
    assert round(loads[0.30], 3) == 0.517
    assert round(loads[0.15], 3) == 0.343
    assert loads[duty] == pytest.approx(0.335)


@pytest.mark.parametrize(
    ("value", "processing", "harbor"), [(5_000, 33.58, 6.25), (10_000, 34.64, 12.50), (200_000, 651.50, 250.00)]
)
def test_processing_fee_between_its_limits_and_harbor_fee_without_any(value, processing, harbor):
    found = us_entry(value, duty=0.0, section_301=0.0, mode="ocean", on="2026-02-01", origin="CN")
    assert round(found.merchandise_processing, 2) == processing
    assert round(found.harbor_maintenance, 2) == harbor
    assert found.missing == ()


def test_an_informal_entry_pays_its_own_fee_and_only_ships_pay_for_harbors():
    assert us_entry(500, duty=0.0, section_301=0.0, mode="informal", on="2026-02-01").merchandise_processing == 2.69
    for mode in ("air", "informal"):
        assert us_entry(5_000, duty=0.0, section_301=0.0, mode=mode, on="2026-02-01").harbor_maintenance == 0.0


def test_goods_of_north_american_origin_pay_no_processing_fee():
    for mode in ("ocean", "informal"):
        assert (
            us_entry(5_000, duty=0.0, section_301=0.0, mode=mode, on="2026-02-01", origin="MX").merchandise_processing
            == 0
        )


def test_duty_and_section_301_stack():
    lists = find_rate("section_301", market="US", on="2026-02-01", origin="CN", category="list 3")
    found = us_entry(10_000, duty=0.05, section_301=lists.value, mode="air", on="2026-02-01", origin="CN")
    assert (found.duty, found.section_301) == (500, 2500)
    assert found.total == pytest.approx(500 + 2500 + 34.64)


def test_section_122_is_asked_inside_its_dates_because_the_sources_disagree():
    entry = {"duty": 0.0, "section_301": 0.0, "mode": "air", "origin": "CN"}
    asked = us_entry(10_000, on="2026-02-24", **entry)
    assert asked.missing == ("section_122",)
    assert np.isnan(asked.total)
    told = us_entry(10_000, on="2026-07-24", typed=[surcharge(0.10)], **entry)
    assert (told.section_122, told.missing) == (1000, ())
    assert any(rate.what == "section_122" for rate in told.rates)


@pytest.mark.parametrize("day", ["2026-02-23", "2026-07-25"])
def test_section_122_is_nothing_outside_its_dates(day):
    found = us_entry(10_000, duty=0.0, section_301=0.0, mode="air", on=day, typed=[surcharge(0.10, since="2026-01-01")])
    assert found.section_122 == 0
    assert found.notes == (("section_122_successor",) if day > "2026-07-24" else ())


def test_rates_that_are_not_known_block_the_total_by_name():
    found = us_entry(10_000, duty=None, section_301=None, mode="ocean", on="2026-10-01", origin="CN")
    assert found.missing == ("duty", "section_301", "merchandise_processing")
    assert np.isnan(found.total)


def test_an_unknown_way_of_entry_is_refused():
    with pytest.raises(ParameterError, match="mode 'sea'.*Expected ocean, air, informal"):
        us_entry(1, duty=0.0, section_301=0.0, mode="sea", on=DAY)
