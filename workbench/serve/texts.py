"""The page's head and the refusals, written before the server starts: it knows no words of its own."""

from __future__ import annotations

from html import escape

from workbench.serve.environment import PAGE_FOLDER
from workbench.words import in_language, t

HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en", "es": "es-MX"}
_HEAD = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<script src="/page/page.js" defer></script>
<link rel="preload" as="script" href="/voila/static/voila.js">
</head>
<body data-base-url="/voila/" data-voila="voila" {texts}>
<div id="wb-busy" role="status"><span class="wb-spinner" aria-hidden="true"></span>{busy}</div>
"""


def page_head(*, lang: str, title: str) -> str:
    """The document up to the start of its body, with the sign that the page is being built.

    The sentences for what may go wrong stand as attributes of the body, where the page's script finds them.
    """
    with in_language(lang):
        texts = {
            "busy": t("Reading the client's figures"),
            "fault": t("This page could not be built. The terminal of the page server says why."),
            "ended": t("This page has ended: nobody used it for a while, or its server was stopped."),
            "again": t("Open it again"),
        }
    named = " ".join(f'data-wb-{name}="{escape(text)}"' for name, text in texts.items())
    return _HEAD.format(
        lang=HTML_LANGUAGES[lang],
        title=escape(title),
        # In the head itself: a style sheet of its own would keep the first paint waiting behind the kernel's start.
        style=(PAGE_FOLDER / "page.css").read_text(encoding="utf-8"),
        texts=named,
        busy=escape(texts["busy"]),
    )


def refusals(*, lang: str) -> dict[str, str]:
    """A page of one sentence for each status that the server answers with, by status."""
    with in_language(lang):
        sentences = {
            "404": t("Nothing here. Open the page with the link that was printed when its server was started."),
            "503": t("Too many pages are open. Close one and try again."),
            "500": t("The page server failed. Its terminal says why."),
        }
    return {
        status: f'<!DOCTYPE html><html lang="{HTML_LANGUAGES[lang]}"><meta charset="utf-8">'
        f"<title>{status}</title><p>{escape(sentence)}</p></html>"
        for status, sentence in sentences.items()
    }
