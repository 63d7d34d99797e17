"""Mercado Libre's API answers: orders, shipments, claims and catalogue offers."""

import pandas as pd
import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise

ORDER = {
    "id": 2000000000000001,
    "date_created": "2026-06-03T23:12:33.000-04:00",
    "last_updated": "2026-06-05T18:20:10.000-04:00",
    "order_items": [
        {
            "item": {"id": "MLM1", "title": "Funda", "category_id": "MLM1051", "seller_sku": "00123"},
            "quantity": 2,
            "unit_price": 199.0,
            "full_unit_price": 249.0,
            "currency_id": "MXN",
        }
    ],
    "currency_id": "MXN",
    "status": "paid",
    "tags": ["delivered", "paid"],
    "context": {"site": "MLM"},
    "mediations": [],
    "cancel_detail": None,
    "buyer": {"id": 1, "nickname": "FICTICIA"},
}
SHIPMENT = {
    "id": 43000000001,
    "order_id": 2000000000000001,
    "site_id": "MLM",
    "status": "delivered",
    "status_history": {
        "date_delivered": "2026-06-05T17:58:01.000-04:00",
        "date_first_visit": "2026-06-05T12:00:00.000-04:00",
        "date_shipped": "2026-06-04T07:40:00.000-04:00",
        "date_returned": None,
    },
    "substatus_history": [
        {"date": "2026-06-03T09:13:02.000-04:00", "status": "ready_to_ship", "substatus": "ready_to_print"},
        {"date": "2026-06-03T16:01:00.000-04:00", "status": "ready_to_ship", "substatus": "dropped_off"},
        {"date": "2026-06-03T22:01:00.000-04:00", "status": "ready_to_ship", "substatus": "in_hub"},
    ],
    "tracking_number": "43000000001",
    "tracking_method": "Colecta",
    "receiver_address": {"city": {"name": "Zapopan"}, "receiver_name": "Ana Ficticia"},
    "shipping_option": {"estimated_delivery_time": {"date": "2026-06-08T00:00:00.000-06:00"}},
    "type": "forward",
}
NEW_SHAPE = {
    "id": 43000000002,
    "order_id": 2000000000000002,
    "status": "delivered",
    "logistic": {"direction": "forward", "mode": "me2", "type": "cross_docking"},
    "lead_time": {
        "estimated_delivery_time": {"date": "2026-06-08T00:00:00.000-06:00"},
        "estimated_delivery_extended": {"date": "2026-06-10T18:00:00.000-06:00"},
    },
    "origin": {"shipping_address": {"country": {"id": "CN"}}},
    "source": {"site_id": "MLM"},
    "tracking_number": "43000000002",
    "tracking_method": "Colecta",
    "history": [
        {"date": "2026-06-04T07:40:00.000-04:00", "status": "shipped"},
        {"date": "2026-06-05T17:58:01.000-04:00", "status": "delivered"},
    ],
}
CLAIM = {
    "id": 5000001,
    "resource": "order",
    "resource_id": 2000000000000001,
    "type": "mediations",
    "stage": "claim",
    "status": "closed",
    "site_id": "MLM",
    "date_created": "2026-06-06T10:00:00.000-04:00",
    "resolution": {"reason": "payment_refunded", "date_created": "2026-06-09T10:00:00.000-04:00"},
    "players": [{"role": "complainant", "user_id": 1}],
}
OFFER = {
    "item_id": "MLM900",
    "seller_id": 77,
    "price": 349.0,
    "original_price": 499.0,
    "currency_id": "MXN",
    "condition": "new",
    "shipping": {"free_shipping": True, "logistic_type": "fulfillment"},
}


@pytest.fixture
def orders(document, own):
    return lambda *found: own(document(list(found)), export="meli-api-orders")


@pytest.fixture
def shipments(document, own):
    return lambda *found: own(document(list(found)), export="meli-api-shipments")


@pytest.fixture
def claims(document, own):
    return lambda *found: own(document({"paging": {}, "data": list(found)}), export="meli-api-claims")


@pytest.fixture
def offers(document, own):
    def take(*found, **answers):
        answers = {"observed_at": "2026-06-03", "query": "funda"} | answers
        return own(document({"results": list(found)}), export="meli-catalogue-offers", **answers)

    return take


