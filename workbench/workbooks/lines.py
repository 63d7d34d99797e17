"""The lines of a tracker: every KPI of an account over twelve month ends, our count and the platform's side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.kpis import headroom, month_end
from workbench.kpis.days import parse_day
from workbench.kpis.definitions import Definition, definitions_of, place_in_list
from workbench.kpis.frames import AccountFrames, account_frames
from workbench.kpis.reasons import reason
from workbench.kpis.table import account_table, scopes_of
from workbench.risk import standing_of, with_standing

MONTHS = 12
OURS, PLATFORM = "ours", "platform"
# A line that no figure has given a window yet comes behind those that have one.
_NO_WINDOW_LAST = 10_000


@dataclass(frozen=True, order=True)
class Key:
    """What makes a line: in order, the place in the KPI list, KPI, scope, window and who counted.

    `days` is 0 where the line follows the KPI through changes of its window.
    """

    place: int
    kpi: str
    scope: str
    window_place: int
    side: str
    days: int


@dataclass(frozen=True)
class Line:
    """One KPI of an account as one side counts it.

    Attributes
    ----------
    kpi, scope, side : str
        side is ours or platform.
    figures : tuple
        One `KPI_TABLE` row per month end, oldest first, with its standing; None where the platform showed nothing in
        the month. Only the newest month's standing knows the chance that its target is missed.
    baseline : dict or None
        The row that reviews are set against.
    last_shown : dict or None
        The platform's newest figure where it is older than the newest month.
    target : dict
        A row with the target in force at the newest month end; empty where there is none.
    missing : str
        Why there is no figure, as `workbench.kpis` writes reasons, where no row says so itself.
    owner : str
    """

    kpi: str
    scope: str
    side: str
    figures: tuple[dict | None, ...]
    baseline: dict | None
    last_shown: dict | None
    target: dict
    missing: str
    owner: str

    @property
    def now(self) -> dict | None:
        """The newest month's row."""
        return self.figures[-1]

    @property
    def standing(self) -> str:
        """Where the KPI stood at the end of the newest month, one of `workbench.risk.STANDINGS`."""
        return self.now["standing"] if self.now else "unmeasured"

    @property
    def window_days(self) -> int | None:
        """The newest window that a row of this line has."""
        rows = [row for row in (*self.figures, self.last_shown) if row and pd.notna(row["window_days"])]
        return int(rows[-1]["window_days"]) or None if rows else None


def month_ends(month: str) -> list[pd.Timestamp]:
    """Last days of the twelve months up to `month`, oldest first.

    >>> [day.date().isoformat() for day in month_ends("2026-01")][::11]
    ['2025-02-28', '2026-01-31']
    """
    last = parse_day(month_end(month), where="kpi_tracker")
    return [last - pd.offsets.MonthEnd(ago) for ago in reversed(range(MONTHS))]


def tracker_lines(client, *, account: str, month: str) -> list[Line]:
    """Every line of one account, in the order of the KPI list.

    The lines come from the definitions, not from what was measured: a KPI without any figure has its lines too.

    Raises
    ------
    ParameterError
        No such account or month.
    TableError
        A canonical table lacks a column.
    """
    frames = account_frames(client, account=account, where="kpi_tracker")
    ends = month_ends(month)
    earlier = [_with_standing(account_table(frames, on=end)) for end in ends[:-1]]
    by_month = [_rows(table) for table in (*earlier, standing_table(client, frames, on=ends[-1]))]
    start = _rows(baseline_figures(client, frames, before=ends[-1]))
    definitions = definitions_of(frames.account.platform, market=frames.account.market)
    keys = {key for rows in by_month for key, row in rows.items() if not _names_what_is_missing(row)}
    return [_line(client, frames, key, by_month, start, ends) for key in _ordered(frames, definitions, keys)]


def standing_table(client, frames: AccountFrames, *, on: pd.Timestamp) -> pd.DataFrame:
    """The account's KPI table with standings; made once a day, as tracker, lists and their choice all ask for it."""
    once = getattr(client, "once", lambda _, make: make())
    key = ("standing table", frames.account.id, on)
    return once(key, lambda: with_standing(client, account_table(frames, on=on)))


def baseline_figures(client, frames: AccountFrames, *, before: pd.Timestamp) -> pd.DataFrame:
    """The account's frozen figures; where nothing is frozen, those of the profile's baseline day; else none."""
    frozen = client.baseline[client.baseline["account"] == frames.account.id]
    planned = client.profile.baseline
    if len(client.baseline) or planned is None or pd.Timestamp(planned.as_of) >= before:
        return frozen[frozen["as_of"] < before]
    return account_table(frames, on=pd.Timestamp(planned.as_of))


def is_measured(row: dict | None) -> bool:
    """Whether a row holds a figure or a label of the platform's."""
    return row is not None and row["status"] != "unmeasured"


