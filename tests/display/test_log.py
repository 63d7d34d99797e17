"""The form of the record, with real widgets and a record on disk."""

import datetime
import shutil

import pandas as pd
import pytest

import workbench as wb
from workbench.display.log import ASKED, ENTRIES_SHOWN, entries_html, log_widget, show_log
from workbench.errors import ClientBound
from workbench.record import log_event, read_events
from workbench.tables import EVENT_KINDS
from workbench.words import in_language

DEADLINE = datetime.datetime(2026, 2, 5, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def client(home, tmp_path):
    """The electronics seller's profile and warning mail, with a record that can be written."""
    folder = tmp_path / "volt-harbor"
    mail = next((home / "volt-harbor" / "inbox" / "amazon-us").glob("*.eml"))
    (folder / "inbox" / "amazon-us").mkdir(parents=True)
    shutil.copy(mail, folder / "inbox" / "amazon-us")
    shutil.copy(home / "volt-harbor" / "client.yml", folder)
    return wb.open_client("volt-harbor", home=tmp_path)


@pytest.fixture
def form(client):
    return log_widget(client, by="Mei Muster")


def shown(form):
    return [name for name, widget in form.fields.items() if widget.layout.display != "none"]


def enter(form, kind, text, **values):
    form.kind.value, form.text.value = kind, text
    for name, value in values.items():
        form.fields[name].value = value
    form.button.click()
    return read_events(form.client.folder)


def test_the_form_enters_an_action_with_all_it_concerns(form):
    (event,) = enter(
        form,
        "action",
        "Carrier changed to one that scans",
        account="amazon-us",
        kpi="late_shipment_rate",
        owner="Wei",
        due_date=datetime.date(2026, 2, 15),
        state="open",
        month="2026-01",
    )
    said = {name: event[name] for name in ("kind", "text", "by", "account", "kpi", "owner", "due_date", "state")}
    assert said == {
        "kind": "action",
        "text": "Carrier changed to one that scans",
        "by": "Mei Muster",
        "account": "amazon-us",
        "kpi": "late_shipment_rate",
        "owner": "Wei",
        "due_date": "2026-02-15",
        "state": "open",
    }
    assert event["event_id"] in form.said.value


@pytest.mark.parametrize("kind", list(ASKED))
def test_every_kind_of_the_form_is_one_of_the_record_and_can_be_entered(form, kind):
    assert kind in EVENT_KINDS
    (event,) = enter(form, kind, "said")
    assert (event["kind"], event["text"]) == (kind, "said")


def test_it_asks_what_the_kind_needs(form):
    form.kind.value = "change"
    assert shown(form) == ["account", "sku", "on_date", "corrects"]
    form.kind.value = "notice"
    assert shown(form) == ["account", "owner", "received_at", "deadline_at", "case_id", "corrects"]


def test_a_field_that_the_kind_does_not_need_says_nothing(form):
    form.fields["owner"].value = "left from before"
    (event,) = enter(form, "change", "New title", account="amazon-us", sku="VH-001")
    assert "owner" not in event


def test_a_fault_is_said_in_words_and_what_was_typed_stays(form):
    assert enter(form, "note", "", month="January") == []
    assert "nothing is said" in form.said.value
    assert enter(form, "note", "a remark") == []
    assert "&#x27;January&#x27; is no month" in form.said.value
    assert (form.text.value, form.fields["month"].value) == ("a remark", "January")


def test_nobody_named_is_refused(form):
    form.by.value = "  "
    assert enter(form, "note", "a remark") == []
    assert "nobody is named" in form.said.value


def test_what_is_typed_never_becomes_markup(form):
    enter(form, "note", "<script>alert(1)</script>", month="<b>")
    assert "<b>" not in form.said.value
    enter(form, "note", "<script>alert(1)</script>", month="")
    assert "<script>" not in form.entries.value
    assert "&lt;script&gt;" in form.entries.value


def test_the_form_is_empty_after_an_entry_and_keeps_kind_and_writer(form):
    enter(form, "action", "done", account="amazon-us", due_date=datetime.date(2026, 2, 1))
    values = [widget.value for widget in form.fields.values()]
    assert (form.kind.value, form.by.value, form.text.value, set(values)) == ("action", "Mei Muster", "", {"", None})


def test_a_click_twice_enters_once(form):
    enter(form, "note", "once")
    form.button.click()
    assert len(read_events(form.client.folder)) == 1


def test_a_correction_names_the_old_entry_and_takes_over_what_it_leaves_blank(form):
    (old,) = enter(form, "question", "Which box?", account="amazon-us", owner="Wei")
    form.kind.value = "note"
    form.fields["corrects"].value = old["event_id"]
    assert form.kind.value == "question"
    form.fields["state"].value = "answered"
    form.button.click()
    first, second = read_events(form.client.folder)
    assert (first["corrected_by"], second["corrects"]) == (second["event_id"], old["event_id"])
    assert (second["text"], second["owner"], second["state"]) == ("Which box?", "Wei", "answered")
    assert [value for _, value in form.fields["corrects"].options] == ["", second["event_id"]]


def test_an_entry_of_somebody_else_that_was_corrected_meanwhile_is_refused(form):
    (old,) = enter(form, "note", "a remark")
    form.fields["corrects"].value = old["event_id"]
    log_event(form.client.folder, kind="note", text="better", by="Li", about={"corrects": old["event_id"]})
    form.text.value = "mine"
    form.button.click()
    assert "was corrected by" in form.said.value


def test_the_open_warning_is_offered_and_an_action_answers_it(form):
    (offered,) = form.fields["case_id"].options
    case_id = offered.split(" ")[0]
    assert offered == f"{case_id} Late shipment rate amazon-us"
    (event,) = enter(form, "action", "Plan sent", case_id=offered)
    assert event["case_id"] == case_id
    cases = wb.open_cases_of(form.client, on="2026-01-31")
    assert cases.empty


def test_a_notice_without_its_mail_opens_a_case(form):
    enter(
        form, "notice", "Warning read on the screen", account="walmart-us", deadline_at=DEADLINE, received_at=DEADLINE
    )
    (case,) = [
        row
        for row in wb.open_cases_of(form.client, on="2026-02-28").to_dict("records")
        if row["account"] != "amazon-us"
    ]
    assert (case["account"], case["platform"], case["deadline_at"]) == (
        "walmart-us",
        "walmart",
        pd.Timestamp("2026-02-05T12:00Z"),
    )
    assert len(form.fields["case_id"].options) == 2


def test_the_newest_entries_stand_first_and_the_rest_is_counted(client):
    for number in range(ENTRIES_SHOWN + 2):
        log_event(client.folder, kind="note", text=f"remark {number:02d}", by="Li")
    said = show_log(client).data
    assert said.index("remark 13") < said.index("remark 02")
    assert "remark 01" not in said
    assert "2 older entries are in the record." in said


def test_an_empty_record_says_so_and_the_events_are_not_altered(client):
    assert "Nothing was entered yet." in show_log(client).data
    log_event(client.folder, kind="note", text="x", by="Li")
    events = client.events
    entries_html(events)
    pd.testing.assert_frame_equal(events, client.events)


def test_a_record_that_cannot_be_read_is_said_and_the_form_stays(client):
    (client.folder / "record").mkdir()
    (client.folder / "record" / "events.yml").write_text("- [1\n")
    form = log_widget(client, by="Li")
    assert "record/events.yml" in form.said.value


def test_a_process_bound_to_a_client_gets_no_form(client, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CLIENT", "volt-harbor")
    with pytest.raises(ClientBound, match=r"log_widget: .* Expected a notebook of the desk, opened in JupyterLab"):
        log_widget(client, by="Li")


def test_whoever_cannot_show_the_form_sees_the_entries(form):
    bundle = form._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "The form works in JupyterLab." in bundle["text/html"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "录入"), ("es", "Anotar")])
def test_the_form_speaks_the_analysts_language(client, lang, word):
    with in_language(lang):
        form = log_widget(client, by="Li")
        assert form.button.description == word
        enter(form, "note", "x")
        assert "events" not in form.said.value
