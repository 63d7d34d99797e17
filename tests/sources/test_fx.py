"""Exchange rates: the right way round, gaps left as gaps."""

import pandas as pd
import pytest

from workbench.sources import recognise

FIX = "Tipo de cambio pesos por dólar E.U.A. Fecha de determinación (FIX)"


def series(name, *values, title=FIX):
    return {"idSerie": name, "titulo": title, "datos": [{"fecha": day, "dato": rate} for day, rate in values]}


@pytest.fixture
def banxico(document, reading):
    return lambda *all_series: reading(document({"bmx": {"series": list(all_series)}}), export="banxico-fx")


def rates(result):
    frame = result.tables["fx"]
    return [
        (f"{row.date:%Y-%m-%d}", row.base, row.quote, row.series, row.rate) for row in frame.itertuples(index=False)
    ]


def test_banxico_is_pesos_for_one_dollar_day_first(banxico):
    result = banxico(
        series("SF43718", ("26/11/2020", "20.0467"), ("27/11/2020", "N/E")),
        series("SF60653", ("01/12/2020", "20.0777")),
    )
    assert rates(result) == [
        ("2020-11-26", "USD", "MXN", "SF43718", 20.0467),
        ("2020-12-01", "USD", "MXN", "SF60653", 20.0777),
    ]
    assert result.structural == {"day without a rate": 1}
    assert result.tables["fx"]["where"][0] == "$.bmx.series[0].datos[0]"


def test_a_series_is_known_by_its_title_or_refused(banxico):
    result = banxico(
        series("SF99999", ("26/11/2020", "2.9"), title="Pesos por yuan chino"),
        series("SF11111", ("26/11/2020", "5.1"), title="Inflación"),
    )
    assert rates(result) == [("2020-11-26", "CNY", "MXN", "SF99999", 2.9)]
    assert result.refused["reason"].tolist() == ["a series that is not known"]


def test_days_and_rates_that_are_none_are_refused(banxico):
    result = banxico(series("SF43718", ("31/02/2020", "20.0"), ("26/11/2020", "-1"), ("27/11/2020", "20,04")))
    assert result.refused["value"].tolist() == ["31/02/2020", "-1", "20,04"]


def test_two_rates_of_one_day_are_not_chosen_between(banxico):
    result = banxico(series("SF43718", ("26/11/2020", "20.0"), ("26/11/2020", "21.0"), ("26/11/2020", "20.0")))
    assert (len(result.tables["fx"]), result.repeated, result.refused_rows) == (1, 1, 1)


def test_the_web_page_csv_is_read_below_its_preamble(comma, reading):
    preamble = [["Banco de México"], ["Tipo de cambio"], [], ["Título", "FIX"]]
    rows = [{"Fecha": "26/11/2020", "SF43718": "20.0467"}, {"Fecha": "27/11/2020", "SF43718": "N/E"}]
    content = comma(["Fecha", "SF43718"], rows, preamble=preamble, encoding="cp1252")
    result = reading(content, export="banxico-fx")
    assert rates(result) == [("2020-11-26", "USD", "MXN", "SF43718", 20.0467)]
    assert (result.header_row, result.tables["fx"]["where"][0]) == (5, "6")


def test_the_ecb_quotes_one_euro(reading):
    text = "Date,USD,JPY,BGN,CNY,MXN,\n2026-04-13,1.1684,186.75,N/A,7.9827,20.3203,\n2026-04-10,N/A,1,N/A,N/A,N/A,\n"
    result = reading(text.encode(), export="ecb-fx")
    assert rates(result) == [
        ("2026-04-13", "EUR", "USD", "ECB", 1.1684),
        ("2026-04-13", "EUR", "MXN", "ECB", 20.3203),
        ("2026-04-13", "EUR", "CNY", "ECB", 7.9827),
    ]
    assert result.structural == {"day without a rate": 1}


