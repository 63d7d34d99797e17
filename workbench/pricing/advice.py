"""Price advice for one SKU: candidates, a recommendation with its reasons, and what it rests on. A person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.bands import Bands, price_places
from workbench.client import Client
from workbench.costs.waterfall import UnitInputs, price_table
from workbench.errors import NothingToShow, did_you_mean
from workbench.pricing.assortment import STANDARD, AdviceTerms, Assortment, account_of, assortment_of
from workbench.pricing.candidates import candidate_prices
from workbench.pricing.choice import Choice, choose
from workbench.pricing.earlier import EarlierAdvice, earlier_of, grounds_of, is_seen_before_change, with_earlier
from workbench.pricing.floors import dead_zones, profitable_stretches
from workbench.pricing.fx_band import HoldBand, HoldTerms, hold_band
from workbench.pricing.fx_risk import fx_exposure
from workbench.pricing.weighing import CANDIDATE_COLUMNS, Limits, Volume, margin_of, weigh_candidates

ADVISED, WAITS, BLOCKED = "advised", "on_hold", "blocked"
# Break-even prices and dead zones are looked for from a third of today's price to three times it.
LOOKED_AT = (1 / 3, 3.0)
_NO_SHAPE = dict.fromkeys(("stretches", "floor_stretches", "zones"), pd.DataFrame())


@dataclass(frozen=True, eq=False)
class PriceAdvice:
    """What a price should be, why, and until when that holds.

    Attributes
    ----------
    state : str
        advised; on_hold (an open warning on the account forbids a change); blocked (something has to be stated first).
    blocked_by : tuple of str
        What has to be stated: codes of `UnitInputs.missing`, price, floor; price_since where the record holds a
        changed price that the listings don't show yet.
    choice : Choice or None
        None where the state is blocked. Where it is on_hold it says what would be advised once the warning is over.
    candidates : DataFrame
        As `weigh_candidates`, with band and place among the market's prices; empty where the state is blocked.
    stretches, floor_stretches, zones : DataFrame
        Prices at which something is left, those at which the least margin is left (their ends are the break-even
        prices), and the dead zones; as `profitable_stretches` and `dead_zones`.
    estimate : Series or None
        The SKU's row of `elasticity`.
    hold : HoldBand or None
        Exchange rates between which the advised price is held; None without a history of rates or an allowed price.
    is_automated : bool or None
        Whether the platform changes the price by itself, which has to be off first; None where no file says.
    proposed_on, valid_until : Timestamp
        First and last day on which the advice holds.
    decider : str
        Who decides at the client; blank where the profile names nobody.
    waiting_cost : float
        What a week of waiting costs, in the price's currency; missing where it can't be told.
    weight : float or None
        The client's weight of volume against margin; None where none is stated: then margin alone counts.
    earlier : EarlierAdvice or None
        The last advice on the same listing, what the client made of it, and what has changed since; None where the
        record holds none, or the state is blocked.
    """

    inputs: UnitInputs
    state: str
    blocked_by: tuple[str, ...]
    choice: Choice | None
    candidates: pd.DataFrame
    stretches: pd.DataFrame
    floor_stretches: pd.DataFrame
    zones: pd.DataFrame
    volume: Volume
    limits: Limits
    estimate: pd.Series | None
    hold: HoldBand | None
    bands: Bands | None
    is_automated: bool | None
    cases: tuple[dict, ...]
    proposed_on: pd.Timestamp
    valid_until: pd.Timestamp
    decider: str
    waiting_cost: float
    weight: float | None
    terms: AdviceTerms
    paths: Mapping[str, np.ndarray] | None
    earlier: EarlierAdvice | None = None

    @property
    def is_repeat(self) -> bool:
        """Whether this only says again what the client refused or decided otherwise."""
        return bool(self.choice and self.earlier and self.earlier.is_repeated_by(self.choice, on=self.proposed_on))

    @property
    def has_fx(self) -> bool:
        """Whether any amount of the unit is in another currency than its price."""
        return any(charge.fx for charge in self.inputs.charges)

    @cached_property
    def recommended(self) -> pd.Series | None:
        """The row of the advised price among the candidates."""
        return self.row(self.choice.price) if self.choice else None

    @cached_property
    def today(self) -> pd.Series | None:
        """The row of today's price."""
        return self.row(self.inputs.price) if len(self.candidates) else None

    def row(self, price: float) -> pd.Series | None:
        """The candidate of that price, None where it is none."""
        places = np.flatnonzero(np.isclose(self.candidates["price"].to_numpy(), round(price, 2)))
        return self.candidates.iloc[places[0]] if len(places) else None


