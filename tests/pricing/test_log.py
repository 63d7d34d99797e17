"""What became of advice, as known at the end of a day."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from workbench.errors import ParameterError
from workbench.pricing.log import LOG_COLUMNS, advice_log
from workbench.record import remember_advice, remember_decision, remember_execution

ADVICE = {
    "account": "mercadolibre-mx", "sku": "A-1", "currency": "MXN", "price": 289.0, "advised_price": 319.0,
    "as_of": "2026-01-31", "valid_until": "2026-02-16", "on": "2026-02-02", "decider": "Hao", "units_before": 4.0,
}  # fmt: skip


@pytest.fixture
def advised(tmp_path):
    """A client that one advice went to, and the advice's id."""
    return SimpleNamespace(folder=tmp_path), remember_advice(tmp_path, [ADVICE], by="Mei")[0]["id"]


def state(client, on):
    return advice_log(client, on=on)["state"].tolist()


def test_an_advice_waits_until_its_last_day_and_then_expires(advised):
    client, _ = advised
    assert [state(client, day) for day in ("2026-02-01", "2026-02-02", "2026-02-16", "2026-02-17")] == [
        *([], ["proposed"], ["proposed"], ["expired"]),
    ]


def test_a_log_row_holds_what_was_proposed_and_by_whom(advised):
    client, advice = advised
    log = advice_log(client, on="2026-02-02")
    assert list(log.columns) == list(LOG_COLUMNS)
    row = log.iloc[0]
    assert (row["advice_id"], row["price_before"], row["advised_price"], row["proposed_by"], row["decider"]) == (
        *(advice, 289.0, 319.0, "Mei", "Hao"),
    )


@pytest.mark.parametrize(
    ("decision", "price", "decided_price"),
    [("accepted", None, 319.0), ("changed", 305.0, 305.0), ("refused", None, 289.0)],
)
def test_the_price_decided_is_the_advised_the_changed_or_the_old_one(advised, decision, price, decided_price):
    client, advice = advised
    said = {"decision": decision, "decided_by": "Hao", "price": price, "on": "2026-02-03"}
    remember_decision(client.folder, advice, by="Mei", **said)
    row = advice_log(client, on="2026-02-20").iloc[0]
    assert (row["state"], row["decided_price"], row["decided_by"]) == (decision, decided_price, "Hao")
    assert state(client, "2026-02-02") == ["proposed"]


def test_the_later_decision_holds(advised):
    client, advice = advised
    for day, decision in (("2026-02-03", "refused"), ("2026-02-05", "accepted")):
        remember_decision(client.folder, advice, decision=decision, decided_by="Hao", by="Mei", on=day)
    assert (state(client, "2026-02-04"), state(client, "2026-02-05")) == (["refused"], ["accepted"])


def test_a_changed_price_is_executed_from_its_day(advised):
    client, advice = advised
    remember_decision(client.folder, advice, decision="accepted", decided_by="Hao", by="Mei", on="2026-02-03")
    remember_execution(client.folder, advice, by="Mei", on="2026-02-06", price=318.0)
    assert (state(client, "2026-02-05"), state(client, "2026-02-06")) == (["accepted"], ["executed"])
    assert advice_log(client, on="2026-02-06")["executed_price"].item() == 318.0


def test_no_advice_gives_an_empty_log(tmp_path):
    log = advice_log(SimpleNamespace(folder=tmp_path), on="2026-02-02")
    assert log.empty
    assert list(log.columns) == list(LOG_COLUMNS)


def test_the_newest_advice_stands_first(advised):
    client, _ = advised
    remember_advice(client.folder, [{**ADVICE, "sku": "A-2", "on": "2026-02-09"}], by="Mei")
    assert advice_log(client, on="2026-02-10")["sku"].tolist() == ["A-2", "A-1"]


def test_nothing_is_decided_or_done_before_the_advice(advised):
    client, advice = advised
    with pytest.raises(ParameterError, match="'2026-02-01' lies before the advice"):
        remember_decision(client.folder, advice, decision="accepted", decided_by="Hao", by="Mei", on="2026-02-01")
    with pytest.raises(ParameterError, match="Expected 2026-02-02"):
        remember_execution(client.folder, advice, by="Mei", on="2026-02-01", price=319.0)
    assert state(client, "2026-02-02") == ["proposed"]
