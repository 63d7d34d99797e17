"""The frozen baseline: changed only with a reason, and both values stay."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from workbench.errors import ParameterError, TableError
from workbench.record import baseline_history, freeze_baseline, frozen_baseline
from workbench.tables import KPI_TABLE, conform

FILES = pd.DataFrame({"file": ["b.csv", "a.csv"], "sha256": ["2", "1"]})


def figures(rate: float = 0.02) -> pd.DataFrame:
    shown = {
        "account": "amazon-mx",
        "platform": "amazon",
        "market": "MX",
        "basis": "computed",
        "level": "",
        "scope": "",
    }
    window = {"as_of": "2025-03-31", "window_days": 30, "window_start": "2025-03-02", "window_end": "2025-03-31"}
    counted = {"numerator": 1, "denominator": 50, "rate": rate, "target": 0.04, "comparator": "lt", "status": "good"}
    unmeasured = {"status": "unmeasured", "reason": "zero_denominator", "numerator": 0, "denominator": 0}
    rows = [
        {"kpi": "late_shipment_rate", **counted, **shown, **window},
        {"kpi": "order_defect_rate", **unmeasured, **shown, **window, "scope": "mfn"},
    ]
    return conform(pd.DataFrame(rows), KPI_TABLE, lineage=False)


def freeze(folder, **more):
    return freeze_baseline(folder, **{"as_of": "2025-03-31", "figures": figures(), "files": FILES, "by": "Mei", **more})


def test_nothing_is_frozen_at_first(tmp_path):
    assert frozen_baseline(tmp_path) is None
    assert len(baseline_history(tmp_path)) == 0


@pytest.mark.parametrize("rate", [0.02, 1 / 3, 1e-05, 0.1 + 0.2])
def test_the_frozen_figures_come_back_to_the_last_digit(tmp_path, rate):
    given = figures(rate)
    freeze(tmp_path, figures=given)
    assert_frame_equal(frozen_baseline(tmp_path), given)


def test_freezing_keeps_the_files_with_their_hashes(tmp_path):
    assert freeze(tmp_path)["files"] == {"a.csv": "1", "b.csv": "2"}


def test_a_frozen_baseline_is_not_changed_without_a_reason(tmp_path):
    freeze(tmp_path)
    with pytest.raises(ParameterError, match=r"that of 2025-03-31 was frozen by Mei on \d{4}.* Expected a reason"):
        freeze(tmp_path, figures=figures(0.03))
    assert frozen_baseline(tmp_path)["rate"].iloc[0] == 0.02


def test_a_change_keeps_both_values_and_names_the_reason(tmp_path):
    first = freeze(tmp_path)
    freeze(tmp_path, figures=figures(0.03), by="Wu", reason="a file came late")
    assert frozen_baseline(tmp_path)["rate"].iloc[0] == 0.03
    assert frozen_baseline(tmp_path, event_id=first["event_id"])["rate"].iloc[0] == 0.02
    history = baseline_history(tmp_path)
    assert history["by"].tolist() == ["Mei", "Wu"]
    assert history["replaces"].tolist() == ["", first["event_id"]]
    assert history[["figures", "files"]].values.tolist() == [[2, 2], [2, 2]]


def test_an_unknown_freeze_is_an_error(tmp_path):
    freeze(tmp_path)
    with pytest.raises(ParameterError, match="none with the id 'x'"):
        frozen_baseline(tmp_path, event_id="x")


def test_what_are_no_figures_or_files_is_refused(tmp_path):
    with pytest.raises(TableError, match="missing column kpi"):
        freeze(tmp_path, figures=figures().drop(columns="kpi"))
    with pytest.raises(TableError, match="missing column sha256"):
        freeze(tmp_path, files=FILES[["file"]])
    assert frozen_baseline(tmp_path) is None


def test_the_given_figures_are_not_altered(tmp_path):
    given = figures()
    freeze(tmp_path, figures=given)
    assert_frame_equal(given, figures())
