"""The intake report as a client gets it: what was read, what was not, and what is needed next.

Only words and tables; `workbench.display.intake_report` writes them as text, Markdown or a page. Values that
look personal are masked, and hints that only the analyst can follow are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from workbench.cleaning.people import masked
from workbench.store import Intake
from workbench.words.catalogue import language, t, tn
from workbench.words.downloads import download_steps
from workbench.words.formats import count, day, money, month_name, period, signed
from workbench.words.intake import (
    coverage_gaps,
    export_title,
    file_status_word,
    files_aside_sentence,
    identity_sentence,
    intake_sentence,
    refused_row_sentence,
    totals_sentence,
)
from workbench.words.remarks import say_note, say_remark

# Of one cause in one column of one file so many rows are told one by one, and so many sentences in all.
ROWS_OF_A_CAUSE, MOST_ROWS = 5, 60
MOST_GAPS = 5
ASIDE = ("refused", "unknown", "question", "not_read_yet")


@dataclass(frozen=True)
class Part:
    """One section: sentences, then a list or a table."""

    title: str
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class IntakeReport:
    """A title and the sections under it."""

    title: str
    parts: tuple[Part, ...] = field(default=())


def intake_report(
    intake: Intake, *, client: str, on: object, month: str = "", missing: pd.DataFrame | None = None
) -> IntakeReport:
    """The report in the language in use.

    Parameters
    ----------
    intake : Intake
        As `workbench.ingest.ingest` gives it.
    client : str
        The client's name.
    on : date-like
        The day of the report.
    month : str
        The month that `missing` is about, such as 2026-01.
    missing : DataFrame, optional
        As `workbench.accountability.missing_files` gives it; None where no month can be looked at.
    """
    parts = (
        _summary(intake),
        _next_steps(intake, missing),
        _aside(intake),
        _refused(intake),
        _totals(intake),
        _missing(month, missing),
        _read(intake),
        _remarks(intake),
    )
    title = t("What we read of the files of {client}, {day}", client=client, day=day(on))
    return IntakeReport(title, tuple(part for part in parts if part.texts or part.items or part.rows))


def data_month(coverage: pd.DataFrame) -> str:
    """The last month that the accounts' files can cover to its end, such as 2026-01; blank without dated rows.

    Parameters
    ----------
    coverage : DataFrame
        One row per export, account and day with data: account, day.
    """
    days = coverage.loc[coverage["account"] != "", "day"]
    if days.empty:
        return ""
    return str((pd.Timestamp(days.max()) + pd.Timedelta(days=1)).to_period("M") - 1)


def _summary(intake: Intake) -> Part:
    said = [intake_sentence(intake.files), files_aside_sentence(intake.files)]
    return Part(t("In short"), _filled(said))


def _next_steps(intake: Intake, missing: pd.DataFrame | None) -> Part:
    steps = [*_file_steps(intake), *_row_steps(intake), *_gap_steps(intake), *_missing_steps(missing)]
    return Part(t("What we need from you"), items=tuple(steps) or (t("Nothing. Thank you."),))


def _file_steps(intake: Intake) -> Iterator[str]:
    for row in intake.files[intake.files["status"] == "refused"].itertuples():
        why = _remarks_of(row)[0]
        yield t("Download {file} again and send it as it is, without opening it: {why}", file=row.file, why=why)
    for row in intake.files[intake.files["status"] == "unknown"].itertuples():
        yield t("Tell us what {file} is, and from where it was exported.", file=row.file)
    for row in intake.questions.itertuples():
        yield t("{file}: {question}", file=row.file, question=question_sentence(row))


def _row_steps(intake: Intake) -> Iterator[str]:
    read = intake.files[(intake.files["status"] == "read") & (intake.files["refused"] > 0)]
    for row in read.itertuples():
        yield tn(
            "Correct the {n} refused row of {file} where it was made and export again, or tell us that it can stay "
            "out.",
            "Correct the {n} refused rows of {file} where they were made and export again, or tell us that they can "
            "stay out.",
            row.refused,
            n=count(row.refused),
            file=row.file,
        )


def _gap_steps(intake: Intake) -> Iterator[str]:
    gaps = coverage_gaps(intake.coverage)
    for gap in gaps.head(MOST_GAPS).to_dict("records"):
        yield t(
            "{title} has no rows from {first} to {last}: send that time, or tell us that nothing was sold.",
            title=_expected_title(gap),
            first=day(gap["first_day"]),
            last=day(gap["last_day"]),
        )
    rest = len(gaps) - MOST_GAPS
    if rest > 0:
        yield tn("{n} more gap is like these.", "{n} more gaps are like these.", rest, n=count(rest))


def _missing_steps(missing: pd.DataFrame | None) -> Iterator[str]:
    for row in _rows(missing):
        yield t("Send {title}. {steps}.", title=_expected_title(row), steps=download_steps(row["export"]).rstrip(".。"))


def _aside(intake: Intake) -> Part:
    files = intake.files[intake.files["status"].isin(ASIDE)]
    rows = [
        (
            *(row.file, file_status_word(row.status), export_title(row.title) if row.title else ""),
            *(t("{n}, none taken", n=count(row.rows)) if row.rows else "", _joined(row)),
        )
        for row in files.itertuples()
    ]
    head = (t("File"), t("State"), t("Export"), t("Data rows"), t("Why"))
    return Part(t("Files not read"), head=head, rows=tuple(rows))


def _refused(intake: Intake) -> Part:
    return Part(t("Refused rows"), items=tuple(_refused_items(intake.refused)))


def _refused_items(refused: pd.DataFrame) -> Iterator[str]:
    told = 0
    for (file, column, _), rows in refused.groupby(["file", "column", "reason"], sort=False):
        shown = rows.head(min(ROWS_OF_A_CAUSE, MOST_ROWS - told))
        told += len(shown)
        yield from (refused_row_sentence(row) for row in shown.to_dict("records"))
        rest = len(rows) - len(shown)
        if rest:
            yield tn(
                "{n} more row of {file} has the same fault in '{column}'.",
                "{n} more rows of {file} have the same fault in '{column}'.",
                rest,
                n=count(rest),
                file=file,
                column=column,
            )


def _totals(intake: Intake) -> Part:
    failing_first = intake.totals.sort_values("holds", kind="stable")
    rows = [
        (
            *(row.file, say_remark(row.name_of), _amount(row.stated, row.currency), _amount(row.found, row.currency)),
            *(signed(row.difference, digits=2), row.where),
        )
        for row in failing_first.rename(columns={"name": "name_of"}).itertuples()
    ]
    head = (t("File"), t("Total"), t("Stated in the file"), t("Found in its rows"), t("Difference"), t("Row"))
    return Part(t("Control totals"), _filled([totals_sentence(intake.totals)]), head=head, rows=tuple(rows))


def _missing(month: str, missing: pd.DataFrame | None) -> Part:
    if missing is None or not month:
        return Part("")
    items = [
        t("{title}: {days}", title=_expected_title(row), days=period(row["missing_from"], row["missing_until"]))
        for row in _rows(missing)
    ]
    title = t("Still missing for {month}", month=month_name(month))
    return Part(title, () if items else (t("Nothing; all files of the month are here."),), items=tuple(items))


def _read(intake: Intake) -> Part:
    kinds = {file: part.set_index("kind")["rows"].to_dict() for file, part in intake.structural.groupby("file")}
    files = intake.files[intake.files["status"].isin(["read", "repeated"])]
    rows = [
        (
            *(row["file"], export_title(row["title"]) if row["title"] else file_status_word(row["status"])),
            *(_days(row), identity_sentence(row, kinds.get(row["file"], {})) if row["title"] else "", _entries(row)),
        )
        for row in files.to_dict("records")
    ]
    head = (t("File"), t("Export"), t("Days in it"), t("Data rows"), t("Entries"))
    return Part(t("What was read, file by file"), head=head, rows=tuple(rows))


def _remarks(intake: Intake) -> Part:
    """Remarks on files that were read, the files with the same remark together."""
    files: dict[str, list[str]] = {}
    for row in intake.files[intake.files["status"] == "read"].itertuples():
        for remark in _remarks_of(row):
            files.setdefault(remark, []).append(row.file)
    rows = tuple((t(", ").join(names), remark) for remark, names in files.items())
    return Part(t("What was noticed"), head=(t("File"), t("Remark")), rows=rows)


def _remarks_of(row) -> list[str]:
    said = say_note(row.note, file=row.file, for_client=True)
    return [masked(remark) for remark in said] or [file_status_word(row.status)] * (row.status == "refused")


def _joined(row) -> str:
    """Remarks as running text: one that is a sentence of its own keeps its full stop."""
    said = _remarks_of(row)
    return "".join(text if place == len(said) - 1 else _with_pause(text) for place, text in enumerate(said))


def _with_pause(text: str) -> str:
    ended = text.endswith((".", "。", "?", "？"))
    return text + ("" if ended and language() == "zh" else " " if ended else t("; "))


def question_sentence(row) -> str:
    """An open question of a file (a row of `Intake.questions`) and the answer that is proposed."""
    asked = masked(say_remark(row.text))
    return t("{question} (perhaps {proposal})", question=asked, proposal=row.proposal) if row.proposal else asked


def _amount(value: float, currency: str) -> str:
    return money(value, currency) if currency else count(value)


def _days(row: Mapping) -> str:
    if not row["first_day"]:
        return ""
    return day(row["first_day"]) if row["first_day"] == row["last_day"] else period(row["first_day"], row["last_day"])


def _entries(row: Mapping) -> str:
    """How many entries its rows make, where a row makes more than one."""
    return count(row["entries"]) if row["entries"] > row["rows"] - row["structural"] - row["refused"] else ""


def _expected_title(row: Mapping) -> str:
    title = export_title(row["title"])
    return t("{title} ({account})", title=title, account=row["account"]) if row["account"] else title


def _rows(missing: pd.DataFrame | None) -> list[Mapping]:
    return [] if missing is None else missing.to_dict("records")


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
