"""A mail as a notice: three platforms, three languages, and what its reader must be told."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, datetime

import pytest

from workbench.errors import ParameterError
from workbench.notices import NO_DEADLINE, read_notice, warning_text

END_OF_JANUARY_26 = datetime(2026, 1, 26, 23, 59, 59, 999999, tzinfo=UTC)
END_OF_JANUARY_25 = END_OF_JANUARY_26.replace(day=25)

# file, language, platform, markets, kinds, kpi, deadline_at, deadline_text
SAMPLES = [
    (
        *("amazon_en_valid_tracking", "en", "amazon", ("US",), ("valid_tracking_rate",), "valid_tracking_rate"),
        *(datetime(2026, 1, 22, 18, tzinfo=UTC), "within 72 hours"),
    ),
    (
        *("amazon_en_copyright", "en", "amazon", ("US",), ("ip_copyright", "ip_other")),
        *("policy_received_intellectual_property_complaints", END_OF_JANUARY_26, "by January 26, 2026"),
    ),
    (
        *("amazon_es_related", "es", "amazon", ("MX",), ("related_account", "section_3", "deactivation"), ""),
        *(END_OF_JANUARY_25, "antes del 26 de enero de 2026"),
    ),
    (
        *("amazon_zh_late_shipment", "zh", "amazon", ("US",), ("late_shipment_rate",), "late_shipment_rate"),
        *(datetime(2026, 1, 23, 7, tzinfo=UTC), "3 天内"),
    ),
    (
        *("walmart_en_auto_cancel", "en", "walmart", ("US",), ("walmart_alarm_auto_cancellation",)),
        *("cancellation_rate", None, "within 2 business days"),
    ),
    (
        *("walmart_es_alarm", "es", "walmart", ("MX",), ("walmart_alarm_auto_cancellation",), "cancellation_rate"),
        *(datetime(2026, 1, 18, 14, tzinfo=UTC), "en las próximas 48 horas"),
    ),
    (
        *("walmart_zh_suspension", "zh", "walmart", (), ("walmart_suspension",), ""),
        *(END_OF_JANUARY_25, "2026年1月26日前"),
    ),
    (
        *("meli_es_claim", "es", "mercadolibre", ("MX",), ("meli_claim_opened",), "claims_rate"),
        *(datetime(2026, 1, 21, 2, 15, tzinfo=UTC), "en 3 días"),
    ),
    (
        *("meli_en_mediation", "en", "mercadolibre", (), ("meli_mediation",), "mediations_rate"),
        *(None, NO_DEADLINE),
    ),
    (
        *("meli_zh_mediation", "zh", "mercadolibre", (), ("meli_mediation",), "mediations_rate"),
        *(None, "5 个工作日内"),
    ),
]


@pytest.mark.parametrize(
    ("file", "language", "platform", "markets", "kinds", "kpi", "at", "text"), SAMPLES, ids=[row[0] for row in SAMPLES]
)
def test_each_platform_is_read_in_each_language(mails, file, language, platform, markets, kinds, kpi, at, text):
    notice = read_notice((mails / f"{file}.eml").read_bytes(), file=f"{file}.eml")
    assert (notice.language, notice.platform, notice.markets) == (language, platform, markets)
    assert (notice.kind, notice.kinds, notice.kpi) == (kinds[0], kinds, kpi)
    assert (notice.deadline_at, notice.deadline_text) == (at, text)
    assert notice.confidence == "certain"


def test_every_sample_mail_has_its_expected_row(mails):
    assert {path.stem for path in mails.glob("*.eml")} == {row[0] for row in SAMPLES}


def test_the_numbers_that_a_mail_names_are_found(mails):
    found = {path.stem: read_notice(path.read_bytes(), file=path.name) for path in mails.glob("*.eml")}
    assert found["walmart_en_auto_cancel"].order_numbers == ("108912345678901", "108912345678902")
    assert found["amazon_en_copyright"].reference_ids == ("6409876543",)
    assert found["amazon_es_related"].reference_ids == ("17003344551",)
    assert found["meli_es_claim"].order_numbers == ("2000008812345678",)
    assert found["meli_es_claim"].reference_ids == ("5312345678",)
    assert found["meli_zh_mediation"].reference_ids == ("5312345679",)


def test_the_phrases_behind_a_classification_are_listed_with_rule_and_grade(mails):
    notice = read_notice((mails / "amazon_en_valid_tracking.eml").read_bytes(), file="x.eml")
    assert ("your valid tracking rate is below 95%", "amazon-vtr-en", "F") in {
        dataclasses.astuple(one) for one in notice.evidence
    }


def test_the_hash_is_that_of_the_bytes_and_the_case_its_first_eight_digits(mail):
    content = mail("hello")
    notice = read_notice(content, file="x.eml")
    assert notice.sha256 == hashlib.sha256(content).hexdigest()
    assert notice.case_id == notice.sha256[:8]


def test_a_notice_cannot_be_altered(mail):
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_notice(mail("hello"), file="x.eml").kind = "deactivation"


def test_an_unknown_mail_says_so_whoever_sent_it(mail):
    notice = read_notice(mail("Our spring catalogue is here.", sender="seller-performance@amazon.com"), file="x.eml")
    assert (notice.kind, notice.kinds, notice.confidence, notice.kpi) == ("unknown", (), "unknown", "")
    assert notice.deadline_text == NO_DEADLINE


def test_a_newsletter_that_only_names_a_kpi_is_no_warning(mail):
    notice = read_notice(mail("Five ways to a better late shipment rate on Amazon."), file="x.eml")
    assert notice.kind == "unknown"
    assert "named_only:late_shipment_rate" in notice.warnings


def test_the_same_words_from_a_foreign_domain_are_classified_and_warned_of(mail):
    body = "Your Amazon seller account has been deactivated."
    notice = read_notice(mail(body, sender='"seller-performance@amazon.com" <x@amazon.com.evil.test>'), file="x.eml")
    assert (notice.kind, notice.confidence) == ("deactivation", "frame only")
    assert notice.sender == "amazon.com.evil.test"
    assert "sender_not_platform:amazon.com.evil.test" in notice.warnings


def test_another_platforms_domain_is_foreign_too(mail):
    notice = read_notice(mail("Reclamo abierto en Mercado Libre", sender="a@amazon.com"), file="x.eml")
    assert notice.platform == "mercadolibre"
    assert "sender_not_platform:amazon.com" in notice.warnings


def test_without_a_date_header_the_newest_received_header_counts(mail):
    received = (
        "Received: from a by b; Tue, 20 Jan 2026 08:00:00 +0000\n"
        "Received: from c by a; Mon, 19 Jan 2026 07:00:00 +0000\n"
    )
    notice = read_notice(mail("Please reply within 2 hours.", date="", extra=received), file="x.eml")
    assert notice.received_at == datetime(2026, 1, 20, 8, tzinfo=UTC)
    assert notice.deadline_at == datetime(2026, 1, 20, 10, tzinfo=UTC)


def test_without_any_date_no_duration_is_counted(mail):
    notice = read_notice(mail("Please reply within 72 hours.", date="soon"), file="x.eml")
    assert (notice.received_at, notice.deadline_at, notice.deadline_text) == (None, None, "within 72 hours")
    assert {"date_missing", "deadline_not_counted:within 72 hours"} <= set(notice.warnings)


def test_a_date_that_no_server_agrees_with_is_said_and_not_counted_from(mail):
    received = "Received: from a by b; Fri, 23 Jan 2026 08:00:00 +0000\n"
    notice = read_notice(mail("Please reply within 72 hours.", extra=received), file="x.eml")
    assert notice.deadline_at is None
    assert "date_differs:2026-01-19 and 2026-01-23" in notice.warnings


def test_a_forwarded_mail_counts_no_deadline_from_the_forwarding(mail):
    notice = read_notice(mail("Please reply within 72 hours.", subject="Fwd: Amazon"), file="x.eml")
    assert notice.deadline_at is None
    assert "forwarded" in notice.warnings


def test_a_day_ends_in_the_accounts_zone(mail):
    body = "Send a plan by January 26, 2026."
    notice = read_notice(mail(body), file="x.eml", zone="America/Los_Angeles")
    # Midnight in Los Angeles is 08:00 UTC in winter.
    assert notice.deadline_at == datetime(2026, 1, 27, 7, 59, 59, 999999, tzinfo=UTC)
    assert notice.deadline_date_only


def test_a_zone_that_is_none_is_refused(mail):
    with pytest.raises(ParameterError, match="zone: 'Mars/Olympus'. Expected an IANA zone"):
        read_notice(mail("x"), file="x.eml", zone="Mars/Olympus")


def test_a_subject_is_one_line_and_cannot_carry_another_header(mail):
    subject = "=?utf-8?q?Warning=0D=0ABcc=3A_x=40y.test=E2=80=AE_ana=40example.com?="
    notice = read_notice(mail("x", subject=subject), file="x.eml")
    assert notice.subject == "Warning Bcc: [email] [email]"


def test_the_excerpt_masks_what_looks_personal_and_is_cut_after_masking(mail):
    notice = read_notice(mail("Buyer ana@example.com, +52 33 1234 5678\n" + "bob@example.com " * 200), file="x.eml")
    assert notice.excerpt.startswith("Buyer [email], [phone]\n[email] [email]")
    assert "@" not in notice.excerpt


def test_an_address_at_the_edge_of_the_excerpt_is_not_shown_in_half(mail):
    notice = read_notice(mail(f"{'a' * 60}@example.com " * 200), file="x.eml")
    assert set(notice.excerpt.split()) == {"[email]"}
    notice = read_notice(mail("x", subject=f"{'a' * 60}@example.com " * 20), file="x.eml")
    assert set(notice.subject.split()) == {"[email]"}


def test_an_attachment_whose_name_cannot_be_decoded_hinders_nothing(mail):
    extra = "MIME-Version: 1.0\nContent-Disposition: attachment; filename*=idna''%ff\n"
    notice = read_notice(mail("x", extra=extra), file="x.eml")
    assert (notice.attachments, notice.platform) == (("?",), "amazon")


def test_attachments_are_named_for_display_and_not_opened(mail):
    content = (
        b"From: a@amazon.com\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nAmazon\n"
        b'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="../../etc/cron.d/x\x00.csv"\n\n'
        b"late shipment rate is higher than the goal of less than 4%\n"
        b'--b\nContent-Type: application/pdf; name="C:\\secret\\ .pdf"\n\nx\n'
        b"--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nlate shipment rate is above 4%\n--b--\n"
    )
    notice = read_notice(content, file="x.eml")
    assert notice.attachments == ("x .csv", "pdf", "unnamed message/rfc822")
    assert notice.kind == "unknown"
    assert "attachments_not_opened:x .csv, pdf, unnamed message/rfc822" in notice.warnings


def test_html_is_read_as_text_without_its_script(mails):
    notice = read_notice((mails / "amazon_en_copyright.eml").read_bytes(), file="x.eml")
    assert "within 5 hours" not in notice.deadline_text
    assert "rights owner’s copyright" in notice.excerpt


def test_an_unknown_character_set_is_read_as_utf8_and_said():
    content = b"From: a@amazon.com\nContent-Type: text/plain; charset=x-klingon\n\nAmazon \xe4\xb8\xad\xff"
    notice = read_notice(content, file="x.eml")
    assert notice.excerpt == "Amazon 中�"
    assert {"charset_unknown:x-klingon", "characters_lost:1"} <= set(notice.warnings)


def test_a_mail_without_a_sender_says_so():
    assert "sender_missing" in read_notice(b"Subject: Amazon\n\nx", file="x.eml").warnings


def test_several_senders_are_counted(mail):
    notice = read_notice(mail("x", sender="a@amazon.com, b@evil.test"), file="x.eml")
    assert (notice.sender, "several_senders:2" in notice.warnings) == ("amazon.com", True)


def test_every_warning_that_occurs_has_a_sentence(mails):
    notices = [read_notice(path.read_bytes(), file=path.name) for path in mails.glob("*.eml")]
    sentences = [warning_text(warning) for notice in notices for warning in notice.warnings]
    assert sentences and all("{detail}" not in sentence for sentence in sentences)
