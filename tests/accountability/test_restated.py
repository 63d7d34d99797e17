"""Published figures that come out otherwise: which, and why."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.accountability import RESTATED_REASONS, files_read, freeze, publish, restated
from workbench.errors import ParameterError
from workbench.kpis import kpi_table
from workbench.record import publish_figures
from workbench.tables import KPI_TABLE

KPI, ACCOUNT = "late_shipment_rate", "amazon-mx"


@pytest.fixture
def told(own_casa):
    """Publishes January with other figures or files than those of today."""

    def tell(*, figures=lambda frame: frame, files=lambda frame: frame):
        publish_figures(
            own_casa.folder,
            month="2026-01",
            figures=figures(kpi_table(own_casa, as_of="2026-01-31")),
            rules_version="then",
            files=files(files_read(own_casa)),
            by="Sol",
        )
        return restated(own_casa)

    return tell


def chosen(frame: pd.DataFrame) -> pd.Series:
    here = (frame["kpi"] == KPI) & (frame["account"] == ACCOUNT)
    return here & (frame["basis"] == "computed") & (frame["window_days"] == 30)


def late_before(frame: pd.DataFrame) -> pd.DataFrame:
    """The late shipment rate as if three more had been late."""
    late = frame["numerator"] + 3
    here = chosen(frame)
    return frame.assign(
        numerator=frame["numerator"].where(~here, late),
        rate=frame["rate"].where(~here, (late / frame["denominator"]).astype("float64")),
    )


def test_nothing_is_restated_while_nothing_changed(own_casa):
    assert restated(own_casa).empty
    publish(own_casa, month="2025-12", by="Sol")
    publish(own_casa, month="2026-01", by="Sol")
    assert restated(own_casa).empty
    assert restated(own_casa).columns.tolist()[:8] == [
        *("month", "account", "kpi", "scope", "window_days", "old", "new", "why")
    ]


def test_a_figure_that_differs_stands_with_both_values(told, own_casa):
    (row,) = told(figures=late_before).to_dict("records")
    now = kpi_table(own_casa, as_of="2026-01-31")
    today = now[chosen(now)].iloc[0]
    assert (row["month"], row["account"], row["kpi"], row["window_days"]) == ("2026-01", ACCOUNT, KPI, 30)
    assert row["new"] == today["rate"] < row["old"]
    assert row["old_numerator"] - row["new_numerator"] == 3
    assert row["why"] == "code_changed"


def test_a_file_that_came_since_and_feeds_the_figure_is_the_reason(told):
    (row,) = told(
        figures=late_before, files=lambda files: files[~files["file"].str.contains("mabang_orders_20260203|costs")]
    ).to_dict("records")
    assert row["why"] == "files_came:_client/mabang_orders_20260203.csv"


def test_a_file_that_went_is_the_reason(told):
    gone = pd.DataFrame({"file": ["amazon-mx/gone.txt"], "sha256": ["0"]})
    (row,) = told(figures=late_before, files=lambda files: pd.concat([files, gone])).to_dict("records")
    assert row["why"] == "files_went:amazon-mx/gone.txt"


def test_another_rule_is_the_reason(told):
    (row,) = told(
        figures=lambda frame: late_before(frame).assign(rule_id=frame["rule_id"].where(~chosen(frame), "old-rule"))
    ).to_dict("records")
    assert row["why"].startswith("rule_changed:old-rule → ")


def test_a_figure_that_was_not_measured_then_is_restated_too(told):
    def unmeasured(frame):
        names = ["numerator", "denominator", "rate"]
        return frame.assign(**{name: frame[name].where(~chosen(frame)) for name in names})

    (row,) = told(figures=unmeasured).to_dict("records")
    assert pd.isna(row["old"]) and pd.notna(row["new"])


def test_a_figure_that_is_no_longer_there_is_restated_too(told):
    (row,) = told(figures=lambda frame: pd.concat([frame, frame[chosen(frame)].assign(kpi="policy_x")])).to_dict(
        "records"
    )
    assert row["kpi"] == "policy_x"
    assert pd.notna(row["old"]) and pd.isna(row["new"])


def test_the_last_digits_of_a_sum_restate_nothing(told):
    assert told(figures=lambda frame: frame.assign(rate=frame["rate"] + 1e-13)).empty


def test_every_reason_has_its_sentence(told):
    assert {"rule_changed", "files_came", "files_went", "code_changed"} == set(RESTATED_REASONS)


def test_freezing_takes_the_profiles_day_and_all_files_that_were_read(own_casa):
    entry = freeze(own_casa, by="Sol")
    assert entry["as_of"] == "2025-09-30"
    assert len(entry["files"]) == (own_casa.intake.files["status"] == "read").sum()
    assert own_casa.baseline["as_of"].max() <= pd.Timestamp("2025-09-30")
    assert own_casa.baseline.columns.tolist() == KPI_TABLE.names


def test_freezing_needs_a_day(own_casa):
    object.__setattr__(own_casa.profile, "baseline", None)
    with pytest.raises(ParameterError, match="no day given, and none in client.yml"):
        freeze(own_casa, by="Sol")
