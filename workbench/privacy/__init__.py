"""Personal data in the client's files: where it stands, and the same file without it.

A twin holds the same rows and numbers as its original; cells of personal columns are blank, and what looks personal
in other cells is masked.
"""

from workbench.privacy.columns import ANY, STORED, SURE, Needs
from workbench.privacy.refused import refused_cells
from workbench.privacy.twins import Twin, holds_personal, redacted_twin

__all__ = ["ANY", "STORED", "SURE", "Needs", "Twin", "holds_personal", "redacted_twin", "refused_cells"]
