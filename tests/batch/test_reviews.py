"""Reviews of one client and of many."""

from __future__ import annotations

import json
import time

import pytest

from tests.batch.conftest import SMALL_REVIEW
from workbench.batch import making, review, review_client, reviews, workers
from workbench.batch.making import review_cover
from workbench.batch.publication import file_names, published
from workbench.batch.reviews import reports_folder
from workbench.client import open_client
from workbench.errors import ParameterError, UnknownClient

MONTH = "2026-01"


@pytest.mark.parametrize(
    "options, message",
    [
        ({"month": "2026-1"}, r"review: month '2026-1'\. Expected a month such as 2026-01"),
        ({"month": MONTH, "langs": ["fr"]}, r"review: language 'fr'\. Expected one of zh, en, es"),
        ({"month": MONTH, "jobs": 0}, r"review: 0 jobs"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_runs(small_home, options, message):
    with pytest.raises(ParameterError, match=message):
        review("seller-well", home=small_home, **options)


@pytest.mark.parametrize("client", ["seller-wel", "../seller-well", "con"])
def test_an_unknown_client_is_refused_before_anything_runs(small_home, client):
    with pytest.raises(UnknownClient, match=f"client '{client}'"):
        review(["seller-well", client], month=MONTH, home=small_home)


def test_reports_go_beside_the_home_unless_said_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBENCH_REPORTS", raising=False)
    assert reports_folder(home=tmp_path / "data") == tmp_path / "reports"
    monkeypatch.setenv("WORKBENCH_REPORTS", str(tmp_path / "elsewhere"))
    assert reports_folder(home=tmp_path / "data") == tmp_path / "elsewhere"
    assert reports_folder(tmp_path / "here", home=tmp_path / "data") == tmp_path / "here"


def test_the_cover_comes_from_profile_and_rules(small_home):
    cover = review_cover(open_client("seller-raises", home=small_home), month="2026-02", lang="en")
    assert (cover.client_name, cover.as_of, cover.analyst) == ("Volt Harbor & Co", "2026-02-28", "Ana Torres")
    assert cover.languages == ("en", "es") and cover.is_draft and cover.rules_version


@pytest.mark.notebook
def test_a_review_is_made_once_and_again_only_when_its_inputs_change(own_home, tmp_path, monkeypatch):
    folder = tmp_path / "reports" / "seller-well" / MONTH
    options = {"month": MONTH, "home": own_home, "reports": tmp_path / "reports", "notebook": SMALL_REVIEW}
    (made,) = review_client("seller-well", **options)
    assert (made.state, made.lang, made.folder) == ("done", "en", str(folder))
    assert (folder / file_names("en")[2]).read_bytes().startswith(b"%PDF")
    entry = published(folder, lang="en")
    assert entry["inputs"]["month"] == MONTH and entry["is_draft"] and entry["seconds"] > 0

    def must_not_run(*args, **kwargs):
        raise AssertionError("a notebook was run")

    with monkeypatch.context() as patch:
        patch.setattr(making, "run_notebook", must_not_run)
        assert [row.state for row in review_client("seller-well", **options)] == ["up to date"]
        patch.setattr(reviews, "REVIEW_NOTEBOOK", SMALL_REVIEW)
        patch.setattr(workers.Workers, "run", must_not_run)
        del options["notebook"]
        assert review("seller-well", **options)["state"].tolist() == ["up to date"]

    options["notebook"] = SMALL_REVIEW
    pdf = (folder / file_names("en")[2]).read_bytes()
    profile = own_home / "seller-well" / "client.yml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert [row.state for row in review_client("seller-well", **options)] == ["done"]
    assert (folder / file_names("en")[2]).read_bytes() == pdf, "the same figures give the same bytes"

    # From here on every run fails: the published review stays as it is.
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    broken = json.loads(SMALL_REVIEW.read_text(encoding="utf-8"))
    broken["cells"][-1]["source"] = "1 / 0"
    options["notebook"] = tmp_path / "broken.ipynb"
    options["notebook"].write_text(json.dumps(broken))
    (failed,) = review_client("seller-well", **options)
    assert failed.state == "failed"
    assert failed.cause == "broken.ipynb: cell `1 / 0` raised ZeroDivisionError: division by zero."
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.notebook
def test_a_client_that_fails_stops_no_other_and_says_why(small_home, tmp_path, monkeypatch):
    monkeypatch.setattr(reviews, "REVIEW_NOTEBOOK", SMALL_REVIEW)
    clients = ["seller-raises", "seller-tells-name", "seller-well"]
    table = review(clients, month=MONTH, home=small_home, reports=tmp_path / "reports", jobs=2).set_index("client")
    assert table["state"].to_dict() == dict.fromkeys(clients, "failed") | {"seller-well": "done"}
    assert "raised KeyError: 'missing'" in table.loc["seller-raises", "cause"]
    assert "names another client: 'Volt Harbor & Co' (seller-raises)" in table.loc["seller-tells-name", "cause"]
    made = sorted(
        str(path.relative_to(tmp_path / "reports")) for path in (tmp_path / "reports").rglob("*") if path.is_file()
    )
    assert made == [
        f"seller-well/{MONTH}/{name}" for name in sorted(["kpi_tracker.en.xlsx", "manifest.json", *file_names("en")])
    ]


def test_a_worker_that_hangs_is_cut_off_and_one_that_breaks_says_its_last_words(tmp_path):
    job = workers.Job("seller-well", MONTH, ("en", "zh"), str(tmp_path), str(tmp_path), "x.ipynb")
    started = time.monotonic()
    assert workers.Workers(limit_seconds=0.05).run(job) == ([], "cut off after 0.05 s")
    assert time.monotonic() - started < 5
    rows, cause = workers.Workers().run(job)
    assert rows == []
    assert cause.startswith("the worker ended with exit code 2: client 'seller-well': not in")
    undone = list(reviews._outcome(job, rows, cause))
    assert [(row.lang, row.state) for row in undone] == [("en", "failed"), ("zh", "failed")]


def test_no_worker_starts_after_the_end_was_called(tmp_path):
    closed = workers.Workers()
    closed.close()
    job = workers.Job("seller-well", MONTH, (), str(tmp_path), str(tmp_path), "x.ipynb")
    assert closed.run(job) == ([], "stopped before it began")
