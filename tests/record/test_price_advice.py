"""Price advice in the record: proposed, decided, carried out; each entry names the one before."""

from __future__ import annotations

import pytest

from workbench.errors import ParameterError
from workbench.record import price_entries, remember_advice, remember_decision, remember_execution

ADVICE = {
    "account": "mercadolibre-mx", "sku": "A-1", "currency": "MXN", "price": 289.0, "advised_price": 319.0,
    "as_of": "2026-01-31", "valid_until": "2026-02-14", "on": "2026-02-02",
}  # fmt: skip


def proposed(folder) -> str:
    return remember_advice(folder, [ADVICE], by="Mei")[0]["id"]


def test_each_advice_gets_an_id_of_its_own(tmp_path):
    entries = remember_advice(tmp_path, [ADVICE, {**ADVICE, "sku": "A-2"}], by="Mei")
    assert len({entry["id"] for entry in entries}) == 2
    assert [(entry["sku"], entry["by"], entry["on"]) for entry in price_entries(tmp_path)] == [
        ("A-1", "Mei", "2026-02-02"),
        ("A-2", "Mei", "2026-02-02"),
    ]


def test_a_decision_names_who_decided_and_who_wrote_it_down(tmp_path):
    advice = proposed(tmp_path)
    remember_decision(tmp_path, advice, decision="accepted", decided_by="Hao", by="Mei", on="2026-02-03")
    last = price_entries(tmp_path)[-1]
    assert (last["of"], last["decision"], last["decided_by"], last["by"], last["on"]) == (
        *(advice, "accepted", "Hao", "Mei", "2026-02-03"),
    )


def test_an_execution_holds_the_price_that_was_set(tmp_path):
    advice = proposed(tmp_path)
    remember_execution(tmp_path, advice, by="Mei", on="2026-02-05", price=315.0)
    assert (price_entries(tmp_path)[-1]["price"], price_entries(tmp_path)[-1]["on"]) == (315.0, "2026-02-05")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"decision": "acepted", "decided_by": "Hao"}, "did you mean 'accepted'"),
        ({"decision": "changed", "decided_by": "Hao"}, "the price decided instead"),
        ({"decision": "changed", "decided_by": "Hao", "price": 0.0}, "the price decided instead"),
        ({"decision": "refused", "decided_by": "Hao", "price": 300.0}, "no price: only a changed one is told"),
        ({"decision": "refused", "decided_by": " "}, "the person at the client who decided"),
        ({"decision": "refused", "decided_by": "Hao", "on": "3 Feb"}, "an ISO day"),
    ],
)
def test_a_decision_that_says_too_little_or_too_much_is_refused(tmp_path, said, message):
    advice = proposed(tmp_path)
    with pytest.raises(ParameterError, match=message):
        remember_decision(tmp_path, advice, by="Mei", **said)
    assert len(price_entries(tmp_path)) == 1


def test_an_advice_that_nobody_gave_can_t_be_decided_or_carried_out(tmp_path):
    advice = proposed(tmp_path)
    with pytest.raises(ParameterError, match=f"did you mean '{advice}'"):
        remember_decision(tmp_path, advice[:-1], decision="refused", decided_by="Hao", by="Mei")
    with pytest.raises(ParameterError, match="the id of a proposal"):
        remember_execution(tmp_path, "x", by="Mei", on="2026-02-05", price=315.0)


def test_a_price_of_nothing_can_t_have_been_set(tmp_path):
    with pytest.raises(ParameterError, match="above zero"):
        remember_execution(tmp_path, proposed(tmp_path), by="Mei", on="2026-02-05", price=0)
