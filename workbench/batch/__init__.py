"""Reviews over clients: strict parameters, a kernel a client, checked results, atomic publication, approval.

Names are found when they are asked for: whoever only hands work to the workers does not load what
runs and exports notebooks.
"""

from __future__ import annotations

from importlib import import_module

_PUBLIC = {
    "approve": "approval",
    "approved_files": "sending",
    "band_reports": "price_bands",
    "brief": "briefs",
    "each_review": "reviews",
    "mark_sent": "sending",
    "review": "reviews",
    "review_client": "making",
    "reviews_index": "index",
    "run_notebook": "execution",
    "withdraw": "approval",
}


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"workbench.batch has no '{name}'")
    return getattr(import_module(f"workbench.batch.{_PUBLIC[name]}"), name)
