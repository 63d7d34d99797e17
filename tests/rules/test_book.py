"""The rule book: what it says on a day, and what it refuses to say twice."""

from datetime import date

import pytest

from workbench.errors import RuleError
from workbench.rules import load_rules, meets, read_rules, rule, rules_changed, rules_in_force
from workbench.rules.predicates import DENOMINATORS, EXCLUSIONS, NUMERATORS


def book(*entries: str) -> bytes:
    return ("dated: 2026-11-23\nrules:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)).encode()


def entry(name: str, **fields: object) -> str:
    base = {
        "id": name, "platform": "amazon", "market": "US", "kpi": "late_shipment_rate", "window_days": 30,
        "target": 0.04, "comparator": "lt", "unit": "order", "evidence": "O", "source": "a page",
        "checked": "2026-11-23",
    }  # fmt: skip
    return ", ".join(f"{key}: {value}" for key, value in {**base, **fields}.items())


@pytest.mark.parametrize(
    ("rate", "target", "comparator", "expected"),
    [
        (0.95, 0.95, "gt", False),  # 190 of 200 against "greater than 95 %"
        (190 / 200, 0.95, "ge", True),
        (0.04, 0.04, "lt", False),
        (0.02, 0.02, "le", True),
        (0, 0, "eq", True),
        (1, 0, "eq", False),
        (10 / 200, 0.04, "lt", False),
        (27896 / 870669, 0.04, "lt", True),
    ],
)
def test_the_comparator_decides_at_the_limit(rate, target, comparator, expected):
    assert meets(rate, target, comparator) is expected


def test_an_unknown_comparator_is_refused():
    with pytest.raises(RuleError, match=r"comparator: '<'. Expected lt, le, gt, ge, eq"):
        meets(0.1, 0.2, "<")


@pytest.mark.parametrize(
    ("kpi", "platform", "market", "on", "expected"),
    [
        ("late_shipment_rate", "amazon", "US", "2026-01-31", (30, 0, 0.04, "lt")),
        ("order_defect_rate", "amazon", "US", "2026-01-31", (60, 15, 0.01, "lt")),
        ("pre_fulfilment_cancellation_rate", "amazon", "US", "2026-01-31", (7, 1, 0.025, "lt")),
        ("valid_tracking_rate", "amazon", "US", "2026-01-31", (30, 10, 0.95, "gt")),
        ("unit_on_time_delivery_rate", "amazon", "US", "2026-01-31", (14, 7, 0.90, "ge")),
        ("on_time_delivery_rate", "walmart", "US", "2025-10-27", (30, 0, 0.95, "gt")),
        ("on_time_delivery_rate", "walmart", "US", "2025-10-28", (30, 0, 0.90, "ge")),
        ("valid_tracking_rate", "walmart", "US", "2025-10-27", (30, 0, 0.99, "gt")),
        ("return_rate", "walmart", "US", "2026-01-29", (60, 0, 0.06, "le")),
        ("mediations_rate", "mercadolibre", "MX", "2026-01-31", (60, 0, 0.005, "lt")),
        ("claims_rate", "mercadolibre", "MX", "2026-01-31", (None, 0, 0.015, "le")),
        ("claims_rate", "mercadolibre", "MX", "2023-04-11", (None, 0, 0.02, "le")),
    ],
)
def test_the_rule_of_a_day_has_its_window_and_target(kpi, platform, market, on, expected):
    found = rule(kpi, platform=platform, market=market, on=on)
    assert (found.window_days, found.lag_days, found.target, found.comparator) == expected


@pytest.mark.parametrize(
    ("kpi", "platform", "market", "on"),
    [
        ("late_shipment_rate", "walmart", "MX", "2026-01-31"),  # Walmart publishes nothing for Mexico
        ("return_rate", "walmart", "US", "2026-01-28"),  # the day before it starts
        ("order_defect_rate", "walmart", "US", "2018-01-01"),  # history: its end was not found
        ("conversion_rate", "amazon", "US", "2026-01-31"),
        ("on_time_delivery_rate", "amazon", "US", "2024-09-25"),
    ],
)
def test_no_published_rule_is_none(kpi, platform, market, on):
    assert rule(kpi, platform=platform, market=market, on=on) is None


def test_the_windows_of_one_kpi_are_told_apart_and_an_unknown_window_gets_the_longest():
    asked = {days: rule("late_shipment_rate", platform="amazon", market="US", on="2026-01-31", window_days=days)
             for days in (10, 30, 99, None)}  # fmt: skip
    assert [asked[days].window_days for days in (10, 30, 99, None)] == [10, 30, 30, 30]


def test_a_rule_for_any_market_holds_where_the_market_has_none_of_its_own():
    found = rule("return_dissatisfaction_rate", platform="amazon", market="MX", on=date(2026, 1, 31))
    assert (found.market, found.target, found.comparator) == ("*", 0.10, "lt")


def test_amazon_mexico_has_windows_but_no_number_of_its_own():
    mexico = [entry for entry in load_rules().rules if (entry.platform, entry.market) == ("amazon", "MX")]
    assert {entry.target for entry in mexico} == {None}
    assert {entry.target_from for entry in mexico} == {"report"}


def test_ebay_tiktok_and_inventory_scores_are_not_in_the_book():
    everything = [*load_rules().rules, *load_rules().history]
    assert {entry.platform for entry in everything} == {"amazon", "walmart", "mercadolibre"}
    assert not [entry.id for entry in everything if "inventory_performance" in entry.kpi]


def test_rules_with_an_unknown_end_are_history_and_hold_on_no_day():
    assert [entry.kpi for entry in load_rules().history] == ["order_defect_rate", "on_time_shipment_rate"]
    assert not any(entry.holds_on(date(2018, 1, 1)) for entry in load_rules().history)


def test_every_entry_carries_a_grade_a_source_and_a_date_of_check():
    for each in (*load_rules().rules, *load_rules().history, *load_rules().programmes):
        assert each.evidence in "OFTCD"
        assert each.source
        assert each.checked <= load_rules().dated


def test_the_same_thing_said_twice_at_one_time_is_refused_and_both_are_named():
    older, newer = entry("older", until="2025-06-30"), entry("newer", since="2025-06-30", target=0.03)
    with pytest.raises(RuleError, match=r"kpis\.yml: .*older and newer.*Hint: end the older one the day before"):
        read_rules(book(older, newer), where="kpis.yml")
    with pytest.raises(RuleError, match="newer and older"):
        read_rules(book(newer, older), where="kpis.yml")


def test_an_end_the_day_before_the_next_start_is_no_overlap():
    read = read_rules(book(entry("older", until="2025-06-29"), entry("newer", since="2025-06-30")), where="kpis.yml")
    assert len(read.rules) == 2


def test_an_open_start_overlaps_everything_before_its_end():
    with pytest.raises(RuleError, match="a and b"):
        read_rules(book(entry("a"), entry("b", since="2020-01-01", until="2020-12-31")), where="kpis.yml")


def test_other_windows_scopes_and_markets_do_not_overlap():
    others = [entry("b", window_days=10), entry("c", scope="toys"), entry("d", market="CA")]
    assert len(read_rules(book(entry("a"), *others), where="kpis.yml").rules) == 4


def test_an_id_given_twice_is_refused():
    with pytest.raises(RuleError, match="ids given twice: a"):
        read_rules(book(entry("a"), entry("a", market="CA")), where="kpis.yml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"target": "null"}, "a target and a comparator are needed"),
        ({"target_from": "report"}, "a target that only the report knows"),
        ({"until": "unknown"}, "until"),
        ({"until": "2019-12-31", "since": "2020-01-01"}, "lies before since"),
        ({"evidence": "U"}, "evidence"),
        ({"threshold": 0.1}, "threshold: Extra inputs"),
        ({"bands": "{green: 0.2, yellow: 0.1}"}, "bands must rise"),
        ({"bands": "{green: 0.02, yellow: 0.1}"}, "target 0.04 contradicts the bound of green, 0.02"),
        ({"target": "4"}, "the target of a rate is a fraction, not 4"),
        ({"numerator": "late_ones"}, "no such numerator, denominator or exclusion: late_ones"),
        ({"excludes": "[digital_goods, gifts]"}, "no such numerator, denominator or exclusion: gifts"),
    ],
)
def test_a_wrong_field_is_named(change, message):
    with pytest.raises(RuleError, match=rf"kpis\.yml: 1 faults: rules\.0.*{message}"):
        read_rules(book(entry("a", **change)), where="kpis.yml")


