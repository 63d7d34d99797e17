"""The warning that the electronics sample seller keeps in its inbox."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from workbench.notices import hours_left, open_cases, read_notice

INBOX = Path(__file__).parents[2] / "data" / "sample" / "volt-harbor" / "inbox"


def sample_notice():
    path = next((INBOX / "amazon-us").glob("*.eml"))
    return read_notice(path.read_bytes(), file=f"amazon-us/{path.name}", zone="America/Los_Angeles")


def test_the_sample_sellers_warning_is_about_late_shipment_on_amazon():
    notice = sample_notice()
    assert (notice.platform, notice.markets, notice.language) == ("amazon", ("US",), "en")
    assert (notice.kind, notice.kpi, notice.confidence) == ("late_shipment_rate", "late_shipment_rate", "certain")
    assert notice.received_at == datetime(2026, 1, 22, 17, 14, 7, tzinfo=UTC)


def test_its_deadline_is_the_time_it_names_in_pacific_time():
    notice = sample_notice()
    # 23:59 on 29 January in winter is 07:59 UTC on the 30th.
    assert notice.deadline_at == datetime(2026, 1, 30, 7, 59, tzinfo=UTC)
    assert notice.deadline_text == "by 29 January 2026, 23:59 Pacific Time"
    assert not notice.deadline_date_only


def test_it_stands_as_an_open_case_with_its_hours():
    cases = hours_left(open_cases([sample_notice()], []), now="2026-01-29T07:59:00Z")
    assert cases[["account", "kind", "state", "hours_left"]].values.tolist() == [
        ["amazon-us", "late_shipment_rate", "open", 24.0]
    ]
