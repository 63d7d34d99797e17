"""Sentences about what was read, kept and refused."""

from __future__ import annotations

import pandas as pd

from workbench.sources.column_map import TITLE
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day

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


def coverage_gaps(coverage: pd.DataFrame) -> pd.DataFrame:
    """Weeks and longer without a single row, in exports that otherwise have rows every day or two.

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
    for (title, account), part in coverage.groupby(["title", "account"], sort=True):
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
