"""Which days a brief is about, and what is refused before anything runs."""

import pytest

from workbench.batch.briefs import brief, file_names, last_day_of
from workbench.errors import ParameterError


@pytest.mark.parametrize(("period", "day"), [("2026-W05", "2026-02-01"), ("2026-01-31", "2026-01-31")])
def test_a_week_is_its_sunday_and_a_day_is_itself(period, day):
    assert last_day_of(period) == day


@pytest.mark.parametrize("period", ["2026-01", "2026-02-30", "last week", "2026-W60"])
def test_what_is_neither_week_nor_day_is_refused(period):
    with pytest.raises(ParameterError, match="2026-W05"):
        last_day_of(period)


def test_an_unknown_language_is_refused_before_the_client_is_opened(tmp_path):
    with pytest.raises(ParameterError, match="language 'cn'"):
        brief("nobody", langs=["cn"], home=tmp_path)


def test_a_briefs_files_are_named_by_language():
    assert file_names("es") == [f"weekly_brief.es.{form}" for form in ("ipynb", "html", "pdf")]
