"""What a profile leaves open and what that blocks; warnings about access."""

from datetime import date

import pytest

from tests.profile.test_models import BASE, owners, profile
from workbench.profile import parse_profile, read_profile
from workbench.profile.missing import GAPS, missing

DAY = date(2026, 1, 31)


def fields(extra: str = "", on: date = DAY) -> dict[str, str]:
    found = missing(profile(extra), on=on)
    assert found["field"].is_unique or "access" in " ".join(found["field"])
    assert {gap.partition(":")[0] for gap in found["gap"]} <= set(GAPS)
    return dict(zip(found["field"], found["gap"], strict=True))


def with_access(text: str):
    account = BASE.replace("fulfilment: seller}", f"fulfilment: seller, access: {text}}}")
    return missing(parse_profile(account, client_id="norte", where="x"), on=DAY)


def test_a_bare_profile_lacks_much():
    found = fields()
    assert {"company", "services", "baseline", "products", "contract.end", "expected_files", "rfc"} <= set(found)
    assert {"owners.amazon-mx", "accounts.amazon-mx.access", "accounts.amazon-mx.sales_channel"} <= set(found)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("company", "company: Norte SA\n"),
        ("services", "services: {kpi: advise}\n"),
        ("contract.end", "contract: {end: 2027-01-31}\n"),
        ("rfc", "rfc: false\n"),
        ("baseline", "baseline: {as_of: 2025-03-31}\n"),
        ("declared", "declared: {on: 2025-03-01, skus: 0, orders_three_months: 0}\n"),
        ("owners.amazon-mx", owners(("Ana", "2025-03-01", ""))),
        ("payment_mix.amazon-mx", "payment_mix: [{account: amazon-mx, cash: 0.2, card: 0.5, instalments: 0.3}]\n"),
    ],
)
def test_what_is_filled_in_is_missing_no_more(field, text):
    assert field in fields()
    assert field not in fields(text)


def test_an_owner_who_left_is_missed_from_the_next_day_on():
    text = owners(("Ana", "2025-03-01", "to: 2025-12-31"))
    assert "owners.amazon-mx" not in fields(text, date(2025, 12, 31))
    assert fields(text, date(2026, 1, 1))["owners.amazon-mx"] == "owner:2026-01-01"


def test_a_contract_that_ended_is_a_warning():
    assert fields("contract: {end: 2025-12-31}\n")["contract.end"] == "contract_over:2025-12-31"


def test_write_access_and_access_unseen_for_half_a_year_are_warnings():
    write = with_access("{kind: read_only, checked: 2026-01-12, can_write: true}")
    assert "access_writes" in set(write["gap"])
    checked = {
        day: f"access_unchecked:{day}" in set(with_access(f"{{kind: upload, checked: {day}}}")["gap"])
        for day in ("2025-08-04", "2025-08-03")
    }
    assert checked == {"2025-08-04": False, "2025-08-03": True}  # 180 and 181 days before


def test_the_erp_needs_shop_names():
    assert "accounts.amazon-mx.shop_names" in fields("erp: Mabang\n")
    assert "accounts.amazon-mx.shop_names" not in fields()


@pytest.mark.parametrize("seller", ["lumen-home", "volt-harbor", "casa-jacaranda"])
def test_the_samples_are_filled_in_but_for_little(seller):
    from tests.conftest import SAMPLE

    found = missing(read_profile(SAMPLE / seller / "client.yml"), on=DAY)
    assert "owners" not in " ".join(found["field"])
    assert not {"company", "services", "declared", "baseline", "products"} & set(found["field"])
    assert len(found) > 0
