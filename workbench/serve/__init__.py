"""Voilà pages on loopback: one client, one page, its languages; everything else answers 404.

Names are fetched on first use: the page server's own process imports this package too, and needs none of them.
"""

from importlib import import_module

_PUBLIC = {
    "PageCheck": "check",
    "RunningPage": "process",
    "check_page": "check",
    "fetch_page": "check",
    "page_names": "pages",
    "serve": "process",
    "start_page": "process",
}
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_PUBLIC)
