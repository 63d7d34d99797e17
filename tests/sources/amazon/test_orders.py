"""Amazon All Orders: lines of the right account, by column name, at the unit's price."""

import pandas as pd
import pytest

from workbench.errors import MissingColumn
from workbench.sources.amazon.orders import KNOWN

HEADER = (
    *("amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status"),
    *("fulfillment-channel", "sales-channel", "order-channel", "url", "ship-service-level", "product-name", "sku"),
    *("asin", "item-status", "quantity", "currency", "item-price", "item-tax", "shipping-price", "shipping-tax"),
    *("gift-wrap-price", "gift-wrap-tax", "item-promotion-discount", "ship-promotion-discount", "ship-city"),
    *("ship-state", "ship-postal-code", "ship-country", "promotion-ids", "is-business-order"),
    *("purchase-order-number", "price-designation", "is-sold-by-ab"),
)
LINE = {
    "amazon-order-id": "111-0000001-0000001",
    "purchase-date": "2026-01-05T08:04:21+00:00",
    "last-updated-date": "2026-01-06T10:00:00+00:00",
    "order-status": "Shipped",
    "fulfillment-channel": "Merchant",
    "sales-channel": "Amazon.com",
    "product-name": '5" Pot "NA"',
    "sku": "00123",
    "asin": "B000000001",
    "item-status": "Shipped",
    "quantity": "2",
    "currency": "USD",
    "item-price": "17.98",
    "item-tax": "1.50",
    "item-promotion-discount": "2.00",
    "ship-city": "Austin",
    "ship-state": "TX",
    "ship-country": "US",
    "is-business-order": "true",
}
EXPORT = "amazon-all-orders"


@pytest.fixture
def orders(tsv, reading):
    def read(*rows, header=HEADER, **options):
        content = tsv(header, [LINE | row for row in rows], **options)
        return reading(content, export=EXPORT, account="amazon-us")

    return read


def line(result):
    (row,) = result.tables["order_lines"].to_dict("records")
    return row


def test_identifiers_that_a_spreadsheet_kept_as_text_are_the_platforms_own(orders):
    row = line(orders({"sku": '="00123"', "asin": '="B000000001"', "quantity": '="2"'}))
    assert (row["sku"], row["line_id"], row["item_id"], row["quantity"]) == ("00123", "00123#1", "B000000001", 2)


def test_a_line_is_read_column_by_column(orders):
    row = line(orders({}))
    assert row["unit_price"] == 8.99  # item-price is the line's: 17.98 for two
    assert (row["sku"], row["title"], row["line_id"]) == ("00123", '5" Pot "NA"', "00123#1")
    assert (row["account"], row["market"], row["channel"], row["status"]) == ("amazon-us", "US", "seller", "shipped")
    assert (row["discount"], row["item_tax"], row["is_business"]) == (2.0, 1.5, True)
    assert row["ordered_at"] == pd.Timestamp("2026-01-05T08:04:21Z")
    assert row["where"] == "2"


@pytest.mark.parametrize("width", [29, 32, 33])
def test_every_generation_is_read_by_name(orders, width):
    row = line(orders({}, header=HEADER[:width]))
    assert (row["quantity"], row["ship_state"]) == (2, "TX")
    assert pd.isna(row["is_business"]) == (width == 29)


def test_columns_in_the_middle_and_short_rows_of_the_wide_file_do_not_shift(tsv, reading):
    header = [*HEADER[:13], "number-of-items", *HEADER[13:], *(name for name in KNOWN if name not in HEADER)]
    assert len(header) > 60
    content = tsv(header, [LINE | {"number-of-items": "7"}], width=45)
    row = line(reading(content, export=EXPORT, account="amazon-us"))
    assert (row["quantity"], row["unit_price"], row["status"]) == (2, 8.99, "shipped")


def test_the_wide_file_of_2025_is_known_to_its_last_heading_and_pads_cut_rows(tsv, reading):
    middle = {"asin": ("number-of-items",), "item-status": ("tax-collection-model", "tax-collection-responsible-party")}
    header = [name for head in HEADER[:29] for name in (head, *middle.get(head, ()))]
    rest = [name for name in KNOWN if name not in (*header, "is-sold-by-ab", "invoice-business-tax-office", "cpf")]
    rest = [*rest, "is-business-order", "is-buyer-requested-cancellation", "invoice-business-tax-office "]
    header = [*header, *(name for name in rest if name != "signature-confirmation-recommended")]
    assert len(header) == 91
    content = tsv(header, [LINE, LINE | {"sku": "B"}], width=60)
    result = reading(content, export=EXPORT, account="amazon-us")
    assert (result.notes, result.refused_rows) == ((), 0)
    assert (
        result.tables["order_lines"][["quantity", "unit_price", "ship_state"]].values.tolist() == [[2, 8.99, "TX"]] * 2
    )


def test_the_variant_without_links_and_with_tax_number_is_read_without_it(tsv, reading):
    header = [*(name for name in HEADER if name != "url"), "cpf", "signature-confirmation-recommended"]
    content = tsv(header, [LINE | {"cpf": "123.456.789-09", "signature-confirmation-recommended": "false"}])
    result = reading(content, export=EXPORT, account="amazon-us")
    assert result.notes == ()
    assert "123.456" not in result.tables["order_lines"].to_csv()


