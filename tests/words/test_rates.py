"""The rate book's codes in words of three languages."""

import re

import pytest

from workbench.rules import rate_table, rates_not_known
from workbench.rules.rate_models import WHATS
from workbench.rules.rates import load_rates
from workbench.words import in_language
from workbench.words.rates import (
    GET_IT_FROM,
    RATE_NAMES,
    RATE_STATUS,
    UNNAMED_SOURCES,
    rate_name,
    rate_rows,
    rate_source,
    rate_status,
    where_to_get,
)

CODES = [*((rate_name, code) for code in WHATS), *((rate_status, code) for code in RATE_STATUS)]
CODES += [(where_to_get, code) for code in GET_IT_FROM]


def test_every_rate_of_the_book_has_a_name():
    assert set(RATE_NAMES) == set(WHATS)


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize(("say", "code"), CODES)
def test_every_code_is_translated(lang, say, code):
    english = say(code)
    with in_language(lang):
        assert say(code) not in ("", english)


def test_tables_are_told_in_words_and_not_altered():
    held, gaps = rate_table(market="MX", on="2026-06-01"), rates_not_known(market="MX")
    assert "VAT" in rate_rows(held)["what"].tolist()
    assert "the customs broker" in rate_rows(gaps)["get_it_from"].tolist()
    assert "vat" in held["what"].tolist()


def test_every_source_of_the_book_is_a_citation_or_is_translated():
    # A citation names a page, a law or a publisher: none of these words stands in one.
    prose = {"that", "the", "table", "tables", "pages", "also", "where", "is", "are", "schedule", "not"}
    told = {rate.source for rate in load_rates().rates if prose & set(re.findall(r"[A-Za-z]+", rate.source))}
    assert told == set(UNNAMED_SOURCES)
    for lang in ("zh", "es"):
        with in_language(lang):
            assert not {rate_source(source) for source in told} & told
