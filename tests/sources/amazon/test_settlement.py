"""Amazon settlements of both generations: rows that add up to the payout, and whose money each row is."""

import random
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import AmbiguousFormat, MissingColumn, OpenQuestions, UnreadableFile
from workbench.sources import FileContext, read, recognise

US = SimpleNamespace(
    **{"id": "amazon-us", "platform": "amazon", "market": "US", "currency": "USD", "zone": "America/Los_Angeles"},
    sales_channel="Amazon.com",
)
HEAD = (
    *("settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency"),
    *("transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name"),
)
V2 = (
    *HEAD,
    *("amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time"),
    *("order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased"),
    "promotion-id",
)
PROMOTIONS = ("promotion-id", "promotion-type", "promotion-amount")
V1 = (
    *HEAD,
    *("shipment-fee-type", "shipment-fee-amount", "order-fee-type", "order-fee-amount", "fulfillment-id"),
    *("posted-date", "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku"),
    *("quantity-purchased", "price-type", "price-amount", "item-related-fee-type", "item-related-fee-amount"),
    *("misc-fee-amount", "other-fee-amount", "other-fee-reason-description", *PROMOTIONS),
    *("direct-payment-type", "direct-payment-amount", "other-amount"),
)
SUMMARY = {
    **{"settlement-id": "21", "settlement-start-date": "2026-01-12 00:00:00 UTC", "currency": "USD"},
    **{"settlement-end-date": "2026-01-25 23:59:59 UTC", "deposit-date": "2026-01-27 08:00:00 UTC"},
}
SALE = {
    **{"settlement-id": "21", "currency": "USD", "transaction-type": "Order", "order-id": "111-1"},
    **{"marketplace-name": "amazon.com", "posted-date": "2026-01-13 00:00:00 UTC", "order-item-code": "55"},
    **{"posted-date-time": "2026-01-13 08:14:22 UTC", "sku": "00123"},
}
FEE = {"settlement-id": "21", "transaction-type": "ServiceFee", "posted-date": "2026-01-25 00:00:00 UTC"}


def amount(kind, description, value, **cells):
    return SALE | {"amount-type": kind, "amount-description": description, "amount": value} | cells


PRINCIPAL = amount("ItemPrice", "Principal", "100.00")
COMMISSION = amount("ItemFees", "Commission", "-15.00")
STORAGE = FEE | {"amount-type": "other-transaction", "amount-description": "Storage Fee", "amount": "-4.28"}


def v1_row(transaction, **cells):
    return SALE | {"transaction-type": transaction, "posted-date": "2026-01-13T08:14:22+00:00"} | cells


V1_ROWS = (
    v1_row("Order", **{"price-type": "Principal", "price-amount": "20.00"}),
    v1_row("Order", **{"item-related-fee-type": "Commission", "item-related-fee-amount": "-3.00"}),
    v1_row("Order", **{"promotion-type": "Shipping", "promotion-amount": "-1.25"}),
    v1_row("Storage Fee  ", **{"other-amount": "-2.50", "order-id": "", "sku": "", "marketplace-name": ""}),
)


@pytest.fixture
def settlement(tsv, reading):
    """A V2 file of these rows below a summary with that total."""

    def make(total, *rows, header=V2, export="amazon-settlement-v2", account="amazon-us", summary=SUMMARY):
        return reading(tsv(header, [summary | {"total-amount": total}, *rows]), export=export, account=account)

    return make


def entries(result):
    return result.tables["ledger"]


def totals(result):
    return [(total.stated, total.found, total.holds) for total in result.totals]


def test_each_row_is_an_entry_named_by_type_and_description(settlement):
    result = settlement("80.72", PRINCIPAL, COMMISSION, STORAGE)
    assert entries(result)[["account", "report", "settlement_id", "order_id", "sku", "kind", "amount"]].values.tolist()[
        :2
    ] == [
        ["amazon-us", "amazon-settlement", "21", "111-1", "00123", "ItemPrice/Principal", 100.0],
        ["amazon-us", "amazon-settlement", "21", "111-1", "00123", "ItemFees/Commission", -15.0],
    ]
    assert entries(result)["posted_at"].tolist()[0] == pd.Timestamp("2026-01-13T08:14:22Z")
    assert entries(result)["available_at"].tolist()[0] == pd.Timestamp("2026-01-27T08:00:00Z")
    assert set(entries(result)["status"]) == {"released"}
    assert result.structural == {"settlement summary": 1}


