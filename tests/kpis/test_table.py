"""The KPI table as a whole: bases side by side, targets, reasons, and its contract."""

import pandas as pd
import pytest

from tests.kpis.conftest import SmallClient, account, figure, order, parcel, scan, small_client
from workbench.errors import NothingToShow, ParameterError, TableError
from workbench.kpis import REASONS, kpi_table, last_day
from workbench.kpis.reasons import heaviest
from workbench.tables import KPI_TABLE, TABLES, check_table

AS_OF = "2026-01-31"


def full_client() -> SmallClient:
    """An Amazon and a Mercado Libre account with a little of everything."""
    shipped = [
        order(f"o{day}", f"2026-01-{day:02d}T12:00Z", ship_by_at=f"2026-01-{day + 2:02d}T06:00Z")
        for day in range(1, 21)
    ]
    packages = [parcel(each["order_id"], confirmed_at=each["ordered_at"]) for each in shipped]
    scans = [scan(each["order_id"], each["ordered_at"]) for each in shipped]
    sold = [{**order(f"m{day}", f"2026-01-{day:02d}T12:00Z"), "account": "mercadolibre-mx"} for day in range(1, 21)]
    reported = [
        figure("valid_tracking_rate", "2026-01-15", window_days=30, numerator=94, denominator=100, rate=0.94,
               target=0.90, comparator="gt", platform_status="GOOD"),
        figure("claims_rate", "2026-01-20", account="mercadolibre-mx", window_days=60, rate=0.05,
               platform_status="5_green"),
    ]  # fmt: skip
    traffic = [{"item_id": "B0", "start_date": "2026-01-01", "end_date": "2026-01-31", "sessions": 200, "units": 23,
                "page_views": 300, "featured_offer_share": 0.5}]  # fmt: skip
    claims = [{"account": "mercadolibre-mx", "order_id": "m3", "kind": "claim"}]
    return small_client(
        "amazon-mx", "mercadolibre-mx", order_lines=[*shipped, *sold], packages=packages, scans=scans,
        reported=reported, traffic=traffic, defects=claims,
    )  # fmt: skip


def rows(table: pd.DataFrame, kpi: str) -> list[dict]:
    return table[table["kpi"] == kpi].to_dict("records")


def test_the_table_keeps_its_contract_and_lists_every_kpi_with_a_figure_or_a_reason():
    table = kpi_table(full_client(), as_of=AS_OF)
    check_table(table, KPI_TABLE)
    assert (table["status"].eq("unmeasured") == table["rate"].isna() & table["value"].isna()).all()
    assert table.loc[table["status"].eq("unmeasured"), "reason"].ne("").all()
    assert {reason.split(":")[0] for reason in table["reason"]} - {""} <= set(REASONS)


def test_computed_and_reported_stand_side_by_side_each_with_its_own_day():
    computed, reported = rows(kpi_table(full_client(), as_of=AS_OF), "valid_tracking_rate")
    assert (computed["basis"], str(computed["as_of"].date()), computed["numerator"]) == ("computed", AS_OF, 20)
    assert (reported["basis"], str(reported["as_of"].date()), reported["numerator"]) == ("reported", "2026-01-15", 94)


def test_the_target_of_the_report_wins_over_the_book_and_says_so():
    computed, reported = rows(kpi_table(full_client(), as_of=AS_OF), "valid_tracking_rate")
    for row in (computed, reported):
        assert (row["target"], row["comparator"], row["rule_id"], row["status"]) == (0.90, "gt", "report", "good")


def test_before_any_report_amazon_mexico_has_no_target_to_be_judged_by():
    (row,) = rows(kpi_table(full_client(), as_of="2026-01-14"), "valid_tracking_rate")
    assert (row["status"], row["rule_id"]) == ("no_rule", "amazon-mx-valid_tracking_rate-30d-undated")
    assert pd.isna(row["target"])


def test_the_platforms_label_stays_and_the_status_is_our_own():
    computed, reported = rows(kpi_table(full_client(), as_of=AS_OF), "claims_rate")
    assert (reported["level"], reported["status"]) == ("5_green", "breach")
    assert (computed["level"], computed["numerator"], computed["denominator"]) == ("orange", 1, 20)


