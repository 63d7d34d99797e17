"""The histories of a client's KPIs, made from the rows that the KPI table counts."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from workbench.kpis.categories import BY_CATEGORY, categories_of
from workbench.kpis.counting import count_window
from workbench.kpis.definitions import Definition, definition_of
from workbench.kpis.frames import AccountFrames, account_frames
from workbench.kpis.opportunities import Opportunities
from workbench.kpis.standards import Standard, standards
from workbench.kpis.table import opportunities, scopes_of
from workbench.kpis.traffic import MONTHLY
from workbench.risk.history import History, history_of


class Histories:
    """Histories by account, KPI, scope, window and day; each account's tables are read once."""

    def __init__(self, client, *, where: str):
        self._client = client
        self._where = where
        self._frames: dict[str, AccountFrames] = {}
        self._made: dict[tuple, History | None] = {}

    @cached_property
    def accounts(self) -> dict[str, str]:
        """Account ids and their platforms."""
        return {each.id: each.platform for each in self._client.profile.accounts}

    def frames(self, account: str) -> AccountFrames:
        """The account's rows of the canonical tables.

        Raises
        ------
        ParameterError
            The client has no such account.
        """
        if account not in self._frames:
            self._frames[account] = account_frames(self._client, account=account, where=self._where)
        return self._frames[account]

    def definition(self, account: str, kpi: str) -> Definition:
        """The KPI's definition on the account's platform; a ParameterError where it has none."""
        return definition_of(kpi, platform=self.frames(account).account.platform, where=self._where)

    def rows(
        self, account: str, kpi: str, *, scope: str, on: pd.Timestamp, days: int | None = None
    ) -> tuple[Opportunities, Standard] | None:
        """The rows behind a KPI and its standard; none where it is not counted by day or its window is unknown."""
        held = self._counted(account, kpi, scope, on, days)
        return None if held is None or held[0].missing else held

    def lacking(self, account: str, kpi: str, *, scope: str, on: pd.Timestamp) -> str:
        """Why the files give no figure of a KPI on a day, as the KPI table says it; blank where they give one."""
        held = self._counted(account, kpi, scope, on)
        if held is None:
            return ""
        found, standard = held
        counts = count_window(found, as_of=on, days=standard.days, lag=standard.lag)
        return counts.reason if counts.numerator is None else ""

    def _counted(
        self, account: str, kpi: str, scope: str, on: pd.Timestamp, days: int | None = None
    ) -> tuple[Opportunities, Standard] | None:
        definition = self.definition(account, kpi)
        if not definition.builder or definition.builder in MONTHLY:
            return None
        frames = self.frames(account)
        held = standards(frames, definition=definition, scope=scope, on=on)
        standard = next((each for each in held if each.days == days), held[-1])
        if standard.days is None:
            return None
        return opportunities(frames, definition=definition, scope=scope, standard=standard), standard

    def of(self, account: str, kpi: str, *, scope: str, on: pd.Timestamp, days: int | None = None) -> History | None:
        """The history of a KPI, or none."""
        key = (account, kpi, scope, on, days)
        if key not in self._made:
            once = getattr(self._client, "once", lambda _, make: make())
            self._made[key] = once(("history", *key), lambda: self._make(*key))
        return self._made[key]

    def others(self, account: str, kpi: str, *, scope: str, on: pd.Timestamp) -> list[History]:
        """The same KPI in the client's other accounts on the same platform, as far as their orders tell it."""
        alike = [name for name, platform in self.accounts.items() if platform == self.accounts[account]]
        found = [
            self.of(name, kpi, scope=scope, on=on) for name in alike if name != account and self._has(name, kpi, scope)
        ]
        return [each for each in found if each is not None and each.sold.sum() and not each.is_mostly_undecided]

    def _has(self, account: str, kpi: str, scope: str) -> bool:
        """Whether the account's orders fall under that scope of the KPI: a channel, or one of its categories."""
        frames, definition = self.frames(account), self.definition(account, kpi)
        if scope in scopes_of(frames, definition):
            return True
        return (definition.platform, kpi) in BY_CATEGORY and scope in categories_of(frames)

    def _make(self, account: str, kpi: str, scope: str, on: pd.Timestamp, days: int | None) -> History | None:
        found = self.rows(account, kpi, scope=scope, on=on, days=days)
        if found is None:
            return None
        rows, standard = found
        high = self.definition(account, kpi).higher_is_better
        window = {"days": standard.days, "lag": standard.lag}
        return history_of(rows, as_of=on, is_high=high, sold_on=self.sold_on(account, rows.rows, on), **window)

    def sold_on(self, account: str, rows: pd.DataFrame, on: pd.Timestamp) -> pd.Series | None:
        """Day of sale of each row, where some event day lies ahead; else nobody needs it."""
        if not (rows["event_date"] > on).any():
            return None
        frames = self.frames(account)
        sold = frames.days(frames.orders.set_index("order_id")["ordered_at"])
        return sold.reindex(rows["order_id"]).set_axis(rows.index)
