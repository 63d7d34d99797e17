"""The letter that asks a client for files, ready to send."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.cleaning.people import masked
from workbench.profile import Agency, Profile
from workbench.sources import EXPORTS
from workbench.tables import require_columns
from workbench.words.bands import joined_sentences
from workbench.words.catalogue import language, mark, t, tn
from workbench.words.formats import count, day, month_name, period
from workbench.words.intake import export_title
from workbench.words.kpis import place_name
from workbench.words.remarks import say_note

NEEDED = ["export", "title", "account", "due_date", "state", "missing_from", "missing_until", "refused", "refused_note"]
# A client has no use for our documentation: what to do with a template is said here.
TEMPLATE_STEPS = {
    "costs": mark("Fill in the template costs.csv: one line per article with its cost, weight and size."),
    "changes": mark(
        "Fill in the template changes.csv: one line per change of content, price, stock, carrier or advertising, "
        "with its day."
    ),
    "listings": mark("Fill in the template listings.csv: one line per listing with its price and stock of the day."),
    "offers-csv": mark("Fill in the template offers.csv: one line per competitor's listing that you saw."),
    "reported": mark(
        "Fill in the template reported.xlsx: one line per figure that your seller account shows, with a screenshot."
    ),
}

# Where an export has no steps of its own: where its platform keeps reports.
PLATFORM_STEPS = {
    "amazon": mark(
        "Seller Central: open Reports, choose the report of this name, set the whole period, request it and download "
        "the file when it is ready"
    ),
    "walmart": mark(
        "Seller Center: open the page of this name (reconciliation under Payments, advertising under Ad Center), set "
        "the whole period, and download the file"
    ),
    "mercadolibre": mark(
        "Mercado Libre or Mercado Pago, signed in as the seller: open the section of this name (money reports under "
        "Mercado Pago > Reports), set the whole period without filters, and download the file"
    ),
}
ANY_STEPS = mark(
    "Open the program that this file comes from, export the whole period without filters, and save the file"
)


def download_steps(export: str) -> str:
    """How a client gets a file, in the language in use: the export's own steps, else where its platform keeps reports.

    Parameters
    ----------
    export : str
        Id of an export.

    >>> download_steps("costs")
    'Fill in the template costs.csv: one line per article with its cost, weight and size.'
    """
    known = EXPORTS[export]
    return t(TEMPLATE_STEPS.get(export) or known.download or PLATFORM_STEPS.get(known.platform, ANY_STEPS))


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
