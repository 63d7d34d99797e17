"""Late shipment, cancellation, tracking and delivery, at their boundaries."""

import pytest

from tests.kpis.conftest import account, computed, counts, figure, order, parcel, scan, small_client
from workbench.kpis import kpi_orders

# The ship-by time of most tests: the last second of 2026-01-11 in Los Angeles.
SHIP_BY = "2026-01-12T07:59:59Z"
JUST_AFTER = "2026-01-12T08:00:00Z"


def late(as_of: str, *orders: dict, name: str = "amazon-us", days: int = 0, **rows) -> dict:
    kpi = "delayed_handling_rate" if name.startswith("mercado") else "late_shipment_rate"
    return computed(small_client(name, order_lines=list(orders), **rows), kpi, as_of=as_of, days=days)


class TestLateShipment:
    def test_a_confirmation_at_the_ship_by_second_is_in_time_and_one_second_later_is_late(self):
        orders = [order("a", ship_by_at=SHIP_BY), order("b", ship_by_at=SHIP_BY)]
        packages = [parcel("a", confirmed_at=SHIP_BY), parcel("b", confirmed_at=JUST_AFTER)]
        assert counts(late("2026-01-31", *orders, packages=packages)) == (1, 2)

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [("2026-01-10", 0), ("2026-01-11", 1), ("2026-02-09", 1), ("2026-02-10", 0)],
    )
    def test_an_order_counts_from_its_ship_by_day_for_thirty_days(self, as_of, expected):
        row = late(as_of, order("a", ship_by_at=SHIP_BY), packages=[parcel("a", confirmed_at=SHIP_BY)])
        assert row["denominator"] == expected

    @pytest.mark.parametrize(("as_of", "expected"), [("2026-01-20", 1), ("2026-01-21", 0)])
    def test_the_short_window_holds_ten_days(self, as_of, expected):
        packages = [parcel("a", confirmed_at=SHIP_BY)]
        assert late(as_of, order("a", ship_by_at=SHIP_BY), packages=packages, days=10)["denominator"] == expected

    def test_the_first_and_the_last_second_of_a_window_belong_to_it(self):
        # 30 days to 2026-01-31: from 2026-01-02 00:00:00 to 2026-01-31 23:59:59 in Los Angeles.
        inside = [order("a", ship_by_at="2026-01-02T08:00:00Z"), order("b", ship_by_at="2026-02-01T07:59:59Z")]
        outside = [order("c", ship_by_at="2026-01-02T07:59:59Z"), order("d", ship_by_at="2026-02-01T08:00:00Z")]
        packages = [parcel(name, confirmed_at="2026-01-01T20:00Z") for name in "abcd"]
        assert counts(late("2026-01-31", *inside, *outside, packages=packages)) == (0, 2)

    def test_an_order_not_confirmed_when_its_time_has_passed_is_late(self):
        orders = [order("a", ship_by_at=SHIP_BY, status="unshipped"), order("b", ship_by_at=SHIP_BY)]
        assert counts(late("2026-01-11", *orders, packages=[parcel("b", confirmed_at=SHIP_BY)])) == (1, 2)

    def test_a_confirmation_after_the_day_changes_nothing_in_the_figure_of_that_day(self):
        waiting = late(
            "2026-01-11",
            order("a", ship_by_at=SHIP_BY, status="unshipped"), order("b", ship_by_at=SHIP_BY),
            packages=[parcel("b", confirmed_at=SHIP_BY)],
        )  # fmt: skip
        shipped = late(
            "2026-01-11",
            order("a", ship_by_at=SHIP_BY), order("b", ship_by_at=SHIP_BY),
            packages=[parcel("a", confirmed_at="2026-01-20T00:00Z"), parcel("b", confirmed_at=SHIP_BY)],
        )  # fmt: skip
        assert counts(waiting) == counts(shipped) == (1, 2)

    @pytest.mark.parametrize(("as_of", "expected"), [("2026-01-13", (1, 2)), ("2026-01-14", (0, 1))])
    def test_a_cancelled_order_leaves_the_count_on_the_day_of_its_cancellation(self, as_of, expected):
        cancelled = order("a", ship_by_at=SHIP_BY, status="cancelled", cancelled_at="2026-01-14T20:00Z")
        row = late(as_of, cancelled, order("b", ship_by_at=SHIP_BY), packages=[parcel("b", confirmed_at=SHIP_BY)])
        assert counts(row) == expected

    def test_an_order_of_two_parcels_is_one_order_and_its_last_parcel_decides(self):
        packages = [
            parcel("a", confirmed_at=SHIP_BY),
            {**parcel("a", confirmed_at=JUST_AFTER), "package_id": "2", "tracking_id": "T-a2"},
        ]
        assert counts(late("2026-01-31", order("a", ship_by_at=SHIP_BY), packages=packages)) == (1, 1)

    def test_an_order_of_two_lines_is_one_order_with_the_earlier_deadline(self):
        lines = [order("a", ship_by_at="2026-01-20T00:00Z"), {**order("a", ship_by_at=SHIP_BY), "line_id": "2"}]
        assert counts(late("2026-01-31", *lines, packages=[parcel("a", confirmed_at=JUST_AFTER)])) == (1, 1)

    def test_shipped_at_an_unknown_time_is_left_out_and_said(self):
        orders = [order("a", ship_by_at=SHIP_BY), order("b", ship_by_at=SHIP_BY)]
        row = late("2026-01-31", *orders, packages=[parcel("b", confirmed_at=SHIP_BY)])
        assert (*counts(row), row["reason"]) == (0, 1, "estimate_left_out:1")

    def test_orders_that_the_platform_ships_do_not_count(self):
        orders = [order("a", ship_by_at=SHIP_BY, channel="platform"), order("b", ship_by_at=SHIP_BY)]
        packages = [parcel(name, confirmed_at=JUST_AFTER) for name in "ab"]
        assert counts(late("2026-01-31", *orders, packages=packages)) == (1, 1)

    def test_without_ship_by_times_the_missing_file_is_named(self):
        row = late("2026-01-31", order("a"), packages=[parcel("a", confirmed_at=SHIP_BY)])
        assert (row["status"], row["reason"]) == ("unmeasured", "missing_export:mabang-orders")

    def test_late_shipment_with_delivery_in_time_hits_this_rate_only(self):
        promised = {"promised_at": "2026-01-16T07:59:59Z"}
        slow = parcel("a", confirmed_at=JUST_AFTER, delivered_at="2026-01-15T20:00Z", **promised)
        quick = parcel("b", confirmed_at=SHIP_BY, delivered_at="2026-01-17T20:00Z", **promised)
        orders = [order(name, ship_by_at=SHIP_BY) for name in "ab"]
        client = small_client("amazon-us", order_lines=orders, packages=[slow, quick])
        shipped = kpi_orders(client, kpi="late_shipment_rate", account="amazon-us", as_of="2026-01-31")
        arrived = kpi_orders(client, kpi="unit_on_time_delivery_rate", account="amazon-us", as_of="2026-01-26")
        assert shipped.loc[shipped["reason"] == "late", "order_id"].tolist() == ["a"]
        assert arrived.loc[arrived["reason"] == "not_on_time", "order_id"].tolist() == ["b"]