def test_the_rows_add_up_to_the_files_own_total_to_the_cent(settlement):
    tenths = [amount("ItemPrice", "Principal", "0.10", **{"order-id": f"111-{n}"}) for n in range(3)]
    assert totals(settlement("0.30", *tenths)) == [(0.3, 0.3, True)]
    (total,) = settlement("0.31", *tenths).totals
    assert (total.holds, total.difference, total.where, total.currency) == (False, -0.01, "2", "USD")
    assert total.name == "total-amount of settlement 21"


def test_an_amount_that_no_binary_fraction_holds_keeps_its_last_cent(settlement):
    # 0.29 * 100 is 28.999999999999996 in floating point.
    result = settlement("0.29", amount("ItemPrice", "Principal", "0.29"))
    assert totals(result) == [(0.29, 0.29, True)]
    assert entries(result)["entry"][0].endswith(":29#1")


def test_the_same_description_under_another_type_is_another_kind(settlement):
    rows = [amount(kind, "Shipping", "1.00") for kind in ("ItemPrice", "Shipment-Fees", "Promotion")]
    kinds = entries(settlement("3.00", *rows))["kind"].tolist()
    assert kinds == ["ItemPrice/Shipping", "Shipment-Fees/Shipping", "Promotion/Shipping"]


def test_a_refund_is_marked_in_the_kind_and_keeps_its_sign(settlement):
    back = amount("ItemPrice", "Principal", "-100.00", **{"transaction-type": "Refund"})
    assert entries(settlement("-100.00", back))[["kind", "amount"]].values.tolist() == [
        ["ItemPrice/Principal (Refund)", -100.0]
    ]


def test_rows_without_a_marketplace_are_the_paid_accounts_and_counted(settlement):
    result = settlement("95.72", PRINCIPAL, STORAGE)
    assert entries(result)["account"].tolist() == ["amazon-us", "amazon-us"]
    assert entries(result)["currency"].tolist() == ["USD", "USD"]
    assert result.notes == ("1 rows name no marketplace (fees, transfers): taken as amazon-us's",)


def test_the_marketplace_decides_the_account_even_in_the_wrong_folder(settlement):
    mexican = {"marketplace-name": "AMAZON.COM.MX", "currency": "MXN"}
    result = settlement("95.72", PRINCIPAL | mexican, STORAGE, summary=SUMMARY | {"currency": "MXN"})
    assert set(entries(result)["account"]) == {"amazon-mx"}
    assert set(entries(result)["currency"]) == {"MXN"}


def test_without_folder_and_currency_the_marketplace_is_enough(settlement):
    summary = SUMMARY | {"currency": ""}
    result = settlement("100.00", PRINCIPAL | {"currency": ""}, account="", summary=summary)
    assert entries(result)[["account", "currency"]].values.tolist() == [["amazon-us", "USD"]]


def test_orders_from_outside_amazon_are_money_of_the_account_but_marked(settlement):
    outside = amount("Shipment-Fees", "FBAPerOrderFulfillmentFee", "-5.00", **{"marketplace-name": "Non-Amazon US"})
    result = settlement("95.00", PRINCIPAL, outside)
    assert entries(result)["kind"].tolist()[1] == "Shipment-Fees/FBAPerOrderFulfillmentFee (Non-Amazon US)"
    assert entries(result)["amount"].sum() == 95.0
    assert "1 rows are of orders from outside Amazon" in result.notes[0]


def test_rows_of_a_marketplace_that_is_nobodys_are_set_aside_but_count_for_the_total(settlement):
    result = settlement(
        "105.00", PRINCIPAL, amount("ItemPrice", "Principal", "5.00", **{"marketplace-name": "Amazon.ca"})
    )
    assert result.structural == {"settlement summary": 1, "other marketplace": 1}
    assert totals(result) == [(105.0, 105.0, True)]
    assert "rows of marketplaces that are no account of the client: Amazon.ca (1)" in result.notes


def test_a_settlement_in_a_currency_of_no_account_asks(tsv, context):
    content = tsv(V2, [SUMMARY | {"total-amount": "-4.28", "currency": "BRL"}, STORAGE])
    with pytest.raises(OpenQuestions, match="its amounts are in BRL"):
        read("s.txt", content, export="amazon-settlement-v2", context=context("amazon-us"))


