"""The KPI page in a real Chromium, on a sample seller."""

import re
import shutil
import time

import pytest

from workbench.serve import start_page

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]
LIST = ".wb-choose-kpi select"
ROWS = ".wb-live .wb-board tbody tr:not(.wb-group)"
DETAIL = ".wb-live .wb-body h3"


@pytest.fixture(scope="module")
def served(home):
    with start_page("lumen-home", home=home, lang="en") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium.new_context(viewport={"width": 1440, "height": 900})
        chromium.close()


def opened(browser, address):
    """The page with its controls alive, and the addresses it asked for."""
    page = browser.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.complaints = []
    page.on("pageerror", lambda fault: page.complaints.append(str(fault)))
    page.on("console", lambda said: page.complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#wb-busy", state="visible", timeout=5000)
    page.wait_for_selector(LIST, timeout=60_000)
    page.wait_for_selector(f"{ROWS}[aria-current=true]")
    return page


@pytest.fixture(scope="module")
def page(browser, served):
    return opened(browser, served.link)


def choose(page, name):
    """Choose a KPI from the list and wait until the page shows it."""
    # The list shows no-break spaces.
    labels = [text.replace("\u00a0", " ") for text in page.locator(f"{LIST} option").all_text_contents()]
    page.select_option(LIST, index=next(n for n, label in enumerate(labels) if label.endswith(name)))
    shows(page, name)


def shows(page, name):
    """Wait until the page shows a KPI and has nothing left to do."""
    page.wait_for_function(
        "([place, name]) => document.querySelector(place)?.textContent.startsWith(name)"
        " && !document.querySelector('.wb-live .wb-state .wb-spinner')",
        arg=[DETAIL, name],
    )


def kernel_of(page):
    return re.search(r'"kernelId":\s*"([\w-]+)"', page.content()).group(1)


def test_nothing_outside_is_asked_for_and_nothing_breaks_the_pages_policy(page, served):
    assert {url for url in page.asked if not url.startswith((served.origin, "data:"))} == set()
    assert page.complaints == []


def test_the_sign_of_work_is_painted_long_before_the_page_is_built(page):
    painted, built = page.evaluate(
        "[performance.getEntriesByName('first-paint')[0].startTime,"
        " performance.getEntriesByType('navigation')[0].responseEnd]"
    )
    assert painted < built / 2


def test_another_kpi_shows_another_trend_and_other_orders(page):
    choose(page, "Valid tracking rate, Amazon Mexico")
    before = page.inner_html(".wb-live figure.wb-chart"), page.inner_text(".wb-live .wb-orders")
    choose(page, "Late shipment rate, Amazon Mexico")
    after = page.inner_html(".wb-live figure.wb-chart"), page.inner_text(".wb-live .wb-orders")
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_a_row_of_the_board_is_a_way_to_choose_by_hand_and_by_key(page):
    names = page.locator(f"{ROWS} > td:first-child").all_inner_texts()
    names = [name.split("\n")[0] for name in names]
    page.locator(ROWS).nth(3).click()
    shows(page, names[3])
    page.locator(ROWS).nth(2).focus()
    page.keyboard.press("Enter")
    shows(page, names[2])
    page.wait_for_selector(f"{ROWS}[aria-current=true] >> text={names[2]}")
    assert page.locator(f"{ROWS}[aria-current=true]").count() == 1


def test_an_earlier_day_shows_the_board_of_that_day(page):
    page.locator(".wb-controls input[type=date]").nth(1).fill("2025-11-30")
    page.keyboard.press("Tab")
    # The chart's own source line tells the day as well.
    page.get_by_text("As of 30\u00a0Nov\u00a02025", exact=True).wait_for()
    shows(page, "")


def test_every_control_is_reached_by_key(page):
    shows(page, "")
    page.locator(".wb-switch a").first.focus()
    wanted = ["SELECTselect-one", "SELECTselect-one", "INPUTdate", "INPUTdate", "TR"]
    for _ in range(120):  # how many stops a field of a date has is the browser's affair
        page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement.tagName + (document.activeElement.type || '')")
        if reached == wanted[0]:
            wanted.pop(0)
        if not wanted:
            break
    assert wanted == []


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_no_width_makes_the_page_scroll_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    board, detail = (page.locator(f".wb-live .wb-body > :{place}-child").bounding_box() for place in ("first", "last"))
    beside = detail["x"] >= board["x"] + board["width"]
    assert beside == (width == 1440)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_narrow_screen_shows_every_figure_with_its_head_and_stays_a_table(page):
    page.set_viewport_size({"width": 360, "height": 780})
    board = page.locator(".wb-live .wb-board")
    page.wait_for_function("place => getComputedStyle(document.querySelector(place)).display === 'grid'", arg=ROWS)
    assert board.evaluate("box => box.scrollWidth <= box.clientWidth")
    cut = board.locator("tbody tr:not(.wb-group) > td:not(.wb-blank)").evaluate_all(
        "cells => cells.filter(cell => { const box = cell.getBoundingClientRect();"
        " return box.width < 20 || box.height < 10 || box.left < 0 || box.right > innerWidth; })"
        ".map(cell => cell.innerText)"
    )
    assert cut == []
    shown = board.locator("tr[aria-current=true] > td:not(.wb-blank)").evaluate_all(
        "cells => cells.map(cell => cell.dataset.label).filter(Boolean)"
    )
    assert {"Target", "Room left (orders)", "Breach chance (21 days)"} <= set(shown)
    assert board.get_by_role("columnheader", name="Target", exact=True).count() == 1
    columns = board.locator("thead th").count()
    assert set(board.locator("tbody tr:not(.wb-group)").evaluate_all("rows => rows.map(row => row.cells.length)")) == {
        columns
    }
    page.set_viewport_size({"width": 1440, "height": 900})


def test_the_switch_opens_the_page_in_the_other_language_and_ends_the_old_kernel(browser, served, page):
    old = kernel_of(page)
    page.click(".wb-live .wb-switch a[lang=zh-Hans]")
    page.wait_for_selector(LIST, timeout=60_000)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert "亚马逊墨西哥" in page.inner_text(".wb-live .wb-facts")
    assert gone(browser, served, old)


def test_a_closed_tab_ends_its_kernel(browser, served, page):
    kernel = kernel_of(page)
    page.close(run_before_unload=True)
    assert gone(browser, served, kernel)


def gone(browser, served, kernel, *, within=8.0):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if browser.request.get(f"{served.origin}/api/kernels/{kernel}").status == 404:
            return True
        time.sleep(0.1)
    return False
