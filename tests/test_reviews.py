"""How far each review is, read off its manifest and the record."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.errors import ParameterError, UnreadableFile
from workbench.record import append_entry, events_table, log_event
from workbench.reviews import reports_folder, review_states

APPROVED_AT = "2026-02-03T10:00:00+00:00"


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A client whose record can be written, with its reviews beside the home."""
    monkeypatch.delenv("WORKBENCH_REPORTS", raising=False)

    class Client(SimpleNamespace):
        events = property(lambda self: events_table(self.folder))

    folder = tmp_path / "data" / "one"
    return Client(id="one", folder=folder, home=folder.parent, profile=SimpleNamespace(languages=("zh", "en")))


def make(client, month, *, lang="zh", is_draft=True, **entry):
    folder = client.home.parent / "reports" / client.id / month
    folder.mkdir(parents=True, exist_ok=True)
    name = f"monthly_review.{lang}.pdf"
    (folder / name).write_bytes(b"%PDF")
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text()) if path.is_file() else {"reviews": {}}
    manifest["reviews"][lang] = {"is_draft": is_draft, "outputs": {name: "00"}, **entry}
    path.write_text(json.dumps(manifest))
    return folder / name


def publish(client, month):
    append_entry(client.folder / "record" / "published.yml", {"month": month}, by="Li")


def states(client, month="2026-01"):
    frame = review_states(client, month=month)
    return list(zip(frame["month"], frame["lang"], frame["state"], strict=True))


def test_a_client_without_reviews_misses_the_month_in_its_first_language(client):
    assert states(client) == [("2026-01", "zh", "missing")]


def test_a_review_that_nobody_approved_is_a_draft(client):
    made = make(client, "2026-01")
    frame = review_states(client, month="2026-01")
    assert frame["state"].tolist() == ["draft"]
    assert frame["made_at"].iloc[0].timestamp() == pytest.approx(made.stat().st_mtime, abs=0.001)


def test_months_between_the_first_review_and_this_one_are_missing(client):
    make(client, "2025-10")
    make(client, "2025-12", lang="en")
    assert states(client) == [
        ("2025-10", "zh", "draft"),
        ("2025-11", "zh", "missing"),
        ("2025-12", "en", "draft"),
        ("2026-01", "zh", "missing"),
    ]


def test_approved_means_published_in_the_record_and_no_draft_in_the_file(client):
    make(client, "2025-12", is_draft=False)
    make(client, "2026-01", lang="zh", is_draft=False, at=APPROVED_AT)
    make(client, "2026-01", lang="en", is_draft=True)
    publish(client, "2026-01")
    assert states(client) == [
        ("2025-12", "zh", "draft"),
        ("2026-01", "en", "draft"),
        ("2026-01", "zh", "approved"),
    ]


def test_sent_is_what_was_sent_after_its_approval(client):
    make(client, "2026-01", is_draft=False, at=APPROVED_AT)
    publish(client, "2026-01")
    log_event(client.folder, kind="sent", text="by mail", by="Li", about={"month": "2026-01"})
    assert states(client) == [("2026-01", "zh", "sent")]
    make(client, "2026-01", is_draft=False, at="2999-01-01T00:00:00+00:00")
    assert states(client) == [("2026-01", "zh", "approved")]


def test_a_withdrawn_sending_is_none(client):
    make(client, "2026-01", is_draft=False, at=APPROVED_AT)
    publish(client, "2026-01")
    entry = log_event(client.folder, kind="sent", text="by mail", by="Li", about={"month": "2026-01"})
    log_event(client.folder, kind="note", text="it bounced", by="Li", about={"corrects": entry["event_id"]})
    assert states(client) == [("2026-01", "zh", "approved")]


def test_later_months_and_other_folders_are_left_out(client):
    make(client, "2026-02")
    make(client, "old")
    assert states(client) == [("2026-01", "zh", "missing")]


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_manifest_that_is_none_is_refused_with_its_name(client, text):
    make(client, "2026-01").with_name("manifest.json").write_text(text)
    with pytest.raises(UnreadableFile, match=r"one/2026-01/manifest.json: not readable .* Hint: .*make the review"):
        review_states(client, month="2026-01")


def test_a_month_that_is_none_is_refused(client):
    with pytest.raises(ParameterError, match=r"month: 'January' is no month. Expected such as 2026-01"):
        review_states(client, month="January")


def test_columns_and_types_hold_without_a_made_review(client):
    frame = review_states(client, month="2026-01")
    assert frame.columns.tolist() == ["client", "month", "lang", "state", "made_at"]
    assert frame["made_at"].isna().all()
    assert isinstance(frame["made_at"].dtype, pd.DatetimeTZDtype)


def test_reports_are_where_said_else_in_the_environment_else_beside_the_home(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBENCH_REPORTS", raising=False)
    assert reports_folder(home=tmp_path / "data") == tmp_path / "reports"
    monkeypatch.setenv("WORKBENCH_REPORTS", str(tmp_path / "elsewhere"))
    assert reports_folder(home=tmp_path / "data") == tmp_path / "elsewhere"
    assert reports_folder(tmp_path / "named", home=tmp_path / "data") == tmp_path / "named"
