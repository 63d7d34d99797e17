"""A new client's profile is asked for in the language in use, faults of answers included."""

import pytest

from tests.onboarding.test_steps import asked
from workbench.words import in_language
from workbench.words.remarks import is_known, say_note, say_remark

# One answer to each question that takes no text, such that it is asked again.
WRONG = {
    "Languages": ["fr", "zh"],
    "First day": ["soon", "2026-02-01"],
    "Account manager: name": ["", "Li"],
    "Services": ["kpi", ""],
    "Account: market": ["Mexico", "MX"],
    "Account: id": ["Amazon MX", "amazon-mx"],
    "Account: time zone": ["Mexico", "America/Mexico_City"],
    "SKUs": ["many", "100"],
    "Another account": ["perhaps", "yes", "no"],
}
SECOND = {
    "Account: platform": ["amazon", "walmart"],
    "Account: market": ["Mexico", "MX", "MX"],
    "Account: id": ["Amazon MX", "amazon-mx", "amazon-mx", "walmart-mx"],
}


def test_every_question_has_its_message():
    _, person, _ = asked({})
    assert [text for text in person.asked if not is_known(text)] == []


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_fault_of_an_answer_is_told_in_the_language_in_use(lang):
    _, person, _ = asked({**WRONG, **SECOND})
    assert len(person.faults) == 10
    with in_language(lang):
        told = [" ".join(say_note(fault, file="answer")) for fault in person.faults]
    assert [text for text in told if "answer" in text or "taken" in text or "Expected" in text] == []


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "客户名称（zh）"), ("es", "Nombre del cliente (zh)"), ("en", "Client's name (zh)")]
)
def test_a_question_keeps_what_stands_in_its_places(lang, said):
    with in_language(lang):
        assert say_remark("Client's name (zh)") == said


@pytest.mark.parametrize(("given", "accounts"), [(["sí", "否"], 2), (["NO"], 1), (["是", "n"], 2)])
def test_yes_and_no_are_taken_in_each_language(given, accounts):
    profile, _, _ = asked(
        {"Another account": given, "Account: platform": ["amazon"] * 2, "Account: market": ["MX", "US"]}
    )
    assert len(profile.accounts) == accounts
