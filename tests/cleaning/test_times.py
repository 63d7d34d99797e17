"""Text to instants and days."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning.times import parse_days, parse_instants, parse_local_times, parse_stamped_times

MEXICO = "America/Mexico_City"
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def column(*texts):
    return pa.array(texts, pa.large_string())


def instants(parsed):
    return [None if stamp is pd.NaT else stamp.isoformat() for stamp in parsed.values]


def test_instants_carry_their_own_offset():
    texts = ("2017-06-17T08:04:21+00:00", "2017-06-17T08:04:21-07:00", "2026-06-16 00:00:00 UTC", "2020-10-21T00:00Z")
    assert instants(parse_instants(column(*texts))) == [
        "2017-06-17T08:04:21+00:00",
        "2017-06-17T15:04:21+00:00",
        "2026-06-16T00:00:00+00:00",
        "2020-10-21T00:00:00+00:00",
    ]


@pytest.mark.parametrize(
    "text", ["2017-06-17", "2017-06-17T08:04:21", "2025-11-31T10:00:00Z", "17/06/2017", "x", "2026"]
)
def test_an_instant_without_offset_or_of_no_day_fails(text):
    parsed = parse_instants(column(text, "2017-06-17T08:04:21+00:00"))
    assert parsed.failed.tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "shape", "expected"),
    [
        ("31 de agosto de 2026 23:59 hs.", "spanish", "2026-09-01T05:59:00+00:00"),
        ("1 de enero de 2026 9:05 hs", "spanish", "2026-01-01T15:05:00+00:00"),
        ("1 de setiembre de 2026", "spanish", "2026-09-01T06:00:00+00:00"),
        ("2026-01-31 08:00", "iso", "2026-01-31T14:00:00+00:00"),
        ("31/01/2026", "day first", "2026-01-31T06:00:00+00:00"),
        ("01/31/26", "month first", "2026-01-31T06:00:00+00:00"),
        ("05-Dec-2024", "day month name", "2024-12-05T06:00:00+00:00"),
        ("46265.5", "serial", "2026-08-31T18:00:00+00:00"),
        ("2026年1月31日", "chinese", "2026-01-31T06:00:00+00:00"),
        ("2026年1月31日 8:05", "chinese", "2026-01-31T14:05:00+00:00"),
        ("31 ene 2026 11:03:59 p.m.", "day month name", "2026-02-01T05:03:59+00:00"),
        ("31 ene. 2026 11:03:59 p. m.", "day month name", "2026-02-01T05:03:59+00:00"),
        ("31-agosto-2026", "day month name", "2026-08-31T06:00:00+00:00"),
        ("Jan 3, 2026 12:05 AM", "month name day", "2026-01-03T06:05:00+00:00"),
        ("January 3 2026, 12:05 PM", "month name day", "2026-01-03T18:05:00+00:00"),
        ("Jan 3, 2026 1:05\u202fPM", "month name day", "2026-01-03T19:05:00+00:00"),
        ("24/02/2026 10:28 AM", "day first", "2026-02-24T16:28:00+00:00"),
        ("29/02/2024", "day first", "2024-02-29T06:00:00+00:00"),
        ("31\u00a0de agosto de 2026 23:59\u00a0hs.", "spanish", "2026-09-01T05:59:00+00:00"),
    ],
)
def test_each_shape_is_read_in_the_zone_of_its_source(text, shape, expected):
    assert instants(parse_local_times(column(text), zone=MEXICO, shapes=(shape,))) == [expected]


@pytest.mark.parametrize(
    "text", ["31 de junio de 2025 10:00 hs.", "31 of August 2026", "2026-08-31", "99 de agosto de 2026"]
)
def test_a_day_that_is_none_or_of_another_shape_fails(text):
    assert parse_local_times(column(text), zone=MEXICO, shapes=("spanish",)).failed.tolist() == [True]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("2026-01-31 24:00", "iso"),
        ("2026-01-31 25:10", "iso"),
        ("2026-01-31 10:61", "iso"),
        ("29/02/2026", "day first"),
        ("30/02/2024", "day first"),
        ("12/31/2025", "day first"),
        ("31/12/2025", "month first"),
        ("2026年13月1日", "chinese"),
        ("Jan 3, 2026 13:05 PM", "month name day"),
        ("Jan 3, 2026 0:05 AM", "month name day"),
        ("Foo 3, 2026", "month name day"),
        ("31 de Foo de 2026", "spanish"),
        ("2026-01-31 10:00 AM PST", "iso"),
    ],
)
def test_a_time_that_is_none_fails(text, shape):
    parsed = parse_local_times(column(text), zone=MEXICO, shapes=(shape,))
    assert (parsed.failed.tolist(), instants(parsed)) == ([True], [None])


@pytest.mark.parametrize("lang", ["es", "en", "zh"])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(lang, month):
    english = datetime(2026, month, 1).strftime("%B")  # the C locale writes English
    text, shape = {
        "es": (f"5 de {MONTHS[month - 1]} de 2026", "spanish"),
        "en": (f"5 {english} 2026", "day month name"),
        "zh": (f"2026年{month}月5日", "chinese"),
    }[lang]
    assert parse_days(column(text), shapes=(shape,)).values[0] == pd.Timestamp(2026, month, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan 3, 2026 11:05:22 PM PST", "2026-01-04T07:05:22+00:00"),
        ("Jul 3, 2026 11:05:22 PM PDT", "2026-07-04T06:05:22+00:00"),
        # The letters decide: in the hour that comes twice they tell the passes apart.
        ("Nov 1, 2026 1:30:00 AM PDT", "2026-11-01T08:30:00+00:00"),
        ("Nov 1, 2026 1:30:00 AM PST", "2026-11-01T09:30:00+00:00"),
        ("31 jul 2026 11:03:59 p.m. GMT-7", "2026-08-01T06:03:59+00:00"),
        ("31 jul 2026 11:03:59 p.m. GMT-06:00", "2026-08-01T05:03:59+00:00"),
        ("1 ene 2026 12:00:00 a.m. UTC", "2026-01-01T00:00:00+00:00"),
        ("Jan 3, 2026 11:05:22\u202fPM PST", "2026-01-04T07:05:22+00:00"),
    ],
)
def test_a_stamped_time_names_its_own_zone(text, expected):
    assert instants(parse_stamped_times(column(text, None))) == [expected, None]


def test_a_year_that_never_was_fails_and_one_long_ago_is_read():
    found = parse_days(pa.array(["0000-05-05", "0002-05-05", "9999-12-31"]))
    assert found.failed.tolist() == [True, False, False]
    stamped = parse_stamped_times(pa.array(["0002-05-05 10:00 PST"]))
    assert stamped.values.astype(str).tolist() == ["0002-05-05 18:00:00+00:00"]


def test_the_first_shape_that_fits_a_text_reads_it_in_each_row_of_the_text():
    text = pa.array(["03/04/2026", "13/04/2026", None, "03/04/2026", "04/13/2026"]).dictionary_encode()
    found = parse_days(text, shapes=("day first", "month first"))
    days = ["2026-04-03", "2026-04-13", "nan", "2026-04-03", "2026-04-13"]
    assert found.values.astype(str).astype(object).fillna("nan").tolist() == days


@pytest.mark.parametrize(
    "text",
    [
        *("Jan 3, 2026 11:05:22 PM", "Jan 3, 2026 11:05:22 PM CST", "Jan 3, 2026 11:05:22 PM XYZ", "Jan 3, 2026 PST"),
        *("Feb 29, 2026 1:00:00 AM PST", "31 jul 2026 11:03:59 p.m. GMT", "", "PST"),
    ],
)
def test_a_stamped_time_without_a_known_zone_or_clock_fails(text):
    expected = text.endswith("GMT")
    assert parse_stamped_times(column(text)).failed.tolist() == [not expected]


def test_mexico_city_skipped_and_repeated_hours_only_while_it_had_summer_time():
    # 2022: forward on 3 April at 2:00 (8:00 UTC), back on 30 October at 2:00 CDT (7:00 UTC); none since.
    parsed = parse_local_times(
        column("2022-04-03 02:30", "2022-10-30 01:30", "2023-04-02 02:30", "2023-10-29 01:30"), zone=MEXICO
    )
    assert instants(parsed) == [
        *("2022-04-03T08:00:00+00:00", "2022-10-30T06:30:00+00:00"),
        *("2023-04-02T08:30:00+00:00", "2023-10-29T07:30:00+00:00"),
    ]
    assert (parsed.twice, parsed.missing_hour) == (1, 1)


def test_the_hour_that_comes_twice_is_taken_once_and_counted():
    # Clocks in Los Angeles went back on 2026-11-01 at 2:00 PDT (9:00 UTC).
    parsed = parse_local_times(column("2026-11-01 01:30", "2026-11-01 03:30"), zone="America/Los_Angeles")
    assert instants(parsed) == ["2026-11-01T08:30:00+00:00", "2026-11-01T11:30:00+00:00"]
    assert (parsed.twice, parsed.missing_hour) == (1, 0)


def test_the_hour_that_never_was_is_moved_to_its_end_and_counted():
    parsed = parse_local_times(column("2026-03-08 02:30"), zone="America/Los_Angeles")
    assert instants(parsed) == ["2026-03-08T10:00:00+00:00"]
    assert (parsed.twice, parsed.missing_hour) == (0, 1)


def test_mexico_had_summer_time_until_2022():
    parsed = parse_local_times(column("2022-07-01 12:00", "2023-07-01 12:00"), zone=MEXICO)
    assert instants(parsed) == ["2022-07-01T17:00:00+00:00", "2023-07-01T18:00:00+00:00"]


def test_a_deadline_without_a_clock_is_the_last_instant_of_its_day():
    parsed = parse_local_times(column("2026-01-31", "2026-01-31 10:00"), zone=MEXICO, end_of_day=True)
    assert instants(parsed) == ["2026-02-01T05:59:59.999999+00:00", "2026-01-31T16:00:00+00:00"]
    assert parsed.date_only.tolist() == [True, False]


def test_days_have_no_clock():
    parsed = parse_days(column("27/11/2020", "31/02/2020", None), shapes=("day first",))
    assert parsed.values.dt.strftime("%Y-%m-%d").tolist()[0] == "2020-11-27"
    assert parsed.failed.tolist() == [False, True, False]


@given(
    st.datetimes(
        min_value=datetime(2000, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.sampled_from([ZoneInfo(MEXICO)])
    ),
)
def test_every_spanish_date_is_read_as_the_zone_says(moment):
    moment = moment.replace(second=0, microsecond=0, fold=0)
    written = f"{moment.day} de {MONTHS[moment.month - 1]} de {moment.year} {moment:%H:%M} hs."
    parsed = parse_local_times(column(written), zone=MEXICO, shapes=("spanish",))
    there_and_back = moment.astimezone(UTC).astimezone(ZoneInfo(MEXICO))
    if there_and_back.replace(fold=0) == moment:  # not in the hour that summer time skips
        assert parsed.values[0] == moment.astimezone(UTC)
    else:
        assert parsed.missing_hour == 1


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_times(text):
    shapes = (
        *("iso", "spanish", "chinese", "day first", "month first", "day month name", "month name day", "serial"),
        *("iso utc", "day first utc", "month first utc"),
    )
    for parsed in (
        parse_instants(column(text)),
        parse_stamped_times(column(text)),
        parse_local_times(column(text), zone=MEXICO, shapes=shapes),
    ):
        assert parsed.failed[0] == (parsed.values[0] is pd.NaT)


@pytest.mark.parametrize("text", ["2017-06-17T08Z", "2017-06-17 08:04+05", "2017-06-17T08:04:21.5-0700"])
def test_an_instant_is_read_the_same_beside_one_that_cannot_be_read(text):
    assert instants(parse_instants(column(text, "?")))[0] == instants(parse_instants(column(text)))[0] is not None