def test_an_order_is_a_line_named_as_in_the_ventas_workbook(orders):
    (line,) = orders(ORDER).tables["order_lines"].to_dict("records")
    assert (line["order_id"], line["line_id"], line["sku"]) == ("2000000000000001", "00123#1", "00123")
    # 23:12 four hours behind UTC is the next day
    assert line["ordered_at"] == pd.Timestamp("2026-06-04T03:12:33Z")
    assert (line["quantity"], line["unit_price"], line["status"]) == (2, 199.0, "delivered")
    assert line["where"] == "$[0].order_items[0]"


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"query": "x", "results": [one]}])
def test_one_order_a_list_or_a_page_of_a_search_are_read_alike(document, own, wrap):
    lines = own(document(wrap(ORDER)), export="meli-api-orders").tables["order_lines"]
    assert lines["order_id"].tolist() == ["2000000000000001"]


@pytest.mark.parametrize(
    ("changes", "status", "who"),
    [
        ({"status": "cancelled", "cancel_detail": {"group": "seller"}}, "cancelled", "seller"),
        ({"status": "cancelled", "cancel_detail": {"group": "fraud"}}, "cancelled", "platform"),
        ({"status": "cancelled", "cancel_detail": {"group": "delivery"}}, "cancelled", "unknown"),
        ({"status": "payment_required", "tags": []}, "pending", None),
    ],
)
def test_the_state_of_an_order(orders, changes, status, who):
    (line,) = orders(ORDER | changes).tables["order_lines"].to_dict("records")
    assert line["status"] == status
    assert who == line["cancelled_by"] if who else pd.isna(line["cancelled_by"])


def test_a_paid_order_on_its_way_or_with_a_return_has_no_sure_state(orders):
    result = orders(ORDER | {"tags": []}, ORDER | {"id": 2, "order_request": {"return": 9}})
    assert result.tables["order_lines"]["status"].isna().all()


def test_of_an_order_told_twice_the_later_state_counts(orders):
    later = ORDER | {"status": "cancelled", "last_updated": "2026-06-09T18:20:10.000-04:00"}
    result = orders(ORDER, later)
    assert result.tables["order_lines"]["status"].tolist() == ["cancelled"]
    assert result.repeated == 1


def test_orders_of_other_sites_are_set_aside_and_bad_times_refused(orders):
    result = orders(
        ORDER, ORDER | {"context": {"site": "MLB"}}, ORDER | {"id": 3, "date_created": "03/06/2026"}, {"a": 1}
    )
    assert result.structural == {"other site": 1, "not an order": 1}
    assert result.refused["where"].tolist() == ["$[2]"]


def test_no_buyer_reaches_a_table(orders, shipments):
    tables = [*orders(ORDER).tables.values(), *shipments(SHIPMENT).tables.values()]
    text = "".join(frame.to_csv() for frame in tables)
    assert "FICTICIA" not in text.upper()
    assert "Zapopan" not in text


def test_a_shipment_is_a_parcel_promised_until_the_end_of_its_day(shipments):
    (parcel,) = shipments(SHIPMENT).tables["packages"].to_dict("records")
    assert (parcel["order_id"], parcel["package_id"]) == ("2000000000000001", "2000000000000001")
    assert parcel["confirmed_at"] == pd.Timestamp("2026-06-04T11:40:00Z")
    assert parcel["first_attempt_at"] == pd.Timestamp("2026-06-05T16:00:00Z")
    # the 8th of June in Mexico City ends at six in the morning UTC
    assert parcel["promised_at"] == pd.Timestamp("2026-06-09T05:59:59.999999Z")
    assert parcel["ship_from_country"] == "MX"


def test_the_sub_states_of_a_shipment_are_steps_of_its_way(shipments):
    scans = shipments(SHIPMENT).tables["scans"].sort_values("scanned_at")
    assert scans["stage"].tolist() == ["label", "accepted", "line_haul", "line_haul", "attempt", "delivered"]
    assert scans["where"].iloc[0] == "$[0].substatus_history[0]"


