"""The rate book: what holds on a day, what is refused at load, and that nothing unknown has a row."""

from datetime import date

import pytest
from pydantic import ValidationError

from workbench.errors import RuleError
from workbench.rules.rate_models import Rate, TypedRate
from workbench.rules.rates import find_rate, find_rates, load_rates, read_rates

FBA = {"market": "US", "platform": "amazon", "logistic": "fba", "size": "large_standard", "weight_kg": 0.5}
ROW = (
    "{id: %s, what: fixed_fee, market: MX, kind: amount, value: 30, currency: MXN, "
    "grade: high, source: s, checked: 2026-01-01%s}"
)


def book(*rows: tuple[str, str]) -> dict[str, bytes]:
    return {"x.yml": ("rates:\n" + "\n".join("- " + ROW % row for row in rows)).encode()}


def typed(**fields) -> TypedRate:
    ordinary = {
        "what": "referral",
        "market": "MX",
        "kind": "fraction",
        "value": 0.15,
        "by": "Ana",
        "noted": "2026-01-05",
    }
    return TypedRate(**ordinary | {"since": "2026-01-01"} | fields)


def fixed(**fields) -> Rate:
    ordinary = {"id": "x", "what": "fixed_fee", "market": "MX", "kind": "amount", "value": 30, "currency": "MXN"}
    return Rate(**ordinary | {"grade": "high", "source": "s", "checked": "2026-01-01"} | fields)


def test_every_row_has_a_source_and_none_is_of_low_grade():
    assert len(load_rates().rates) > 100
    assert all(rate.source and rate.grade in ("high", "medium") for rate in load_rates().rates)


@pytest.mark.parametrize(
    ("what", "market", "platform"),
    [
        ("referral", "MX", "mercadolibre"),
        ("fixed_fee", "MX", "mercadolibre"),
        ("free_shipping", "MX", "mercadolibre"),
        ("referral", "MX", "amazon"),
        ("referral", "MX", "walmart"),
        ("fulfilment", "MX", "walmart"),
        ("storage", "US", "amazon"),
        ("import_duty", "MX", ""),
        ("import_duty", "US", ""),
        ("section_122", "US", ""),
    ],
)
def test_what_no_source_gives_has_no_row_and_is_listed_as_not_known(what, market, platform):
    book = load_rates()
    assert [rate.id for rate in book.of(what, market) if rate.platform == platform] == []
    listed = [gap for gap in book.not_known if (gap.what, gap.market, gap.platform) == (what, market, platform)]
    assert listed and all(gap.get_it_from and gap.note for gap in listed)


def test_taxes_of_bills_that_never_became_law_are_not_in_the_book():
    values = {rate.value for rate in load_rates().of("income_tax_withheld", "MX")}
    assert not {0.04, 0.02} & values


@pytest.mark.parametrize(
    ("what", "day", "value"),
    [
        ("income_tax_withheld", "2020-12-31", None),  # a table of steps until then
        ("income_tax_withheld", "2021-01-01", 0.01),
        ("income_tax_withheld", "2025-12-31", 0.01),
        ("income_tax_withheld", "2026-01-01", 0.025),
        ("vat_withheld", "2020-05-31", None),
        ("vat_withheld", "2020-06-01", 0.08),
    ],
)
def test_a_day_takes_its_own_rate(what, day, value):
    found = find_rate(what, market="MX", on=day)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("day", "is_known"), [("2026-01-14", False), ("2026-01-15", True), ("2026-10-14", True), ("2026-10-15", False)]
)
def test_a_fulfilment_card_holds_on_its_own_days_only(day, is_known):
    assert (find_rate("fulfilment", on=day, **FBA) is not None) is is_known


@pytest.mark.parametrize(("day", "is_known"), [("2025-09-30", False), ("2026-09-30", True), ("2026-10-01", False)])
def test_the_processing_fee_of_one_fiscal_year_is_no_other_years(day, is_known):
    assert (find_rate("merchandise_processing", market="US", on=day, logistic="formal") is not None) is is_known


