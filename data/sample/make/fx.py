"""Exchange rates as Banxico, the ECB and FRED publish them: invented paths that agree with each other.

The peso is steady until September 2025 and weakens from 18.6 to 21.4 a dollar by the end of January 2026.
"""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from itertools import pairwise

from make.dice import Dice
from make.shelf import Shelf, columns

FIRST, LAST = date(2024, 11, 1), date(2026, 2, 5)
ANCHORS = {
    "MXN": (
        (date(2024, 11, 1), 20.10),
        (date(2025, 2, 3), 20.55),
        (date(2025, 5, 30), 19.40),
        (date(2025, 8, 29), 18.68),
        (date(2025, 10, 10), 18.60),
        (date(2025, 12, 15), 20.30),
        (date(2026, 1, 30), 21.38),
        (date(2026, 2, 5), 21.31),
    ),
    "CNY": (
        (date(2024, 11, 1), 7.128),
        (date(2025, 1, 10), 7.325),
        (date(2025, 6, 2), 7.19),
        (date(2025, 9, 15), 7.12),
        (date(2026, 2, 5), 7.02),
    ),
    "EUR": (
        (date(2024, 11, 1), 1.085),
        (date(2025, 1, 13), 1.028),
        (date(2025, 6, 30), 1.172),
        (date(2025, 11, 5), 1.152),
        (date(2026, 2, 5), 1.181),
    ),
}
SWING = {"MXN": 0.0042, "CNY": 0.0009, "EUR": 0.0032}
NEW_YEARS = (date(2025, 1, 1), date(2026, 1, 1))
ECB_CLOSED = (*NEW_YEARS, date(2024, 12, 25), date(2024, 12, 26), date(2025, 4, 18), date(2025, 4, 21))
ECB_CLOSED += (date(2025, 5, 1), date(2025, 12, 25), date(2025, 12, 26))
US_CLOSED = (*NEW_YEARS, date(2024, 11, 11), date(2024, 11, 28), date(2024, 12, 25), date(2025, 1, 20))
US_CLOSED += (date(2025, 2, 17), date(2025, 5, 26), date(2025, 6, 19), date(2025, 7, 4), date(2025, 9, 1))
US_CLOSED += (date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25), date(2026, 1, 19))
MX_CLOSED = (*NEW_YEARS, date(2024, 11, 18), date(2024, 12, 12), date(2024, 12, 25), date(2025, 2, 3))
MX_CLOSED += (date(2025, 3, 17), date(2025, 4, 17), date(2025, 4, 18), date(2025, 5, 1), date(2025, 9, 16))
MX_CLOSED += (date(2025, 11, 17), date(2025, 12, 12), date(2025, 12, 25), date(2026, 2, 2))
ECB_HEADER = columns(
    "USD,JPY,BGN,CYP,CZK,DKK,EEK,GBP,HUF,LTL,LVL,MTL,PLN,ROL,RON,SEK,SIT,SKK,CHF,ISK,NOK,HRK,RUB,TRL,TRY,AUD,BRL,CAD,"
    "CNY,HKD,IDR,ILS,INR,KRW,MXN,MYR,NZD,PHP,SGD,THB,ZAR",
    by=",",
)
ECB_OTHERS = {"JPY": 169.2, "CZK": 24.6, "DKK": 7.46, "GBP": 0.861, "HUF": 391.0, "PLN": 4.25, "RON": 5.06}
ECB_OTHERS |= {"SEK": 10.98, "CHF": 0.932, "ISK": 142.6, "NOK": 11.7, "TRY": 46.5, "AUD": 1.74, "BRL": 6.22}
ECB_OTHERS |= {"CAD": 1.59, "HKD": 8.9, "IDR": 18800.0, "ILS": 3.82, "INR": 99.4, "KRW": 1610.0, "MYR": 4.8}
ECB_OTHERS |= {"NZD": 1.95, "PHP": 66.1, "SGD": 1.49, "THB": 37.4, "ZAR": 20.3}
FIX_TITLE = (
    "Tipo de cambio Pesos por dólar E.U.A. Tipo de cambio para solventar obligaciones denominadas en moneda extranjera "
    "Fecha de determinación (FIX)"
)


def rates(currency: str) -> dict[date, float]:
    """MXN or CNY for one dollar, or dollars for one euro, on every weekday."""
    dice = Dice("fx", currency)
    found, drift = {}, 0.0
    day = FIRST
    while day <= LAST:
        drift = drift * 0.93 + dice.normal(0, SWING[currency])
        if day.weekday() < 5:
            found[day] = round(_trend(ANCHORS[currency], day) * math.exp(drift), 4)
        day += timedelta(days=1)
    return found


def put_fx(shelf: Shelf) -> None:
    """The four files of the publishers, in the folder of files that belong to no account."""
    mxn, cny, eur = rates("MXN"), rates("CNY"), rates("EUR")
    shelf.inbox("_client", "banxico_SF43718.json", banxico(mxn))
    shelf.inbox("_client", "eurofxref-hist.csv", ecb(mxn, cny, eur))
    shelf.inbox("_client", "DEXMXUS.csv", fred("DEXMXUS", mxn))
    shelf.inbox("_client", "DEXCHUS.csv", fred("DEXCHUS", cny))


def banxico(mxn: dict[date, float]) -> str:
    """Series SF43718 as the API answers; holidays stand as N/E."""
    values = [{"fecha": f"{d:%d/%m/%Y}", "dato": "N/E" if d in MX_CLOSED else f"{rate:.4f}"} for d, rate in mxn.items()]
    series = [{"idSerie": "SF43718", "titulo": FIX_TITLE, "datos": values}]
    return json.dumps({"bmx": {"series": series}}, ensure_ascii=False, separators=(",", ":"))


def ecb(mxn: dict[date, float], cny: dict[date, float], eur: dict[date, float]) -> str:
    """The history file: newest first, all rates for one euro, a comma at the end of each line."""
    lines = ["Date," + ",".join(ECB_HEADER) + ","]
    for day in sorted(eur, reverse=True):
        if day in ECB_CLOSED:
            continue
        known = {"USD": eur[day], "MXN": eur[day] * mxn[day], "CNY": eur[day] * cny[day]}
        known |= {name: rate * (0.9 + eur[day] / 11.4) for name, rate in ECB_OTHERS.items()}
        lines.append(f"{day}," + ",".join(_cells(known)) + ",")
    return "\n".join(lines) + "\n"


def fred(series: str, values: dict[date, float]) -> str:
    """A FRED series: every weekday, holidays with an empty value."""
    lines = [f"{day},{'' if day in US_CLOSED else f'{rate:.4f}'}" for day, rate in values.items()]
    return "\n".join([f"observation_date,{series}", *lines]) + "\n"


def _cells(known: dict[str, float]) -> list[str]:
    return [str(round(known[name], 4)) if name in known else "N/A" for name in ECB_HEADER]


def _trend(anchors: tuple[tuple[date, float], ...], day: date) -> float:
    for (first, low), (last, high) in pairwise(anchors):
        if first <= day <= last:
            return low + (high - low) * (day - first).days / (last - first).days
    return anchors[-1][1]