def change(line: Line) -> float | None:
    """The newest month's figure against the month before; None where one of them is missing or a mere label."""
    before, now = line.figures[-2:]
    if not (is_measured(before) and is_measured(now)):
        return None
    measure = measure_of(now)
    moved = now[measure] - before[measure]
    return None if pd.isna(moved) else float(moved)


def measure_of(row: dict) -> str:
    """The column that a row's figure stands in."""
    return "rate" if pd.notna(row["rate"]) else "value"


def room(row: dict | None) -> int | None:
    """Orders that may still turn bad, negative: so many too many; None where that can't be counted."""
    needed = ("rate", "numerator", "denominator", "target")
    if not is_measured(row) or any(pd.isna(row[name]) for name in needed):
        return None
    counts = int(row["numerator"]), int(row["denominator"])
    # Units may exceed sessions; only a part of a whole has room.
    if not 0 <= counts[0] <= counts[1] or not counts[1]:
        return None
    return headroom(*counts, target=row["target"], comparator=row["comparator"])


def _with_standing(table: pd.DataFrame) -> pd.DataFrame:
    """The table with standings as far as counts alone tell them."""
    rows = table.to_dict("records")
    return table.assign(standing=[standing_of({**row, "headroom": room(row)}) for row in rows])


def _rows(table: pd.DataFrame) -> dict[Key, dict]:
    """Rows by line; of several windows on one line the longest."""
    longest_last = table.sort_values("window_days", na_position="first", kind="stable").to_dict("records")
    return {_key_of(row): row for row in longest_last}


def _names_what_is_missing(row: dict) -> bool:
    """Whether the row stands for a figure that the platform never showed: no line of its own where others have it."""
    return row["basis"] != "computed" and str(row["reason"]).startswith("only_in_report")


def _key_of(row: dict) -> Key:
    side = OURS if row["basis"] == "computed" else PLATFORM
    days = 0 if pd.isna(row["window_days"]) or _is_one_line(row, side) else int(row["window_days"])
    return _key(row["platform"], row["kpi"], row["scope"], side, days)


def _key(platform: str, kpi: str, scope: str, side: str, days: int) -> Key:
    window_place = days or (0 if side == OURS else _NO_WINDOW_LAST)
    return Key(place_in_list(platform, kpi), kpi, "" if pd.isna(scope) else scope, window_place, side, days)


def _is_one_line(row: dict, side: str) -> bool:
    """Mercado Libre changes its window between 60 and 365 days; a KPI that we count over one window keeps its line."""
    if row["platform"] == "mercadolibre":
        return True
    windows = [each.windows for each in definitions_of(row["platform"], market=row["market"]) if each.kpi == row["kpi"]]
    return side == OURS and all(len(each) <= 1 for each in windows)


def _ordered(frames: AccountFrames, definitions: list[Definition], keys: set[Key]) -> list[Key]:
    """The lines that have rows, and one for each KPI and scope that the platform reports and never did."""
    shown = {(key.kpi, key.scope) for key in keys if key.side == PLATFORM}
    never = {
        _key(each.platform, each.kpi, scope, PLATFORM, 0)
        for each in definitions
        if each.reported_in
        for scope in scopes_of(frames, each)
        if (each.kpi, scope) not in shown
    }
    return sorted(keys | never)


def _line(client, frames: AccountFrames, key: Key, by_month: list[dict], start: dict, ends: list[pd.Timestamp]) -> Line:
    rows = [by_key.get(key) for by_key in by_month]
    shown = tuple(_in_month(row, end) for row, end in zip(rows, ends, strict=True))
    owner = client.profile.owner_of(frames.account.id, kpi=key.kpi, on=ends[-1].date())
    return Line(
        kpi=key.kpi,
        scope=key.scope,
        side=key.side,
        figures=shown,
        baseline=start.get(key),
        last_shown=rows[-1] if shown[-1] is None else None,
        target=_target(key, by_month[-1]),
        missing=_missing(frames, key),
        owner=owner.person if owner else "",
    )


def _in_month(row: dict | None, end: pd.Timestamp) -> dict | None:
    """The row where it is of that month: a figure that the platform showed earlier is none of this month."""
    return row if row is not None and row["as_of"] >= end.replace(day=1) else None


def _target(key: Key, rows: dict[Key, dict]) -> dict:
    """The line's own target; where the platform never showed a figure, the one that our count is judged by."""
    same = [each for each in sorted(rows) if (each.kpi, each.scope) == (key.kpi, key.scope)]
    known = [rows[each] for each in ([key] if key in rows else same) if pd.notna(rows[each]["target"])]
    return known[0] if known else {}


def _missing(frames: AccountFrames, key: Key) -> str:
    wanted = definitions_of(frames.account.platform, market=frames.account.market)
    exports = next((each.usual_report for each in wanted if each.kpi == key.kpi), ())
    return reason("only_in_report", ", ".join(exports)) if key.side == PLATFORM and exports else ""
