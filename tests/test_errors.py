"""Messages say where, what was found, what is expected and how to mend it."""

from workbench.errors import WorkbenchError, did_you_mean, examples


def test_a_message_has_its_four_parts_in_order():
    fault = WorkbenchError("a.csv", "3 of 9 wrong", expected="1,234.56", hint="ask again")
    assert str(fault) == "a.csv: 3 of 9 wrong. Expected 1,234.56. Hint: ask again."


def test_a_message_without_hint_ends_after_what_is_expected():
    assert str(WorkbenchError("a.csv", "wrong.", expected="right")) == "a.csv: wrong. Expected right."


def test_a_hint_that_asks_keeps_its_question_mark():
    assert str(WorkbenchError("x", "y", hint=did_you_mean("cleint", ["client"]))).endswith("did you mean 'client'?")


def test_no_near_name_gives_no_hint():
    assert did_you_mean("zzz", ["client"]) == ""


def test_at_most_five_examples_are_shown_and_the_rest_is_counted():
    text = examples(list("abcdefg"), range(1, 8))
    assert text.count("(row") == 5
    assert text.endswith("and 2 more")
