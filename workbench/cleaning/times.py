"""Text to instants and days. The shapes that a source writes, and its zone rule, are parameters.

At the end of summer time an hour comes twice: its first pass is taken. At the start an hour is missing: a time
in it is moved to the hour's end. Both are counted and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.values import Parsed

UTC = "datetime64[us, UTC]"
DAY = "datetime64[us]"
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
_HALF = r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
_MAYBE_CLOCK = rf"(?:[ t]{_CLOCK}(?:\.\d+)?{_HALF})?"
_SHAPES = {
    "iso": rf"^(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}}){_MAYBE_CLOCK}$",
    "iso utc": rf"^(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})[ t]{_CLOCK}(?:\.\d+)?(?:z| utc|\+00:?00)$",
    "spanish": rf"^(?P<day>\d{{1,2}}) de (?P<month>[a-z]+) de (?P<year>\d{{4}})"
    rf"(?:(?:,? +| ?\| ?){_CLOCK}(?: ?h(?:s|rs)?\.?)?)?$",
    "chinese": rf"^(?P<year>\d{{4}})年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?: ?{_CLOCK})?$",
    "day first": rf"^(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}){_MAYBE_CLOCK}$",
    "month first": rf"^(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{2}}|\d{{4}}){_MAYBE_CLOCK}$",
    "day first short": rf"^(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>\d{{2}}){_MAYBE_CLOCK}$",
    "day first utc": rf"^(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}})[ t]{_CLOCK}(?:z| utc)$",
    "month first utc": rf"^(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}})[ t]{_CLOCK}(?:z| utc)$",
    "day month name": rf"^(?P<day>\d{{1,2}})[- ](?P<month>[a-z]+)\.?[- ](?P<year>\d{{4}}){_MAYBE_CLOCK}$",
    "month name day": rf"^(?P<month>[a-z]+)\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}),?{_MAYBE_CLOCK}$",
}
_ODD_SPACES = r"[\x{a0}\x{2009}\x{202f}]"
_HOURS = r"(?:gmt|utc)(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?"
_STAMPED = rf"(?i)^(?P<wall>.*\S) (?:(?P<letters>[a-z]{{3}})|{_HOURS})$"
STAMPED_SHAPES = ("month name day", "day month name", "iso")
# Hours from UTC. CST is left out: it is Chicago's, Mexico's and China's.
ZONE_HOURS = {"utc": 0, "gmt": 0, "pst": -8, "pdt": -7, "mst": -7, "mdt": -6, "est": -5, "edt": -4}
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
        "day first short" (a year of two digits), "day first utc" and "month first utc" (only for the zone UTC),
        "day month name", "month name day", "chinese", "serial" (a spreadsheet's day number). A clock of twelve
        hours (p.m.) is read where a clock may be left out; 24:00 is no time.
    end_of_day : bool
        A text without a clock time means the last instant of its day (a deadline), not the first.

    >>> parse_local_times(pa.array(["31 de agosto de 2026 23:59 hs."]), zone="America/Mexico_City",
    ...                   shapes=("spanish",)).values.astype(str).tolist()
    ['2026-09-01 05:59:00+00:00']
    """
    different, codes = _encoded(text)
    walls, date_only = _walls(different, shapes)
    if end_of_day:
        walls = np.where(date_only, walls + np.timedelta64(1, "D") - np.timedelta64(1, "us"), walls)
    instants, twice, missing_hour = _in_zone(pd.DatetimeIndex(walls), zone=zone)
    values = pd.Series(instants[codes]).astype(UTC)
    date_only &= ~np.isnat(walls)
    return ParsedTimes(
        values,
        np.isnat(walls)[codes] & pc.is_valid(text).to_numpy(zero_copy_only=False),
        date_only[codes],
        int(twice[codes].sum()),
        int(missing_hour[codes].sum()),
    )