def test_all_faults_of_a_file_come_at_once():
    with pytest.raises(RuleError, match=r"2 faults: rules\.0.*rules\.1"):
        read_rules(book(entry("a", evidence="U"), entry("b", unit="[]")), where="kpis.yml")


@pytest.mark.parametrize(("content", "message"), [(b"rules: [", "not readable as YAML"), (b"", "no fields")])
def test_text_that_is_no_book_is_refused(content, message):
    with pytest.raises(RuleError, match=message):
        read_rules(content, where="kpis.yml")


def test_a_day_that_is_none_is_refused():
    with pytest.raises(RuleError, match="'2026-02-30' is no day"):
        rule("claims_rate", platform="mercadolibre", market="MX", on="2026-02-30")


def test_the_version_changes_with_the_text():
    one, other = (read_rules(book(entry("a", target=target)), where="x") for target in (0.04, 0.03))
    assert one.version != other.version
    assert one.version.startswith("2026-11-23-")


def test_the_listing_holds_only_rules_of_the_day():
    before, after = rules_in_force("2026-01-28"), rules_in_force("2026-01-29")
    assert set(after["id"]) - set(before["id"]) == {
        "walmart-us-return_rate-60d-2026",
        "walmart-us-item_not_received_rate-60d-2026",
    }
    assert after.loc[after["is_preview"], "id"].tolist() == ["walmart-us-late_shipment_rate-30d-undated"]


