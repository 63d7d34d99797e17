"""The analyst's verdicts on competitors' listings: the same product, another one, or a pack of several.

A verdict is never changed; a later one on the same listing stands instead of it. It keeps the title that was
judged: a listing that sells something else under its old number is asked about again.
"""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from workbench.errors import ParameterError, listed
from workbench.record.entries import RECORD, append_entry, read_entries

VERDICTS = "verdicts.yml"
SAME, NOT, PACK, WITHDRAWN = "same", "not", "pack", "withdrawn"
SAYS = (SAME, NOT, PACK, WITHDRAWN)
MOST_PIECES = 100


@dataclass(frozen=True)
class Verdict:
    """What somebody found on one listing, for one product.

    Attributes
    ----------
    market, query : str
        The product: country code and search words, as in `client.yml`.
    platform, item_id : str
        The listing.
    says : {"same", "not", "pack", "withdrawn"}
        The same product; not the product; the product in a pack of `pack`; no verdict any more.
    pack : int
        Pieces of the product in the listing.
    title : str
        The listing's title as judged.
    by, at : str
        Who, and the instant; stamped when entered.
    """

    market: str
    query: str
    platform: str
    item_id: str
    says: str
    pack: int = 1
    title: str = ""
    by: str = ""
    at: str = ""

    @property
    def listing(self) -> tuple[str, str]:
        """Platform and number of the listing."""
        return self.platform, self.item_id


def remember_verdict(folder: Path, verdict: Verdict, *, by: str) -> Verdict:
    """Enter a verdict.

    Parameters
    ----------
    folder : Path
        The client's folder.
    verdict : Verdict
        Its `by` and `at` are stamped here.
    by : str
        Who says so.

    Raises
    ------
    ParameterError
        An unknown word, a pack of no pieces, a listing without a number, or nobody is named.
    RecordFault
        The file can't be read.
    """
    check_verdict(verdict)
    entry = {name: value for name, value in asdict(verdict).items() if name not in ("by", "at")}
    return _verdict(append_entry(folder / RECORD / VERDICTS, entry, by=by))


def read_verdicts(folder: Path, *, market: str = "", query: str = "") -> list[Verdict]:
    """The verdicts that stand, one a listing and product, the oldest first; withdrawn ones are left out.

    Parameters
    ----------
    folder : Path
        The client's folder.
    market, query : str
        Only of that market and search; blank for all.

    Raises
    ------
    RecordFault
        The file can't be read.
    """
    standing: dict[tuple[str, ...], Verdict] = {}
    for verdict in map(_verdict, read_entries(folder / RECORD / VERDICTS)):
        key = (verdict.market, _plain(verdict.query), *verdict.listing)
        standing.pop(key, None)
        if verdict.says != WITHDRAWN:
            standing[key] = verdict
    wanted = [verdict for verdict in standing.values() if market in ("", verdict.market)]
    return [verdict for verdict in wanted if not query or _plain(verdict.query) == _plain(query)]


def check_verdict(verdict: Verdict) -> None:
    """Raise where a verdict says nothing that can be used."""
    where = f"verdict on '{verdict.item_id}'"
    if verdict.says not in SAYS:
        raise ParameterError(where, f"'{verdict.says}' is no verdict", expected=listed(SAYS))
    if not verdict.item_id.strip() or not verdict.platform.strip():
        raise ParameterError(where, "no listing is named", expected="a platform and the listing's number")
    if verdict.says == PACK and not 2 <= verdict.pack <= MOST_PIECES:
        raise ParameterError(where, f"a pack of {verdict.pack}", expected=f"pack:2 to pack:{MOST_PIECES}")


def _verdict(entry: dict) -> Verdict:
    known = {field.name for field in fields(Verdict)}
    told = {name: value for name, value in entry.items() if name in known}
    missing = {"market": "", "query": "", "platform": "", "item_id": "", "says": WITHDRAWN}
    return Verdict(**(missing | told))


def _plain(query: str) -> str:
    """The search without case and accents, as listings are found by it."""
    letters = (char for char in unicodedata.normalize("NFKD", query) if not unicodedata.combining(char))
    return " ".join("".join(letters).casefold().split())