def test_a_row_that_is_limited_to_a_place_is_found_only_there():
    place = {"market": "US", "platform": "amazon", "on": "2026-06-01"}
    assert find_rate("referral", category="jewelry", **place).id == "amazon-us-referral-jewelry"
    assert find_rate("referral", **place) is None
    assert find_rate("referral", category="Paper Clips", **place) is None


def test_t_mec_origin_is_where_goods_are_made_and_unknown_origin_has_no_courier_rate():
    asked = {"what": "courier_rate", "market": "MX", "on": "2026-06-01"}
    assert find_rate(**asked, origin="US").id == find_rate(**asked, origin="CA").id == "mx-courier-tmec-2026"
    assert find_rate(**asked, origin="CN").id == "mx-courier-2026"
    assert find_rate(**asked) is None


def test_the_t_mec_courier_rates_before_they_changed_are_not_the_general_rate():
    assert find_rate("courier_rate", market="MX", on="2025-08-14", origin="US") is None
    assert find_rate("courier_rate", market="MX", on="2025-08-14", origin="CN").tiers[0].value == 0.19


def test_a_typed_rate_goes_before_the_book_and_the_most_specific_typed_one_before_the_rest():
    rates = (typed(value=0.14), typed(value=0.12, account="ml", category="Cocina"), typed(value=0.13, account="ml"))
    asked = {"what": "referral", "market": "MX", "on": "2026-06-01", "typed": rates}
    assert find_rate(**asked).value == 0.14
    assert find_rate(**asked, account="ml").value == 0.13
    assert find_rate(**asked, account="ml", category="cocina").value == 0.12
    assert find_rate("vat", market="MX", on="2026-06-01", typed=[typed(what="vat", value=0.08)]).value == 0.08


def test_a_typed_rate_says_nothing_of_the_days_before_it():
    assert find_rate("referral", market="MX", on="2025-12-31", typed=[typed()]) is None
    with pytest.raises(ValidationError, match="since"):
        TypedRate(what="vat", market="MX", kind="fraction", value=0.1, by="Ana", noted="2026-01-05")


def test_a_tariff_line_finds_the_longest_beginning():
    rates = [
        typed(what="import_duty", tariff_line="9503", value=0.15),
        typed(what="import_duty", tariff_line="9503.00.01", value=0.2),
    ]
    asked = {"what": "import_duty", "market": "MX", "on": "2026-06-01", "typed": rates}
    assert [find_rate(**asked, tariff_line=line).value for line in ("95030001", "9503.00.99")] == [0.2, 0.15]
    assert find_rate(**asked, tariff_line="9504.00.01") is None
    assert find_rate(**asked) is None


# The row holds from 149 up to, but not with, 299 MXN.
@pytest.mark.parametrize(
    ("price", "is_found"), [(148.99, False), (149, True), (298, True), (299, False), (299.01, False), (None, False)]
)
def test_a_row_of_some_prices_holds_for_these_only(price, is_found):
    rate = typed(what="fixed_fee", kind="amount", value=30, currency="MXN", price_from=149, price_to=299)
    found = find_rate("fixed_fee", market="MX", on="2026-06-01", typed=[rate], price=price)
    assert (found is rate) is is_found


def test_all_rows_of_a_place_are_given_where_they_differ_by_price():
    low = typed(what="fixed_fee", kind="amount", value=25, currency="MXN", price_to=149)
    high = typed(what="fixed_fee", kind="amount", value=30, currency="MXN", price_from=149, price_to=299)
    assert find_rates("fixed_fee", market="MX", on="2026-06-01", typed=[low, high]) == (low, high)


@pytest.mark.parametrize(
    ("grade", "until", "day", "status"),
    [
        ("high", None, "2026-06-30", "confirmed"),  # 180 days after the check
        ("high", None, "2026-07-01", "needs_check"),
        ("medium", None, "2026-01-01", "needs_check"),
        ("high", "2026-03-01", "2026-03-01", "confirmed"),
        ("high", "2026-03-01", "2026-03-02", "expired"),
    ],
)
def test_the_status_of_a_rate_goes_by_grade_check_and_end(grade, until, day, status):
    assert fixed(grade=grade, until=until).status(date.fromisoformat(day)) == status


