"""Sentences about what was read, kept and refused."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.cleaning.people import masked
from workbench.sources.column_map import TITLE
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day
from workbench.words.remarks import say_remark

FILE_STATUS_WORDS = {
    "read": mark("read"),
    "repeated": mark("same file again"),
    "not_read_yet": mark("recognised, not read yet"),
    "unknown": mark("not recognised"),
    "refused": mark("refused"),
    "question": mark("waits for an answer"),
}
# What the recognition calls files that are no export.
OTHER_FILES = (
    mark("mail"),
    mark("JSON document"),
    mark("other file: PDF"),
    mark("other file: picture"),
    mark("other file: archive (zip)"),
)
# Rows of an export that come at least every other day are expected daily; a week without any is a gap.
DAILY_STEP = 2
GAP_DAYS = 7


def file_status_word(status: str) -> str:
    """The word for what became of a file.

    >>> file_status_word("not_read_yet")
    'recognised, not read yet'
    """
    return t(FILE_STATUS_WORDS[status])


def intake_sentence(files: pd.DataFrame) -> str:
    """How many files and rows came in and what became of the rows.

    Parameters
    ----------
    files : DataFrame
        One row per file: status, rows, kept, repeated, superseded, structural, refused.
    """
    if files.empty:
        return t("No file has been read yet.")
    read = files[files["status"] == "read"]
    sums = read[["rows", "kept", "repeated", "superseded", "structural", "refused"]].sum()
    return t(
        "{read} of {files} files were read, with {rows} rows: {kept} kept, {repeated} repeated, {superseded} replaced "
        "by a newer state, {structural} without data of their own, {refused} refused.",
        read=count(len(read)),
        files=count(len(files)),
        **{name: count(value) for name, value in sums.items()},
    )


def files_aside_sentence(files: pd.DataFrame) -> str:
    """Which files were not read, by reason; an empty text where all were.

    Parameters
    ----------
    files : DataFrame
        One row per file with its status.
    """
    aside = files.loc[~files["status"].isin(["read", "repeated"]), "status"].value_counts()
    if aside.empty:
        return ""
    parts = [f"{file_status_word(status)} {count(n)}" for status, n in aside.items()]
    return t("Files not read: {parts}.", parts=t(", ").join(parts))


def personal_sentence(files: pd.DataFrame) -> str:
    """How many files hold personal data and by when the first of them must be redacted; an empty text where none does.

    Parameters
    ----------
    files : DataFrame
        One row per file: delete_by (ISO day or blank).
    """
    dates = files.loc[files["delete_by"].fillna("") != "", "delete_by"]
    if dates.empty:
        return ""
    return tn(
        "{files} file holds personal data and is to be redacted by {day}.",
        "{files} files hold personal data; the first of them is to be redacted by {day}.",
        len(dates),
        files=count(len(dates)),
        day=day(dates.min()),
    )


def refused_sentence(refused: pd.DataFrame) -> str:
    """How many cells were refused and the most frequent cause.

    Parameters
    ----------
    refused : DataFrame
        One row per refused cell: file, row, column, value, reason.
    """
    if refused.empty:
        return t("No row was refused.")
    rows = len(refused.drop_duplicates(["file", "row"]))
    return tn(
        "{rows} row in {files} files was refused; the list names the file, the row and the cause.",
        "{rows} rows in {files} files were refused; the list names the file, the row and the cause.",
        rows,
        rows=count(rows),
        files=count(refused["file"].nunique()),
    )


def identity_sentence(row: Mapping[str, int], kinds: Mapping[str, int]) -> str:
    """A file's data rows and what became of each; fates of no row are left out.

    Parameters
    ----------
    row : mapping
        rows, kept, repeated, superseded, structural, refused.
    kinds : mapping of str to int
        Its rows without data of their own, by kind.

    >>> fates = {"rows": 9, "kept": 6, "repeated": 0, "superseded": 0, "structural": 2, "refused": 1}
    >>> identity_sentence(fates, {"repeated header": 2})
    '9 = 6 kept + 2 without data of their own (repeated header: 2) + 1 refused'
    """
    parts = [
        t("{n} kept", n=count(row["kept"])),
        *([t("{n} repeated", n=count(row["repeated"]))] if row["repeated"] else []),
        *([t("{n} replaced by a newer state", n=count(row["superseded"]))] if row["superseded"] else []),
        *([_structural_clause(row["structural"], kinds)] if row["structural"] else []),
        *([t("{n} refused", n=count(row["refused"]))] if row["refused"] else []),
    ]
    return f"{count(row['rows'])} = {' + '.join(parts)}"


def _structural_clause(rows: int, kinds: Mapping[str, int]) -> str:
    said = t("{n} without data of their own", n=count(rows))
    told = t(", ").join(t("{kind}: {n}", kind=say_remark(kind), n=count(n)) for kind, n in kinds.items())
    return t("{said} ({kinds})", said=said, kinds=told) if told else said


def refused_row_sentence(row: Mapping[str, str]) -> str:
    """One refused row as a sentence that the client can look up in the file.

    Parameters
    ----------
    row : mapping
        file, row, column, value, reason.

    >>> bad = {"file": "mx/ventas.xlsx", "row": "80", "column": "Total (MXN)", "value": "12,5O"}
    >>> refused_row_sentence({**bad, "reason": "not a number such as 1,234.56"})
    "row 80 of mx/ventas.xlsx: 'Total (MXN)' holds '12,5O', which is not a number such as 1,234.56"
    """
    values = {name: masked(row[name]) for name in ("column", "value")}
    place = (
        t("row {row} of {file}", row=row["row"], file=row["file"])
        if row["row"].replace(",", "").isdigit()
        else t("{row} in {file}", row=row["row"], file=row["file"])
    )
    return t(_fault_shape(row), place=place, reason=masked(say_remark(row["reason"])), **values)


def _fault_shape(row: Mapping[str, str]) -> str:
    if not row["column"]:
        return mark("{place}: {reason}")
    if not row["value"]:
        return mark("{place}: '{column}': {reason}")
    if row["reason"].startswith("not "):
        return mark("{place}: '{column}' holds '{value}', which is {reason}")
    return mark("{place}: '{column}' holds '{value}': {reason}")


def repeats_by_export(files: pd.DataFrame) -> pd.DataFrame:
    """Rows that came more than once, by export.

    Parameters
    ----------
    files : DataFrame
        One row per file: title, status, rows, repeated, superseded.

    Returns
    -------
    DataFrame
        title, rows, repeated, superseded: one row an export that has any, the most first.
    """
    read = files[files["status"] == "read"]
    sums = read.groupby("title", as_index=False)[["rows", "repeated", "superseded"]].sum()
    again = sums["repeated"] + sums["superseded"]
    order = again[again > 0].sort_values(ascending=False, kind="stable").index
    return sums.loc[order].reset_index(drop=True)


def repeats_sentence(files: pd.DataFrame) -> str:
    """How many rows came more than once, and in which export the most.

    Parameters
    ----------
    files : DataFrame
        As for `repeats_by_export`.
    """
    sums = repeats_by_export(files)
    if sums.empty:
        return t("No row came twice.")
    return t(
        "{again} of {rows} rows came more than once, most of them in {title}.",
        again=count(int(sums["repeated"].sum() + sums["superseded"].sum())),
        rows=count(int(files.loc[files["status"] == "read", "rows"].sum())),
        title=export_title(sums["title"].iloc[0]),
    )


def totals_sentence(totals: pd.DataFrame) -> str:
    """How many totals that files state agree with their rows; an empty text where none states one.

    Parameters
    ----------
    totals : DataFrame
        One row per stated total: holds.
    """
    if totals.empty:
        return ""
    return t(
        "{holding} of {n} totals that the files state themselves agree with their rows to the cent.",
        holding=count(int(totals["holds"].sum())),
        n=count(len(totals)),
    )


def coverage_gaps(coverage: pd.DataFrame) -> pd.DataFrame:
    """Weeks and longer without a single row, in exports of an account that otherwise have rows every day or two.

    Exchange rates and competitors' lists are of no account: nobody can say that nothing was sold.

    Parameters
    ----------
    coverage : DataFrame
        One row per export, account and day with data: export, title, account, day, rows.

    Returns
    -------
    DataFrame
        title, account, first_day, last_day, days: one row a gap, longest first.
    """
    gaps = []
    of_accounts = coverage[coverage["account"] != ""]
    for (title, account), part in of_accounts.groupby(["title", "account"], sort=True):
        days = pd.Series(sorted(pd.to_datetime(part["day"].unique())))
        steps = days.diff().dt.days
        if steps.median() > DAILY_STEP:
            continue
        for place in steps[steps > GAP_DAYS].index:
            first, last = days[place - 1] + pd.Timedelta(days=1), days[place] - pd.Timedelta(days=1)
            gaps.append((title, account, first, last, int(steps[place]) - 1))
    frame = pd.DataFrame(gaps, columns=["title", "account", "first_day", "last_day", "days"])
    return frame.sort_values("days", ascending=False, kind="stable", ignore_index=True)


def coverage_sentence(coverage: pd.DataFrame) -> str:
    """Whether days are missing inside a daily export, and the longest such gap.

    Parameters
    ----------
    coverage : DataFrame
        As for `coverage_gaps`.
    """
    if coverage.empty:
        return t("No file with dated rows has been read yet.")
    gaps = coverage_gaps(coverage)
    if gaps.empty:
        return t("No daily export has a week without rows.")
    longest = gaps.iloc[0]
    return t(
        "{title} of {account} has no rows from {first} to {last}; ask for a new download or confirm that nothing was "
        "sold.",
        title=export_title(longest["title"]),
        account=longest["account"],
        first=day(longest["first_day"]),
        last=day(longest["last_day"]),
    )


def export_title(title: str) -> str:
    """The name of an export, or of a file that is none, in the language in use.

    >>> export_title("other file: picture")
    'other file: picture'
    """
    if title.startswith(TITLE):
        return t("Column map: {title}", title=title.removeprefix(TITLE))
    return t(title)
