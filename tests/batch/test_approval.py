"""A draft becomes the client's review without a second run; notes go in when it is exported."""

from __future__ import annotations

import html as html_text
import json
import re
from hashlib import sha256

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.batch.conftest import SMALL_REVIEW
from workbench.batch import (
    approval,
    approve,
    approved_files,
    making,
    mark_sent,
    release,
    review_client,
    reviews_index,
    withdraw,
)
from workbench.batch.fingerprint import inputs, record_digest
from workbench.batch.publication import file_names, published
from workbench.client import open_client
from workbench.errors import ParameterError, ReviewFailed
from workbench.kpis import kpi_table
from workbench.record import Event, append_entry, events_table, log_event, published_figures, read_events
from workbench.rules import load_rules
from workbench.tables import KPI_TABLE

CLIENT, MONTH, WHO = "seller-well", "2026-01", "Mei Muster"
NOTE = "signed: Mei Muster\ndate: 2026-02-03\n\n## scoreboard\nThe *carrier* lost a van.\n"


# Each approval makes HTML and PDF anew.
pytestmark = pytest.mark.notebook


def executed(notebook=None, *, parameters, **options):
    """What a run leaves: no kernel is needed to export it."""
    shown = new_output("display_data", data={"text/html": '<p class="wb">The board.</p>'})
    cells = [
        new_markdown_cell("# Small review\n\nThe question."),
        new_code_cell(f'client: str = "{parameters["client"]}"', metadata={"tags": ["parameters"]}),
        new_markdown_cell("## Where does every KPI stand?\n\nThe intro.", id="chapter-scoreboard"),
        new_code_cell("show()", outputs=[shown], id="board"),
    ]
    return new_notebook(cells=cells)


@pytest.fixture
def runs(monkeypatch):
    """Runs of a notebook, each of which only notes that it was asked for; no PDF is laid out, which takes a second."""
    calls = []
    monkeypatch.setattr(release, "export_pdf", lambda *args, **kw: b"%PDF made of nothing")
    monkeypatch.setattr(making, "run_notebook", lambda *args, **kw: (calls.append(args), executed(**kw))[1])
    monkeypatch.setattr(making, "REVIEW_NOTEBOOK", SMALL_REVIEW)
    monkeypatch.setattr(approval, "REVIEW_NOTEBOOK", SMALL_REVIEW)
    return calls


@pytest.fixture
def place(own_home, tmp_path):
    return {"month": MONTH, "home": own_home, "reports": tmp_path / "reports"}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "reports" / CLIENT / MONTH


@pytest.fixture
def draft(runs, place, folder):
    """The review as a draft, made once."""
    (made,) = review_client(CLIENT, **place)
    assert (made.state, made.cause) == ("done", "")
    runs.clear()
    return folder