def test_marks_are_the_prices_where_a_charge_jumps_or_bends():
    clothing = find_rate("referral", market="US", on="2026-06-01", platform="amazon", category="Clothing & Accessories")
    assert [round(mark, 2) for mark in clothing.marks] == [6.0, 15.0, 20.0]  # 0.30 / 5 % = 6.00
    home = find_rate("referral", market="US", on="2026-06-01", platform="amazon", category="Home & Kitchen")
    assert home.marks == (2.0,)


def test_two_rows_for_the_same_sale_are_refused_with_both_named():
    with pytest.raises(RuleError, match=r"hold for the same sale at the same time: a and b.*end the older one"):
        read_rates(book(("a", ", platform: amazon, since: 2026-01-01"), ("b", ", platform: amazon, since: 2026-02-01")))


def test_two_equally_specific_rows_of_different_places_are_refused():
    with pytest.raises(RuleError, match="a and b"):
        read_rates(book(("a", ", platform: amazon"), ("b", ", category: Toys")))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (", until: 2026-01-31", ", since: 2026-02-01"),
        (", price_to: 149", ", price_from: 149"),
        (", weight_to_kg: 1", ", weight_from_kg: 1"),
        (", platform: amazon", ""),
        (", origin: TMEC", ", origin: outside_TMEC"),
    ],
)
def test_rows_that_no_sale_can_both_fall_under_stand_together(first, second):
    assert len(read_rates(book(("a", first), ("b", second))).rates) == 2


def test_an_origin_inside_a_group_and_the_group_itself_contradict_each_other():
    with pytest.raises(RuleError, match="a and b"):
        read_rates(book(("a", ", origin: TMEC"), ("b", ", origin: US")))


def test_an_id_given_twice_is_refused():
    with pytest.raises(RuleError, match="ids given twice: a"):
        read_rates(book(("a", ", until: 2026-01-31"), ("a", ", since: 2026-02-01")))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": "fixd_fee"}, "did you mean 'fixed_fee'"),
        ({"value": None}, "one of value and tiers"),
        ({"tiers": [{"value": 1}]}, "one of value and tiers"),
        ({"kind": "fraction", "value": 16}, "16 is no fraction; 16 % is 0.16"),
        ({"currency": ""}, "an amount needs its currency"),
        ({"kind": "portion", "value": 0.1}, "portion needs tiers"),
        ({"value": None, "tiers": [{"value": 1}, {"up_to": 5, "value": 2}]}, "only the last tier"),
        ({"value": None, "tiers": [{"up_to": 9, "value": 1}, {"up_to": 5, "value": 2}]}, "tiers must rise"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "ends before it begins"),
        ({"price_from": 299, "price_to": 299}, "an empty range"),
        ({"step_kg": 1}, "go together"),
        ({"grade": "hearsay"}, "grade"),
        ({"percent": 3}, "percent"),
    ],
)
def test_a_row_that_cannot_be_read_in_one_way_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        fixed(**fields)


def test_faults_of_a_file_name_the_file_and_all_rows():
    with pytest.raises(RuleError, match=r"x\.yml: 2 faults.*rates\.0.*rates\.1"):
        read_rates(book(("a", ", colour: red"), ("b", ", until: never")))
    with pytest.raises(RuleError, match=r"x\.yml: not readable as YAML"):
        read_rates({"x.yml": b"rates: ["})


def test_a_question_that_is_put_wrongly_is_refused():
    with pytest.raises(RuleError, match=r"no rate 'comission'.*Expected vat"):
        find_rate("comission", market="MX", on="2026-01-31")
    with pytest.raises(RuleError, match="unknown colour"):
        find_rate("vat", market="MX", on="2026-01-31", colour="red")
    with pytest.raises(RuleError, match="'January' is no day"):
        find_rate("vat", market="MX", on="January")
    with pytest.raises(RuleError, match="typed-referral-MX-amazon and typed-referral-MX-Toys"):
        rates = [typed(platform="amazon"), typed(category="Toys")]
        find_rate("referral", market="MX", on="2026-06-01", typed=rates, platform="amazon", category="Toys")
