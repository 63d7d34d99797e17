"""Numbers of orders, complaints and cases."""

from __future__ import annotations

import pytest

from workbench.notices.identifiers import order_numbers, reference_ids

ORDERS = [
    ("order 114-8829371-4410258.", ("114-8829371-4410258",)),
    ("1114-8829371-4410258", ()),
    ("PO #108912345678901", ("108912345678901",)),
    ("Purchase order number: 108912345678901", ("108912345678901",)),
    ("venta #2000008812345678 y 2000008812345678", ("2000008812345678",)),
    ("订单编号：2000008812345679", ("2000008812345679",)),
    ("call 5213312345678", ()),
    ("the order 12", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "found"), ORDERS, ids=[row[0] for row in ORDERS])
def test_order_numbers_have_a_platforms_shape_or_a_label(text, found):
    assert order_numbers(text) == found


REFERENCES = [
    ("Complaint ID: 6401234567", ("6401234567",)),
    ("Case ID 0712345678 and case # 0712345679", ("0712345678", "0712345679")),
    ("Reclamo # 5312345678", ("5312345678",)),
    ("Número de reclamo: 5312345678", ("5312345678",)),
    ("投诉编号：A-998877", ("A-998877",)),
    ("case number unknown", ()),
    ("in any case, 12345", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "found"), REFERENCES, ids=[row[0] for row in REFERENCES])
def test_reference_numbers_need_their_label(text, found):
    assert reference_ids(text) == found