class TestDelayedHandling:
    def test_the_period_comes_from_the_newest_reputation_and_dates_by_the_sale(self):
        orders = [order("a", "2025-11-30T12:00Z", ship_by_at="2025-12-02T05:59:59Z"),
                  order("b", "2025-12-05T12:00Z", ship_by_at="2025-12-07T05:59:59Z")]  # fmt: skip
        packages = [parcel(name, confirmed_at="2025-12-20T00:00Z") for name in "ab"]
        reported = [figure("claims_rate", "2026-01-30", window_days=60, rate=0.0)]
        row = late("2026-01-31", *orders, packages=packages, reported=reported, name="mercadolibre-mx", days=60)
        assert (*counts(row), row["window_days"]) == (1, 1, 60)  # 60 days to 2026-01-31 start on 2025-12-03

    def test_a_sale_counts_only_when_its_ship_by_day_is_over(self):
        sold = order("a", "2026-01-30T12:00Z", ship_by_at="2026-02-02T05:59:59Z", status="unshipped")
        reported = [figure("claims_rate", "2026-01-15", window_days=60, rate=0.0)]
        old = order("b", "2026-01-05T12:00Z", ship_by_at="2026-01-07T05:59:59Z")
        rows = {"packages": [parcel("b", confirmed_at="2026-01-06T00:00Z")], "reported": reported}
        before = late("2026-01-31", sold, old, name="mercadolibre-mx", days=60, **rows)
        after = late("2026-02-01", sold, old, name="mercadolibre-mx", days=60, **rows)
        assert (counts(before), counts(after)) == ((0, 1), (1, 2))

    def test_without_a_reputation_report_the_window_is_unknown(self):
        sold = order("a", ship_by_at=SHIP_BY)
        row = late("2026-01-31", sold, packages=[parcel("a", confirmed_at=SHIP_BY)], name="mercadolibre-mx")
        assert (row["status"], row["reason"]) == ("unmeasured", "period_only_in_reputation")

    def test_a_reputation_of_a_later_day_is_not_known_yet(self):
        sold = order("a", ship_by_at=SHIP_BY)
        rows = {"packages": [parcel("a", confirmed_at=SHIP_BY)]}
        rows["reported"] = [figure("claims_rate", "2026-02-01", window_days=60, rate=0.0)]
        assert late("2026-01-31", sold, name="mercadolibre-mx", **rows)["reason"] == "period_only_in_reputation"


