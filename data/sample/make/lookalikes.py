"""Listings that a product's words don't tell apart, and what the analyst found on them: `record/verdicts.yml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lookalike:
    """A listing to judge: price in the first month, the month it came, the verdicts as (day, says).

    `pieces` is blank where the file doesn't say it; `renamed` is the title from the last month on.
    """

    title: str
    price: float
    first_month: int = 0
    pieces: int | str = 1
    renamed: str = ""
    verdicts: tuple[tuple[str, str], ...] = ()


NOVEMBER, DECEMBER = "2025-11-18", "2025-12-17"
LOOKALIKES = {
    "garlic press": (
        Lookalike("Triturador de ajo eléctrico USB 250 ml", 259, verdicts=((NOVEMBER, "not"),)),
        Lookalike("Mini triturador de ajo eléctrico recargable", 289, 1, verdicts=((NOVEMBER, "not"),)),
        Lookalike("Prensador de ajo y nueces 2 en 1", 239, verdicts=((NOVEMBER, "not"), (DECEMBER, "same"))),
        Lookalike("Juego de prensadores de ajo 2 piezas", 379, 1, "", verdicts=((DECEMBER, "pack:2"),)),
        Lookalike("Set prensas de ajo 3 piezas", 319, 2, "", verdicts=((DECEMBER, "pack:3"),)),
        Lookalike(
            "Prensador de ajo cromado", 219, 1, renamed="Prensador de ajo con cepillo", verdicts=((DECEMBER, "same"),)
        ),
        Lookalike("Triturador de ajo eléctrico con tres cuchillas", 349, 3),
        Lookalike("Juego de trituradores de ajo 2 piezas", 399, 3, ""),
    ),
    "audífonos inalámbricos": (
        Lookalike("Audífonos inalámbricos de diadema con micrófono", 629, verdicts=((NOVEMBER, "not"),)),
        Lookalike("Audífonos de conducción ósea inalámbricos", 799, 1, verdicts=((NOVEMBER, "not"),)),
        Lookalike("Juego de audífonos inalámbricos 2 piezas", 879, 2, "", verdicts=((DECEMBER, "pack:2"),)),
        Lookalike("Audífonos inalámbricos para niños", 329, verdicts=((DECEMBER, "same"),)),
        Lookalike("Audífonos inalámbricos de diadema plegables", 549, 3),
        Lookalike("Audífonos inalámbricos de clip", 479, 3),
    ),
}


def judged(words: str) -> list[tuple[int, Lookalike, str, str]]:
    """Place, listing, day and verdict of all that was found on a search's look-alikes."""
    some = enumerate(LOOKALIKES.get(words, ()))
    return [(place, found, day, says) for place, found in some for day, says in found.verdicts]


def verdict(says: str) -> dict[str, object]:
    """The verdict as the record holds it.

    >>> verdict("pack:3")
    {'says': 'pack', 'pack': 3}
    """
    word, _, pieces = says.partition(":")
    return {"says": word, "pack": int(pieces or 1)}
