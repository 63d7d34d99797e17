"""On-time shipment, returns and seller levels: figures beside the platforms' KPIs."""

import pandas as pd
import pytest

from tests.kpis.conftest import figure, order, parcel, small_client
from workbench.errors import TableError
from workbench.kpis import kpi_table
from workbench.kpis.beside import on_time_shipments, return_figures
from workbench.kpis.leader import leader_levels

AS_OF = "2026-01-31"


def returned(order_id: str, received: str | None, refunded: str | None = None, **fields: object) -> dict:
    return {"return_id": f"r-{order_id}", "order_id": order_id, "requested_at": "2026-01-12T18:00Z",
            "received_at": received, "refunded_at": refunded, **fields}  # fmt: skip


def figures(client) -> dict[str, dict]:
    return {row["figure"]: row for row in return_figures(client, as_of=AS_OF).to_dict("records")}


def test_on_time_shipment_is_what_late_shipment_leaves_with_its_target_turned_round():
    late = [order(f"o{n}", "2026-01-10T12:00Z", ship_by_at="2026-01-12T12:00Z") for n in range(50)]
    packages = [parcel(f"o{n}", confirmed_at=f"2026-01-{'13' if n == 0 else '11'}T12:00Z") for n in range(50)]
    table = kpi_table(small_client("amazon-us", order_lines=late, packages=packages), as_of=AS_OF)
    row = on_time_shipments(table).set_index("window_days").loc[30]
    assert (row["numerator"], row["denominator"], row["rate"]) == (49, 50, 0.98)
    assert (row["target"], row["comparator"], row["platform_name"]) == (0.96, "gt", "Late Shipment Rate")


def test_on_time_shipment_without_a_rate_has_none_and_keeps_the_reason():
    rows = on_time_shipments(kpi_table(small_client("amazon-us"), as_of=AS_OF))
    assert rows["rate"].isna().all()
    assert rows["reason"].tolist() == ["missing_export:amazon-all-orders"] * 2
    with pytest.raises(TableError, match="missing column"):
        on_time_shipments(pd.DataFrame())


@pytest.mark.parametrize(
    ("refunded", "in_time"),
    [("2026-01-17T18:00:00Z", 1), ("2026-01-17T18:00:01Z", 0), (None, 0)],
)
def test_a_refund_at_exactly_48_hours_is_in_time(refunded, in_time):
    held = [returned("a", "2026-01-15T18:00Z", refunded), returned("b", "2026-01-15T18:00Z", "2026-01-15T19:00Z")]
    row = figures(small_client("walmart-us", order_lines=[order("a"), order("b")], returns=held))
    assert (row["refunded_in_48_hours"]["numerator"], row["refunded_in_48_hours"]["denominator"]) == (1 + in_time, 2)


def test_a_return_whose_48_hours_are_not_over_is_not_judged_yet():
    held = [returned("a", "2026-01-30T18:00Z"), returned("b", "2026-01-15T18:00Z", "2026-01-15T19:00Z")]
    row = figures(small_client("walmart-us", order_lines=[order("a"), order("b")], returns=held))
    assert (row["refunded_in_48_hours"]["numerator"], row["refunded_in_48_hours"]["denominator"]) == (1, 1)


def test_an_order_returned_twice_counts_once():
    held = [returned("a", None), returned("a", None, return_id="r2"), returned("b", None, "2026-01-20T18:00Z")]
    row = figures(small_client("walmart-us", order_lines=[order(name) for name in "abcd"], returns=held))
    assert (row["returned"]["rate"], row["refunded"]["rate"]) == (0.5, 0.25)


def test_what_is_asked_for_or_refunded_later_changes_no_earlier_figure():
    held = [returned("a", None, "2026-02-01T18:00Z", requested_at="2026-02-01T18:00Z"), returned("b", None)]
    row = figures(small_client("walmart-us", order_lines=[order("a"), order("b")], returns=held))
    assert (row["returned"]["numerator"], row["refunded"]["numerator"]) == (1, 0)


def test_no_return_in_any_file_is_no_rate_of_zero():
    row = figures(small_client("walmart-us", order_lines=[order("a")]))
    assert {each["reason"] for each in row.values()} == {"missing_export:walmart-api-returns"}
    assert all(pd.isna(each["rate"]) for each in row.values())


def test_a_file_that_never_says_when_it_was_refunded_gives_no_time():
    row = figures(small_client("walmart-us", order_lines=[order("a")], returns=[returned("a", "2026-01-15T18:00Z")]))
    assert row["refunded_in_48_hours"]["reason"] == "missing_export:walmart-api-returns"
    assert row["returned"]["rate"] == 1


def levels(orders: int, price: float, **tables: list[dict]) -> pd.DataFrame:
    sold = [order(f"o{n}", "2026-01-10T18:00Z", unit_price=price, currency="MXN") for n in range(orders)]
    client = small_client("mercadolibre-mx", order_lines=sold, **tables)
    return leader_levels(client, as_of=AS_OF).set_index(["level", "condition"])


def test_what_is_missing_to_the_next_level_is_told_in_orders_and_pesos():
    found = levels(120, 1000.0)
    assert found.loc[("silver", "orders"), ["value", "asked", "missing", "is_met"]].tolist() == [120, 100, 0, True]
    assert found.loc[("gold", "orders"), ["asked", "missing", "is_met"]].tolist() == [250, 130, False]
    assert found.loc[("gold", "billed"), ["value", "asked", "missing"]].tolist() == [120_000, 240_000, 120_000]
    assert found.loc[("platinum", "orders"), "missing"] == 630


def test_a_rate_must_lie_below_the_leaders_limit():
    reported = [figure("claims_rate", AS_OF, window_days=60, rate=rate) for rate in (0.01,)]
    reported += [figure("mediations_rate", AS_OF, window_days=60, rate=0.004)]
    found = levels(3, 100.0, reported=reported)
    assert found.loc[("silver", "claims_rate"), ["asked", "is_met", "basis"]].tolist() == [0.01, False, "reported"]
    assert bool(found.loc[("silver", "mediations_rate"), "is_met"])
    assert pd.isna(found.loc[("silver", "delayed_handling_rate"), "is_met"])


def test_only_mercado_libre_mexico_has_these_levels():
    assert leader_levels(small_client("amazon-mx"), as_of=AS_OF).empty
    assert leader_levels(small_client("mercadolibre-mx"), as_of=AS_OF)["value"].isna().all()
