"""Scraped listings: each disease that was seen is read right or refused, and never read wrong."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning.values import text_array
from workbench.errors import AmbiguousFormat, MissingColumn, OpenQuestions
from workbench.sources import read, recognise
from workbench.sources.competitors.scraped_cells import parse_buckets, parse_stars

HEADER = ("Título", "Precio", "Precio Antes", "Link", "Vendedor", "Vendidos", "Calificación", "Opiniones", "Fecha")
LAMP = {
    **{"Título": "Lámpara LED", "Precio": "$1,079", "Precio Antes": "$1,299", "Vendedor": "TIENDA TORVANE"},
    **{"Link": "https://articulo.mercadolibre.com.mx/MLM-2034567890-lampara-led-_JM#position=1", "Fecha": "15/01/2026"},
    **{"Vendidos": "+50 vendidos", "Calificación": "4.8", "Opiniones": "(1,204)"},
}
CUP = LAMP | {"Título": "Taza", "Link": "https://articulo.mercadolibre.com.mx/MLM-2034567891-taza-_JM"}
ANSWERS = {"query": "lámpara"}


@pytest.fixture
def scraped(comma, reading):
    def take(*rows, header=HEADER, encoding="utf-8", **answers):
        return reading(comma(header, rows, encoding=encoding), export="scraped-offers", **(ANSWERS | answers))

    return take


@pytest.fixture
def asked(comma, context):
    def take(*rows, header=HEADER, **answers):
        content = comma(header, rows)
        return content, recognise("s.csv", content, context=context(**answers)).questions

    return take


def offers(result):
    return result.tables["offers"].to_dict("records")


def test_a_listing_of_the_mexican_page_is_an_offer(scraped):
    (offer,) = offers(scraped(LAMP))
    assert (offer["platform"], offer["market"], offer["item_id"]) == ("mercadolibre", "MX", "MLM2034567890")
    assert (offer["price"], offer["list_price"], offer["currency"]) == (1079.0, 1299.0, "MXN")
    assert (offer["sold"], offer["rating"], offer["reviews"]) == (50, 4.8, 1204)
    assert (offer["query"], offer["seller"]) == ("lámpara", "TIENDA TORVANE")
    assert offer["observed_at"] == pd.Timestamp("2026-01-15T00:00Z")


def test_the_price_before_is_never_the_price(scraped, comma, context):
    assert scraped(LAMP | {"Precio": "", "Precio Antes": "$1,299"}).structural == {"listing without a price": 1}
    with pytest.raises(MissingColumn, match="without the column 'Título', 'Precio'|without the column 'Precio'"):
        recognise("s.csv", comma([name for name in HEADER if name != "Precio"], [LAMP]), context=context())


def test_a_price_before_below_the_price_is_refused(scraped):
    result = scraped(LAMP, CUP | {"Precio Antes": "$900"})
    assert result.refused[["where", "column"]].values.tolist() == [["3", "Precio Antes"]]


@pytest.mark.parametrize(
    "again", [dict(zip(HEADER, HEADER, strict=True)), {"Título": "titulo", "Precio": "precio"}, {"Título": "Título"}]
)
def test_a_header_scraped_again_is_layout(scraped, again):
    result = scraped(again, LAMP)
    assert result.structural == {"repeated header": 1}
    assert len(offers(result)) == 1


def prices(result):
    return [offer["price"] for offer in offers(result)]


def argentine(number, price):
    return {"Título": f"Taza {number}", "Precio": price, "Link": f"https://a.mercadolibre.com.ar/MLA-9876543{number}-t"}


def test_cents_glued_on_behind_a_dot_are_cents_where_the_column_shows_it(scraped):
    rows = [argentine(10, "1.010.10"), argentine(11, "1.000"), argentine(12, "45.50")]
    result = scraped(*rows, observed_at="2026-01-15")
    assert prices(result) == [1010.1, 1000.0, 45.5]
    assert {offer["currency"] for offer in offers(result)} == {"ARS"}
    assert "prices are written 1.234.56 throughout, unlike the market's own way" in result.notes


def test_a_thousands_dot_is_the_way_of_the_argentine_market(scraped):
    assert prices(scraped(argentine(10, "1.000"), argentine(11, "$ 45"), observed_at="2026-01-15")) == [1000.0, 45.0]


def test_one_comma_settles_what_a_dot_means(scraped):
    result = scraped(LAMP | {"Precio": "1.000", "Precio Antes": ""}, CUP | {"Precio": "1.000,00", "Precio Antes": ""})
    assert prices(result) == [1000.0, 1000.0]


def test_a_dot_that_may_mean_two_things_is_asked_once(asked, context, scraped):
    odd = LAMP | {"Precio": "1.000", "Precio Antes": ""}
    content, questions = asked(odd)
    told = {question.key: question.text for question in questions}
    assert "'1.000' is 1 (1,234.56) or 1,000 (1.234,56)" in told["number_format"]
    with pytest.raises(AmbiguousFormat, match=r"'1.000' is 1 \(1,234.56\) or 1,000 .*an answer to number_format"):
        read("s.csv", content, export="scraped-offers", context=context())
    assert prices(scraped(odd, number_format="1.234,56")) == [1000.0]
    assert prices(scraped(odd, number_format="1,234.56")) == [1.0]
    with pytest.raises(AmbiguousFormat, match="'dots'. Expected an answer to number_format"):
        read("s.csv", content, export="scraped-offers", context=context(number_format="dots"))


def test_two_formats_in_one_column_are_not_chosen_between(asked):
    _, questions = asked(LAMP | {"Precio": "1,079.50"}, CUP | {"Precio": "1.000,00", "Precio Antes": ""})
    assert "number_format" in [question.key for question in questions]


def test_two_columns_that_may_be_the_price_are_refused(comma, context):
    content = comma([*HEADER, "Precio actual"], [LAMP | {"Precio actual": "$5"}])
    with pytest.raises(AmbiguousFormat, match="2 columns may be the price: Precio, Precio actual"):
        read("s.csv", content, export="scraped-offers", context=context())


def test_text_of_python_objects_is_read_by_its_names(scraped):
    header = ("id", "title", "price", "original_price", "permalink", "shipping", "seller", "condition", "currency_id")
    row = {
        **{"id": "MLM2034567890", "title": "Lámpara", "price": "1079.5", "original_price": "None", "condition": "new"},
        **{"shipping": "{'free_shipping': True, 'logistic_type': 'fulfillment', 'tags': ['self']}"},
        **{"seller": "{'id': 77, 'nickname': 'TIENDA TORVANE'}", "currency_id": "MXN"},
    }
    (offer,) = offers(scraped(row, header=header, observed_at="2026-01-15"))
    assert (offer["free_shipping"], offer["logistic"], offer["seller"]) == (True, "fulfillment", "TIENDA TORVANE")
    assert (offer["price"], offer["condition"], offer["item_id"]) == (1079.5, "new", "MLM2034567890")


def test_a_price_in_an_object_is_its_amount_and_an_unclear_one_is_refused(scraped):
    unclear = "{'amount': 5.0, 'before': {'amount': 7.0}}"
    result = scraped(
        LAMP | {"Precio": "{'amount': 1079.5, 'currency': 'MXN'}", "Precio Antes": ""}, CUP | {"Precio": unclear}
    )
    assert prices(result) == [1079.5]
    assert result.refused[["where", "column"]].values.tolist() == [["3", "Precio"]]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Título": "{'title': 'Taza'}"}, "Título"),
        ({"Precio": "12,5O"}, "Precio"),
        ({"Precio": "1,079 c/u"}, "Precio"),
        ({"Precio": "$0", "Precio Antes": ""}, "Precio"),
        ({"Vendidos": "muchos"}, "Vendidos"),
        ({"Calificación": "48"}, "Calificación"),
        ({"Fecha": "31/02/2026"}, "Fecha"),
        ({"Fecha": ""}, "Fecha"),
        ({"Precio Antes": "US$1,299"}, "Precio Antes"),
    ],
)
def test_what_can_not_be_read_for_sure_is_refused(scraped, cells, column):
    result = scraped(LAMP, CUP | cells)
    assert result.refused[["where", "column"]].values.tolist() == [["3", column]]
    assert prices(result) == [1079.0]


def test_a_price_in_dollars_on_the_mexican_page_is_in_dollars(scraped):
    result = scraped(LAMP | {"Precio": "US$1,079", "Precio Antes": "US$1,299"}, CUP)
    assert [offer["currency"] for offer in offers(result)] == ["USD", "MXN"]


def test_a_price_that_contradicts_the_currency_column_is_refused(scraped):
    header = [*HEADER, "Moneda"]
    dollars = CUP | {"Precio": "US$5", "Precio Antes": "", "Moneda": "MXN"}
    result = scraped(LAMP | {"Moneda": "MXN"}, dollars, header=header)
    assert result.refused[["where", "value"]].values.tolist() == [["3", "US$5"]]


def daily(day, number, title, price="$100"):
    """A row of a daily scrape in which the id is another one every day."""
    return {"Título": title, "Precio": price, "id": f"MLM{number}", "Fecha": day, "Vendedor": "TIENDA TORVANE"}


DAILY = ("Título", "Precio", "id", "Fecha", "Vendedor")


def test_ids_that_change_every_day_are_not_used(scraped):
    rows = [daily("05/01/2024", 100000001, "Taza"), daily("06/01/2024", 100000002, "TAZA", "$110")]
    result = scraped(*rows, daily("06/01/2024", 100000003, "Plato"), header=DAILY)
    items = [offer["item_id"] for offer in offers(result)]
    assert items[0] == items[1] != items[2]
    assert not any(item.startswith("MLM") for item in items)
    assert "item numbers change from day to day: listings are told apart by title and shop" in result.notes


def test_ids_that_come_back_are_used(scraped):
    rows = [daily("05/01/2024", 100000001, "Taza"), daily("06/01/2024", 100000001, "Taza", "$110")]
    result = scraped(*rows, header=DAILY)
    assert [offer["item_id"] for offer in offers(result)] == ["MLM100000001"] * 2
    assert [f"{offer['observed_at']:%m-%d}" for offer in offers(result)] == ["01-05", "01-06"]


def test_days_stand_first_in_mexico_unless_the_whole_column_says_otherwise(scraped):
    rows = [daily("05/01/2024", 100000001, "Taza"), daily("12/31/2023", 100000002, "Plato")]
    result = scraped(*rows, header=DAILY)
    assert [f"{offer['observed_at']:%Y-%m-%d}" for offer in offers(result)] == ["2024-05-01", "2023-12-31"]
    assert "days are written month first throughout, unlike the market's own way" in result.notes
    both = scraped(daily("13/01/2024", 100000001, "Taza"), daily("12/31/2023", 100000002, "Plato"), header=DAILY)
    assert both.refused["where"].tolist() == ["3"]


def test_the_same_listing_again_is_layout_and_at_another_price_refused(scraped):
    result = scraped(LAMP, LAMP | {"Calificación": "4.7"}, LAMP | {"Precio": "$999"}, LAMP)
    assert (result.structural, result.repeated) == ({"listing shown again": 1}, 1)
    assert result.refused[["where", "reason"]].values.tolist() == [["4", "another price for the same listing"]]


def test_a_listing_without_a_number_is_known_by_title_and_shop(scraped):
    plain = {**LAMP, "Link": "https://click1.mercadolibre.com.mx/mclics/clicks/external"}
    first, second = (
        scraped(plain, market="MX"),
        scraped(plain | {"Título": "lampara led", "Fecha": "16/01/2026"}, market="MX"),
    )
    assert offers(first)[0]["item_id"] == offers(second)[0]["item_id"]
    assert "1 listings without an item number are told apart by title and shop" in first.notes


def test_what_the_file_does_not_say_is_asked(asked, context):
    header = ("title", "price", "url")
    content, questions = asked({"title": "Lamp", "price": "10", "url": "https://shop.example/1"}, header=header)
    assert [question.key for question in questions] == ["platform", "market", "observed_at", "query"]
    with pytest.raises(OpenQuestions, match="neither links nor item numbers name one platform and market"):
        read("s.csv", content, export="scraped-offers", context=context())
    with pytest.raises(OpenQuestions, match="no column says the day"):
        read("s.csv", content, export="scraped-offers", context=context(platform="amazon", market="us"))
    _, questions = asked(LAMP)
    assert [question.key for question in questions] == ["query"]


def test_listings_of_another_country_in_the_same_file_are_set_aside(scraped):
    other = CUP | {"Link": "https://articulo.mercadolibre.com.ar/MLA-123456789-taza"}
    result = scraped(LAMP, other, market="MX", platform="mercadolibre")
    assert result.structural == {"listing of another market": 1}


def test_an_amazon_link_names_its_item_and_market(scraped):
    header = ("title", "price", "url", "date")
    row = {
        "title": "Press",
        "price": "$249.00",
        "url": "https://www.amazon.com.mx/x/dp/B0TEST0001?ref=1",
        "date": "2026-01-15",
    }
    (offer,) = offers(scraped(row, header=header))
    assert (offer["platform"], offer["market"], offer["item_id"]) == ("amazon", "MX", "B0TEST0001")


def test_a_list_in_another_encoding_is_read(scraped):
    assert offers(scraped(LAMP, encoding="cp1252"))[0]["title"] == "Lámpara LED"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("+50 vendidos", 50), ("+1000 vendidos", 1000), ("+1,000 vendidos", 1000), ("+10mil vendidos", 10_000)),
        *(("+10 mil", 10_000), ("5K+", 5_000), ("Nuevo  |  +500 vendidos", 500), ("Usado | 3 vendidos", 3)),
        *(("100", 100), ("50.0", 50), ("(45)", 45), ("1.204 opiniones", 1204), ("0", 0)),
    ],
)
def test_a_bucket_counts_as_its_lower_bound(text, count):
    assert parse_buckets(text_array([text])).values.tolist() == [count]


@pytest.mark.parametrize("text", ["muchos", "-5", "1.5", "1.5 mil", "1,20", "50 de 100", "+50 +60", "1e5", "99" * 20])
def test_what_is_no_bucket_fails(text):
    assert parse_buckets(text_array([text])).failed.tolist() == [True]


@pytest.mark.parametrize(("text", "stars"), [("4.8", 4.8), ("4,8", 4.8), ("4.8 de 5", 4.8), ("5", 5.0), ("0", 0.0)])
def test_stars_have_a_point_or_a_comma(text, stars):
    assert parse_stars(text_array([text])).values.tolist() == [stars]


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_buckets_and_stars(text):
    for parse in (parse_buckets, parse_stars):
        parsed = parse(text_array([text]))
        assert not (parsed.failed[0] and pd.notna(parsed.values[0]))