@pytest.mark.parametrize(
    ("kpi", "platform", "market", "on", "expected"),
    [
        ("late_shipment_rate", "amazon", "IN", "2026-01-31", (30, 0, 0.02, "lt")),
        ("valid_tracking_rate", "amazon", "US", "2025-01-14", (30, 10, 0.95, "gt")),
        ("on_time_delivery_rate", "amazon", "US", "2024-09-24", (30, 10, 0.97, "gt")),
        ("unit_on_time_delivery_rate", "amazon", "US", "2026-02-27", (14, 7, 0.90, "ge")),
        ("unit_on_time_delivery_rate", "amazon", "US", "2026-02-28", (14, 7, 0.90, "ge")),
        *(("invoice_defect_rate", "amazon", market, "2026-01-31", (7, 7, 0.05, "lt"))
          for market in ("GB", "DE", "FR", "IT", "ES")),
        ("return_dissatisfaction_rate", "amazon", "US", "2026-01-31", (None, 0, 0.10, "lt")),
        ("account_health_rating", "amazon", "US", "2022-08-01", (180, 0, 200, "ge")),
        ("order_defect_rate", "amazon", "MX", "2026-01-31", (60, 15, None, None)),
        ("cancellation_rate", "walmart", "US", "2025-10-27", (30, 0, 0.02, "lt")),
        ("cancellation_rate", "walmart", "US", "2025-10-28", (30, 0, 0.02, "le")),
        ("valid_tracking_rate", "walmart", "US", "2025-10-28", (30, 0, 0.99, "ge")),
        ("seller_response_rate", "walmart", "US", "2025-10-27", (30, 0, 0.95, "gt")),
        ("seller_response_rate", "walmart", "US", "2025-10-28", (30, 0, 0.95, "ge")),
        ("refund_rate", "walmart", "US", "2025-10-27", (30, 0, 0.06, "lt")),
        ("refund_rate", "walmart", "US", "2027-03-27", (30, 0, 0.06, "le")),
        ("item_not_received_rate", "walmart", "US", "2026-01-29", (60, 0, 0.02, "le")),
        ("negative_feedback_rate", "walmart", "US", "2026-01-31", (60, 0, 0.02, "le")),
        ("late_shipment_rate", "walmart", "US", "2026-01-31", (30, 0, 0.05, "le")),
        ("cancellation_rate", "mercadolibre", "MX", "2023-04-12", (None, 0, 0.01, "le")),
        ("cancellation_rate", "mercadolibre", "MX", "2023-04-11", (None, 0, 0.04, "le")),
        ("delayed_handling_rate", "mercadolibre", "MX", "2023-04-12", (None, 0, 0.10, "le")),
        ("delayed_handling_rate", "mercadolibre", "MX", "2023-04-11", (None, 0, 0.15, "le")),
    ],
)  # fmt: skip
def test_every_published_rule_is_in_the_book(kpi, platform, market, on, expected):
    found = rule(kpi, platform=platform, market=market, on=on)
    assert (found.window_days, found.lag_days, found.target, found.comparator) == expected