class TestCancellation:
    def row(self, *orders: dict, as_of: str = "2026-01-11", name: str = "amazon-us", **rows) -> dict:
        kpi = {"amazon-us": "pre_fulfilment_cancellation_rate"}.get(name, "cancellation_rate")
        return computed(small_client(name, order_lines=list(orders), **rows), kpi, as_of=as_of)

    def cancelled(self, name: str, by: str, at: str = "2026-01-10T20:00Z") -> dict:
        return order(name, status="cancelled", cancelled_at=at, cancelled_by=by)

    def test_the_sellers_and_the_platforms_cancellations_count_and_the_buyers_do_not(self):
        orders = [
            self.cancelled("a", "seller"),
            self.cancelled("b", "buyer"),
            self.cancelled("c", "platform"),
            order("d"),
        ]
        assert counts(self.row(*orders)) == (2, 4)

    def test_the_window_is_the_seven_days_before_the_report_day(self):
        days = {
            name: order(name, f"2026-01-{day:02d}T12:00Z") for name, day in zip("abcd", (3, 4, 10, 11), strict=True)
        }
        assert self.row(*days.values())["denominator"] == 2

    def test_orders_that_do_not_say_who_cancelled_leave_the_rate_unmeasured(self):
        row = self.row(self.cancelled("a", "unknown"), self.cancelled("b", "unknown"), order("c"))
        assert (row["status"], row["reason"], row["denominator"]) == ("unmeasured", "cancelled_by_unknown:2", 3)

    def test_without_any_cancellation_the_rate_is_nought(self):
        row = self.row(order("a"), order("b"))
        assert (*counts(row), row["rate"]) == (0, 2, 0.0)

    def test_a_cancellation_after_the_day_does_not_count_yet(self):
        orders = [self.cancelled("a", "seller", at="2026-01-12T08:00:00Z"), order("b")]
        assert [counts(self.row(*orders, as_of=day)) for day in ("2026-01-11", "2026-01-12")] == [(0, 2), (1, 2)]

    def test_after_the_confirmation_of_shipment_it_is_a_refund(self):
        packages = [parcel("a", confirmed_at="2026-01-10T19:00Z")]
        assert counts(self.row(self.cancelled("a", "seller"), packages=packages)) == (0, 1)

    def test_one_cancelled_line_is_enough(self):
        lines = [self.cancelled("a", "seller"), {**order("a"), "line_id": "2"}]
        assert counts(self.row(*lines)) == (1, 1)

    def test_mercado_libre_counts_all_sales_and_only_the_sellers_cancellations(self):
        orders = [self.cancelled("a", "seller"), self.cancelled("b", "platform"), order("c", channel="platform")]
        reported = [figure("cancellation_rate", "2026-01-10", window_days=60, rate=0.0)]
        assert counts(self.row(*orders, name="mercadolibre-mx", reported=reported)) == (1, 3)