def test_only_a_file_that_names_no_marketplace_asks_whose_it_is(tsv, context):
    summary = SUMMARY | {"total-amount": "1"}
    (question,) = recognise("s.txt", tsv(V2, [summary, STORAGE]), context=context()).questions
    assert question.key == "account"
    assert recognise("s.txt", tsv(V2, [summary, PRINCIPAL]), context=context()).questions == ()


def test_equal_rows_are_amounts_of_their_own_where_the_total_counts_them(settlement):
    result = settlement("200.00", PRINCIPAL, PRINCIPAL)
    assert entries(result)["entry"].str[-2:].tolist() == ["#1", "#2"]
    assert result.repeated == 0
    assert "1 rows are exact copies of earlier ones, and the total counts them: kept" in result.notes


def test_a_file_pasted_behind_itself_is_read_once(settlement):
    summary = SUMMARY | {"total-amount": "85.00"}
    header = {name: name for name in V2}
    result = settlement("85.00", PRINCIPAL, COMMISSION, header, summary, PRINCIPAL, COMMISSION)
    assert len(entries(result)) == 2
    assert (result.repeated, result.structural["repeated header"]) == (3, 1)
    assert totals(result) == [(85.0, 85.0, True)]


def test_a_file_without_its_summary_is_refused(tsv, context):
    with pytest.raises(UnreadableFile, match="no row with the total-amount of settlement 21"):
        read("s.txt", tsv(V2, [PRINCIPAL]), export="amazon-settlement-v2", context=context("amazon-us"))


@pytest.mark.parametrize("cells", [{"amount": ""}, {"amount": "12,5O"}, {"amount": "1e400"}, {"posted-date-time": "?"}])
def test_a_row_that_can_not_be_read_is_refused_and_the_total_says_so(settlement, cells):
    result = settlement("200.00", PRINCIPAL, PRINCIPAL | {"order-id": "111-2"} | cells)
    assert result.refused["where"].tolist() == ["4"]
    assert [total.holds for total in result.totals] == [False] or "posted-date-time" in cells


def test_decimal_commas_are_read_where_the_whole_file_has_them(settlement):
    rows = (PRINCIPAL | {"amount": "1.234,50"}, COMMISSION | {"amount": "-15,00"})
    assert entries(settlement("1.219,50", *rows))["amount"].tolist() == [1234.5, -15.0]


def test_amounts_that_fit_both_decimal_signs_are_refused_with_both_shown(tsv, context):
    content = tsv(V2, [SUMMARY | {"total-amount": "1.234"}, PRINCIPAL | {"amount": "1.234"}])
    with pytest.raises(AmbiguousFormat, match=r"'1\.234' as 1\.234 or as 1,234\.000"):
        read("s.txt", content, export="amazon-settlement-v2", context=context("amazon-us"))


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("13.01.2026 08:14:22 UTC", "2026-01-13T08:14:22Z"),
        ("13/01/26", "2026-01-13T08:00:00Z"),  # a day alone begins at the account's midnight
        ("01/13/26", "2026-01-13T08:00:00Z"),
        ("2026-01-13", "2026-01-13T08:00:00Z"),
    ],
)
def test_the_older_ways_to_write_a_day_are_read_by_the_whole_column(settlement, posted, expected):
    result = settlement("100.00", PRINCIPAL | {"posted-date-time": "", "posted-date": posted})
    assert entries(result)["posted_at"].tolist() == [pd.Timestamp(expected)]


def test_a_day_above_twelve_anywhere_in_the_file_settles_the_order_of_day_and_month(settlement):
    old = SUMMARY | {"settlement-start-date": "01/06/25", "settlement-end-date": "14/06/25", "deposit-date": "16/06/25"}
    result = settlement("100.00", PRINCIPAL | {"posted-date-time": "", "posted-date": "09/06/25"}, summary=old)
    assert entries(result)["posted_at"].tolist() == [pd.Timestamp("2025-06-09T07:00:00Z")]


