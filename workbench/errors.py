"""The exception tree. Every message a user reads is built here.

A message has four parts, always in this order: where, what was found, what is expected, and a hint
at the cause. The hint mends the cause; it never proposes to loosen the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

EXAMPLES_SHOWN = 5


class WorkbenchError(Exception):
    """Root of everything the workbench refuses, with the command line's exit code.

    Parameters
    ----------
    where : str
        File, field or command the fault is in.
    found : str
        What was found there, with counts and row numbers as in the client's file.
    expected : str
        What would have been right.
    hint : str
        How to mend the cause.
    """

    exit_code = 2

    def __init__(self, where: str, found: str, *, expected: str = "", hint: str = ""):
        self.where, self.found, self.expected, self.hint = where, found, expected, hint
        super().__init__(_sentences(where, found, expected, hint))


class ProfileError(WorkbenchError):
    """`client.yml` or `agency.yml` has a missing, unknown or wrong field."""


class UnknownClient(WorkbenchError):
    """No folder of that name in the home."""


class ClientBound(WorkbenchError):
    """This process is bound to one client and was asked for another."""


class UnreadableFile(WorkbenchError):
    """The bytes can't be read as the container that the name or content claims."""


class UnknownExport(WorkbenchError):
    """The file is readable, but it is no export that the workbench knows."""


class MissingColumn(WorkbenchError):
    """The export is known, but columns that it must have are not in the header."""


class AmbiguousFormat(WorkbenchError):
    """A whole column can be read in two ways, so the file is refused."""


class TooManyLosses(WorkbenchError):
    """More rows were refused than the loss budget allows."""


class TotalsDiffer(WorkbenchError):
    """A file's rows do not add up to the total that the file itself states."""


class OpenQuestions(WorkbenchError):
    """The files do not say something that only a person knows."""


class TableError(WorkbenchError):
    """A frame does not keep the contract of its canonical table."""


class RuleError(WorkbenchError):
    """The rule book contradicts itself, or a rule was asked for in a wrong way."""


class ParameterError(WorkbenchError):
    """A notebook's parameter is unknown, missing or of the wrong type."""


class NothingToShow(WorkbenchError):
    """The question is well put, but the client's files hold no rows to answer it."""


class ReviewFailed(WorkbenchError):
    """A notebook did not run to its end, or its report failed a check."""

    exit_code = 1


class MissingGlyph(WorkbenchError):
    """One of our own words has a character that the report's fonts lack."""


class MissingTranslation(WorkbenchError):
    """A text that a reader would see is not in the catalogue of the language."""


class MachineLacks(WorkbenchError):
    """A system library or program is missing."""


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Hint naming the nearest of `options`, or an empty string.

    >>> did_you_mean("cleint", ["client", "month"])
    "did you mean 'client'?"
    """
    near = get_close_matches(str(word), [str(option) for option in options], n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def examples(values: Sequence[object], rows: Sequence[object], *, total: int | None = None) -> str:
    """Up to five values with their row numbers, as they stand in the client's file.

    >>> examples(["12,5O", "--"], [17, 311])
    "'12,5O' (row 17), '--' (row 311)"
    """
    shown = [f"'{value}' (row {row})" for value, row in list(zip(values, rows, strict=True))[:EXAMPLES_SHOWN]]
    rest = (total if total is not None else len(values)) - len(shown)
    return ", ".join(shown) + (f" and {rest:,} more" if rest > 0 else "")


def listed(options: Iterable[object]) -> str:
    """Options as a comma-separated list, in the given order.

    >>> listed(["zh", "en"])
    'zh, en'
    """
    return ", ".join(str(option) for option in options)


def _sentences(where: str, found: str, expected: str, hint: str) -> str:
    text = f"{where}: {found.rstrip('.')}."
    if expected:
        text += f" Expected {expected.rstrip('.')}."
    if hint:
        text += f" Hint: {hint}" + ("" if hint[-1] in ".?!" else ".")
    return text
