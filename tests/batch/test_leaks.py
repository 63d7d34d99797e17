"""Another client's name never gets into a report."""

from __future__ import annotations

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from workbench.batch.leaks import check_no_other_client
from workbench.client import open_client
from workbench.errors import ReviewFailed


def shown(text: str, form: str = "text/html"):
    return new_notebook(cells=[new_code_cell("x", outputs=[new_output("display_data", data={form: text})])])


@pytest.fixture
def well(small_home):
    return open_client("seller-well", home=small_home)


LEAKS = [
    "seller-raises",
    "see seller-raises/inbox",
    "Volt Harbor & Co",
    "<td>volt harbor &amp; co</td>",
    "Mayfly.",
]
HARMLESS = [
    "Wohlauf Handel",
    "it raised, and seller-raises-more",
    "Mayflys",
    "甲乙丙",  # a name of one character is a word of its own
    "seller-wellness",
]


@pytest.mark.parametrize("text", LEAKS)
def test_ids_and_names_of_others_are_found_however_they_are_written(well, small_home, text):
    with pytest.raises(ReviewFailed, match="a.ipynb: the report of 'seller-well' names another client"):
        check_no_other_client(shown(text), well, home=small_home, where="a.ipynb")


@pytest.mark.parametrize("text", HARMLESS)
def test_own_names_and_longer_words_are_no_leak(well, small_home, text):
    check_no_other_client(shown(text), well, home=small_home, where="a.ipynb")


def test_code_and_metadata_are_looked_through_too_and_pictures_are_not(well, small_home):
    with pytest.raises(ReviewFailed, match="'seller-dies'"):
        check_no_other_client(new_notebook(metadata={"x": "seller-dies"}), well, home=small_home, where="a.ipynb")
    with pytest.raises(ReviewFailed, match="'seller-dies'"):
        check_no_other_client(
            new_notebook(cells=[new_code_cell("seller-dies")]), well, home=small_home, where="a.ipynb"
        )
    check_no_other_client(shown("seller-dies", "image/png"), well, home=small_home, where="a.ipynb")


def test_a_competitor_in_the_clients_own_listings_may_be_named(well, small_home):
    well._tables["offers"] = pd.DataFrame(
        {"seller": ["VOLT HARBOR & CO"], "brand": [None], "title": ["Garlic press"]}, dtype="str"
    )
    check_no_other_client(shown("Volt Harbor & Co"), well, home=small_home, where="a.ipynb")
    with pytest.raises(ReviewFailed, match="'seller-raises'"):
        check_no_other_client(shown("seller-raises"), well, home=small_home, where="a.ipynb")
