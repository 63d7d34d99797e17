"""What each seller and the agency agreed on: the fields of `client.yml` that no file says."""

from __future__ import annotations

from datetime import date

from make.price_terms import price_terms
from make.sellers import Seller

MONTHLY = 3  # day of the next month by which most files are due
UPLOADED = {"kind": "upload", "checked": date(2026, 1, 12)}
READ_ONLY = {"kind": "read_only", "checked": date(2026, 1, 12)}

TERMS = {
    "customs": {
        "company": "流明家居（示例）有限公司",
        "categories": ["kitchen tools", "storage"],
        "services": {"kpi": "advise", "pricing": "advise"},
        "contract": {
            "end": date(2027, 2, 28),
            "notice_days": 30,
            "handover_days": 15,
            "nda": date(2025, 2, 24),
            "reply_hours": 24,
        },
        "price_approver": {"person": "Hao Exempel", "contact": "hao.exempel@example.com"},
        "margin_floor": 0.08,
        "volume_weight": 0.1,
        "declared": {"on": date(2025, 3, 1), "skus": 120, "orders_three_months": 2000},
        "erp": "马帮",
        "warehouses": ["Shenzhen", "Ciudad de México"],
        "logistics": ["Yunlan Express 云岚速递", "Mercado Envíos"],
        "kpis_to_improve": ["valid_tracking_rate", "conversion_rate"],
        "rhythm": ["monthly", "weekly"],
    },
    "claims": {
        "company": "Volt Harbor Example LLC",
        "categories": ["audio", "chargers"],
        "services": {"kpi": "advise", "pricing": "advise", "ads": "advise"},
        "contract": {"end": date(2026, 5, 31), "notice_days": 60, "handover_days": 30, "reply_hours": 12},
        "price_approver": {"person": "Robin Sample", "contact": "robin.sample@example.com"},
        "margin_floor": 0.08,
        "volume_weight": 0.05,
        "declared": {"on": date(2025, 6, 1), "skus": 93, "orders_three_months": 1500},
        "warehouses": ["Reno", "Tijuana"],
        "logistics": ["ParcelWay", "Mercado Envíos"],
        "kpis_to_improve": ["claims_rate", "late_shipment_rate"],
        "rhythm": ["monthly", "daily"],
    },
    "dirty": {
        "company": "Casa Jacaranda Ejemplo, S. de R.L. de C.V.",
        "categories": ["decoración", "jardín"],
        "services": {"kpi": "advise", "pricing": "advise"},
        "contract": {"end": date(2026, 8, 31), "notice_days": 30},
        "price_approver": {"person": "Inés Modelo", "contact": "ines.modelo@example.com"},
        "margin_floor": 0.12,
        "volume_weight": 0.0,
        "declared": {"on": date(2025, 9, 1), "skus": 45, "orders_three_months": 200},
        "erp": "马帮",
        "logistics": ["Cóndor Envíos", "Mercado Envíos"],
        "kpis_to_improve": ["delayed_handling_rate"],
    },
}
# (export, account, day due); a file of no account has none. Some never came: a request names them.
EXPECTED = {
    "customs": (
        ("amazon-all-orders", "amazon-us", MONTHLY),
        ("amazon-all-orders", "amazon-mx", MONTHLY),
        ("amazon-business-report", "amazon-us", MONTHLY),
        ("amazon-business-report", "amazon-mx", MONTHLY),
        ("amazon-account-health", "amazon-us", MONTHLY),
        ("amazon-settlement-v2", "amazon-us", MONTHLY),
        ("meli-ventas", "mercadolibre-mx", MONTHLY),
        ("meli-reputation", "mercadolibre-mx", MONTHLY),
        ("mabang-orders", "", 1),
        ("track17", "amazon-mx", MONTHLY),
        ("listings", "", MONTHLY),
        ("costs", "", MONTHLY),
    ),
    "claims": (
        ("amazon-all-orders", "amazon-us", MONTHLY),
        ("amazon-business-report", "amazon-us", MONTHLY),
        ("amazon-account-health", "amazon-us", MONTHLY),
        ("amazon-seller-feedback", "amazon-us", MONTHLY),
        ("track17", "amazon-us", MONTHLY),
        ("walmart-orders", "walmart-us", 1),
        ("reported", "", MONTHLY),
        ("meli-ventas", "mercadolibre-mx", MONTHLY),
        ("meli-reputation", "mercadolibre-mx", MONTHLY),
        ("listings", "", MONTHLY),
    ),
    "dirty": (
        ("amazon-all-orders", "amazon-mx", MONTHLY),
        ("amazon-business-report", "amazon-mx", MONTHLY),
        ("meli-ventas", "mercadolibre-mx", MONTHLY),
        ("meli-reputation", "mercadolibre-mx", MONTHLY),
        ("mabang-orders", "", MONTHLY),
        ("track17", "mercadolibre-mx", MONTHLY),
        ("reported", "", 2),
    ),
}
FLOORS = {
    "customs": (("LH-014", "MX", 159.0, "MXN"), ("LH-001", "US", 14.5, "USD")),
    "claims": (("VH-004", "MX", 449.0, "MXN"),),
    "dirty": (),
}
ACCESS = {
    ("customs", "amazon-us"): READ_ONLY,
    ("customs", "mercadolibre-mx"): {"kind": "upload", "checked": date(2025, 3, 3)},
    ("claims", "amazon-us"): READ_ONLY,
    ("claims", "walmart-us"): {"kind": "read_only", "checked": date(2026, 1, 12), "can_write": True},
}
# Who answered before today's owner, and until when; who answers for one KPI.
BEFORE = {("customs", "amazon-mx"): ("Ana Ejemplo", date(2025, 9, 30))}
OF_ONE_KPI = {"claims": (("quality", "Alex Attrappe", "mercadolibre-mx", "claims_rate", date(2025, 11, 15)),)}


def terms(seller: Seller) -> dict:
    """The agreed fields, in the order of `client.yml`."""
    story = seller.story
    agreed = {**TERMS[story], "expected_files": [_expected(*each) for each in EXPECTED[story]]}
    floors = [dict(zip(("sku", "market", "price", "currency"), each, strict=True)) for each in FLOORS[story]]
    return {**agreed, **({"floors": floors} if floors else {}), **price_terms(seller)}


def access(seller: Seller, account_id: str) -> dict:
    """How the agency sees an account."""
    return dict(ACCESS.get((seller.story, account_id), UPLOADED))


def owners(seller: Seller) -> list[dict]:
    """Who answers for each account from the first day of the service on."""
    since = date.fromisoformat(seller.since)
    rows = []
    for account in seller.accounts:
        start = since
        if (seller.story, account.id) in BEFORE:
            person, last = BEFORE[seller.story, account.id]
            rows.append(_owner("operations", person, account.id, since) | {"to": last})
            start = date.fromordinal(last.toordinal() + 1)
        rows.append(_owner("operations", account.owner, account.id, start))
    for role, person, account_id, kpi, day in OF_ONE_KPI.get(seller.story, ()):
        rows.append(_owner(role, person, account_id, day) | {"kpi": kpi})
    return rows


def _owner(role: str, person: str, account_id: str, day: date) -> dict:
    return {"role": role, "person": person, "account": account_id, "from": day}


def _expected(export: str, account_id: str, due_day: int) -> dict:
    return {"export": export, **({"account": account_id} if account_id else {}), "due_day": due_day}
