"""The rate that a report implies beside the stated one: both are of the same money."""

import pandas as pd
import pytest

from workbench.costs import implied_rates, unit_inputs
from workbench.tables import conform

DOLLARS = {"account": "amazon-us", "currency": "USD"}


def sold_on_amazon(make, *, discount=0.0, shipping=0.0, rates=()):
    """Five sales of A at 20 USD; Amazon took 15 % of all that the buyers paid."""
    fee = round(-0.15 * (20 - discount + shipping), 2)
    kinds = {"ItemPrice/Principal": 20.0, "Promotion/Principal": -discount}
    kinds |= {"ItemPrice/Shipping": shipping, "ItemFees/Commission": fee}
    rows = [(f"o{n}", kind, amount) for n in range(5) for kind, amount in kinds.items() if amount]
    ledger = pd.DataFrame(rows, columns=["order_id", "kind", "amount"]).assign(**DOLLARS, sku="A")
    ledger = ledger.assign(report="amazon-settlement", entry=range(len(rows)), posted_at="2026-01-20T18:00Z")
    listed = pd.DataFrame([("A", "2026-01-20T18:00Z", 20.0)], columns=["sku", "observed_at", "price"])
    listed = listed.assign(**DOLLARS, item_id="B0A", title="Thing")
    return make.client(
        rates=rates,
        ledger=conform(ledger, "ledger"),
        order_lines=make.lines([(f"o{n}", "A", 1, 20.0) for n in range(5)], **DOLLARS),
        listings=conform(listed, "listings"),
    )


@pytest.mark.parametrize("paid", [{}, {"discount": 4.0}, {"shipping": 5.0}], ids=["price", "discount", "shipping"])
def test_a_fee_of_all_that_buyers_paid_does_not_depart_for_a_discount_or_their_shipping(make, unit, paid):
    rate = unit.typed("referral", 0.15, market="US", account="amazon-us")
    client = sold_on_amazon(make, rates=[rate], **paid)
    rows = implied_rates(client, account="amazon-us", start="2026-01-01", end="2026-01-31")
    row = rows.set_index(["sku", "step"]).loc[("A", "sale_fee")]
    assert (row["implied_rate"], row["book_rate"]) == (pytest.approx(0.15), pytest.approx(0.15))
    assert not row["is_flagged"]


def test_a_sale_that_shared_its_package_is_left_out_and_counted(make, unit):
    # Six sales as stated; of the seventh, sent with another sale, the reader's share of the package's charges is 20.
    withheld = 400 / 1.16 * 0.105
    charges = [-(60 + withheld)] * 6 + [-(20 + withheld)]
    sales = [(f"o{n}", "A", "2026-01-10", 400.0, charge, None, -40.0, None) for n, charge in enumerate(charges)]
    parcels = [(f"o{n}", f"o{n}") for n in range(6)] + [("o6", "p1"), ("o7", "p1")]
    packages = pd.DataFrame(parcels, columns=["order_id", "package_id"]).assign(account="mercadolibre-mx")
    client = make.client(
        rates=[unit.typed("referral", 0.15, account="mercadolibre-mx")],
        ledger=make.ledger(sales),
        order_lines=make.lines([(f"o{n}", "A", 1, 400.0) for n in range(7)]),
        packages=conform(packages, "packages"),
    )
    rows = implied_rates(client, account="mercadolibre-mx", start="2026-01-01", end="2026-01-31")
    row = rows.set_index(["sku", "step"]).loc[("A", "sale_fee")]
    assert (row["orders"], row["left_out"]) == (6, 1)
    assert row["implied_rate"] == pytest.approx(0.15)
    rate = unit_inputs(client, sku="A", account="mercadolibre-mx", on="2026-01-31").facts.own[0]
    assert (rate.step, rate.orders, rate.value) == ("referral", 6, pytest.approx(0.15))
