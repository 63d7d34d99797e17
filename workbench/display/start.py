"""What a new analyst is shown of a client first: where its files are, who it is, one product's price bands."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from IPython.display import HTML

from workbench.client import Client
from workbench.display.bands import product_bands, product_html
from workbench.display.dashboard_parts import LANGUAGE_NAMES
from workbench.display.desk import show_reviews
from workbench.display.notebook import note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.inbox import INBOX, SHARED
from workbench.profile import PROFILE_FILE
from workbench.record import RECORD
from workbench.reviews import reports_folder, review_states
from workbench.words import count, language, t, tn
from workbench.words.kpis import place_name


def show_folders(client: Client) -> HTML:
    """The folders of a client, what each is for, and how many files are there.

    Parameters
    ----------
    client : Client
    """
    reports = reports_folder(home=client.home)
    accounts = [
        (f"{INBOX}/{account.id}", t("Downloads of this account, as they came")) for account in client.profile.accounts
    ]
    rows = [
        (PROFILE_FILE, t("Who the client is: accounts, owners, products, terms")),
        *accounts,
        (f"{INBOX}/{SHARED}", t("Files of no single account: costs, exchange rates, competitors")),
        ("store", t("Clean tables; can be made again at any time")),
        (RECORD, t("What people said and decided; can't be made again, so keep a copy")),
    ]
    found = [(f"{client.id}/{name}", holds, _files(client.folder / name)) for name, holds in rows]
    found.append(
        (f"{reports.name}/{client.id}", t("Reviews: notebook, page and PDF of each month"), _files(reports / client.id))
    )
    frame = pd.DataFrame(found, columns=["place", "holds", "files"])
    fields = [Field("place", t("Folder")), Field("holds", t("What it holds")), Field("files", t("Files"), "count")]
    return HTML(html_table(frame, fields=fields))


def show_profile(client: Client) -> HTML:
    """Who the client is: name, languages, account manager, and its accounts with their owners of today.

    Parameters
    ----------
    client : Client
    """
    profile = client.profile
    languages = t(", ").join(LANGUAGE_NAMES[lang] for lang in profile.languages)
    said = t(
        "{name}: reports in {languages}; account manager {analyst}.",
        name=profile.name_in(language()),
        languages=languages,
        analyst=profile.analyst.name,
    )
    accounts = client.accounts
    places = [place_name(row.platform, row.market) for row in accounts.itertuples()]
    fields = [
        Field("account", t("Account"), note="place"),
        Field("currency", t("Currency")),
        Field("zone", t("Its day ends at midnight of")),
        Field("owner", t("Owner")),
    ]
    return HTML(sentence_html(said) + html_table(accounts.assign(place=places), fields=fields))


def show_first_price_bands(client: Client, *, on: str) -> HTML:
    """The price bands of the first product of the profile that has enough competitor listings.

    Parameters
    ----------
    client : Client
    on : str
        ISO day.
    """
    shown = [bands for _, bands in product_bands(client, on=on) if bands is not None]
    if not shown:
        return HTML(sentence_html(t("No product has enough competitor listings yet.")))
    rest = len(shown) - 1
    note = tn("The review shows {n} more product.", "The review shows {n} more products.", rest, n=count(rest))
    return HTML(product_html(client, shown[0]) + (note_html(note) if rest else ""))


def show_client_reviews(client: Client, *, month: str) -> HTML:
    """How far each monthly review of one client is, up to `month`.

    Parameters
    ----------
    client : Client
    month : str
        Such as 2026-01.
    """
    return show_reviews(review_states(client, month=month))


def _files(path: Path) -> int:
    if path.is_file():
        return 1
    return sum(1 for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else 0
