"""Reviews over clients: strict parameters, a kernel a client, checked results, atomic publication.

Names are found when they are asked for: whoever only hands work to the workers does not load what
runs and exports notebooks.
"""

from __future__ import annotations

from importlib import import_module

_PUBLIC = {
    "each_review": "reviews",
    "review": "reviews",
    "review_client": "making",
    "run_notebook": "execution",
}


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"workbench.batch has no '{name}'")
    return getattr(import_module(f"workbench.batch.{_PUBLIC[name]}"), name)
