"""Price advice waits where a warning is open."""

from types import SimpleNamespace

import pandas as pd
import pytest

from tests.notices.test_inbox import PROFILE
from workbench.notices import HOLD_COLUMNS, price_holds
from workbench.profile import Profile
from workbench.record import Event, log_event


def states(holds: pd.DataFrame) -> list[list]:
    return holds[["account", "state"]].values.tolist()


@pytest.fixture
def client(tmp_path):
    """A seller of three accounts with an empty inbox and record."""
    (account,) = PROFILE["accounts"]
    more = [{**account, "id": "amazon-mx", "market": "MX"}, {**account, "id": "walmart-us", "platform": "walmart"}]
    profile = Profile.model_validate({**PROFILE, "accounts": [account, *more], "owners": []})
    return SimpleNamespace(folder=tmp_path, profile=profile)


@pytest.fixture
def told(client):
    """Enters a warning of an account; of none where it is blank."""

    def enter(account: str, *, platform: str = "amazon", case: str = "ab12cd34", state: str = "") -> None:
        about = Event(
            account=account,
            case_id=case,
            notice_kind="late_shipment_rate",
            platform=platform,
            received_at="2026-01-19T10:00:00+00:00",
            deadline_at="2026-01-22T10:00:00+00:00",
            state=state,
        )
        log_event(client.folder, kind="notice", text="Seen on the page.", by="Kim", about=about)

    return enter


def test_without_a_warning_every_account_is_free(client):
    holds = price_holds(client, as_of="2026-01-31")
    assert holds.columns.tolist() == list(HOLD_COLUMNS)
    assert states(holds) == [[account.id, "free"] for account in client.profile.accounts]
    assert holds["case_id"].isna().all() and holds["deadline_at"].isna().all()


def test_an_open_warning_holds_its_own_account_only(client, told):
    told("amazon-us")
    holds = price_holds(client, as_of="2026-01-31").set_index("account")
    assert holds.loc["amazon-us", ["state", "case_id", "kind"]].tolist() == [
        "on_hold",
        "ab12cd34",
        "late_shipment_rate",
    ]
    assert holds.loc["amazon-us", "received_at"] == pd.Timestamp("2026-01-19T10:00Z")
    assert holds.loc["amazon-us", "deadline_at"] == pd.Timestamp("2026-01-22T10:00Z")
    assert set(holds.drop("amazon-us")["state"]) <= {"free"}


def test_two_warnings_are_two_rows_and_one_that_is_closed_holds_nothing(client, told):
    told("amazon-us")
    told("amazon-us", case="ee55ff66")
    assert price_holds(client, as_of="2026-01-31")["case_id"].dropna().tolist() == ["ab12cd34", "ee55ff66"]
    for case in ("ab12cd34", "ee55ff66"):
        log_event(client.folder, kind="decision", text="Over.", by="Kim", about=Event(case_id=case, state="closed"))
    assert set(price_holds(client, as_of="2026-01-31")["state"]) == {"free"}


def test_a_warning_of_no_account_holds_all_that_it_can_mean(client, told):
    told("", platform="walmart")
    assert states(price_holds(client, as_of="2026-01-31")) == [
        ["amazon-us", "free"],
        ["amazon-mx", "free"],
        ["walmart-us", "on_hold"],
    ]
    told("", platform="unknown", case="ee55ff66")
    assert set(price_holds(client, as_of="2026-01-31")["state"]) == {"on_hold"}


def test_before_the_warning_came_nothing_is_held(client, told):
    told("amazon-us")
    assert set(price_holds(client, as_of="2026-01-18")["state"]) == {"free"}
