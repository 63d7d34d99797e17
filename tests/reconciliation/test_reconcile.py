"""Each cause of a difference, seeded by hand: it is named, with its orders, and closes the gap."""

import pandas as pd
import pytest

from tests.kpis.conftest import SmallClient, account, figure, order, parcel, scan, small_client
from workbench.errors import NothingToShow, ParameterError
from workbench.kpis import kpi_table
from workbench.reconciliation import CAUSES, DETAILS, STATES, Reconciliation, reconcile
from workbench.tables import TABLES

AS_OF = "2026-01-31"
MELI = "mercadolibre-mx"


def sold(number: int, *, day: str = "2026-01-10", **fields: object) -> dict:
    return order(f"o{number}", f"{day}T18:00Z", **fields)


def due(number: int, day: str, at: str = "18:00", **fields: object) -> dict:
    """An order of an account in Los Angeles, due on the local day at that UTC time, and shipped in time."""
    return order(f"o{number}", "2025-12-20T18:00Z", ship_by_at=f"{day}T{at}Z", **fields)


def shipped(orders: list[dict]) -> list[dict]:
    return [parcel(each["order_id"], confirmed_at="2025-12-21T18:00Z") for each in orders]


def shown(kpi: str, numerator: int, denominator: int, *, days: int, **fields: object) -> dict:
    return figure(kpi, AS_OF, window_days=days, numerator=numerator, denominator=denominator,
                  rate=round(numerator / denominator, 4), **fields)  # fmt: skip


def tied(client: SmallClient, kpi: str, *, scope: str = "") -> tuple[dict, list[dict], set[tuple]]:
    """The figure, its causes as (cause, layer, count), and its orders as (cause, order)."""
    found = reconcile(client, as_of=AS_OF)
    figures, causes, orders = (
        each[(each["kpi"] == kpi) & (each["scope"] == scope)] for each in (found.figures, found.causes, found.orders)
    )
    (row,) = figures.to_dict("records")
    count = causes["count"].astype("object").where(causes["count"].notna(), None)
    named = list(zip(causes["cause"], causes["layer"], count, strict=True))
    return row, named, set(zip(orders["cause"], orders["order_id"], strict=True))


def late_client(orders: list[dict], numerator: int, denominator: int, **fields: object) -> SmallClient:
    reported = [shown("late_shipment_rate", numerator, denominator, days=30, **fields)]
    return small_client("amazon-us", order_lines=orders, packages=shipped(orders), reported=reported)


def cancel_client(orders: list[dict], numerator: int, denominator: int) -> SmallClient:
    reported = [shown("cancellation_rate", numerator, denominator, days=30)]
    return small_client("walmart-us", order_lines=orders, reported=reported)


def claims_client(numerator: int, denominator: int, *defects: dict) -> SmallClient:
    reported = [figure("claims_rate", AS_OF, window_days=60, numerator=numerator, rate=numerator / denominator)]
    held = [{"kind": "claim", "opened_at": "2026-01-15T18:00Z", **each} for each in defects]
    return small_client(MELI, order_lines=[sold(n) for n in range(10)], defects=held, reported=reported)


def feedback_client(numerator: int, *defects: dict) -> SmallClient:
    """An order of each kind of defect at least, so that the rate can be counted at all."""
    held = [
        {"order_id": "o0", "kind": "claim", "counts": True, "opened_at": "2026-01-12T18:00Z"},
        {"order_id": "o0", "kind": "chargeback", "counts": True, "opened_at": "2026-01-12T18:00Z"},
        *({"kind": "negative_feedback", "counts": True, "opened_at": "2026-01-14T18:00Z", **each} for each in defects),
    ]
    orders = [sold(n) for n in range(10)]
    reported = [shown("order_defect_rate", numerator, 10, days=60, scope="mfn")]
    return small_client("amazon-us", order_lines=orders, defects=held, reported=reported)


