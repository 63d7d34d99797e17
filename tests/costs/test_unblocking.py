"""Which few answers give the most units a margin."""

from types import SimpleNamespace

from workbench.costs.unblocking import best_answers, missing_inputs


def units(*missing):
    return [SimpleNamespace(missing=codes) for codes in missing]


def test_the_most_wanted_input_stands_first():
    table = missing_inputs(units(("cost",), ("cost", "rfc"), ("rfc",), ("rfc",), ()))
    assert table.values.tolist() == [["rfc", 3, 2], ["cost", 2, 1]]


def test_two_answers_that_only_help_together_are_found():
    # One answer alone frees one unit; duty and Section 301 together free three.
    asked = units(("cost",), *[("import_duty", "section_301")] * 3)
    assert best_answers(asked, most=2) == (("import_duty", "section_301"), 3)


def test_no_answer_is_asked_that_frees_nothing_more():
    assert best_answers(units(("rfc",), ("rfc",))) == (("rfc",), 2)


def test_where_three_free_nothing_a_fourth_is_asked():
    answers, freed = best_answers(units(("a", "b", "c", "d")))
    assert (set(answers), freed) == ({"a", "b", "c", "d"}, 1)


def test_nothing_is_asked_where_nothing_is_missing():
    assert best_answers(units((), ())) == ((), 0)
    assert missing_inputs(units(())).empty
