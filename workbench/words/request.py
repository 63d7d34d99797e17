"""The letter that asks a client for files, ready to send."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.cleaning.people import masked
from workbench.profile import Agency, Profile
from workbench.tables import require_columns
from workbench.words.bands import joined_sentences
from workbench.words.catalogue import language, t, tn
from workbench.words.downloads import download_steps
from workbench.words.formats import count, day, month_name, period
from workbench.words.intake import export_title
from workbench.words.kpis import place_name
from workbench.words.remarks import say_note

NEEDED = ["export", "title", "account", "due_date", "state", "missing_from", "missing_until", "refused", "refused_note"]


def request_letter(missing: pd.DataFrame, *, profile: Profile, month: str, agency: Agency) -> str:
    """The letter in the language in use, its first line the subject.

    Parameters
    ----------
    missing : DataFrame
        One row per missing file: export, title, account, due_date, state, missing_from, missing_until, refused,
        refused_note (why it was refused, as the intake has it; blank where that is not known).
    profile : Profile
        The client.
    month : str
        The reviewed month, such as 2026-01.
    agency : Agency
        Who signs beside the account manager.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(missing, NEEDED, of="request_letter: missing")
    name = profile.name_in(language())
    subject = t("{client}: files for the review of {month}", client=name, month=month_name(month))
    closing = [t("Thank you"), profile.analyst.name, agency.name_in(language())]
    if missing.empty:
        said = t("All files for {month} are here. Nothing more is needed from you.", month=month_name(month))
        return _joined([subject, t("Hello,"), said, "\n".join(closing)])
    items = [_item(number, row, profile) for number, row in enumerate(missing.to_dict("records"), start=1)]
    untouched = t(
        "Please send each file as it was downloaded, without opening and saving it first: spreadsheet programs change "
        "long numbers and dates."
    )
    return _joined([subject, t("Hello,"), _opening(len(items), profile, month), *items, untouched, "\n".join(closing)])


def _opening(files: int, profile: Profile, month: str) -> str:
    said = tn(
        "{n} file for the review of {month} is still missing.",
        "{n} files for the review of {month} are still missing.",
        files,
        n=count(files),
        month=month_name(month),
    )
    address = profile.analyst.email or profile.analyst.name
    asked = tn("Please send it to {address}.", "Please send them to {address}.", files, address=address)
    return joined_sentences([said, asked])


def _item(number: int, row: Mapping, profile: Profile) -> str:
    lines = [f"{number}. {_heading(row, profile)}", t("Period: {period}", period=_period(row))]
    lines.append(t("Needed by: {day}", day=day(row["due_date"])))
    if row["refused"]:
        name = row["refused"].rpartition("/")[2]
        lines.append(t("We could not read {file}. Please download it again.", file=name))
        lines += [t("The reason: {reason}", reason=reason) for reason in [_refusal(row)] if reason]
    lines.append(t("How to get it: {steps}", steps=download_steps(row["export"])))
    return "\n   ".join(lines)


def _refusal(row: Mapping) -> str:
    """Why the file was refused, without what only the analyst can do about it."""
    said = say_note(row["refused_note"], file=row["refused"], for_client=True)
    return joined_sentences(masked(reason) for reason in said)


def _heading(row: Mapping, profile: Profile) -> str:
    title = export_title(row["title"])
    places = {account.id: place_name(account.platform, account.market) for account in profile.accounts}
    if row["account"] not in places:
        return title
    return t("{title}, {place}", title=title, place=places[row["account"]])


def _period(row: Mapping) -> str:
    return period(row["missing_from"], row["missing_until"])


def _joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
