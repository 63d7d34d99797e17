"""The three sellers: accounts, volumes, ordinary rates of trouble, and which story each one tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from make.catalogue import CASA, LUMEN, VOLT, Sku, skus

FIRST_DAY = date(2024, 12, 1)
LAST_DAY = date(2026, 1, 31)


@dataclass(frozen=True)
class Rates:
    """How often things go wrong in ordinary months, per order that they can happen to."""

    cancelled_by_seller: float = 0.008
    cancelled_by_buyer: float = 0.015
    late: float = 0.02
    untracked: float = 0.02
    slow: float = 0.035
    claim: float = 0.003
    negative: float = 0.004
    returned: float = 0.03


@dataclass(frozen=True)
class Account:
    """One seller id on one platform in one market."""

    id: str
    platform: str
    market: str
    currency: str
    zone: str
    fulfilment: str
    ship_from: str
    orders_a_day: float
    offered: tuple[int, ...]
    rates: Rates
    platform_share: float = 0.0
    seller_number: str = ""
    sales_channel: str = ""
    marketplace_id: str = ""
    shop_names: tuple[str, ...] = ()
    owner: str = ""

    @property
    def tz(self) -> ZoneInfo:
        """The account's day boundary."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Seller:
    """One invented seller."""

    id: str
    prefix: str
    brand: str
    names: dict[str, str]
    languages: tuple[str, ...]
    home_currency: str
    cost_currency: str
    rfc: bool
    since: str
    analyst: tuple[str, str]
    story: str
    table: str
    accounts: tuple[Account, ...]

    @property
    def skus(self) -> list[Sku]:
        """All SKUs of the seller."""
        return skus(self.table, prefix=self.prefix)

    def account(self, account_id: str) -> Account | None:
        """The account of that id, if the seller has it."""
        return next((account for account in self.accounts if account.id == account_id), None)


PACIFIC, MEXICO = "America/Los_Angeles", "America/Mexico_City"
AMAZON_US = {"platform": "amazon", "market": "US", "currency": "USD", "zone": PACIFIC}
AMAZON_US |= {"sales_channel": "Amazon.com", "marketplace_id": "ATVPDKIKX0DER"}
AMAZON_MX = {"platform": "amazon", "market": "MX", "currency": "MXN", "zone": MEXICO}
AMAZON_MX |= {"sales_channel": "Amazon.com.mx", "marketplace_id": "A1AM78C64UM0Y8"}
MELI_MX = {"platform": "mercadolibre", "market": "MX", "currency": "MXN", "zone": MEXICO}
MELI_MX |= {"sales_channel": "mercadolibre.com.mx", "marketplace_id": "MLM"}
WALMART_US = {"platform": "walmart", "market": "US", "currency": "USD", "zone": PACIFIC}
WALMART_US |= {"sales_channel": "walmart.com", "marketplace_id": "WALMART_US"}

LUMEN_HOME = Seller(
    id="lumen-home",
    prefix="LH",
    brand="Lumen Home",
    names={"en": "Lumen Home", "zh": "流明家居", "es": "Lumen Home"},
    languages=("zh", "en"),
    home_currency="CNY",
    cost_currency="CNY",
    rfc=False,
    since="2025-03-01",
    analyst=("Mei Muster", "mei.muster@example.com"),
    story="customs",
    table=LUMEN,
    accounts=(
        Account(
            id="amazon-us",
            **AMAZON_US,
            fulfilment="mixed",
            ship_from="CN",
            orders_a_day=8.0,
            offered=(1, 2, 3, 4),
            platform_share=0.9,
            rates=Rates(late=0.007, slow=0.004, untracked=0.006, claim=0.002, negative=0.004, returned=0.045),
            seller_number="A1LUMENHOME01",
            shop_names=("美国店01",),
            owner="Wei Beispiel",
        ),
        Account(
            id="amazon-mx",
            **AMAZON_MX,
            fulfilment="seller",
            ship_from="CN",
            orders_a_day=6.0,
            offered=(0, 1, 4),
            rates=Rates(late=0.017, untracked=0.022, claim=0.0015, negative=0.003, returned=0.02),
            seller_number="A1LUMENHOME01",
            shop_names=("墨西哥店01",),
            owner="Lin Vorlage",
        ),
        Account(
            id="mercadolibre-mx",
            **MELI_MX,
            fulfilment="mixed",
            ship_from="MX",
            orders_a_day=5.0,
            offered=(0, 2, 4),
            platform_share=0.5,
            rates=Rates(cancelled_by_seller=0.004, cancelled_by_buyer=0.03, late=0.05, claim=0.009, returned=0.022),
            seller_number="200000012",
            shop_names=("美客多店01",),
            owner="Lin Vorlage",
        ),
    ),
)

