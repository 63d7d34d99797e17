"""Deadlines: the ones that a mail sets, the ones that it does not, and those that nobody can tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.notices.deadlines import find_deadline
from workbench.notices.models import NO_DEADLINE

CAME = datetime(2026, 1, 19, 18, tzinfo=UTC)


def utc(day: int, hour: int = 23, minute: int = 59, second: int = 59, micro: int = 999999, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, second, micro, tzinfo=UTC)


def hour(day: int, at: int = 18, minute: int = 0) -> datetime:
    return utc(day, at, minute, 0, 0)


SET = [
    ("Please reply within 72 hours.", hour(22), "within 72 hours"),
    ("You must submit a plan within the next 7 days", hour(26), "within the next 7 days"),
    ("Send it within three (3) calendar days.", hour(22), "within three (3) calendar days"),
    (
        "If you do not send an acceptable plan within 17 days, we may cancel it",
        utc(5, 18, 0, 0, 0, 2),
        "within 17 days",
    ),
    ("You have 48 hours to respond", hour(21), "You have 48 hours"),
    ("Your account may be deactivated within\n72 hours unless you act", hour(22), "within 72 hours"),
    ("Responde en 7 días.", hour(26), "en 7 días"),
    ("Envía tu plan dentro de 72 horas", hour(22), "dentro de 72 horas"),
    ("Presenta la apelación en un plazo máximo de 3 días naturales", hour(22), "en un plazo máximo de 3 días"),
    ("Tienes 2 semanas para responder", utc(2, 18, 0, 0, 0, 2), "Tienes 2 semanas"),
    ("请在 3 天内回复", hour(22), "3 天内"),
    ("请于七日内提交行动计划", hour(26), "七日内"),
    ("请在收到本通知后 72 小时之内申诉", hour(22), "72 小时之内"),
    ("Please reply by January 26, 2026.", utc(26), "by January 26, 2026"),
    ("Please reply by Monday, January 26th 2026", utc(26), "by Monday, January 26th 2026"),
    ("Please reply no later than 26 January 2026", utc(26), "no later than 26 January 2026"),
    ("Reply on or before 2026-01-26", utc(26), "on or before 2026-01-26"),
    ("Reply before January 26, 2026", utc(25), "before January 26, 2026"),
    ("Responde antes del 26 de enero de 2026", utc(25), "antes del 26 de enero de 2026"),
    ("Responde a más tardar el lunes, 26 de enero del 2026", utc(26), "a más tardar el lunes, 26 de enero del 2026"),
    ("Tienes hasta el 26 de enero de 2026", utc(26), "hasta el 26 de enero de 2026"),
    ("Fecha límite: 26 de enero de 2026", utc(26), "Fecha límite: 26 de enero de 2026"),
    ("请在2026年1月26日之前回复", utc(25), "2026年1月26日之前"),
    ("截止日期：2026 年 1 月 26 日", utc(26), "截止日期：2026 年 1 月 26 日"),
    ("Reply by 26/01/2026", utc(26), "by 26/01/2026"),
    ("Reply by 01/26/2026", utc(26), "by 01/26/2026"),
    ("Reply by January 26, 2026 at 5:00 PM PST.", hour(27, 1), "by January 26, 2026 at 5:00 PM PST"),
    ("Reply by 26 January 2026, 23:59 Pacific Time.", hour(27, 7, 59), "by 26 January 2026, 23:59 Pacific Time"),
    ("Reply by 5 p.m. UTC on January 26, 2026", hour(26, 17), "by 5 p.m. UTC on January 26, 2026"),
]


@pytest.mark.parametrize(("text", "at", "words"), SET, ids=[row[0] for row in SET])
def test_a_deadline_that_the_mail_sets(text, at, words):
    found = find_deadline(text, received_at=CAME)
    assert (found.at, found.text) == (at, words)


NONE = [
    "We will reply within 72 hours.",
    "Once we have your plan, we review it within 2 days.",
    "You will receive a response within 48 hours of your appeal.",
    "Te responderemos en 48 horas.",
    "我们会在 3 天内回复您。",
    "Please send invoices issued within 365 days.",
    "Please send orders shipped within 30 days of delivery.",
    "请提供最近 90 天内的账单",
    "请在发货后 3 天内上传单号",
    "It was sunny within 3 days.",
    "Please reply about orders shipped by January 10, 2026.",
    "Please reply soon.",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_deadline_of_the_seller(text):
    found = find_deadline(text, received_at=CAME)
    assert (found.at, found.text, found.warnings) == (None, NO_DEADLINE, ())


IN_DOUBT = [
    ("Reply within 2 business days", "deadline_business_days"),
    ("Responde en 3 días hábiles", "deadline_business_days"),
    ("请在 5 个工作日内回复", "deadline_business_days"),
    ("Reply within 24-48 hours", "deadline_unclear"),
    ("Reply by January 26", "deadline_unclear"),
    ("Responde antes del 26 de enero", "deadline_unclear"),
    ("请在1月26日前回复", "deadline_unclear"),
    ("Reply by 02/03/2026", "deadline_unclear"),
    ("Reply by February 30, 2026", "deadline_unclear"),
    ("Reply by January 26, 2026 at 5:00 PM CST", "deadline_unclear"),
    ("Reply within 72 hours. Send the invoices within 7 days.", "deadline_several"),
]


@pytest.mark.parametrize(("text", "warning"), IN_DOUBT, ids=[row[0] for row in IN_DOUBT])
def test_a_deadline_in_doubt_is_shown_and_not_counted(text, warning):
    found = find_deadline(text, received_at=CAME)
    assert found.at is None and found.text != NO_DEADLINE
    assert [one.partition(":")[0] for one in found.warnings] == [warning]


def test_the_same_deadline_said_twice_is_one():
    found = find_deadline("Reply within 72 hours.\n\nYou have 3 days to respond.", received_at=CAME)
    assert (found.at, found.text) == (hour(22), "within 72 hours; You have 3 days")


def test_before_a_day_is_said_to_be_the_day_before():
    assert find_deadline("Reply before January 26, 2026", received_at=CAME).warnings == (
        "deadline_before:before January 26, 2026",
    )


def test_a_day_ends_in_the_zone_given_and_summer_time_counts():
    winter = find_deadline("Reply by January 26, 2026", received_at=CAME, zone="America/Los_Angeles")
    summer = find_deadline("Reply by July 26, 2026", received_at=CAME, zone="America/Los_Angeles")
    assert (winter.at, winter.date_only) == (utc(27, 7), True)
    assert summer.at == utc(27, 6, month=7)


def test_the_day_on_which_summer_time_begins_ends_at_its_own_midnight():
    found = find_deadline("Reply by March 8, 2026", received_at=CAME, zone="America/Los_Angeles")
    assert found.at == utc(9, 6, month=3)


def test_a_time_without_a_zone_is_read_in_the_zone_given_and_said():
    found = find_deadline(
        "Responde a más tardar el 26 de enero de 2026 a las 18:00", received_at=CAME, zone="America/Mexico_City"
    )
    assert (found.at, found.date_only) == (hour(27, 0), False)
    assert found.warnings == ("deadline_zone:a más tardar el 26 de enero de 2026 a las 18:00",)


def test_without_the_day_of_arrival_a_day_is_read_and_a_duration_is_not():
    assert find_deadline("Reply by January 26, 2026", received_at=None).at == utc(26)
    found = find_deadline("Reply within 72 hours", received_at=None)
    assert (found.at, found.warnings) == (None, ("deadline_not_counted:within 72 hours",))
