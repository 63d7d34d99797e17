"""Which days a brief is about, and what is refused before anything runs."""

import hashlib
import json
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from workbench.batch import briefs
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


def test_a_manifest_says_what_a_brief_was_made_of_and_keeps_the_other_languages(tmp_path, monkeypatch):
    client = SimpleNamespace(id="lumen")
    monkeypatch.setattr(briefs, "inputs", lambda client, **named: {"lang": named["lang"], "month": named["month"]})
    monkeypatch.setattr(briefs, "_reviews_digest", lambda client, as_of: "none")
    monkeypatch.setattr(briefs, "_run", lambda *_: nbformat.v4.new_notebook())
    monkeypatch.setattr(briefs, "brief_cover", lambda *_, **__: None)
    monkeypatch.setattr(briefs, "export_html", lambda *_, **__: "<p>page</p>")
    monkeypatch.setattr(briefs, "export_pdf", lambda *_, **__: b"%PDF")
    made = [briefs._timed(client, tmp_path, "2026-02-01", lang) for lang in ("en", "zh")]
    assert [each.state for each in made] == ["done", "done"]
    entries = json.loads((tmp_path / "manifest.json").read_text())["briefs"]
    assert list(entries) == ["en", "zh"]
    assert entries["zh"]["inputs"] == {"lang": "zh", "month": "2026-02", "as_of": "2026-02-01", "reviews": "none"}
    assert entries["en"]["fingerprint"] != entries["zh"]["fingerprint"]
    pdf = (tmp_path / "weekly_brief.zh.pdf").read_bytes()
    assert entries["zh"]["outputs"]["weekly_brief.zh.pdf"] == hashlib.sha256(pdf).hexdigest()


def test_a_brief_that_failed_is_not_entered(tmp_path, monkeypatch):
    def fail(*_):
        raise ParameterError("brief", "no figures")

    monkeypatch.setattr(briefs, "_run", fail)
    made = briefs._timed(SimpleNamespace(id="lumen"), tmp_path, "2026-02-01", "en")
    assert (made.state, (tmp_path / "manifest.json").exists()) == ("failed", False)


def test_a_briefs_files_are_named_by_language():
    assert file_names("es") == [f"weekly_brief.es.{form}" for form in ("ipynb", "html", "pdf")]


def test_an_approval_changes_what_a_brief_was_made_of(monkeypatch):
    columns = {"client": ["lumen"], "month": ["2026-01"], "lang": ["zh"]}
    hashes = []
    for state in ("draft", "approved", "draft"):
        states = pd.DataFrame({**columns, "state": [state]})
        monkeypatch.setattr(briefs, "review_states", lambda client, month, states=states: states)
        hashes.append(briefs._reviews_digest(SimpleNamespace(id="lumen"), "2026-02-01"))
    assert hashes[0] == hashes[2] != hashes[1]
