"""The twin of a workbook: its visible sheets with the values as the reader sees them, and nothing else.

Hidden sheets, formulas, formats, comments, pictures and the names of authors are left out; dates are the text that the
reader makes of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from workbench.cleaning.people import masked
from workbench.cleaning.workbooks import cell_text
from workbench.privacy.columns import STORED, UNLABELLED, Located, Needs, Plan, plan_of
from workbench.privacy.rows import Rows

# A zip file has no time zone and begins in 1980: one moment for all, so that a twin always has the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def workbook_twin(name: str, tables: Sequence[Located], *, needs: Needs) -> tuple[bytes, tuple[Plan, ...], int]:
    """The workbook without its personal cells, what was blanked sheet by sheet, and how many cells were masked."""
    sheets, plans, count = [], [], 0
    for table in tables:
        rows, plan, masked_count = _sheet(name, table, needs)
        sheets.append((table.head.sheet.name, rows))
        plans.append(plan)
        count += masked_count
    return workbook_bytes(sheets), tuple(plans), count


def _sheet(name: str, table: Located, needs: Needs) -> tuple[list[list[object]], Plan, int]:
    raw = table.raw(where=name)
    plan = plan_of(table, raw, needs=needs)
    rows, out = Rows(plan), []
    width = len(raw.header)
    beyond = False
    for number, row in enumerate(table.head.sheet.rows, start=1):
        if number < table.header_row:
            out.append([_masked(cell, needs) for cell in row])
        elif number == table.header_row or not any(cell != "" for cell in row):
            out.append(row)
        else:
            new = rows.redacted([cell_text(cell) for cell in row[:width]])
            kept = [new.get(place, cell) for place, cell in enumerate(row[:width])]
            rest = ["" if isinstance(cell, str) else cell for cell in row[width:]]
            beyond |= rest != row[width:]
            out.append(kept + rest)
    return out, Plan({**plan.blank, width: UNLABELLED} if beyond else plan.blank, plan.masks), rows.masked


def _masked(cell: object, needs: Needs) -> object:
    return masked(cell) if isinstance(cell, str) and needs.masks != STORED else cell


def workbook_bytes(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> bytes:
    """Sheets of text, numbers and flags as an xlsx file; the same sheets, the same bytes.

    Numbers are written with all their digits, which the usual writers round to sixteen.
    """
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in _parts(sheets):
            packed.writestr(zipfile.ZipInfo(path, MOMENT), text.encode(), zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _parts(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]]):
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for at in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{overrides}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, (name, _) in enumerate(sheets, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    yield "xl/_rels/workbook.xml.rels", _relations([("worksheet", f"worksheets/sheet{at}.xml") for at in numbers])
    for at, (_, rows) in enumerate(sheets, start=1):
        yield f"xl/worksheets/sheet{at}.xml", _sheet_xml(rows)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _sheet_xml(rows: Sequence[Sequence[object]]) -> str:
    lines = [
        f'<row r="{number}">{"".join(_cell_xml(cell, number, place) for place, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
        if any(cell != "" for cell in row)
    ]
    return f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell_xml(cell: object, number: int, place: int) -> str:
    if cell == "" or cell is None:
        return ""
    at = f"{_letters(place)}{number}"
    if isinstance(cell, bool):
        return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, (int, float)):
        return f'<c r="{at}"><v>{cell!r}</v></c>'
    text = escape(_NOT_IN_XML.sub(" ", str(cell)), {"\r": "&#13;"})
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(place: int) -> str:
    """A column's letters.

    >>> _letters(0), _letters(25), _letters(26), _letters(701), _letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
