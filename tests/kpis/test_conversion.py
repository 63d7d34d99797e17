import pandas as pd
import pytest

from workbench.errors import TableError
from workbench.kpis.conversion import conversion_around_changes, conversion_by_month
from workbench.tables import conform, empty_table


def traffic(units_by_month, *, item="B01", account="amazon-us", sessions=1000):
    """One row a month from July 2025 on."""
    months = pd.period_range("2025-07", periods=len(units_by_month), freq="M")
    rows = pd.DataFrame(
        {
            "account": account,
            "item_id": item,
            "start_date": months.start_time,
            "end_date": months.end_time.normalize(),
            "title": "Garlic press",
            "sessions": sessions,
            "units": units_by_month,
        }
    )
    return conform(rows, "traffic")


def changes(*rows):
    names = ["account", "item_id", "date", "kind", "note"]
    return conform(pd.DataFrame(rows, columns=names), "changes")


CONTENT = ("amazon-us", "B01", "2025-10-08", "content", "New main picture")


def test_conversion_is_units_over_sessions_of_the_month():
    monthly = conversion_by_month(traffic([120, 80]))
    assert monthly["conversion"].tolist() == [0.12, 0.08]
    assert monthly["month"].tolist() == [pd.Timestamp("2025-07-01"), pd.Timestamp("2025-08-01")]


def test_a_month_without_sessions_has_no_conversion():
    assert conversion_by_month(traffic([0], sessions=0))["conversion"].isna().all()


def test_a_period_that_crosses_a_months_end_is_left_out():
    rows = traffic([120]).assign(end_date=pd.Timestamp("2025-08-02"))
    assert conversion_by_month(rows).empty


def test_the_month_of_the_change_counts_on_neither_side():
    (row,) = conversion_around_changes(
        traffic([120, 120, 120, 999, 80, 80, 80]), changes(CONTENT), as_of="2026-01-31"
    ).to_dict("records")
    assert (row["units_before"], row["sessions_before"]) == (360, 3000)
    assert (row["units_after"], row["sessions_after"]) == (240, 3000)
    assert row["change"] == pytest.approx(-0.04)


def test_the_interval_is_newcombes():
    # Newcombe 1998, table II (a): 56/70 less 48/80 gives 0.0524 to 0.3339.
    rows = pd.concat([traffic([48], sessions=80), traffic([0, 0, 56], sessions=70).iloc[[2]]], ignore_index=True)
    (row,) = conversion_around_changes(
        rows, changes(("amazon-us", "B01", "2025-08-10", "content", "")), as_of="2025-09-30"
    ).to_dict("records")
    assert (row["change_low"], row["change_high"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_months_after_the_day_of_the_review_do_not_count():
    rows = conversion_around_changes(traffic([120, 120, 120, 0, 80, 20]), changes(CONTENT), as_of="2025-11-30")
    assert rows["conversion_after"].tolist() == [0.08]


def test_at_most_three_months_stand_on_each_side():
    longer = traffic([500, 120, 120, 120, 0, 80])
    rows = conversion_around_changes(
        longer, changes(("amazon-us", "B01", "2025-11-01", "price", "")), as_of="2026-01-31"
    )
    assert rows["conversion_before"].tolist() == [0.12]


def test_a_change_of_another_item_or_account_is_not_compared():
    other = changes(
        ("amazon-mx", "B01", "2025-10-08", "content", ""), ("amazon-us", "B02", "2025-10-08", "content", "")
    )
    assert conversion_around_changes(traffic([120] * 6), other, as_of="2026-01-31").empty


def test_the_largest_loss_comes_first():
    rows = pd.concat([traffic([100, 100, 100, 0, 90]), traffic([100, 100, 100, 0, 50], item="B02")], ignore_index=True)
    both = changes(CONTENT, ("amazon-us", "B02", "2025-10-08", "content", ""))
    assert conversion_around_changes(rows, both, as_of="2026-01-31")["item_id"].tolist() == ["B02", "B01"]


def test_units_beyond_sessions_give_no_interval():
    rows = conversion_around_changes(traffic([9000, 0, 0, 0, 100]), changes(CONTENT), as_of="2026-01-31")
    assert rows["change_low"].isna().all()


def test_empty_tables_give_empty_tables():
    found = conversion_around_changes(empty_table("traffic"), empty_table("changes"), as_of="2026-01-31")
    assert found.empty
    assert conversion_by_month(empty_table("traffic")).columns.tolist()[-1] == "conversion"


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="traffic: missing column sessions"):
        conversion_by_month(traffic([1]).drop(columns="sessions"))


def test_the_input_is_not_changed():
    rows, dated = traffic([120] * 5), changes(CONTENT)
    before = rows.copy(deep=True), dated.copy(deep=True)
    conversion_around_changes(rows, dated, as_of="2026-01-31")
    pd.testing.assert_frame_equal(rows, before[0])
    pd.testing.assert_frame_equal(dated, before[1])
