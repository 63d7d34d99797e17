"""The ladder that all carriers share: country of customs, words of customs, people in the words."""

import pytest

from workbench.sources.carriers import aftership, dhl, easypost, track17
from workbench.sources.carriers.ladder import ARRIVAL, Way, customs_in_words, listed_stage, placed, without_names
from workbench.sources.countries import country_code
from workbench.tables import TABLES

STEPS = next(column.allowed for column in TABLES["scans"].columns if column.name == "stage")
LISTS = (
    *(track17.STAGES, track17.MAIN_STAGES, aftership.STAGES, aftership.MAIN_STAGES, easypost.STAGES),
    *(dhl.UNIFIED_STAGES, dhl.EXPRESS_STAGES),
)


@pytest.mark.parametrize("stages", LISTS)
def test_every_status_ends_on_a_step_of_the_table(stages):
    assert set(stages.values()) <= {*STEPS, ARRIVAL}


@pytest.mark.parametrize(
    ("stage", "country", "way", "expected"),
    [
        ("customs_started", "CN", Way("CN", "MX"), "export_customs"),
        ("customs_held", "CN", Way("CN", "MX"), "export_customs"),
        ("customs_started", "MX", Way("CN", "MX"), "customs_started"),
        ("customs_started", "US", Way("CN", "US"), "customs_started"),
        ("customs_started", "KR", Way("CN", "MX"), "customs_started"),
        ("customs_started", "", Way("CN", "MX"), "customs_started"),
        ("customs_started", "MX", Way("MX", "MX"), "customs_started"),
        (ARRIVAL, "MX", Way("CN", "MX"), "arrived_country"),
        (ARRIVAL, "MX", Way("", "MX"), "arrived_country"),
        (ARRIVAL, "KR", Way("CN", "MX"), "line_haul"),
        (ARRIVAL, "", Way("CN", "MX"), "line_haul"),
        (ARRIVAL, "US", Way("US", "US"), "line_haul"),
        (ARRIVAL, "CN", Way("CN", ""), "line_haul"),
        (ARRIVAL, "", Way(), "line_haul"),
        ("arrived_country", "", Way(), "arrived_country"),
        ("delivered", "MX", Way("CN", "MX"), "delivered"),
    ],
)
def test_the_way_decides_whose_customs_and_which_arrival(stage, country, way, expected):
    assert placed(stage, country=country, way=way) == expected


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Clearance processing complete at Mexico City", "customs_released"),
        ("Released by customs", "customs_released"),
        ("Liberado por aduana", "customs_released"),
        ("海关放行", "customs_released"),
        ("Retenido en aduana: falta información", "customs_held"),
        ("Clearance delay", "customs_held"),
        ("Awaiting release by customs", "customs_held"),
        ("Customs documents incomplete", "customs_held"),
        ("Uncleared by customs", "customs_held"),
        ("Shipment not cleared by customs", "customs_held"),
        ("清关扣货查验", "customs_held"),
        ("Customs status updated", "customs_started"),
        ("En proceso de despacho aduanal", "customs_started"),
        ("Export customs cleared", "export_customs"),
        ("出口报关完成", "export_customs"),
        ("Arrived at facility", ""),
        ("Shipment on hold", ""),
        ("", ""),
    ],
)
def test_customs_are_read_from_a_carriers_words(text, step):
    assert customs_in_words(text) == step


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Delivered - Signed for by: JANE ROE", "Delivered - Signed for by: [personal]"),
        ("Entregado. Firmado por JUAN NADIE", "Entregado. Firmado por [personal]"),
        ("Recibió: JUAN NADIE", "Recibió: [personal]"),
        ("Left with NEIGHBOUR ROE", "Left with [personal]"),
        ("Call +52 33 1234 5678", "Call [phone]"),
        ("Received by carrier at origin", "Received by carrier at origin"),
    ],
)
def test_people_in_a_carriers_words_are_left_out(text, shown):
    assert without_names(text) == shown


def test_a_status_that_is_new_falls_to_its_first_part_and_then_to_other():
    main = {"InTransit": "line_haul"}
    assert [listed_stage(said, stages={}, main=main) for said in ("InTransit_New", "New", None)] == [
        *("line_haul", "other", "other")
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        *[("MEX", "MX"), ("usa", "US"), ("CN", "CN"), ("UK", "GB"), ("Hong Kong SAR, China", "HK"), ("México", "MX")],
        *[(None, ""), ("Hub 3 - Birmingham", ""), ("ZZZ", ""), ("12", "")],
    ],
)
def test_countries_are_known_by_code_and_name(said, code):
    assert country_code(said) == code
