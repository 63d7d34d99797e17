"""Exchange rates: Banxico (JSON, web CSV and workbook), ECB (history and daily CSV), FRED, to fx.

A day without a rate stays a gap: it is structural and never filled here; `costs.fx.business_day_rates` fills by
choice. Banxico's FIX (SF43718) and the same rate for settlement (SF60653) are different series. The ECB quotes one
euro; only the dollar, peso and yuan are kept.

Source: files of Banco de México, the European Central Bank and the Federal Reserve (H.10), seen 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.cleaning import times, values
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.documents import DocumentRows
from workbench.sources.mercadolibre.states import folded
from workbench.sources.sheet import Sheet

BLANKS = ("", "N/E", "N/A", ".", "ND", "-")
BANXICO = {"SF43718": ("USD", "MXN"), "SF60653": ("USD", "MXN"), "SF46410": ("EUR", "MXN")}
BANXICO_TITLES = (
    ("dolar e.u.a", "USD"),
    ("dolares de e.u.a", "USD"),
    ("euro", "EUR"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
)
FRED = {"DEXMXUS": ("USD", "MXN"), "DEXCHUS": ("USD", "CNY"), "DEXUSEU": ("EUR", "USD")}
ECB_KEPT = ("USD", "MXN", "CNY")
ECB_OTHERS = (
    *("JPY", "BGN", "CYP", "CZK", "DKK", "EEK", "GBP", "HUF", "LTL", "LVL", "MTL", "PLN", "ROL", "RON", "SEK"),
    *("SIT", "SKK", "CHF", "ISK", "NOK", "HRK", "RUB", "TRL", "TRY", "AUD", "BRL", "CAD", "HKD", "IDR", "ILS"),
    *("INR", "KRW", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR"),
)
COLUMNS = ("date", "base", "quote", "series", "rate")
NO_RATE = "day without a rate"


def is_banxico(document: object) -> bool:
    """Whether a JSON document is an answer of Banxico's series service."""
    body = document.get("bmx") if isinstance(document, dict) else None
    return isinstance(body, dict) and isinstance(body.get("series"), list)


def read_banxico(sheet: Sheet, context: FileContext) -> Reading:
    """Banxico's series from the web page's CSV or workbook, below its preamble."""
    return _read_columns(sheet, context, series=BANXICO, shapes=("day first", "iso", "serial"))


def read_banxico_document(name: str, document: object, context: FileContext) -> Reading:
    """Banxico's series from the answer of its service."""
    rows = DocumentRows(name, BANXICO_EXPORT, columns=COLUMNS)
    found = list(_banxico_values(document))
    days = times.parse_days(values.text_array([day for *_, day, _ in found]), shapes=("day first",)).values
    rates = values.parse_numbers(values.text_array([rate for *_, rate in found])).values
    for (path, series, title, day, rate), date, number in zip(found, days, rates, strict=True):
        pair = BANXICO.get(series) or _pair_of(title)
        if rate in BLANKS:
            rows.set_aside(path, NO_RATE)
        elif pair is None:
            rows.refuse(path, "idSerie", series, "a series that is not known")
        elif date is pd.NaT:
            rows.refuse(path, "fecha", day, "not a day such as 31/01/2026")
        elif not number > 0:
            rows.refuse(path, "dato", rate, "not a rate above zero")
        else:
            row = {"date": date, "base": pair[0], "quote": pair[1], "series": series, "rate": number}
            rows.keep_once(path, row, key=("date", "base", "quote", "series"))
    return rows.reading({"fx": rows.frame()}, context)


def read_ecb(sheet: Sheet, context: FileContext) -> Reading:
    """ECB reference rates: one euro in dollars, pesos and yuan."""
    series = {currency: ("EUR", currency) for currency in ECB_KEPT}
    return _read_columns(sheet, context, series=series, shapes=("iso", "day month name"), name="ECB")


def read_fred(sheet: Sheet, context: FileContext) -> Reading:
    """FRED series of the Federal Reserve's H.10 rates."""
    return _read_columns(sheet, context, series=FRED, shapes=("iso",))


