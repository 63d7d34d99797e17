"""Text to instants and days. The shapes that a source writes, and its zone rule, are parameters.

At the end of summer time an hour comes twice: its first pass is taken. At the start an hour is missing: a time
in it is moved to the hour's end. Both are counted and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.values import Parsed

UTC = "datetime64[us, UTC]"
DAY = "datetime64[us]"
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
_MAYBE_CLOCK = rf"(?:[ t]{_CLOCK}(?:\.\d+)?)?"
_SHAPES = {
    "iso": rf"^(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}}){_MAYBE_CLOCK}$",
    "iso utc": rf"^(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})[ t]{_CLOCK}(?:\.\d+)?(?:z| utc|\+00:?00)$",
    "spanish": rf"^(?P<day>\d{{1,2}}) de (?P<month>[a-z]+) de (?P<year>\d{{4}})(?:,? +{_CLOCK}(?: ?h(?:s|rs)?\.?)?)?$",
    "day first": rf"^(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}){_MAYBE_CLOCK}$",
    "month first": rf"^(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{2}}|\d{{4}}){_MAYBE_CLOCK}$",
    "day month name": r"^(?P<day>\d{1,2})[- ](?P<month>[a-z]+)[- ](?P<year>\d{4})(?P<clock>)$",
}
_MONTHS = {
    **{str(month): month for month in range(1, 13)},
    **{f"{month:02d}": month for month in range(1, 10)},
    **{
        word: at
        for words in (
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sep oct nov dic",
            "january february march april may june july august september october november december",
            "jan feb mar apr may jun jul aug sep oct nov dec",
        )
        for at, word in enumerate(words.split(), start=1)
    },
    "setiembre": 9,
    "sept": 9,
}
_SERIAL = r"^[2-6]\d{4}(?:\.\d+)?$"
_SERIAL_START = pd.Timestamp("1899-12-30")


@dataclass(frozen=True)
class ParsedTimes(Parsed):
    """Instants, with which texts held no clock time and how many fell into a summer-time edge."""

    date_only: np.ndarray
    twice: int = 0
    missing_hour: int = 0


def parse_instants(text: pa.Array) -> Parsed:
    """ISO instants that carry their own offset.

    >>> parse_instants(pa.array(["2017-06-17T08:04:21-07:00", "2017-06-17"])).values.astype(str).tolist()
    ['2017-06-17 15:04:21+00:00', nan]
    """
    try:
        values = pc.cast(text, pa.timestamp("us", tz="UTC"))
    except pa.ArrowInvalid:
        return _instants_one_by_one(text)
    return Parsed(values.to_pandas().astype(UTC), np.zeros(len(text), dtype=bool))


def parse_local_times(
    text: pa.Array, *, zone: str, shapes: Sequence[str] = ("iso",), end_of_day: bool = False
) -> ParsedTimes:
    """Local wall-clock times of a zone as instants.

    Parameters
    ----------
    text : Array
        Texts in one of `shapes`; missing = null.
    zone : str
        IANA name of the zone that the source writes in.
    shapes : sequence of str
        Of "iso", "iso utc" (ends in Z; only for the zone UTC), "spanish", "day first", "month first",
        "day month name", "serial" (a spreadsheet's day number).
    end_of_day : bool
        A text without a clock time means the last instant of its day (a deadline), not the first.

    >>> parse_local_times(pa.array(["31 de agosto de 2026 23:59 hs."]), zone="America/Mexico_City",
    ...                   shapes=("spanish",)).values.astype(str).tolist()
    ['2026-09-01 05:59:00+00:00']
    """
    walls, date_only = _walls(text, shapes)
    failed = walls.isna().to_numpy() & pc.is_valid(text).to_numpy(zero_copy_only=False)
    if end_of_day:
        walls = walls.where(~date_only, walls + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1))
    values, twice, missing_hour = in_zone(walls, zone=zone)
    return ParsedTimes(values, failed, date_only & walls.notna().to_numpy(), twice, missing_hour)


def parse_days(text: pa.Array, *, shapes: Sequence[str] = ("iso",)) -> Parsed:
    """Calendar days; a clock time beside the day is cut off.

    >>> parse_days(pa.array(["27/11/2020", "31/02/2020"]), shapes=("day first",)).values.astype(str).tolist()
    ['2020-11-27', nan]
    """
    walls, _ = _walls(text, shapes)
    failed = walls.isna().to_numpy() & pc.is_valid(text).to_numpy(zero_copy_only=False)
    return Parsed(walls.dt.normalize().astype(DAY), failed)


def in_zone(walls: pd.Series, *, zone: str) -> tuple[pd.Series, int, int]:
    """Wall-clock times of a zone as UTC instants, how many came twice and how many never were."""
    clocks = pd.DatetimeIndex(walls)
    first_pass = np.ones(len(clocks), dtype=bool)
    instants = clocks.tz_localize(zone, ambiguous=first_pass, nonexistent="shift_forward")
    sure = clocks.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    unsure = clocks.notna() & sure.isna()
    twice = clocks[unsure].tz_localize(zone, ambiguous="NaT", nonexistent="shift_forward").isna().sum()
    return pd.Series(instants.tz_convert("UTC")).astype(UTC), int(twice), int(unsure.sum() - twice)


def _walls(text: pa.Array, shapes: Sequence[str]) -> tuple[pd.Series, np.ndarray]:
    """Wall-clock times and which texts had none, parsed once for each different text."""
    encoded = text.dictionary_encode()
    different = pc.utf8_lower(encoded.dictionary)
    walls = np.full(len(different) + 1, np.datetime64("NaT"), dtype="datetime64[us]")
    date_only = np.zeros(len(different) + 1, dtype=bool)
    for shape in shapes:
        found, bare = _serials(different) if shape == "serial" else _shaped(different, _SHAPES[shape])
        fresh = np.isnat(walls[:-1]) & ~np.isnat(found)
        walls[:-1][fresh], date_only[:-1][fresh] = found[fresh], bare[fresh]
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return pd.Series(walls[codes]), date_only[codes]


def _shaped(different: pa.Array, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    parts = pc.extract_regex(different, pattern=pattern)
    fields = {name: pc.struct_field(parts, name).to_pylist() for name in ("year", "month", "day", "clock")}
    months = [_MONTHS.get(word, 0) for word in fields["month"]]
    years = [f"20{year}" if year and len(year) == 2 else year for year in fields["year"]]
    clocks = [
        (clock or "0:00").zfill(5) if clock is None or len(clock) <= 5 else clock.zfill(8) for clock in fields["clock"]
    ]
    stamps = [
        f"{year}-{month:02d}-{int(day):02d} {clock}" if year and month else None
        for year, month, day, clock in zip(years, months, fields["day"], clocks, strict=True)
    ]
    walls = pd.to_datetime(pd.Series(stamps, dtype="str"), format="ISO8601", errors="coerce")
    return walls.to_numpy(dtype="datetime64[us]"), np.array([not clock for clock in fields["clock"]], dtype=bool)


def _serials(different: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    matched = pc.match_substring_regex(different, pattern=_SERIAL)
    numbers = pc.cast(pc.if_else(matched, different, pa.scalar(None, different.type)), pa.float64())
    days = pd.Series(numbers.to_numpy(zero_copy_only=False))
    walls = (_SERIAL_START + pd.to_timedelta((days * 86_400).round(), unit="s")).to_numpy(dtype="datetime64[us]")
    return walls, (days % 1 == 0).to_numpy()


def _instants_one_by_one(text: pa.Array) -> Parsed:
    shaped = pc.match_substring_regex(
        text, pattern=r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})$"
    )
    sound = pc.if_else(shaped, text, pa.scalar(None, text.type)).to_pandas()
    values = pd.to_datetime(sound.str.replace(r" ?UTC$", "Z", regex=True), format="ISO8601", utc=True, errors="coerce")
    return Parsed(values.astype(UTC), values.isna().to_numpy() & pc.is_valid(text).to_numpy(zero_copy_only=False))
