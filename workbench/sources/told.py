"""What is told of a file beside its rows: sentences, and counts that become sentences at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

Sentence = Callable[[Counter], str]


class Told(list[object]):
    """Notes of a file in the order in which its reader comes to them, the same for a file that is read in windows."""

    def __init__(self, notes: list[str]):
        super().__init__(notes)
        self._counted: dict[tuple[Sentence, str], Counter] = {}

    def count(self, counts: Mapping, sentence: Sentence, *, of: str = "") -> None:
        """Add counts to those that make one sentence; nothing is told where nothing was counted.

        Parameters
        ----------
        counts : mapping
            What was found, and how often; of several windows they are added up.
        sentence : callable
            Makes the sentence of all counts; a function of a module, so that each window means the same one.
        of : str
            Tells apart what one function says of several columns.
        """
        key = (sentence, of)
        if key not in self._counted:
            self._counted[key] = Counter()
            self.append(key)
        self._counted[key].update(counts)

    def sentences(self) -> tuple[str, ...]:
        """All notes as they stand now."""
        return tuple(filter(None, map(self._sentence, self)))

    def _sentence(self, note: object) -> str:
        if isinstance(note, str):
            return note
        counts = self._counted[note]
        return note[0](counts) if counts.total() else ""
