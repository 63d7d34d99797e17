"""Published figures: every approval stays, the newest of a month counts."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.record.test_baseline import FILES, figures
from workbench.errors import ParameterError
from workbench.record import publications, publish_figures, published_figures
from workbench.tables import KPI_TABLE


def publish(folder, month="2026-01", **more):
    given = {"figures": figures(), "rules_version": "abc", "files": FILES, "by": "Mei"}
    return publish_figures(folder, month=month, **{**given, **more})


def test_nothing_is_published_at_first(tmp_path):
    assert publications(tmp_path) == []
    empty = published_figures(tmp_path)
    assert empty.columns.tolist() == ["month", "published_at", "by", "rules_version", *KPI_TABLE.names]
    assert len(empty) == 0


def test_a_publication_comes_back_as_it_was_given(tmp_path):
    publish(tmp_path)
    (found,) = publications(tmp_path)
    assert (found.month, found.by, found.rules_version) == ("2026-01", "Mei", "abc")
    assert_frame_equal(found.figures, figures())
    assert found.files.values.tolist() == [["a.csv", "1"], ["b.csv", "2"]]


def test_the_newest_publication_of_a_month_counts(tmp_path):
    publish(tmp_path, "2026-01")
    publish(tmp_path, "2025-12")
    publish(tmp_path, "2026-01", figures=figures(0.03), by="Wu")
    table = published_figures(tmp_path)
    assert table["month"].tolist() == ["2025-12", "2025-12", "2026-01", "2026-01"]
    assert table.loc[table["kpi"] == "late_shipment_rate", "rate"].tolist() == [0.02, 0.03]
    assert table["by"].iloc[-1] == "Wu"
    assert isinstance(table["published_at"].dtype, pd.DatetimeTZDtype)


@pytest.mark.parametrize("month", ["2026-1", "2026-13", "", "../x"])
def test_what_is_no_month_is_refused(tmp_path, month):
    with pytest.raises(ParameterError, match="is no month"):
        publish(tmp_path, month)
