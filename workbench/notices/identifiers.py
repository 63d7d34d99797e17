"""Numbers that a notice names: orders, complaints, cases.

Source: Amazon order numbers are 3-7-7 digits, Mercado Libre's 16 digits from 2000 on, Walmart purchase orders 13 to
15 digits (the platforms' own exports); "Complaint ID" stands in Amazon's notices (re-posts at 88bfru.com).
"""

from __future__ import annotations

import re

MOST_SHOWN = 200
_AMAZON_ORDER = re.compile(r"(?<![\d-])\d{3}-\d{7}-\d{7}(?![\d-])")
_MELI_ORDER = re.compile(r"(?<![\d-])2000\d{12}(?![\d-])")
_LABELLED_ORDER = re.compile(
    r"(?:\bpo(?: number| #|#| no\.?)?|\bpurchase orders?(?: number)?|\border(?: number| id| #|#)"
    r"|\bpedido(?: n[uú]mero)?|\bventa|订单编号|订单号|采购订单)[\s:：#]{0,4}(\d{9,16})(?![\d-])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\b(?:complaint|case|claim|reference)[\s-]?(?:id|number|no\.?|#)|\b(?:id|n[uú]mero|folio) (?:de |del )?"
    r"(?:la |el )?(?:queja|denuncia|reclamo|reclamaci[oó]n|caso|mediaci[oó]n)|\breclamo #|\bcaso #"
    r"|投诉编号|投诉\s?ID|案例编号|案例\s?ID|问题编号|纠纷编号)\s{0,3}[:：#]?\s{0,3}([A-Za-z0-9][A-Za-z0-9-]{4,24})",
    re.IGNORECASE,
)


def order_numbers(text: str) -> tuple[str, ...]:
    """Order numbers in the text, each once: Amazon, Mercado Libre, labelled ones.

    >>> order_numbers("Order 114-8829371-4410258, PO # 108912345678901 and sale 2000008812345678")
    ('114-8829371-4410258', '2000008812345678', '108912345678901')
    """
    shaped = [*_AMAZON_ORDER.findall(text), *_MELI_ORDER.findall(text)]
    return tuple(dict.fromkeys([*shaped, *_LABELLED_ORDER.findall(text)]))[:MOST_SHOWN]


def reference_ids(text: str) -> tuple[str, ...]:
    """Numbers of complaints, claims and cases in the text; only what a label announces and holds a digit.

    >>> reference_ids("Complaint ID: 6401234567. 投诉编号：998877")
    ('6401234567', '998877')
    """
    found = (number for number in _REFERENCE.findall(text) if any(letter.isdigit() for letter in number))
    return tuple(dict.fromkeys(found))[:MOST_SHOWN]
