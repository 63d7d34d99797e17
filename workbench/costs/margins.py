"""What one unit of each SKU leaves, as a first sketch from the client's own prices, costs and ledger."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.costs.inputs import newest_prices, with_charges, with_costs, with_exchange
from workbench.costs.ledger import rfc_of, withheld_rates
from workbench.costs.rates import tax_rate

# What the sketch leaves out; words names them to the reader.
NOT_IN_SKETCH = ("duties", "storage", "advertising", "returns")
TAKEN = ["sale_charge", "shipping", "income_tax", "cost", "freight"]
MARGIN_COLUMNS = [
    "account", "sku", "item_id", "title", "price_date", "price", "currency", "home_currency",
    "fx_rate", "fx_date", "fx_series", "cost_currency", "cost_fx_rate", "cost_fx_date", "cost_fx_series",
    "net_price", *TAKEN, "margin", "margin_rate", "withheld", "charge_basis", "orders", "missing", "notes",
]  # fmt: skip


def unit_margins(client: object, *, account: str, on: str) -> pd.DataFrame:
    """Unit margin of each SKU that an account lists, on one day: a first sketch.

    Parameters
    ----------
    client : Client
        Its `listings`, `catalogue`, `ledger`, `fx` and profile are read.
    account : str
        Account id.
    on : str
        ISO day; prices, costs and exchange rates are those of its end.

    Returns
    -------
    DataFrame
        One row per SKU, least margin rate first, rows with missing inputs last: account, sku, item_id, title,
        price_date, price, currency (as listed), home_currency; fx_rate (home currency for one unit of
        the listing's currency), fx_date, fx_series, and the same for cost_currency; then, in home
        currency: net_price (without VAT), sale_charge and shipping (the ledger's shares of the price),
        income_tax (only where the platform's withholding is final: without RFC), cost, freight, margin,
        margin_rate (of net_price), and withheld (tax that the platform keeps back and an RFC gets
        credited: cash, not cost); charge_basis (sku or account), orders (behind the shares), missing
        (blank inputs: price, charges, rfc, own_shipping, cost, freight, fx), notes (fx_earlier_day, account_charges).

    Raises
    ------
    ProfileError
        The client has no such account.
    NothingToShow
        No own listing of that account up to the day.
    TableError
        A table lacks a column.

    Notes
    -----
    margin = price / (1 + VAT) - sale charge - shipping - income tax - cost - freight. Not in it: import
    duties, storage, advertising, returns, VAT on the platform's own charges. No default is used: a blank
    input leaves the margin blank and is named.

    Source: `rates.yml` for taxes; the client's ledger of the last 90 days for charges.
    Known to be wrong when: charges depend on the price in steps (fixed fees, free shipping from 299 MXN)
    and the price has just been changed.
    """
    owner = client.profile.account(account)
    home, rfc = client.profile.home_currency, rfc_of(client.profile)
    rows = with_costs(newest_prices(client.listings, owner=owner, on=on), client.catalogue)
    rows = with_exchange(rows, client.fx, currency=owner.currency, home=home, on=on)
    rows = with_charges(rows, client, owner, on=on).assign(account=account)
    margins = _with_margin(_with_taxes(_in_home_currency(rows), market=owner.market, rfc=rfc, on=on))
    return margins.sort_values(["margin_rate", "sku"], na_position="last", ignore_index=True)[MARGIN_COLUMNS]


def _in_home_currency(rows: pd.DataFrame) -> pd.DataFrame:
    """Price, charges, cost and freight in home currency, and the inputs that are blank."""
    price = rows["price"] * rows["fx_rate"]
    blank = {
        "price": rows["price"].isna(),
        "charges": rows["orders"] == 0,
        "rfc": (rows["orders"] > 0) & rows["sale_share"].isna(),
        "own_shipping": (rows["orders"] > 0) & rows["shipping_share"].isna(),
        "cost": rows["cost"].isna(),
        "freight": rows["freight"].isna(),
        "fx": rows["fx_rate"].isna() | (rows["cost_fx_rate"].isna() & rows["cost"].notna()),
    }
    return rows.assign(
        price_home=price,
        sale_charge=price * rows["sale_share"],
        shipping=price * rows["shipping_share"],
        cost=rows["cost"] * rows["cost_fx_rate"],
        freight=rows["freight"] * rows["cost_fx_rate"],
        missing=_codes(blank),
        notes=_codes({"fx_earlier_day": rows["fx_is_late"], "account_charges": rows["charge_basis"] == "account"}),
    )


def _with_taxes(rows: pd.DataFrame, *, market: str, rfc: str, on: str) -> pd.DataFrame:
    """The price without VAT; tax withheld is a cost where it is final, else cash that comes back."""
    vat = tax_rate("vat", market=market, on=on)
    if vat is None:
        return rows.assign(net_price=rows["price_home"], income_tax=0.0, withheld=0.0)
    net = rows["price_home"] / (1 + vat.value)
    income_tax, vat_withheld = withheld_rates(market, rfc=rfc, on=on) or (np.nan, np.nan)
    if rfc == "false":
        return rows.assign(net_price=net, income_tax=net * income_tax, withheld=0.0)
    return rows.assign(net_price=net, income_tax=0.0, withheld=net * (income_tax + vat_withheld))


def _with_margin(rows: pd.DataFrame) -> pd.DataFrame:
    # A blank input is missing in the sum, so it leaves the margin blank.
    margin = rows["net_price"] - rows[TAKEN].sum(axis=1, skipna=False)
    return rows.assign(margin=margin, margin_rate=margin / rows["net_price"])


def _codes(flags: dict[str, pd.Series]) -> pd.Series:
    """The names of the flags that are set, by row, comma-separated."""
    table = pd.DataFrame(flags)
    names = [",".join(table.columns[row]) for row in table.to_numpy(dtype=bool)]
    return pd.Series(names, index=table.index, dtype="str")
