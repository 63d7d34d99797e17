"""The cases of a client: its mails, and what people recorded of them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.notices import CASE_COLUMNS, client_cases, mails_digest, open_cases_of
from workbench.notices.inbox import UNREADABLE
from workbench.profile import Profile
from workbench.record import Event, log_event

BODY = "Your late shipment rate is higher than the goal of less than 4%. Please send a plan within 72 hours."
PROFILE = {
    "id": "seller",
    "name": {"en": "Seller"},
    "languages": ["en"],
    "home_currency": "USD",
    "since": date(2025, 1, 1),
    "analyst": {"name": "Mei"},
    "accounts": [
        {
            "id": "amazon-us",
            "platform": "amazon",
            "market": "US",
            "currency": "USD",
            "zone": "America/Los_Angeles",
            "fulfilment": "seller",
        }
    ],
    "owners": [{"role": "shop", "person": "Dana", "account": "amazon-us", "from": date(2025, 1, 1)}],
}


@pytest.fixture
def client(tmp_path):
    """A seller with an empty inbox and record."""
    return SimpleNamespace(folder=tmp_path, profile=Profile.model_validate(PROFILE))


@pytest.fixture
def put(client):
    def put(name: str, content: bytes) -> None:
        path = client.folder / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return put


def test_a_warning_mail_is_an_open_case_of_its_account_and_owner(client, put, mail):
    put("amazon-us/warning.eml", mail(BODY))
    (case,) = open_cases_of(client, on="2026-01-31").to_dict("records")
    assert (case["account"], case["kind"], case["owner"]) == ("amazon-us", "late_shipment_rate", "Dana")
    assert case["received_at"] == pd.Timestamp("2026-01-19T10:00Z")
    assert case["deadline_at"] == pd.Timestamp("2026-01-22T10:00Z")
    assert case["file"] == "amazon-us/warning.eml"


def test_no_mail_is_no_case_with_all_columns(client):
    assert open_cases_of(client, on="2026-01-31").columns.tolist() == list(CASE_COLUMNS)
    assert client_cases(client).empty


@pytest.mark.parametrize("on, cases", [("2026-01-18", 0), ("2026-01-19", 1), (date(2026, 1, 20), 1)])
def test_a_mail_that_came_after_the_day_is_left_out_by_the_accounts_own_midnight(client, put, mail, on, cases):
    # Twenty minutes to midnight in Los Angeles, the next day in UTC.
    put("amazon-us/warning.eml", mail(BODY, date="Tue, 20 Jan 2026 07:40:00 +0000"))
    assert len(open_cases_of(client, on=on)) == cases


def test_an_answered_or_closed_case_is_not_open_and_an_acknowledged_one_has_its_owner(client, put, mail):
    put("amazon-us/warning.eml", mail(BODY))
    case = client_cases(client)["case_id"].iloc[0]
    log_event(client.folder, kind="acknowledgement", text="Mine.", by="Kim", about=Event(case_id=case))
    assert open_cases_of(client, on="2026-01-31")["owner"].tolist() == ["Kim"]
    log_event(client.folder, kind="action", text="Sent the plan.", by="Kim", about=Event(case_id=case))
    assert open_cases_of(client, on="2026-01-31").empty
    assert client_cases(client)["state"].tolist() == ["answered"]


def test_a_mail_that_can_not_be_read_stops_nothing_and_is_a_case(client, put, mail):
    put("amazon-us/broken.eml", b"\x00\x01 no mail")
    put("amazon-us/warning.eml", mail(BODY))
    put("_client/also broken.EML", b"\xd0\xcf\x11\xe0 outlook")
    cases = open_cases_of(client, on="2026-01-31")
    assert sorted(cases["kind"]) == ["late_shipment_rate", UNREADABLE, UNREADABLE]
    broken = cases[cases["kind"] == UNREADABLE].set_index("file")
    assert broken.loc["amazon-us/broken.eml", "account"] == "amazon-us"
    assert broken.loc["_client/also broken.EML", ["account", "owner"]].tolist() == ["", ""]


def test_an_unreadable_mail_is_closed_like_any_other_case(client, put):
    put("amazon-us/broken.eml", b"\x00\x01 no mail")
    case = client_cases(client)["case_id"].iloc[0]
    log_event(client.folder, kind="decision", text="Spam.", by="Kim", about=Event(case_id=case, state="closed"))
    assert open_cases_of(client, on="2026-01-31").empty


def test_a_warning_that_was_entered_without_its_mail_is_a_case(client):
    log_event(
        client.folder,
        kind="notice",
        text="By phone.",
        by="Kim",
        about=Event(case_id="ab12cd34", account="amazon-us", notice_kind="deactivation"),
    )
    assert open_cases_of(client, on="2026-01-31")[["account", "kind", "owner"]].values.tolist() == [
        ["amazon-us", "deactivation", "Dana"]
    ]


def test_a_new_or_altered_mail_changes_the_digest_of_the_mails_and_another_file_does_not(client, put, mail):
    empty = mails_digest(client)
    put("amazon-us/warning.eml", mail(BODY))
    one = mails_digest(client)
    put("amazon-us/orders.txt", b"no mail")
    same = mails_digest(client)
    put("amazon-us/warning.eml", mail(BODY + " Soon."))
    assert len({empty, one, mails_digest(client)}) == 3
    assert one == same
