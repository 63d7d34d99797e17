"""17TRACK answers (API v2, minified): every event of a parcel, newest first."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from make.sellers import Account
from make.shelf import Shelf
from make.world import Event, Order, World

PULLED_AT = datetime(2026, 2, 1, 8, tzinfo=UTC)
CARRIERS = {
    "Yunlan Express": (990017, "云岚速递", "CN"),
    "ParcelWay": (990021, "ParcelWay", "US"),
    "Cóndor Envíos": (990034, "Cóndor Envíos", "MX"),
}
STAGES = {
    "InfoReceived": "InfoReceived",
    "InTransit_PickedUp": "PickedUp",
    "InTransit_Departure": "Departure",
    "InTransit_Arrival": "Arrival",
    "OutForDelivery_Other": "OutForDelivery",
    "Delivered_Other": "Delivered",
}
# seller's story -> account -> first days of the files, each up to the day before the next
PULLS = {
    "customs": {"amazon-mx": (date(2025, 9, 15), date(2025, 11, 1), date(2025, 12, 15), date(2026, 2, 1))},
    "claims": {"walmart-us": (date(2026, 1, 5), date(2026, 2, 1))},
    "dirty": {"amazon-mx": (date(2026, 1, 5), date(2026, 2, 1))},
}


def put_tracking(shelf: Shelf, world: World) -> None:
    """The tracking answers of the last months, all asked for on 1 February 2026."""
    for account_id, days in PULLS[world.seller.story].items():
        account = world.seller.account(account_id)
        for number, (first, after) in enumerate(pairwise(days), start=1):
            orders = [o for o in world.orders[account_id] if o.parcel and first <= _confirmed(o, account) < after]
            accepted = [_parcel(order) for order in orders]
            answer = {"code": 0, "data": {"accepted": accepted, "rejected": []}}
            text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
            shelf.inbox(account_id, f"17track_gettrackinfo_20260201_{number}.json", text)


def _confirmed(order: Order, account: Account) -> date:
    return order.parcel.confirmed_at.astimezone(account.tz).date()


def _parcel(order: Order) -> dict:
    account, parcel = order.account, order.parcel
    key, alias, country = CARRIERS[parcel.carrier]
    seen = sorted((e for e in parcel.events if e.at <= PULLED_AT), key=lambda e: e.at, reverse=True)
    events = [_event(event) for event in seen]
    status = seen[0].status if seen else "NotFound_Other"
    provider = {"key": key, "name": parcel.carrier, "alias": alias, "tel": None, "homepage": "", "country": country}
    days = (PULLED_AT - parcel.confirmed_at).days
    last = (PULLED_AT - seen[0].at).days if seen else None
    return {
        "number": parcel.tracking,
        "carrier": key,
        "param": None,
        "tag": order.number,
        "track_info": {
            "shipping_info": {
                "shipper_address": {"country": account.ship_from},
                "recipient_address": {"country": account.market},
            },
            "latest_status": {"status": status.split("_")[0], "sub_status": status, "sub_status_descr": None},
            "latest_event": events[0] if events else None,
            "time_metrics": {
                "days_after_order": days,
                "days_of_transit": days,
                "days_of_transit_done": days if status == "Delivered_Other" else 0,
                "days_after_last_update": last,
            },
            "milestone": [_milestone(event) for event in seen if event.status == "InTransit_PickedUp"],
            "tracking": {"providers_hash": 1, "providers": [{"provider": provider, "events": events}]},
        },
    }


def _times(event: Event) -> dict:
    local = event.at.astimezone(timezone(timedelta(hours=event.offset)))
    known = "+08:00" if event.offset == 8 else None
    return {
        "time_iso": local.isoformat(),
        "time_utc": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "time_raw": {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M:%S}", "timezone": known},
    }


def _milestone(event: Event) -> dict:
    return {"key_stage": "PickedUp", **_times(event)}


def _event(event: Event) -> dict:
    country = event.place.rpartition(", ")[2] or None
    return {
        **_times(event),
        "description": event.text,
        "location": event.place or None,
        "stage": STAGES.get(event.status),
        "sub_status": event.status,
        "address": {"country": country, "state": None, "city": None, "street": None, "postal_code": None},
    }