class TestValidTracking:
    """As of 2026-01-31 the window is 2025-12-23 to 2026-01-21."""

    def row(self, *, name="amazon-mx", fields: dict | None = None, as_of: str = "2026-01-31", **rows) -> dict:
        return computed(small_client(account(name, **(fields or {})), **rows), "valid_tracking_rate", as_of=as_of)

    def shipped(self, *names: str, **fields: object) -> dict:
        return {
            "order_lines": [order(name) for name in names],
            "packages": [parcel(name, **{"confirmed_at": "2026-01-10T20:00Z", **fields}) for name in names],
        }

    def test_a_label_is_no_scan(self):
        scans = [scan("a", "2026-01-10T10:00Z", "label"), scan("b", "2026-01-10T10:00Z", "label"),
                 scan("b", "2026-01-11T10:00Z")]  # fmt: skip
        assert counts(self.row(**self.shipped("a", "b"), scans=scans)) == (1, 2)

    def test_190_of_200_parcels_are_95_percent_and_miss_a_target_that_asks_for_more(self):
        names = [f"o{number}" for number in range(200)]
        scans = [scan(name, "2026-01-09T10:00Z", "label") for name in names]
        scans += [scan(name, "2026-01-11T10:00Z") for name in names[:190]]
        row = self.row(name="amazon-us", fields={"ship_from": "US"}, **self.shipped(*names), scans=scans)
        assert (row["rate"], row["target"], row["comparator"], row["status"]) == (0.95, 0.95, "gt", "breach")

    def test_dated_by_confirmation_it_is_an_estimate_and_by_promise_it_is_none(self):
        scans = [scan("a", "2026-01-10T10:00Z")]
        confirmed = self.row(**self.shipped("a"), scans=scans)
        promised = self.row(**self.shipped("a", promised_at="2026-01-20T06:00Z"), scans=scans)
        assert [row["reason"] for row in (confirmed, promised)] == ["estimate_dated_by_confirmation", ""]

    @pytest.mark.parametrize(
        ("promised", "expected"),
        [
            ("2025-12-23T05:59:59Z", 0),
            ("2025-12-23T06:00:00Z", 1),
            ("2026-01-22T05:59:59Z", 1),
            ("2026-01-22T06:00Z", 0),
        ],
    )
    def test_the_promised_day_decides_and_the_window_ends_ten_days_before(self, promised, expected):
        shipped = self.shipped("a", promised_at=promised, confirmed_at="2025-12-20T20:00Z")
        row = self.row(**shipped, scans=[scan("a", "2025-12-20T19:00Z")])
        assert row["denominator"] == expected

    def test_a_first_scan_after_the_day_is_not_known_yet(self):
        scans = [
            scan("a", "2026-01-10T10:00Z"),
            scan("b", "2026-01-10T10:00Z", "label"),
            scan("b", "2026-02-01T06:00Z"),
        ]
        rows = [self.row(**self.shipped("a", "b"), scans=scans, as_of=day) for day in ("2026-01-31", "2026-02-01")]
        assert [counts(row) for row in rows] == [(1, 2), (2, 2)]

    @pytest.mark.parametrize(
        ("origin", "price", "stages", "expected"),
        [
            ("CN", 4.99, ["accepted"], 1),
            ("CN", 5.00, ["accepted"], 0),
            ("CN", 5.00, ["accepted", "delivered"], 1),
            ("CN", 5.00, ["accepted", "attempt"], 1),
            ("CN", 5.00, ["delivered"], 0),
            ("CN", 5.00, ["accepted", "line_haul"], 0),
            ("IN", 14.99, ["accepted"], 1),
            ("IN", 15.00, ["accepted"], 0),
            ("US", 500.0, ["accepted"], 1),
        ],
    )
    def test_dear_orders_from_afar_need_a_facility_and_a_door_scan(self, origin, price, stages, expected):
        rows = self.shipped("a", ship_from_country=origin)
        rows["order_lines"] = [order("a", unit_price=price)]
        scans = [scan("a", f"2026-01-1{day}T10:00Z", stage) for day, stage in enumerate(stages)]
        assert counts(self.row(name="amazon-us", **rows, scans=scans)) == (expected, 1)

    def test_the_value_holds_shipping_and_discount_but_no_tax(self):
        rows = self.shipped("a", ship_from_country="CN")
        rows["order_lines"] = [order("a", unit_price=2.0, quantity=2, shipping_price=1.5, discount=0.51, item_tax=1.0)]
        assert counts(self.row(name="amazon-us", **rows, scans=[scan("a", "2026-01-10T10:00Z")])) == (1, 1)

    def test_an_order_of_unknown_value_falls_under_the_stricter_rule(self):
        rows = self.shipped("a", ship_from_country="CN")
        rows["order_lines"] = [order("a", unit_price=None)]
        assert counts(self.row(name="amazon-us", **rows, scans=[scan("a", "2026-01-10T10:00Z")])) == (0, 1)

    def test_in_mexico_one_scan_is_enough_from_china(self):
        assert counts(self.row(**self.shipped("a"), scans=[scan("a", "2026-01-10T10:00Z")])) == (1, 1)

    def test_both_parcels_of_an_order_count(self):
        rows = self.shipped("a")
        rows["packages"] += [{**rows["packages"][0], "package_id": "2", "tracking_id": "none"}]
        scans = [scan("a", "2026-01-10T10:00Z"), scan("a", "2026-01-12T10:00Z", "delivered")]
        assert counts(self.row(**rows, scans=scans)) == (1, 2)

    def test_without_carrier_files_it_is_unmeasured_and_names_the_file(self):
        row = self.row(**self.shipped("a"))
        assert (row["status"], row["reason"]) == ("unmeasured", "missing_export:track17")

    def test_a_window_that_no_carrier_file_reaches_is_unmeasured(self):
        rows = self.shipped("a", "b")
        rows["packages"][1]["confirmed_at"] = "2025-06-10T20:00Z"
        row = self.row(**rows, scans=[scan("b", "2025-06-11T10:00Z")])
        assert (row["status"], row["denominator"], row["reason"]) == ("unmeasured", 0, "mostly_left_out:1")

    def test_as_many_left_out_as_counted_is_an_estimate_and_one_more_is_no_figure(self):
        rows = self.shipped("a", "b", "c")
        scans = [scan("a", "2026-01-10T10:00Z"), scan("a", "2026-01-12T10:00Z", "delivered")]
        for early in (1, 2):
            rows["packages"][early]["confirmed_at"] = "2026-01-02T20:00Z"
            found = self.row(**{**rows, "packages": rows["packages"][: early + 1]}, scans=scans)
            assert found["reason"] == ("estimate_left_out:1" if early == 1 else "mostly_left_out:2")

    def test_parcels_from_before_the_carrier_files_are_left_out_and_said(self):
        rows = self.shipped("a", "b")
        rows["packages"][0]["confirmed_at"] = "2026-01-02T20:00Z"
        row = self.row(**rows, scans=[scan("b", "2026-01-10T10:00Z"), scan("b", "2026-01-12T10:00Z", "delivered")])
        assert (*counts(row), row["reason"]) == (1, 1, "estimate_left_out:1")