def test_a_figure_that_agrees_needs_no_cause():
    row, causes, orders = tied(late_client([due(1, "2026-01-10"), due(2, "2026-01-12")], 0, 2), "late_shipment_rate")
    assert (row["state"], causes, orders) == ("agrees", [], set())
    assert (row["our_numerator"], row["our_denominator"], row["numerator_gap"], row["denominator_gap"]) == (0, 2, 0, 0)


def test_ours_is_the_figure_of_the_kpi_table():
    client = late_client([due(1, "2026-01-10"), due(2, "2026-01-12")], 0, 2)
    table = kpi_table(client, as_of=AS_OF)
    (counted,) = table[(table["kpi"] == "late_shipment_rate") & (table["basis"] == "computed")
                       & (table["window_days"] == 30)].to_dict("records")  # fmt: skip
    row, _, _ = tied(client, "late_shipment_rate")
    assert (row["our_numerator"], row["our_denominator"]) == (counted["numerator"], counted["denominator"])
    assert (row["window_start"], row["window_end"]) == (counted["window_start"], counted["window_end"])


def test_a_window_that_begins_a_day_earlier_is_a_window_edge():
    orders = [due(1, "2026-01-01"), due(2, "2026-01-01"), due(3, "2026-01-10"), due(4, "2026-01-31")]
    row, causes, named = tied(late_client(orders, 0, 4), "late_shipment_rate")
    assert (row["state"], causes) == ("explained", [("window_edge", "denominator", 2)])
    assert named == {("window_edge", "o1"), ("window_edge", "o2")}


def test_the_days_of_another_zone_are_a_window_edge():
    # 04:00 UTC on the 2nd is the evening of the 1st in Los Angeles: before our window, inside one of UTC days.
    orders = [due(1, "2026-01-02", "04:00"), due(2, "2026-01-01"), due(3, "2026-01-10")]
    client = late_client(orders, 0, 2)
    row, causes, named = tied(client, "late_shipment_rate")
    assert (row["state"], causes, named) == (
        "explained", [("window_edge", "denominator", 1)], {("window_edge", "o1")},
    )  # fmt: skip
    assert reconcile(client, as_of=AS_OF).causes["detail"].tolist() == ["zone:UTC"]


def test_buyers_cancellations_that_the_platform_counts_are_named():
    by = ["buyer", "buyer", "seller"]
    lines = [sold(n, status="cancelled", cancelled_by=who) for n, who in enumerate(by)] + [sold(8), sold(9)]
    row, causes, named = tied(cancel_client(lines, 3, 5), "cancellation_rate")
    assert (row["our_numerator"], row["numerator_gap"], row["state"]) == (1, 2, "explained")
    assert causes == [("buyer_cancellation", "numerator", 2)]
    assert named == {("buyer_cancellation", "o0"), ("buyer_cancellation", "o1")}


def test_buyers_cancellations_that_the_platform_leaves_out_are_named():
    lines = [sold(1, status="cancelled", cancelled_by="buyer"), sold(2), sold(3)]
    row, causes, named = tied(cancel_client(lines, 0, 2), "cancellation_rate")
    assert (row["state"], causes) == ("explained", [("buyer_cancellation", "denominator", -1)])
    assert named == {("buyer_cancellation", "o1")}


def test_a_claim_that_the_files_exclude_and_the_platform_counts_is_named():
    client = claims_client(2, 10, {"order_id": "o1"}, {"order_id": "o2", "counts": False})
    row, causes, named = tied(client, "claims_rate")
    assert (row["our_numerator"], row["state"]) == (1, "explained")
    assert (causes, named) == ([("excluded_claim", "numerator", 1)], {("excluded_claim", "o2")})


