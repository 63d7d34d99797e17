"""The last advice on a listing in words, in three languages."""

from __future__ import annotations

import pytest

from tests.priced_seller import ON, priced_client
from workbench.pricing import AdviceTerms, price_advice, price_plan, proposal_of
from workbench.record import remember_advice, remember_decision, remember_execution
from workbench.words import in_language, t
from workbench.words.advice import advice_sentence, reason_names
from workbench.words.earlier import LOG_WORDS, MOVE_WORDS, earlier_sentence, earlier_text

LANGUAGES = ("zh", "en", "es")
BOLD = AdviceTerms(most_risk=1.0)
DECISIONS = {
    "refused": {"decision": "refused", "reason": "competitor at 275"},
    "changed": {"decision": "changed", "price": 285.0},
    "accepted": {"decision": "accepted"},
}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def advice_on(client, *, on=ON):
    return price_advice(client, sku="A", market="MX", on=on, terms=BOLD)


@pytest.fixture
def after(tmp_path):
    """Makes the advice that follows on an earlier one of 298 instead of 279 MXN, decided on 2 June."""

    def make(decision=None, *, on="2026-06-03", executed="", rests_on=None, valid_until="2026-06-14", **changes):
        client = priced_client(tmp_path, {"A": 279.0}, costs={"A": 7.5})
        older = {} if rests_on is None else {"rests_on": rests_on}
        entry = proposal_of(advice_on(client)) | {"on": ON, "valid_until": valid_until} | older
        (entry,) = remember_advice(tmp_path, [entry], by="Li")
        if decision:
            said = DECISIONS[decision]
            remember_decision(tmp_path, entry["id"], decided_by="Hao", by="Li", on="2026-06-02", **said)
        if executed:
            remember_execution(tmp_path, entry["id"], by="Li", on=executed, price=279.0)
        return advice_on(priced_client(tmp_path, **({"prices": {"A": 279.0}, "costs": {"A": 7.5}} | changes)), on=on)

    return make


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", [LOG_WORDS, MOVE_WORDS])
def test_every_code_has_words_in_every_language(table, lang):
    with in_language(lang):
        said = {code: t(text) for code, text in table.items()}
    assert all(said.values())
    assert lang == "en" or not {code for code, text in table.items() if said[code] == text}


def test_without_a_record_nothing_is_said(tmp_path):
    client = priced_client(tmp_path, {"A": 279.0}, costs={"A": 7.5})
    assert earlier_sentence(advice_on(client)) == ""
    (row,) = price_plan(client, market="MX", on=ON).rows.to_dict("records")
    assert earlier_text(row) == ""


def test_a_refusal_is_told_with_day_person_and_reason_inside_the_paragraph(after):
    said = plain(advice_sentence(after("refused")))
    assert (
        "298 MXN was advised on 31 May 2026 and refused by Hao on 2 Jun 2026. The reason given: “competitor at 275”. "
        "Nothing that it rests on has changed since. So this only says again what was declined." in said
    )


def test_what_has_changed_is_told_in_its_own_units(after):
    said = plain(
        earlier_sentence(
            after("refused", on="2026-06-05", valid_until="2026-06-04", costs={"A": 8.25}, margin_floor=0.12)
        )
    )
    assert "Changed since: purchase cost from 7.50 USD to 8.25 USD, least margin from 10% to 12%." in said
    assert "says again" not in said


def test_another_price_is_told_with_what_was_decided_instead(after):
    said = plain(earlier_sentence(after("changed")))
    assert "298 MXN was advised on 31 May 2026; on 2 Jun 2026 Hao decided 285 MXN instead." in said
    assert "That is not carried out yet." in said


def test_an_accepted_advice_is_told_as_not_carried_out(after):
    assert plain(earlier_sentence(after("accepted"))) == (
        "298 MXN was advised on 31 May 2026 and accepted by Hao on 2 Jun 2026; it is not carried out yet."
    )


@pytest.mark.parametrize(
    ("valid_until", "said"),
    [
        ("2026-06-14", "298 MXN was proposed on 31 May 2026 and waits for a decision until 14 Jun 2026."),
        ("2026-06-02", "298 MXN was advised on 31 May 2026 and never decided."),
    ],
)
def test_a_waiting_and_an_expired_advice_are_told_apart(after, valid_until, said):
    assert plain(earlier_sentence(after(valid_until=valid_until))) == said


def test_a_fresh_change_says_from_when_on_its_effect_can_be_told(after):
    said = plain(earlier_sentence(after("accepted", executed="2026-06-02")))
    assert said == (
        "298 MXN was advised on 31 May 2026. 279 MXN holds since 2 Jun 2026. "
        "What came of it can be told from 15 Jun 2026 on."
    )


def test_of_an_older_entry_it_says_what_can_not_be_compared(after):
    said = plain(earlier_sentence(after("refused", rests_on={})))
    assert "Price and exchange rates are still as they were." in said
    assert "Costs, charges and floors of that day are not in the record." in said


@pytest.mark.parametrize("decision", [None, *DECISIONS])
def test_the_sentence_is_whole_in_every_language(after, decision):
    advice = after(decision, costs={"A": 8.25}, margin_floor=0.12)
    for lang in LANGUAGES:
        with in_language(lang):
            said = earlier_sentence(advice)
            reasons = reason_names(",".join(advice.choice.reasons))
        assert said and "{" not in said and "nan" not in said, lang
        assert "_before" not in reasons, lang


def test_the_reasons_of_a_plan_name_the_refusal_short(after):
    assert "The client refused such advice before." in reason_names(",".join(after("refused").choice.reasons))


def test_a_table_shows_price_state_and_day_and_marks_a_repeat():
    row = {"earlier": "refused", "earlier_price": 298.0, "earlier_date": "2026-06-02", "currency": "MXN"}
    assert plain(earlier_text({**row, "is_repeat": True})) == "298 MXN: refused, 2 Jun 2026; said again"
    assert plain(earlier_text({**row, "is_repeat": False})) == "298 MXN: refused, 2 Jun 2026"
