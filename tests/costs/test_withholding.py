"""Tax withheld in Mexico: the law's examples, and the answers that some pages give wrongly."""

import numpy as np
import pytest

from workbench.costs.withholding import withheld
from workbench.rules.rates import TypedRate

DAY = "2026-06-01"


# price with VAT, RFC, day, base, income tax, VAT, both (derived from LISR 113-A and LIVA 18-J by hand)
@pytest.mark.parametrize(
    ("price", "rfc", "day", "base", "income_tax", "vat", "total"),
    [
        (1160.00, "true", DAY, 1000.00, 25.00, 80.00, 105.00),
        (1160.00, "true", "2025-06-01", 1000.00, 10.00, 80.00, 90.00),
        (1160.00, "false", DAY, 1000.00, 200.00, 160.00, 360.00),
        (499.00, "true", DAY, 430.17, 10.75, 34.41, 45.17),
        (499.00, "false", DAY, 430.17, 86.03, 68.83, 154.86),
        (298.00, "true", DAY, 256.90, 6.42, 20.55, 26.97),
        (299.00, "true", DAY, 257.76, 6.44, 20.62, 27.06),
        (299.01, "true", DAY, 257.77, 6.44, 20.62, 27.07),
    ],
)
def test_the_laws_examples_come_out(price, rfc, day, base, income_tax, vat, total):
    found = withheld(price, market="MX", rfc=rfc, on=day)
    parts = [float(part.round(2)) for part in (found.base, found.income_tax, found.vat, found.total)]
    assert parts == [base, income_tax, vat, total]


def test_the_two_taxes_are_added_before_they_are_rounded():
    found = withheld(499.00, market="MX", rfc="true", on=DAY)
    assert float(found.total.round(2)) == 45.17
    assert float(found.income_tax.round(2) + found.vat.round(2)) == pytest.approx(45.16)


def test_the_base_is_the_price_without_vat():
    found = withheld(1160.00, market="MX", rfc="true", on=DAY)
    assert float(found.total) != pytest.approx(1160.00 * 0.105)  # 121.80: many calculators
    assert float(found.total) == pytest.approx(105.00)


def test_without_an_rfc_the_income_tax_is_final():
    assert withheld(1160, market="MX", rfc="false", on=DAY).is_final
    assert not withheld(1160, market="MX", rfc="true", on=DAY).is_final


@pytest.mark.parametrize(
    ("market", "rfc", "day"), [("MX", "unknown", DAY), ("US", "true", DAY), ("MX", "true", "2020-12-31")]
)
def test_what_is_not_known_gives_nothing(market, rfc, day):
    assert withheld(1160, market=market, rfc=rfc, on=day) is None


def test_a_typed_rate_of_one_account_goes_before_the_law_and_is_named():
    full = TypedRate(
        what="vat_withheld", market="MX", account="ml", kind="fraction", value=0.16, base="price_without_vat",
        by="Ana", noted="2026-03-01", since="2026-01-01",
    )  # fmt: skip
    found = withheld(1160, market="MX", rfc="true", on=DAY, typed=[full], account="ml")
    assert float(found.vat) == pytest.approx(160)
    assert found.rates[2] is full


def test_a_price_that_is_missing_stays_missing():
    assert np.isnan(withheld([np.nan, 1160], market="MX", rfc="true", on=DAY).total).tolist() == [True, False]