def test_the_new_shape_is_read_where_its_order_stands_beside_it(shipments):
    result = shipments(NEW_SHAPE)
    (parcel,) = result.tables["packages"].to_dict("records")
    assert parcel["delivered_at"] == pd.Timestamp("2026-06-05T21:58:01Z")
    assert parcel["promised_at_extended"] == pd.Timestamp("2026-06-11T00:00:00Z")
    assert parcel["ship_from_country"] == "CN"
    assert result.tables["scans"]["stage"].tolist() == ["line_haul", "delivered"]


def test_a_shipment_without_its_order_is_refused_and_a_return_set_aside(shipments):
    bare = {key: value for key, value in NEW_SHAPE.items() if key != "order_id"}
    result = shipments(SHIPMENT, bare, SHIPMENT | {"type": "return"}, SHIPMENT | {"site_id": "MLA"})
    assert result.refused["reason"].str.contains("no order number").tolist() == [True]
    assert result.structural == {"return shipment": 1, "other site": 1}


def test_a_shipments_time_that_is_none_is_refused(shipments):
    history = SHIPMENT["status_history"] | {"date_shipped": "ayer"}
    result = shipments(SHIPMENT | {"status_history": history})
    assert result.refused["column"].tolist() == ["confirmed_at"]


def test_a_claim_is_a_mediation_only_where_it_became_a_dispute(claims):
    dispute = CLAIM | {"id": 2, "resource_id": 7, "stage": "dispute", "affects_reputation": "affected"}
    rows = claims(CLAIM, dispute).tables["defects"]
    assert rows[["order_id", "kind", "outcome"]].values.tolist() == [
        ["2000000000000001", "claim", "payment_refunded"],
        ["7", "mediation", "payment_refunded"],
    ]
    assert rows["counts"].isna().tolist() == [True, False]
    assert rows["opened_at"].iloc[0] == pd.Timestamp("2026-06-06T14:00:00Z")
    assert rows["closed_at"].iloc[0] == pd.Timestamp("2026-06-09T14:00:00Z")


def test_returns_are_no_claims_and_claims_on_shipments_name_no_order(claims):
    result = claims(CLAIM, CLAIM | {"type": "return"}, CLAIM | {"resource": "shipment"})
    assert result.structural == {"type return, no complaint": 1}
    assert result.refused["column"].tolist() == ["resource"]


def test_everybody_who_sells_a_catalogue_product_is_an_offer(offers):
    (offer,) = offers(OFFER).tables["offers"].to_dict("records")
    assert (offer["platform"], offer["market"], offer["item_id"], offer["seller"]) == (
        "mercadolibre",
        "MX",
        "MLM900",
        "77",
    )
    assert (offer["price"], offer["list_price"], offer["free_shipping"]) == (349.0, 499.0, True)
    assert offer["observed_at"] == pd.Timestamp("2026-06-03", tz="UTC")


def test_offers_without_price_or_of_no_known_site_are_refused(offers):
    result = offers(OFFER, OFFER | {"item_id": "MLM901", "price": None}, OFFER | {"item_id": "XYZ1"})
    assert result.refused["column"].tolist() == ["price", "item_id"]


def test_day_and_product_of_offers_are_asked(document, context):
    content = document({"results": [OFFER]})
    name = "_client/products_MLM12345678_items_2026-06-03.json"
    found = recognise(name, content, context=context(file=name))
    assert [(question.key, question.proposal) for question in found.questions] == [
        ("observed_at", "2026-06-03"),
        ("query", "MLM12345678"),
    ]
    with pytest.raises(OpenQuestions, match="does not say of which day it is"):
        read(name, content, export="meli-catalogue-offers", context=context())


def test_the_closed_search_is_named_and_not_read(document, context):
    listing = {
        "id": "MLM1",
        "title": "Funda",
        "price": 10,
        "seller": {"id": 1, "seller_reputation": {"level_id": None}},
    }
    found = recognise("s.json", document({"site_id": "MLM", "results": [listing]}), context=context())
    assert (found.export, found.status) == ("meli-search", "not_read_yet")


@pytest.mark.parametrize("other", [{"results": []}, {"results": [{"id": 1}]}, {"order_items": 1}, [], {"data": [{}]}])
def test_other_answers_are_none_of_these(document, context, other):
    assert recognise("x.json", document(other), context=context()).status == "unknown"
