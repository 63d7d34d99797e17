"""The questions for a new client's profile: what they make of the answers, and that they ask again."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.onboarding import ask_profile
from workbench.profile import parse_profile

DAY = date(2026, 2, 2)
SHORTEST = {
    "Client's name (zh)": "北方",
    "Account manager: name": "Li",
    "Account: platform": "amazon",
    "Account: market": "mx",
}


class Person:
    """Answers by the beginning of the question, else takes what is proposed; several answers in turn."""

    def __init__(self, answers: dict[str, str | list[str]]):
        self.left = {start: list(said) if isinstance(said, list) else [said] for start, said in answers.items()}
        self.faults: list[str] = []
        self.asked: list[str] = []

    def __call__(self, step, fault: str) -> str:
        self.asked.append(step.text)
        if fault:
            self.faults.append(fault)
        for start, said in self.left.items():
            if step.text.startswith(start) and said:
                return said.pop(0)
        return step.proposal


def asked(answers: dict[str, str | list[str]]):
    person = Person({**SHORTEST, **answers})
    text = ask_profile("norte", ask=person, today=DAY)
    return parse_profile(text, client_id="norte", where="x"), person, text


def test_the_needed_answers_and_the_proposals_make_a_profile():
    profile, person, text = asked({})
    assert person.faults == []
    assert profile.name == {"zh": "北方"}
    assert profile.since == DAY
    account = profile.account("amazon-mx")
    assert (account.currency, account.zone, account.sales_channel) == ("MXN", "America/Mexico_City", "Amazon.com.mx")
    assert account.access.checked == DAY
    assert profile.baseline.as_of == date(2026, 1, 31)
    assert "company, " in text.splitlines()[-1]


def test_everything_that_is_answered_stands_in_the_profile():
    profile, _, _ = asked(
        {
            "Client's name (en)": "Norte",
            "Company": "Norte SA",
            "Main categories": "kitchen, 收纳，tools",
            "Services": "kpi=advise, pricing=execute",
            "Who at the client": "Hao",
            "ERP": "马帮",
            "Mexican tax number": "TRUE",
            "Account: shop names": "墨西哥店01",
            "Account: who answers": "Lin",
            "SKUs": "120",
            "Orders": "2000",
        }
    )
    assert profile.categories == ("kitchen", "收纳", "tools")
    assert profile.services == {"kpi": "advise", "pricing": "execute"}
    assert (profile.price_approver.person, profile.erp, profile.rfc) == ("Hao", "马帮", "true")
    assert profile.owner_of("amazon-mx", on=DAY).person == "Lin"
    assert (profile.declared.skus, profile.declared.orders_three_months, profile.declared.on) == (120, 2000, DAY)


def test_a_second_account_of_its_own_id():
    profile, person, _ = asked(
        {
            "Another account": ["yes", "no"],
            "Account: platform": ["amazon", "amazon"],
            "Account: market": ["mx", "mx"],
            "Account: id": ["amazon-mx", "amazon-mx", "amazon-mx-2"],
        }
    )
    assert [account.id for account in profile.accounts] == ["amazon-mx", "amazon-mx-2"]
    assert "'amazon-mx' can't be taken. Expected an id that no other account has" in person.faults[0]


@pytest.mark.parametrize(
    ("question", "bad", "good", "message"),
    [
        ("Languages", "zh,fr", "zh", "'fr' can't be taken. Expected zh, en, es"),
        ("First day", "2.2.2026", "2026-02-01", "'2.2.2026' can't be taken. Expected a day such as"),
        ("Account manager: name", "", "Li", "nothing was answered"),
        ("Services", "kpi", "kpi=advise", "each with =advise or =execute"),
        ("Account: platform", "ebay", "amazon", "Expected amazon, walmart, mercadolibre"),
        ("Account: market", "Mexico", "MX", "a code of 2 letters"),
        ("Account: time zone", "Mexico", "America/Mexico_City", "a time zone such as America/Mexico_City"),
        ("Account: id", "Amazon MX", "amazon-mx", "lower-case letters, digits and hyphens"),
        ("SKUs", "about 100", "100", "a whole number such as 120"),
    ],
)
def test_an_answer_that_can_not_be_read_is_asked_again(question, bad, good, message):
    _, person, _ = asked({question: [bad, good]})
    assert len(person.faults) == 1
    assert message in person.faults[0]