def test_claims_that_ended_in_the_sellers_favour_are_named():
    client = claims_client(
        1, 10, {"order_id": "o1", "outcome": "refund"}, {"order_id": "o2", "outcome": "claim withdrawn"}
    )
    row, causes, named = tied(client, "claims_rate")
    assert (row["state"], causes) == ("explained", [("excluded_claim", "numerator", -1)])
    assert named in ({("excluded_claim", "o1")}, {("excluded_claim", "o2")})
    # Either of the two would close it: the table says that another set does so too.
    assert reconcile(client, as_of=AS_OF).causes["others"].tolist() == [1]


def test_removed_feedback_is_named():
    client = feedback_client(2, {"order_id": "o3"}, {"order_id": "o4", "closed_at": "2026-01-20T18:00Z"})
    row, causes, named = tied(client, "order_defect_rate", scope="mfn")
    assert (row["our_numerator"], row["state"]) == (3, "explained")
    assert (causes, named) == ([("feedback_removed", "numerator", -1)], {("feedback_removed", "o4")})


def test_feedback_after_the_day_of_the_report_is_late():
    late = [{"order_id": name, "opened_at": "2026-02-03T18:00Z"} for name in ("o4", "o5")]
    row, causes, named = tied(feedback_client(4, {"order_id": "o3"}, *late), "order_defect_rate", scope="mfn")
    assert (row["our_numerator"], row["state"]) == (2, "explained")
    assert (causes, named) == ([("late_event", "numerator", 2)], {("late_event", "o4"), ("late_event", "o5")})


def test_where_another_cause_would_do_as_well_it_is_explained_in_part_alone():
    # One more: feedback that came later, or o0, which has a claim and a chargeback, counted twice.
    client = feedback_client(3, {"order_id": "o3"}, {"order_id": "o4", "opened_at": "2026-02-03T18:00Z"})
    row, causes, _ = tied(client, "order_defect_rate", scope="mfn")
    assert (row["state"], causes) == ("partly_explained", [("late_event", "numerator", 1)])
    assert reconcile(client, as_of=AS_OF).causes["others"].tolist() == [1]


def test_an_order_counted_once_a_line_is_a_repeated_row():
    lines = [sold(1), sold(1, line_id="2"), sold(2), sold(3, status="cancelled", cancelled_by="seller")]
    row, causes, named = tied(cancel_client(lines, 1, 4), "cancellation_rate")
    assert (row["our_denominator"], row["state"]) == (3, "explained")
    assert (causes, named) == ([("repeated_row", "denominator", 1)], {("repeated_row", "o1")})


def test_an_order_counted_once_a_defect_is_a_repeated_row():
    # o0 has a claim and a chargeback: one order, two defects.
    client = feedback_client(3, {"order_id": "o3"})
    row, causes, named = tied(client, "order_defect_rate", scope="mfn")
    assert (row["our_numerator"], row["state"]) == (2, "explained")
    assert (causes, named) == ([("repeated_row", "numerator", 1)], {("repeated_row", "o0")})


def test_an_order_that_only_another_file_names_is_a_missing_export():
    client = claims_client(2, 11, {"order_id": "o1"}, {"order_id": "elsewhere"})
    row, causes, named = tied(client, "claims_rate")
    assert row["state"] == "explained"
    assert causes == [("missing_export", "numerator", 1), ("missing_export", "denominator", 1)]
    assert named == {("missing_export", "elsewhere")}


def test_orders_left_out_for_want_of_a_date_are_a_missing_export():
    orders = [due(1, "2026-01-10"), due(2, "2026-01-12"), due(3, "2026-01-14")]
    reported = [shown("late_shipment_rate", 0, 3, days=30)]
    client = small_client("amazon-us", order_lines=orders, packages=shipped(orders[:2]), reported=reported)
    row, causes, named = tied(client, "late_shipment_rate")
    assert (row["our_denominator"], row["reason"], row["state"]) == (2, "estimate_left_out:1", "explained")
    assert (causes, named) == ([("missing_export", "denominator", 1)], {("missing_export", "o3")})


