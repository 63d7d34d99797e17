"""Text to numbers, counts, shares, ids and flags."""

import math
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning.values import (
    COMMA,
    GLUED,
    POINT,
    SPACE,
    blank_to_missing,
    parse_counts,
    parse_flags,
    parse_ids,
    parse_numbers,
    parse_shares,
    parse_words,
)

EVERY_SPACE = [chr(code) for code in range(0x3001) if chr(code).isspace()]

NUMBERS = [
    ("1,234.56", POINT, 1234.56),
    ("$1,234.56", POINT, 1234.56),
    ("$ 24.99", POINT, 24.99),
    ("£12,897.84", POINT, 12897.84),
    ("MX$9,212.00", POINT, 9212.0),
    ("MXN 1,234.50", POINT, 1234.5),
    ("24.99 USD", POINT, 24.99),
    ("(12.00)", POINT, -12.0),
    ("12.00-", POINT, -12.0),
    ("-$5.00", POINT, -5.0),
    ("−4.5", POINT, -4.5),
    ("１２３", POINT, 123.0),
    ("1\u00a0", POINT, 1.0),
    ("1.234,56", COMMA, 1234.56),
    ("1.234", COMMA, 1234.0),
    ("1.234", POINT, 1.234),
    ("0", POINT, 0.0),
    ("0.00", POINT, 0.0),
    (".99", POINT, 0.99),
    ("+5", POINT, 5.0),
    ("$5.00-", POINT, -5.0),
    ("$-5.00", POINT, -5.0),
    ("(MXN 1,234.50)", POINT, -1234.5),
    ("US$1,079", POINT, 1079.0),
    ("MX$ 1,079.00", POINT, 1079.0),
    ("R$1.079,90", COMMA, 1079.9),
    ("$\u00a024.99", POINT, 24.99),
    ("$\u202f24.99", POINT, 24.99),
    ("１，２３４．５６", POINT, 1234.56),
    ("－５", POINT, -5.0),
    ("￥１２．００", POINT, 12.0),
    ('="1,234.50"', POINT, 1234.5),
    ('="123"', POINT, 123.0),
    ("999,999,999,999,999", POINT, 999999999999999.0),
    ("0.30000000000000004", POINT, 0.1 + 0.2),
    ("-1.234,56", COMMA, -1234.56),
    ("1.234.567,8", COMMA, 1234567.8),
    (",5", COMMA, 0.5),
    ("1 234,56", SPACE, 1234.56),
    ("1\u00a0234,56", SPACE, 1234.56),
    ("1\u202f234\u202f567,00", SPACE, 1234567.0),
    ("1\u2009234", SPACE, 1234.0),
    ("1.010.10", GLUED, 1010.1),
    ("$1.010.10", GLUED, 1010.1),
    ("1.000", GLUED, 1000.0),
    ("45.50", GLUED, 45.5),
    ("1.010,10", GLUED, 1010.1),
    ("12.345.678.90", GLUED, 12345678.9),
]
NO_NUMBERS = [
    *(
        "12,5O",
        "1,23",
        "1.010.10",
        "1.234,56",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "1e5",
        "1e999",
        "1E+3",
        "0x10",
        "1_000",
    ),
    *(
        "--",
        "(-5)",
        "(5",
        "5)",
        "((5))",
        "-5-",
        "--5",
        "1 234",
        "1,,234",
        "1,2345",
        "12,34,567",
        ",123",
        "1,234,",
        "1,",
    ),
    *(
        "",
        " ",
        "$",
        "-",
        "()",
        "12.",
        "1.2.3",
        "+50 vendidos",
        "5%",
        "5 kg",
        "$5 $5 5",
        "1079 pesos",
        "n/a",
        "NA",
        "True",
    ),
    # Compatibility forms that would turn into other numbers, and digits of other scripts.
    *("12²", "½", "1½", "①", "Ⅳ", "𝟏𝟐", "٣٤", "१२", "一百", "１²"),
    *("9" * 16, "9" * 5_000, "1." + "9" * 5_000, "9,999" + ",999" * 2_000, "1000,000,000,000,000,000.00"),
    *('="12,5O"', '="', "=1+1", "{'amount': 5}", "5\n6", "1\u200b2"),
]
# What one format reads, and another must refuse.
REFUSED = [
    ("1,234.56", COMMA), ("1,234.56", SPACE), ("1.234,56", POINT), ("1.234,56", SPACE), ("1 234,56", POINT),
    ("1 234,56", COMMA), ("1.010.10", COMMA), ("1.010.10", SPACE), ("45.50", COMMA), ("45,50", POINT),
    ("1,234.56", GLUED), ("1.234.567", POINT), ("12.34.56", GLUED), ("1.010,10.10", GLUED),
]  # fmt: skip
FORMATS = [POINT, COMMA, SPACE]


def written(amount, form):
    """An amount with two decimals, as a source of that format writes it."""
    return f"{amount:,.2f}".translate(str.maketrans({",": form.thousands, ".": form.decimal}))


def column(*texts):
    return pa.array(texts, pa.large_string())


@pytest.mark.parametrize(("text", "form", "expected"), NUMBERS)
def test_a_number_is_read_by_the_format_of_its_source(text, form, expected):
    assert parse_numbers(blank_to_missing(column(text)), form=form).values[0] == expected


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_fails_and_is_missing(text):
    parsed = parse_numbers(column(text))
    assert parsed.failed[0]
    assert math.isnan(parsed.values[0])


