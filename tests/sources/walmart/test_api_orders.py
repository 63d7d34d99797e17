"""Walmart API orders of both countries: statuses, who cancelled, money, deadlines, parcels, pages."""

import pandas as pd
import pytest

from workbench.errors import UnreadableFile

EXPORT = "walmart-api-orders"
# 5 January 2026, 18:00 in UTC.
ORDERED = 1767636000000


def status(word, *, units="1", tracking=None, **more):
    body = {"status": word, "statusQuantity": {"unitOfMeasurement": "EACH", "amount": units}} | more
    return body | ({"trackingInfo": tracking} if tracking else {})


def sent(number, *, carrier="FedEx", at=1767722400000):
    return {"trackingNumber": number, "carrierName": {"carrier": carrier}, "shipDateTime": at}


def us_line(line="1", *statuses, quantity="1", currency="USD", **more):
    price = {
        "chargeType": "PRODUCT",
        "chargeName": "ItemPrice",
        "chargeAmount": {"currency": currency, "amount": 19.99},
    }
    shipping = {"chargeType": "SHIPPING", "chargeAmount": {"currency": currency, "amount": 4.5}}
    charges = [price | {"tax": {"taxName": "Tax1", "taxAmount": {"currency": currency, "amount": 1.65}}}, shipping]
    body = {"lineNumber": line, "item": {"productName": "Lamp", "sku": "00123"}, "charges": {"charge": charges}}
    body |= {"orderLineQuantity": {"amount": quantity}, "statusDate": 1767722400000}
    return body | {"orderLineStatuses": {"orderLineStatus": list(statuses) or [status("Created")]}} | more


def us_order(*lines, **more):
    address = {"name": "Jane Example", "address1": "1 Nowhere Rd", "state": "TX", "country": "USA"}
    # 7 January at midnight in Chicago; 10 January at noon in Los Angeles.
    shipping = {"phone": "5550000000", "estimatedShipDate": 1767765600000, "estimatedDeliveryDate": 1768075200000}
    body = {"purchaseOrderId": "108800000000001", "customerOrderId": "200011000000001", "orderDate": ORDERED}
    body |= {"customerEmailId": "jane@example.com", "shippingInfo": shipping | {"postalAddress": address}}
    return body | {"shipNode": {"type": "SellerFulfilled"}, "orderLines": {"orderLine": list(lines)}} | more


def us(*orders, total=None):
    meta = {"totalCount": len(orders) if total is None else total, "limit": 10}
    return {"list": {"meta": meta, "elements": {"order": list(orders)}}}


def mx_line(line="1", word="Shipped", *, quantity="1", **more):
    peso = "MXN"
    charges = [
        {
            "chargeType": "SHIPPING",
            "chargeName": "SHIPPING_CH",
            "chargeAmount": {"currency": peso, "amount": "45.67"},
            "tax": [{"taxName": "SHIP_IVA_TAX", "taxAmount": {"currency": peso, "amount": "7.31"}}],
        },
        {"chargeType": "DISCOUNT", "chargeName": "COUPON_DISC", "chargeAmount": {"currency": peso, "amount": "-30.17"}},
        {"chargeType": "DISCOUNT", "chargeName": "SHIP_DISC", "chargeAmount": {"currency": peso, "amount": "-12.98"}},
        {
            "chargeType": "PRODUCT",
            "chargeName": "ItemPrice",
            "tax": [
                {"taxName": "IVA_TAX", "taxAmount": {"currency": peso, "amount": "122.75"}},
                {"taxName": "IEPS_TAX", "taxAmount": {"currency": peso, "amount": "8"}},
            ],
        },
    ]
    item = {"productName": "Patines", "sku": "P-1", "unitPrice": {"currency": peso, "amount": "889.9"}}
    said = status(word, statusDate="2026-01-06T09:36:35.000-06:00") | more
    body = {"primeLineNumber": line, "item": item, "charges": charges, "orderLineQuantity": {"amount": quantity}}
    body |= {"orderLineStatus": [said], "promiseDeliveryDate": "2026-01-12T14:00:00.000-06:00"}
    return body | {"seller": {"shipNodeType": "PangaeaMarketplace"}}


def shipment(number, *lines, tracking="T1", status="Shipment Shipped", shipped="2026-01-06T09:36:35.000-06:00"):
    dates = {"expectedShipmentShippedDate": "2026-01-07T09:00:00.000-06:00", "shipmentShippedDate": shipped}
    body = {
        "shipmentLines": [{"primeLineNo": line} for line in lines],
        "shipmentNo": number,
        "packageNo": f"{number}_1",
    }
    return body | {"status": status, "carrier": "MX-DHL", "trackingNumber": tracking, "shipmentAdditionalDate": dates}