def _followed(number: int, confirmed: str) -> tuple[dict, dict, dict]:
    parcel_of = parcel(f"o{number}", confirmed_at=f"{confirmed}T18:00Z", ship_from_country="US")
    return sold(number, day="2025-12-01"), parcel_of, scan(f"o{number}", f"{confirmed}T20:00Z")


def _undated_client(numerator: int, denominator: int) -> SmallClient:
    """Parcels without a promised day: two confirmed in the window of 23 December to 21 January, two before it."""
    told = [
        _followed(1, "2026-01-02"),
        _followed(2, "2026-01-10"),
        _followed(3, "2025-12-10"),
        _followed(4, "2025-12-20"),
    ]
    orders, packages, scans = (list(each) for each in zip(*told, strict=True))
    reported = [shown("valid_tracking_rate", numerator, denominator, days=30)]
    return small_client(
        account("amazon-us", ship_from="US"), order_lines=orders, packages=packages, scans=scans, reported=reported
    )


def test_parcels_that_no_file_dates_as_the_platform_does_are_a_missing_export():
    # The platform counts one more, promised after the window began. Which of the two before it, no file says.
    row, causes, named = tied(_undated_client(3, 3), "valid_tracking_rate")
    assert (row["our_denominator"], row["reason"]) == (2, "estimate_dated_by_confirmation")
    # Two are listed and one is meant: the cause is known, the parcel is not.
    assert row["state"] == "partly_explained"
    assert causes == [("missing_export", "numerator", 1), ("missing_export", "denominator", 1)]
    assert named == {("missing_export", "o3"), ("missing_export", "o4")}


def test_more_parcels_than_the_files_hold_stay_unexplained():
    row, causes, _ = tied(_undated_client(9, 9), "valid_tracking_rate")
    assert row["state"] == "unexplained"
    assert causes == [("unexplained", "numerator", 7), ("unexplained", "denominator", 7)]


def _walmart_parcels(*told: tuple[str, str, str, str], numerator: int, denominator: int) -> SmallClient:
    """Orders of Walmart as (order day, ship-by day, confirmation, first event); a confirmation may be in no file."""
    orders = [sold(n, day=day, ship_by_at=f"{by}T18:00Z") for n, (day, by, _, _) in enumerate(told)]
    packages = [
        parcel(f"o{n}", ship_from_country="US", **({"confirmed_at": f"{at}T18:00Z"} if at else {}))
        for n, (_, _, at, _) in enumerate(told)
    ]
    scans = [scan(f"o{n}", f"{event}T20:00Z") for n, (_, _, _, event) in enumerate(told) if event]
    return small_client(
        account("walmart-us", ship_from="US"), order_lines=orders, packages=packages, scans=scans,
        reported=[shown("valid_tracking_rate", numerator, denominator, days=30)],
    )  # fmt: skip


IN_TIME = ("2026-01-20", "2026-01-23", "2026-01-21", "2026-01-22")


def test_parcels_that_the_carrier_had_by_the_day_though_no_file_confirms_them_are_a_missing_export():
    # Due on 3 February and without a confirmation; the second was scanned on the day of the report, the third never.
    client = _walmart_parcels(IN_TIME, ("2026-01-30", "2026-02-03", "", "2026-01-31"),
                              ("2026-01-30", "2026-02-03", "", ""), numerator=2, denominator=2)  # fmt: skip
    row, causes, named = tied(client, "valid_tracking_rate")
    assert (row["our_numerator"], row["our_denominator"], row["state"]) == (1, 1, "explained")
    assert causes == [("missing_export", "numerator", 1), ("missing_export", "denominator", 1)]
    assert named == {("missing_export", "o1")}


