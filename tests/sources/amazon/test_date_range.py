"""Amazon date-range reports in English and Spanish: rows that add up, times with their own zone, what is deferred."""

import csv
import io
import random
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import MissingColumn, OpenQuestions
from workbench.sources import FileContext, read, recognise

ADDRESS = ("order city", "order state", "order postal", "tax collection model")
ENGLISH = (
    *("date/time", "settlement id", "type", "order id", "sku", "description", "quantity", "marketplace"),
    *("account type", "fulfillment", *ADDRESS, "product sales", "product sales tax", "shipping credits"),
    *("shipping credits tax", "gift wrap credits", "giftwrap credits tax", "Regulatory Fee", "Tax On Regulatory Fee"),
    *("promotional rebates", "promotional rebates tax", "marketplace withheld tax", "selling fees", "fba fees"),
    *("other transaction fees", "other", "total"),
)
NEWER = (*ENGLISH, "Transaction Status", "Transaction Release Date")
OLDER = (
    *("date/time", "settlement id", "type", "order id", "sku", "description", "quantity", "marketplace", "fulfillment"),
    *("order city", "order state", "order postal", "product sales", "shipping credits", "gift wrap credits"),
    *("promotional rebates", "sales tax collected", "Marketplace Facilitator Tax", "selling fees", "fba fees"),
    *("other transaction fees", "other", "total"),
)
SPANISH = (
    *("fecha/hora", "Id. de liquidación", "tipo ", "Id. del pedido", "sku", "descripción", "cantidad", "marketplace"),
    *("cumplimiento", "ciudad del pedido", "estado del pedido", "código postal del pedido"),
    *("modelo de recaudación de impuestos", "ventas de productos", "impuesto de ventas de productos"),
    *("créditos de envío", "impuesto de abono de envío", "créditos por envoltorio de regalo"),
    *("impuesto de créditos de envoltura", "Tarifa reglamentaria", "Impuesto sobre tarifa reglamentaria"),
    *("descuentos promocionales", "impuesto de reembolsos promocionales", "impuesto de retenciones en la plataforma"),
    *("tarifas de venta", "tarifas fba", "tarifas de otra transacción", "otro", "total"),
)
SPANISH_NEWER = (*SPANISH, "Estado de la transacción", "Fecha de liberación de la transacción")
PREAMBLE = [["Includes Amazon Marketplace transactions"], ["All amounts in USD, unless specified"]]
MEXICAN_PREAMBLE = [["Incluye  transacciones"], ["Todos los importes en MXN, a menos que se especifique"]]
ORDER = {
    **{"date/time": "Jan 3, 2026 11:05:22 PM PST", "settlement id": "215", "type": "Order", "order id": "113-1"},
    **{"sku": "00123", "description": 'Widget, "XL"', "marketplace": "amazon.com", "order city": "AUSTIN"},
    **{"product sales": "24.99", "product sales tax": "2.06", "marketplace withheld tax": "-2.06", "other": "0"},
    **{"selling fees": "-3.75", "fba fees": "-4.15", "total": "17.09"},
}
ADVERTISING = {
    **{"date/time": "Jul 4, 2026 1:00:00 AM PDT", "type": "Service Fee", "description": "Cost of Advertising"},
    **{"other transaction fees": "-1,000.50", "total": "-1,000.50"},
}
PEDIDO = {
    **{"fecha/hora": "31 jul 2026 11:03:59 p.m. GMT-7", "tipo ": "Pedido", "Id. del pedido": "702-1", "sku": "A"},
    **{"marketplace": "amazon.com.mx", "ventas de productos": "172.41", "tarifas de venta": "-30.00"},
    **{"total": "142.41", "Estado de la transacción": "Lanzado"},
}
US, MX = (
    SimpleNamespace(
        id=f"amazon-{market.lower()}", platform="amazon", market=market, currency=currency, zone=zone, sales_channel=""
    )
    for market, currency, zone in (("US", "USD", "America/Los_Angeles"), ("MX", "MXN", "America/Mexico_City"))
)