def write_note(own_home, text: str, *, lang: str = "en") -> None:
    path = own_home / CLIENT / "record" / "notes" / f"{MONTH}.{lang}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def page(folder, lang: str = "en") -> str:
    """What a reader of the offline page sees, as text."""
    source = (folder / file_names(lang)[1]).read_text(encoding="utf-8")
    body = source[source.index("<body") :]
    return " ".join(html_text.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").split())


def test_an_approved_review_is_no_draft_and_nothing_was_run(draft, runs, place):
    notebook = (draft / file_names("en")[0]).read_bytes()
    assert "DRAFT" in page(draft)
    (row,) = approve(CLIENT, by=f" {WHO} ", **place)
    assert (row.state, row.lang, row.folder) == ("approved", "en", str(draft))
    assert runs == []
    entry = published(draft, lang="en")
    assert (entry["state"], entry["by"], entry["is_draft"]) == ("approved", WHO, False)
    assert pd.Timestamp(entry["at"]).tzinfo is not None
    assert "DRAFT" not in page(draft) and f"Approved {WHO}" in page(draft)
    assert (draft / file_names("en")[0]).read_bytes() == notebook


def test_an_approval_and_its_figures_are_in_the_record(draft, place, own_home):
    approve(CLIENT, by=WHO, **place)
    client = open_client(CLIENT, home=own_home)
    events = events_table(client.folder)
    assert events[["kind", "month", "by"]].values.tolist() == [["approval", MONTH, WHO]]
    figures = published_figures(client.folder)
    assert set(figures["month"]) == {MONTH} and set(figures["by"]) == {WHO}
    assert set(figures["rules_version"]) == {load_rules().version}
    pd.testing.assert_frame_equal(figures[KPI_TABLE.names], kpi_table(client, as_of="2026-01-31"))


def test_approving_leaves_the_review_up_to_date_and_a_second_approval_changes_nothing(draft, runs, place, own_home):
    approve(CLIENT, by=WHO, **place)
    before = {path.name: path.read_bytes() for path in draft.iterdir()}
    told = (own_home / CLIENT / "record" / "events.yml").read_bytes()
    assert [(row.state, row.cause) for row in review_client(CLIENT, **place)] == [("approved", "")]
    assert [row.state for row in approve(CLIENT, by="Somebody Else", **place)] == ["approved"]
    assert {path.name: path.read_bytes() for path in draft.iterdir()} == before
    assert (own_home / CLIENT / "record" / "events.yml").read_bytes() == told
    assert runs == []


def test_an_approved_review_is_left_alone_when_its_inputs_change_and_says_so(draft, runs, place, own_home):
    approve(CLIENT, by=WHO, **place)
    profile = own_home / CLIENT / "client.yml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    (row,) = review_client(CLIENT, **place)
    assert (row.state, row.cause) == ("approved", f"approved by {WHO}; changed since: profile")
    assert runs == [] and not published(draft, lang="en")["is_draft"]


def test_a_note_is_put_in_by_a_new_export_and_stays_a_draft(draft, runs, place, own_home):
    write_note(own_home, NOTE)
    assert [row.state for row in review_client(CLIENT, **place)] == ["re-exported"]
    assert runs == []
    assert "The intro. Note of the analyst The carrier lost a van. Mei Muster, 3 Feb 2026 The board." in page(draft)
    assert "DRAFT" in page(draft)
    assert [row.state for row in review_client(CLIENT, **place)] == ["up to date"]


def test_a_note_that_says_the_same_needs_no_new_export(draft, place, own_home):
    write_note(own_home, "signed:\ndate:\n\n## findings\n<!-- what the month was about -->\n")
    assert [row.state for row in review_client(CLIENT, **place)] == ["up to date"]


def test_a_note_edited_after_the_approval_makes_the_review_a_draft_again(draft, runs, place, own_home):
    write_note(own_home, NOTE)
    review_client(CLIENT, **place)
    approve(CLIENT, by=WHO, **place)
    write_note(own_home, NOTE.replace("van", "lorry"))
    with pytest.raises(ReviewFailed, match=r"\(en\): changed since it was made: note\..*workbench review"):
        approve(CLIENT, by=WHO, **place)
    assert [row.state for row in review_client(CLIENT, **place)] == ["re-exported"]
    assert runs == []
    assert published(draft, lang="en")["is_draft"] and "lost a lorry" in page(draft)


def test_a_draft_of_other_inputs_is_refused_and_nothing_is_written(draft, place, own_home):
    profile = own_home / CLIENT / "client.yml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in draft.iterdir()}
    with pytest.raises(ReviewFailed, match=r"review seller-well 2026-01 \(en\): changed since it was made: profile\."):
        approve(CLIENT, by=WHO, **place)
    assert {path.name: path.read_bytes() for path in draft.iterdir()} == before
    assert read_events(own_home / CLIENT) == [] and published_figures(own_home / CLIENT).empty


def test_an_unsigned_note_is_refused(draft, place, own_home):
    write_note(own_home, "signed: Mei Muster\ndate:\n\n## scoreboard\nUnsigned words.\n")
    review_client(CLIENT, **place)
    assert "Unsigned words. Not signed yet" in page(draft)
    with pytest.raises(ReviewFailed, match=r"its note 2026-01\.en\.md is not signed\. Expected lines 'signed: NAME'"):
        approve(CLIENT, by=WHO, **place)


def test_no_review_an_altered_one_or_nobody_named_is_refused(runs, place, folder):
    with pytest.raises(ReviewFailed, match=r"there is no whole review in .*Hint: run: workbench review seller-well"):
        approve(CLIENT, by=WHO, **place)
    with pytest.raises(ParameterError, match=r"approve: nobody is named"):
        approve(CLIENT, by=" ", **place)
    review_client(CLIENT, **place)
    (folder / file_names("en")[2]).write_bytes(b"%PDF other")
    with pytest.raises(ReviewFailed, match="there is no whole review"):
        approve(CLIENT, by=WHO, **place)


def test_all_languages_are_approved_or_none(runs, place, folder, own_home):
    review_client(CLIENT, langs=["en", "es"], **place)
    write_note(own_home, NOTE, lang="es")
    with pytest.raises(ReviewFailed, match=r"\(es\): changed since it was made: note"):
        approve(CLIENT, by=WHO, **place)
    assert published(folder, lang="en")["is_draft"]
    with pytest.raises(ReviewFailed, match=r"\(zh\): there is no whole review"):
        approve(CLIENT, by=WHO, langs=["zh"], **place)
    approve(CLIENT, by=WHO, langs=["en"], **place)
    assert [published(folder, lang=lang)["is_draft"] for lang in ("en", "es")] == [False, True]


def test_killed_between_record_and_files_a_second_approval_ends_it(draft, place, own_home, monkeypatch):
    class Killed(BaseException):
        pass

    def dies(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(approval, "publish", dies)
        with pytest.raises(Killed):
            approve(CLIENT, by=WHO, **place)
    assert published(draft, lang="en")["is_draft"] and not list(draft.glob(".stage*"))
    assert [event["kind"] for event in read_events(own_home / CLIENT)] == ["approval"]
    assert [row.state for row in approve(CLIENT, by=WHO, **place)] == ["approved"]


def test_what_can_not_be_exported_is_not_in_the_record(draft, place, own_home):
    write_note(own_home, NOTE)
    review_client(CLIENT, **place)
    other = own_home / "seller-other"
    other.mkdir()
    text = (own_home / CLIENT / "client.yml").read_text(encoding="utf-8")
    text = text.replace("id: seller-well", "id: seller-other").replace("Wohlauf Handel", "Lost Van Traders")
    (other / "client.yml").write_text(text, encoding="utf-8")
    write_note(own_home, NOTE.replace("a van", "a parcel of Lost Van Traders"))
    (row,) = review_client(CLIENT, **place)
    assert row.state == "failed"
    assert "note 2026-01.en.md: the report of 'seller-well' names another client: 'Lost Van Traders'" in row.cause
    assert read_events(own_home / CLIENT) == []


def test_an_approval_is_withdrawn_with_a_reason_and_the_review_is_a_draft_again(draft, runs, place, own_home):
    with pytest.raises(ReviewFailed, match="is not approved"):
        withdraw(CLIENT, by=WHO, reason="late file", **place)
    approve(CLIENT, by=WHO, **place)
    with pytest.raises(ParameterError, match="withdraw: no reason given"):
        withdraw(CLIENT, by=WHO, reason=" ", **place)
    assert [row.state for row in withdraw(CLIENT, by=WHO, reason="late file", **place)] == ["re-exported"]
    assert runs == []
    assert "DRAFT" in page(draft) and "Approved" not in page(draft)
    told = [(event["kind"], event.get("state", ""), event["text"]) for event in read_events(own_home / CLIENT)]
    assert told[1] == ("approval", "withdrawn", "late file")
    assert len(published_figures(own_home / CLIENT)["month"].unique()) == 1, "the client may have seen them"


def test_only_an_approved_review_is_given_out(draft, place):
    with pytest.raises(ReviewFailed, match=r"is not approved; only approved reviews are sent or served"):
        approved_files(CLIENT, **place)
    approve(CLIENT, by=WHO, **place)
    given = approved_files(CLIENT, **place)
    assert given == [draft / name for name in (*file_names("en")[1:], "kpi_tracker.en.xlsx")]
    with pytest.raises(ReviewFailed, match=r"\(es\): is not approved"):
        approved_files(CLIENT, lang="es", **place)
    (draft / file_names("en")[1]).write_text("altered")
    with pytest.raises(ReviewFailed, match="is not approved"):
        approved_files(CLIENT, **place)


def test_approval_and_dispatch_are_entered_with_the_hash_of_each_file_given_out(draft, place, own_home):
    approve(CLIENT, by=WHO, **place)
    mark_sent(CLIENT, by=WHO, **place)
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in approved_files(CLIENT, **place)}
    assert set(hashes) == {"monthly_review.en.html", "monthly_review.en.pdf", "kpi_tracker.en.xlsx"}
    events = read_events(own_home / CLIENT)
    assert [event["kind"] for event in events] == ["approval", "sent"]
    for event in events:
        assert dict(part.split(" ") for part in event["files"].split("; ")) == hashes


def test_a_workbook_written_into_after_its_approval_is_not_given_out(draft, runs, place, own_home):
    approve(CLIENT, by=WHO, **place)
    tracker = draft / "kpi_tracker.en.xlsx"
    approved = tracker.read_bytes()
    tracker.write_bytes(b"with comments")
    with pytest.raises(
        ReviewFailed, match=r"was altered after its approval: kpi_tracker\.en\.xlsx\. Hint: run: workbench"
    ):
        approved_files(CLIENT, **place)
    with pytest.raises(ReviewFailed, match="was altered"):
        mark_sent(CLIENT, by=WHO, **place)
    assert [event["kind"] for event in read_events(own_home / CLIENT)] == ["approval"]
    approve(CLIENT, by=WHO, **place)
    assert runs == []
    assert tracker.read_bytes() == approved
    (kept,) = draft.glob("kpi_tracker.en.edited-*.xlsx")
    assert kept.read_bytes() == b"with comments"
    assert tracker in approved_files(CLIENT, **place)


def test_an_altered_workbook_of_a_review_made_of_other_inputs_needs_the_approval_taken_back(draft, place, own_home):
    approve(CLIENT, by=WHO, **place)
    (draft / "kpi_tracker.en.xlsx").write_bytes(b"with comments")
    profile = own_home / CLIENT / "client.yml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    with pytest.raises(ReviewFailed, match="made: profile. Hint: run: workbench approve .* --withdraw REASON, then"):
        approve(CLIENT, by=WHO, **place)


def states(place):
    index = reviews_index(place["home"], place["reports"], month=MONTH)
    return index[index["client"] == CLIENT][["lang", "state", "by"]].values.tolist()


def test_the_index_goes_from_missing_over_draft_and_approved_to_sent(runs, place, own_home):
    assert states(place) == [["en", "missing", ""]]
    with pytest.raises(ReviewFailed, match="only approved reviews are sent"):
        mark_sent(CLIENT, by=WHO, **place)
    review_client(CLIENT, **place)
    assert states(place) == [["en", "draft", ""]]
    approve(CLIENT, by=WHO, **place)
    assert states(place) == [["en", "approved", WHO]]
    mark_sent(CLIENT, by="Ana Torres", text="By mail.", **place)
    assert states(place) == [["en", "sent", "Ana Torres"]]


def test_what_was_sent_before_the_approval_is_not_this_review(draft, place, own_home):
    path = own_home / CLIENT / "record" / "events.yml"
    path.parent.mkdir(exist_ok=True)
    old = {"event_id": "20200101-000000", "kind": "sent", "text": "x", "month": MONTH, "by": "A"}
    path.write_text("- " + json.dumps({**old, "at": "2020-01-01T00:00:00+00:00"}) + "\n")
    review_client(CLIENT, **place)
    approve(CLIENT, by=WHO, **place)
    assert states(place) == [["en", "approved", WHO]]


def test_the_index_counts_an_altered_review_as_missing(draft, place):
    (draft / file_names("en")[1]).write_text("altered")
    assert states(place) == [["en", "missing", ""]]


def test_of_the_record_only_what_a_review_shows_makes_it_out_of_date(own_home):
    client = own_home / CLIENT
    before = record_digest(client, month=MONTH)
    log_event(client, kind="approval", text="x", by=WHO, about=Event(month=MONTH))
    log_event(client, kind="sent", text="x", by=WHO, about=Event(month=MONTH))
    write_note(own_home, NOTE)
    append_entry(client / "record" / "published.yml", {"month": MONTH}, by=WHO)
    assert record_digest(client, month=MONTH) == before
    assert record_digest(client, month="2026-02") != record_digest(client, month=MONTH)
    log_event(client, kind="action", text="Answered.", by=WHO, about=Event(case_id="9a1c3ed3"))
    after = record_digest(client, month=MONTH)
    assert after != before
    append_entry(client / "record" / "files.yml", {"sha256": "0", "file": "x"}, by=WHO)
    assert record_digest(client, month=MONTH) != after


@pytest.mark.notebook
def test_a_review_that_was_really_run_is_approved_from_its_file_alone(own_home, place, folder, monkeypatch):
    monkeypatch.setattr(approval, "REVIEW_NOTEBOOK", SMALL_REVIEW)
    (made,) = review_client(CLIENT, notebook=SMALL_REVIEW, **place)
    assert (made.state, made.cause) == ("done", "")

    def must_not_run(*args, **kwargs):
        raise AssertionError("a notebook was run")

    monkeypatch.setattr(making, "run_notebook", must_not_run)
    write_note(own_home, NOTE)
    assert [row.state for row in review_client(CLIENT, notebook=SMALL_REVIEW, **place)] == ["re-exported"]
    approve(CLIENT, by=WHO, **place)
    # The small notebook has no chapter of that name: the note gets a heading of its own.
    assert "The end is reached. How do the KPIs stand? Note of the analyst The carrier lost a van." in page(folder)
    assert (folder / file_names("en")[2]).read_bytes().startswith(b"%PDF-1.7")
    found = inputs(open_client(CLIENT, home=own_home), notebook=SMALL_REVIEW, month=MONTH, lang="en")
    assert published(folder, lang="en")["inputs"] == found
