"""What the simulator's page knows of a client: units, exchange-rate paths and fans, advice; each read once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.client import Client
from workbench.costs import account_inputs
from workbench.costs.waterfall import UnitInputs
from workbench.errors import NothingToShow
from workbench.pricing import client_fx_paths, fx_fan
from workbench.pricing.advice import PriceAdvice, advise
from workbench.pricing.assortment import Assortment, assortment_of
from workbench.pricing.simulation import RISK_DAYS
from workbench.pricing.weighing import Limits

Paths = Mapping[str, np.ndarray]


class Known:
    """A client on a day. What can't be told is None, and `faults` says why in the words of the refusal."""

    def __init__(self, client: Client, on: str):
        self.client, self.on = client, on
        self.faults: dict[str, str] = {}
        self._units: dict[str, dict[str, UnitInputs]] = {}
        self._paths: dict[tuple[str, ...], Paths | None] = {}
        self._fans: dict[tuple[str, str], pd.DataFrame | None] = {}
        self._assortments: dict[str, Assortment] = {}

    @property
    def skus(self) -> int:
        """SKUs of the accounts read so far."""
        return sum(len(units) for units in self._units.values())

    def accounts(self) -> list[str]:
        """The accounts that list something, those with a margin first."""
        listing = [owner.id for owner in self.client.profile.accounts if self.units(owner.id)]
        return sorted(listing, key=lambda name: all(unit.missing for unit in self.units(name).values()))

    def units(self, account: str) -> dict[str, UnitInputs]:
        """An account's units by SKU; none where it lists nothing."""
        if account not in self._units:
            try:
                self._units[account] = account_inputs(self.client, account=account, on=self.on)
            except NothingToShow:
                self._units[account] = {}
        return self._units[account]

    def american(self, sku: str) -> UnitInputs | None:
        """The SKU on the first account in the United States that lists it with a price."""
        names = [owner.id for owner in self.client.profile.accounts if owner.market == "US"]
        found = (self.units(name).get(sku) for name in names)
        return next((unit for unit in found if unit is not None and unit.price > 0), None)

    def limits(self, unit: UnitInputs) -> Limits:
        """The client's floors for a SKU."""
        share = self.client.profile.margin_floor
        return Limits(
            floor_price=np.nan if unit.floor is None else float(unit.floor),
            margin_floor=np.nan if share is None else float(share),
        )

    def paths(self, unit: UnitInputs) -> Paths | None:
        """Moves of the unit's cost currencies over the days that the chance is of."""
        bases = sorted({charge.fx for charge in unit.charges if charge.fx})
        if not bases:
            return {}
        key = (unit.currency, *bases)
        if key not in self._paths:
            asked = {"quote": unit.currency, "bases": bases, "on": self.on, "days": RISK_DAYS}
            self._paths[key] = self._told("paths", lambda: client_fx_paths(self.client, **asked))
        return self._paths[key]

    def fan(self, *, base: str, quote: str) -> pd.DataFrame | None:
        """How far the rate may go in those days."""
        if (base, quote) not in self._fans:
            asked = {"base": base, "quote": quote, "on": self.on, "days": RISK_DAYS}
            self._fans[base, quote] = self._told("fan", lambda: fx_fan(self.client, **asked))
        return self._fans[base, quote]

    def advice(self, *, account: str, sku: str) -> PriceAdvice:
        """The advice on a SKU as it is known, without what is tried; some seconds for an account's first one."""
        if account not in self._assortments:
            self._assortments[account] = assortment_of(self.client, account=account, on=self.on)
        return advise(self._assortments[account], sku)

    def _told(self, name: str, ask: object) -> object:
        try:
            return ask()
        except NothingToShow as fault:
            self.faults[name] = str(fault)
            return None
