"""A parcel that two sources name is one parcel."""

from __future__ import annotations

import pandas as pd
import pytest

import workbench as wb
from workbench.ingest import ingest
from workbench.record import file_answers, remember_answer, remember_column_map
from workbench.sources.column_map import ColumnMap
from workbench.sources.parcels import parcel_ids

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller,
     sales_channel: Amazon.com, shop_names: [美国店01]}
"""
MABANG = (
    "订单编号,交易编号,店铺名,订单状态,SKU,商品数量,货运单号,发货时间,是否测评\n"
    "MB1,111-1,美国店01,已发货,A,1,ug 1,2026-01-02 18:00:00,是\n"
    "MB2,111-2,美国店01,已发货,A,1,--,2026-01-02 18:00:00,\n"
)
# What the platform's own list of parcels would say of the same parcel.
PLATFORM = "Order,Number,Promised\n111-1,UG1,2026-01-12\n"
LIST = ColumnMap(
    title="Parcels",
    table="packages",
    headings=("number", "order", "promised"),
    columns={"order": "order_id", "number": "tracking_id", "promised": "promised_at"},
    dates="iso",
    zone="account",
    source="platform",
)


@pytest.fixture
def norte(tmp_path):
    folder = tmp_path / "home" / "norte"
    (folder / "inbox" / "amazon-us").mkdir(parents=True)
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    (folder / "inbox" / "amazon-us" / "mabang.csv").write_text(MABANG, encoding="utf-8")
    return folder


def test_a_parcel_that_erp_and_platform_name_is_one_row(norte):
    (norte / "inbox" / "amazon-us" / "parcels.csv").write_text(PLATFORM)
    remember_column_map(norte, LIST, by="Li")
    ingest("norte", home=norte.parent)
    parcels = wb.open_client("norte", home=norte.parent).packages
    assert parcels[["order_id", "package_id"]].values.tolist() == [["111-1", "UG1"], ["111-2", "MB2"]]
    both = parcels.iloc[0]
    assert both["confirmed_at"] == pd.Timestamp("2026-01-02T10:00Z")
    assert both["promised_at"].tz_convert("America/Los_Angeles").strftime("%Y-%m-%d") == "2026-01-12"
    assert len(both["lineage"].split(" ")) == 2


def test_brushing_is_in_the_store_and_in_the_intake(norte):
    intake = ingest("norte", home=norte.parent)
    lines = wb.open_client("norte", home=norte.parent).order_lines.set_index("order_id")
    assert lines["is_brushing"].to_dict() == {"111-1": True, "111-2": None}
    assert "policy risk" in intake.files["note"].iloc[0]


def test_an_answer_about_a_shop_is_remembered(norte):
    (norte / "inbox" / "amazon-us" / "mabang.csv").write_text(MABANG.replace("美国店01", "新店"), encoding="utf-8")
    sha = ingest("norte", home=norte.parent).questions["sha256"].iloc[0]
    remember_answer(norte, sha=sha, file="amazon-us/mabang.csv", answers={"shop:新店": "amazon-us"}, by="Li")
    assert file_answers(norte)[sha, ""] == {"shop:新店": "amazon-us"}
    assert ingest("norte", home=norte.parent).questions.empty
    assert len(wb.open_client("norte", home=norte.parent).order_lines) == 2


def test_a_number_is_the_same_with_spaces_and_small_letters():
    numbers = pd.Series(["1z 999", " 1Z999", "", None], dtype="str")
    assert parcel_ids(numbers, otherwise=pd.Series(list("abcd"))).tolist() == ["1Z999", "1Z999", "c", "d"]
