"""A client as a notebook sees it: profile, clean tables, intake, record."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import ClientBound, NothingToShow, ParameterError, did_you_mean, listed
from workbench.profile import PROFILE_FILE, Profile, client_folder, find_home, read_profile
from workbench.record import events_table, frozen_baseline
from workbench.store import Intake, one_row_a_parcel, read_intake, read_table
from workbench.tables import KPI_TABLE, TABLES, conform

BOUND_CLIENT = "WORKBENCH_CLIENT"


def open_client(client_id: str = "", *, home: str | Path = "") -> Client:
    """The client of that id, or the one this process is bound to.

    Where the environment's WORKBENCH_CLIENT is set, the process may open that client only.

    Parameters
    ----------
    client_id : str
        Folder name in the home; blank for the bound client.
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.

    Raises
    ------
    ClientBound
        Another client than the bound one was asked for.
    ParameterError
        No client named and none bound.
    UnknownClient, ProfileError
        No such client, or its `client.yml` is faulty.
    """
    bound = os.environ.get(BOUND_CLIENT, "")
    if bound and client_id not in ("", bound):
        raise ClientBound(f"client '{client_id}'", "this process serves another client only")
    wanted = client_id or bound
    if not wanted:
        raise ParameterError("client", "no client named", expected="a client id, or WORKBENCH_CLIENT")
    folder = client_folder(wanted, home=home)
    return Client(read_profile(folder / PROFILE_FILE), folder)


class Client:
    """One client's profile and clean tables, read when they are first asked for.

    Every canonical table is an attribute: `client.order_lines`, `client.offers`, ... A table that no
    file fills is empty.

    Attributes
    ----------
    id : str
    profile : Profile
    folder : Path
        The client's folder.
    """

    def __init__(self, profile: Profile, folder: Path):
        self.id, self.profile, self.folder = profile.id, profile, folder
        self._tables: dict[str, pd.DataFrame] = {}
        self._made: dict[Hashable, tuple[Any, dict[str, object]]] = {}

    def __repr__(self) -> str:
        return f"<Client {self.id}: {listed(account.id for account in self.profile.accounts)}>"

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(
                f"a client has no '{name}'. {did_you_mean(name, [*TABLES, 'intake', 'accounts', 'events', 'baseline'])}"
            )
        if name not in self._tables:
            rows = read_table(self.folder / "store", name)
            self._tables[name] = one_row_a_parcel(rows) if name == "packages" else rows
        return self._tables[name].copy(deep=False)

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made at the key's first use and kept as long as profile and tables are the same objects.

        Parameters
        ----------
        key : hashable
            Names everything that the result depends on beside the profile and the tables.
        make : callable
            Without arguments. What it raises is raised each time.
        """
        known = self._made.get(key)
        if known is None or not self._holds(known[1]):
            known = self._made[key] = (make(), {**self._tables, "": self.profile})
        return known[0]

    def _holds(self, made_of: dict[str, object]) -> bool:
        """Whether these are still this client's tables and, under the blank name, its profile."""
        held = {**self._tables, "": self.profile}
        return all(held.get(name) is each for name, each in made_of.items())

    @property
    def home(self) -> Path:
        """The folder of client folders."""
        return find_home(self.folder.parent)

    @cached_property
    def intake(self) -> Intake:
        """What was read, kept and refused, and why.

        Raises
        ------
        NothingToShow
            Where nothing was ingested yet.
        """
        found = read_intake(self.folder / "store")
        if found.files.empty:
            raise NothingToShow(
                self.id,
                "nothing ingested yet",
                expected="files in inbox/<account>/",
                hint=f"run: workbench ingest {self.id}",
            )
        return found

    @property
    def events(self) -> pd.DataFrame:
        """What people did, decided and asked: `EVENTS_TABLE`, oldest first, read anew each time."""
        return events_table(self.folder)

    @property
    def baseline(self) -> pd.DataFrame:
        """The frozen figures that reviews are set against: `KPI_TABLE` rows, none where nothing is frozen."""
        frozen = frozen_baseline(self.folder)
        return conform(pd.DataFrame(), KPI_TABLE, lineage=False) if frozen is None else frozen

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """One row per account: account, platform, market, currency, zone, fulfilment, owner (of today)."""
        today = date.today()
        owners = [self.profile.owner_of(account.id, on=today) for account in self.profile.accounts]
        rows = [
            (a.id, a.platform, a.market, a.currency, a.zone, a.fulfilment, owner.person if owner else "")
            for a, owner in zip(self.profile.accounts, owners, strict=True)
        ]
        names = ["account", "platform", "market", "currency", "zone", "fulfilment", "owner"]
        return pd.DataFrame(rows, columns=names)