@pytest.fixture
def english(comma, reading):
    def make(*rows, header=ENGLISH, preamble=PREAMBLE, account="amazon-us", **options):
        content = comma(header, rows, preamble=preamble, **options)
        return reading(content, export="amazon-date-range", account=account)

    return make


@pytest.fixture
def spanish(comma, reading):
    def make(*rows, header=SPANISH_NEWER, **options):
        content = comma(header, rows, preamble=MEXICAN_PREAMBLE, **options)
        return reading(content, export="amazon-date-range-mx", account="amazon-mx")

    return make


def money(result):
    return dict(result.tables["ledger"][["kind", "amount"]].values.tolist())


def test_every_amount_that_is_not_zero_is_an_entry(english):
    result = english(ORDER)
    assert money(result) == {
        "Order/product sales": 24.99,
        "Order/product sales tax": 2.06,
        "Order/marketplace withheld tax": -2.06,
        "Order/selling fees": -3.75,
        "Order/fba fees": -4.15,
    }
    first = result.tables["ledger"].iloc[0]
    assert (first["account"], first["report"], first["order_id"], first["sku"]) == (
        *("amazon-us", "amazon-date-range", "113-1", "00123"),
    )
    assert (first["posted_at"], first["currency"]) == (pd.Timestamp("2026-01-04T07:05:22Z"), "USD")
    assert pd.isna(first["settlement_id"])


def test_cities_and_bank_accounts_reach_no_table(english):
    transfer = ADVERTISING | {"type": "Transfer", "description": "To your account ending in: 987"}
    text = english(ORDER, transfer).tables["ledger"].to_csv()
    assert "AUSTIN" not in text
    assert "987" not in text


@pytest.mark.parametrize("lines", [0, 1, 2, 3, 7, 9])
def test_the_header_is_found_below_any_number_of_lines(english, lines):
    preamble = [["All amounts in USD, unless specified"], *([f"Line {n}: order id, total"] for n in range(lines))]
    assert len(english(ORDER, preamble=preamble[:lines]).tables["ledger"]) == 5


def test_columns_of_a_row_must_add_up_to_its_total_and_rows_that_do_not_are_named(english):
    result = english(ORDER, ORDER | {"order id": "113-2", "total": "17.10"}, ADVERTISING)
    named, whole = result.totals
    assert (named.name, named.where, named.stated, named.found) == ("total of the row", "5", 17.10, 17.09)
    assert (whole.name, round(whole.stated, 2), round(whole.found, 2)) == ("total of all rows", -966.31, -966.32)
    assert not named.holds


def test_two_rows_whose_faults_cancel_out_are_still_named(english):
    result = english(ORDER | {"total": "18.09"}, ORDER | {"order id": "113-2", "total": "16.09"})
    assert [total.where for total in result.totals if not total.holds] == ["4", "5"]


def test_sums_are_exact_to_the_cent(english):
    rows = [ORDER | {"order id": f"113-{n}", "selling fees": "-3.65", "total": "17.19"} for n in range(30)]
    assert all(total.holds for total in english(*rows).totals)


def test_the_older_layout_has_its_taxes_in_other_columns(english):
    cells = {"sales tax collected": "2.06", "Marketplace Facilitator Tax": "-2.06"}
    kinds = money(english(ORDER | cells, header=OLDER))
    assert kinds["Order/sales tax collected"] == 2.06
    assert kinds["Order/Marketplace Facilitator Tax"] == -2.06


def test_letters_tell_winter_from_summer_time_where_an_hour_comes_twice(english):
    times = ["Nov 1, 2026 1:30:00 AM PDT", "Nov 1, 2026 1:30:00 AM PST", "Jul 4, 2026 1:00:00 AM PST"]
    rows = [ADVERTISING | {"date/time": stamp} for stamp in times]
    assert english(*rows).tables["ledger"]["posted_at"].tolist() == [
        pd.Timestamp("2026-11-01T08:30:00Z"),
        pd.Timestamp("2026-11-01T09:30:00Z"),
        pd.Timestamp("2026-07-04T09:00:00Z"),
    ]


