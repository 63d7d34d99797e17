"""What a warning mail says, and what its reader should know about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

NO_DEADLINE = "the mail names no deadline"
UNKNOWN = "unknown"

WARNINGS = {
    "attachments_not_opened": "Attachments were not opened: {detail}.",
    "charset_unknown": "The mail names the character set '{detail}', which is none; it was read as UTF-8.",
    "characters_lost": "{detail} characters could not be read and are shown as �.",
    "date_missing": "The mail has no readable date; its deadline counts from nothing.",
    "date_differs": "The mail's own date and the day a server received it lie more than a day apart: {detail}.",
    "deadline_before": "'Before' a day is read as the end of the day before it: {detail}.",
    "deadline_business_days": "The deadline counts business days; count them in the platform's calendar: {detail}.",
    "deadline_not_counted": "The deadline can't be counted, because the day the notice came is not sure: {detail}.",
    "deadline_several": "The mail names several deadlines: {detail}.",
    "deadline_unclear": "A deadline is named, but not which day or time it is: {detail}.",
    "deadline_zone": "The deadline's time names no zone; it is read in the account's, else in UTC: {detail}.",
    "forwarded": "The mail looks forwarded: its sender and date are those of whoever forwarded it.",
    "named_only": "The mail names {detail}, but holds no phrase of a warning that is known.",
    "own_wording": "Recognised by our own wording only, which was not seen in a mail or page of the platform.",
    "parts_left_out": "The mail is long; only its beginning was read.",
    "sender_missing": "The mail does not say who sent it.",
    "sender_not_platform": (
        "The sender's domain, {detail}, is not the platform's. Look for the notice in the seller's own account "
        "before doing what the mail asks."
    ),
    "several_kinds": "Phrases of several kinds match: {detail}.",
    "several_platforms": "The mail names several platforms: {detail}.",
    "several_senders": "The mail names {detail} senders; the first one is shown.",
}
"""Warning code to its English sentence; ``{detail}`` stands for what follows the code's colon."""


@dataclass(frozen=True)
class Evidence:
    """A phrase that stands in the mail, the rule it belongs to, and how sure the rule's wording is.

    `grade` is O, F, T, C or U as in ``phrases.yml``.
    """

    phrase: str
    rule: str
    grade: str


@dataclass(frozen=True)
class Notice:
    """A warning mail as read. Everything but the hash, the file and the classification is the mail's own claim.

    Attributes
    ----------
    sha256, file : str
        Hash of the bytes; the name they came under.
    received_at : datetime or None
        UTC instant of the Date header, else of the newest Received header.
    sender : str
        Domain only, ASCII form; "" where there is none.
    subject : str
        One line, no control characters, personal-looking values masked.
    language, platform : str
        zh, en, es; amazon, walmart, mercadolibre; each may be unknown.
    markets : tuple of str
        Markets that addresses and shop names in the mail point to; a hint.
    kind, kinds : str, tuple of str
        What it is about, and all that match, the most specific first.
    kpi : str
        The workbench's id of the KPI concerned, or "".
    deadline_at : datetime or None
        UTC instant, only where the mail leaves no doubt.
    deadline_text : str
        The mail's words for it, or `NO_DEADLINE`.
    deadline_date_only : bool
        The mail names a day without a time: `deadline_at` is that day's last instant.
    order_numbers, reference_ids : tuple of str
        Order numbers; complaint and case numbers of the platform.
    evidence : tuple of Evidence
        The phrases behind the classification.
    confidence : str
        certain (a phrase of the kind itself), frame only (only the wording of every deactivation), unknown.
    warnings : tuple of str
        ``code`` or ``code:detail``, see `WARNINGS`.
    attachments : tuple of str
        Names for display only; nothing was opened.
    excerpt : str
        Beginning of the text, personal-looking values masked.
    """

    sha256: str
    file: str
    received_at: datetime | None
    sender: str
    subject: str
    language: str
    platform: str
    markets: tuple[str, ...]
    kind: str
    kinds: tuple[str, ...]
    kpi: str
    deadline_at: datetime | None
    deadline_text: str
    deadline_date_only: bool
    order_numbers: tuple[str, ...]
    reference_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: str
    warnings: tuple[str, ...]
    attachments: tuple[str, ...]
    excerpt: str

    @property
    def case_id(self) -> str:
        """The case that the mail opens: the first eight digits of its hash."""
        return self.sha256[:8]


def warning_text(warning: str) -> str:
    """The English sentence of a warning.

    >>> warning_text("charset_unknown:x-klingon")
    "The mail names the character set 'x-klingon', which is none; it was read as UTF-8."
    """
    code, _, detail = warning.partition(":")
    return WARNINGS[code].replace("{detail}", detail)