def mx(*lines, shipments=(), **more):
    address = {"name": "Ana Ejemplo", "state": "ZACATECAS", "country": "MX"}
    body = {"purchaseOrderId": "P100", "customerOrderId": "2021", "orderDate": "2026-01-05T08:43:33.000-06:00"}
    body |= {"shippingInfo": {"postalAddress": address}, "orderLines": list(lines), "shipments": list(shipments)}
    return {"meta": {"totalCount": 1, "limit": 10}, "order": [body | {"rfc": "XAXX010101000"} | more]}


@pytest.fixture
def orders(walmart):
    return lambda body, **more: walmart(body, export=EXPORT, **more)


def only(result, table="order_lines"):
    (row,) = result.tables[table].to_dict("records")
    return row


def test_an_american_line_and_its_parcel(orders):
    result = orders(us(us_order(us_line("1", status("Shipped", tracking=sent("FX1"))))))
    line = only(result)
    assert (line["order_id"], line["line_id"], line["sku"], line["quantity"]) == ("108800000000001", "1", "00123", 1)
    assert (line["unit_price"], line["item_tax"], line["shipping_price"], line["discount"]) == (19.99, 1.65, 4.5, 0)
    assert (line["market"], line["currency"], line["channel"], line["status"]) == ("US", "USD", "seller", "shipped")
    assert (line["ship_state"], line["ship_country"]) == ("TX", "US")
    assert line["ordered_at"] == pd.Timestamp("2026-01-05T18:00Z")
    assert line["where"] == "$.list.elements.order[0].orderLines.orderLine[0]"
    parcel = only(result, "packages")
    assert (parcel["package_id"], parcel["carrier"], parcel["tracking_id"]) == ("108800000000001", "FedEx", "FX1")
    assert parcel["confirmed_at"] == pd.Timestamp("2026-01-06T18:00Z")


def test_a_ship_by_midnight_is_the_whole_day_and_a_promise_the_end_of_its_day(orders):
    result = orders(us(us_order(us_line("1", status("Shipped", tracking=sent("FX1"))))))
    assert only(result)["ship_by_at"] == pd.Timestamp("2026-01-08T05:59:59.999999Z")
    assert only(result, "packages")["promised_at"] == pd.Timestamp("2026-01-11T07:59:59.999999Z")


def test_a_ship_by_time_that_is_no_midnight_is_taken_as_it_stands(orders):
    order = us_order(us_line())
    order["shippingInfo"]["estimatedShipDate"] = ORDERED
    assert only(orders(us(order)))["ship_by_at"] == pd.Timestamp("2026-01-05T18:00Z")


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        *[("SELLER_CANCEL_OUT_OF_STOCK", "seller"), ("SELLER_CANCEL_PRICING_ERROR", "seller")],
        *[("CUSTOMER_REQUESTED_SELLER_TO_CANCEL", "buyer"), ("SOMETHING_ELSE", "unknown"), (None, "unknown")],
    ],
)
def test_the_reason_says_who_cancelled(orders, reason, by):
    line = only(orders(us(us_order(us_line("1", status("Cancelled", cancellationReason=reason))))))
    assert (line["status"], line["cancelled_by"]) == ("cancelled", by)
    assert line["cancelled_at"] == pd.Timestamp("2026-01-06T18:00Z")


def test_a_line_of_which_a_part_was_cancelled_goes_on(orders):
    parts = (
        status("Shipped", tracking=sent("FX1")),
        status("Cancelled", cancellationReason="SELLER_CANCEL_OUT_OF_STOCK"),
    )
    line = only(orders(us(us_order(us_line("1", *parts, quantity="2")))))
    assert (line["status"], line["quantity"]) == ("shipped", 2)
    assert pd.isna(line["cancelled_at"])
    # What the charge means for two units is not documented.
    assert pd.isna(line["unit_price"])


def test_lines_in_one_parcel_have_one_and_an_order_in_two_parcels_two(orders):
    result = orders(
        us(
            us_order(
                us_line("1", status("Shipped", tracking=sent("A"))),
                us_line("2", status("Shipped", tracking=sent("B"))),
                us_line("3", status("Delivered", tracking=sent("A"))),
                us_line("4", status("Shipped")),
                us_line("5"),
            )
        )
    )
    assert result.tables["packages"]["package_id"].tolist() == ["108800000000001", "108800000000001/2"]
    assert result.tables["order_lines"]["status"].tolist() == [
        *("shipped", "shipped", "delivered", "shipped", "unshipped")
    ]


def test_a_page_says_so_and_a_line_told_twice_counts_once(orders):
    order = us_order(us_line("1", status("Shipped", tracking=sent("A"))))
    result = orders(us(order, order, total=31))
    assert result.notes == ("a page: 2 of 31 orders; the other pages are files of their own",)
    assert (result.repeated, len(result.tables["packages"])) == (1, 1)


