"""The KPI tracker as a reader of the file finds it."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from tests.workbooks.conftest import PAYLOADS, cancelled_order, opened, records, small_client
from workbench.errors import ParameterError
from workbench.kpis import kpi_table
from workbench.kpis.definitions import DEFINITIONS, definitions_of
from workbench.words import in_language, month_name
from workbench.words.kpis import kpi_name
from workbench.workbooks import kpi_tracker
from workbench.workbooks.lines import month_ends, tracker_lines

HEAD = 3
MONTH = "2026-01"


def account_rows(content: bytes, place: int = 1) -> list[dict]:
    return records(opened(content).worksheets[place], HEAD)


@pytest.fixture(scope="module")
def blank_tracker():
    """The tracker of an account of which nothing was measured, made once."""
    return kpi_tracker(small_client(), month=MONTH, lang="en")


def months(lang: str = "en") -> list[str]:
    with in_language(lang):
        return [month_name(end) for end in month_ends(MONTH)]


@pytest.mark.parametrize("platform", ["amazon", "walmart", "mercadolibre"])
def test_every_kpi_has_its_lines_where_nothing_was_measured(platform):
    rows = account_rows(kpi_tracker(small_client(platform=platform), month=MONTH, lang="en"))
    shown = [(row["KPI"].value.split(",")[0], row["Counted by"].value.split(",")[0]) for row in rows]
    for each in definitions_of(platform, market="MX"):
        sides = [side for side, has in (("our count", each.builder), ("the platform", each.reported_in)) if has]
        assert {(kpi_name(each.kpi), side) for side in sides} <= set(shown)
    order = [kpi_name(each.kpi) for each in DEFINITIONS if each.platform == platform]
    assert sorted(shown, key=lambda pair: order.index(pair[0])) == shown


def test_a_missing_figure_is_words_and_never_zero(blank_tracker):
    rows = account_rows(blank_tracker)
    for row in rows:
        assert {row[name].value for name in months()} == {"– not measured"}
        assert row["Status"].value == "– not measured" and row["Remark"].value
        assert row["Against last month"].value == "– not measured" and not row["Room left"].value
        assert not row["Comments"].value


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_the_figures_are_those_of_the_kpi_table(lumen, lang):
    book = opened(kpi_tracker(lumen, month=MONTH, lang=lang))
    assert book.sheetnames[1:] == ["amazon-us", "amazon-mx", "mercadolibre-mx"]
    with in_language(lang):
        for months_ago, end in ((0, "2026-01-31"), (1, "2025-12-31"), (5, "2025-08-31")):
            table = kpi_table(lumen, as_of=end)
            fresh = table[table["as_of"] >= pd.Timestamp(end).replace(day=1)]
            for sheet in book.worksheets[1:]:
                column = months(lang)[-1 - months_ago]
                cells = [row[column] for row in records(sheet, HEAD)]
                figures = fresh[(fresh["account"] == sheet.title) & (fresh["status"] != "unmeasured")]
                numbers = figures["rate"].fillna(figures["value"]).dropna()
                shown = [cell.value for cell in cells if cell.data_type == "n"]
                assert sorted(shown) == pytest.approx(sorted(numbers)), (sheet.title, column)
                assert len(cells) > len(shown)


def test_one_line_of_the_sample_reads_as_the_kpi_table_says(lumen):
    rows = account_rows(kpi_tracker(lumen, month=MONTH, lang="en"), place=2)
    (row,) = [
        row
        for row in rows
        if row["KPI"].value == "Valid tracking rate" and row["Counted by"].value.startswith("our count")
    ]
    cell = row["January\u00a02026"]
    assert cell.value == pytest.approx(140 / 150)
    assert cell.number_format == '"■ "0.00%" breach"'
    # A sixth of #b3261e on white: 255 - 0.16 * (255 - 179, 38, 30) = 243, 220, 219.
    assert cell.fill.fgColor.rgb == "FFF3DCDB"
    assert row["Target"].value.replace("\u00a0", " ") == "> 95%"
    assert row["Counted by"].value == "our count, 30 days"
    # 95 % of 150 must be passed: at most 7 bad ones, and there are 10.
    assert row["Room left"].value == -3
    assert row["Status"].value == "■ breach"
    before = kpi_table(lumen, as_of="2025-12-31", account="amazon-mx")
    whole = before[(before["scope"] == "") & (before["basis"] == "computed")]
    (last,) = whole.loc[whole["kpi"] == "valid_tracking_rate", "rate"]
    assert row["Against last month"].value == pytest.approx(100 * (140 / 150 - last))


def shown_figure(kpi: str, as_of: str, **fields) -> tuple[int, dict]:
    return 1, {"kpi": kpi, "scope": "", "as_of": as_of, "basis": "file", **fields}


def test_a_figure_of_the_platform_stands_in_its_own_month_only():
    client = small_client(
        reported=[shown_figure("late_shipment_rate", "2025-12-20", window_days=30, numerator=5, denominator=100)]
    )
    rows = account_rows(kpi_tracker(client, month=MONTH, lang="en"))
    (row,) = [row for row in rows if row["Counted by"].value == "the platform, 30 days"]
    assert row["December\u00a02025"].value == 0.05
    assert row["January\u00a02026"].value == "– not measured"
    assert row["Remark"].value.replace("\u00a0", " ") == "The platform last showed 5.00% on 20 Dec 2025."


def test_a_kpi_that_only_the_platform_knows_has_its_target_before_its_first_figure(blank_tracker):
    rows = account_rows(blank_tracker)
    (row,) = [row for row in rows if row["KPI"].value == "Return dissatisfaction rate"]
    table = kpi_table(small_client(), as_of="2026-01-31")
    (target,) = table.loc[table["kpi"] == "return_dissatisfaction_rate", "target"]
    assert (target, row["Target"].value) == (0.1, "<\u00a010%")
    late = shown_figure("return_dissatisfaction_rate", "2026-01-20", window_days=30, rate=0.05)
    rows = account_rows(kpi_tracker(small_client(reported=[late]), month=MONTH, lang="en"))
    (row,) = [row for row in rows if row["KPI"].value == "Return dissatisfaction rate"]
    assert row["January\u00a02026"].value == 0.05 and row["December\u00a02025"].value == "– not measured"


def test_a_line_never_borrows_the_target_of_another_window():
    figure = {"numerator": 5, "denominator": 100, "target": 0.04, "comparator": "lt"}
    client = small_client(
        order_lines=[cancelled_order(1)],
        reported=[shown_figure("late_shipment_rate", "2026-01-31", window_days=30, **figure)],
    )
    rows = account_rows(kpi_tracker(client, month=MONTH, lang="en"))
    targets = {row["Counted by"].value: row["Target"].value for row in rows if row["KPI"].value == "Late shipment rate"}
    table = kpi_table(client, as_of="2026-01-31")
    computed = table[(table["kpi"] == "late_shipment_rate") & (table["basis"] == "computed")]
    judged = dict(zip(computed["window_days"], computed["target"].notna(), strict=True))
    assert judged == {10: False, 30: True}
    assert targets["our count, 10 days"] == "no rule"
    assert {targets["our count, 30 days"], targets["the platform, 30 days"]} == {"<\u00a04%"}


def test_a_score_and_a_label_stand_as_they_are():
    client = small_client(
        reported=[
            shown_figure("account_health_rating", "2026-01-31", window_days=181, value=644.0, target=200.0),
            shown_figure("account_status", "2026-01-31", window_days=0, platform_status="AT_RISK"),
        ]
    )
    rows = {row["KPI"].value: row for row in account_rows(kpi_tracker(client, month=MONTH, lang="en"))}
    rating = rows["Account health rating"]["January\u00a02026"]
    assert (rating.value, rating.number_format) == (644, '"● "#,##0" on target"')
    assert rows["Account status"]["January\u00a02026"].value == "◆ AT_RISK at risk"


def test_the_frozen_baseline_is_shown_and_said_to_be_frozen():
    client = small_client(order_lines=[cancelled_order(7)])
    frozen = kpi_table(client, as_of="2026-01-31").assign(as_of=pd.Timestamp("2025-03-31"))
    frozen.loc[frozen["kpi"] == "pre_fulfilment_cancellation_rate", "rate"] = 0.125
    with_baseline = dataclasses.replace(client, baseline=frozen)
    content = kpi_tracker(with_baseline, month=MONTH, lang="en")
    cover = {row[0].value: row[1].value for row in opened(content).worksheets[0].iter_rows()}
    assert cover["Baseline"].replace("\u00a0", " ") == "frozen, as of 31 Mar 2025"
    (row, *_) = [row for row in account_rows(content) if row["KPI"].value == "Cancellation rate before shipping"]
    assert row["Baseline"].value == 0.125 and row["January\u00a02026"].value == 1.0


def test_a_kpi_in_a_line_keeps_the_owner_of_the_month():
    client = small_client()
    owners = [{"role": "o", "person": "Before", "account": "amazon-mx", "from": "2025-01-01", "to": "2025-12-31"}]
    owners += [{"role": "o", "person": "After", "account": "amazon-mx", "from": "2026-01-01"}]
    profile = type(client.profile).model_validate({**client.profile.model_dump(by_alias=True), "owners": owners})
    changed = dataclasses.replace(client, profile=profile)
    assert {line.owner for line in tracker_lines(changed, account="amazon-mx", month="2025-12")} == {"Before"}
    assert {line.owner for line in tracker_lines(changed, account="amazon-mx", month="2026-01")} == {"After"}


def test_words_from_outside_are_never_formula_or_link():
    shown = [shown_figure(word, "2026-01-31", scope=word, value=1.0, platform_status=word) for word in PAYLOADS]
    client = small_client(owner=PAYLOADS[0], reported=shown)
    words = {word.strip() for word in PAYLOADS}  # a profile holds no blanks around its words
    usual = client.profile.owners[0].model_dump(by_alias=True)
    owners = [usual, *({**usual, "kpi": word, "person": word} for word in words)]
    profile = type(client.profile).model_validate({**client.profile.model_dump(by_alias=True), "owners": owners})
    client = dataclasses.replace(client, profile=profile, files=tuple(PAYLOADS))
    content = kpi_tracker(client, month=MONTH, lang="en")
    book = opened(content)
    assert words <= {row["Owner"].value for row in account_rows(content)}
    assert words <= {str(cell.value).strip() for cell in book.worksheets[0]["A"]}
    kpis = {str(cell.value).strip() for cell in book.worksheets[1]["A"]}
    assert all(any(kpi.startswith(word) for kpi in kpis) for word in words)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n", "d") and cell.hyperlink is None for cell in row)
        assert not sheet._hyperlinks


def test_each_sheet_is_set_up_to_be_read_and_printed():
    book = opened(kpi_tracker(small_client(), month=MONTH, lang="en", is_draft=True))
    sheet = book["amazon-mx"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D4", "$3:$3")
    for each in book:
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        assert (each.page_setup.fitToHeight, each.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
        assert each.oddHeader.center.text == "&BDRAFT"
    assert sheet.column_dimensions["A"].width > 20
    assert book.worksheets[0]["A2"].value == "This is a draft. It has not been approved yet."


def test_the_same_client_and_month_give_the_same_bytes():
    one, other = (kpi_tracker(small_client(), month=MONTH, lang="zh") for _ in range(2))
    assert one == other
    assert opened(one).properties.created.date().isoformat() == "2026-01-31"


@pytest.mark.parametrize("asked", [{"month": "2026-1", "lang": "en"}, {"month": MONTH, "lang": "fr"}])
def test_a_month_or_language_that_is_none_is_refused(asked):
    with pytest.raises(ParameterError, match=r"2026-1|'fr'"):
        kpi_tracker(small_client(), **asked)
