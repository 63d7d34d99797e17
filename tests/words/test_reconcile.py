"""Sentences about the platform's figures tied out to ours."""

import pandas as pd
import pytest

from workbench.reconciliation import CAUSES, DETAILS, STATES, Reconciliation
from workbench.reconciliation.differences import CAUSES_FOUND, FIGURES, ORDERS
from workbench.words import in_language, t
from workbench.words.reconcile import cause_sentence, counts_text, difference_detail, reconcile_sentence, state_word

ONE_AGREES = (
    "1 figure of the platforms was set against our own count: 1 agree, 0 differ and are explained, 0 are explained in "
    "part, 0 stay unexplained."
)


def found(*states: str, faults: tuple[str, ...] = ()) -> Reconciliation:
    kpis = ["late_shipment_rate", "valid_tracking_rate", "cancellation_rate", "claims_rate"]
    figures = [{"kpi": kpi, "scope": "", "state": state} for kpi, state in zip(kpis, states, strict=False)]
    causes = [{"kpi": kpi, "scope": "", "cause": "platform_inconsistency"} for kpi in faults]
    return Reconciliation(
        pd.DataFrame(figures, columns=list(FIGURES)), pd.DataFrame(causes, columns=list(CAUSES_FOUND)),
        pd.DataFrame(columns=list(ORDERS)),
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("text", [*CAUSES.values(), *DETAILS.values()])
def test_every_cause_and_detail_is_translated(lang, text):
    with in_language(lang):
        assert t(text)


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_every_state_has_a_word_of_its_own(lang):
    with in_language(lang):
        assert len({state_word(state) for state in STATES}) == len(STATES)


@pytest.mark.parametrize(
    ("states", "faults", "said"),
    [
        (("agrees",), (), ONE_AGREES),
        (("agrees", "explained", "partly_explained", "unexplained"), (),
         "4 figures of the platforms were set against our own count: 1 agree, 1 differ and are explained, 1 are "
         "explained in part, 1 stay unexplained. Open: cancellation rate, claims rate."),
        (("only_reported", "not_computed"), (), "No figure of the platforms can be set against our own count."),
        ((), (), "No figure of the platforms can be set against our own count."),
        (("agrees",), ("valid_tracking_rate",),
         f"{ONE_AGREES} The platform's own numbers contradict each other in: valid tracking rate."),
    ],
)  # fmt: skip
def test_the_sentence_counts_what_agrees_and_names_what_stays_open(states, faults, said):
    with in_language("en"):
        assert reconcile_sentence(found(*states, faults=faults)) == said


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ("day_earlier", "The platform's window lies one day earlier."),
        ("zone:UTC", "The platform takes the days of another time zone: UTC."),
        ("among:buyers_counted", "Some of the orders listed, and no file says which: The platform counts orders that "
         "the buyer cancelled against the seller."),
        ("ended_so:refund: partial", "The platform leaves out claims that ended so: refund: partial."),
        ("zero_denominator", "The window holds nothing to count."),
    ],
)  # fmt: skip
def test_a_detail_is_told_in_a_sentence(detail, said):
    with in_language("en"):
        assert difference_detail(detail) == said


def test_another_explanation_of_the_same_size_is_told():
    row = {"cause": "excluded_claim", "layer": "numerator", "count": -1, "detail": "ended_so:refund", "others": 1}
    with in_language("en"):
        assert cause_sentence(row) == (
            "Excluded claim (−1 in the numerator): The platform leaves out claims that ended so: refund. "
            "1 other set of orders, as small, would close it too."
        )


@pytest.mark.parametrize(
    ("numerator", "denominator", "rate", "said"),
    [(13, 162, 13 / 162, "13 / 162 (8.02%)"), (13, pd.NA, 0.0792, "13 / ? (7.92%)"), (pd.NA, pd.NA, float("nan"), "–"),
     (pd.NA, pd.NA, 0.5, "50.0%"), (0, 0, float("nan"), "0 / 0")],
)  # fmt: skip
def test_a_figure_is_shown_with_its_counts(numerator, denominator, rate, said):
    row = {"our_numerator": numerator, "our_denominator": denominator, "our_rate": rate}
    with in_language("en"):
        assert counts_text(row, whose="our").replace("\u00a0", "") == said
