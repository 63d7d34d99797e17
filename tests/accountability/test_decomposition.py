"""A change splits into parts that add up to it exactly, whatever the counts are."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workbench.accountability.decomposition import MIX, RATE, Tally, by_cause, by_group, printed_hundredths

TALLIES = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Tally(min(pair), max(pair)))
GROUPS = st.dictionaries(st.sampled_from("abcdef"), TALLIES, min_size=1).filter(
    lambda groups: any(each.total for each in groups.values())
)
CAUSES = st.dictionaries(st.sampled_from(["late", "claim", "customs", "lost"]), st.integers(0, 9))


def rate(groups):
    return Fraction(sum(each.hit for each in groups.values()), sum(each.total for each in groups.values()))


def sizes(parts):
    return {(part.name, part.effect): part.size for part in parts}


@given(GROUPS, GROUPS)
def test_the_parts_of_groups_add_up_to_the_change_without_a_rest(before, after):
    assert sum(part.size for part in by_group(before, after)) == rate(after) - rate(before)


@given(GROUPS, GROUPS, st.permutations("abcdef"))
def test_other_names_for_the_groups_change_no_part(before, after, letters):
    named = dict(zip("abcdef", letters, strict=True))
    renamed = by_group(*({named[name]: each for name, each in groups.items()} for groups in (before, after)))
    expected = {(named[name], effect): size for (name, effect), size in sizes(by_group(before, after)).items()}
    assert sizes(renamed) == expected


@given(GROUPS, GROUPS)
def test_the_way_back_takes_every_part_back(before, after):
    there, back = sizes(by_group(before, after)), sizes(by_group(after, before))
    assert there == {key: -size for key, size in back.items()}


@given(CAUSES, CAUSES, st.integers(0, 50), st.integers(0, 50))
def test_the_parts_of_causes_add_up_to_the_change_without_a_rest(before, after, more_before, more_after):
    totals = (sum(before.values()) + more_before + 1, sum(after.values()) + more_after + 1)
    change = Fraction(sum(after.values()), totals[1]) - Fraction(sum(before.values()), totals[0])
    assert sum(part.size for part in by_cause(before, after, totals=totals)) == change


@given(st.lists(st.fractions(-1, 1, max_denominator=999), min_size=1, max_size=9))
def test_printed_parts_add_up_to_the_printed_change(parts):
    printed = printed_hundredths(parts)
    assert sum(printed) == round(sum(parts) * 10_000)
    assert all(abs(shown - part * 10_000) < 1 for shown, part in zip(printed, parts, strict=True))


def test_a_worked_example_by_hand():
    # a: 1 of 10, then 3 of 30; b: 9 of 10, then 9 of 10. Whole: 10 of 20, then 12 of 40: 0.5, then 0.3.
    # Shares of a: 0.5, then 0.75. No group's own rate moved, so all of -0.2 is mix:
    # a: +0.25 * (0.1 - 0.4) = -0.075; b: -0.25 * (0.9 - 0.4) = -0.125.
    parts = sizes(by_group({"a": Tally(1, 10), "b": Tally(9, 10)}, {"a": Tally(3, 30), "b": Tally(9, 10)}))
    assert parts == {("a", RATE): 0, ("a", MIX): Fraction(-75, 1000), ("b", RATE): 0, ("b", MIX): Fraction(-125, 1000)}


def test_a_new_group_changes_the_mix_alone():
    # Before 1 of 10. Then a the same, and b with 5 of 10: 6 of 20.
    parts = sizes(by_group({"a": Tally(1, 10)}, {"a": Tally(1, 10), "b": Tally(5, 10)}))
    assert parts["b", RATE] == 0
    # Share of b +0.5, its rate 0.5, the mean of 0.1 and 0.3 is 0.2: 0.5 * 0.3.
    assert parts["b", MIX] == Fraction(15, 100)
    assert sum(parts.values()) == Fraction(3, 10) - Fraction(1, 10)
