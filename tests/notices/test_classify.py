"""Which phrases decide, and which only name a subject."""

from __future__ import annotations

import pytest

from workbench.notices.classify import classify, markets_in, platform_of
from workbench.notices.phrases import phrase_book
from workbench.notices.texts import searchable

BOOK = phrase_book()
RULES = [(rule, parts) for rule in BOOK.rules for parts in rule.phrases]


def classified(text: str, *, sender: str = "example.com"):
    return classify(searchable(text), sender=sender, book=BOOK)


@pytest.mark.parametrize(("rule", "parts"), RULES, ids=[f"{rule.id}-{at}" for at, (rule, _) in enumerate(RULES)])
def test_every_phrase_of_the_book_gives_its_kind_in_a_mail_of_its_platform(rule, parts):
    text = f"{BOOK.platforms[rule.platform]['names'][0]}: {' , '.join(parts)}"
    found = classified(text)
    if rule.strength == "mention":
        assert rule.kind in found.kinds or f"named_only:{rule.kind}" in found.warnings
    else:
        assert rule.kind in found.kinds
        assert found.platform == rule.platform
        assert rule.id in {one.rule for one in found.evidence}


def test_a_frame_alone_says_nothing_of_the_cause():
    found = classified("Your Amazon seller account has been deactivated. Funds will not be transferred.")
    assert (found.kinds, found.confidence) == (("deactivation",), "frame only")


def test_the_cause_is_taken_from_the_section_that_names_it():
    found = classified(
        "Your Amazon seller account has been deactivated. Why did this happen? Your order defect rate. "
        "How do I reactivate my account? Tell us about your late shipment rate."
    )
    assert found.kinds == ("order_defect_rate", "deactivation")
    assert (found.kpi, found.confidence) == ("order_defect_rate", "certain")


def test_the_most_specific_kind_comes_first_and_all_are_listed():
    found = classified(
        "Amazon: deactivated in accordance with section 3 of Amazon's Business Solutions Agreement. Your account is "
        "related to an account that may not be used to sell. Your late shipment rate exceeds 4%."
    )
    assert found.kinds == ("related_account", "late_shipment_rate", "section_3")
    assert "several_kinds:related_account, late_shipment_rate" in found.warnings


def test_a_general_complaint_beside_its_exact_kind_is_no_contradiction():
    found = classified("Amazon received a report from a rights owner. Infringement type: Trademark")
    assert found.kinds == ("ip_trademark", "ip_other")
    assert not any(warning.startswith("several_kinds") for warning in found.warnings)


def test_a_kpi_that_two_platforms_share_belongs_to_the_one_that_the_mail_names():
    text = "your valid tracking rate is below the standard"
    assert classified(f"Walmart: {text}").platform == "walmart"
    assert classified(f"Amazon: {text}").platform == "amazon"


def test_a_phrase_of_a_platform_that_the_mail_does_not_name_does_not_count():
    found = classified("Mercado Libre: your valid tracking rate is below 95%")
    assert (found.platform, found.kinds) == ("mercadolibre", ())


def test_where_both_are_named_the_claimed_sender_decides_between_their_phrases():
    text = "Your valid tracking rate is below 99%. Do not use Amazon or Amazon Logistics as carrier on Walmart."
    assert classified(text, sender="mail.walmart.com").platform == "walmart"
    assert classified(text).platform == "amazon"
    assert "several_platforms:amazon, walmart" in classified(text).warnings


def test_where_no_platform_is_named_a_shared_kpi_leaves_it_unknown():
    found = classified("Your on-time delivery rate is below the standard.")
    assert (found.platform, found.kinds) == ("unknown", ("on_time_delivery_rate",))


def test_the_claimed_sender_decides_where_the_text_names_no_platform_but_holds_a_phrase():
    found = classified("Your on-time delivery rate is below the standard.", sender="walmart.com")
    assert (found.platform, found.kpi) == ("walmart", "on_time_delivery_rate")


def test_the_rate_without_promise_extensions_is_the_rate_of_units():
    found = classified("Amazon: your on-time delivery rate without promise extensions does not meet our target.")
    assert (found.kinds, found.kpi) == (("on_time_delivery_rate",), "unit_on_time_delivery_rate")


def test_not_affected_is_not_affected():
    assert classified("Mercado Libre: el reclamo no afectó tu reputación").kinds == ("meli_reputation_unaffected",)
    assert classified("Mercado Libre: el reclamo afectó tu reputación").kinds == ("meli_reputation_affected",)


def test_our_own_wording_is_said():
    assert "own_wording" in classified("亚马逊：您的迟发率超过目标").warnings
    assert "own_wording" not in classified("亚马逊：我们收到了权利所有者的举报").warnings


@pytest.mark.parametrize(
    ("sender", "platform"),
    [
        ("amazon.com", "amazon"),
        ("bounce.mail.amazon.com.mx", "amazon"),
        ("notamazon.com", "unknown"),
        ("amazon.com.evil.test", "unknown"),
        ("xn--mazon-3ve.com", "unknown"),
        ("mercadolibre.com.mx", "mercadolibre"),
        ("", "unknown"),
    ],
)
def test_a_domain_belongs_to_a_platform_by_its_end_alone(sender, platform):
    assert platform_of(sender, book=BOOK) == platform


def test_an_address_of_one_market_does_not_hint_at_another():
    assert markets_in("see amazon.com.mx/cuenta", book=BOOK) == ("MX",)
    assert markets_in("see amazon.com. and walmart.com.mx", book=BOOK) == ("MX", "US")
