"""What stands on a report's first page and in its running header."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from nbformat import NotebookNode

from workbench.words import LANGUAGES, day, month_name, t

LANGUAGE_NAMES = {"zh": "中文", "en": "English", "es": "Español"}
HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en", "es": "es-MX"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# A rule book is named after the day it was last checked and a hash of its content.
_RULE_BOOK = re.compile(r"(\d{4}-\d{2}-\d{2})-(\w+)")
_TITLE = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)


@dataclass(frozen=True)
class Cover:
    """What a report says of itself.

    Parameters
    ----------
    title : str
        What the report is, in the reader's language; blank for the notebook's own heading.
    client_name : str
        Whom it is for.
    period : str
        A month such as 2026-01 or a day such as 2026-01-31, else shown as it is.
    lang : {"zh", "en", "es"}
        Language of the labels.
    prepared_by, analyst, contact, hours : str
        The agency, its account manager, how and when to reach them.
    as_of : str
        ISO day up to which the data counts.
    rules_version : str
        The rule book in force.
    languages : tuple of str
        Languages that this report is made in.
    approved_by, approved_on : str
        Who approved it, and the ISO day; blank for a draft.
    is_draft : bool
        Not approved yet: says so on every page.
    is_compact : bool
        A head on the first page instead of a page of its own, and no contents.
    """

    title: str
    client_name: str
    period: str
    lang: str = "en"
    prepared_by: str = ""
    analyst: str = ""
    contact: str = ""
    hours: str = ""
    as_of: str = ""
    rules_version: str = ""
    languages: tuple[str, ...] = ()
    approved_by: str = ""
    approved_on: str = ""
    is_draft: bool = True
    is_compact: bool = False

    def shown_period(self) -> str:
        """The period in the language in use.

        >>> Cover("Review", "A", "2026-01").shown_period().replace(chr(160), " ")
        'January 2026'
        """
        if _DAY.fullmatch(self.period):
            return day(self.period)
        return month_name(self.period) if _MONTH.fullmatch(self.period) else self.period

    def facts(self) -> list[tuple[str, str]]:
        """Label and value of each known fact, in the language in use and in reading order."""
        pairs = [
            (t("Data as of"), day(self.as_of) if self.as_of else ""),
            (t("Rules in force"), _shown_rules(self.rules_version)),
            (t("Languages"), " · ".join(LANGUAGE_NAMES.get(lang, lang) for lang in self.languages)),
            (t("Prepared by"), self.prepared_by),
            (t("Account manager"), self.analyst),
            (t("Approved"), self._approval()),
            (t("Questions and problems"), self.contact),
            (t("Hours"), self.hours),
        ]
        return [(label, value) for label, value in pairs if value]

    def _approval(self) -> str:
        if self.is_draft or not self.approved_by:
            return ""
        return t("{person}, {day}", person=self.approved_by, day=day(self.approved_on))

    def standing(self) -> str:
        """What a draft says of itself; blank for an approved report."""
        return t("DRAFT") if self.is_draft else ""


def notebook_cover(notebook: NotebookNode) -> Cover:
    """A cover from the notebook alone, for JupyterLab's own export: its heading and parameters."""
    values = parameter_values(notebook)
    lang = values.get("lang", "en")
    return Cover(
        title="",
        client_name=values.get("client", ""),
        period=values.get("month", ""),
        lang=lang if lang in LANGUAGES else "en",
    )


def notebook_title(notebook: NotebookNode) -> str:
    """The first heading of level one, or nothing."""
    headings = (_TITLE.search(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    return next((found.group(1) for found in headings if found), "")


def parameter_values(notebook: NotebookNode) -> dict[str, str]:
    """Text parameters that the notebook ran with: injected ones before its own defaults."""
    values: dict[str, str] = {}
    for tag in ("parameters", "injected-parameters"):
        for cell in notebook.cells:
            if cell.cell_type == "code" and tag in cell.metadata.get("tags", []):
                values |= _assigned_text(cell.source)
    return values


def _shown_rules(version: str) -> str:
    found = _RULE_BOOK.fullmatch(version)
    return f"{day(found.group(1))} · {found.group(2)}" if found else version


def _assigned_text(source: str) -> dict[str, str]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return {}
    values = {}
    for statement in statements:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Constant):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(target, ast.Name) and isinstance(statement.value.value, str):
                values[target.id] = statement.value.value
    return values