def price_advice(
    client: Client, *, sku: str, market: str, on: str, account: str = "", terms: AdviceTerms = STANDARD
) -> PriceAdvice:
    """Advice on the price of one SKU in one market.

    Parameters
    ----------
    client : Client
    sku : str
        The seller's own article number.
    market : str
        Country code, such as MX.
    on : str
        ISO day; nothing seen after it counts.
    account : str
        Account id; needed where the SKU is listed in several accounts of the market.
    terms : AdviceTerms
        Holding time, validity, the chance of a loss that is borne, and the gain that a change must bring.

    Returns
    -------
    PriceAdvice

    Raises
    ------
    NothingToShow
        No account of that market lists the SKU.
    ParameterError
        Several accounts list it and none was named.
    ProfileError
        The client has no such account.

    Notes
    -----
    Candidates are shelf prices with the market's own endings; each one's margin is computed anew, for fees jump. The
    floors are checked last, and a price that anything speaks against is never advised.

    Known to be wrong when: competitors answer a change within the holding time.
    """
    owner = account or account_of(client, sku=sku, market=market, on=on)
    assortment = assortment_of(client, account=owner, on=on, terms=terms)
    if sku not in assortment.inputs:
        raise _not_listed(sku, owner, assortment.inputs)
    return advise(assortment, sku)


def advise(assortment: Assortment, sku: str) -> PriceAdvice:
    """Advice on one SKU of an assortment that has been read."""
    inputs, volume, limits = assortment.inputs[sku], assortment.volume(sku), assortment.limits(sku)
    profile = assortment.client.profile
    blocked_by = _blocked_by(inputs, limits, assortment.earlier.get(sku))
    state = BLOCKED if blocked_by else WAITS if assortment.cases else ADVISED
    shape = _NO_SHAPE if blocked_by else _shape(inputs, limits)
    candidates, choice, earlier = pd.DataFrame(columns=CANDIDATE_COLUMNS), None, None
    if not blocked_by:
        candidates = _candidates(assortment, inputs, volume, limits, shape)
        choice = choose(candidates, today=inputs.price, volume=volume, least_gain=assortment.terms.least_gain)
        earlier = _earlier(assortment, inputs, limits, volume)
    if earlier:
        choice = with_earlier(choice, earlier, today=inputs.price, on=assortment.on)
    return PriceAdvice(
        inputs=inputs,
        state=state,
        blocked_by=blocked_by,
        choice=choice,
        candidates=candidates,
        **shape,
        volume=volume,
        limits=limits,
        estimate=assortment.estimates.loc[sku] if sku in assortment.estimates.index else None,
        hold=_hold(assortment, inputs, candidates, volume, limits, choice) if choice else None,
        bands=assortment.bands.get(sku),
        is_automated=assortment.is_automated.get(sku),
        cases=assortment.cases,
        proposed_on=assortment.on,
        valid_until=assortment.on + pd.Timedelta(days=assortment.terms.valid_days),
        decider=profile.price_approver.person if profile.price_approver else "",
        waiting_cost=choice.gain if choice else np.nan,
        weight=profile.volume_weight,
        terms=assortment.terms,
        paths=assortment.paths,
        earlier=earlier,
    )


def _earlier(assortment: Assortment, inputs: UnitInputs, limits: Limits, volume: Volume) -> EarlierAdvice | None:
    row = assortment.earlier.get(inputs.sku)
    if row is None:
        return None
    bands = assortment.bands.get(inputs.sku)
    now = grounds_of(inputs, price=row["advised_price"], limits=limits, volume=volume, bands=bands)
    return earlier_of(row, inputs=inputs, now=now, client=assortment.client)