def test_days_that_may_be_either_way_round_are_refused_with_both_shown(tsv, context):
    content = tsv(
        V2, [SUMMARY | {"total-amount": "100.00"}, PRINCIPAL | {"posted-date-time": "", "posted-date": "09/06/25"}]
    )
    with pytest.raises(AmbiguousFormat, match="'09/06/25' as 2025-06-09 or as 2025-09-06"):
        read("s.txt", content, export="amazon-settlement-v2", context=context("amazon-us"))


def test_a_row_without_a_day_is_posted_when_the_settlement_ends(settlement):
    result = settlement("-4.28", STORAGE | {"posted-date": ""})
    assert entries(result)["posted_at"].tolist() == [pd.Timestamp("2026-01-25T23:59:59Z")]
    assert "'posted-date': blank in 1 rows" in result.notes[0]


def test_a_summary_whose_days_can_not_be_read_is_refused_and_named(settlement):
    result = settlement("100.00", PRINCIPAL, summary=SUMMARY | {"settlement-end-date": "?", "deposit-date": "?"})
    assert sorted(set(result.refused["column"])) == ["deposit-date", "settlement-end-date"]
    assert entries(result)["available_at"].isna().all()
    assert entries(result)["status"].isna().all()


@pytest.mark.parametrize("header", [V1, [name for name in V1 if name not in PROMOTIONS]])
def test_the_older_layout_has_an_amount_in_each_of_several_columns(settlement, header):
    rows = [row for row in V1_ROWS if "promotion-amount" in header or "promotion-amount" not in row]
    assert len(header) in (33, 36)
    result = settlement("13.25" if len(rows) == 4 else "14.50", *rows, header=header, export="amazon-settlement-v1")
    assert all(total.holds for total in result.totals)
    kinds = dict(entries(result)[["kind", "amount"]].values.tolist())
    assert kinds.pop("promotion/Shipping", -1.25) == -1.25
    assert kinds == {"price/Principal": 20.0, "item-related-fee/Commission": -3.0, "other/Storage Fee": -2.5}
    assert set(entries(result)["report"]) == {"amazon-settlement-v1"}


def test_a_row_of_the_older_layout_with_two_amounts_is_two_entries(settlement):
    both = V1_ROWS[0] | {"item-related-fee-type": "Commission", "item-related-fee-amount": "-3.00"}
    result = settlement("17.00", both, header=V1, export="amazon-settlement-v1")
    assert entries(result)[["amount", "where"]].values.tolist() == [[20.0, "3"], [-3.0, "3"]]


def test_a_row_of_the_older_layout_without_any_amount_holds_no_money(settlement):
    result = settlement("20.00", V1_ROWS[0], v1_row("Order"), header=V1, export="amazon-settlement-v1")
    assert result.structural == {"settlement summary": 1, "no money": 1}


@pytest.mark.parametrize(
    ("header", "without", "title"),
    [
        *((V2, name, "V2") for name in ("amount-type", "amount-description", "amount")),
        *((V1, name, "V1") for name in ("price-type", "price-amount", "other-amount", "item-related-fee-amount")),
    ],
)
def test_a_header_short_of_a_column_is_still_told_apart_and_names_it(tsv, context, header, without, title):
    content = tsv([name for name in header if name != without], [SUMMARY])
    with pytest.raises(MissingColumn, match=f"Amazon settlement report {title} without the column '{without}'"):
        recognise("s.txt", content, context=context())


AMOUNTS = st.lists(st.integers(-9_999, 9_999).filter(bool), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(cents=AMOUNTS, seed=st.integers(0, 99))
def test_the_order_of_the_rows_does_not_matter(cents, seed):
    rows = [amount("ItemPrice", "Principal", f"{value / 100:.2f}") for value in cents]
    shuffled = random.Random(seed).sample(rows, len(rows))
    first, second = (
        _ledger([SUMMARY | {"total-amount": f"{sum(cents) / 100:.2f}"}, *each]) for each in (rows, shuffled)
    )
    assert first == second
    assert round(sum(first.values()) * 100) == sum(cents)


def _ledger(rows):
    lines = ["\t".join(V2), *("\t".join(row.get(name, "") for name in V2) for row in rows)]
    given_context = FileContext("s.txt", "0" * 64, (US,), "amazon-us", {})
    content = ("\n".join(lines) + "\n").encode()
    ledger = read("s.txt", content, export="amazon-settlement-v2", context=given_context).tables["ledger"]
    return dict(zip(ledger["entry"], ledger["amount"], strict=True))