def test_a_typed_figure_is_told_from_a_file():
    client = small_client("walmart-us", reported=[
        figure("return_rate", AS_OF, basis="typed", rate=0.063, window_days=60),
        figure("on_time_delivery_rate", AS_OF, basis="typed", rate=0.937, window_days=30, platform_status="Good"),
    ])  # fmt: skip
    table = kpi_table(client, as_of=AS_OF)
    (returned,) = rows(table, "return_rate")
    assert (returned["basis"], returned["status"], returned["rule_id"]) == (
        "typed", "breach", "walmart-us-return_rate-60d-2026",
    )  # fmt: skip
    shown = rows(table, "on_time_delivery_rate")[1]
    assert (shown["target"], shown["status"], shown["level"]) == (0.90, "good", "Good")


def test_a_report_without_denominator_is_no_measurement_whatever_rate_it_shows():
    client = small_client("amazon-us", reported=[
        figure("valid_tracking_rate", AS_OF, window_days=30, rate=0.0, numerator=0, denominator=0,
               platform_status="GOOD"),
        figure("order_defect_rate", AS_OF, scope="afn", rate=0.0, numerator=0, denominator=0, window_days=60),
        figure("order_defect_rate", AS_OF, scope="mfn", numerator=1, denominator=62, window_days=60),
    ])  # fmt: skip
    table = kpi_table(client, as_of=AS_OF)
    tracking = rows(table, "valid_tracking_rate")[1]
    assert (tracking["status"], tracking["reason"], tracking["level"]) == ("unmeasured", "zero_denominator", "GOOD")
    assert pd.isna(tracking["rate"])
    defects = {row["scope"]: row for row in rows(table, "order_defect_rate") if row["basis"] == "reported"}
    assert defects["afn"]["status"] == "unmeasured"
    assert (round(defects["mfn"]["rate"], 4), defects["mfn"]["status"]) == (0.0161, "breach")


def test_the_newest_figure_up_to_the_day_stands_for_each_window():
    reported = [
        figure("late_shipment_rate", day, window_days=window, rate=rate)
        for day, window, rate in [
            ("2026-01-01", 30, 0.01), ("2026-01-20", 30, 0.02), ("2026-02-01", 30, 0.03), ("2026-01-20", 10, 0.04),
        ]
    ]  # fmt: skip
    shown = rows(kpi_table(small_client("amazon-us", reported=reported), as_of=AS_OF), "late_shipment_rate")
    assert [(row["window_days"], row["rate"]) for row in shown if row["basis"] == "reported"] == [
        (10, 0.04),
        (30, 0.02),
    ]


def test_of_mercado_libres_two_periods_only_the_newer_stands():
    reported = [figure("claims_rate", "2025-12-01", window_days=365, rate=0.01),
                figure("claims_rate", "2026-01-20", window_days=60, rate=0.02)]  # fmt: skip
    shown = rows(kpi_table(small_client("mercadolibre-mx", reported=reported), as_of=AS_OF), "claims_rate")
    assert [row["window_days"] for row in shown if row["basis"] == "reported"] == [60]


def test_a_target_without_comparator_is_compared_as_the_book_does():
    client = small_client("amazon-us", reported=[figure("late_shipment_rate", AS_OF, rate=0.04, target=0.04)])
    shown = rows(kpi_table(client, as_of=AS_OF), "late_shipment_rate")[-1]
    assert (shown["comparator"], shown["status"]) == ("lt", "breach")


def test_scores_and_policy_counts_are_values():
    reported = [
        figure("account_health_rating", AS_OF, value=428, platform_status="GREAT"),
        figure("policy_other_policy_violations", AS_OF, value=2, target=0, comparator="eq", platform_status="BAD"),
    ]
    table = kpi_table(small_client("amazon-us", reported=reported), as_of=AS_OF)
    (rating,), (policy,) = rows(table, "account_health_rating"), rows(table, "policy_other_policy_violations")
    assert (rating["value"], rating["status"], rating["level"]) == (428, "good", "GREAT")
    assert (policy["value"], policy["status"], policy["level"]) == (2, "breach", "BAD")


def test_the_state_of_the_account_is_a_label_and_a_number_of_sales_is_no_kpi():
    reported = [figure("account_status", AS_OF, window_days=0, platform_status="AT_RISK"),
                figure("completed_sales", AS_OF, window_days=60, value=40)]  # fmt: skip
    table = kpi_table(small_client("amazon-us", reported=reported), as_of=AS_OF)
    (state,) = rows(table, "account_status")
    assert (state["level"], state["status"], state["reason"]) == ("AT_RISK", "watch", "")
    assert not rows(table, "completed_sales")