def test_the_daily_ecb_file_with_its_spaces_is_read(reading):
    result = reading(b"Date, USD, CNY, MXN, \n13 April 2026, 1.1684, 7.9827, 20.3203, \n", export="ecb-fx")
    assert rates(result)[0] == ("2026-04-13", "EUR", "USD", "ECB", 1.1684)


@pytest.mark.parametrize("heading", ["DATE", "observation_date"])
@pytest.mark.parametrize("gap", [".", ""])
def test_fred_headings_of_both_generations_and_its_gaps(reading, heading, gap):
    result = reading(f"{heading},DEXMXUS\n1993-11-08,3.152\n1993-11-11,{gap}\n".encode(), export="fred-fx")
    assert rates(result) == [("1993-11-08", "USD", "MXN", "DEXMXUS", 3.152)]
    assert result.structural == {"day without a rate": 1}


def test_a_yuan_series_is_yuan_for_one_dollar(reading):
    assert rates(reading(b"DATE,DEXCHUS\n2026-01-02,7.1\n", export="fred-fx")) == [
        ("2026-01-02", "USD", "CNY", "DEXCHUS", 7.1)
    ]


def test_a_rate_of_zero_is_refused(reading):
    result = reading(b"DATE,DEXCHUS\n2026-01-02,0\n2026-01-05,7.1\n", export="fred-fx")
    assert result.refused["where"].tolist() == ["2"]
    assert result.tables["fx"]["date"].tolist() == [pd.Timestamp("2026-01-05")]


PREAMBLE = [
    ["Banco de México"],
    ["Sistema de Información Económica"],
    [],
    ["Título", "FIX", "Liquidación"],
    ["Cifra", "", ""],
]


@pytest.mark.parametrize("day", ["26/11/2020", "2020-11-26", "2020-11-26 00:00:00", "44161"])
def test_the_workbook_of_the_web_page_is_read_below_its_preamble(workbook, reading, day):
    rows = [*PREAMBLE, ["Fecha", "SF43718", "SF60653"], [day, 20.0467, 20.0577], ["27/11/2020", "N/E", 20.0465]]
    result = reading(workbook(rows), export="banxico-fx")
    assert sorted(rates(result)) == [
        ("2020-11-26", "USD", "MXN", "SF43718", 20.0467),
        ("2020-11-26", "USD", "MXN", "SF60653", 20.0577),
        ("2020-11-27", "USD", "MXN", "SF60653", 20.0465),
    ]
    assert result.structural == {}


def test_a_series_column_that_is_not_known_is_named_and_not_read(comma, reading):
    rows = [{"Fecha": "26/11/2020", "SF43718": "20.0467", "SF99999": "5"}]
    result = reading(comma(["Fecha", "SF43718", "SF99999"], rows, preamble=PREAMBLE), export="banxico-fx")
    assert [rate[3] for rate in rates(result)] == ["SF43718"]
    assert result.notes == ("columns not known and not read: SF99999",)


def test_a_file_without_any_known_series_is_no_banxico_file(comma, context):
    found = recognise("b.csv", comma(["Fecha", "SF4371"], [{"Fecha": "26/11/2020"}]), context=context())
    assert (found.export, found.status) == ("", "unknown")


@pytest.mark.parametrize("rate", ["20,0467", "1.010.10", "20.0467x", "NaN", "1e999"])
def test_a_rate_of_another_format_is_refused(reading, rate):
    result = reading(f'DATE,DEXMXUS\n2026-01-02,"{rate}"\n2026-01-05,17.1\n'.encode(), export="fred-fx")
    assert result.refused["value"].tolist() == [rate]
    assert len(result.tables["fx"]) == 1


def test_a_gap_is_never_filled_by_the_reader(reading):
    result = reading(b"DATE,DEXMXUS\n2026-01-02,17.1\n2026-01-05,.\n2026-01-06,17.3\n", export="fred-fx")
    assert [rate[0] for rate in rates(result)] == ["2026-01-02", "2026-01-06"]
