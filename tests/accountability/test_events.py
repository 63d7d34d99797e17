"""One way to enter events: checked against the profile and the KPI list. Declared size beside the files'."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.accountability import declared_against_files, known_kpis, log, unknown_names
from workbench.errors import ParameterError, ProfileError
from workbench.record import Event, events_table


def enter(client, **about):
    return log(client, kind="action", text="x", by="Li", about=Event(**about))


def test_a_short_kind_is_written_in_full(client_of):
    assert log(client_of(), kind="ack", text="read", by="Li")["kind"] == "acknowledgement"


def test_an_unknown_account_or_kpi_is_refused_with_the_nearest(client_of):
    client = client_of()
    with pytest.raises(ProfileError, match="did you mean 'amazon-mx'"):
        enter(client, account="amazon-mex")
    with pytest.raises(ParameterError, match="did you mean 'late_shipment_rate'"):
        enter(client, kpi="late_shipments_rate")
    assert events_table(client.folder).empty


def test_a_policy_count_is_a_kpi(client_of):
    assert enter(client_of(), kpi="policy_product_safety")["kpi"] == "policy_product_safety"
    with pytest.raises(ParameterError, match="no such KPI"):
        enter(client_of(), kpi="policy_")


def test_the_kpis_are_those_of_the_matrix():
    assert {"late_shipment_rate", "claims_rate", "return_rate"} <= set(known_kpis())
    assert len(set(known_kpis())) == len(known_kpis())


def test_names_in_the_profile_that_nobody_knows_are_listed(client_of):
    profile = (
        "kpis_to_improve: [late_shipment_rate, late_shipments]\n"
        "expected_files: [{export: amazon-order}, {export: costs}]\n"
        "owners: [{role: x, person: Li, account: amazon-us, from: 2025-03-01, kpi: claim_rate}]\n"
    )
    found = unknown_names(client_of(profile=profile).profile)
    assert found[["field", "name"]].values.tolist() == [
        ["kpis_to_improve", "late_shipments"],
        ["owners", "claim_rate"],
        ["expected_files", "amazon-order"],
    ]
    assert "did you mean 'claims_rate'?" in found["hint"].tolist()
    assert unknown_names(client_of().profile).empty


@pytest.fixture
def declared(client_of):
    def make(on: str, ordered: list[str]):
        client = client_of(profile=f"declared: {{on: {on}, skus: 9, orders_three_months: 40}}\n")
        instants = pd.to_datetime(pd.Series(ordered, dtype="str"), utc=True)
        names = [f"{number}" for number in range(len(ordered))]
        client.order_lines = pd.DataFrame({"account": "amazon-us", "order_id": names, "ordered_at": instants})
        client.listings = pd.DataFrame({"sku": ["A", "B", "B"]})
        client.catalogue = pd.DataFrame({"sku": ["B", "C", None]})
        return declared_against_files(client).set_index("measure")

    return make


def test_the_declared_size_stands_beside_the_files_own(declared):
    found = declared("2026-01-31", ["2025-10-31T12:00Z", "2025-11-01T00:00Z", "2026-01-31T23:59Z", "2026-02-01T00:00Z"])
    assert found.loc["orders_three_months", ["declared", "files"]].tolist() == [40, 2]
    assert found.loc["skus", ["declared", "files"]].tolist() == [9, 3]


def test_files_that_begin_later_say_nothing_about_the_declared_months(declared):
    found = declared("2025-03-01", ["2026-01-05T12:00Z"])
    assert pd.isna(found.loc["orders_three_months", "files"])
    assert found.loc["orders_three_months", "note"] == "begin_later:2025-03-01"


def test_nothing_declared_is_no_row(client_of):
    assert declared_against_files(client_of()).empty