def test_what_only_the_platform_knows_is_named_with_the_report_that_shows_it():
    table = kpi_table(small_client("walmart-us"), as_of=AS_OF)
    (row,) = rows(table, "seller_response_rate")
    assert (row["status"], row["reason"], row["target"]) == ("unmeasured", "only_in_report:reported", 0.95)


def test_a_market_without_published_rules_is_measured_and_not_judged():
    orders = [order("a", ship_by_at="2026-01-12T06:00Z")]
    packages = [parcel("a", confirmed_at="2026-01-13T06:00Z")]
    table = kpi_table(small_client("walmart-mx", order_lines=orders, packages=packages), as_of=AS_OF)
    (row,) = rows(table, "late_shipment_rate")
    assert (row["rate"], row["status"], row["rule_id"], row["reason"]) == (
        1.0, "no_rule", "", "estimate_accountable_unknown",
    )  # fmt: skip


def test_conversion_and_featured_offer_are_of_the_last_full_month():
    table = kpi_table(full_client(), as_of="2026-02-10", account="amazon-mx")
    (conversion,), (featured,) = rows(table, "conversion_rate"), rows(table, "featured_offer_share")
    assert (conversion["rate"], conversion["status"]) == (23 / 200, "no_rule")
    assert (featured["numerator"], featured["denominator"]) == (150, 300)
    assert (conversion["window_start"], conversion["window_end"]) == (pd.Timestamp("2026-01-01"), pd.Timestamp(AS_OF))


def test_an_older_month_does_not_pass_for_the_last_one():
    (row,) = rows(kpi_table(full_client(), as_of="2026-02-28", account="amazon-mx"), "conversion_rate")
    assert (row["status"], row["reason"]) == ("unmeasured", "missing_export:amazon-business-report")


def test_a_week_from_the_first_of_the_month_is_no_month():
    traffic = [{"item_id": "a", "start_date": "2026-01-01", "end_date": end, "sessions": 100, "units": units}
               for end, units in (("2026-01-07", 50), ("2026-01-31", 10))]  # fmt: skip
    (row,) = rows(kpi_table(small_client("amazon-us", traffic=traffic), as_of=AS_OF), "conversion_rate")
    assert (row["numerator"], row["denominator"]) == (10, 100)


def test_page_views_weigh_the_featured_offer():
    month = {"start_date": "2026-01-01", "end_date": "2026-01-31"}
    traffic = [{"item_id": "a", "page_views": 100, "featured_offer_share": 1.0, **month},
               {"item_id": "b", "page_views": 300, "featured_offer_share": 0.0, **month},
               {"item_id": "c", "page_views": 500, "featured_offer_share": None, **month}]  # fmt: skip
    (row,) = rows(kpi_table(small_client("amazon-us", traffic=traffic), as_of=AS_OF), "featured_offer_share")
    assert (row["numerator"], row["denominator"], row["rate"]) == (100, 400, 0.25)


def test_the_window_follows_the_local_day_of_the_account():
    # 06:30 UTC on 2026-02-01 is the evening of the 31st in Los Angeles and the first of the month in Mexico.
    for name, zone, expected in (("amazon-us", "America/Los_Angeles", 1), ("amazon-mx", "America/Mexico_City", 0)):
        client = small_client(
            account(name, zone=zone),
            order_lines=[order("a", "2026-01-30T12:00Z", ship_by_at="2026-02-01T06:30Z")],
            packages=[parcel("a", confirmed_at="2026-01-31T12:00Z")],
        )
        assert rows(kpi_table(client, as_of=AS_OF), "late_shipment_rate")[1]["denominator"] == expected


def test_accounts_come_in_the_profiles_order_and_one_can_be_asked_for():
    both, one = (kpi_table(full_client(), as_of=AS_OF, account=name) for name in ("", "mercadolibre-mx"))
    assert both["account"].unique().tolist() == ["amazon-mx", "mercadolibre-mx"]
    assert one["account"].unique().tolist() == ["mercadolibre-mx"]


def test_the_input_is_left_alone():
    client = full_client()
    before = {name: getattr(client, name).copy(deep=True) for name in TABLES}
    kpi_table(client, as_of=AS_OF)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(client, name), frame)