VOLT_HARBOR = Seller(
    id="volt-harbor",
    prefix="VH",
    brand="Volt Harbor",
    names={"en": "Volt Harbor", "zh": "伏特港", "es": "Volt Harbor"},
    languages=("en", "zh"),
    home_currency="USD",
    cost_currency="USD",
    rfc=True,
    since="2025-06-01",
    analyst=("Kim Sampleton", "kim.sampleton@example.com"),
    story="claims",
    table=VOLT,
    accounts=(
        Account(
            id="amazon-us",
            **AMAZON_US,
            fulfilment="mixed",
            ship_from="US",
            orders_a_day=5.0,
            offered=(0, 1, 2, 4),
            platform_share=0.45,
            rates=Rates(
                cancelled_by_seller=0.007, late=0.018, untracked=0.012, claim=0.001, negative=0.0015, returned=0.05
            ),
            seller_number="A1VOLTHARBOR1",
            owner="Dana Placeholder",
        ),
        Account(
            id="walmart-us",
            **WALMART_US,
            fulfilment="seller",
            ship_from="US",
            orders_a_day=4.0,
            offered=(0, 2, 3),
            rates=Rates(cancelled_by_seller=0.009, late=0.02, untracked=0.004, claim=0.004, negative=0.008),
            seller_number="10001234567",
            owner="Dana Placeholder",
        ),
        Account(
            id="mercadolibre-mx",
            **MELI_MX,
            fulfilment="mixed",
            ship_from="MX",
            orders_a_day=8.0,
            offered=(0, 1, 3, 4),
            platform_share=0.4,
            rates=Rates(cancelled_by_seller=0.005, cancelled_by_buyer=0.03, late=0.05, claim=0.0115, returned=0.025),
            seller_number="200000034",
            owner="Pat Specimen",
        ),
    ),
)

CASA_JACARANDA = Seller(
    id="casa-jacaranda",
    prefix="CJ",
    brand="Casa Jacaranda",
    names={"en": "Casa Jacaranda", "zh": "蓝花楹之家", "es": "Casa Jacaranda"},
    languages=("es", "zh"),
    home_currency="MXN",
    cost_currency="MXN",
    rfc=True,
    since="2025-09-01",
    analyst=("Sol Muestra", "sol.muestra@example.com"),
    story="dirty",
    table=CASA,
    accounts=(
        Account(
            id="mercadolibre-mx",
            **MELI_MX,
            fulfilment="seller",
            ship_from="MX",
            orders_a_day=0.5,
            offered=(0, 1, 2, 3),
            rates=Rates(cancelled_by_seller=0.008, cancelled_by_buyer=0.03, late=0.06, claim=0.011, returned=0.02),
            seller_number="200000056",
            shop_names=("美客多店07",),
            owner="Inés Modelo",
        ),
        Account(
            id="amazon-mx",
            **AMAZON_MX,
            fulfilment="seller",
            ship_from="MX",
            orders_a_day=2.0,
            offered=(0, 1, 2, 3, 4),
            rates=Rates(cancelled_by_seller=0.01, late=0.025, claim=0.001, negative=0.002, returned=0.02),
            seller_number="A1CASAJACARAN",
            shop_names=("墨西哥店07",),
            owner="Inés Modelo",
        ),
    ),
)

SELLERS = (LUMEN_HOME, VOLT_HARBOR, CASA_JACARANDA)


def small_seller(number: int) -> Seller:
    """One of any number of further sellers at a quarter of the trade, for benchmarks."""
    model = (LUMEN_HOME, VOLT_HARBOR)[number % 2]
    accounts = tuple(
        replace(account, orders_a_day=account.orders_a_day / 4, seller_number=f"{account.seller_number}{number}")
        for account in model.accounts
    )
    names = {language: f"{name} {number}" for language, name in model.names.items()}
    return replace(model, id=f"bench-{number:03d}", names=names, accounts=accounts)
