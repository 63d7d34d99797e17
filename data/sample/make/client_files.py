"""The profile `client.yml`, and the warning mail of the electronics seller."""

from __future__ import annotations

from datetime import date

import yaml

from make import truth
from make.sellers import Account, Seller
from make.shelf import Shelf
from make.terms import access, owners, terms
from make.world import World

BASELINES = {"customs": "2025-03-31", "claims": "2025-06-30", "dirty": "2025-09-30"}
WATCHED = {
    "customs": (
        {
            "query": "garlic press",
            "market": "MX",
            "must": ["ajo"],
            "must_not": ["repuesto", "pelador", "libro"],
            "skus": ["LH-014"],
        },
        {
            "query": "silicone spatula set",
            "market": "MX",
            "must": ["espátula"],
            "must_not": ["pintura", "repuesto"],
            "skus": ["LH-006"],
        },
        {
            "query": "collapsible colander",
            "market": "US",
            "must": ["colander"],
            "must_not": ["replacement", "dryer"],
            "skus": ["LH-001"],
        },
    ),
    "claims": (
        {
            "query": "audífonos inalámbricos",
            "market": "MX",
            "must": ["audífonos"],
            "must_not": ["funda", "repuesto"],
            "skus": ["VH-004"],
        },
        {
            "query": "bocina bluetooth",
            "market": "MX",
            "must": ["bocina"],
            "must_not": ["auto", "repuesto"],
            "skus": ["VH-010"],
        },
        {
            "query": "usb c charger 65w",
            "market": "US",
            "must": ["charger", "65W"],
            "must_not": ["cable only", "case"],
            "skus": ["VH-001"],
        },
    ),
    "dirty": (
        {
            "query": "maceta de cerámica",
            "market": "MX",
            "must": ["maceta"],
            "must_not": ["plástico", "base para", "repuesto"],
            "skus": ["CJ-001"],
        },
        {
            "query": "funda de cojín bordada",
            "market": "MX",
            "must": ["funda", "cojín"],
            "must_not": ["relleno", "silla"],
            "skus": ["CJ-006"],
        },
    ),
}
MAIL = """\
From: Seller Performance <seller-performance@example.com>
To: {seller} <accounts@example.com>
Subject: Your seller account on Amazon.com is at risk: late shipment rate
Date: Thu, 22 Jan 2026 09:14:07 -0800
Message-ID: <20260122.171407.0001@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Hello,

We looked at the seller-fulfilled orders of {seller} on Amazon.com and found that your late shipment rate
does not meet our target. From {start} to {end}, {late} of {orders} orders were confirmed after their
expected ship date, a late shipment rate of {rate}. The target is a late shipment rate of less than 4%.

What happens next
If your late shipment rate stays above 4%, your seller-fulfilled listings may be deactivated.

What you need to do
Send us a plan of action by 29 January 2026, 23:59 Pacific Time. Tell us
- the root cause of the late shipments,
- the actions you have taken to resolve it,
- the steps you have taken to prevent it from happening again.

You can see the orders concerned under Account Health in your account.

Seller Performance Team
"""


class _Plain(yaml.SafeDumper):
    """Writes a value that stands twice twice: the reader of profiles knows no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def put_client(shelf: Shelf, world: World) -> None:
    """The profile, and the open warning where there is one."""
    profile = yaml.dump(client_profile(world.seller), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    shelf.put("client.yml", profile)
    if world.seller.story == "claims":
        shelf.inbox("amazon-us", "late_shipment_warning_2026-01-22.eml", warning_mail(world))


def client_profile(seller: Seller) -> dict:
    """The profile as `client.yml` holds it."""
    return {
        "id": seller.id,
        "name": seller.names,
        "languages": list(seller.languages),
        "home_currency": seller.home_currency,
        "since": date.fromisoformat(seller.since),
        "analyst": {"name": seller.analyst[0], "email": seller.analyst[1]},
        "rfc": seller.rfc,
        "accounts": [_account(account) | {"access": access(seller, account.id)} for account in seller.accounts],
        "owners": owners(seller),
        **terms(seller),
        "baseline": {"as_of": date.fromisoformat(BASELINES[seller.story])},
        "products": list(WATCHED[seller.story]),
    }


def _account(account: Account) -> dict:
    return {
        "id": account.id,
        "platform": account.platform,
        "market": account.market,
        "currency": account.currency,
        "zone": account.zone,
        "fulfilment": account.fulfilment,
        "ship_from": account.ship_from,
        "sales_channel": account.sales_channel,
        "marketplace_id": account.marketplace_id,
        "shop_names": list(account.shop_names),
    }


def warning_mail(world: World) -> str:
    """The mail, with the figures that the platform had on the day before."""
    account = world.seller.account("amazon-us")
    count = truth.late_shipments(world.orders[account.id], account=account, as_of=date(2026, 1, 21))
    return MAIL.format(
        seller=world.seller.brand,
        start=count.start,
        end=count.end,
        late=count.numerator,
        orders=count.denominator,
        rate=f"{100 * count.rate:.2f}%",
    )