def test_a_label_alone_by_the_day_is_a_parcel_whose_later_scan_the_files_lack():
    client = _walmart_parcels(IN_TIME, ("2026-01-30", "2026-02-03", "", ""), numerator=2, denominator=2)
    label = {**scan("o1", "2026-01-31T20:00Z"), "stage": "label"}
    client.tables["scans"] = pd.concat([client.scans, pd.DataFrame([label])]).astype(client.scans.dtypes)
    row, _, named = tied(client, "valid_tracking_rate")
    assert (row["state"], named) == ("explained", {("missing_export", "o1")})
    assert reconcile(client, as_of=AS_OF).causes["detail"].tolist() == ["carrier_knew_good"] * 2


def test_parcels_that_begin_after_the_day_explain_nothing_although_their_number_fits():
    later = ("2026-01-30", "2026-02-03", "", "2026-02-02")
    row, causes, named = tied(_walmart_parcels(IN_TIME, later, numerator=2, denominator=2), "valid_tracking_rate")
    assert (row["state"], named) == ("unexplained", set())
    assert causes == [("unexplained", "numerator", 1), ("unexplained", "denominator", 1)]


def test_a_parcel_confirmed_after_the_day_is_not_one_without_a_confirmation():
    later = ("2026-01-30", "2026-02-03", "2026-02-02", "2026-01-31")
    _, _, named = tied(_walmart_parcels(IN_TIME, later, numerator=2, denominator=2), "valid_tracking_rate")
    assert ("missing_export", "o1") not in named


def test_a_scan_after_the_day_of_the_report_is_late():
    waits = ("2026-01-28", "2026-01-31", "2026-01-30", "2026-02-01")
    row, causes, named = tied(_walmart_parcels(IN_TIME, waits, numerator=2, denominator=2), "valid_tracking_rate")
    assert (row["our_numerator"], row["our_denominator"], row["state"]) == (1, 2, "explained")
    assert (causes, named) == ([("late_event", "numerator", 1)], {("late_event", "o1")})


def test_parcels_of_mercado_libre_by_their_due_day_are_not_called_a_moved_window():
    # The window is 3 December to 31 January: sold on the day before it, due on its first day.
    lines = [
        sold(1, day="2025-12-02", ship_by_at="2025-12-03T18:00Z"),
        *(sold(n, day="2026-01-10", ship_by_at="2026-01-11T18:00Z") for n in (2, 3)),
    ]
    late = [parcel(f"o{n}", confirmed_at="2026-01-12T18:00Z" if n == 3 else "2025-12-03T17:00Z") for n in (1, 2, 3)]
    reported = [figure("delayed_handling_rate", AS_OF, window_days=60, numerator=1, rate=0.3333)]
    client = small_client(MELI, order_lines=lines, packages=late, reported=reported)
    row, causes, named = tied(client, "delayed_handling_rate")
    assert (row["our_denominator"], row["state"], causes) == (2, "explained", [("window_edge", "denominator", 1)])
    assert named == {("window_edge", "o1")}
    assert reconcile(client, as_of=AS_OF).causes["detail"].tolist() == ["due_day"]


def test_the_rule_before_2025_asked_one_scan_of_a_parcel_from_canada():
    orders = [sold(n) for n in (1, 2)]
    packages = [
        parcel(f"o{n}", confirmed_at="2026-01-11T18:00Z", promised_at="2026-01-15T18:00Z", ship_from_country=country)
        for n, country in ((1, "CA"), (2, "US"))
    ]
    scans = [scan(f"o{n}", "2026-01-12T18:00Z") for n in (1, 2)]
    reported = [shown("valid_tracking_rate", 2, 2, days=30)]
    client = small_client(account("amazon-us", ship_from="US"), order_lines=orders, packages=packages, scans=scans,
                          reported=reported)  # fmt: skip
    row, causes, named = tied(client, "valid_tracking_rate")
    assert (row["our_numerator"], row["our_denominator"], row["state"]) == (1, 2, "explained")
    assert (causes, named) == ([("rule_version", "numerator", 1)], {("rule_version", "o1")})


