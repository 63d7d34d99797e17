"""The alerts of all clients, for the agency alone."""

import pytest

import workbench as wb
from tests.accountability import small
from tests.alerts.conftest import EXPECTED
from workbench.alerts import ALERT_COLUMNS, watch_alerts
from workbench.channels import agency_channels
from workbench.errors import ClientBound
from workbench.profile import read_agency


@pytest.fixture
def two(tmp_path):
    for name in ("norte", "sur"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "client.yml").write_text(small.PROFILE.replace("norte", name) + EXPECTED, encoding="utf-8")
    return tmp_path


def test_the_desk_shows_what_was_last_looked_at(two):
    empty = wb.desk_alerts(home=two)
    assert empty.empty and list(empty.columns) == list(ALERT_COLUMNS)
    watch_alerts(wb.open_client("sur", home=two), as_of="2026-01-31", by="Li")
    assert wb.desk_alerts(home=two)["client"].tolist() == ["sur"] * 3


def test_a_process_of_one_client_sees_no_desk(two, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CLIENT", "sur")
    with pytest.raises(ClientBound, match="desk_alerts: this process is bound to one client"):
        wb.desk_alerts(home=two)


def test_channels_are_read_from_the_agencys_profile_and_not_shown(two):
    (two / "agency.yml").write_text(
        "name: {es: Agencia Ejemplo}\nalert_channels:\n  wecom: wecombot://s3cret\n  mail: '${MAIL_URL}'\n"
    )
    agency = read_agency(two)
    channels = agency_channels(agency)
    assert [(each.name, each.address) for each in channels] == [("wecom", "wecombot://s3cret"), ("mail", "${MAIL_URL}")]
    assert "s3cret" not in repr(agency) + repr(channels)
