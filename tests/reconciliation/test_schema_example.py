"""Amazon's own example of an account health report: which of its numbers do not agree with each other.

Source: amzn/selling-partner-api-models, accountHealthReport-2020-11-18 example (numbers of 2020).
"""

import pytest

from tests.kpis.conftest import small_client
from tests.sources.conftest import ACCOUNTS
from workbench.reconciliation import reconcile
from workbench.reconciliation.shown import rates_agree, shown_figure
from workbench.sources import FileContext
from workbench.sources.amazon import health

MEXICO = "A1AM78C64UM0Y8"


def metric(first: str, last: str, rate: float, target: float, condition: str = "LESS_THAN", **counts: object) -> dict:
    days = {"reportingDateFrom": f"{first}T00:00Z", "reportingDateTo": f"{last}T00:00Z"}
    return {"reportingDateRange": days, "rate": rate, "targetValue": target, "targetCondition": condition,
            "status": "GOOD", **counts}  # fmt: skip


def count(number: int) -> dict:
    return {"count": number, "status": "GOOD"}


def channel(kind: str) -> dict:
    parts = {"claims": count(15), "chargebacks": count(628), "negativeFeedback": count(442)}
    whole = {"orderCount": 539000, "orderWithDefects": count(1078), "fulfillmentType": kind}
    return metric("2020-09-06", "2020-11-04", 0.009, 0.01, **whole, **parts)


EXAMPLE = {
    "accountStatuses": [{"marketplaceId": MEXICO, "status": "NORMAL"}],
    "performanceMetrics": [
        {
            "marketplaceId": MEXICO,
            "invoiceDefectRate": metric("2020-10-21", "2020-10-27", 0.03499611, 0.05, orderCount=9001,
                                        invoiceDefect=count(315), missingInvoice=count(214), lateInvoice=count(101)),
            "lateShipmentRate": metric("2020-10-21", "2020-11-19", 0.03203973037, 0.04, orderCount=870669,
                                       lateShipmentCount=27896),
            "unitOnTimeDeliveryRate": metric("2020-10-11", "2020-11-09", 0.8848, 0.9, "GREATER_THAN",
                                             unitOnTimeDeliveryCount=146, totalUnitCount=165),
            "onTimeDeliveryRate": metric("2020-10-11", "2020-11-09", 0.9529, 0.95, "GREATER_THAN",
                                         shipmentCountWithValidTracking=808046, onTimeDeliveryCount=847987),
            "validTrackingRate": metric("2020-10-11", "2020-11-09", 0.9529, 0.95, "GREATER_THAN",
                                        shipmentCount=878443, validTrackingCount=896462),
            "prefulfillmentCancelRate": metric("2020-11-12", "2020-11-18", 0.005, 0.01, orderCount=17197,
                                               cancellationCount=551),
            "orderDefectRate": {"mfn": channel("mfn"), "afn": channel("afn")},
        }
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def example():
    reading = health.read("example.json", EXAMPLE, FileContext("example.json", "0" * 64, ACCOUNTS))
    rows = reading.tables["reported"].drop(columns=["where", "account"]).to_dict("records")
    return reconcile(small_client("amazon-mx", reported=rows), as_of="2020-11-30")


def test_it_contradicts_itself_in_four_places(example):
    faults = example.causes[example.causes["cause"] == "platform_inconsistency"]
    assert {(row["kpi"], row["detail"]) for row in faults.to_dict("records")} == {
        ("on_time_delivery_rate", "swapped"),
        ("valid_tracking_rate", "rate_and_counts"),
        ("pre_fulfilment_cancellation_rate", "rate_and_counts"),
        ("order_defect_rate", "rate_and_counts"),
    }


def test_the_exchanged_counts_give_the_rate_that_stands_beside_them(example):
    (row,) = example.figures[example.figures["kpi"] == "on_time_delivery_rate"].to_dict("records")
    assert (row["their_numerator"], row["their_denominator"]) == (808046, 847987)
    assert round(808046 / 847987, 4) == row["their_rate"] == 0.9529


def test_its_other_rates_agree_with_their_counts(example):
    sound = set(example.figures["kpi"]) - set(
        example.causes.loc[example.causes["cause"] == "platform_inconsistency", "kpi"]
    )
    assert sound == {"invoice_defect_rate", "late_shipment_rate", "unit_on_time_delivery_rate"}


@pytest.mark.parametrize(
    ("shown", "numerator", "denominator", "agrees"),
    [
        (0.0912, 24, 263, True),  # Mercado Libre cuts off
        (0.0228, 6, 263, True),
        (0.723, 47, 65, True),
        (0.0166, 4, 240, True),
        (0.0877, 20, 228, True),
        (0.0, 1, 240, False),  # its second example shows one cancellation and a rate of 0
        (1.0, 61, 62, False),
        (0.4286, 3, 7, True),
        (0.43, 3, 7, True),
    ],
)
def test_a_rate_rounded_or_cut_off_agrees_with_its_counts(shown, numerator, denominator, agrees):
    assert rates_agree(shown, numerator / denominator) is agrees


def test_a_figure_without_both_counts_can_not_contradict_itself():
    assert shown_figure({"numerator": 24, "denominator": None, "rate": 0.5}).fault == ""
    assert shown_figure({"numerator": 0, "denominator": 0, "rate": None}).fault == ""
