"""Whether each alert's condition holds on a day: one row per KPI and kind, and one per file that is late.

An alert opens where the verdict is "on" and is over only where it is "off", that is where the files show
the condition to be gone. Anything between, or nothing to judge by, leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.accountability import missing_files
from workbench.errors import NothingToShow
from workbench.kpis import kpi_table
from workbench.kpis.days import previous_month_end
from workbench.kpis.frames import AccountFrames
from workbench.risk import LIKELY_FROM, breach_risk
from workbench.risk.breach import figures_ahead, main_figures
from workbench.risk.histories import Histories
from workbench.risk.signal import signal_of
from workbench.risk.standing import standing_of

ALERT_KINDS = ("breach", "likely", "worse", "unmeasured", "file_late")
KEY = ("account", "kpi", "scope", "kind")
LIKELY_DAYS = 14
# Opened from the first probability on, over below the second: a chance that wavers around one limit is told once.
LIKELY_UNTIL = 0.2
# A file that never came is asked for so many months.
MONTHS_ASKED_FOR = 3

ON, STAYS, OFF, UNKNOWN = "on", "stays", "off", "unknown"
FIGURES = {
    **dict.fromkeys(("platform", "market"), "str"),
    "window_days": "Int64",
    "as_of": "datetime64[us]",
    **dict.fromkeys(("numerator", "denominator"), "Int64"),
    **dict.fromkeys(("rate", "value", "target"), "float64"),
    **dict.fromkeys(("comparator", "level", "reason"), "str"),
    "headroom": "Int64",
    "probability": "float64",
    "rule": "str",
    "standing": "str",
    **dict.fromkeys(("due_date", "missing_from", "missing_until"), "datetime64[us]"),
}
"""What is known of an alert beside its identity, as columns and their types."""


def conditions(client, *, as_of: pd.Timestamp) -> list[dict]:
    """The state of everything that alerts are made of, at the end of a day.

    Figures of an account are as of that day, or of the last day that its files speak of where that is earlier:
    files that come late must not make a breach seem over.

    Parameters
    ----------
    client : Client
        With its profile, intake and the canonical tables.
    as_of : Timestamp
        A day.

    Returns
    -------
    list of dict
        account, kpi, scope, kind, verdict, and of `FIGURES` those that are known.
    """
    histories = Histories(client, where="alerts")
    found = [row for account in client.profile.accounts for row in _of_account(client, histories, account.id, as_of)]
    return found + list(_late_files(client, as_of))


def newest_day(frames: AccountFrames, *, until: pd.Timestamp) -> pd.Timestamp:
    """The last local day with an order or a reported figure, up to a day; missing where there is none."""
    ordered = frames.days(frames.order_lines["ordered_at"])
    known = pd.concat([ordered, frames.reported["as_of"]]).dropna()
    return known[known <= until].max() if len(known) else pd.NaT


def _of_account(client, histories: Histories, account: str, as_of: pd.Timestamp) -> Iterator[dict]:
    day = newest_day(histories.frames(account), until=as_of)
    if pd.isna(day):
        return
    now = kpi_table(client, as_of=day, account=account)
    earlier = main_figures(kpi_table(client, as_of=previous_month_end(day), account=account))
    measured = earlier[earlier["status"] != "unmeasured"]
    before = set(zip(measured["kpi"], measured["scope"], strict=True))
    ahead = breach_risk(client, now, days=LIKELY_DAYS)
    rows = figures_ahead(now).assign(headroom=ahead["headroom"], probability=ahead["probability"])
    for key, windows in rows.groupby(["kpi", "scope"], sort=False, dropna=False):
        told = windows.to_dict("records")
        yield from _of_kpi(told, _signal(histories, told[0], day), was_measured=key in before)


def _of_kpi(windows: list[dict], signal: tuple[str, str], *, was_measured: bool) -> Iterator[dict]:
    """One row per kind, however many windows a KPI has: each tells of the window that is worst in its way."""
    row = windows[0]
    missed = next((each for each in windows if _is_missed(each)), row)
    likeliest = max(windows, key=lambda each: -1.0 if pd.isna(each["probability"]) else each["probability"])
    judged = {"status": missed["status"], "headroom": missed.get("headroom"), "probability": likeliest["probability"]}
    verdicts = kpi_verdicts(judged, signal=signal[0], was_measured=was_measured)
    for kind, verdict in verdicts.items():
        rule = signal[1] if kind == "worse" else ""
        of_kind = {"breach": missed, "likely": likeliest}.get(kind, row)
        known = {name: of_kind[name] for name in FIGURES if name in of_kind}
        yield {"account": row["account"], "kpi": row["kpi"], "scope": _text(row["scope"]), "kind": kind} | {
            "verdict": verdict,
            **known,
            "rule": rule,
            # As on every board: a target missed at a platform's yellow is told, and called at risk.
            "standing": standing_of(of_kind),
        }


def kpi_verdicts(row: Mapping, *, signal: str, was_measured: bool) -> dict[str, str]:
    """Whether a KPI is breached, likely to be, getting worse, and no longer measured.

    Parameters
    ----------
    row : mapping
        status, probability (of a breach within `LIKELY_DAYS`), and headroom where it is known: below zero the target
        is missed, also where the platform only warns so far.
    signal : str
        Verdict of `workbench.kpi_signal`.
    was_measured : bool
        At the end of the month before.

    Returns
    -------
    dict of str to str
        Kind to on, stays, off or unknown. The stronger kind keeps a weaker one from being opened beside it.

    >>> verdicts = kpi_verdicts({"status": "breach", "probability": float("nan")}, signal="worse", was_measured=True)
    >>> list(verdicts.values())
    ['on', 'off', 'stays', 'off']
    """
    if row["status"] == "unmeasured":
        gone = ON if was_measured else UNKNOWN
        return {"breach": UNKNOWN, "likely": UNKNOWN, "worse": UNKNOWN, "unmeasured": gone}
    is_breach = _is_missed(row)
    likely = OFF if is_breach else _likely(row["probability"])
    worse = {"worse": ON, "cannot_say": UNKNOWN}.get(signal, OFF)
    if worse == ON and (is_breach or likely == ON):
        worse = STAYS
    return {"breach": ON if is_breach else OFF, "likely": likely, "worse": worse, "unmeasured": OFF}


def _is_missed(row: Mapping) -> bool:
    """Whether the target is missed: a breach, or a platform's yellow, which costs the seller its green."""
    room = row.get("headroom")
    return row["status"] == "breach" or (row["status"] == "watch" and pd.notna(room) and room < 0)


