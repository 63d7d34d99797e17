"""Which files of a month came, when, and what is asked for again."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.accountability.conftest import expected, file
from workbench.accountability import arrivals, expected_files, missing_files
from workbench.errors import ParameterError, ProfileError

ORDERS = "amazon-all-orders"
EVERY_DAY = [f"{day:%Y-%m-%d}" for day in pd.date_range("2025-11-01", "2026-01-31")]
WANTED = expected((ORDERS, "amazon-us", 3))


def missing(client, month="2026-01") -> list[tuple]:
    rows = missing_files(client, month=month).to_dict("records")
    return [(row["state"], str(row["missing_from"])[:10], str(row["missing_until"])[:10]) for row in rows]


def test_a_file_that_reaches_over_the_month_is_enough(client_of):
    client = client_of(file("amazon-us/a.txt", ORDERS, "2026-01-01", "2026-01-31"), profile=WANTED)
    assert missing(client) == []


def test_two_files_together_are_enough(client_of):
    spans = (("2025-12-20", "2026-01-14"), ("2026-01-15", "2026-02-02"))
    halves = [file(f"amazon-us/{n}.txt", ORDERS, *span) for n, span in enumerate(spans)]
    assert missing(client_of(*halves, profile=WANTED)) == []


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([], [("missing", "2026-01-01", "2026-01-31")]),
        ([("2025-12-01", "2025-12-31")], [("missing", "2026-01-01", "2026-01-31")]),
        ([("2025-12-01", "2026-01-15")], [("incomplete", "2026-01-16", "2026-01-31")]),
        ([("2026-01-10", "2026-02-03")], [("incomplete", "2026-01-01", "2026-01-09")]),
        ([("2026-01-01", "2026-01-10"), ("2026-01-20", "2026-01-31")], [("incomplete", "2026-01-11", "2026-01-19")]),
        # Two days without an order at a month's end are no gap.
        ([("2026-01-01", "2026-01-29")], []),
    ],
)
def test_what_a_month_lacks_is_named_by_its_days(client_of, spans, found):
    files = [file(f"amazon-us/{n}.txt", ORDERS, *span) for n, span in enumerate(spans)]
    assert missing(client_of(*files, profile=WANTED, days={ORDERS: EVERY_DAY})) == found


def test_another_accounts_file_is_not_enough_and_one_of_no_account_is(client_of):
    wanted = expected(("mabang-orders", "amazon-us", 3))
    span = ("2026-01-01", "2026-01-31")
    assert missing(client_of(file("amazon-mx/a.csv", "mabang-orders", *span), profile=wanted))
    assert not missing(client_of(file("_client/a.csv", "mabang-orders", *span), profile=wanted))


def test_a_figure_a_month_is_complete_with_one(client_of):
    wanted = expected(("amazon-business-report", "amazon-us", 3))
    january = file("amazon-us/b.csv", "amazon-business-report", "2026-01-31")
    assert missing(client_of(january, profile=wanted)) == []
    assert missing(client_of(january, profile=wanted), "2025-12") == [("missing", "2025-12-01", "2025-12-31")]


def test_a_figure_that_came_late_is_no_figure_of_a_later_month(client_of):
    wanted = expected(("amazon-business-report", "amazon-us", 3))
    report = file("amazon-us/b.csv", "amazon-business-report", "2026-01-31", came="2026-03-04T10:00:00+00:00")
    days = {"amazon-business-report": ["2025-11-30", "2025-12-31", "2026-01-31"]}
    found = missing(client_of(report, profile=wanted, days=days), "2026-02")
    assert found == [("missing", "2026-02-01", "2026-02-28")]


def test_a_list_that_holds_until_it_changes_is_needed_once(client_of):
    wanted = expected(("costs", "", 3))
    assert missing(client_of(file("_client/costs.csv", "costs"), profile=wanted)) == []
    assert missing(client_of(profile=wanted)) == [("missing", "2026-01-01", "2026-01-31")]


def test_rows_now_and_then_are_complete_once_a_file_came_after_the_month(client_of):
    wanted, seldom = expected(("amazon-seller-feedback", "amazon-us", 3)), ["2025-06-01", "2025-08-20", "2025-12-29"]
    days = {"amazon-seller-feedback": seldom}
    for came, found in (
        ("2026-02-03T10:00:00+00:00", []),
        ("2026-01-05T10:00:00+00:00", [("incomplete", "2026-01-06", "2026-01-31")]),
    ):
        feedback = file("amazon-us/f.txt", "amazon-seller-feedback", "2025-06-01", "2025-12-29", came=came)
        assert missing(client_of(feedback, profile=wanted, days=days)) == found


def test_an_export_that_is_not_read_yet_is_judged_by_its_arrival(client_of):
    wanted = expected(("amazon-ads-search-term", "amazon-us", 3))
    for came, count in (("2026-02-02T10:00:00+00:00", 0), ("2026-01-04T10:00:00+00:00", 1)):
        client = client_of(
            file("amazon-us/terms.csv", "amazon-ads-search-term", came=came, status="not_read_yet"), profile=wanted
        )
        assert len(missing(client)) == count


def test_a_refused_file_is_named_with_what_is_missing(client_of):
    refused = file("amazon-us/bad.txt", ORDERS, status="refused", came="2026-02-02T10:00:00+00:00")
    assert missing_files(client_of(refused, profile=WANTED), month="2026-01")["refused"].tolist() == [
        "amazon-us/bad.txt"
    ]


def test_the_file_that_made_the_month_complete_is_the_one_that_counts(client_of):
    files = [
        file("amazon-us/a.txt", ORDERS, "2026-01-01", "2026-01-20", came="2026-01-21T10:00:00+00:00"),
        file("amazon-us/b.txt", ORDERS, "2026-01-01", "2026-01-31", came="2026-02-06T20:00:00+00:00"),
        file("amazon-us/c.txt", ORDERS, "2026-01-01", "2026-02-08", came="2026-02-09T10:00:00+00:00"),
    ]
    (row,) = arrivals(client_of(*files, profile=WANTED), month="2026-01").to_dict("records")
    assert (row["file"], row["late_days"], row["state"]) == ("amazon-us/b.txt", 3, "complete")
    assert row["due_date"] == pd.Timestamp("2026-02-03")


@pytest.mark.parametrize(
    ("came", "late"),
    [
        ("2026-02-04T07:59:00+00:00", 0),  # 23:59 on the 3rd in Los Angeles
        ("2026-02-04T08:00:00+00:00", 1),
        ("2026-01-31T23:00:00+00:00", 0),
    ],
)
def test_lateness_goes_by_the_accounts_own_days(client_of, came, late):
    client = client_of(file("amazon-us/a.txt", ORDERS, "2026-01-01", "2026-01-31", came=came), profile=WANTED)
    assert arrivals(client, month="2026-01")["late_days"].tolist() == [late]


def test_what_never_came_or_came_nobody_knows_when_has_no_lateness(client_of):
    never = arrivals(client_of(profile=WANTED), month="2026-01").iloc[0]
    assert (never["file"], never["state"]) == ("", "missing")
    assert pd.isna(never["late_days"])
    unknown = client_of(file("amazon-us/a.txt", ORDERS, "2026-01-01", "2026-01-31"), profile=WANTED)
    (row,) = arrivals(unknown, month="2026-01").to_dict("records")
    assert (row["file"], row["state"]) == ("amazon-us/a.txt", "complete")
    assert pd.isna(row["late_days"]) and pd.isna(row["received_at"])


def test_without_a_profile_list_the_exports_of_the_last_three_months_are_expected(client_of):
    client = client_of(
        file("amazon-us/a.txt", ORDERS, "2025-10-01", "2025-12-31"),
        file("amazon-us/old.csv", "amazon-business-report", "2025-09-30"),
        file("_client/costs.csv", "costs"),
        file("_client/offers.csv", "offers-csv", "2025-12-15"),
        file("_client/fx.csv", "fred-fx", "2025-01-01", "2026-02-01"),
    )
    found = expected_files(client, month="2026-01")
    assert found[["export", "account", "basis"]].values.tolist() == [[ORDERS, "amazon-us", "earlier months"]]
    assert found["due_date"].tolist() == [pd.Timestamp("2026-02-05")]


def test_an_expected_export_that_nobody_knows_is_a_fault_of_the_profile(client_of):
    with pytest.raises(
        ProfileError, match=r"norte/client.yml: expected_files: no export 'amazon-all-order'.*did you mean"
    ):
        missing_files(client_of(profile=expected(("amazon-all-order", "amazon-us", 3))), month="2026-01")


def test_what_is_no_month_is_refused(client_of):
    with pytest.raises(ParameterError, match="is no day|month"):
        missing_files(client_of(profile=WANTED), month="2026-13")


def test_the_due_day_of_december_is_in_january(client_of):
    assert expected_files(client_of(profile=WANTED), month="2025-12")["due_date"].tolist() == [
        pd.Timestamp("2026-01-03")
    ]


@pytest.mark.parametrize(
    ("last", "state"), [("2026-01-25", "complete"), ("2026-01-18", "complete"), ("2026-01-17", "incomplete")]
)
def test_a_settlement_that_is_still_open_at_the_months_end_is_not_missing(client_of, last, state):
    client = client_of(
        file("amazon-us/1.txt", "amazon-settlement-v2", "2025-12-29", "2026-01-11"),
        file("amazon-us/2.txt", "amazon-settlement-v2", "2026-01-12", last),
        profile=expected(("amazon-settlement-v2", "amazon-us", 3)),
        days={"amazon-settlement-v2": [str(day.date()) for day in pd.date_range("2025-12-29", last)]},
    )
    assert arrivals(client, month="2026-01")["state"].tolist() == [state]


def test_the_sample_sellers_january_came_but_for_what_was_never_sent(lumen, volt, casa):
    assert len(missing_files(lumen, month="2026-01")) == 0
    for client, account in ((volt, "amazon-us"), (casa, "mercadolibre-mx")):
        rows = missing_files(client, month="2026-01")
        assert rows[["export", "account"]].values.tolist() == [["track17", account]]
    late = arrivals(lumen, month="2026-01").set_index("export")["late_days"]
    assert late["mabang-orders"] == 1
    assert late.drop("mabang-orders").max() == 0
