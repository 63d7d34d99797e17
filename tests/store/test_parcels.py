"""One parcel that two sources name, or that got its number late, is one row."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.store.parcels import one_row_a_parcel
from workbench.tables import LINEAGE, conform

PARCELS = [
    # order, parcel, carrier, tracking, confirmed, delivered, lineage
    ("O1", "PK-9", "Estafeta", "ug 1", "2026-01-05", None, "aaa:7"),
    ("O1", "UG1", "Yanwen", "UG1", "2026-01-04", "2026-01-20", "bbb:2"),
    ("O2", "O2", None, None, "2026-01-05", None, "aaa:8"),
    ("O2", "UG2", "Yanwen", "UG2", None, None, "bbb:3"),
    ("O3", "UG3", "Yanwen", "UG3", None, None, "bbb:4"),
    ("O3", "UG4", "Yanwen", "UG4", None, None, "bbb:5"),
    ("O4", "O4", None, None, "2026-01-06", None, "aaa:9"),
]


@pytest.fixture
def packages() -> pd.DataFrame:
    names = ["order_id", "package_id", "carrier", "tracking_id", "confirmed_at", "delivered_at", LINEAGE]
    rows = pd.DataFrame(PARCELS, columns=names).assign(account="amazon-mx")
    for name in ("confirmed_at", "delivered_at"):
        rows[name] = pd.to_datetime(rows[name], utc=True)
    return conform(rows, "packages")


def test_a_parcel_that_two_sources_name_is_one_row_and_the_platforms_word_comes_first(packages):
    parcel = one_row_a_parcel(packages).set_index("order_id").loc["O1"]
    assert (parcel["package_id"], parcel["carrier"]) == ("PK-9", "Estafeta")
    assert (parcel["confirmed_at"].day, parcel["delivered_at"].day) == (5, 20)
    assert parcel[LINEAGE] == "aaa:7 bbb:2"


def test_a_row_that_had_no_number_yet_is_the_parcel_that_got_one(packages):
    parcel = one_row_a_parcel(packages).set_index("order_id").loc["O2"]
    assert (parcel["tracking_id"], parcel["confirmed_at"].day, parcel["package_id"]) == ("UG2", 5, "O2")


def test_parcels_with_numbers_of_their_own_and_parcels_without_any_stay(packages):
    rows = one_row_a_parcel(packages)
    assert rows.loc[rows["order_id"] == "O3", "package_id"].tolist() == ["UG3", "UG4"]
    assert rows.loc[rows["order_id"] == "O4", "tracking_id"].isna().all()
    assert len(rows) == 5


def test_the_order_of_the_rows_and_the_input_do_not_matter(packages):
    before = packages.copy()
    shuffled = packages.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(one_row_a_parcel(shuffled), one_row_a_parcel(packages))
    pd.testing.assert_frame_equal(packages, before)
    assert one_row_a_parcel(packages).dtypes.equals(packages.dtypes)


def test_accounts_are_never_joined(packages):
    other = packages.assign(account="amazon-us")
    assert len(one_row_a_parcel(pd.concat([packages, other], ignore_index=True))) == 10
