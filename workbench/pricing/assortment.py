"""What advice on the SKUs of one account rests on, read once: units, bands, exchange-rate paths, floors and holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.bands import Bands, product_bands
from workbench.client import Client
from workbench.costs import account_inputs
from workbench.costs.listed import sold_lines
from workbench.costs.waterfall import UnitInputs
from workbench.errors import NothingToShow, ParameterError, did_you_mean, listed
from workbench.notices import price_holds
from workbench.notices.holds import ON_HOLD
from workbench.pricing.candidates import market_endings
from workbench.pricing.earlier import last_advice
from workbench.pricing.elasticity import elasticity
from workbench.pricing.fx_band import TOLERANCE
from workbench.pricing.fx_paths import client_fx_paths
from workbench.pricing.weighing import Limits, Volume

# Units a week are those of the last eight whole weeks: long enough for a mean, short enough to be today's.
VOLUME_WEEKS = 8
# Orders that end so long before the day say nothing of its volume.
LATEST = pd.Timedelta(days=14)


@dataclass(frozen=True)
class AdviceTerms:
    """How long advice holds, and what it takes to change a price.

    Attributes
    ----------
    holding_days : int
        Days for which a price is meant to stay; the exchange rate is looked at that far ahead.
    valid_days : int
        Days after which the client has to ask again.
    most_risk : float
        Largest chance, 0-1, of a day under the floor within the holding time.
    least_gain : float
        Weekly gain that a change must bring, as a share of today's weekly sales.
    most_step : float
        Largest change of a price at one time, as a share of today's.
    """

    holding_days: int = 30
    valid_days: int = 14
    most_risk: float = TOLERANCE
    least_gain: float = 0.01
    most_step: float = 0.25

    def __post_init__(self) -> None:
        """Refuse terms that mean nothing.

        Raises
        ------
        ParameterError
            A day count under one, or a share outside 0 to 1.
        """
        for name in ("holding_days", "valid_days"):
            if getattr(self, name) < 1:
                raise ParameterError(name, f"{getattr(self, name)}", expected="at least one day")
        for name in ("most_risk", "least_gain", "most_step"):
            if not 0 <= getattr(self, name) <= 1:
                raise ParameterError(name, f"{getattr(self, name)}", expected="a share from 0 to 1")


STANDARD = AdviceTerms()


@dataclass(frozen=True, eq=False)
class Assortment:
    """An account on one day, ready to be advised on.

    Attributes
    ----------
    inputs : dict of str to UnitInputs
        By SKU, every SKU that the account lists.
    estimates : DataFrame
        As `elasticity` gives them, by SKU.
    weekly_units : Series
        Mean of the last eight weeks by SKU, brushing and cancelled lines left out.
    is_automated : Series
        By SKU, whether the platform changes the price by itself; missing where no file says.
    bands : dict of str to Bands
        By SKU, of the products that the profile names.
    endings : tuple of float
        The market's shelf-price endings.
    paths : dict of str to ndarray, or None
        Exchange-rate moves over the holding time; None where the history is too short to say.
    cases : tuple of dict
        Open warnings that hold advice back.
    earlier : dict of str to dict
        By SKU, the last advice that the record holds, as `last_advice`.
    """

    client: Client
    owner: object
    on: pd.Timestamp
    terms: AdviceTerms
    inputs: dict[str, UnitInputs]
    estimates: pd.DataFrame
    weekly_units: pd.Series
    is_automated: pd.Series
    bands: dict[str, Bands]
    endings: tuple[float, ...]
    paths: Mapping[str, np.ndarray] | None
    cases: tuple[dict, ...] = field(default=())
    earlier: Mapping[str, dict] = field(default_factory=dict)

    def volume(self, sku: str) -> Volume:
        """What is known of a SKU's units; an elasticity only where it may be used."""
        units = float(self.weekly_units.get(sku, np.nan))
        if sku not in self.estimates.index or self.estimates.at[sku, "verdict"] != "usable":
            return Volume(weekly_units=units)
        row = self.estimates.loc[sku]
        return Volume(units, float(row["estimate"]), float(row["low"]), float(row["high"]))

    def limits(self, sku: str) -> Limits:
        """The floors that the client stated for a SKU."""
        price, share = self.inputs[sku].floor, self.client.profile.margin_floor
        return Limits(
            floor_price=np.nan if price is None else float(price),
            margin_floor=np.nan if share is None else float(share),
            most_risk=self.terms.most_risk,
            most_step=self.terms.most_step,
        )