def test_a_line_that_contradicts_an_earlier_one_is_refused_with_its_parcel(orders):
    first, second = (us_order(us_line("1", status("Shipped", tracking=sent("A")))) for _ in range(2))
    second["orderLines"]["orderLine"][0]["item"]["sku"] = "OTHER"
    second["orderLines"]["orderLine"][0]["orderLineStatuses"]["orderLineStatus"][0]["trackingInfo"] = sent("B")
    result = orders(us(first, second))
    assert result.refused["reason"].tolist() == ["another line with the same number stands earlier in the file"]
    assert result.tables["packages"]["tracking_id"].tolist() == ["A"]


def test_a_refused_lines_parcel_does_not_stay(orders):
    second = us_order(us_line("1", status("Shipped", tracking=sent("B"))), us_line("2", status("Created")))
    result = orders(us(us_order(us_line("1")), second))
    assert result.tables["packages"].empty


def test_a_status_that_is_not_known_is_refused_with_its_path(orders):
    result = orders(us(us_order(us_line("1", status("Teleported")), us_line("2"))))
    assert result.refused[["where", "value"]].values.tolist() == [
        ["$.list.elements.order[0].orderLines.orderLine[0]", "Teleported"]
    ]


@pytest.mark.parametrize("body", [us(us_order(us_line())), mx(mx_line())])
def test_no_customer_reaches_a_table(orders, body):
    account = "walmart-us" if "list" in body else "walmart-mx"
    text = "".join(frame.to_csv() for frame in orders(body, account=account).tables.values())
    assert not any(word in text for word in ("Jane", "Ana", "555", "jane@", "XAXX", "Nowhere"))


def test_a_mexican_line_and_its_parcel(orders):
    result = orders(mx(mx_line(), shipments=[shipment("778", "1")]), account="walmart-mx")
    line = only(result)
    assert (line["order_id"], line["market"], line["currency"], line["unit_price"]) == ("P100", "MX", "MXN", 889.9)
    # 45.67 and its tax of 7.31 less 12.98 off the shipping; 122.75 and 8 of tax on the product.
    assert (line["shipping_price"], line["discount"], line["item_tax"]) == (40.0, 30.17, 130.75)
    assert (line["status"], line["channel"], line["ship_state"]) == ("shipped", "seller", "ZACATECAS")
    assert line["ordered_at"] == pd.Timestamp("2026-01-05T14:43:33Z")
    assert line["ship_by_at"] == pd.Timestamp("2026-01-07T15:00Z")
    parcel = only(result, "packages")
    assert (parcel["package_id"], parcel["carrier"], parcel["tracking_id"]) == ("778_1", "MX-DHL", "T1")
    assert parcel["confirmed_at"] == pd.Timestamp("2026-01-06T15:36:35Z")
    assert parcel["promised_at"] == pd.Timestamp("2026-01-13T05:59:59.999999Z")


def test_a_mexican_line_that_the_seller_rejected_keeps_its_units(orders):
    told = mx(
        mx_line(word="Cancelled", quantity="0", cancellationReason="SELLER REJECTION"),
        shipments=[shipment("778", "1", status="Shipment Cancelled")],
    )
    result = orders(told, account="walmart-mx")
    line = only(result)
    assert (line["status"], line["cancelled_by"], line["quantity"]) == ("cancelled", "seller", 1)
    assert line["cancelled_at"] == pd.Timestamp("2026-01-06T15:36:35Z")
    assert result.tables["packages"].empty


def test_an_order_that_walmart_ships_has_the_customers_number(orders):
    line = mx_line() | {"isWFSEnabled": "Y", "seller": {"shipNodeType": "DC"}}
    told = mx(line, shipments=[shipment("9", "1")])
    del told["order"][0]["purchaseOrderId"]
    result = orders(told, account="walmart-mx")
    assert (only(result)["order_id"], only(result)["channel"]) == ("2021", "platform")
    assert pd.isna(only(result, "packages")["ship_from_country"])


@pytest.mark.parametrize(
    ("body", "account", "said"),
    [
        (mx(mx_line()), "walmart-us", "amounts in MXN, and the account walmart-us is in USD"),
        (us(us_order(us_line())), "walmart-mx", "amounts in USD, and the account walmart-mx is in MXN"),
        (us(us_order(us_line(currency="CAD"))), "walmart-us", "amounts in CAD"),
        (mx({**mx_line(), "item": {}, "charges": []}), "walmart-us", "in the form of Walmart Mexico"),
    ],
)
def test_orders_of_another_market_are_refused(orders, body, account, said):
    with pytest.raises(UnreadableFile, match=said):
        orders(body, account=account)
