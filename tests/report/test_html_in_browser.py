"""The HTML file in a real browser: nothing runs, nothing is asked for."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.report.conftest import SVG, notebook, shown
from tests.report.test_markup import HOSTILE
from workbench.report import export_html

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium.new_page()
        chromium.close()


def opened(page, html: str, path) -> tuple[list[str], list[str]]:
    """Addresses asked for beside the file itself, and what scripts said."""
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    path.write_text(html, encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_timeout(200)
    return [url for url in asked if not url.startswith(("data:", path.as_uri()))], said


def test_hostile_markup_does_nothing(page, cover, tmp_path):
    html = export_html(notebook(*(shown(markup) for markup, _ in HOSTILE)), cover=cover)
    assert opened(page, html, tmp_path / "report.html") == ([], [])


def test_the_policy_in_the_head_stops_even_what_the_cleaning_would_miss(page, cover, tmp_path):
    html = export_html(notebook(), cover=cover)
    missed = "<script>alert(1)</script><img src=x onerror=alert(2)><img src='https://evil.example/x.png'>"
    assert opened(page, html.replace("</main>", missed + "</main>"), tmp_path / "report.html") == ([], [])


def test_the_embedded_fonts_load_and_the_page_needs_no_sideways_scrolling_on_a_phone(page, cover, tmp_path):
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, export_html(notebook(shown(SVG)), cover=cover), tmp_path / "report.html")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