def assortment_of(client: Client, *, account: str, on: str, terms: AdviceTerms = STANDARD) -> Assortment:
    """Everything that advice on an account's SKUs needs.

    Parameters
    ----------
    client : Client
    account : str
        Account id.
    on : str
        ISO day; nothing seen after it counts.
    terms : AdviceTerms

    Raises
    ------
    ProfileError
        The client has no such account.
    NothingToShow
        The account lists nothing up to that day.
    """
    owner, day = client.profile.account(account), pd.Timestamp(on).normalize()
    inputs = account_inputs(client, account=account, on=on)
    holds = price_holds(client, as_of=on)
    held = holds[(holds["account"] == account) & (holds["state"] == ON_HOLD)]
    return Assortment(
        client=client,
        owner=owner,
        on=day,
        terms=terms,
        inputs=inputs,
        estimates=_estimates(client, account=account, on=on),
        weekly_units=_weekly_units(client, owner=owner, on=day, skus=list(inputs)),
        is_automated=_is_automated(client.listings, account=account, on=day),
        bands=_bands_by_sku(client, market=owner.market, on=on),
        endings=_endings(client.offers, owner=owner, on=day),
        paths=_paths(client, inputs, currency=owner.currency, on=on, days=terms.holding_days),
        cases=tuple(held.to_dict("records")),
        earlier=last_advice(client, account=account, on=on),
    )


def account_of(client: Client, *, sku: str, market: str, on: str) -> str:
    """The one account of a market that lists the SKU up to a day.

    Raises
    ------
    NothingToShow
        None does.
    ParameterError
        Several do.
    """
    day = (pd.Timestamp(on) + pd.Timedelta(days=1)).tz_localize("UTC")
    listings = client.listings[client.listings["observed_at"] < day]
    inside = [account.id for account in client.profile.accounts if account.market == market]
    found = [name for name in inside if ((listings["account"] == name) & (listings["sku"] == sku)).any()]
    if not found:
        known = sorted(listings.loc[listings["account"].isin(inside), "sku"].dropna().unique())
        raise NothingToShow(
            f"price of {sku}, {market}",
            "no account of that market lists it",
            expected="a SKU of the client's listings",
            hint=did_you_mean(sku, known),
        )
    if len(found) > 1:
        raise ParameterError(
            f"price of {sku}, {market}", "several accounts list it", expected=f"one of {listed(found)}"
        )
    return found[0]


def _weekly_units(client: Client, *, owner: object, on: pd.Timestamp, skus: list[str]) -> pd.Series:
    """Mean units a week by SKU; zero where a listed SKU sold nothing, missing where no orders of the time are held."""
    start = on - pd.Timedelta(days=7 * VOLUME_WEEKS - 1)
    known = client.order_lines.loc[client.order_lines["account"] == owner.id, "ordered_at"]
    if known.empty or known.min() > start.tz_localize(owner.zone) or known.max() < on.tz_localize(owner.zone) - LATEST:
        return pd.Series(np.nan, index=skus)
    units = sold_lines(client, owner=owner, start=start, end=on).set_index("sku")["units"]
    return units.reindex(skus, fill_value=0.0) / VOLUME_WEEKS


def _estimates(client: Client, *, account: str, on: str) -> pd.DataFrame:
    """Elasticities by SKU; none where there is no full week of orders."""
    try:
        return elasticity(client, account=account, on=on).estimates.set_index("sku")
    except NothingToShow:
        return pd.DataFrame(columns=["verdict"])


def _is_automated(listings: pd.DataFrame, *, account: str, on: pd.Timestamp) -> pd.Series:
    own = listings[(listings["account"] == account) & listings["automation_on"].notna()]
    seen = own[own["observed_at"] < (on + pd.Timedelta(days=1)).tz_localize("UTC")]
    newest = seen.sort_values("observed_at", kind="stable").drop_duplicates("sku", keep="last")
    return newest.set_index("sku")["automation_on"].astype(bool)


def _bands_by_sku(client: Client, *, market: str, on: str) -> dict[str, Bands]:
    found: dict[str, Bands] = {}
    for product in client.profile.products:
        if product.market != market:
            continue
        try:
            bands = product_bands(client, query=product.query, market=market, as_of=on)
        except NothingToShow:
            continue
        found |= dict.fromkeys(product.skus, bands)
    return found


def _endings(offers: pd.DataFrame, *, owner: object, on: pd.Timestamp) -> tuple[float, ...]:
    seen = offers["observed_at"] < (on + pd.Timedelta(days=1)).tz_localize("UTC")
    own = offers[seen & (offers["market"] == owner.market) & (offers["currency"] == owner.currency)]
    return market_endings(own["price"].astype("float64"), currency=owner.currency)


def _paths(
    client: Client, inputs: Mapping[str, UnitInputs], *, currency: str, on: str, days: int
) -> dict[str, np.ndarray] | None:
    bases = sorted({charge.fx for each in inputs.values() for charge in each.charges if charge.fx})
    if not bases:
        return {}
    try:
        return client_fx_paths(client, quote=currency, bases=bases, on=on, days=days)
    except NothingToShow:
        return None