def _likely(chance: float) -> str:
    if pd.isna(chance):
        return UNKNOWN
    if chance >= LIKELY_FROM:
        return ON
    return STAYS if chance >= LIKELY_UNTIL else OFF


def _signal(histories: Histories, row: dict, day: pd.Timestamp) -> tuple[str, str]:
    """Verdict and rule, from tables that are read once for all KPIs."""
    if row["basis"] != "computed" or row["status"] == "unmeasured":
        return "cannot_say", "counts_alone"
    signal = signal_of(histories, row["account"], row["kpi"], scope=_text(row["scope"]), on=day)
    return signal.verdict, signal.rule


def _late_files(client, as_of: pd.Timestamp) -> Iterator[dict]:
    last = as_of.to_period("M") - 1
    for month in (str(last - ago) for ago in range(MONTHS_ASKED_FOR)):
        for file in _missing(client, month):
            if file["due_date"] < as_of:
                yield _late_file(client, file, month, as_of)


def _missing(client, month: str) -> list[dict]:
    if client.profile.since > pd.Period(month).end_time.date():
        return []
    try:
        return missing_files(client, month=month).to_dict("records")
    except NothingToShow:
        # Nothing was read and the profile expects nothing.
        return []


def _late_file(client, file: dict, month: str, as_of: pd.Timestamp) -> dict:
    """The scope of a late file is its export and its month: each month's file is an alert of its own."""
    place = next((each for each in client.profile.accounts if each.id == file["account"]), None)
    known = {name: file[name] for name in ("due_date", "missing_from", "missing_until")}
    return {
        **{"account": file["account"], "kpi": "", "scope": f"{file['export']} {month}", "kind": "file_late"},
        **{"verdict": ON, "as_of": as_of, **known},
        **({"platform": place.platform, "market": place.market} if place else {}),
    }


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