def parse_stamped_times(text: pa.Array) -> Parsed:
    """Times that name their own zone, as Amazon's pages write them; the letters decide, not the season.

    A month stands as its English or Spanish name, no-break spaces count as spaces. A time without a zone, or
    with letters that mean several offsets (CST), fails.

    >>> parse_stamped_times(pa.array(["Jan 3, 2026 11:05:22 PM PST", "31 jul 2026 11:03:59 p.m. GMT-7"])
    ...                     ).values.astype(str).tolist()
    ['2026-01-04 07:05:22+00:00', '2026-08-01 06:03:59+00:00']
    """
    encoded = text.dictionary_encode()
    parts = pc.extract_regex(_plain_spaces(encoded.dictionary), pattern=_STAMPED)
    wall_texts, wall_codes = _encoded(pc.struct_field(parts, "wall"))
    walls, date_only = (found[wall_codes] for found in _walls(wall_texts, STAMPED_SHAPES))
    offsets = pd.Series([_offset(part) for part in parts.to_pylist()], dtype="float64")
    seconds = pd.to_timedelta((offsets * 3_600).round(), unit="s").astype("timedelta64[us]").to_numpy()
    instants = np.where(date_only, np.datetime64("NaT"), walls - seconds)
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    values = np.append(instants, np.datetime64("NaT"))[codes]
    failed = np.isnat(values) & pc.is_valid(text).to_numpy(zero_copy_only=False)
    return Parsed(pd.Series(values).dt.tz_localize("UTC").astype(UTC), failed)


def parse_days(text: pa.Array, *, shapes: Sequence[str] = ("iso",)) -> Parsed:
    """Calendar days; a clock time beside the day is cut off.

    >>> parse_days(pa.array(["27/11/2020", "31/02/2020"]), shapes=("day first",)).values.astype(str).tolist()
    ['2020-11-27', nan]
    """
    different, codes = _encoded(text)
    walls = _walls(different, shapes)[0][codes]
    failed = np.isnat(walls) & pc.is_valid(text).to_numpy(zero_copy_only=False)
    return Parsed(pd.Series(walls).dt.normalize().astype(DAY), failed)


def in_zone(walls: pd.Series, *, zone: str) -> tuple[pd.Series, int, int]:
    """Wall-clock times of a zone as UTC instants, how many came twice and how many never were."""
    instants, twice, missing_hour = _in_zone(pd.DatetimeIndex(walls), zone=zone)
    return pd.Series(instants).astype(UTC), int(twice.sum()), int(missing_hour.sum())


def _in_zone(clocks: pd.DatetimeIndex, *, zone: str) -> tuple[pd.DatetimeIndex, np.ndarray, np.ndarray]:
    """Clocks of a zone as UTC instants, which of them came twice and which never were."""
    first_pass = np.ones(len(clocks), dtype=bool)
    instants = clocks.tz_localize(zone, ambiguous=first_pass, nonexistent="shift_forward")
    sure = clocks.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    missing_hour = clocks.notna() & sure.isna()
    twice = np.zeros(len(clocks), dtype=bool)
    twice[missing_hour] = clocks[missing_hour].tz_localize(zone, ambiguous="NaT", nonexistent="shift_forward").isna()
    return instants.tz_convert("UTC"), twice, missing_hour & ~twice


def _encoded(text: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """The different texts, and which of them stands in each row; -1 where it is missing."""
    encoded = text.dictionary_encode()
    return encoded.dictionary, pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)


