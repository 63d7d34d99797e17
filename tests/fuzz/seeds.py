"""The valid files that are damaged: at least one small file of every export, with what must be known to read it.

`seeds/` holds the files and `seeds.json` the account and the answers of each. A new reader needs its file there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.sources.conftest import ACCOUNTS, Account
from workbench.sources import FileContext

FOLDER = Path(__file__).with_name("seeds")
WALMART_MEXICO = Account("walmart-mx", "walmart", "MX", "MXN", "America/Mexico_City")
# The reader of column maps reads no export of its own: a map names the columns of one seller's table.
WITHOUT_SEED = frozenset({"mapped"})


@dataclass(frozen=True)
class Seed:
    """A valid file of an export."""

    name: str
    export: str
    account: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def content(self) -> bytes:
        return (FOLDER / self.name).read_bytes()

    @property
    def kind(self) -> str:
        """Text, json or workbook."""
        return {"txt": "text", "json": "json", "xlsx": "workbook"}[self.name.rpartition(".")[2]]

    @property
    def context(self) -> FileContext:
        return FileContext(self.name, "0" * 64, (*ACCOUNTS, WALMART_MEXICO), self.account, self.answers)


def all_seeds() -> tuple[Seed, ...]:
    """Every seed file, by name."""
    known = json.loads((FOLDER / "seeds.json").read_text(encoding="utf-8"))
    return tuple(Seed(name, **said) for name, said in sorted(known.items()))
