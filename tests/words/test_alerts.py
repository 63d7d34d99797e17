"""What an alert says in one line."""

import pandas as pd
import pytest

from tests.alerts.conftest import condition
from workbench.alerts import ALERT_KINDS, ALERT_STATES
from workbench.words import in_language
from workbench.words.alerts import (
    ALERT_KIND_WORDS,
    ALERT_STATE_WORDS,
    MARKS,
    alert_sentence,
    alerts_sentence,
    client_section,
)
from workbench.words.catalogue import STRICT


@pytest.fixture(autouse=True)
def strict_words(monkeypatch):
    monkeypatch.setenv(STRICT, "1")


LATE_FILE = condition(
    "file_late",
    kpi="",
    scope="amazon-all-orders 2025-12",
    due_date=pd.Timestamp("2026-01-05"),
    missing_from=pd.Timestamp("2025-12-20"),
    missing_until=pd.Timestamp("2025-12-31"),
)
SAID = [
    (
        condition(),
        "Amazon United States: late shipment rate, shipped by the seller misses its target (6.00%, target < 4%); "
        "3 orders too many.",
    ),
    (
        condition(
            rate=float("nan"), target=float("nan"), comparator="", level="AT_RISK", numerator=pd.NA, headroom=pd.NA
        )
        | {"denominator": pd.NA, "scope": ""},
        "Amazon United States: the platform shows late shipment rate as AT_RISK.",
    ),
    (
        condition(
            kpi="claims_rate", scope="", standing="at_risk", rate=0.02, target=0.015, comparator="le", headroom=-1
        )
        | {"platform": "mercadolibre", "market": "MX", "level": "yellow"},
        "Mercado Libre Mexico: claims rate misses its target (2.00%, target ≤ 1.5%); 1 order too many. At risk: the "
        "platform does not treat it as a breach yet.",
    ),
    (
        condition(kpi="policy_listing_policy_violations", rate=float("nan"), value=2.0, target=0.0, comparator="eq")
        | {"scope": "", "numerator": pd.NA, "denominator": pd.NA, "headroom": pd.NA},
        "Amazon United States: listing policy violations: 2, target = 0.",
    ),
    (
        condition("likely", rate=0.03, probability=0.412, scope=""),
        "Amazon United States: late shipment rate is likely to miss its target within 14 days: 41% (3.00% now, "
        "target < 4%).",
    ),
    (
        condition("worse", rule="run", scope=""),
        "Amazon United States: late shipment rate has become worse by more than chance explains (6.00% now): the last "
        "eight weeks all lie on one side of the usual rate.",
    ),
    (
        condition("worse", scope=""),
        "Amazon United States: late shipment rate has become worse by more than chance explains (6.00% now).",
    ),
    (
        condition("unmeasured", reason="zero_denominator", scope=""),
        "Amazon United States: late shipment rate can no longer be measured. The window holds nothing to count.",
    ),
    (
        LATE_FILE | {"account": ""},
        "of December 2025 was due on 5 Jan 2026; missing: 20 Dec 2025 – 31 Dec 2025.",
    ),
]


def test_a_missed_target_at_risk_has_the_boards_sign_in_a_message():
    new = pd.DataFrame([condition(standing=each) | {"alert_id": "1f3a9c07-1"} for each in ("breach", "at_risk")])
    said = client_section({"new": new}, client_id="norte").splitlines()
    assert [line[2] for line in said if line.startswith("- ")] == ["■", "◆"]


@pytest.mark.parametrize(("row", "said"), SAID)
def test_an_alert_says_where_what_and_how_far(row, said):
    assert alert_sentence(row).replace("\xa0", " ").endswith(said)


OVER = {"state": "over", "over_on": pd.Timestamp("2026-03-01")}
NOTHING = {"rate": float("nan"), "target": float("nan"), "scope": ""}
ENDED = [
    (
        condition(rate=0.01, scope="") | OVER,
        "Amazon United States: late shipment rate stands at 1.00% (target < 4%).",
    ),
    (condition() | OVER | NOTHING | {"rate": 0.01}, "late shipment rate stands at 1.00%."),
    (condition() | OVER | NOTHING, "late shipment rate is no longer looked at."),
    (LATE_FILE | OVER, "of December 2025, amazon-us: no longer missing."),
    (LATE_FILE | OVER | {"account": ""}, "of December 2025, all accounts: no longer missing."),
    (
        LATE_FILE | OVER | {"over_on": pd.Timestamp("2026-04-01")},
        "of December 2025, amazon-us: never came; no longer asked for.",
    ),
]


@pytest.mark.parametrize(("row", "said"), ENDED)
def test_one_that_is_over_says_how_it_stands_now(row, said):
    assert alert_sentence(row).replace("\xa0", " ").endswith(said)


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_alert_has_words_in_every_language(lang):
    with in_language(lang):
        for row in [*(row for row, _ in SAID + ENDED), LATE_FILE]:
            assert " target" not in alert_sentence(row) and " due on " not in alert_sentence(row)


def test_every_kind_and_state_has_its_word_and_mark():
    assert set(ALERT_KIND_WORDS) == set(MARKS) == set(ALERT_KINDS)
    assert set(ALERT_STATE_WORDS) == set(ALERT_STATES)


def test_the_sentence_counts_what_stands_and_what_waits():
    rows = [("new", "breach"), ("open", "likely"), ("acknowledged", "breach"), ("over", "breach")]
    alerts = pd.DataFrame(rows, columns=["state", "kind"])
    assert alerts_sentence(alerts) == "3 alerts stand. 2 targets are missed. 2 wait to be acknowledged."
    assert alerts_sentence(alerts.tail(1)) == ""


def test_acknowledged_ones_are_counted_and_not_listed_again():
    standing = pd.DataFrame([condition() | {"state": "acknowledged", "alert_id": "1f3a9c07-1"}])
    assert client_section({"standing": standing}, client_id="norte") == "1 more is acknowledged."