def _read_columns(
    sheet: Sheet,
    context: FileContext,
    *,
    series: Mapping[str, tuple[str, str]],
    shapes: Sequence[str],
    name: str = "",
) -> Reading:
    """One row a day, one column a series; a day in which no column has a rate is structural."""
    present = [key for key in series if sheet.has(key)]
    blank = np.all([sheet.text(key).isna().to_numpy() for key in present], axis=0)
    sheet.losses.set_aside(blank & sheet.text("date").notna().to_numpy(), NO_RATE)
    sheet.mark_repeats("date", present[0])
    sheet.need("date")
    days = sheet.days("date", shapes=shapes)
    rates = {key: sheet.numbers(key) for key in present}
    parts = []
    for key in present:
        base, quote = series[key]
        _refuse_not_positive(sheet, key, rates[key])
        frame = pd.DataFrame({"date": days, "base": base, "quote": quote, "series": name or key, "rate": rates[key]})
        parts.append(frame[frame["rate"].notna()])
    return sheet.reading({"fx": _texts(pd.concat(parts))}, context)


def _refuse_not_positive(sheet: Sheet, key: str, rate: pd.Series) -> None:
    sheet.refuse((rate <= 0).to_numpy(dtype=bool), key, "not a rate above zero")


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({"base": "str", "quote": "str", "series": "str"})


def _banxico_values(document: Mapping) -> Iterator[tuple[str, str, str, str, str]]:
    """Path, series, title, day and rate of each value, all as text."""
    for at, series in enumerate(document["bmx"]["series"]):
        body = series if isinstance(series, dict) else {}
        found = body.get("datos")
        for place, value in enumerate(found if isinstance(found, list) else []):
            cell = value if isinstance(value, dict) else {}
            path = f"$.bmx.series[{at}].datos[{place}]"
            words = (body.get("idSerie"), body.get("titulo"), cell.get("fecha"), cell.get("dato"))
            yield (path, *(str(word or "").strip() for word in words))


def _pair_of(title: str) -> tuple[str, str] | None:
    """Currencies of a series that is known only by its title."""
    words = folded(title)
    found = [currency for word, currency in BANXICO_TITLES if word in words]
    return (found[0], "MXN") if found and "peso" in words else None


BANXICO_EXPORT = Export(
    name="banxico-fx",
    title="Banxico exchange rates",
    platform="banxico",
    tables=("fx",),
    fields={"date": ("Fecha",), "series": tuple(BANXICO), **{series: (series,) for series in BANXICO}},
    required=("date", "series"),
    rank=2,
    download="Banxico SIE, series SF43718 (FIX): https://www.banxico.org.mx/SieAPIRest (JSON) or the page's CSV",
    read=read_banxico,
    read_document=read_banxico_document,
    is_document=is_banxico,
    blanks=BLANKS,
)
ECB_EXPORT = Export(
    name="ecb-fx",
    title="ECB reference rates",
    platform="ecb",
    tables=("fx",),
    fields={"date": ("Date",), **{currency: (currency,) for currency in ECB_KEPT}},
    required=("date", *ECB_KEPT),
    known=ECB_OTHERS,
    rank=2,
    download="European Central Bank, euro foreign exchange reference rates: eurofxref-hist.zip, unpacked CSV",
    read=read_ecb,
    blanks=BLANKS,
)
FRED_EXPORT = Export(
    name="fred-fx",
    title="FRED exchange rates",
    platform="fred",
    tables=("fx",),
    fields={"date": ("observation_date", "DATE"), "series": tuple(FRED), **{series: (series,) for series in FRED}},
    required=("date", "series"),
    rank=2,
    download="FRED, series DEXMXUS (pesos) and DEXCHUS (yuan) for one dollar: Download > CSV",
    read=read_fred,
    blanks=BLANKS,
)

EXPORTS = (BANXICO_EXPORT, ECB_EXPORT, FRED_EXPORT)