@pytest.mark.parametrize(
    "stamp", ["Jan 3, 2026 11:05:22 PM", "Jan 3, 2026 11:05:22 PM CST", "Jan 32, 2026 1:05:22 PM PST", "2026-01-03"]
)
def test_a_time_without_a_zone_that_means_one_offset_is_refused(english, stamp):
    assert english(ORDER, ORDER | {"date/time": stamp}).refused["where"].tolist() == ["5"]


def test_spanish_words_become_amazons_english_ones(spanish):
    result = spanish(
        PEDIDO,
        PEDIDO | {"tipo ": "Reembolso", "ventas de productos": "-172.41", "total": "-202.41"},
        {
            "fecha/hora": "5 ago 2026 3:30:00 a.m. GMT-7",
            "tipo ": "Trasferir",
            "otro": "-412,345.60",
            "total": "-412,345.60",
        },
    )
    assert list(money(result)) == [
        *("Order/product sales", "Refund/product sales", "Order/selling fees", "Refund/selling fees", "Transfer/other"),
    ]
    assert result.tables["ledger"]["currency"].unique().tolist() == ["MXN"]
    assert result.tables["ledger"]["posted_at"].iloc[0] == pd.Timestamp("2026-08-01T06:03:59Z")


def test_no_break_spaces_in_a_time_are_spaces(spanish):
    stamp = "31 jul 2026 11:03:59\u202fp.m.\u00a0GMT-7"
    assert spanish(PEDIDO | {"fecha/hora": stamp}).tables["ledger"]["posted_at"].iloc[0] == pd.Timestamp(
        "2026-08-01T06:03:59Z"
    )


def test_a_deferred_row_says_so_and_when_it_becomes_available(spanish):
    cells = {
        "Estado de la transacción": "Diferido",
        "Fecha de liberación de la transacción": "8 ago 2026 5:11:02 a.m. GMT-7",
    }
    entry = spanish(PEDIDO | cells).tables["ledger"].iloc[0]
    assert (entry["status"], entry["available_at"]) == ("deferred", pd.Timestamp("2026-08-08T12:11:02Z"))


def test_a_status_in_unknown_words_is_missing_and_noted(spanish):
    result = spanish(PEDIDO | {"Estado de la transacción": "Congelado"})
    assert result.tables["ledger"]["status"].isna().all()
    assert any("1 rows with a word not known: Congelado" in note for note in result.notes)


def test_a_later_download_names_a_released_amount_as_the_earlier_one_named_it_deferred(spanish):
    deferred = spanish(PEDIDO | {"Estado de la transacción": "Diferido", "Id. de liquidación": ""})
    released = spanish(
        PEDIDO | {"Id. de liquidación": "216", "Fecha de liberación de la transacción": "8 ago 2026 5:11:02 a.m. GMT-7"}
    )
    key = ["account", "report", "settlement_id", "entry"]
    pd.testing.assert_frame_equal(deferred.tables["ledger"][key], released.tables["ledger"][key])
    assert released.exported_at > deferred.exported_at


def test_the_same_month_in_english_and_spanish_is_the_same_ledger(english, spanish):
    translated = {
        **{"date/time": "Jul 31, 2026 11:03:59 PM PDT", "type": "Order", "order id": "702-1", "sku": "A"},
        **{"marketplace": "Amazon.com.mx", "product sales": "172.41", "selling fees": "-30", "total": "142.41"},
    }
    first = english(translated, preamble=MEXICAN_PREAMBLE, account="amazon-mx").tables["ledger"]
    second = spanish(PEDIDO).tables["ledger"]
    columns = ["account", "entry", "kind", "amount", "currency", "posted_at"]
    pd.testing.assert_frame_equal(first[columns], second[columns])


