"""The sample sellers' desk: full profiles, events, a frozen baseline, notes; all of it readable by the workbench."""

from __future__ import annotations

import hashlib
from datetime import date

import pandas as pd
import pytest

from tests.conftest import SAMPLE, SELLERS
from workbench.accountability import known_kpis, unknown_names
from workbench.batch.leaks import check_note
from workbench.client import open_client
from workbench.kpis import kpi_table, scoreboard
from workbench.notices import KINDS, open_cases, price_holds, read_notice
from workbench.profile import read_profile
from workbench.record import events_table, frozen_baseline, read_events, read_note, received_files
from workbench.tables import EVENTS_TABLE, check_table

LANG = {"lumen-home": "zh", "volt-harbor": "en", "casa-jacaranda": "es"}
PLANNED = {"lumen-home": "2025-03-31", "volt-harbor": "2025-06-30", "casa-jacaranda": "2025-09-30"}


@pytest.mark.parametrize("seller", SELLERS)
def test_the_profile_is_full_and_names_only_what_the_workbench_knows(seller):
    profile = read_profile(SAMPLE / seller / "client.yml")
    assert unknown_names(profile).empty
    assert profile.company and profile.services and profile.declared and profile.expected_files
    for account in profile.accounts:
        for day in (profile.since, date(2026, 1, 31)):
            assert profile.owner_of(account.id, on=day) is not None


def test_an_accounts_owner_changed_in_october():
    profile = read_profile(SAMPLE / "lumen-home" / "client.yml")
    people = [profile.owner_of("amazon-mx", on=day).person for day in (date(2025, 9, 30), date(2025, 10, 1))]
    assert people == ["Ana Ejemplo", "Lin Vorlage"]


@pytest.mark.parametrize("seller", SELLERS)
def test_the_events_keep_their_contract_and_name_known_accounts_and_kpis(seller):
    profile, events = read_profile(SAMPLE / seller / "client.yml"), events_table(SAMPLE / seller)
    check_table(events, EVENTS_TABLE)
    assert set(events["account"].dropna()) <= {account.id for account in profile.accounts}
    assert set(events["kpi"].dropna()) <= set(known_kpis())
    assert {"action", "decision", "baseline"} <= set(events["kind"])
    standing = events[events["corrected_by"].isna()]
    assert ((standing["state"] == "open") & standing["due_date"].notna() & standing["owner"].notna()).any()


def test_the_warning_is_an_open_case_that_somebody_took():
    (path,) = (SAMPLE / "volt-harbor" / "inbox" / "amazon-us").glob("*.eml")
    notice = read_notice(path.read_bytes(), file=f"amazon-us/{path.name}", zone="America/Los_Angeles")
    (case,) = open_cases([notice], read_events(SAMPLE / "volt-harbor")).to_dict("records")
    assert (case["state"], case["owner"], case["account"]) == ("open", "Kim Sampleton", "amazon-us")


@pytest.mark.parametrize(
    ("seller", "account"),
    [("lumen-home", "amazon-mx"), ("volt-harbor", "amazon-us"), ("casa-jacaranda", "mercadolibre-mx")],
)
def test_each_seller_has_an_open_case_that_holds_price_advice_back(seller, account):
    client = open_client(seller, home=SAMPLE)
    held = price_holds(client, as_of="2026-01-31").query("state == 'on_hold'")
    assert held["account"].tolist() == [account]
    assert held["kind"].isin(KINDS).all() and held["deadline_at"].notna().all()


@pytest.mark.parametrize("seller", SELLERS)
def test_every_file_has_a_sender_of_the_profile(seller):
    people = {owner.person for owner in read_profile(SAMPLE / seller / "client.yml").owners}
    assert set(received_files(SAMPLE / seller)["sent_by"]) <= people


@pytest.mark.parametrize("seller", SELLERS)
def test_every_file_has_the_time_it_came(seller):
    inbox = SAMPLE / seller / "inbox"
    held = {
        (path.relative_to(inbox).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in inbox.rglob("*")
        if path.is_file()
    }
    received = received_files(SAMPLE / seller)
    assert set(zip(received["file"], received["sha256"], strict=True)) == held
    assert received["received_at"].max() <= pd.Timestamp("2026-02-03T01:00Z")


@pytest.mark.parametrize("seller", SELLERS)
def test_ingesting_the_sample_adds_nothing_to_its_record(home, seller):
    kept, after = (folder / seller / "record" / "received.yml" for folder in (SAMPLE, home))
    assert kept.read_bytes() == after.read_bytes()


@pytest.mark.parametrize("seller", SELLERS)
def test_the_notes_are_signed_and_name_no_other_client(home, seller):
    note = read_note(SAMPLE / seller, month="2026-01", lang=LANG[seller])
    assert note.is_signed and {"findings", "actions"} <= set(note.sections)
    assert not any(letter.isdecimal() and "LH-001" not in text for text in note.sections.values() for letter in text)
    check_note(note, open_client(seller, home=home), home=home)


@pytest.mark.parametrize("seller", SELLERS)
def test_the_frozen_baseline_is_what_the_files_give(home, seller):
    """Where a KPI is counted otherwise since: python data/sample/make_sample.py --record, and a line in CHANGELOG."""
    frozen = frozen_baseline(SAMPLE / seller)
    now = kpi_table(open_client(seller, home=home), as_of=PLANNED[seller])
    pd.testing.assert_frame_equal(frozen, now)
    assert frozen["rate"].notna().sum() > 3


def test_the_scoreboard_sets_january_against_the_frozen_figures(casa):
    board = scoreboard(casa, as_of="2026-01-31")
    frozen = frozen_baseline(SAMPLE / "casa-jacaranda")
    late = (frozen["kpi"] == "late_shipment_rate") & (frozen["basis"] == "computed") & (frozen["window_days"] == 30)
    row = board[board["kpi"] == "late_shipment_rate"].iloc[0]
    assert row["baseline_rate"] == frozen.loc[late, "rate"].iloc[0]
