"""The matrix of KPIs, columns and exports, and the platforms' own names."""

import pytest

from workbench.kpis import kpi_matrix, platform_name
from workbench.kpis.definitions import DEFINITIONS
from workbench.kpis.names import PLATFORM_NAMES, UNCHECKED_NAMES
from workbench.kpis.table import BUILDERS
from workbench.kpis.traffic import MONTHLY
from workbench.rules import load_rules
from workbench.sources import EXPORTS
from workbench.tables import TABLES


def test_every_needed_column_stands_in_a_canonical_table():
    for needs in kpi_matrix()["needs"]:
        for need in needs:
            for name in need.split(" (")[0].split(" or "):
                table, column = name.split(".")
                assert column in TABLES[table].names, name


def test_every_export_named_is_known_and_says_how_to_get_it():
    matrix = kpi_matrix()
    assert {name for exports in matrix["exports"] for name in exports} <= set(EXPORTS)
    assert matrix["how_to_download"].str.len().gt(20).all()


def test_the_exports_fill_the_tables_that_the_kpi_reads():
    for each in DEFINITIONS:
        filled = {table for name in each.exports for table in EXPORTS[name].tables}
        needed = {name.split(".")[0] for need in each.needs for name in need.split(" (")[0].split(" or ")}
        assert needed <= filled, (each.kpi, needed - filled)


def test_every_computed_kpi_has_a_builder_and_every_rule_a_kpi():
    assert {each.builder for each in DEFINITIONS} - {""} == set(BUILDERS) | set(MONTHLY)
    known = {(each.platform, each.kpi) for each in DEFINITIONS}
    # Policy counts are known by the platform's own list of them.
    assert {(rule.platform, rule.kpi) for rule in load_rules().rules} <= known | set(PLATFORM_NAMES)


# What each way of counting counts over what, as the rule book names it.
COUNTED = {
    "order_defects": ("any_defect", "orders_of_channel"),
    "late_shipments": ("confirmed_late", "orders_due_for_shipment"),
    "cancellations": ("cancelled_by_seller_before_shipping", "seller_shipped_orders"),
    "valid_tracking": ("physically_scanned", "promised_parcels"),
    "on_time_packages": ("there_by_extended_promise", "tracked_parcels"),
    "on_time_units": ("there_by_promise", "units_of_tracked_orders"),
    "on_time_orders": ("there_by_promise", "promised_orders"),
    "tracked_orders": ("traceable", "shipped_orders"),
    "claims": ("claim", "all_sales"),
    "mediations": ("mediation", "all_sales"),
    "sales_cancelled": ("cancelled_by_seller", "all_sales"),
    "delayed_handling": ("handed_over_late", "own_parcels"),
}


def test_the_book_names_what_is_counted_as_it_is_counted():
    built = {(each.platform, each.kpi): each.builder for each in DEFINITIONS if each.builder in BUILDERS}
    counted = [rule for rule in load_rules().rules if (rule.platform, rule.kpi) in built]
    assert set(COUNTED) == {built[rule.platform, rule.kpi] for rule in counted}
    for rule in counted:
        assert (rule.numerator, rule.denominator) == COUNTED[built[rule.platform, rule.kpi]], rule.id


def test_every_kpi_has_the_platforms_own_name():
    assert {(each.platform, each.kpi) for each in DEFINITIONS} <= set(PLATFORM_NAMES)


@pytest.mark.parametrize(
    ("kpi", "platform", "lang", "expected"),
    [
        ("late_shipment_rate", "amazon", "zh", "迟发率"),
        ("order_defect_rate", "amazon", "es", "Porcentaje de pedidos defectuosos"),
        ("claims_rate", "mercadolibre", "es", "Reclamos"),
        ("seller_response_rate", "walmart", "zh", "Seller Response Rate"),
        ("policy_violation_warnings", "amazon", "en", "Violation warnings"),
    ],
)
def test_a_kpi_goes_by_the_platforms_name_in_the_language_or_in_english(kpi, platform, lang, expected):
    assert platform_name(kpi, platform=platform, lang=lang) == expected


def test_translations_of_ours_are_marked_as_such():
    for platform, kpi, lang in UNCHECKED_NAMES:
        assert lang in PLATFORM_NAMES[platform, kpi]