def test_a_missing_cell_is_missing_and_no_failure():
    parsed = parse_numbers(column(None, "1"))
    assert parsed.failed.tolist() == [False, False]
    assert math.isnan(parsed.values[0])


@pytest.mark.parametrize(("text", "form"), REFUSED)
def test_a_number_of_another_format_is_refused(text, form):
    assert parse_numbers(column(text), form=form).failed.tolist() == [True]


AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(
    AMOUNTS,
    st.sampled_from(FORMATS),
    st.sampled_from(["{}", "${}", "$ {}", "MXN {}", "{} USD", '="{}"', "$\u00a0{}", "\u202f{}"]),
)
def test_every_amount_survives_being_written_and_read(amount, form, dress):
    text = blank_to_missing(column(dress.format(written(amount, form))))
    assert parse_numbers(text, form=form).values[0] == float(Decimal(amount))


@given(
    AMOUNTS.filter(lambda amount: amount > 0), st.sampled_from(FORMATS), st.sampled_from(["({})", "{}-", "-{}", "−{}"])
)
def test_every_way_to_write_a_debit_is_below_zero(amount, form, dress):
    assert parse_numbers(column(dress.format(written(amount, form))), form=form).values[0] == -float(amount)


@given(AMOUNTS, st.sampled_from(FORMATS), st.sampled_from([*FORMATS, GLUED]))
def test_an_amount_of_another_format_is_the_same_number_or_refused(amount, form, other):
    parsed = parse_numbers(column(written(amount, form)), form=other)
    assert parsed.failed[0] or parsed.values[0] == float(amount)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_cents_glued_on_with_one_more_dot_are_cents(whole, cents):
    text = f"{whole:,}".replace(",", ".") + f".{cents:02d}"
    assert parse_numbers(column(text), form=GLUED).values[0] == float(f"{whole}.{cents:02d}")


@given(
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.sampled_from(FORMATS),
    st.sampled_from(["%", " %", "\u00a0%", "％"]),
)
def test_every_percentage_is_a_fraction(share, form, sign):
    parsed = parse_shares(column(written(share, form) + sign), form=form)
    assert parsed.values[0] == pytest.approx(float(share) / 100)


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_numbers(text):
    parsed = parse_numbers(column(text))
    assert parsed.failed[0] == math.isnan(parsed.values[0])


@given(st.lists(st.sampled_from(["1", "2,000", "x", None]), max_size=40))
def test_values_keep_their_places(texts):
    expected = [{"1": 1.0, "2,000": 2000.0}.get(text) for text in texts]
    found = parse_numbers(column(*texts)).values
    assert [None if math.isnan(value) else value for value in found] == expected


def test_counts_are_whole_and_bounded():
    parsed = parse_counts(column("2,733", "2.0", "2.5", "99999999999999999999", None))
    assert parsed.values.tolist()[:2] == [2733, 2]
    assert parsed.failed.tolist() == [False, False, True, True, False]


def test_shares_need_their_sign():
    parsed = parse_shares(column("2.64%", "1,000.00%", "0%", "2.64"))
    assert parsed.values.round(6).tolist()[:3] == [0.0264, 10.0, 0.0]
    assert parsed.failed.tolist() == [False, False, False, True]


def test_ids_lose_a_spreadsheets_disguise_but_no_zeros():
    parsed = parse_ids(column('="00123"', "50000000001.0", "NA", "001", "B0.10"))
    assert parsed.values.tolist() == ["00123", "50000000001", "NA", "001", "B0.10"]


def test_an_id_whose_digits_are_lost_fails():
    assert parse_ids(column("1.08801E+14")).failed.tolist() == [True]


def test_flags_and_words_know_only_their_own_words():
    flags = parse_flags(column("TRUE", "no", "perhaps"), yes=("true",), no=("no",))
    assert flags.values.tolist()[:2] == [True, False]
    assert flags.failed.tolist() == [False, False, True]
    words = parse_words(column("Merchant", "?", None), words={"merchant": "seller"})
    assert words.values[0] == "seller"
    assert words.failed.tolist() == [False, True, False]


def test_blanks_are_those_of_the_source():
    text = column(" a ", "--", "\u3000", "*****", "n/a")
    assert blank_to_missing(text).to_pylist() == ["a", "--", None, "*****", "n/a"]
    assert blank_to_missing(text, blanks=("--", "*****")).to_pylist() == ["a", None, None, None, "n/a"]


@pytest.mark.parametrize("space", EVERY_SPACE)
def test_a_cell_is_trimmed_whatever_else_stands_in_its_column(space):
    alone, beside = ([f"{space}a", *others] for others in ([], [" b"]))
    assert blank_to_missing(pa.array(alone)).to_pylist() == ["a"]
    assert blank_to_missing(pa.array(beside)).to_pylist() == ["a", "b"]


@pytest.mark.parametrize("plain", ["0", "-0", "12", "-3.5", "007", "0.10", "123456789012345.678901234567890123"])
def test_a_plain_number_reads_alike_whether_or_not_its_column_has_marks(plain):
    alone, beside = (parse_numbers(pa.array(cells)).values.iloc[0] for cells in ([plain], [plain, "$1,000"]))
    assert alone == beside == float(plain)
