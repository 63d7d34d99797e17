"""A warning mail as a `Notice`."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workbench.cleaning.people import mask_personal
from workbench.errors import ParameterError
from workbench.notices.classify import classify, markets_in, platform_of
from workbench.notices.deadlines import find_deadline
from workbench.notices.headers import LONGEST_HEADER, instant_of, sender_count, sender_domain
from workbench.notices.identifiers import order_numbers, reference_ids
from workbench.notices.mail import Mail, read_mail
from workbench.notices.models import UNKNOWN, Notice
from workbench.notices.phrases import PhraseBook, phrase_book
from workbench.notices.texts import language_of, lines, one_line, searchable

LONGEST_SUBJECT = 200
LONGEST_EXCERPT = 600
MOST_NAMES = 10
DATES_AGREE = timedelta(days=1)
FORWARDED = ("fwd:", "fw:", "rv:", "reenv:", "转发:", "轉寄:")


def read_notice(content: bytes, *, file: str, zone: str = "UTC") -> Notice:
    """What a platform's warning mail says, and how sure that is.

    Nothing in the mail is opened, followed or fetched, and nothing of it is written to disk.

    Parameters
    ----------
    content : bytes
        An .eml file.
    file : str
        Its name, for messages; with the folder, ``amazon-us/warning.eml``, the case knows its account.
    zone : str
        IANA name of the account's zone: where a deadline is a day without a time, that day ends there.

    Returns
    -------
    Notice
        A mail without a known phrase is a notice of kind ``unknown``.

    Raises
    ------
    UnreadableFile
        No mail, one beyond the limits (10 MB, 60 parts, 10 levels, 500 headers), or one too malformed.
    ParameterError
        `zone` is none.

    Source: ``phrases.yml``, each rule with evidence grade, source and date of check.
    Known to be wrong when: a newsletter quotes a warning word for word; a phrase was reworded by the platform.

    >>> mail = b"From: <a@amazon.com>\\nDate: Mon, 19 Jan 2026 10:00:00 +0000\\nSubject: Amazon\\n\\n" + (
    ...     b"Your late shipment rate is higher than the goal of less than 4%. Please send a plan within 72 hours.")
    >>> notice = read_notice(mail, file="amazon-us/warning.eml")
    >>> notice.kind, notice.confidence, notice.deadline_at.isoformat()
    ('late_shipment_rate', 'certain', '2026-01-22T10:00:00+00:00')
    """
    _check_zone(zone)
    mail = read_mail(content, file=file)
    book = phrase_book()
    subject = one_line(mail.first("subject"), longest=LONGEST_HEADER)
    whole = f"{subject}\n\n{mail.text}"
    text = searchable(whole)
    sender = sender_domain(mail.first("from"))
    received_at, sure, dated = _received(mail, subject)
    found = classify(text, sender=sender, book=book)
    deadline = find_deadline(whole, received_at=received_at if sure else None, zone=zone)
    return Notice(
        sha256=hashlib.sha256(content).hexdigest(),
        file=file,
        received_at=received_at,
        sender=sender,
        subject=mask_personal(_whole_words(subject, most=4 * LONGEST_SUBJECT), longest=LONGEST_SUBJECT),
        language=language_of(whole),
        platform=found.platform,
        markets=markets_in(f"{text} {sender}", book=book),
        kind=next(iter(found.kinds), UNKNOWN),
        kinds=found.kinds,
        kpi=found.kpi,
        deadline_at=deadline.at,
        deadline_text=deadline.text,
        deadline_date_only=deadline.date_only,
        order_numbers=order_numbers(whole),
        reference_ids=reference_ids(whole),
        evidence=found.evidence,
        confidence=found.confidence,
        warnings=(
            *_sender_warnings(mail, sender, found.platform, book),
            *found.warnings,
            *dated,
            *deadline.warnings,
            *mail.warnings,
            *_attachment_warning(mail),
        ),
        attachments=mail.attachments,
        excerpt=_excerpt(mail.text),
    )


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ParameterError("zone", f"'{zone}'", expected="an IANA zone such as America/Mexico_City") from fault


def _received(mail: Mail, subject: str) -> tuple[datetime | None, bool, tuple[str, ...]]:
    """When the mail came, whether a deadline may be counted from it, and what is doubtful about it."""
    dated = instant_of(mail.first("date"))
    arrived = instant_of(mail.first("received").rpartition(";")[2].strip())
    received_at = dated or arrived
    if searchable(subject).startswith(FORWARDED):
        return received_at, False, ("forwarded",)
    if received_at is None:
        return None, False, ("date_missing",)
    if dated and arrived and abs(dated - arrived) > DATES_AGREE:
        return dated, False, (f"date_differs:{dated:%Y-%m-%d} and {arrived:%Y-%m-%d}",)
    return received_at, True, ()


def _sender_warnings(mail: Mail, sender: str, platform: str, book: PhraseBook) -> tuple[str, ...]:
    if not sender:
        return ("sender_missing",)
    claimed = platform_of(sender, book=book)
    foreign = claimed == UNKNOWN or (platform != UNKNOWN and platform != claimed)
    senders = sender_count(mail.first("from"))
    return (
        *((f"sender_not_platform:{sender}",) if foreign else ()),
        *((f"several_senders:{senders}",) if senders > 1 else ()),
    )


def _attachment_warning(mail: Mail) -> tuple[str, ...]:
    if not mail.attachments:
        return ()
    shown = ", ".join(mail.attachments[:MOST_NAMES])
    rest = len(mail.attachments) - MOST_NAMES
    return (f"attachments_not_opened:{shown}" + (f" and {rest} more" if rest > 0 else ""),)


def _excerpt(text: str) -> str:
    """The first lines, masked before they are cut, so that no half address stays."""
    beginning = "\n".join(lines(_whole_words(text, most=4 * LONGEST_EXCERPT)))
    return mask_personal(beginning, longest=LONGEST_EXCERPT)


def _whole_words(text: str, *, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: max(text.rfind(" ", 0, most), text.rfind("\n", 0, most), 0)]