@pytest.mark.parametrize("name", ["amazon-us", "amazon-mx", "walmart-us", "mercadolibre-mx"])
def test_empty_tables_give_reasons_and_no_figures(name):
    table = kpi_table(small_client(name), as_of=AS_OF)
    assert len(table)
    assert set(table["status"]) == {"unmeasured"}


def test_a_client_without_accounts_has_an_empty_table():
    assert kpi_table(small_client(), as_of=AS_OF).columns.tolist() == KPI_TABLE.names


def test_a_missing_column_is_named():
    client = full_client()
    client.tables["order_lines"] = client.tables["order_lines"].drop(columns="ship_by_at")
    with pytest.raises(TableError, match="kpi_table: table order_lines: missing column ship_by_at"):
        kpi_table(client, as_of=AS_OF)


def test_an_unknown_account_and_a_wrong_day_are_refused():
    with pytest.raises(ParameterError, match=r"no account 'amazon-mex'.*Hint: did you mean 'amazon-mx'"):
        kpi_table(full_client(), as_of=AS_OF, account="amazon-mex")
    with pytest.raises(ParameterError, match="'2026-02-30' is no day"):
        kpi_table(full_client(), as_of="2026-02-30")


def test_the_last_day_is_that_of_the_last_order_else_of_the_last_report():
    assert last_day(full_client()) == "2026-01-20"
    assert last_day(small_client("amazon-us", reported=[figure("late_shipment_rate", AS_OF)])) == AS_OF
    with pytest.raises(NothingToShow, match="no orders and no reported figures"):
        last_day(small_client("amazon-us"))


def test_of_several_estimates_the_weightiest_is_told():
    counts = {"estimate_accountable_unknown": 50, "estimate_dated_by_confirmation": 3, "estimate_left_out": 1}
    assert heaviest(counts) == "estimate_left_out:1"
    assert heaviest({}) == ""


def test_the_same_orders_are_judged_under_the_rules_of_another_day():
    reported = [figure("return_rate", AS_OF, rate=0.07, window_days=60)]
    client = small_client("walmart-us", reported=reported)
    for rules_on, expected in (
        ("2026-01-28", ("no_rule", "")),
        ("2026-01-29", ("breach", "walmart-us-return_rate-60d-2026")),
    ):
        (row,) = rows(kpi_table(client, as_of=AS_OF, rules_on=rules_on), "return_rate")
        assert (row["rate"], row["status"], row["rule_id"]) == (0.07, *expected)


def test_another_days_rule_counts_scans_as_it_did():
    # One scan of a parcel from Canada was enough before 2025-01-15.
    orders = [order("a", "2026-01-10T12:00Z")]
    packages = [parcel("a", confirmed_at="2026-01-11T12:00Z", promised_at="2026-01-15T12:00Z", ship_from_country="CA")]
    client = small_client("amazon-us", order_lines=orders, packages=packages, scans=[scan("a", "2026-01-12T12:00Z")])
    rates = [
        rows(kpi_table(client, as_of=AS_OF, rules_on=day), "valid_tracking_rate")[0]["rate"]
        for day in ("2025-01-14", "2025-01-15")
    ]
    assert rates == [1.0, 0.0]


def test_a_target_shown_later_does_not_judge_under_earlier_rules():
    reported = [figure("late_shipment_rate", AS_OF, rate=0.03, window_days=30, target=0.02, comparator="lt")]
    client = small_client("amazon-us", reported=reported)
    for rules_on, expected in (
        ("", ("report", "breach")),
        ("2026-01-01", ("amazon-us-late_shipment_rate-30d-undated", "good")),
    ):
        row = next(each for each in rows(kpi_table(client, as_of=AS_OF, rules_on=rules_on), "late_shipment_rate")
                   if each["basis"] == "reported")  # fmt: skip
        assert (row["rule_id"], row["status"]) == expected


def test_mercado_libres_colour_is_that_of_the_days_bands():
    # 1.8 % of claims: green until 11 April 2023 (up to 2 %), yellow since.
    reported = [figure("claims_rate", AS_OF, window_days=60, rate=0.018)]
    client = small_client("mercadolibre-mx", reported=reported)
    shown = [
        [each["level"] for each in rows(kpi_table(client, as_of=AS_OF, rules_on=day), "claims_rate")
         if each["basis"] == "reported"]
        for day in ("2023-04-11", "2023-04-12")
    ]  # fmt: skip
    assert shown == [["green"], ["yellow"]]
