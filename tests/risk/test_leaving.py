"""The roll-off calendar, by hand."""

import pandas as pd
import pytest

from tests.kpis.conftest import figure, order, parcel, small_client
from workbench.errors import ParameterError
from workbench.risk import roll_off
from workbench.risk.leaving import LEAVING

MELI = "mercadolibre-mx"


def late_shipments(*late: str, punctual: tuple[str, ...] = (), account: str = "amazon-us"):
    """Orders due on these days, sent two days late or in time."""
    lines, sent = [], []
    for place, day in enumerate((*late, *punctual)):
        due = pd.Timestamp(day)
        name = f"o{place}"
        days = 2 if place < len(late) else 0
        lines.append(order(name, f"{due:%Y-%m-%d}T18:00Z", ship_by_at=f"{due:%Y-%m-%d}T23:00Z"))
        sent.append(parcel(name, confirmed_at=f"{due + pd.Timedelta(days=days):%Y-%m-%d}T20:00Z"))
    return small_client(account, order_lines=lines, packages=sent)


def calendar(client, *, kpi="late_shipment_rate", account="amazon-us", as_of="2026-01-31", **options):
    return roll_off(client, kpi=kpi, account=account, as_of=as_of, **options)


def test_each_bad_order_leaves_when_its_day_leaves_the_window():
    client = late_shipments("2026-01-05", "2026-01-20", punctual=("2026-01-10", "2026-01-25"))
    found = calendar(client)
    # A window of 30 days: an order due on the 5th counts up to 3 February.
    assert found["order_id"].tolist() == ["o0", "o1"]
    assert found["leaves_on"].tolist() == [pd.Timestamp("2026-02-04"), pd.Timestamp("2026-02-19")]
    assert found["bad_now"].tolist() == [2, 2]
    assert found["bad_after"].tolist() == [1, 0]
    assert found["reason"].tolist() == ["late", "late"]
    assert found["target"].tolist() == [0.04, 0.04]


def test_the_rate_after_it_counts_the_orders_at_the_current_volume():
    # One order a day from 1 December, the one of 5 January late: a window of 30 days always holds 30.
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2025-12-01", "2026-01-31") if day != pd.Timestamp("2026-01-05")]
    found = calendar(late_shipments("2026-01-05", "2026-01-06", punctual=tuple(days[:-1])))
    first = found.iloc[0]
    assert (first["bad_after"], first["rate_after"]) == (1, pytest.approx(1 / first["orders_after"]))
    assert first["orders_after"] in (30, 31)  # the last eight weeks hold 57 orders in 56 days
    assert first["allowed_after"] == 1


def test_an_order_not_known_to_be_bad_by_then_is_not_in_it():
    client = late_shipments("2026-01-05", "2026-01-31")
    assert calendar(client, as_of="2026-01-30")["order_id"].tolist() == ["o0"]


def test_an_order_of_the_days_before_the_window_reaches_them_enters_and_leaves():
    lines = [order(f"o{n}", "2026-01-20T18:00Z", cancelled_at=None) for n in range(3)]
    lines[0] |= {"status": "cancelled", "cancelled_at": "2026-01-21T18:00Z", "cancelled_by": "seller"}
    found = calendar(small_client("amazon-us", order_lines=lines), kpi="pre_fulfilment_cancellation_rate",
                     as_of="2026-01-20")  # fmt: skip
    assert found.empty
    found = calendar(small_client("amazon-us", order_lines=lines), kpi="pre_fulfilment_cancellation_rate",
                     as_of="2026-01-21")  # fmt: skip
    # Seven days with a lag of one: the 20th counts from the 21st to the 27th.
    assert found["leaves_on"].tolist() == [pd.Timestamp("2026-01-28")]


def test_counts_alone_do_not_say_when_an_order_leaves():
    shown = figure("claims_rate", "2026-01-31", numerator=4, denominator=200, window_days=60)
    found = calendar(small_client(MELI, reported=[shown]), kpi="claims_rate", account=MELI)
    assert found.empty and list(found.columns) == list(LEAVING)


def test_a_day_that_is_none_is_named():
    with pytest.raises(ParameterError, match="'31 January' is no day"):
        calendar(small_client("amazon-us"), as_of="31 January")
