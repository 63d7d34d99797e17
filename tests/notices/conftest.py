"""Small mails of our own wording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DATE = "Mon, 19 Jan 2026 10:00:00 +0000"


@pytest.fixture
def mails() -> Path:
    """The folder of sample mails."""
    return Path(__file__).parent / "mails"


@pytest.fixture
def mail() -> Callable[..., bytes]:
    """Makes a mail of plain text; `extra` is whole header lines."""

    def make(body: str, *, subject: str = "Amazon", sender: str = "a@amazon.com", date: str = DATE, extra: str = ""):
        dated = f"Date: {date}\n" if date else ""
        head = f"From: {sender}\n{dated}Subject: {subject}\n{extra}Content-Type: text/plain; charset=utf-8\n"
        return f"{head}\n{body}\n".encode()

    return make
