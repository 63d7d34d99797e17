"""The analyst's verdicts at the desk: the listings that wait, and a form that says what each is."""

from __future__ import annotations

from dataclasses import replace

from ipywidgets import HTML as Shown
from ipywidgets import BoundedIntText, Button, Dropdown, Text, VBox

from workbench.bands import listings_to_confirm, product_bands, verdict_on
from workbench.client import Client
from workbench.desk import check_unbound
from workbench.display.bands_report import waiting_html
from workbench.display.dashboard_parts import fault_html
from workbench.display.notebook import note_html, sentence_html
from workbench.errors import WorkbenchError
from workbench.record.verdicts import MOST_PIECES, NOT, PACK, SAME, remember_verdict
from workbench.words import shortened, t
from workbench.words.bands import price_text
from workbench.words.bands_evidence import waiting_sentence


def verdict_widget(client: Client, *, query: str, market: str, by: str, as_of: str = "") -> VerdictForm:
    """A form that takes a verdict on each listing of a search that waits for one.

    It writes into the client's record, so it belongs to the analyst: a process bound to one client can't have it.

    Parameters
    ----------
    client : Client
    query, market : str
        Search words and country code.
    by : str
        Who judges; can be changed in the form.
    as_of : str
        ISO day; blank for the newest in the files.

    Raises
    ------
    ClientBound
        The process is bound to one client.
    NothingToShow
        As `price_bands`.
    """
    check_unbound("verdict_widget")
    return VerdictForm(client, {"query": query, "market": market, "as_of": as_of}, by=by)


class VerdictForm(VBox):
    """The form; what it can't enter, it says in words."""

    def __init__(self, client: Client, search: dict[str, str], *, by: str):
        self.client, self.search = client, search
        self.listing = Dropdown(description=t("Listing"))
        kinds = [(t("the same product"), SAME), (t("not the product"), NOT), (t("a pack of several"), PACK)]
        self.says = Dropdown(options=kinds, description=t("It is"))
        self.pieces = BoundedIntText(value=2, min=2, max=MOST_PIECES, description=t("Pieces"))
        self.by = Text(value=by, description=t("Who says so"))
        self.button = Button(description=t("Enter"), button_style="primary")
        self.said, self.waiting = Shown(), Shown()
        for widget in (self.listing, self.says, self.pieces, self.by):
            widget.style.description_width = "140px"
            widget.layout.width = "560px"
        self.says.observe(lambda _: self._ask(), names="value")
        self.button.on_click(self._enter)
        super().__init__([self.listing, self.says, self.pieces, self.by, self.button, self.said, self.waiting])
        self._ask()
        self._refresh()

    def _repr_mimebundle_(self, **kwargs: object) -> dict:
        """The widget, and the list alone for whoever can't show it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        parts = bundle[0] if isinstance(bundle, tuple) else bundle
        return {**parts, "text/html": note_html(t("The form works in JupyterLab.")) + self.waiting.value}

    def _ask(self) -> None:
        self.pieces.layout.display = "" if self.says.value == PACK else "none"

    def _enter(self, _button: Button) -> None:
        says = f"{PACK}:{self.pieces.value}" if self.says.value == PACK else self.says.value
        try:
            if not self.listing.value:
                return
            found = verdict_on(self._bands(), item_id=self.listing.value, says=says)
            entered = remember_verdict(self.client.folder, replace(found, query=self.search["query"]), by=self.by.value)
        except (WorkbenchError, OSError) as fault:
            self.said.value = fault_html(str(fault))
            return
        self._refresh()
        self.said.value = sentence_html(t("The verdict on {item} is entered.", item=entered.item_id))

    def _bands(self):
        return product_bands(self.client, **self.search)

    def _refresh(self) -> None:
        bands = self._bands()
        waiting = listings_to_confirm(self.client.offers, bands=bands)
        self.listing.options = [
            (f"{shortened(row.title)}, {price_text(row.price, row.currency)} ({row.item_id})", row.item_id)
            for row in waiting.itertuples()
        ]
        self.waiting.value = sentence_html(waiting_sentence(waiting)) + waiting_html(waiting)