def test_a_row_cut_short_in_a_narrow_file_is_refused_not_shifted(tsv, reading):
    content = tsv(HEADER, [LINE] * 3).decode().splitlines()
    content[2] = "\t".join(content[2].split("\t")[:20])
    result = reading("\n".join(content).encode(), export=EXPORT, account="amazon-us")
    assert result.refused[["where", "reason"]].values.tolist() == [["3", "20 fields where the header has 33"]]


def test_a_cancelled_line_has_no_price_and_an_unknown_canceller(orders):
    row = line(orders({"order-status": "Cancelled", "quantity": "0", "currency": "", "item-price": ""}))
    assert (row["status"], row["cancelled_by"]) == ("cancelled", "unknown")
    assert pd.isna(row["unit_price"])


def test_a_cancelled_line_of_a_shipped_order_is_cancelled(orders):
    assert line(orders({"item-status": "Cancelled"}))["status"] == "cancelled"


def test_a_buyers_own_cancellation_is_his(orders):
    header = (*HEADER, "is-buyer-requested-cancellation")
    cancelled = {"order-status": "Cancelled", "is-buyer-requested-cancellation": "true"}
    assert line(orders(cancelled, header=header))["cancelled_by"] == "buyer"


def test_each_row_goes_to_the_account_of_its_sales_channel(orders):
    result = orders(
        {"amazon-order-id": "1"},
        {"amazon-order-id": "2", "sales-channel": "Amazon.com.mx", "currency": "MXN"},
        {"amazon-order-id": "3", "sales-channel": "Amazon.ca"},
        {"amazon-order-id": "S01-1", "sales-channel": "Non-Amazon US"},
    )
    lines = result.tables["order_lines"]
    assert dict(zip(lines["order_id"], lines["account"], strict=True)) == {"1": "amazon-us", "2": "amazon-mx"}
    assert result.structural == {"not sold on Amazon": 1, "other sales channel": 1}
    assert any("Amazon.ca (1)" in note for note in result.notes)


def test_exact_copies_count_as_repeated_and_two_lines_of_a_sku_stay_two(orders):
    result = orders({}, {}, {"promotion-ids": "SAVE5"}, {"sku": "B"})
    assert result.repeated == 1
    assert result.tables["order_lines"]["line_id"].tolist() == ["00123#1", "00123#2", "B#1"]


def test_bad_values_refuse_their_row_with_its_number_and_reason(orders):
    result = orders(
        {},
        {"item-price": "12,5O"},
        {"purchase-date": "2025-11-31T10:15:00+00:00"},
        {"quantity": "-1"},
        {"currency": "dollars"},
        {"fulfillment-channel": "Pigeon"},
        {"amazon-order-id": ""},
    )
    assert result.refused[["where", "column", "value"]].values.tolist() == [
        ["3", "item-price", "12,5O"],
        ["4", "purchase-date", "2025-11-31T10:15:00+00:00"],
        ["5", "quantity", "-1"],
        ["6", "currency", "dollars"],
        ["7", "fulfillment-channel", "Pigeon"],
        ["8", "amazon-order-id", ""],
    ]
    assert result.tables["order_lines"]["where"].tolist() == ["2"]


def test_a_state_that_amazon_adds_later_is_missing_and_told(orders):
    result = orders({"order-status": "Teleported"})
    assert pd.isna(line(result)["status"])
    assert any("1 lines have a state that is not known: Teleported" in note for note in result.notes)


def test_a_header_in_the_middle_of_the_rows_is_layout(orders):
    result = orders({}, dict(zip(HEADER, HEADER, strict=True)), {"sku": "B"})
    assert result.structural == {"repeated header": 1}


def test_a_trailing_tab_on_every_row_is_repaired_and_totals_hold(tsv, reading):
    content = tsv(HEADER, [LINE, LINE | {"sku": "B", "quantity": "3"}])
    head, *rows = content.decode().splitlines()
    shifted = "\n".join([head, *(row + "\t" for row in rows)]).encode()
    result = reading(shifted, export=EXPORT, account="amazon-us")
    assert result.tables["order_lines"]["quantity"].sum() == 5
    assert any("tab too many" in note for note in result.notes)


def test_a_renamed_column_is_named_with_the_header_that_was_found(tsv, context):
    from workbench.sources import read

    header = ["qty" if name == "quantity" else name for name in HEADER]
    content = tsv(header, [LINE])
    expected = (
        r"orders.txt: Amazon All Orders without the column 'quantity'; the header in row 1 has amazon-order-id.*qty"
    )
    with pytest.raises(MissingColumn, match=expected):
        read("orders.txt", content, export=EXPORT, context=context("amazon-us"))


def test_unknown_columns_are_told(orders):
    result = orders({}, header=(*HEADER, "moon-phase"))
    assert "columns not known and not read: moon-phase" in result.notes


def test_a_file_without_orders_is_an_empty_table(orders):
    result = orders()
    assert result.physical_rows == 0
    assert result.tables["order_lines"].empty


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_told_by_its_zero_bytes(tsv, reading, encoding):
    result = reading(tsv(HEADER, [LINE], encoding=encoding), export=EXPORT, account="amazon-us")
    assert (line(result)["title"], result.encoding) == ('5" Pot "NA"', encoding)