class TestOnTimeDelivery:
    PROMISED = "2026-01-16T07:59:59Z"

    def delivery(self, name: str, at: str | None, **fields: object) -> dict:
        return parcel(name, confirmed_at=SHIP_BY, delivered_at=at, **{"promised_at": self.PROMISED, **fields})

    def row(
        self, *packages: dict, kpi="unit_on_time_delivery_rate", name="amazon-us", as_of="2026-01-26", **rows
    ) -> dict:
        lines = rows.pop("lines", [order(each) for each in dict.fromkeys(p["order_id"] for p in packages)])
        client = small_client(name, order_lines=lines, packages=list(packages), **rows)
        return computed(client, kpi, as_of=as_of)

    def test_130_units_of_which_30_promised_in_the_last_week_and_90_of_100_on_time_meet_the_minimum(self):
        names = [f"o{number}" for number in range(130)]
        promised = ["2026-01-19T20:00Z"] * 100 + [
            "2026-01-24T20:00Z"
        ] * 30  # as of 2026-01-26 the window ends on the 19th
        at = ["2026-01-18T20:00Z"] * 90 + ["2026-01-20T20:00Z"] * 10 + ["2026-01-30T20:00Z"] * 30
        packages = [self.delivery(*each[:2], promised_at=each[2]) for each in zip(names, at, promised, strict=True)]
        row = self.row(*packages)
        assert (*counts(row), row["rate"], row["status"]) == (90, 100, 0.9, "watch")

    def test_the_first_attempt_counts_and_the_promised_second_is_in_time(self):
        tried = self.delivery("a", "2026-01-20T20:00Z", first_attempt_at=self.PROMISED)
        late = self.delivery("b", "2026-01-16T08:00:00Z")
        assert counts(self.row(tried, late)) == (1, 2)

    def test_units_weigh_and_the_last_parcel_of_an_order_decides(self):
        packages = [self.delivery("a", "2026-01-15T20:00Z"),
                    {**self.delivery("a", "2026-01-17T20:00Z"), "package_id": "2", "tracking_id": "T-a2"},
                    self.delivery("b", "2026-01-15T20:00Z")]  # fmt: skip
        assert counts(self.row(*packages, lines=[order("a", quantity=3), order("b", quantity=2)])) == (2, 5)

    def test_a_parcel_whose_order_no_file_lists_is_left_out_and_named(self):
        packages = [self.delivery(name, "2026-01-15T20:00Z") for name in ("a", "b", "c")]
        row = self.row(*packages, lines=[order("a", quantity=3), order("c", quantity=1)])
        assert (*counts(row), row["reason"]) == (4, 4, "estimate_left_out:1")

    def test_a_protected_parcel_is_never_late_and_an_untracked_one_is_no_part(self):
        protected = self.delivery("a", "2026-01-20T20:00Z", is_protected=True)
        untracked = self.delivery("b", None)
        assert counts(self.row(protected, untracked)) == (1, 1)

    def test_amazon_without_promised_dates_points_at_the_platforms_report(self):
        row = self.row(self.delivery("a", "2026-01-15T20:00Z", promised_at=None))
        assert (row["status"], row["reason"]) == ("unmeasured", "only_in_report:amazon-account-health")

    def test_amazon_mexico_counts_packages_with_the_extended_promise(self):
        extended = self.delivery("a", "2026-01-18T20:00Z", promised_at_extended="2026-01-19T06:00Z")
        plain = self.delivery("b", "2026-01-18T20:00Z")
        assert counts(self.row(extended, plain, kpi="on_time_delivery_rate", name="amazon-mx", as_of="2026-01-31")) == (
            1,
            2,
        )

    def test_walmart_counts_an_undelivered_order_as_late_and_says_what_it_cannot_tell(self):
        packages = [self.delivery("a", "2026-01-15T20:00Z"), self.delivery("b", None)]
        scans = [scan("a", "2026-01-10T20:00Z"), scan("a", "2026-01-15T20:00Z", "delivered")]
        row = self.row(*packages, kpi="on_time_delivery_rate", name="walmart-us", scans=scans)
        assert (*counts(row), row["reason"]) == (1, 2, "estimate_accountable_unknown")

    def test_walmart_reads_the_delivery_from_the_carriers_scans(self):
        scans = [scan("a", "2026-01-15T20:00Z", "delivered")]
        row = self.row(self.delivery("a", None), kpi="on_time_delivery_rate", name="walmart-us", scans=scans)
        assert counts(row) == (1, 1)