def test_a_rate_that_is_not_its_counts_is_the_reports_own_fault():
    client = late_client([due(1, "2026-01-10"), due(2, "2026-01-12")], 0, 2)
    client.tables["reported"]["rate"] = 0.3
    row, causes, _ = tied(client, "late_shipment_rate")
    assert row["state"] == "explained"
    assert causes == [("platform_inconsistency", "rate", None)]


def test_wrong_counts_beside_our_own_rate_are_the_reports_fault():
    orders = [due(n, "2026-01-10") for n in range(4)]
    reported = [shown("late_shipment_rate", 1, 8, days=30) | {"rate": 0.5}]
    late = [parcel(f"o{n}", confirmed_at=f"2026-01-{11 if n < 2 else '09'}T18:00Z") for n in range(4)]
    client = small_client("amazon-us", order_lines=orders, packages=late, reported=reported)
    row, causes, _ = tied(client, "late_shipment_rate")
    assert (row["our_rate"], row["state"]) == (0.5, "explained")
    assert causes == [("platform_inconsistency", "numerator", -1), ("platform_inconsistency", "denominator", 4)]


def test_two_causes_together_are_told_apart():
    lines = [
        *(sold(n, status="cancelled", cancelled_by="buyer") for n in (1, 2)),
        *(sold(n) for n in (3, 4, 5)),
        sold(6, day="2026-01-01"), sold(7, day="2026-01-01"), sold(8, day="2026-01-31"),
    ]  # fmt: skip
    row, causes, named = tied(cancel_client(lines, 2, 8), "cancellation_rate")
    assert (row["our_numerator"], row["our_denominator"], row["state"]) == (0, 6, "explained")
    assert sorted(causes) == [("buyer_cancellation", "numerator", 2), ("window_edge", "denominator", 2)]
    assert named == {
        ("buyer_cancellation", "o1"), ("buyer_cancellation", "o2"), ("window_edge", "o6"), ("window_edge", "o7"),
    }  # fmt: skip


def test_what_no_alternative_closes_stays_unexplained_with_its_count():
    row, causes, named = tied(late_client([due(1, "2026-01-10"), due(2, "2026-01-12")], 3, 9), "late_shipment_rate")
    assert (row["state"], named) == ("unexplained", set())
    assert causes == [("unexplained", "numerator", 3), ("unexplained", "denominator", 7)]


def test_of_several_unknown_cancellations_the_cause_is_named_and_no_order_is_claimed():
    lines = [sold(n, status="cancelled") for n in (1, 2, 3)] + [sold(4)]
    client = cancel_client(lines, 1, 4)
    row, causes, named = tied(client, "cancellation_rate")
    assert (row["state"], causes) == ("partly_explained", [("buyer_cancellation", "numerator", 1)])
    assert named == {("buyer_cancellation", f"o{n}") for n in (1, 2, 3)}
    assert reconcile(client, as_of=AS_OF).causes["detail"].tolist() == ["among:unknown_counted"]


def test_one_of_several_claims_that_no_file_excludes_is_an_excluded_claim():
    client = claims_client(2, 10, *({"order_id": f"o{n}"} for n in (1, 2, 3)))
    row, causes, named = tied(client, "claims_rate")
    assert (row["our_numerator"], row["state"]) == (3, "partly_explained")
    assert (causes, named) == (
        [("excluded_claim", "numerator", -1)], {("excluded_claim", f"o{n}") for n in (1, 2, 3)},
    )  # fmt: skip


def test_where_two_causes_would_do_and_no_file_says_which_none_is_claimed():
    # One of the three is not counted: an excluded one, or one of the two that the platform did not know yet.
    days = ("2026-01-15", "2026-01-31", "2026-01-31")
    defects = [{"order_id": f"o{n}", "opened_at": f"{day}T18:00Z"} for n, day in enumerate(days)]
    row, causes, named = tied(claims_client(2, 10, *defects), "claims_rate")
    assert (row["our_numerator"], row["state"]) == (3, "unexplained")
    assert (causes, named) == ([("unexplained", "numerator", -1)], {("unexplained", "o1"), ("unexplained", "o2")})


