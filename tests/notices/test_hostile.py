"""Hostile and damaged mails: a notice or an error of ours, in under a second, and nothing written anywhere."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import UnreadableFile, WorkbenchError
from workbench.notices import Notice, read_notice

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))
BYTE_MUTATIONS = 300
STRUCTURAL_MUTATIONS = 100
LIMIT_SECONDS = 1.0

HEAD = b"From: a@amazon.com\nDate: Mon, 19 Jan 2026 10:00:00 +0000\nSubject: Amazon\nMIME-Version: 1.0\n"


def outcome(content: bytes) -> Notice | WorkbenchError:
    """The notice or our error; any other exception fails the test, and so does a second of computing."""
    started = time.process_time()
    try:
        result: Notice | WorkbenchError = read_notice(content, file="x.eml")
    except WorkbenchError as fault:
        result = fault
    assert time.process_time() - started < LIMIT_SECONDS
    return result


def nested(depth: int, *, inner: bytes = b"text") -> bytes:
    """Multiparts within multiparts."""
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(depth))
    closed = b"".join(b"\n--b%d--" % at for at in reversed(range(depth)))
    return HEAD + opened + b"Content-Type: text/plain\n\n" + inner + closed


def parts(count: int, part: bytes) -> bytes:
    """A mail with the same part many times."""
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + (b"--b\n" + part + b"\n") * count + b"--b--\n"


def with_header(line: bytes, body: bytes = b"text") -> bytes:
    """A sound mail with one more header."""
    return HEAD + line + b"\n\n" + body


CHARSETS = (b"x-klingon", b"idna", b"punycode", b"zlib", b"unicode_escape", b"utf-7", b"\x00", b"a" * 500, b"undefined")


def mutate_bytes(dice: random.Random) -> bytes:
    """A sound mail with some bytes changed, dropped, doubled or swapped."""
    content = bytearray(dice.choice(MAILS).read_bytes())
    for _ in range(dice.randint(1, 30)):
        at = dice.randrange(len(content))
        act = dice.randrange(4)
        if act == 0:
            content[at] = dice.randrange(256)
        elif act == 1:
            del content[at : at + dice.randint(1, 40)]
        elif act == 2:
            content[at:at] = content[at : at + dice.randint(1, 200)]
        else:
            content[at:at] = dice.choice(
                (b"\x00", b"=?", b"?=", b"\r\n", b"\n\n", b'"', b"<", b";", b"\xff\xfe", b"--")
            )
        if not content:
            break
    return bytes(content)


STRUCTURES: tuple[Callable[[random.Random], bytes], ...] = (
    lambda dice: nested(dice.choice((2, 9, 10, 11, 25, 200, 3_000))),
    lambda dice: nested(dice.randint(2, 9), inner=dice.randbytes(500)),
    lambda dice: parts(dice.choice((2, 59, 60, 61, 5_000)), b"Content-Type: text/plain\n\nlate shipment rate"),
    lambda dice: parts(3, b"Content-Type: message/rfc822\n\n" + HEAD + b"\ninner"),
    lambda dice: HEAD + b"Content-Type: message/rfc822\n\n" * dice.choice((3, 15, 200)) + b"x",
    lambda dice: HEAD * dice.choice((2, 50, 3_000)) + b"\ntext",
    lambda dice: with_header(b"To: " + b", ".join(b"a%d@example.com" % at for at in range(5_000))),
    lambda dice: HEAD.replace(b"a@amazon.com", b", ".join(b"a%d@example.com" % at for at in range(5_000))) + b"\nx",
    lambda dice: HEAD.replace(b"a@amazon.com", b"(" * dice.choice((50, 3_000)) + b"<" * 500 + b"@" * 500) + b"\nx",
    lambda dice: HEAD.replace(b"Amazon", b"=?utf-8?b?" + b"A" * dice.randint(1, 5_000) + b"?=" * 300) + b"\nx",
    lambda dice: HEAD.replace(b"Amazon", b"=?" * 2_000 + b"?q?" * 500) + b"\nx",
    lambda dice: HEAD.replace(b"Mon, 19 Jan 2026", dice.choice((b"9" * 4_000, b"Mon, 99 Jan 99999", b"\x00"))) + b"\nx",
    lambda dice: HEAD.replace(b"+0000", dice.choice((b"+99999999999", b"-9999", b"EST", b"\xff"))) + b"\nx",
    lambda dice: with_header(b'Content-Type: text/plain; charset="' + dice.choice(CHARSETS) + b'"', b"\xe4\xb8" * 50),
    lambda dice: with_header(b"Content-Type: text/plain; charset*=" + dice.choice(CHARSETS) + b"''utf-8", b"x"),
    lambda dice: with_header(b"Content-Transfer-Encoding: base64", b"A" * dice.randint(1, 99) + b"=*\xff\n" * 50),
    lambda dice: with_header(b"Content-Transfer-Encoding: x-uuencode", b"begin 666 x\n" + dice.randbytes(300)),
    lambda dice: with_header(
        b"Content-Transfer-Encoding: " + dice.choice((b"quoted-printable", b"8bit")), b"=\xff=" * 99
    ),
    lambda dice: with_header(
        b"Content-Type: multipart/mixed; boundary=" + dice.choice((b"", b'"', b"\x00", b"(" * 900))
    ),
    lambda dice: with_header(b"Content-Type: multipart/mixed" + b";" * dice.choice((10, 900_000))),
    lambda dice: with_header(b'Content-Type: multipart/mixed; x="' + b';"' * 400_000 + b"; boundary=b"),
    lambda dice: with_header(b"Content-Type: text/plain; name*" + dice.choice((b"", b"0*", b"=''", b"=a'b'%zz"))),
    lambda dice: with_header(b'Content-Disposition: attachment; filename="../../etc/cron.d/x\x00.csv"'),
    lambda dice: with_header(b"Content-Disposition: attachment; filename*=" + dice.choice(CHARSETS) + b"''%ff%00%2e"),
    lambda dice: with_header(b"Content-Type: text/html", b"<a " * 60_000),
    lambda dice: with_header(b"Content-Type: text/html", b"<![if " * 30_000 + b"<!--" * 9_000),
    lambda dice: with_header(b"Content-Type: text/html", b"<script>" * dice.choice((1, 20_000)) + b"<p>late"),
    lambda dice: with_header(
        b"Content-Type: text/html", bytes(dice.choice(b"<>&#;x!-['\"/= ap") for _ in range(3_000))
    ),
    lambda dice: with_header(b"", b"within " * 30_000),
    lambda dice: with_header(b"", b"by 1 " * 30_000 + b"within 9 " * 9_000),
    lambda dice: with_header(b"", b"within 72 hours reply. " * 20_000),
    lambda dice: with_header(b"", b"order " * 20_000 + b"1" * 200_000),
    lambda dice: with_header(b"", b"\n" * dice.choice((10, 170_000, 200_000))),
    lambda dice: with_header(b"", "ﷺ".encode() * 60_000),
    lambda dice: with_header(b"", b"a" * 9_900_000),
    lambda dice: with_header(b"", b"x@" * 100_000 + b"\xf0\x9f" * 100_000),
    lambda dice: dice.randbytes(dice.choice((0, 1, 50, 5_000))),
)


def test_no_byte_mutation_ends_in_anything_but_a_notice_or_our_error():
    dice = random.Random(20260119)
    outcomes = [outcome(mutate_bytes(dice)) for _ in range(BYTE_MUTATIONS)]
    assert sum(isinstance(one, Notice) for one in outcomes) > BYTE_MUTATIONS / 2


def test_no_structural_mutation_ends_in_anything_but_a_notice_or_our_error():
    dice = random.Random(20260120)
    for at in range(STRUCTURAL_MUTATIONS):
        outcome(STRUCTURES[at % len(STRUCTURES)](dice))


REFUSED = [
    (b"", "x.eml: no mail headers such as From, Subject or Date. Expected a mail saved as .eml"),
    (b"%PDF-1.7 ...", "no mail headers such as From, Subject or Date"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Outlook .msg file. Expected a mail saved as .eml. Hint: save it as .eml"),
    (HEAD + b"\n" + b"x" * 10_000_000, r"10,000,\d+ bytes. Expected at most 10,000,000"),
    (HEAD + b"\n" * 180_001, r"180,005 lines. Expected at most 180,000"),
    (parts(61, b"\nx"), "more than 60 parts. Expected at most 60"),
    (nested(11), "parts nested more than 10 deep. Expected at most 10"),
    (nested(200), "200 parts that hold parts. Expected at most 20"),
    (HEAD + b"X: y\n" * 500 + b"\n", "more than 500 headers. Expected at most 500"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED, ids=[row[1][:40] for row in REFUSED])
def test_what_no_notice_is_like_is_refused_with_the_limit(content, message):
    with pytest.raises(UnreadableFile, match=message):
        read_notice(content, file="x.eml")


@pytest.mark.parametrize(
    "content",
    [parts(59, b"\nAmazon"), nested(9, inner=b"Amazon"), HEAD + b"X: y\n" * 496 + b"\nAmazon"],
    ids=["60 parts", "10 levels", "500 headers"],
)
def test_a_mail_at_the_limit_is_read(content):
    assert "Amazon" in read_notice(content, file="x.eml").excerpt


def test_a_fault_of_the_parser_is_told_as_an_unreadable_file(monkeypatch):
    def broken(markup):
        raise AssertionError("we should not get here")

    monkeypatch.setattr("workbench.notices.mail.html_text", broken)
    with pytest.raises(UnreadableFile, match=r"x.eml: the mail can't be taken apart \(AssertionError\)"):
        read_notice(HEAD + b"Content-Type: text/html\n\n<p>x", file="x.eml")


def test_nothing_is_written_and_nothing_is_asked_of_the_network(tmp_path, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("socket.socket.connect", forbidden)
    monkeypatch.setattr("socket.getaddrinfo", forbidden)
    html = b'<img src="http://example.com/a.gif"><link href="file:///etc/passwd"><iframe src="//example.com">'
    read_notice(parts(2, b"Content-Type: text/html\n\n" + html), file="x.eml")
    name = b'Content-Disposition: attachment; filename="stolen.txt"\n\nx'
    read_notice(parts(2, name), file="x.eml")
    assert list(tmp_path.iterdir()) == []


def test_a_part_without_its_boundary_is_read_as_text():
    content = HEAD + b"Content-Type: multipart/mixed\n\n--b\n\nlate shipment rate exceeds 4%\n"
    assert read_notice(content, file="x.eml").kind == "late_shipment_rate"


def test_only_the_beginning_of_an_endless_text_is_read_and_that_is_said():
    for words in (12_000, 50_000):
        notice = read_notice(HEAD + b"\n" + b"word " * words + b"late shipment rate exceeds", file="x.eml")
        assert notice.kind == "unknown"
        assert "parts_left_out" in notice.warnings


def test_a_byte_order_mark_hides_no_header():
    assert read_notice(b"\xef\xbb\xbf" + HEAD + b"\nx", file="x.eml").sender == "amazon.com"
