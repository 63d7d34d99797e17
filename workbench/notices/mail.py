"""A mail's bytes taken apart within limits: headers, text, the names of what is attached.

The older of the two policies of the email package is used on purpose: it hands headers over as they stand. The
newer one parses each header on sight, and a malformed one then raises anything from KeyError to AttributeError,
or takes seconds over a long list of addresses. What the package still raises ends in `UnreadableFile`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from workbench.errors import UnreadableFile
from workbench.notices.headers import LONGEST_HEADER, decode_header, decode_text
from workbench.notices.markup import html_text
from workbench.notices.texts import one_line

MOST_BYTES = 10_000_000
MOST_LINES = 180_000
MOST_CONTAINERS = 20
MOST_PARTS = 60
DEEPEST = 10
MOST_HEADERS = 500
MOST_MARKUP = 200_000
MOST_TEXT = 60_000
LONGEST_NAME = 80
HEADERS_OF_A_MAIL = {"from", "subject", "date", "received", "to", "message-id", "mime-version", "return-path"}
OUTLOOK_MARK = b"\xd0\xcf\x11\xe0"
MAIL_FAULTS = (
    MessageError,
    LookupError,
    AttributeError,
    ValueError,
    TypeError,
    AssertionError,
    OverflowError,
    RecursionError,
)
"""What the email and HTML parsers of the standard library are known to raise on malformed input."""


@dataclass(frozen=True)
class Mail:
    """A mail taken apart: headers by lower-case name in the mail's order, text, names of attachments."""

    headers: dict[str, tuple[str, ...]]
    text: str
    attachments: tuple[str, ...]
    warnings: tuple[str, ...]

    def first(self, name: str) -> str:
        """The first header of that name, decoded; "" where there is none."""
        return next(iter(self.headers.get(name, ())), "")


def read_mail(content: bytes, *, file: str) -> Mail:
    """The mail in the bytes of an .eml file.

    Raises
    ------
    UnreadableFile
        No mail; more bytes, lines, parts, levels or headers than a notice has; or a mail so malformed that it
        can't be taken apart.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    _check_size(content, file)
    try:
        message = BytesParser(_limited(file), policy=compat32).parsebytes(content)
        return _mail(message, file)
    except MAIL_FAULTS as fault:
        raise UnreadableFile(
            file,
            f"the mail can't be taken apart ({type(fault).__name__})",
            expected="a mail saved as .eml",
            hint="it is damaged or made to confuse; save it again from the mailbox, or save its text as a new mail",
        ) from fault


def _check_size(content: bytes, file: str) -> None:
    if content.startswith(OUTLOOK_MARK):
        raise UnreadableFile(file, "an Outlook .msg file", expected="a mail saved as .eml", hint="save it as .eml")
    if len(content) > MOST_BYTES:
        raise _too_much(file, f"{len(content):,} bytes", f"at most {MOST_BYTES:,}")
    lines = content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")
    if lines > MOST_LINES:
        raise _too_much(file, f"{lines:,} lines", f"at most {MOST_LINES:,}")
    lower = content.lower()
    containers = lower.count(b"multipart/") + lower.count(b"message/")
    if containers > MOST_CONTAINERS:
        raise _too_much(file, f"{containers:,} parts that hold parts", f"at most {MOST_CONTAINERS}")


def _too_much(file: str, found: str, expected: str) -> UnreadableFile:
    return UnreadableFile(
        file, found, expected=expected, hint="no notice of a platform is like that; save the mail without attachments"
    )


def _limited(file: str) -> type[Message]:
    """A message class that counts parts and headers while the parser makes them, and cuts endless headers."""
    made = {"parts": -1, "headers": 0}  # the parser makes one to try the class out

    class Limited(Message):
        def __init__(self, policy=compat32):
            super().__init__(policy)
            made["parts"] += 1
            if made["parts"] > MOST_PARTS:
                raise _too_much(file, f"more than {MOST_PARTS} parts", f"at most {MOST_PARTS}")

        def set_raw(self, name: str, value: str) -> None:
            made["headers"] += 1
            if made["headers"] > MOST_HEADERS:
                raise _too_much(file, f"more than {MOST_HEADERS} headers", f"at most {MOST_HEADERS}")
            super().set_raw(name, value[:LONGEST_HEADER])

    return Limited


def _mail(message: Message, file: str) -> Mail:
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower().strip(), []).append(decode_header(value))
    if not HEADERS_OF_A_MAIL & set(headers):
        raise UnreadableFile(
            file,
            "no mail headers such as From, Subject or Date",
            expected="a mail saved as .eml",
            hint="open the mail in the mailbox and save it as .eml; a PDF or a screen picture is no mail",
        )
    leaves = list(_leaves(message, file))
    text, warnings = _text([part for part in leaves if not _is_attached(part)])
    attachments = tuple(_shown_name(part) for part in leaves if _is_attached(part))
    return Mail({name: tuple(values) for name, values in headers.items()}, text, attachments, warnings)


def _leaves(message: Message, file: str) -> Iterator[Message]:
    """The parts that hold no parts, in order; a mail inside the mail is one of them and is not entered."""
    waiting = [(message, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_much(file, f"parts nested more than {DEEPEST} deep", f"at most {DEEPEST}")
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting.extend((inner, depth + 1) for inner in reversed(part.get_payload()))
        else:
            yield part


def _is_attached(part: Message) -> bool:
    if part.get_content_maintype() == "multipart":
        return False  # its boundary is missing, so its parts can't be told apart: it is read as the text it is
    named = bool(_file_name(part)) or part.get_content_disposition() == "attachment"
    return named or part.get_content_type() not in ("text/plain", "text/html")


def _file_name(part: Message) -> str:
    """The name that an attachment gives itself, as it stands; "?" where it can't be decoded."""
    try:
        return part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        return "?"


def _shown_name(part: Message) -> str:
    """The attachment's name for display: no folders, no control characters, not long."""
    raw = decode_header(_file_name(part))
    base = one_line(raw.replace("\\", "/").rpartition("/")[2], longest=LONGEST_NAME).lstrip(". ")
    return base or f"unnamed {part.get_content_type()}"


def _text(parts: list[Message]) -> tuple[str, tuple[str, ...]]:
    """Plain text before HTML, and what is to be said of its reading."""
    warnings: list[str] = []
    room = MOST_MARKUP
    texts: list[str] = []
    for part in sorted(parts, key=lambda part: part.get_content_type() == "text/html"):
        text, said = decode_text(part.get_payload(decode=True) or b"", charset=_charset(part), most=room)
        room -= len(text)
        warnings.extend(said)
        texts.append(html_text(text) if part.get_content_type() == "text/html" else text)
    whole = "\n".join(texts)
    if len(whole) > MOST_TEXT:
        warnings.append("parts_left_out")
    return whole[:MOST_TEXT], tuple(dict.fromkeys(warnings))


def _charset(part: Message) -> str:
    named = part.get_param("charset", "")
    return str(named[2] if isinstance(named, tuple) else named)