def test_a_closed_denominator_leaves_the_rest_of_the_numerator_unexplained():
    orders = [due(1, "2026-01-01"), due(2, "2026-01-10"), due(3, "2026-01-31")]
    row, causes, named = tied(late_client(orders, 2, 3), "late_shipment_rate")
    assert (row["state"], named) == ("partly_explained", {("window_edge", "o1")})
    assert causes == [("window_edge", "denominator", 1), ("unexplained", "numerator", 2)]


def test_a_reports_own_window_is_the_one_compared():
    orders = [due(1, "2025-12-28"), due(2, "2026-01-10")]
    client = late_client(orders, 0, 1, window_start="2025-12-11", window_end="2026-01-09")
    row, _, _ = tied(client, "late_shipment_rate")
    assert (row["our_denominator"], row["state"]) == (1, "agrees")
    assert str(row["window_start"].date()) == "2025-12-11"


def test_the_other_period_of_mercado_libre_has_its_own_window():
    lines = [sold(1, day="2025-06-01", status="cancelled", cancelled_by="seller"), sold(2)]
    reported = [figure("cancellation_rate", AS_OF, window_days=365, numerator=1, rate=0.5)]
    row, _, _ = tied(small_client(MELI, order_lines=lines, reported=reported), "cancellation_rate")
    assert (row["our_numerator"], row["our_denominator"], row["state"]) == (1, 2, "agrees")


def test_without_orders_the_missing_file_is_the_cause():
    client = small_client("walmart-us", reported=[shown("cancellation_rate", 1, 100, days=30)])
    row, causes, _ = tied(client, "cancellation_rate")
    assert (row["state"], row["reason"]) == ("not_computed", "missing_export:walmart-orders")
    assert causes == [("missing_export", "rate", None)]


def test_a_figure_that_only_the_platform_counts_stands_beside_nothing():
    client = small_client("walmart-us", reported=[shown("seller_response_rate", 95, 100, days=30)])
    row, causes, _ = tied(client, "seller_response_rate")
    assert (row["state"], causes) == ("only_reported", [])


def test_counts_labels_and_scores_are_not_tied_out():
    reported = [figure("account_health_rating", AS_OF, value=428), figure("completed_sales", AS_OF, value=40)]
    assert reconcile(small_client("amazon-us", reported=reported), as_of=AS_OF).figures.empty


def test_every_code_that_is_said_has_a_sentence():
    lines = [sold(n, status="cancelled") for n in (1, 2, 3)] + [sold(4)]
    found = reconcile(cancel_client(lines, 1, 4), as_of=AS_OF)
    assert set(found.causes["cause"]) <= set(CAUSES)
    assert {each.split(":")[0] for each in found.causes["detail"]} <= set(DETAILS)
    assert set(found.figures["state"]) <= set(STATES)


def test_blank_means_the_last_day_and_wrong_names_are_refused():
    client = cancel_client([sold(1, day=AS_OF)], 0, 1)
    assert reconcile(client).figures["state"].tolist() == ["agrees"]
    with pytest.raises(ParameterError, match="'soon' is no day"):
        reconcile(client, as_of="soon")
    with pytest.raises(ParameterError, match="no account 'walmart-mx'"):
        reconcile(client, as_of=AS_OF, account="walmart-mx")
    with pytest.raises(NothingToShow):
        reconcile(small_client("walmart-us"))


def test_empty_tables_give_empty_tables_and_the_input_is_left_alone():
    assert isinstance(reconcile(small_client("amazon-us"), as_of=AS_OF), Reconciliation)
    client = claims_client(2, 11, {"order_id": "o1"}, {"order_id": "elsewhere"})
    before = {name: getattr(client, name).copy(deep=True) for name in TABLES}
    reconcile(client, as_of=AS_OF)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(client, name), table)
