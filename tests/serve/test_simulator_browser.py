"""The price simulator in a real Chromium, on a sample seller."""

import pytest

from tests.serve.test_browser import CHROMIUM, QUIET
from workbench.serve import start_page

pytestmark = pytest.mark.browser

HANDLE = ".wb-live .wb-price-slider .noUi-handle"
FALL = ".wb-live .wb-fall"
MARGIN = ".wb-live .wb-figure-margin .wb-value"


@pytest.fixture(scope="module")
def page(home):
    """The page with its controls alive, and what its console said."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with (
        start_page("lumen-home", page="price_simulator", home=home, lang="en") as running,
        sync_playwright() as tool,
    ):
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        opened.complaints = []
        opened.on("pageerror", lambda fault: opened.complaints.append(str(fault)))
        opened.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
        opened.goto(running.link, wait_until="commit")
        opened.wait_for_selector(HANDLE, timeout=60_000)
        opened.wait_for_selector(MARGIN)
        yield opened
        chromium.close()


def moved(page, selector, before):
    page.wait_for_function(
        "([place, text]) => document.querySelector(place).innerText !== text", arg=[selector, before], timeout=10_000
    )
    return page.inner_text(selector)


def test_a_key_on_the_price_slider_changes_margin_and_waterfall(page):
    margin, fall = page.inner_text(MARGIN), page.inner_text(FALL)
    page.locator(HANDLE).focus()
    page.keyboard.press("ArrowRight")
    assert moved(page, MARGIN, margin) != margin
    assert moved(page, FALL, fall) != fall


def test_a_key_on_the_currency_slider_moves_the_fan(page):
    fan = page.inner_text(".wb-live .wb-plot-title")
    page.locator(".wb-live .wb-move .noUi-handle").focus()
    page.keyboard.press("ArrowLeft")
    assert moved(page, ".wb-live .wb-plot-title", fan) != fan


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_no_width_makes_the_page_scroll_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_console_names_no_error(page):
    assert page.complaints == []
