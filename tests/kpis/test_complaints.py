"""Order defects and Mercado Libre's claims and mediations."""

import pytest

from tests.kpis.conftest import account, computed, counts, figure, order, small_client

ORDERED = "2026-01-05T12:00Z"


def defect(order_id: str, kind: str = "claim", **fields: object) -> dict:
    return {"order_id": order_id, "kind": kind, "opened_at": "2026-01-08T12:00Z", **fields}


# One of each kind, on orders of long ago, so that all three exports are seen to be there.
ALL_KINDS = [defect("old", kind) for kind in ("claim", "negative_feedback", "chargeback")]


class TestOrderDefects:
    """As of 2026-02-20 the 60 days end on 2026-02-05 and start on 2025-12-08."""

    def row(self, *orders: dict, defects: list[dict], scope="mfn", as_of="2026-02-20", fulfilment="mixed") -> dict:
        client = small_client(account("amazon-us", fulfilment=fulfilment), order_lines=list(orders), defects=defects)
        return computed(client, "order_defect_rate", as_of=as_of, scope=scope)

    def test_an_order_with_several_defects_counts_once(self):
        kinds = ("claim", "negative_feedback", "chargeback")
        defects = [defect("a", kind) for kind in kinds] + [defect("b", "claim")]
        assert counts(self.row(*[order(name, ORDERED) for name in "abc"], defects=defects)) == (2, 3)

    def test_1085_defects_on_1078_orders_are_1078(self):
        # 442 with bad feedback, the last 4 of them with a claim too, 15 claims in all, 628 chargebacks on further
        # orders, three of which also hold claims: 442 + 15 + 628 - 4 - 3 = 1,078.
        feedback = [defect(f"o{number}", "negative_feedback") for number in range(442)]
        claims = [defect(f"o{number}", "claim") for number in range(438, 453)]
        chargebacks = [defect(f"o{number}", "chargeback") for number in range(450, 1078)]
        defects = [*feedback, *claims, *chargebacks]
        assert len(defects) == 442 + 15 + 628
        row = self.row(*[order(f"o{number}", ORDERED) for number in range(2000)], defects=defects)
        assert counts(row) == (1078, 2000)

    @pytest.mark.parametrize(("scope", "expected"), [("mfn", (1, 1)), ("afn", (0, 2))])
    def test_the_channels_are_judged_apart(self, scope, expected):
        orders = [order("a", ORDERED), *[order(name, ORDERED, channel="platform") for name in "bc"]]
        assert counts(self.row(*orders, defects=[*ALL_KINDS, defect("a")], scope=scope)) == expected

    def test_a_channel_without_orders_is_no_measurement(self):
        row = self.row(order("a", ORDERED), defects=[*ALL_KINDS], scope="afn")
        assert (row["status"], row["reason"], counts(row)) == ("unmeasured", "zero_denominator", (0, 0))

    @pytest.mark.parametrize("missing", ["claim", "negative_feedback", "chargeback"])
    def test_one_missing_component_leaves_it_to_the_platforms_report(self, missing):
        defects = [each for each in ALL_KINDS if each["kind"] != missing]
        row = self.row(order("a", ORDERED), defects=[*defects])
        assert (row["status"], row["reason"]) == ("unmeasured", "components_only_in_account_health")

    def test_the_order_day_decides_and_a_later_claim_changes_no_earlier_figure(self):
        defects = [*ALL_KINDS, defect("a", opened_at="2026-03-01T12:00Z")]
        rows = [self.row(order("a", "2026-01-31T12:00Z"), defects=defects, as_of=day)
                for day in ("2026-02-20", "2026-02-28", "2026-03-01")]  # fmt: skip
        assert [row["numerator"] for row in rows] == [0, 0, 1]

    def test_a_defect_that_does_not_count_is_left_aside_and_an_unsure_one_is_said(self):
        defects = [*ALL_KINDS, defect("a", counts=False), defect("b", counts=True)]
        orders = [order(name, ORDERED) for name in "abc"]
        assert (counts(self.row(*orders, defects=defects)), self.row(*orders, defects=defects)["reason"]) == (
            (1, 3),
            "",
        )
        unsure = self.row(*orders, defects=[*defects, defect("c")])
        assert (counts(unsure), unsure["reason"]) == ((2, 3), "estimate_counts_unknown:1")


class TestClaims:
    REPORT = (figure("claims_rate", "2026-01-01", window_days=60, rate=0.01),)

    def row(self, *orders: dict, defects: list[dict], kpi="claims_rate", as_of="2026-01-31", reported=REPORT) -> dict:
        client = small_client("mercadolibre-mx", order_lines=list(orders), defects=defects, reported=list(reported))
        return computed(client, kpi, as_of=as_of)

    def test_24_of_263_sales_cancelled_ones_included(self):
        sales = [order(f"o{number}", ORDERED) for number in range(244)]
        sales += [order(f"x{number}", ORDERED, status="cancelled") for number in range(19)]
        row = self.row(*sales, defects=[defect(f"o{number}") for number in range(24)])
        assert (counts(row), round(row["rate"], 4), row["level"], row["status"]) == ((24, 263), 0.0913, "red", "breach")

    def test_a_claim_and_its_mediation_are_one_sale(self):
        defects = [defect("a"), defect("a", "mediation"), defect("b", "mediation")]
        sales = [order(name, ORDERED) for name in "abcd"]
        assert counts(self.row(*sales, defects=defects)) == (2, 4)
        assert counts(self.row(*sales, defects=defects, kpi="mediations_rate")) == (2, 4)

    def test_without_dates_of_its_own_a_claim_is_known_from_the_sale_on_and_its_impact_is_not(self):
        row = self.row(
            order("a", ORDERED), order("b", ORDERED), defects=[defect("a", opened_at=None)], as_of="2026-01-05"
        )
        assert (counts(row), row["reason"]) == ((1, 2), "estimate_impact_unknown")

    def test_the_impact_is_known_where_the_file_says_it(self):
        row = self.row(
            order("a", ORDERED), order("b", ORDERED), defects=[defect("a", counts=True), defect("b", counts=False)]
        )
        assert (counts(row), row["reason"]) == ((1, 2), "")

    def test_no_claim_in_any_file_is_not_taken_for_nought(self):
        row = self.row(order("a", ORDERED), defects=[])
        assert (row["status"], row["reason"]) == ("unmeasured", "missing_export:meli-ventas")

    def test_no_claim_in_the_window_is_nought(self):
        sales = [order("old", "2025-06-01T12:00Z"), order("a", ORDERED)]
        row = self.row(*sales, defects=[defect("old", opened_at="2025-06-05T12:00Z")])
        assert (counts(row), row["rate"], row["status"]) == ((0, 1), 0.0, "good")

    @pytest.mark.parametrize(("as_of", "days"), [("2026-01-14", 365), ("2026-01-15", 60)])
    def test_the_newest_report_says_how_far_to_look_back(self, as_of, days):
        reported = [
            figure("claims_rate", "2025-12-01", window_days=365),
            figure("claims_rate", "2026-01-15", window_days=60),
        ]
        row = self.row(order("a", ORDERED), defects=[defect("a")], as_of=as_of, reported=reported)
        assert (row["window_days"], (row["window_end"] - row["window_start"]).days + 1) == (days, days)

    def test_mediations_look_back_sixty_days_without_any_report(self):
        row = self.row(order("a", ORDERED), defects=[defect("a")], kpi="mediations_rate", reported=[])
        assert (row["window_days"], counts(row)) == (60, (0, 1))