def _blocked_by(inputs: UnitInputs, limits: Limits, earlier: Mapping | None) -> tuple[str, ...]:
    """What has to be stated before anything is advised. No cost and no floor is ever taken as zero."""
    price = () if np.isfinite(inputs.price) else ("price",)
    if not price and earlier and is_seen_before_change(earlier, inputs):
        price = ("price_since",)
    floor = () if limits.is_stated else ("floor",)
    is_open = not price and not inputs.missing and np.isnan(margin_of(inputs)(np.array([inputs.price]))[0])
    return tuple(dict.fromkeys([*price, *inputs.missing, *(inputs.partial if is_open else ()), *floor]))


def _shape(inputs: UnitInputs, limits: Limits) -> dict[str, pd.DataFrame]:
    """Where around today's price something is left, where the least margin is, and where a dearer price leaves less."""
    margin, least, net = margin_of(inputs), limits.least_margin_rate, _net_share(inputs)
    looked_at = {"low": inputs.price * LOOKED_AT[0], "high": inputs.price * LOOKED_AT[1], "marks": inputs.marks}
    return {
        "stretches": profitable_stretches(margin, **looked_at),
        "floor_stretches": profitable_stretches(lambda prices: margin(prices) - least * net * prices, **looked_at),
        "zones": dead_zones(margin, **looked_at),
    }


def _candidates(
    assortment: Assortment, inputs: UnitInputs, volume: Volume, limits: Limits, shape: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    kept = shape["floor_stretches"]["from_price"]
    above = kept[kept > inputs.price]
    prices = candidate_prices(
        currency=inputs.currency,
        today=inputs.price,
        endings=assortment.endings,
        marks=inputs.marks,
        reaching=np.nanmax([limits.floor_price, above.min() if len(above) else 0.0]),
    )
    weighed = weigh_candidates(
        inputs,
        prices,
        volume=volume,
        limits=limits,
        paths=assortment.paths,
        weight=assortment.client.profile.volume_weight or 0.0,
        zones=shape["zones"],
    )
    bands = assortment.bands.get(inputs.sku)
    if bands is None:
        return weighed
    places = price_places(bands, prices=weighed["price"].to_numpy())
    return weighed.assign(band=places["band"], place=places["place"])


def _net_share(inputs: UnitInputs) -> float:
    """What of a price is left without VAT."""
    row = price_table(inputs, prices=[100.0]).iloc[0]
    return 1 - float(row.get("vat", 0.0)) / 100


def _hold(
    assortment: Assortment,
    inputs: UnitInputs,
    candidates: pd.DataFrame,
    volume: Volume,
    limits: Limits,
    choice: Choice,
) -> HoldBand | None:
    if assortment.paths is None:
        return None
    today = candidates[np.isclose(candidates["price"], round(inputs.price, 2))].iloc[0]
    net = today["margin"] / today["margin_rate"]
    sales = volume.weekly_units * inputs.price
    terms = HoldTerms(
        floor=limits.least_margin_rate * net,
        cost_of_change=assortment.terms.least_gain * sales * assortment.terms.holding_days / 7 if sales > 0 else 0.0,
        units_per_day=volume.weekly_units / 7,
        elasticity=volume.elasticity if volume.is_known and volume.elasticity < -1 else None,
        tolerance=limits.most_risk,
    )
    free = candidates[[not set(codes) - {"risk"} for codes in candidates["against"]]]["price"]
    prices = sorted({round(choice.price, 2), *free})
    return hold_band(fx_exposure(inputs, prices=prices), price=choice.price, paths=assortment.paths, terms=terms)


def _not_listed(sku: str, account: str, known: Mapping[str, object]) -> NothingToShow:
    return NothingToShow(
        f"price of {sku}, {account}", "the account does not list it", expected="a SKU of its listings",
        hint=did_you_mean(sku, list(known)),
    )  # fmt: skip
