"""Invented persons planted into every export that can carry them, and the search for them in everything written."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pyarrow.parquet as pq
import xlsxwriter

from tests.cli.pdf_pages import pdf_pages
from tests.fuzz.seeds import Seed
from workbench.cleaning.names import normalised
from workbench.cleaning.people import PERSONAL_COLUMNS
from workbench.privacy.columns import located_tables
from workbench.sources import EXPORTS
from workbench.sources.opening import open_file

A_FILE = 50
# Every word of ours, in folded case.
CANARY = re.compile(r"quorva[a-z]{5}|zyx[a-z]{5}@correo\.example|zyqa800101hdf[a-z]{3}09|zyq800101[a-z]{3}|55\d{8}")
# Fields that readers take into free texts of the store.
FREE_FIELDS = ("title", "reason", "note", "product_name", "status_text", "description", "detail")
LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass
class Canaries:
    """Persons that nobody is: each text holds a word that stands nowhere else."""

    words: list[str] = field(default_factory=list)
    _numbers: count = field(default_factory=lambda: count(1))

    def person(self) -> str:
        """A name or street, told by no shape."""
        code = self._code(next(self._numbers))
        return self._kept(f"Quorva{code}", "{} Pérez" if len(self.words) % 2 else "Calle {} 12")

    def value(self) -> str:
        """A mail address, phone, RFC or CURP."""
        number = next(self._numbers)
        kind = number % 4
        if kind == 0:
            return self._kept(f"zyx{self._code(number)}@correo.example")
        if kind == 1:
            return self._kept(f"55{number:08d}", "+52 {}")
        if kind == 2:
            return self._kept(f"ZYQ800101{self._code(number)[-3:].upper()}")
        return self._kept(f"ZYQA800101HDF{self._code(number).upper()[-3:]}09")

    def several(self, cells: int) -> str:
        """As many persons and values as make fifty in all the cells of a file."""
        return " / ".join(self.person() if at % 2 else self.value() for at in range(-(-A_FILE // max(cells, 1))))

    def _kept(self, word: str, text: str = "{}") -> str:
        self.words.append(word)
        return text.format(word)

    @staticmethod
    def _code(number: int) -> str:
        letters = ""
        for _ in range(5):
            number, rest = divmod(number, len(LETTERS))
            letters = LETTERS[rest] + letters
        return letters


def planted(seed: Seed, canaries: Canaries) -> bytes:
    """The seed with persons in every column that can carry them."""
    if seed.kind == "json":
        return json.dumps(_planted_document(json.loads(seed.content), canaries), indent=1).encode()
    opened = open_file(seed.name, seed.content)
    export = EXPORTS[seed.export]
    tables = located_tables(seed.name, opened, export=export, maps=())
    pages = [_planted_rows(table, export, canaries) for table in tables]
    if seed.kind == "workbook":
        return _workbook([(table.head.sheet.name, rows) for table, rows in zip(tables, pages, strict=True)])
    table, body = tables[0], io.StringIO()
    if table.head.delimiter == "\t":
        return "".join("\t".join(row) + "\r\n" for row in pages[0]).encode(table.head.encoding)
    csv.writer(body, delimiter=table.head.delimiter).writerows(pages[0])
    return body.getvalue().encode(table.head.encoding)


def planted_unread(export, canaries: Canaries) -> bytes:
    """A table of an export that is known by its header only, with persons in every column that can carry them."""
    header = [names[0] for names in export.fields.values()]
    new = [name for name in sorted(export.known_names & PERSONAL_COLUMNS) if name not in map(normalised, header)]
    header += [*new, "nota interna"]
    personal = [at for at, name in enumerate(map(normalised, header)) if name in PERSONAL_COLUMNS]
    cells = {*personal, len(header) - 1}
    rows = [[canaries.several(2 * len(cells)) if at in cells else "1" for at in range(len(header))] for _ in range(2)]
    return "".join("\t".join(row) + "\r\n" for row in [header, *rows]).encode()


def _planted_rows(table, export, canaries: Canaries) -> list[list]:
    rows = [list(row) for row in (table.head.sheet.rows if table.head.sheet else table.head.records)]
    if not table.read_names:
        return rows
    header = rows[table.header_row - 1]
    names = [normalised(str(cell)) for cell in header]
    new = [name for name in sorted(export.known_names & PERSONAL_COLUMNS) if name not in names] + ["nota interna"]
    personal = [at for at, name in enumerate(names) if name in PERSONAL_COLUMNS]
    free = {name for key in FREE_FIELDS for name in export.aliases.get(key, ())}
    data = [row for row in rows[table.header_row :] if any(str(cell).strip() for cell in row)]
    cells = len(data) * (len(personal) + len(new))
    for row in data:
        row += [""] * (len(header) - len(row))
        for at in personal:
            row[at] = canaries.several(cells)
        for at, name in enumerate(names):
            if name in free and str(row[at]).strip():
                row[at] = f"{row[at]} ask {canaries.value()}"
        row += [canaries.several(cells) for _ in new]
    header += new
    return rows


# What a parcel or a claim is known by.
_PARCELS = {"checkpoints", "shipmentTrackingNumber", "service", "tracking_details", "track_info", "players"}


def _planted_document(value: object, canaries: Canaries) -> object:
    """Every object that can carry a buyer gets one with fifty persons and values."""
    if isinstance(value, list):
        return [_planted_document(inner, canaries) for inner in value]
    if not isinstance(value, dict):
        return value
    new = {name: _planted_document(inner, canaries) for name, inner in value.items()}
    if {"order_items"} & set(new):
        new["buyer"] = {"first_name": canaries.several(1), "phone": {"number": canaries.value()}}
    if {"purchaseOrderId", "returnOrderId"} & set(new):
        new["customerEmailId"] = canaries.value()
        new["customerName"] = {"firstName": canaries.several(1)}
    if _PARCELS & set(new):
        new |= {"customer_name": canaries.several(1), "emails": [canaries.value()], "signed_by": canaries.person()}
    if {"logistic", "receiver_details"} & set(new):
        new["receiver_address"] = {"receiver_name": canaries.several(1), "street_name": canaries.person()}
        new["receiver_address"]["state"] = {"id": "MX-DIF"}
    return new


def _workbook(sheets) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell != "":
                        page.write(at, place, cell) if not isinstance(cell, str) else page.write_string(at, place, cell)
    return body.getvalue()


def found_in(folder: Path, words: list[str], *, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """File to the canaries in any of its bytes, unpacked and decoded; folders named in `but` are left out."""
    hits, wanted = {}, {word.casefold() for word in words}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(path.relative_to(folder).parts) & set(but):
            seen = "\n".join(_texts(path.name, path.read_bytes(), path)).casefold()
            there = wanted & set(CANARY.findall(seen))
            if there:
                hits[path.relative_to(folder).as_posix()] = sorted(there)
    return hits


def _texts(name: str, content: bytes, path: Path | None = None):
    for encoding in ("utf-8", "utf-16", "gb18030"):
        yield content.decode(encoding, errors="ignore")
    if content.startswith(b"PAR1"):
        rows = pq.read_table(io.BytesIO(content), partitioning=None)
        yield str(rows.to_pydict()) + str(rows.schema.metadata)
    if content.startswith(b"%PDF"):
        yield from pdf_pages(content)
    for inner in re.findall(rb"base64,([A-Za-z0-9+/=]{40,})", content):
        yield base64.b64decode(inner).decode("utf-8", errors="ignore")
    if content.startswith(b"\x1f\x8b"):
        yield from _texts(name, gzip.decompress(content))
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield from _texts(member, packed.read(member))
