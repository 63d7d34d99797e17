"""The price simulator: price, exchange rate, shipping, tax number and payment mix as controls, margin and risk at once.

It tries and shows; it sets no price. A visitor can set any value of any control, shown or not. So each value is
checked here against what the page itself offered, and none reaches a path or the page's HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
from ipywidgets import HTML, BoundedFloatText, Button, Checkbox, Dropdown, FloatSlider, HBox, IntSlider, VBox

from workbench.client import Client
from workbench.costs.waterfall import UnitInputs
from workbench.display.dashboard import STYLE_FILE as DASHBOARD_STYLE
from workbench.display.dashboard_parts import fault_html, foot_html, head_html, nothing_read_html, state_html
from workbench.display.notebook import note_html
from workbench.display.simulator_choice import MIXED, MOST_MOVE, TRIED, Choice, is_offered, mixed
from workbench.display.simulator_data import Known
from workbench.display.simulator_parts import (
    advice_html,
    fan_part_html,
    figures_html,
    holds_html,
    logistic_options,
    mix_html,
    place_options,
    rfc_options,
    said_html,
    sku_options,
    unpriced_html,
)
from workbench.display.simulator_plots import curve_html, waterfall_html
from workbench.errors import NothingToShow, WorkbenchError
from workbench.kpis import last_day
from workbench.pricing.simulation import (
    Curve,
    Simulation,
    converted_unit,
    price_curve,
    price_range,
    price_step,
    simulate,
)
from workbench.profile import read_agency
from workbench.words import t
from workbench.words.simulator import advises_sentence

STYLE_FILE = Path(__file__).with_name("simulator.css")


def price_simulator(client: Client, *, account: str = "", sku: str = "", as_of: str = "") -> PriceSimulator:
    """The page on which a seller or analyst tries prices: what each would leave, and what could go wrong.

    Parameters
    ----------
    client : Client
        An opened client.
    account, sku : str
        What the page opens with; the first account with a margin and its first complete SKU where it is blank or lists
        no such thing.
    as_of : str
        Day of prices, costs, rates and exchange rates, as ISO text; the last day of the files where blank.

    Raises
    ------
    ProfileError, TableError
        As `workbench.account_inputs`.
    """
    return PriceSimulator(client, account=account, sku=sku, as_of=as_of)


class PriceSimulator(VBox):
    """The page as a widget; as plain HTML it shows today's price without controls."""

    page = "price_simulator"
    shown = ("head", "warned", "said", "state", "curve", "figures", "waterfall", "fan", "mix_said", "advice")

    def __init__(self, client: Client, *, account: str = "", sku: str = "", as_of: str = ""):
        self.client = client
        self._listening = True
        self._laid_out: tuple[Choice, Curve] | None = None
        self.simulation: Simulation | None = None
        styles = "".join(path.read_text(encoding="utf-8") for path in (DASHBOARD_STYLE, STYLE_FILE))
        self.style_sheet = HTML(f"<style>{styles}</style>")
        for name in self.shown:
            setattr(self, name, HTML())
        self.foot = HTML(foot_html(client.profile, read_agency(client.home)))
        super().__init__(_dom_classes=("wb-dash", "wb-sim"))
        self.known = Known(client, as_of)
        try:
            self.known = Known(client, as_of or last_day(client))
            self._make_controls()
            self._open(account, sku)
            self.children = self._parts()
        except NothingToShow:
            self.head.value = head_html(client.profile, as_of=None)
            self.said.value = nothing_read_html(client.profile)
            self.children = [self.style_sheet, self.head, self.said, self.foot]

    def _repr_mimebundle_(self, **kwargs: object) -> dict:
        """The widget, and for whoever can't show it (or not yet) the same page without controls."""
        bundle = super()._repr_mimebundle_(**kwargs)
        parts = bundle[0] if isinstance(bundle, tuple) else bundle
        return {**parts, "text/html": self.static_html()}

    def static_html(self) -> str:
        """The page as it stands, without controls; its mark says how many SKUs it knows."""
        names = ("style_sheet", "head", "warned", "said", "figures", "curve", "waterfall", "fan", "foot")
        inner = "".join(getattr(self, name).value for name in names)
        return f'<div class="wb-dash wb-sim" data-wb-ready="{self.page}" data-wb-kpis="{self.known.skus}">{inner}</div>'

    def _parts(self) -> list:
        picked = HBox([self.account, self.sku], _dom_classes=("wb-controls", "wb-picks"))
        prices = VBox([self.exact, self.price, self.curve], _dom_classes=("wb-prices",))
        levers = HBox([self.move, self.logistic, self.rfc], _dom_classes=("wb-controls", "wb-levers"))
        self.payment = VBox([self.mix_on, self.cash, self.instalments, self.mix_said], _dom_classes=("wb-mix",))
        parts = [prices, self.state, self.figures, levers, self.fan, self.payment, self.said]
        tried = VBox(parts, _dom_classes=("wb-tried",))
        shown = VBox([self.waterfall, self.ask, self.advice], _dom_classes=("wb-came",))
        body = HBox([tried, shown], _dom_classes=("wb-body",))
        return [self.style_sheet, self.head, self.warned, picked, body, self.foot]

    def _make_controls(self) -> None:
        self.account = Dropdown(description=t("Account"))
        self.sku = Dropdown(description=t("SKU"), _dom_classes=("wb-choose-sku",))
        self.exact = BoundedFloatText(step=0.01, _dom_classes=("wb-price-exact",))
        self.price = FloatSlider(readout=False, _dom_classes=("wb-price-slider",))
        self.move = IntSlider(min=-MOST_MOVE, max=MOST_MOVE, readout_format="+d", _dom_classes=("wb-move",))
        self.logistic = Dropdown(description=t("Who ships"))
        self.rfc = Dropdown(description=t("Tax number (RFC)"))
        self.mix_on = Checkbox(description=t("Try a payment mix of my own"), indent=False)
        self.cash = IntSlider(min=0, max=100, description=t("Paid in cash, %"))
        self.instalments = IntSlider(min=0, max=100, description=t("By instalments, %"))
        self.ask = Button(description=t("Show the advice on this SKU"), _dom_classes=("wb-ask",))
        self.ask.on_click(self._advise)
        for name in ("account", "sku", *TRIED):
            getattr(self, name).observe(partial(self._changed, name), names="value")

    def _open(self, account: str, sku: str) -> None:
        listing = self.known.accounts()
        if not listing:
            raise NothingToShow("price simulator", "no own listing in the files", expected="a listing of an account")
        with self._silently():
            self.account.options = place_options(self.client.profile, listing)
        self.head.value = head_html(self.client.profile, as_of=pd.Timestamp(self.known.on))
        self.warned.value = holds_html(self.client, on=self.known.on) + note_html(advises_sentence())
        self._show_account(account if account in listing else listing[0], sku)

    def _changed(self, name: str, change: dict) -> None:
        """A control was set, by a hand or by a forged message."""
        if not self._listening:
            return
        if not self._is_offered(name, change["new"]):
            self._show_choice()
            self.state.value = state_html(t("That choice is not offered here."))
            return
        if name == "account":
            self.state.value = state_html(t("Computing …"), working=True)
        try:
            self._choose(name, change["new"])
            self.state.value = state_html("")
        except WorkbenchError as fault:
            self.state.value = fault_html(str(fault))

    def _is_offered(self, name: str, value: object) -> bool:
        if name == "account":
            return value in self.known.accounts()
        if name == "sku":
            return value in self.known.units(self.choice.account)
        return is_offered(name, value, prices=self.range)

    def _choose(self, name: str, value: object) -> None:
        if name == "account":
            self._show_account(str(value), "")
        elif name == "sku":
            self._show_sku(str(value))
        else:
            self.choice = replace(self.choice, **self._tried(name, value))
            self._show_choice()
            self._show()

    def _tried(self, name: str, value: object) -> dict[str, object]:
        if name in ("price", "exact"):
            return {"price": round(float(value), 2)}
        if name == "mix_on":
            return {"mix": self._known_mix() if value else None}
        if name in MIXED:
            return {"mix": mixed(self.choice.mix or self._known_mix(), name, int(value))}
        return {name: value}

    def _known_mix(self) -> tuple[int, int]:
        mix = self.unit.facts.mix
        return (0, 0) if mix is None else (round(100 * mix.cash), round(100 * mix.instalments))

    @property
    def unit(self) -> UnitInputs:
        """The unit shown, as it is known."""
        return self.known.units(self.choice.account)[self.choice.sku]

    def _show_account(self, account: str, sku: str) -> None:
        units = self.known.units(account)
        complete = [name for name, unit in units.items() if not unit.missing]
        self.choice = Choice(account=account)
        with self._silently():
            self.sku.options = sku_options(units)
        self._show_sku(sku if sku in units else [*complete, *units][0])

    def _show_sku(self, sku: str) -> None:
        """A SKU as it is known: its own range of prices, and every lever back where it stands today."""
        self.choice = replace(Choice(account=self.choice.account, sku=sku))
        self.choice = replace(self.choice, price=self.unit.price)
        self.limits = self.known.limits(self.unit)
        self.range = price_range(self.unit, limits=self.limits)
        with self._silently():
            self.logistic.options, self.rfc.options = logistic_options(self.unit), rfc_options(self.unit)
            self._set_range()
        self._laid_out = None
        self.today = self._simulated() if self.range else None
        self.advice.value = ""
        self._show_choice()
        self._show()

    def _set_range(self) -> None:
        """The price controls' ends and the slider's step; nothing moves where no own price is known."""
        self.exact.description = t("Price, {currency}", currency=self.unit.currency)
        self.move.description = t("Value of the {currency}, %", currency=self.unit.currency)
        for control in (self.price, self.exact):
            control.disabled = self.range is None
        if self.range is None:
            return
        low, high = self.range
        for control in (self.price, self.exact):
            # The upper end first: a control refuses a lower end above it.
            control.max = max(high, control.max)
            control.min, control.max = low, high
        self.price.step = price_step(low, high)

    def _show_choice(self) -> None:
        """Set every control to what is tried."""
        choice = self.choice
        with self._silently():
            self.account.value, self.sku.value = choice.account, choice.sku
            if self.range:
                self.price.value = self.exact.value = choice.price
            self.move.value, self.logistic.value, self.rfc.value = choice.move, choice.logistic, choice.rfc
            self.mix_on.value = choice.mix is not None
            self.cash.value, self.instalments.value = choice.mix or self._known_mix()
        mixed = choice.mix is not None or self.unit.facts.mix is not None
        for control in (self.cash, self.instalments):
            control.disabled = not mixed
        # An account in the United States has neither a Mexican tax number nor its fees by way of payment.
        for control in (self.rfc, self.mix_on, self.cash, self.instalments):
            control.layout.display = "" if self.unit.market == "MX" else "none"
        self.mix_said.value = mix_html(self.unit, tried=choice.levers.mix) if self.unit.market == "MX" else ""

    def _show(self) -> None:
        """Compute what is tried and draw it."""
        if self.range is None:
            self.said.value = unpriced_html(self.unit)
            self.curve.value = self.figures.value = self.waterfall.value = self.fan.value = ""
            return
        self.simulation = found = self._simulated()
        converted = self._converted(found.curve)
        self.said.value = said_html(found)
        self.curve.value = curve_html(found, today=self.unit.price, converted=converted or None)
        fault = self.known.faults.get("paths", "")
        self.figures.value = figures_html(found, self.today, converted=converted, fault=fault)
        self.waterfall.value = waterfall_html(found)
        fan = self.known.fan(base=found.base, quote=found.unit.inputs.currency) if found.base else None
        self.fan.value = fan_part_html(found, fan, fault=self.known.faults.get("fan", ""))

    def _simulated(self) -> Simulation:
        """What is tried; the curve is laid out anew where anything but the price has changed."""
        asked = replace(self.choice, price=0.0)
        if self._laid_out is None or self._laid_out[0] != asked:
            ends = dict(zip(("low", "high"), self.range, strict=True))
            curve = price_curve(self.unit, levers=self.choice.levers, limits=self.limits, **ends)
            self._laid_out = asked, curve
        curve = self._laid_out[1]
        return simulate(curve, price=self.choice.price, paths=self.known.paths(curve.inputs))

    def _converted(self, curve: Curve) -> object:
        """The US price converted; None where the SKU has none there, False where nobody would convert it."""
        sells_there = any(owner.market == "US" for owner in self.client.profile.accounts)
        if curve.inputs.market != "MX" or not sells_there:
            return False
        return converted_unit(curve, self.known.american(curve.inputs.sku))

    def _advise(self, _button: Button) -> None:
        self.advice.value = state_html(t("Computing …"), working=True)
        try:
            found = self.known.advice(account=self.choice.account, sku=self.choice.sku)
            self.advice.value = advice_html(found)
        except WorkbenchError as fault:
            self.advice.value = fault_html(str(fault))

    @contextmanager
    def _silently(self) -> Iterator[None]:
        """Set controls without answering to it."""
        before, self._listening = self._listening, False
        try:
            yield
        finally:
            self._listening = before
