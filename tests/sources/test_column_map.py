"""A column map: proposed by name and shape, said by a person, checked against the file, and read by."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from workbench.errors import (
    AmbiguousFormat,
    MissingColumn,
    OpenQuestions,
    ParameterError,
    UnknownExport,
    UnreadableFile,
)
from workbench.sources import read, recognise
from workbench.sources.column_map import MAPPED, column_map, layout_key
from workbench.sources.mapped.dialog import ask_map
from workbench.sources.mapped.draft import Draft, draft_of, finish
from workbench.sources.mapped.layout import find_layout
from workbench.sources.mapped.personal import has_personal_cells, is_personal_heading
from workbench.sources.mapped.preview import preview
from workbench.sources.mapped.proposing import propose_columns, propose_table

HEADER = ("Order ID", "Buyer Name", "Ship by", "Ship confirmation date", "Carrier", "Tracking number", "Result")
ROW = {
    **{"Order ID": "111-1", "Buyer Name": "Ana Inventada", "Ship by": "01/15/2026", "Carrier": "USPS"},
    **{"Ship confirmation date": "01/16/2026 10:00", "Tracking number": "TB 1", "Result": "late"},
}
OTHER = ROW | {"Order ID": "111-2", "Ship confirmation date": "01/14/2026 23:30", "Tracking number": ""}
SHIPMENTS = Draft(
    table="packages",
    title="Late shipments",
    columns={
        **{"Order ID": "order_id", "Ship by": "order_lines.ship_by_at", "Ship confirmation date": "confirmed_at"},
        **{"Carrier": "carrier", "Tracking number": "tracking_id"},
    },
    zone="account",
    source="platform",
    rows="every",
)
ACCOUNTS = ("amazon-us", "amazon-mx", "mercadolibre-mx")


@pytest.fixture
def by_map(context):
    """Finish a draft on a file and read the file by it; the row identity is checked."""

    def take(content: bytes, draft: Draft, *, account: str = "amazon-us", **answers: str):
        found = finish(draft, find_layout("file", content), accounts=ACCOUNTS)
        given = replace(context(account, **answers), maps=(found,))
        told = recognise("file", content, context=given)
        assert (told.export, told.status, told.questions) == (MAPPED, "read", ())
        result = read("file", content, export=MAPPED, context=given)
        kept = result.tables[result.primary]["where"].nunique()
        parts = kept + sum(result.structural.values()) + result.repeated + result.refused_rows
        assert result.physical_rows == parts
        return result

    return take


def orders(**said) -> Draft:
    columns = {"no": "order_id", "code": "sku", "n": "quantity", "amount": "unit_price", "at": "ordered_at"}
    spoken = {"table": "order_lines", "columns": columns, "zone": "America/Mexico_City", "rows": "every"}
    return Draft(**{**spoken, "values": {"currency": "MXN"}, **said})


def table_of(comma, *rows):
    return comma(
        ("no", "code", "n", "amount", "at"),
        [dict(zip(("no", "code", "n", "amount", "at"), r, strict=True)) for r in rows],
    )


# --- proposals


def test_columns_are_proposed_by_name_and_shape_and_persons_never(comma):
    layout = find_layout("file", comma(HEADER, [ROW, OTHER]))
    assert propose_table(layout) == "packages"
    assert propose_columns(layout, "packages") == {
        "Order ID": "order_id",
        "Ship by": "order_lines.ship_by_at",
        "Ship confirmation date": "confirmed_at",
        "Carrier": "carrier",
        "Tracking number": "tracking_id",
    }


def test_a_column_whose_cells_have_another_shape_is_not_proposed(comma):
    layout = find_layout("file", comma(HEADER, [ROW | {"Ship by": "soon"}]))
    assert "Ship by" not in propose_columns(layout, "packages")


@pytest.mark.parametrize(
    ("heading", "field"),
    [("订单号", "order_id"), ("Número de pedido", "order_id"), ("SKU del vendedor", "sku"), ("下单时间", "ordered_at"),
     ("Unidades", "quantity"), ("amazon-order-id", "order_id"), ("Order Nmber", "order_id")],
)  # fmt: skip
def test_headings_of_three_languages_and_of_our_exports_are_known(comma, heading, field):
    cell = {"ordered_at": "2026-01-05 10:00", "quantity": "3"}.get(field, "X-1")
    layout = find_layout("file", comma((heading, "zzz"), [{heading: cell, "zzz": "?"}]))
    assert propose_columns(layout, "order_lines") == {heading: field}


@pytest.mark.parametrize(
    "heading", ["Buyer Name", "收货人姓名", "Teléfono", "ship-to name", "RFC", "Código postal", "name"]
)
def test_headings_that_name_persons_are_personal(heading):
    assert is_personal_heading(heading)


@pytest.mark.parametrize(
    "heading", ["Product name", "Shop name", "Carrier name", "Customer Order ID", "Reason", "国家"]
)
def test_other_headings_are_not(heading):
    assert not is_personal_heading(heading)


@pytest.mark.parametrize(
    ("cells", "personal"),
    [(["ana@example.com", "x"], True), (["XAXX010101000", "GODE561231GR8"], True), (["YTAB999999123"], False),
     (["+52 33 1234 5678"], True), (["2000000001"], False), ([], False)],
)  # fmt: skip
def test_cells_tell_a_personal_column_too(cells, personal):
    import pyarrow as pa

    assert has_personal_cells(pa.array(cells, pa.large_string())) is personal


def test_the_header_is_found_below_a_preamble(comma):
    layout = find_layout("file", comma(HEADER, [ROW], preamble=[["Report of January"], []]))
    assert (layout.header_row, layout.headings) == (3, HEADER)


def test_a_file_that_is_no_table_is_refused():
    with pytest.raises(UnreadableFile, match="no table: PDF"):
        find_layout("file.pdf", b"%PDF-1.7 ...")


# --- reading


@pytest.mark.parametrize("container", ["csv", "xlsx", "tsv"])
def test_a_late_shipment_download_gives_deadlines_and_parcels(container, comma, tsv, workbook, by_map):
    rows = [ROW, OTHER]
    made = {
        "csv": lambda: comma(HEADER, rows),
        "tsv": lambda: tsv(HEADER, rows),
        "xlsx": lambda: workbook([HEADER, *([row[name] for name in HEADER] for row in rows)]),
    }
    result = by_map(made[container](), SHIPMENTS)
    parcels, lines = result.tables["packages"], result.tables["order_lines"]
    # A parcel is named by its carrier's number, else by its order.
    assert parcels[["order_id", "package_id"]].values.tolist() == [["111-1", "TB1"], ["111-2", "111-2"]]
    assert parcels["confirmed_at"].tolist() == [
        pd.Timestamp("2026-01-16T18:00Z"),
        pd.Timestamp("2026-01-15T07:30Z"),
    ]
    assert lines[["order_id", "line_id"]].values.tolist() == [["111-1", "order"], ["111-2", "order"]]
    # A deadline without a clock time is the last instant of its day in the account's zone.
    assert lines["ship_by_at"].dt.ceil("s").tolist() == [pd.Timestamp("2026-01-16T08:00Z")] * 2
    assert "Inventada" not in "".join(frame.to_csv() for frame in result.tables.values())


def test_another_row_of_a_parcel_is_layout_and_an_exact_copy_is_repeated(comma, by_map):
    result = by_map(comma(HEADER, [ROW, ROW, ROW | {"Result": "?"}]), SHIPMENTS)
    assert (result.repeated, result.structural) == (1, {"further row of a parcel": 1})


def test_claims_get_their_kind_from_words_or_for_every_row(comma, by_map):
    header = ("Pedido", "Tipo", "Fecha del reclamo")
    rows = [
        {"Pedido": "7", "Tipo": "A-to-z", "Fecha del reclamo": "31/01/2026"},
        {"Pedido": "8", "Tipo": "1 star", "Fecha del reclamo": "02/01/2026"},
    ]
    columns = {"Pedido": "order_id", "Fecha del reclamo": "opened_at"}
    draft = Draft(table="defects", columns=columns, values={"kind": "claim"}, zone="UTC")
    assert by_map(comma(header, rows), draft).tables["defects"]["kind"].tolist() == ["claim", "claim"]
    words = {"kind": {"A-to-Z": "claim", "1 star": "negative_feedback"}}
    draft = replace(draft, columns=columns | {"Tipo": "kind"}, values={}, words=words)
    found = by_map(comma(header, rows), draft).tables["defects"]
    assert found["kind"].tolist() == ["claim", "negative_feedback"]
    # The 31st shows that days come first, so the 2nd of January is no 1st of February.
    assert found["opened_at"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-31", "2026-01-02"]


def test_a_list_of_orders_with_comma_decimals(comma, by_map):
    result = by_map(table_of(comma, ("1", "A", "2", "1.234,50", "2026-01-05 10:00")), orders())
    line = result.tables["order_lines"].iloc[0]
    assert (line["unit_price"], line["quantity"], line["currency"], line["line_id"]) == (1234.5, 2, "MXN", "A#1")
    assert line["ordered_at"] == pd.Timestamp("2026-01-05T16:00Z")


def test_rows_go_to_the_account_of_their_shop(comma, by_map):
    header = ("店铺", "单号", "商品", "件")
    rows = [
        {"店铺": "美国店01", "单号": "1", "商品": "A", "件": "1"},
        {"店铺": "amazon-mx", "单号": "2", "商品": "B", "件": "1"},
    ]
    columns = {"店铺": "account", "单号": "order_id", "商品": "sku", "件": "quantity"}
    draft = Draft(table="order_lines", columns=columns, rows="every")
    lines = by_map(comma(header, rows), draft, account="").tables["order_lines"]
    assert lines[["account", "market"]].values.tolist() == [["amazon-us", "US"], ["amazon-mx", "MX"]]


def test_times_of_several_accounts_are_each_in_their_own_zone(comma, by_map):
    header = ("店铺", "单号", "商品", "件", "时间")
    rows = [
        {"店铺": shop, "单号": "1", "商品": "A", "件": "1", "时间": "2026-01-05 10:00"}
        for shop in ("美国店01", "墨西哥店01")
    ]
    columns = {"店铺": "account", "单号": "order_id", "商品": "sku", "件": "quantity", "时间": "ordered_at"}
    draft = Draft(table="order_lines", columns=columns, rows="every", zone="account")
    lines = by_map(comma(header, rows), draft, account="").tables["order_lines"]
    assert lines["ordered_at"].dt.hour.tolist() == [18, 16]


def test_traffic_asks_for_the_days_it_covers(comma, context, by_map):
    content = comma(("ASIN", "Visitas", "Share"), [{"ASIN": "B0A", "Visitas": "12", "Share": "45%"}])
    draft = Draft(table="traffic", columns={"ASIN": "item_id", "Visitas": "sessions", "Share": "featured_offer_share"})
    with pytest.raises(OpenQuestions, match="numbers"):
        by_map(content, draft)
    draft = replace(draft, numbers="point")
    traffic = by_map(content, draft, period="2026-01-01/2026-01-31").tables["traffic"]
    assert traffic[["sessions", "featured_offer_share"]].values.tolist() == [[12, 0.45]]
    assert traffic["end_date"].tolist() == [pd.Timestamp("2026-01-31")]
    found = finish(draft, find_layout("file", content), accounts=ACCOUNTS)
    questions = recognise("f", content, context=replace(context("amazon-us"), maps=(found,))).questions
    assert [question.key for question in questions] == ["period"]


def test_equal_lines_of_a_money_report_stay_two_entries(comma, by_map):
    header = ("Fecha", "Concepto", "Importe", "Nota")
    row = {"Fecha": "2026-01-05", "Concepto": "Guía", "Importe": "-80.50"}
    columns = {"Fecha": "posted_at", "Concepto": "kind", "Importe": "amount"}
    draft = Draft(table="ledger", columns=columns, values={"currency": "account"}, zone="account", numbers="point")
    ledger = by_map(comma(header, [row | {"Nota": "a"}, row | {"Nota": "b"}]), draft).tables["ledger"]
    assert ledger["amount"].tolist() == [-80.5, -80.5]
    assert ledger["entry"].is_unique
    assert ledger["currency"].unique().tolist() == ["USD"]


def test_bad_cells_are_refused_with_their_row(comma, by_map):
    rows = [
        ("1", "A", "1", "1.50", "2026-01-05"),
        ("2", "A", "x", "1.50", "2026-01-05"),
        ("3", "A", "1", "1.50", "soon"),
    ]
    many = [(str(n), "A", "1", "1.50", "2026-01-05") for n in range(10, 60)]
    result = by_map(table_of(comma, *rows, *many), orders(dates="iso", numbers="point"))
    assert result.refused[["where", "value"]].values.tolist() == [["3", "x"], ["4", "soon"]]


def test_a_layout_is_its_set_of_headings_in_any_order(comma, context):
    found = finish(SHIPMENTS, find_layout("file", comma(HEADER, [ROW])), accounts=ACCOUNTS)
    turned = comma(tuple(reversed(HEADER)), [ROW])
    assert recognise("f", turned, context=replace(context("amazon-us"), maps=(found,))).export == MAPPED
    assert layout_key(["a", "b"]) == layout_key(["b", "a"]) != layout_key(["a"])


def test_a_column_more_is_another_layout_and_the_map_is_named_as_nearest(comma, context):
    found = finish(SHIPMENTS, find_layout("file", comma(HEADER, [ROW])), accounts=ACCOUNTS)
    told = recognise("f", comma((*HEADER, "Extra"), [ROW]), context=replace(context("amazon-us"), maps=(found,)))
    assert (told.status, told.nearest, told.differs) == (
        "unknown",
        "the column map 'Late shipments'",
        "not known: extra",
    )


def test_without_its_map_a_file_is_not_read(comma, context):
    with pytest.raises(UnknownExport, match="no column map has these headings"):
        read("f", comma(HEADER, [ROW]), export=MAPPED, context=context("amazon-us"))


def test_a_map_comes_back_from_its_entry(comma):
    found = finish(SHIPMENTS, find_layout("file", comma(HEADER, [ROW])), accounts=ACCOUNTS)
    again = column_map({**found.to_entry(), "by": "Li", "at": "2026-02-01", "key": found.key})
    assert (again, again.digest) == (found, found.digest)
    assert replace(found, zone="UTC").digest != found.digest


# --- what is said and what is not


def test_days_that_can_be_read_two_ways_are_asked_about(comma):
    layout = find_layout("file", table_of(comma, ("1", "A", "1", "2.50", "03/04/2026")))
    with pytest.raises(
        AmbiguousFormat, match=r"'03/04/2026' is 2026-04-03 \(day first\) or 2026-03-04 \(month first\)"
    ):
        finish(orders(numbers="point"), layout, accounts=ACCOUNTS)
    assert (
        finish(orders(numbers="point", dates="day first"), layout, accounts=ACCOUNTS).forms["ordered_at"] == "day first"
    )


def test_numbers_that_can_be_read_two_ways_are_asked_about(comma):
    layout = find_layout("file", table_of(comma, ("1", "A", "1", "1.234", "2026-01-05")))
    with pytest.raises(AmbiguousFormat, match=r"'1.234' is 1.234 \(point\) or 1,234 \(comma\)"):
        finish(orders(), layout, accounts=ACCOUNTS)
    assert finish(orders(numbers="comma"), layout, accounts=ACCOUNTS).forms["unit_price"] == "comma"


def test_the_cells_decide_where_only_one_reading_fits_whatever_is_said(comma):
    layout = find_layout("file", table_of(comma, ("1", "A", "1", "1.234,50", "31/01/2026")))
    found = finish(orders(numbers="point", dates="month first"), layout, accounts=ACCOUNTS)
    assert found.forms == {"unit_price": "comma", "ordered_at": "day first"}


def test_all_that_is_not_said_is_told_at_once(comma):
    layout = find_layout("file", table_of(comma, ("1", "A", "1", "5", "2026-01-05")))
    with pytest.raises(OpenQuestions, match=r"rows .*values.currency .*zone .*numbers"):
        finish(Draft(table="order_lines", columns=orders().columns), layout, accounts=ACCOUNTS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"table": "order_line"}, "did you mean 'order_lines'"),
        ({"columns": {"noo": "order_id"}}, "no column 'noo'"),
        ({"columns": {"no": "order_idd"}}, "did you mean 'order_id'"),
        ({"columns": {"no": "order_id", "code": "order_id"}}, "'order_id' is filled twice"),
        ({"zone": "Mars/Base"}, "zone: 'Mars/Base'"),
        ({"account": "ebay"}, "account: 'ebay'"),
        ({"source": "me"}, "source: 'me'"),
        ({"numbers": "dot"}, "numbers: 'dot'"),
        ({"rows": "only the bad ones"}, "gives no rate"),
        ({"values": {"status": "gone"}}, "values.status: 'gone'"),
        ({"words": {"status": {"x": "gone"}}}, "words.status: 'gone'"),
    ],
)
def test_faults_of_a_map_are_named(comma, change, message):
    layout = find_layout("file", table_of(comma, ("1", "A", "1", "2.50", "2026-01-05")))
    with pytest.raises(ParameterError, match=message):
        finish(orders(**{"numbers": "point", **change}), layout, accounts=ACCOUNTS)


def test_a_column_of_persons_can_not_be_mapped(comma):
    columns = {**SHIPMENTS.columns, "Buyer Name": "order_lines.title"}
    with pytest.raises(ParameterError, match="'Buyer Name' looks like a column of persons"):
        finish(replace(SHIPMENTS, columns=columns), find_layout("file", comma(HEADER, [ROW])), accounts=ACCOUNTS)


def test_words_of_a_closed_list_need_a_meaning(comma):
    columns = {**SHIPMENTS.columns, "Result": "order_lines.status"}
    with pytest.raises(ParameterError, match="the words late of 'Result' have no meaning yet"):
        finish(replace(SHIPMENTS, columns=columns), find_layout("file", comma(HEADER, [ROW])), accounts=ACCOUNTS)


def test_a_map_file_with_an_unknown_name_is_refused():
    with pytest.raises(ParameterError, match="did you mean 'columns'"):
        draft_of({"table": "packages", "colums": {}}, where="map.yml")
    with pytest.raises(ParameterError, match="'columns' is no list"):
        draft_of({"table": "packages", "columns": "x"}, where="map.yml")


def test_the_dialog_asks_each_column_and_only_what_is_open(comma):
    layout = find_layout("inbox/late.csv", comma(HEADER, [ROW, OTHER]))
    asked, told = [], []

    def ask(text, proposal):
        asked.append((text.partition(" (")[0], proposal))
        return "account" if text.startswith("Zone") else proposal

    found = ask_map(layout, ask=ask, tell=told.append, accounts=ACCOUNTS)
    expected = finish(replace(SHIPMENTS, title="late", source="erp"), layout, accounts=ACCOUNTS)
    assert found == expected
    assert asked == [
        *(("One row is", "packages"), ("A name for this layout", "late"), ("The file lists", "every")),
        *(("'Order ID'", "order_id"), ("'Ship by'", "order_lines.ship_by_at")),
        *(("'Ship confirmation date'", "confirmed_at"), ("'Carrier'", "carrier"), ("'Tracking number'", "tracking_id")),
        *(("'Result'", "-"), ("Zone of its times, such as Asia/Shanghai, or 'account'", "account")),
        *(("Account of every file of this layout", "folder"), ("Whose figures these are", "erp")),
    ]
    assert "left out, for they look personal: Buyer Name" in told


def test_a_correction_proposes_what_was_said_before(comma):
    layout = find_layout("inbox/late.csv", comma(HEADER, [ROW]))
    before = finish(replace(SHIPMENTS, zone="Asia/Tokyo", account="amazon-mx"), layout, accounts=ACCOUNTS)
    again = ask_map(
        layout, ask=lambda text, proposal: proposal, tell=lambda text: None, accounts=ACCOUNTS, before=before
    )
    assert again == before


def test_the_dialog_asks_again_and_asks_once_how_twofold_days_are_written(comma):
    layout = find_layout("o.csv", table_of(comma, ("1", "A", "1", "9.99", "03/04/2026")))
    fields = {"no": "order_id", "code": "sku", "n": "quantity", "amount": "unit_price", "at": "ordered_at"}
    asked = []

    def ask(text, proposal):
        asked.append(text)
        if "two ways" in text:
            return "day first" if asked.count(text) else "?"
        if text.startswith("'"):
            return fields.get(text.split("'")[1], "nonsense")
        answers = {"One row": "order_lines", "Zone": "UTC", "Currency": "mxn"}
        return next((answer for start, answer in answers.items() if text.startswith(start)), proposal)

    found = ask_map(layout, ask=ask, tell=lambda text: None, accounts=ACCOUNTS)
    assert sum("two ways" in text for text in asked) == 1
    assert (found.forms["ordered_at"], found.values) == ("day first", {"currency": "MXN"})


def test_the_preview_shows_three_rows_as_they_will_be_read(comma, context):
    layout = find_layout(
        "file", comma(HEADER, [ROW | {"Order ID": str(n), "Tracking number": f"T{n}"} for n in range(5)])
    )
    shown = preview(finish(SHIPMENTS, layout, accounts=ACCOUNTS), layout, context("amazon-us"))
    assert shown.tables["packages"]["order_id"].tolist() == ["0", "1", "2"]
    assert (shown.rows, shown.refused, "promised_at" in shown.tables["packages"]) == (5, 0, False)


def test_a_mapped_file_that_lost_a_column_in_the_draft_is_not_read_half(comma, context):
    found = finish(SHIPMENTS, find_layout("file", comma(HEADER, [ROW])), accounts=ACCOUNTS)
    broken = replace(found, columns={**found.columns, "gone": "promised_at"})
    with pytest.raises(MissingColumn):
        read("f", comma(HEADER, [ROW]), export=MAPPED, context=replace(context("amazon-us"), maps=(broken,)))
