"""New, open, acknowledged, over; and new again."""

import pytest

from tests.alerts.conftest import FakeConditions, client_of, condition, month_of_orders
from workbench.alerts import ALERT_COLUMNS, acknowledge, client_alerts, look_back, open_alerts, watch_alerts
from workbench.errors import ParameterError
from workbench.record import ALERTS, Event, alert_entries, log_event, remember_told


@pytest.fixture
def client(tmp_path):
    return client_of(tmp_path)


@pytest.fixture
def see(client, monkeypatch):
    """Looks at the client on a day on which these conditions are found."""

    def look(on: str, *found: dict):
        monkeypatch.setattr("workbench.alerts.watching.conditions", FakeConditions(list(found)))
        return watch_alerts(client, as_of=on, by="Li")

    return look


def told(client, alert_id):
    remember_told(client.folder, [(alert_id, "opened")], channel="desk", by="Li")


def states(alerts):
    return alerts.set_index("alert_id")["state"].to_dict()


def test_an_alert_is_new_until_it_is_told_then_open_until_it_is_over(client, see):
    alert_id = see("2026-01-31", condition())["alert_id"].item()
    assert states(see("2026-02-01", condition())) == {alert_id: "new"}
    told(client, alert_id)
    assert states(see("2026-02-02", condition())) == {alert_id: "open"}
    ended = see("2026-02-03", condition(verdict="off", rate=0.01))
    assert states(ended) == {alert_id: "over"}
    assert ended["since"].item().day == 31 and ended["over_on"].item().day == 3
    assert ended["rate"].item() == 0.01


def test_one_that_comes_back_is_new_again_under_another_id(client, see):
    first = see("2026-01-01", condition())["alert_id"].item()
    told(client, first)
    acknowledge(client, alert_id=first, by="Mei")
    see("2026-01-02", condition(verdict="off"))
    again = see("2026-01-03", condition())
    assert states(again) == {first: "over", first.removesuffix("1") + "2": "new"}


def test_the_identity_is_client_account_kpi_scope_and_kind(see):
    several = [
        condition(),
        condition(scope="afn"),
        condition("likely"),
        condition(account="amazon-mx"),
        condition(kpi="valid_tracking_rate"),
    ]
    assert see("2026-01-31", *several)["alert_id"].nunique() == 5


@pytest.mark.parametrize("verdict", ["stays", "unknown"])
def test_neither_wavering_nor_missing_figures_open_or_end_an_alert(see, verdict):
    assert see("2026-01-30", condition(verdict=verdict)).empty
    see("2026-01-31", condition())
    alerts = see("2026-02-01", condition(verdict=verdict, rate=0.039))
    assert alerts["state"].tolist() == ["new"]
    # What can't be judged today shows the figure that opened it.
    assert alerts["rate"].item() == (0.039 if verdict == "stays" else 0.06)


def test_a_condition_that_is_no_longer_looked_at_is_over(see):
    see("2026-01-31", condition("file_late", kpi="", scope="amazon-all-orders 2025-12"))
    assert see("2026-02-01")["state"].tolist() == ["over"]


def test_a_kpi_that_is_gone_leaves_no_figure_of_its_opening(see):
    see("2026-01-31", condition())
    row = see("2026-02-01").iloc[0]
    assert (row["state"], row["platform"]) == ("over", "amazon") and row[["rate", "target"]].isna().all()


def test_looking_twice_writes_once(client, see):
    see("2026-01-31", condition())
    before = alert_entries(client.folder)
    see("2026-01-31", condition())
    assert alert_entries(client.folder) == before
    assert [entry["what"] for entry in before] == ["opened", "looked"]


def test_an_earlier_day_is_refused_and_can_still_be_looked_at(client, see):
    see("2026-01-31")
    with pytest.raises(ParameterError, match=r"2026-01-30 lies before 2026-01-31, .* Expected 2026-01-31 or later"):
        see("2026-01-30", condition())
    seen = look_back(client, as_of="2026-01-30")
    assert seen[["alert_id", "state", "kind"]].values.tolist() == [["", "new", "breach"]]
    assert [entry["what"] for entry in alert_entries(client.folder)] == ["looked"]


