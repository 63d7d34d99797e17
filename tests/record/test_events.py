"""Events: what is checked, how a correction stands to what it corrects, and two writers at once."""

import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.record import EVENTS, RECORD, Event, events_table, freeze_baseline, log_event, read_events
from workbench.tables import EVENTS_TABLE, KPI_TABLE, check_table, conform

DUE = Event(account="amazon-mx", owner="Lin", due_date="2026-01-15", state="open", on_date="2026-01-08")


def entered(folder, **more):
    return log_event(folder, **{"kind": "action", "text": "Ask the carrier", "by": "Mei", "about": DUE, **more})


def standing(folder) -> pd.DataFrame:
    events = events_table(folder)
    return events[events["corrected_by"].isna()]


def test_an_event_is_a_row_of_the_table(tmp_path):
    entry = entered(tmp_path)
    table = events_table(tmp_path)
    check_table(table, EVENTS_TABLE)
    (row,) = table.to_dict("records")
    assert (row["event_id"], row["kind"], row["by"], row["owner"]) == (entry["event_id"], "action", "Mei", "Lin")
    assert (row["due_date"], row["on_date"]) == (pd.Timestamp("2026-01-15"), pd.Timestamp("2026-01-08"))
    assert pd.isna(row["sku"])


def test_a_client_without_events_has_an_empty_table(tmp_path):
    check_table(events_table(tmp_path), EVENTS_TABLE)
    assert len(events_table(tmp_path)) == 0


def test_the_id_is_short_unique_and_says_the_day(tmp_path):
    names = [entered(tmp_path)["event_id"] for _ in range(20)]
    assert len(set(names)) == 20
    assert all(len(name) == 15 and name[8] == "-" for name in names)
    assert events_table(tmp_path)["event_id"].tolist() == names


def test_a_day_that_nobody_named_is_the_day_of_writing(tmp_path):
    entry = entered(tmp_path, about=Event())
    assert events_table(tmp_path)["on_date"].iloc[0] == pd.Timestamp(entry["at"][:10])


def test_a_correction_takes_over_what_it_leaves_blank_and_both_stay(tmp_path):
    first = entered(tmp_path)
    later = entered(tmp_path, text="", by="Wu", about={"corrects": first["event_id"], "due_date": "2026-02-13"})
    (row,) = standing(tmp_path).to_dict("records")
    assert (row["event_id"], row["by"], row["text"], row["owner"]) == (
        later["event_id"],
        "Wu",
        "Ask the carrier",
        "Lin",
    )
    assert row["due_date"] == pd.Timestamp("2026-02-13")
    old = events_table(tmp_path).set_index("event_id").loc[first["event_id"]]
    assert (old["corrected_by"], old["due_date"]) == (later["event_id"], pd.Timestamp("2026-01-15"))


def test_a_chain_of_corrections_ends_in_one_that_stands(tmp_path):
    name = entered(tmp_path)["event_id"]
    for state in ("answered", "done"):
        name = entered(tmp_path, text="", about=Event(corrects=name, state=state))["event_id"]
    assert standing(tmp_path)[["event_id", "state"]].values.tolist() == [[name, "done"]]
    assert len(events_table(tmp_path)) == 3


def test_an_event_is_corrected_once(tmp_path):
    name = entered(tmp_path)["event_id"]
    later = entered(tmp_path, about=Event(corrects=name))["event_id"]
    with pytest.raises(ParameterError, match=f"was corrected by {later}.* Expected a correction of {later}"):
        entered(tmp_path, about=Event(corrects=name))


def test_a_correction_of_nothing_is_refused(tmp_path):
    name = entered(tmp_path)["event_id"]
    with pytest.raises(ParameterError, match=f"no such event to correct. Expected {name}"):
        entered(tmp_path, about=Event(corrects="20260101-000000"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "acton"}, "event kind 'acton': not known.*did you mean 'action'"),
        ({"kind": "baseline"}, "event kind 'baseline'"),
        ({"text": " "}, "nothing is said"),
        ({"by": ""}, "nobody is named"),
        ({"about": {"acount": "x"}}, "event field 'acount': not known.*did you mean 'account'"),
        ({"about": {"state": "opn"}}, "state 'opn': not known.*did you mean 'open'"),
        ({"about": {"due_date": "15.1.2026"}}, "due_date: '15.1.2026' is no day"),
        ({"about": {"month": "2026-13"}}, "'2026-13' is no month"),
        ({"about": {"deadline_at": "2026-01-15T10:00"}}, "says no zone"),
        ({"about": {"deadline_at": "soon"}}, "'soon' is no instant"),
    ],
)
def test_what_can_not_be_meant_is_refused_and_nothing_is_written(tmp_path, change, message):
    with pytest.raises(ParameterError, match=message):
        entered(tmp_path, **change)
    assert read_events(tmp_path) == []


def test_an_instant_is_kept_in_utc(tmp_path):
    entered(tmp_path, kind="notice", about={"deadline_at": "2026-01-29T23:59-08:00", "case_id": "ab"})
    assert events_table(tmp_path)["deadline_at"].iloc[0] == pd.Timestamp("2026-01-30T07:59Z")


def test_a_text_of_several_lines_stays_one_entry(tmp_path):
    entered(tmp_path, text="one\n- {two}\n# three")
    assert events_table(tmp_path)["text"].tolist() == ["one\n- {two}\n# three"]


def test_an_event_written_by_hand_gets_an_id_that_stays(tmp_path):
    path = tmp_path / RECORD / EVENTS
    path.parent.mkdir()
    path.write_text("- kind: note\n  text: by hand\n  by: Mei\n  at: 2026-01-05T10:00Z\n")
    (name,) = events_table(tmp_path)["event_id"]
    assert name.startswith("20260105-")
    entered(tmp_path, about=Event(corrects=name))
    assert standing(tmp_path)["corrects"].tolist() == [name]


def test_a_clock_that_runs_behind_does_not_undo_a_correction(tmp_path):
    first = entered(tmp_path)
    path = tmp_path / RECORD / EVENTS
    line = f'- {{"event_id": "x-1", "kind": "action", "corrects": "{first["event_id"]}", "state": "done", "by": "Wu", '
    with path.open("a") as file:
        file.write(line + '"at": "2020-01-01T00:00:00+00:00"}\n')
    assert standing(tmp_path)[["event_id", "state"]].values.tolist() == [["x-1", "done"]]


def test_freezing_a_baseline_is_an_event(tmp_path):
    figures, files = conform(pd.DataFrame(), KPI_TABLE, lineage=False), pd.DataFrame({"file": ["a"], "sha256": ["1"]})
    freeze_baseline(tmp_path, as_of="2025-03-31", figures=figures, files=files, by="Mei")
    freeze_baseline(tmp_path, as_of="2025-04-30", figures=figures, files=files, by="Wu", reason="a file came late")
    events = events_table(tmp_path)
    assert events["kind"].tolist() == ["baseline", "baseline"]
    assert standing(tmp_path)[["by", "text"]].values.tolist() == [["Wu", "a file came late"]]


def test_two_analysts_writing_events_at_once_lose_nothing(tmp_path, race):
    client = tmp_path / "norte"
    race("log_event(path, kind='note', text=f'{n}', by=name)", path=client, times=60)
    events = events_table(client)
    assert events["event_id"].is_unique
    for name in ("Li", "Wu"):
        assert events.loc[events["by"] == name, "text"].tolist() == [str(n) for n in range(60)]
