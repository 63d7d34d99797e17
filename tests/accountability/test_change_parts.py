"""A KPI's change in parts: against orders counted by hand."""

import pandas as pd
import pytest

from tests.accountability.small import client_of, order
from workbench.accountability import change_parts
from workbench.errors import ParameterError

ASKED = {"kpi": "late_shipment_rate", "account": "amazon-us"}
DAYS = {"as_of": "2026-01-31", "against": "2025-12-31"}


@pytest.fixture
def client(tmp_path):
    """December: 1 of 10 late (A-1). January: 4 of 20 late; A-1 1 of 10, B-2 3 of 10. Windows of 30 days."""
    december = [order(f"d{n}", "2025-12-15", late=n == 0) for n in range(10)]
    january = [order(f"a{n}", "2026-01-15", late=n == 0) for n in range(10)]
    other = [order(f"b{n}", "2026-01-15", late=n < 3, sku="B-2", carrier="Otro") for n in range(10)]
    return client_of(tmp_path, *december, *january, *other)


def part(parts, way, name, effect="rate"):
    chosen = parts[(parts["by"] == way) & (parts["name"] == name) & (parts["effect"] == effect)]
    return chosen.iloc[0]


def test_every_way_of_splitting_adds_up_to_the_change(client):
    parts = change_parts(client, **ASKED, **DAYS)
    # 1 of 10, then 4 of 20.
    assert parts["change"].unique() == pytest.approx([0.1])
    assert parts.groupby("by")["part"].sum().to_dict() == pytest.approx(
        dict.fromkeys(["cause", "accountable", "carrier", "sku"], 0.1)
    )
    assert set(parts.groupby("by")["part_hundredths"].sum()) == {1000}


def test_a_new_article_brings_its_mix_and_the_old_one_no_rate_of_its_own(client):
    parts = change_parts(client, **ASKED, **DAYS)
    assert part(parts, "sku", "A-1")["part"] == 0
    # Share of B-2 +0.5; its rate 0.3, the mean of 0.1 and 0.2 is 0.15.
    assert part(parts, "sku", "B-2", "mix")["part"] == pytest.approx(0.5 * (0.3 - 0.15))


def test_a_late_confirmation_is_the_sellers_own(client):
    parts = change_parts(client, **ASKED, **DAYS)
    seller = part(parts, "accountable", "seller")
    assert seller[["numerator_before", "denominator_before", "numerator_after", "denominator_after"]].tolist() == [
        *(1, 10, 4, 20)
    ]
    assert parts.loc[parts["by"] == "cause", "name"].tolist() == ["late"]


def test_the_input_stays_as_it_was(client):
    before = client.order_lines.copy()
    change_parts(client, **ASKED, **DAYS)
    pd.testing.assert_frame_equal(client.order_lines, before)


def test_a_window_without_orders_gives_no_parts(client):
    parts = change_parts(client, **ASKED, as_of="2026-01-31", against="2025-06-30")
    assert parts.empty
    assert parts.columns[0] == "by"


def test_a_kpi_of_the_platform_alone_gives_no_parts(client):
    assert change_parts(client, kpi="account_health_rating", account="amazon-us", **DAYS).empty


def test_an_unknown_account_is_refused_with_those_there_are(client):
    with pytest.raises(ParameterError, match="no account 'amazon-br'"):
        change_parts(client, kpi="late_shipment_rate", account="amazon-br", **DAYS)


def test_an_article_in_several_and_an_unknown_carrier_are_groups_too(tmp_path):
    line, sent = order("x", "2026-01-15", late=True)
    second = {**line, "line_id": "2", "sku": "C-3"}
    old = order("y", "2025-12-15")
    client = client_of(tmp_path, (line, {**sent, "carrier": None}), old)
    client.order_lines = pd.concat(
        [
            client.order_lines,
            client.order_lines.iloc[[0]].assign(**{name: second[name] for name in ("line_id", "sku")}),
        ],
        ignore_index=True,
    )
    parts = change_parts(client, **ASKED, **DAYS)
    assert set(parts.loc[parts["by"] == "sku", "name"]) == {"several", "A-1"}
    assert set(parts.loc[parts["by"] == "carrier", "name"]) == {"unsaid", "Yun"}