def test_the_29_columns_without_a_status_are_read_too(spanish):
    assert len(SPANISH) == 29
    assert spanish(PEDIDO, header=SPANISH).tables["ledger"]["status"].isna().all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "cp1252", "latin-1"])
def test_a_spreadsheets_encodings_are_read_alike(spanish, encoding):
    rows = [PEDIDO | {"Id. del pedido": f"702-{n}", "estado del pedido": "Yucatán"} for n in range(5)]
    assert len(spanish(*rows, encoding=encoding).tables["ledger"]) == 10


def test_the_currency_above_the_header_must_be_the_accounts(comma, context):
    content = comma(ENGLISH, [ADVERTISING], preamble=[["All amounts in CAD, unless specified"]])
    with pytest.raises(OpenQuestions, match="its amounts are in CAD"):
        read("d.csv", content, export="amazon-date-range", context=context("amazon-us"))


def test_equal_fees_are_amounts_of_their_own_but_an_order_twice_is_a_repetition(english):
    fees = english(ADVERTISING, ADVERTISING)
    assert fees.tables["ledger"]["entry"].str[-2:].tolist() == ["#1", "#2"]
    assert "1 rows without an order are exact copies" in fees.notes[0]
    pasted = english(ORDER, ADVERTISING, ORDER, ADVERTISING)
    assert (pasted.repeated, len(pasted.tables["ledger"])) == (2, 6)


def test_rows_without_money_are_counted_apart(english):
    assert english(ORDER, ADVERTISING | {"other transaction fees": "0", "total": "0"}).structural == {"no money": 1}


@pytest.mark.parametrize(
    ("header", "without", "title"),
    [
        *((NEWER, name, "US") for name in ("total", "selling fees", "date/time")),
        *((SPANISH_NEWER, name, "MX") for name in ("total", "tarifas fba", "otro")),
    ],
)
def test_a_header_short_of_a_column_is_still_told_apart_and_names_it(comma, context, header, without, title):
    content = comma([name for name in header if name != without], [ORDER], preamble=PREAMBLE)
    with pytest.raises(MissingColumn, match=rf"transactions \({title}\) without the column '{without}'"):
        recognise("d.csv", content, context=context("amazon-us"))


ROWS = st.lists(
    st.tuples(st.integers(1, 28), st.integers(1, 4), st.integers(-999, 999).filter(bool)), min_size=2, max_size=12
)


@settings(max_examples=25, deadline=None)
@given(drawn=ROWS, seed=st.integers(0, 99), cut=st.tuples(st.integers(1, 28), st.integers(1, 28)))
def test_permuted_rows_and_overlapping_downloads_give_the_same_ledger(drawn, seed, cut):
    rows = [(day, _fee(day, hour, cents)) for day, hour, cents in drawn]
    whole = _ledger([row for _, row in rows])
    assert _ledger(random.Random(seed).sample([row for _, row in rows], len(rows))) == whole
    first, last = min(cut), max(cut)
    early, late = [row for day, row in rows if day <= last], [row for day, row in rows if day >= first]
    assert _ledger(early) | _ledger(late) == whole
    assert round(sum(whole.values()) * 100) == sum(cents for *_, cents in drawn)


def _fee(day, hour, cents):
    amount = f"{cents / 100:.2f}"
    return ADVERTISING | {
        "date/time": f"Jul {day}, 2026 {hour}:00:00 AM PDT", "other transaction fees": amount, "total": amount
    }  # fmt: skip


def _ledger(rows):
    if not rows:
        return {}
    body = io.StringIO()
    csv.writer(body).writerows([ENGLISH, *([row.get(name, "") for name in ENGLISH] for row in rows)])
    context = FileContext("d.csv", "0" * 64, (US, MX), "amazon-us", {})
    ledger = read("d.csv", body.getvalue().encode(), export="amazon-date-range", context=context).tables["ledger"]
    return dict(zip(ledger["entry"], ledger["amount"], strict=True))
