"""The HTML file in a real browser: nothing runs, nothing is asked for."""

from __future__ import annotations

import shutil

import pytest

from tests.report.conftest import SVG, notebook, shown
from tests.report.test_markup import HOSTILE
from workbench.report import export_html

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium.new_context(viewport={"width": 360, "height": 740})
        chromium.close()


def opened(browser, html: str, path) -> tuple[list[str], list[str]]:
    """Addresses that the page got through to the outside, and what scripts said."""
    asked, said = [], []
    page = browser.new_page()
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: asked.append(request.url) if request.failure != "csp" else None)
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    path.write_text(html, encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_timeout(200)
    return [url for url in asked if not url.startswith(("data:", path.as_uri()))], said


def test_hostile_markup_does_nothing(browser, cover, tmp_path):
    html = export_html(notebook(*(shown(markup) for markup, _ in HOSTILE)), cover=cover)
    assert opened(browser, html, tmp_path / "report.html") == ([], [])


def test_the_policy_in_the_head_stops_even_what_the_cleaning_would_miss(browser, cover, tmp_path):
    html = export_html(notebook(), cover=cover)
    missed = "<script>alert(1)</script><img src=x onerror=alert(2)><img src='https://evil.example/x.png'>"
    html = html.replace("</main>", missed + "</main>")
    assert opened(browser, html, tmp_path / "report.html") == ([], [])
    # Without the policy the same markup does run and ask; else the line above would prove nothing.
    asked, said = opened(browser, html.replace("Content-Security-Policy", "no-policy"), tmp_path / "bare.html")
    assert said and "https://evil.example/x.png" in asked


def test_the_embedded_fonts_load_and_the_page_needs_no_sideways_scrolling_on_a_phone(browser, cover, tmp_path):
    opened(browser, export_html(notebook(shown(SVG)), cover=cover), tmp_path / "report.html")
    page = browser.pages[-1]
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
