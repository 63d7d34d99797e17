"""Walmart counts what the seller answers for; beside it stands the rate of every event."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.kpis.conftest import computed, counts, order, parcel, scan, small_client
from workbench.kpis import kpi_orders, kpi_series, kpi_table, scoreboard
from workbench.risk.breach import main_figures

AS_OF = "2026-01-31"
ALL = "all_events"
DUE = "2026-01-20T20:00Z"


def cancelled(order_id: str, by: str | None) -> dict:
    fields = {"status": "cancelled", "cancelled_at": "2026-01-11T12:00Z", "cancelled_by": by}
    return order(order_id, "2026-01-10T12:00Z", **fields)


def test_a_buyers_cancellation_counts_among_all_events_only():
    lines = [order("a"), cancelled("b", "seller"), cancelled("c", "platform"), cancelled("d", "buyer")]
    client = small_client("walmart-us", order_lines=lines)
    seller, every = (computed(client, "cancellation_rate", as_of=AS_OF, scope=scope) for scope in ("", ALL))
    assert (counts(seller), counts(every)) == ((2, 4), (3, 4))


def test_who_cancelled_may_stay_unknown_among_all_events():
    client = small_client("walmart-us", order_lines=[order("a"), cancelled("b", None)])
    table = kpi_table(client, as_of=AS_OF)
    rows = table[(table["kpi"] == "cancellation_rate") & (table["basis"] == "computed")].set_index("scope")
    assert rows.loc["", "reason"] == "cancelled_by_unknown:1"
    assert (rows.loc[ALL, "numerator"], rows.loc[ALL, "denominator"], rows.loc[ALL, "reason"]) == (1, 2, "")


def test_a_cancellation_after_shipping_is_a_refund_also_among_all_events():
    client = small_client("walmart-us", order_lines=[order("a"), cancelled("b", "buyer")],
                          packages=[parcel("b", confirmed_at="2026-01-11T11:00Z")])  # fmt: skip
    assert counts(computed(client, "cancellation_rate", as_of=AS_OF, scope=ALL)) == (0, 2)


def delivered(order_id: str, at: str, *, said_at: str = "", scanned: str = "2026-01-12T12:00Z") -> tuple:
    """Line, parcel and scans of an order due on 20 January; a carrier's exception where `said_at`."""
    line = order(order_id, "2026-01-10T12:00Z", ship_by_at="2026-01-12T20:00Z")
    sent = parcel(order_id, confirmed_at="2026-01-11T12:00Z", promised_at=DUE)
    events = [scan(order_id, scanned), scan(order_id, at, "delivered")]
    return line, sent, [*events, *([scan(order_id, said_at, "exception")] if said_at else [])]


def on_time(*sent: tuple, as_of: str = AS_OF, **options) -> dict[str, dict]:
    lines, packages, scans = zip(*sent, strict=True)
    events = [event for each in scans for event in each]
    client = small_client("walmart-us", order_lines=list(lines), packages=list(packages), scans=events)
    table = kpi_table(client, as_of=as_of, **options)
    rows = table[(table["kpi"] == "on_time_delivery_rate") & (table["basis"] == "computed")]
    return {row["scope"]: row for row in rows.to_dict("records")}


@pytest.mark.parametrize(
    ("said_at", "expected"),
    [
        ("", (1, 2)),
        ("2026-01-15T12:00Z", (2, 2)),
        (DUE, (2, 2)),  # at the due second itself
        ("2026-01-20T20:00:01Z", (1, 2)),  # a second after it was late already
    ],
)
def test_a_late_order_with_a_carriers_exception_by_the_due_time_is_not_the_sellers(said_at, expected):
    rows = on_time(delivered("a", "2026-01-19T12:00Z"), delivered("b", "2026-01-22T12:00Z", said_at=said_at))
    assert counts(rows[""]) == expected
    assert counts(rows[ALL]) == (1, 2)


def test_the_figure_says_how_many_orders_were_not_held_against_the_seller():
    rows = on_time(
        delivered("a", "2026-01-22T12:00Z", said_at="2026-01-15T12:00Z"), delivered("b", "2026-01-19T12:00Z")
    )
    assert rows[""]["reason"] == "estimate_accountable:1"
    assert rows[ALL]["reason"] == ""


@pytest.mark.parametrize(("rules_on", "expected"), [("2025-10-27", (1, 1)), ("2025-10-28", (0, 1))])
def test_a_carriers_delay_became_the_sellers_with_the_standard_of_2025_10_28(rules_on, expected):
    # Handed over in time, without any exception, and two days late.
    rows = on_time(delivered("a", "2026-01-22T12:00Z"), rules_on=rules_on)
    assert (counts(rows[""]), counts(rows[ALL])) == (expected, (0, 1))


@pytest.mark.parametrize(("scanned", "expected"), [("2026-01-12T20:00:00Z", 1), ("2026-01-12T20:00:01Z", 0)])
def test_a_handover_after_the_ship_by_second_was_the_sellers_before_that_too(scanned, expected):
    rows = on_time(delivered("a", "2026-01-22T12:00Z", scanned=scanned), rules_on="2025-10-27")
    assert rows[""]["numerator"] == expected


def test_the_rate_of_every_event_has_no_target_and_is_neither_on_the_board_nor_a_risk():
    lines, packages, scans = delivered("a", "2026-01-22T12:00Z")
    client = small_client("walmart-us", order_lines=[lines], packages=[packages], scans=scans)
    table = kpi_table(client, as_of=AS_OF)
    every = table[table["scope"] == ALL]
    assert set(every["kpi"]) == {"cancellation_rate", "on_time_delivery_rate"}
    assert every["target"].isna().all() and every["rule_id"].eq("").all()
    assert set(every["status"]) == {"no_rule"}
    assert ALL not in set(scoreboard(client, as_of=AS_OF)["scope"])
    assert ALL not in set(main_figures(table)["scope"])


def test_series_and_orders_of_every_event():
    lines, packages, scans = delivered("a", "2026-01-22T12:00Z", said_at="2026-01-15T12:00Z")
    client = small_client("walmart-us", order_lines=[lines], packages=[packages], scans=scans)
    asked = {"kpi": "on_time_delivery_rate", "account": "walmart-us"}
    series = kpi_series(client, **asked, start=AS_OF, end=AS_OF, scope=ALL)
    assert series[["numerator", "denominator"]].values.tolist() == [[0, 1]] and pd.isna(series["target"].iloc[0])
    assert kpi_orders(client, **asked, as_of=AS_OF, scope=ALL)["reason"].tolist() == ["not_on_time"]
    assert kpi_orders(client, **asked, as_of=AS_OF)["reason"].tolist() == [""]


@pytest.mark.parametrize("name", ["amazon-us", "mercadolibre-mx"])
def test_other_platforms_have_no_such_split(name):
    assert ALL not in set(kpi_table(small_client(name), as_of=AS_OF)["scope"])