def test_the_record_alone_tells_the_same(client, see):
    seen = see("2026-01-31", condition(), condition("likely", kpi="valid_tracking_rate", probability=0.4))
    assert client_alerts(client).equals(seen)
    assert list(seen.columns) == list(ALERT_COLUMNS)


def test_open_alerts_are_those_that_stood_on_a_day(see):
    see("2026-01-10", condition())
    alerts = see("2026-01-20")
    assert open_alerts(alerts).empty
    assert [len(open_alerts(alerts, on=day)) for day in ("2026-01-09", "2026-01-10", "2026-01-19", "2026-01-20")] == [
        *(0, 1, 1, 0),
    ]


def test_an_acknowledged_alert_names_who_has_it(client, see):
    alert_id = see("2026-01-31", condition())["alert_id"].item()
    event = acknowledge(client, alert_id=alert_id, by="Mei", text="Carrier is asked")
    row = client_alerts(client).iloc[0]
    assert (row["state"], row["acknowledged_by"]) == ("acknowledged", "Mei")
    assert (event["kind"], event["account"], event["kpi"]) == ("acknowledgement", "amazon-us", "late_shipment_rate")


def test_an_acknowledgement_in_the_log_counts_and_can_be_withdrawn(client, see):
    alert_id = see("2026-01-31", condition())["alert_id"].item()
    said = {"kind": "acknowledgement", "text": "Mine", "by": "Mei"}
    event = log_event(client.folder, **said, about=Event(case_id=alert_id))
    assert client_alerts(client)["acknowledged_by"].item() == "Mei"
    log_event(client.folder, **said, about=Event(corrects=event["event_id"], state="withdrawn"))
    assert client_alerts(client)["state"].item() == "new"


def test_what_can_not_be_acknowledged_says_why(client, see):
    alert_id = see("2026-01-30", condition())["alert_id"].item()
    with pytest.raises(ParameterError, match=rf"alert 'x': no such alert of norte. Expected {alert_id}"):
        acknowledge(client, alert_id="x", by="Mei")
    with pytest.raises(ParameterError, match="nobody is named"):
        acknowledge(client, alert_id=alert_id, by=" ")
    see("2026-01-31")
    with pytest.raises(ParameterError, match="over since 2026-01-31"):
        acknowledge(client, alert_id=alert_id, by="Mei")


def test_two_processes_open_an_alert_once(client, race):
    line = (
        "from workbench.alerts.life import changes; from workbench.record import remember_alerts; "
        "from tests.alerts.conftest import condition; "
        "remember_alerts(path, lambda entries: changes('norte', entries, [condition(kpi=str(n))], as_of='2026-01-31'), "
        "by=name)"
    )
    race(line, path=client.folder / "norte", times=10)
    opened = [entry["kpi"] for entry in alert_entries(client.folder / "norte") if entry["what"] == "opened"]
    assert len(set(opened)) == 10
    # Each is gone as soon as the next number is looked at, and may be opened by the other process once more.
    ids = [entry["id"] for entry in alert_entries(client.folder / "norte") if entry["what"] == "opened"]
    assert len(ids) == len(set(ids))


def test_orders_open_an_alert_and_better_ones_end_it(tmp_path):
    bad = client_of(tmp_path, *month_of_orders(until="2026-01-31", late=10))
    assert "breach" in watch_alerts(bad, as_of="2026-01-31", by="Li")["kind"].tolist()
    # No file came in March: nothing is over.
    assert set(watch_alerts(bad, as_of="2026-03-31", by="Li")["state"]) == {"new"}
    good = client_of(
        tmp_path, *month_of_orders(until="2026-01-31", late=10), *month_of_orders(until="2026-04-10", late=0)
    )
    ended = watch_alerts(good, as_of="2026-04-10", by="Li").set_index("kind")
    assert ended.loc["breach", "state"] == "over"
    assert (tmp_path / "record" / ALERTS).is_file()
