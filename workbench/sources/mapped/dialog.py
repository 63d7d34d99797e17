"""The way to a column map: proposes, and asks a person for each column and for what the file does not say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from workbench.cleaning.names import normalised
from workbench.cleaning.people import mask_personal
from workbench.errors import AmbiguousFormat, did_you_mean, listed
from workbench.sources.column_map import OF_ACCOUNT, OF_FOLDER, ColumnMap
from workbench.sources.contract import RANKS
from workbench.sources.mapped.draft import (
    COUNTED_OVER,
    EVERY,
    ONLY_BAD,
    Draft,
    finish,
    meanings,
    open_points,
    unknown_words,
)
from workbench.sources.mapped.fields import MAPPABLE, NEEDED, fields_of
from workbench.sources.mapped.layout import Layout
from workbench.sources.mapped.proposing import propose_columns, propose_table
from workbench.sources.mapped.shapes import DATES, NUMBERS
from workbench.tables import TABLES

Ask = Callable[[str, str], str]
"""Asks a question and returns the answer; the second argument is the proposal, taken by Enter."""
SKIP = "-"
EXAMPLES = 3
LONGEST_EXAMPLE = 24


def ask_map(
    layout: Layout, *, ask: Ask, tell: Callable[[str], None], accounts: Sequence[str], before: ColumnMap | None = None
) -> ColumnMap:
    """Ask for a column map, step by step.

    Parameters
    ----------
    layout : Layout
        The file's table.
    ask, tell : callable
        Ask a question with a proposal, and say something.
    accounts : sequence of str
        Ids of the client's accounts.
    before : ColumnMap, optional
        The map that this one corrects; its answers are proposed.

    Raises
    ------
    ParameterError
        As `finish`: for instance where the file lists only the bad ones.
    """
    names = "; ".join(f"{table} ({TABLES[table].row})" for table in MAPPABLE)
    tell(f"What one row of the file is: {names}")
    table = _one_of(ask, "One row is", before.table if before else propose_table(layout), MAPPABLE)
    title = ask("A name for this layout", before.title if before else _stem(layout.name)).strip()
    rows = _one_of(ask, "The file lists", EVERY, (EVERY, ONLY_BAD)) if table in COUNTED_OVER else ""
    draft = Draft(table=table, title=title, rows=rows)
    draft = replace(draft, columns=_columns(layout, table, ask=ask, tell=tell, before=before))
    draft = _needed(draft, ask)
    draft = _words(draft, layout, ask)
    draft = _formats(draft, layout, ask)
    draft = _places(draft, layout, ask, accounts, before)
    source = _one_of(ask, "Whose figures these are", before.source if before else "erp", tuple(RANKS))
    return finish(replace(draft, source=source), layout, accounts=accounts)


def _columns(
    layout: Layout, table: str, *, ask: Ask, tell: Callable[[str], None], before: ColumnMap | None
) -> dict[str, str]:
    fields, proposals = fields_of(table), propose_columns(layout, table)
    asked = layout.proposable
    personal = [heading for heading in dict.fromkeys(layout.headings) if heading not in asked]
    if personal:
        tell(f"left out, for they look personal: {listed(personal)}")
    tell(f"fields of {table}: {listed(fields)}")
    chosen: dict[str, str] = {}
    for heading in asked:
        known = before.columns.get(normalised(heading), SKIP) if before else proposals.get(heading, SKIP)
        free = [name for name in fields if name not in chosen.values()]
        answer = _one_of(ask, f"'{heading}' {_examples(layout, heading)} is", known, (*free, SKIP))
        if answer != SKIP:
            chosen[heading] = answer
    return chosen


def _needed(draft: Draft, ask: Ask) -> Draft:
    """Fields that no column fills, and without which a row says nothing: one value for all rows."""
    known, filled = fields_of(draft.table), set(draft.columns.values())
    given = {}
    for name in NEEDED[draft.table]:
        if name in filled or name == "currency":
            continue
        allowed, text = known[name].allowed, f"No column is '{name}' ({known[name].meaning}). Its value in every row"
        given[name] = _one_of(ask, text, allowed[0], allowed) if allowed else ask(text, "").strip()
    return replace(draft, values={name: value for name, value in given.items() if value})


def _words(draft: Draft, layout: Layout, ask: Ask) -> Draft:
    words: dict[str, dict[str, str]] = {}
    for heading, name in draft.columns.items():
        allowed = meanings(fields_of(draft.table)[name])
        for word in unknown_words(draft, layout, heading):
            near = next((each for each in allowed if each in word.casefold()), allowed[0])
            words.setdefault(name, {})[word] = _one_of(
                ask, f"'{mask_personal(word)}' in '{heading}' means", near, allowed
            )
    return replace(draft, words=words)


def _formats(draft: Draft, layout: Layout, ask: Ask) -> Draft:
    """The formats of numbers and days: asked once for all columns where the cells of one can be read in two ways."""
    for _ in range(2):
        try:
            unsaid = open_points(draft, layout)
        except AmbiguousFormat as fault:
            kind = "numbers" if "numbers:" in fault.expected else "dates"
            unsaid = {kind: fault.found}
        kind = next((name for name in ("numbers", "dates") if name in unsaid), "")
        if not kind:
            return draft
        formats = NUMBERS if kind == "numbers" else DATES
        examples = "1,234.56 or 1.234,56" if kind == "numbers" else "; ".join(f"{k}: {v}" for k, v in DATES.items())
        why = f"{unsaid[kind]}.\n" if "two ways" in unsaid[kind] else ""
        draft = replace(draft, **{kind: _one_of(ask, f"{why}How {kind} are written ({examples})", "", tuple(formats))})
    return draft


def _places(draft: Draft, layout: Layout, ask: Ask, accounts: Sequence[str], before: ColumnMap | None) -> Draft:
    """Zone, currency and account."""
    unsaid = open_points(draft, layout)
    of_account = OF_ACCOUNT if "account" in TABLES[draft.table].names else ""
    zone, currency = (before.zone, before.values.get("currency", "")) if before else ("", "")
    if "zone" in unsaid:
        draft = replace(
            draft, zone=ask("Zone of its times, such as Asia/Shanghai, or 'account'", zone or of_account).strip()
        )
    if "values.currency" in unsaid:
        code = ask("Currency of its amounts, such as MXN, or 'account'", currency or of_account).strip()
        draft = replace(draft, values={**draft.values, "currency": code if code == OF_ACCOUNT else code.upper()})
    if of_account and "account" not in draft.columns.values():
        text = f"Account of every file of this layout ({listed(accounts)}), or 'folder': where the file lies"
        known = before.account if before else OF_FOLDER
        draft = replace(draft, account=_one_of(ask, text, known, (OF_FOLDER, *accounts)))
    return draft


def _one_of(ask: Ask, text: str, proposal: str, allowed: Sequence[str]) -> str:
    """Asked again until the answer is one of the allowed ones."""
    proposal = proposal if proposal in allowed else SKIP if SKIP in allowed else ""
    question = text
    while True:
        answer = ask(question, proposal).strip()
        if answer in allowed:
            return answer
        near = did_you_mean(answer, allowed) or f"one of: {listed(allowed)}"
        question = f"'{answer}' can't be chosen here; {near}\n{text}"


def _examples(layout: Layout, heading: str) -> str:
    seen = list(dict.fromkeys(cell for cell in layout.cells(heading).slice(0, 200).to_pylist() if cell))[:EXAMPLES]
    return f"({listed(mask_personal(cell, longest=LONGEST_EXAMPLE) for cell in seen)})" if seen else "(blank)"


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name