def test_what_happens_after_a_breach_stands_with_its_source():
    silent = {each.id for each in load_rules().rules if not each.enforcement}
    told = [each for each in load_rules().rules if each.enforcement]
    assert all(each.enforcement_source for each in told)
    # Nothing was found for Mexico's rates, India's, and a standard that is only announced.
    assert {name.rsplit("_rate", 1)[0].split("-", 2)[1] for name in silent} <= {"mx", "in", "us"}
    assert {each.id for each in load_rules().rules if each.market == "US" and not each.enforcement} == {
        "walmart-us-late_shipment_rate-30d-undated"
    }


@pytest.mark.parametrize(("platform", "market"), [("walmart", "MX"), ("walmart", "CA"), ("mercadolibre", "BR")])
def test_a_market_without_published_rules_has_none_in_force(platform, market):
    kpis = {each.kpi for each in load_rules().rules}
    assert not [kpi for kpi in kpis if rule(kpi, platform=platform, market=market, on="2026-01-31")]


def test_what_changed_between_two_days_is_told_with_old_and_new():
    (changed,) = [row for row in rules_changed("2025-10-27", "2025-10-28").to_dict("records")
                  if row["kpi"] == "on_time_delivery_rate"]  # fmt: skip
    assert (changed["change"], changed["old_target"], changed["old_comparator"]) == ("changed", 0.95, "gt")
    assert (changed["new_target"], changed["new_comparator"]) == (0.90, "ge")
    assert str(changed["from_date"].date()) == "2025-10-28"


def test_a_change_that_leaves_the_target_says_what_it_changed():
    told = rules_changed("2025-01-14", "2026-02-28").set_index("kpi")
    units = rules_changed("2026-02-27", "2026-02-28").set_index("kpi").loc["unit_on_time_delivery_rate"]
    assert (units["old_target"], units["new_target"], units["differs"]) == (0.9, 0.9, "enforcement")
    assert units["old_enforcement"].startswith("Below 90 % all") and "hurt the rate most" in units["new_enforcement"]
    assert told.loc["valid_tracking_rate", "differs"].tolist() == ["excludes, two_scans_from", "comparator"]
    assert told.loc["on_time_delivery_rate", "differs"] == "not_accountable, target, comparator"
    # Walmart asked for both before; only the wording became inclusive.
    assert told.loc[["refund_rate", "seller_response_rate"], "change"].tolist() == ["changed", "changed"]


def test_every_rule_names_what_it_counts_and_every_name_is_used():
    rules = [*load_rules().rules, *load_rules().history]
    assert not [each.id for each in load_rules().rules if not each.numerator]
    # Walmart's pages do not say over which orders refunds and undelivered ones are; a score and a count are over none.
    silent = {each.kpi for each in load_rules().rules if not each.denominator and not each.kpi.startswith("policy_")}
    assert silent == {"account_health_rating", "refund_rate", "item_not_received_rate"}
    used = {name for each in rules for name in (each.numerator, each.denominator, *each.excludes)} - {""}
    assert used == {*NUMERATORS, *DENOMINATORS, *EXCLUSIONS}


def test_the_listing_says_what_is_counted_by_which_day_and_what_is_left_out():
    row = rules_in_force("2026-01-31").set_index("id").loc["amazon-us-pre_fulfilment_cancellation_rate-7d-undated"]
    assert row[["by", "numerator", "denominator"]].tolist() == [
        "ordered_at", "cancelled_by_seller_before_shipping", "seller_shipped_orders",
    ]  # fmt: skip
    assert row["excludes"] == "cancelled_on_buyers_request, pending_cancelled_by_buyer"


def test_a_rule_that_ended_is_told_with_the_day_after_its_last():
    rows = rules_changed("2027-03-27", "2027-03-28").to_dict("records")
    assert [(row["kpi"], row["change"], str(row["from_date"].date())) for row in rows] == [
        ("refund_rate", "ended", "2027-03-28")
    ]


def test_nothing_changed_within_a_day_and_time_does_not_run_backwards():
    assert rules_changed("2026-01-31", "2026-01-31").empty
    with pytest.raises(RuleError, match=r"2026-01-28 lies before 2026-01-29\. Expected since <= on"):
        rules_changed("2026-01-29", "2026-01-28")
