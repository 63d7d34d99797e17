"""The profile in full: owners without gap, shares that add up, and the faults that name their line."""

from datetime import date
from pathlib import Path

import pytest

from workbench.errors import ProfileError
from workbench.profile import parse_profile
from workbench.profile.models import (
    Access,
    Account,
    Approver,
    Contract,
    Declared,
    ExpectedFile,
    Floor,
    Owner,
    PaymentMix,
    Product,
    Profile,
)

BASE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-mx, platform: amazon, market: MX, currency: MXN, zone: America/Mexico_City, fulfilment: seller}
"""
OWNER = "{role: operations, person: %s, account: amazon-mx, from: %s%s}"


def profile(extra: str = ""):
    return parse_profile(BASE + extra, client_id="norte", where="norte/client.yml")


def owners(*rows: tuple[str, str, str]) -> str:
    listed = ", ".join(OWNER % (person, since, f", {rest}" if rest else "") for person, since, rest in rows)
    return f"owners: [{listed}]\n"


def test_a_past_month_keeps_its_owner():
    found = profile(owners(("Ana", "2025-03-01", "to: 2025-09-30"), ("Lin", "2025-10-01", "")))
    for day, person in (
        (date(2025, 9, 30), "Ana"),
        (date(2025, 10, 1), "Lin"),
        (date(2030, 1, 1), "Lin"),
    ):
        assert found.owner_of("amazon-mx", on=day).person == person
    assert found.owner_of("amazon-mx", on=date(2025, 2, 28)) is None
    assert found.owner_of("amazon-us", on=date(2026, 1, 1)) is None


def test_a_kpis_own_owner_comes_before_the_accounts():
    found = profile(owners(("Lin", "2025-03-01", ""), ("Pat", "2025-11-15", "kpi: claims_rate, to: 2025-12-31")))
    days = (date(2025, 11, 14), date(2025, 11, 15), date(2026, 1, 1))
    assert [found.owner_of("amazon-mx", kpi="claims_rate", on=day).person for day in days] == ["Lin", "Pat", "Lin"]
    assert found.owner_of("amazon-mx", kpi="late_shipment_rate", on=days[1]).person == "Lin"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("Ana", "2025-03-01", "to: 2025-09-30"), ("Lin", "2025-10-03", "")], "nobody from 2025-10-01 to 2025-10-02"),
        ([("Ana", "2025-03-01", "to: 2025-09-30"), ("Lin", "2025-09-30", "")], "Ana and Lin overlap from 2025-09-30"),
        ([("Ana", "2025-03-01", ""), ("Lin", "2025-10-01", "")], "Ana and Lin overlap from 2025-10-01"),
        ([("Ana", "2025-04-01", "")], "nobody from 2025-03-01 to 2025-03-31"),
        ([("Ana", "2025-03-01", "to: 2025-02-01")], "Ana ends 2025-02-01, before the start 2025-03-01"),
    ],
)
def test_a_gap_or_overlap_of_owners_is_an_error(rows, message):
    with pytest.raises(ProfileError, match=message):
        profile(owners(*rows))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "expected_files: [{export: costs, account: amazon-mex}]\n",
            "expected_files: no account 'amazon-mex' .did you",
        ),
        ("payment_mix: [{account: amazon-mx, cash: 0.2, card: 0.5, instalments: 0.4}]\n", "line 9: .*add up to 1.1"),
        ("floors: [{sku: A, market: MX, price: 0, currency: MXN}]\n", "line 9: 'floors.1.price' is '0'"),
        ("services: {kpi: watch}\n", "line 9: 'services.kpi' is 'watch'"),
        ("services: {kpis: advise}\n", "line 9"),
        ("expected_files: [{export: costs, due_day: 31}]\n", "line 9: 'expected_files.1.due_day' is '31'"),
        ("declared: {on: 2025-03-01, skus: -1, orders_three_months: 3}\n", "'declared.skus' is '-1'"),
        ("contract: {end: soon}\n", "'contract.end' is 'soon'"),
        ("rhythm: [monthly, hourly]\n", "'rhythm.2' is 'hourly'"),
        ("rfc: maybe\n", "'rfc' is 'maybe'"),
        ("owner: Lin\n", "line 9: unknown field 'owner' .did you mean 'owners'"),
    ],
)
def test_a_fault_of_a_further_field_names_its_line(text, message):
    with pytest.raises(ProfileError, match=message):
        profile(text)


def test_an_account_has_no_owner_field_of_its_own():
    text = BASE.replace("fulfilment: seller}", "fulfilment: seller, owner: Lin}")
    with pytest.raises(ProfileError, match="unknown field 'accounts.1.owner'"):
        parse_profile(text, client_id="norte", where="norte/client.yml")


@pytest.mark.parametrize("zone", ["Mexico", "America", "Mars/Olympus", "../etc/passwd", "PST8", ""])
def test_what_is_no_time_zone_is_refused(zone):
    with pytest.raises(ProfileError, match="not an IANA time zone"):
        parse_profile(BASE.replace("America/Mexico_City", f'"{zone}"'), client_id="norte", where="norte/client.yml")


def test_every_field_is_explained_in_the_documentation():
    text = (Path(__file__).parents[2] / "docs" / "profile.md").read_text(encoding="utf-8")
    nested = (Account, Access, Approver, Contract, Declared, ExpectedFile, Floor, Owner, PaymentMix, Product, Profile)
    fields = {field.alias or name for model in nested for name, field in model.model_fields.items()}
    assert {name for name in fields if f"`{name}`" not in text and f"{name}: " not in text} == set()