def _walls(different: pa.Array, shapes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Wall-clock times of different texts and which had no clock; one more at the end, for a missing text."""
    walls = np.full(len(different) + 1, np.datetime64("NaT"), dtype=DAY)
    date_only = np.zeros(len(different) + 1, dtype=bool)
    left, words = np.arange(len(different)), pc.utf8_lower(_plain_spaces(different))
    for shape in shapes:
        found, bare = _serials(words) if shape == "serial" else _shaped(words, _SHAPES[shape])
        walls[left], date_only[left] = found, bare & ~np.isnat(found)
        still = np.isnat(found)
        if not still.any():
            break
        left, words = left[still], words.filter(pa.array(still))
    return walls, date_only


def _plain_spaces(text: pa.Array) -> pa.Array:
    if pc.all(pc.string_is_ascii(text)).as_py():
        return text
    return pc.replace_substring_regex(text, pattern=_ODD_SPACES, replacement=" ")


def _offset(part: Mapping[str, str] | None) -> float:
    """Hours from UTC of a zone's letters, or of its own signed hours."""
    if part is None or part["letters"]:
        return ZONE_HOURS.get(part["letters"].lower(), np.nan) if part else np.nan
    hours = int(part["hours"]) + int(part["minutes"] or 0) / 60
    return -hours if part["sign"] == "-" else hours


def _shaped(different: pa.Array, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    """Wall-clock times of the texts that have the pattern, and which of them had no clock."""
    parts = pc.extract_regex(different, pattern=pattern)
    matched = pc.is_valid(parts).to_numpy(zero_copy_only=False)
    parts = parts.filter(pa.array(matched))
    fields = {field.name: pc.struct_field(parts, field.name) for field in parts.type}
    walls = np.full(len(different), np.datetime64("NaT"), dtype=DAY)
    bare = np.zeros(len(different), dtype=bool)
    walls[matched] = _dates(fields) + _clocks(fields)
    bare[matched] = pc.equal(fields["clock"], "").to_numpy(zero_copy_only=False)
    return walls, bare


def _dates(fields: Mapping[str, pa.Array]) -> np.ndarray:
    """Calendar days, missing where there is no such day or month."""
    year, day = (pc.cast(fields[name], pa.int64()).to_numpy() for name in ("year", "day"))
    year = np.where(pc.equal(pc.utf8_length(fields["year"]), 2).to_numpy(zero_copy_only=False), year + 2000, year)
    names, codes = _encoded(fields["month"])
    month = np.array([_MONTHS.get(name, 0) for name in names.to_pylist()], dtype=np.int64)[codes]
    begin = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = begin.astype("datetime64[D]") + (day - 1)
    sound = (year > 0) & (month > 0) & (days.astype("datetime64[M]") == begin)
    return np.where(sound, days.astype(DAY), np.datetime64("NaT"))


def _clocks(fields: Mapping[str, pa.Array]) -> np.ndarray:
    """Time since the day began, missing where there is no such time."""
    halves = fields.get("half", pa.scalar("", fields["clock"].type))
    different, codes = _encoded(pc.binary_join_element_wise(fields["clock"], halves, pa.scalar(" ", halves.type)))
    seconds = [_seconds(*words.split(" ")) for words in different.to_pylist()]
    return np.array(seconds, dtype="timedelta64[s]")[codes]


def _seconds(clock: str, half: str) -> np.timedelta64:
    """Seconds since the day began; missing at 24:00, and where a clock of twelve hours says 0 or 13."""
    hours, minutes, seconds = ([int(part) for part in clock.split(":") if part] + [0, 0, 0])[:3]
    if hours > 23 or minutes > 59 or seconds > 59 or (half and not 1 <= hours <= 12):
        return np.timedelta64("NaT")
    hours = hours % 12 + 12 * (half == "p") if half else hours
    return np.timedelta64(3_600 * hours + 60 * minutes + seconds, "s")


def _serials(different: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    matched = pc.match_substring_regex(different, pattern=_SERIAL)
    numbers = pc.cast(pc.if_else(matched, different, pa.scalar(None, different.type)), pa.float64())
    days = pd.Series(numbers.to_numpy(zero_copy_only=False))
    walls = (_SERIAL_START + pd.to_timedelta((days * 86_400).round(), unit="s")).to_numpy(dtype="datetime64[us]")
    return walls, (days % 1 == 0).to_numpy()


def _instants_one_by_one(text: pa.Array) -> Parsed:
    shaped = pc.match_substring_regex(
        text, pattern=r"^\d{4}-\d{2}-\d{2}[T ]\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)? ?(Z|UTC|[+-]\d{2}(:?\d{2})?)$"
    )
    sound = pc.if_else(shaped, text, pa.scalar(None, text.type)).to_pandas()
    values = pd.to_datetime(sound.str.replace(r" ?UTC$", "Z", regex=True), format="ISO8601", utc=True, errors="coerce")
    return Parsed(values.astype(UTC), values.isna().to_numpy() & pc.is_valid(text).to_numpy(zero_copy_only=False))
