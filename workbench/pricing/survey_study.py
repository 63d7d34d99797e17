"""A price survey beside what is known otherwise: the client's prices, its floors, the market's bands and the costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.bands import Bands, product_bands
from workbench.bands.markets import CURRENCIES
from workbench.bands.places import find_product
from workbench.bands.survey import PriceSurvey, price_survey
from workbench.client import Client
from workbench.costs import price_table
from workbench.errors import NothingToShow, ParameterError, did_you_mean, listed
from workbench.pricing.advice import PriceAdvice, advise
from workbench.pricing.assortment import assortment_of
from workbench.pricing.plan import least_price

SURVEYS = "surveys"
PLACE_COLUMNS = [
    "kind", "account", "sku", "band", "price", "high", "too_cheap", "too_expensive", "in_original", "in_narrower",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class SurveyStudy:
    """A survey on one product and what it is to be read beside.

    Attributes
    ----------
    query, market, currency : str
        Search words of the product, its market, and the currency that the people were asked in: the market's.
    file : str
        Name of the survey's file.
    bands : Bands or None
        The market's prices; None where too few listings are known.
    advices : tuple of PriceAdvice
        Of the client's own listings of the product, one per account and SKU, with prices, floors and costs.
    """

    query: str
    market: str
    currency: str
    file: str
    survey: PriceSurvey
    bands: Bands | None
    advices: tuple[PriceAdvice, ...]

    @cached_property
    def places(self) -> pd.DataFrame:
        """Where prices, floors and bands lie: what people say of each, and whether it is acceptable.

        One row per own price, floor and band, by price: kind (price, floor, band), account and sku (of a band blank),
        band (its number), price (of a band its lower end), high (its upper end, else the price), too_cheap and
        too_expensive (shares of people, of a band at its ends), in_original and in_narrower (whether all of it lies in
        that acceptable range; missing where the survey gives none).
        """
        own = [
            (kind, advice.inputs.account, advice.inputs.sku, pd.NA, price, price)
            for advice in self.advices
            for kind, price in (("price", advice.inputs.price), ("floor", _floor(advice)))
            if np.isfinite(price)
        ]
        market = [] if self.bands is None else self.bands.bands.to_dict("records")
        rows = own + [("band", "", "", row["band"], row["low"], row["high"]) for row in market]
        told = [(*row, *self._said(row[4], row[5])) for row in rows]
        table = pd.DataFrame(told, columns=PLACE_COLUMNS).astype({"band": "Int64"})
        return table.sort_values(["price", "kind", "account", "sku"], ignore_index=True)

    @cached_property
    def offered(self) -> pd.DataFrame:
        """The prices offered, with what each leaves per hundred people asked.

        `PriceSurvey.offered` with is_best (most revenue), is_tied (a price whose interval reaches that revenue) and
        for each own listing a column "margin ACCOUNT SKU": margin per hundred people, at today's costs and rates.
        """
        rows = self.survey.offered
        if rows.empty:
            return rows.assign(is_best=False, is_tied=False)
        best = rows["revenue"].max()
        first = rows.index == rows["revenue"].idxmax()
        rows = rows.assign(is_best=first, is_tied=(rows["price"] * rows["high"] >= best) & ~first)
        for advice in self.advices:
            margin = price_table(advice.inputs, prices=rows["price"].tolist())["margin"]
            if margin.notna().any():
                name = f"margin {advice.inputs.account} {advice.inputs.sku}"
                rows = rows.assign(**{name: 100 * rows["share"] * margin.to_numpy()})
        return rows

    def range_of(self, definition: str) -> tuple[float, float]:
        """Lower and upper end of an acceptable range; missing where the curves don't cross or nobody was asked."""
        points = self.survey.points.set_index(["point", "definition"])["price"]
        return points.get(("lower", definition), np.nan), points.get(("upper", definition), np.nan)

    def point(self, name: str) -> float:
        """The indifference or optimal price, missing where there is none."""
        points = self.survey.points
        found = points.loc[points["point"] == name, "price"]
        return float(found.iloc[0]) if len(found) else np.nan

    def _said(self, low: float, high: float) -> tuple:
        named, inside = self.survey.named, []
        for definition in ("original", "narrower"):
            ends = self.range_of(definition)
            inside.append(bool(ends[0] <= low and high <= ends[1]) if np.isfinite(ends).all() else pd.NA)
        if named.empty:
            return (np.nan, np.nan, *inside)
        return float((named["too_cheap"] > low).mean()), float((named["too_expensive"] <= high).mean()), *inside


def survey_study(client: Client, *, query: str, market: str, survey: str = "", on: str = "") -> SurveyStudy:
    """A client's price survey on one product, beside its prices, floors and costs and the market's bands.

    Parameters
    ----------
    client : Client
    query : str
        Search words of the product, as in client.yml.
    market : str
        Country code, such as MX.
    survey : str
        The survey's CSV, as `price_survey` reads it; blank for ``surveys/garlic_press.csv`` in the client's folder,
        by the product's words.
    on : str
        ISO day of prices, costs and rates; blank for the day of the client's newest listing.

    Raises
    ------
    ParameterError
        The profile names no such product, there is no such file, or its cells can't be read.
    NothingToShow
        As `price_survey`.
    """
    product = find_product(client.profile, query=query, market=market)
    if product is None:
        known = [each.query for each in client.profile.products if each.market == market]
        hint = did_you_mean(query, known)
        raise ParameterError("product", f"'{query}', {market}", expected=listed(known) or "a product", hint=hint)
    file = _file(client, product.query, survey)
    day = on or _newest_day(client)
    return SurveyStudy(
        query=product.query,
        market=market,
        currency=CURRENCIES[market],
        file=file.name,
        survey=price_survey(file),
        bands=_bands(client, product, day),
        advices=tuple(_advices(client, product, day)),
    )


def _file(client: Client, query: str, survey: str) -> Path:
    file = Path(survey) if survey else client.folder / SURVEYS / f"{query.casefold().replace(' ', '_')}.csv"
    if not file.is_file():
        known = sorted(path.name for path in (client.folder / SURVEYS).glob("*.csv"))
        expected = f"one of {listed(known)}" if known else "the survey's CSV, one row per person"
        raise ParameterError("survey", f"no file '{file.name}'", expected=expected)
    return file


def _newest_day(client: Client) -> str:
    seen = client.listings["observed_at"].max()
    return f"{pd.Timestamp.now() if pd.isna(seen) else seen:%Y-%m-%d}"


def _bands(client: Client, product: object, on: str) -> Bands | None:
    try:
        return product_bands(client, query=product.query, market=product.market, as_of=on)
    except NothingToShow:
        return None


def _advices(client: Client, product: object, on: str) -> Iterable[PriceAdvice]:
    for account in client.profile.accounts:
        if account.market == product.market:
            try:
                assortment = assortment_of(client, account=account.id, on=on)
            except NothingToShow:
                continue
            yield from (advise(assortment, sku) for sku in product.skus if sku in assortment.inputs)


def _floor(advice: PriceAdvice) -> float:
    """The least price that keeps every floor; of a unit without a cost the stated least price."""
    return advice.limits.floor_price if advice.blocked_by else least_price(advice)
