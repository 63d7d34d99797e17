"""The store: typed rows of each file (parts), folded into the canonical tables.

`store/` can always be rebuilt from `inbox/` and `record/`. A part is never changed; the canonical
tables are a pure fold of the parts, so the order in which files arrive never matters.
"""

from workbench.store.deliveries import last_deliveries
from workbench.store.fold import Fate, fold
from workbench.store.intake import Intake, read_intake, without_formulas, write_intake
from workbench.store.parcels import one_row_a_parcel
from workbench.store.parts import PARTS, Part, known_parts, part_id, part_tables, write_part
from workbench.store.read import read_table, store_digest

__all__ = [
    "PARTS",
    "Fate",
    "Intake",
    "Part",
    "fold",
    "known_parts",
    "last_deliveries",
    "one_row_a_parcel",
    "part_id",
    "part_tables",
    "read_intake",
    "read_table",
    "store_digest",
    "without_formulas",
    "write_intake",
    "write_part",
]
