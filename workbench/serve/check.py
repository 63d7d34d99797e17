"""Seeing that a page renders, over plain HTTP: the server is started, asked once, and stopped. No browser needed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

from workbench.errors import ReviewFailed
from workbench.serve.process import RunningPage, start_page

ANSWER_SECONDS = 120
_READY = re.compile(r'data-wb-ready="([\w-]+)" data-wb-kpis="(\d+)"')
_FAULT = "data-wb-fault></p>"


@dataclass(frozen=True)
class PageCheck:
    """What was seen of a page: seconds from its order to its last byte, KPIs on it, its size."""

    client: str
    page: str
    lang: str
    seconds: float
    kpis: int
    characters: int


def check_page(client_id: str, *, page: str = "kpi_dashboard", home: str | Path = "", lang: str = "") -> PageCheck:
    """Start a page's server, open the page, see that it rendered, and stop the server.

    Raises
    ------
    ReviewFailed
        Where the page did not answer, holds a fault, or lacks the mark of a finished page.
    """
    with start_page(client_id, page=page, home=home, lang=lang) as running:
        started = time.perf_counter()
        text = fetch_page(running)
        seconds = time.perf_counter() - started
    return PageCheck(client_id, page, running.lang, seconds, kpis_on_page(text, page), len(text))


def fetch_page(running: RunningPage) -> str:
    """The page's HTML as a visitor with the link gets it."""
    try:
        with visitor().open(running.link, timeout=ANSWER_SECONDS) as answer:
            return answer.read().decode("utf-8")
    except (HTTPError, OSError) as fault:
        raise ReviewFailed(f"page {running.page}", f"did not answer: {fault}") from fault


def visitor() -> OpenerDirector:
    """A visitor with an empty cookie jar that asks loopback directly, whatever proxy is set."""
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def kpis_on_page(text: str, page: str) -> int:
    """Number of KPIs that a finished page says it shows.

    Raises
    ------
    ReviewFailed
        Where the page holds a fault or no mark of its own.
    """
    found = _READY.search(text)
    if _FAULT in text or found is None or found.group(1) != page:
        raise ReviewFailed(
            f"page {page}",
            "a cell failed" if _FAULT in text else "it ended without its mark",
            hint="the lines above say why; run its notebook in JupyterLab to see where",
        )
    return int(found.group(2))
