"""Where the files of one seller are collected, and the answers to what a file doesn't say about itself."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from datetime import datetime
from pathlib import Path

import xlsxwriter

CREATED = datetime(2026, 2, 1)


class Shelf:
    """Files of one seller by path, with the answers that `record/files.yml` holds for some of them."""

    def __init__(self, answered_by: str):
        self.files: dict[str, bytes] = {}
        self._answers: list[dict[str, str]] = []
        self._answered_by = answered_by

    def inbox(self, folder: str, name: str, content: bytes | str, **answers: str) -> None:
        """Put a file into the inbox of an account, with what the file itself doesn't say."""
        raw = content.encode("utf-8") if isinstance(content, str) else content
        self.files[f"inbox/{folder}/{name}"] = raw
        if answers:
            entry = {"sha256": hashlib.sha256(raw).hexdigest(), "file": f"{folder}/{name}", **answers}
            self._answers.append({**entry, "by": self._answered_by, "at": "2026-02-03T01:00:00+00:00"})

    def put(self, path: str, text: str) -> None:
        """Put a file beside the inbox."""
        self.files[path] = text.encode("utf-8")

    def write(self, folder: Path) -> None:
        """Write the seller's inbox anew, with its profile and answers; the rest of the folder is left alone."""
        answers = sorted(self._answers, key=lambda entry: entry["file"])
        self.put("record/files.yml", "".join(f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in answers))
        shutil.rmtree(folder / "inbox", ignore_errors=True)
        for path, content in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


class Workbook:
    """An xlsx whose bytes depend on its cells alone."""

    def __init__(self):
        self._buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._buffer, {"in_memory": True, "strings_to_urls": False})
        self.book.set_properties({"created": CREATED, "author": "Example"})

    def sheet(self, name: str, rows: list[list], *, first_row: int = 0):
        """A sheet with these rows from `first_row` (0-based) on; None and "" leave a cell empty."""
        sheet = self.book.add_worksheet(name)
        for number, row in enumerate(rows, start=first_row):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)
        return sheet

    def content(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._buffer.getvalue()


def columns(names: str, by: str = "|") -> tuple[str, ...]:
    """Column names written in one text.

    >>> columns("sku|cost")
    ('sku', 'cost')
    """
    return tuple(names.split(by))


def tsv(header: tuple[str, ...], rows: list[list[str]]) -> str:
    """A tab separated table without quoting, as Amazon's flat files are."""
    return "\n".join("\t".join(row) for row in [list(header), *rows]) + "\n"


def money(amount: float) -> str:
    """An amount with two decimals and a dot."""
    return f"{amount:.2f}"