class TestWalmartTracking:
    @pytest.mark.parametrize(("as_of", "expected"), [("2026-01-11", 1), ("2026-01-12", 2)])
    def test_without_confirmation_an_order_counts_from_its_ship_by_day(self, as_of, expected):
        orders = [order("a", ship_by_at="2026-01-10T20:00Z"), order("b", ship_by_at="2026-01-12T20:00Z")]
        scans = [scan("a", "2026-01-09T20:00Z"), scan("a", "2026-01-20T20:00Z", "delivered")]
        client = small_client("walmart-us", order_lines=orders, packages=[parcel("a"), parcel("b")], scans=scans)
        assert counts(computed(client, "valid_tracking_rate", as_of=as_of)) == (1, expected)

    def test_an_order_needs_a_scan_of_each_parcel(self):
        second = {**parcel("a", confirmed_at=SHIP_BY), "package_id": "2", "tracking_id": "T-a2"}
        packages = [parcel("a", confirmed_at=SHIP_BY), second, parcel("b", confirmed_at=SHIP_BY)]
        scans = [scan("a", "2026-01-12T07:00Z"), scan("b", "2026-01-13T20:00Z")]
        client = small_client("walmart-us", order_lines=[order("a"), order("b")], packages=packages, scans=scans)
        row = computed(client, "valid_tracking_rate", as_of="2026-01-31")
        assert (*counts(row), row["target"], row["comparator"]) == (1, 2, 0.99, "ge")
