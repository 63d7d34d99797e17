"""What a client reads of the intake: next steps first, masked, in the client's language."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.words import in_language
from workbench.words.formats import NBSP
from workbench.words.intake import identity_sentence, refused_row_sentence, repeats_sentence
from workbench.words.intake_report import data_month, intake_report

FATES = {"rows": 0, "kept": 0, "repeated": 0, "superseded": 0, "structural": 0, "refused": 0, "entries": 0}
BLANK = {
    **dict.fromkeys(("account", "export", "title", "first_day", "last_day", "note", "delete_by", "redacted"), ""),
    **FATES,
}
ORDERS = {"file": "amazon-mx/orders.txt", "account": "amazon-mx", "title": "Amazon All Orders", "status": "read"}
BAD = {"file": "mx/ventas_ene.xlsx", "row": "80", "column": "Total (MXN)", "value": "12,5O"}
NUMBER = "not a number such as 1,234.56"


def intake(*files, refused=(), structural=(), totals=(), questions=(), coverage=()):
    return SimpleNamespace(
        files=pd.DataFrame([{**BLANK, **file} for file in files], columns=["file", "status", *BLANK]),
        refused=pd.DataFrame(refused, columns=["file", "row", "column", "value", "reason"]),
        structural=pd.DataFrame(structural, columns=["file", "kind", "rows"]),
        totals=pd.DataFrame(
            totals, columns=["file", "name", "stated", "found", "difference", "currency", "where", "holds"]
        ),
        questions=pd.DataFrame(questions, columns=["file", "sha256", "question", "text", "proposal"]),
        coverage=pd.DataFrame(coverage, columns=["export", "title", "account", "day", "rows"]),
    )


def part(found, title, **options):
    report = intake_report(found, client="Casa", on="2026-02-03", **options)
    return next((each for each in report.parts if each.title == title), None)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", f"row 80 of mx/ventas_ene.xlsx: 'Total (MXN)' holds '12,5O', which is {NUMBER}"),
        ("zh", "mx/ventas_ene.xlsx 第 80 行：“Total (MXN)”的内容是“12,5O”，不是数字（例如 1,234.56）"),
        ("es", "fila 80 de mx/ventas_ene.xlsx: 'Total (MXN)' contiene '12,5O', que no es un número como 1,234.56"),
    ],
)
def test_a_refused_row_is_a_sentence_in_each_language(lang, said):
    with in_language(lang):
        assert refused_row_sentence({**BAD, "reason": NUMBER}) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "", "reason": "blank"}, "row 80 of mx/ventas_ene.xlsx: 'Total (MXN)': blank"),
        ({"reason": "below zero"}, "row 80 of mx/ventas_ene.xlsx: 'Total (MXN)' holds '12,5O': below zero"),
        (
            {"column": "", "value": "", "reason": "9 fields where the header has 33"},
            "row 80 of mx/ventas_ene.xlsx: 9 fields where the header has 33",
        ),
        (
            {"row": "$.orders[3]", "reason": "below zero"},
            "$.orders[3] in mx/ventas_ene.xlsx: 'Total (MXN)' holds '12,5O': below zero",
        ),
        (
            {"value": "ana@example.com", "reason": NUMBER},
            f"row 80 of mx/ventas_ene.xlsx: 'Total (MXN)' holds '[email]', which is {NUMBER}",
        ),
    ],
)
def test_the_sentence_fits_what_is_known_of_the_row(changes, said):
    assert refused_row_sentence({**BAD, **changes}) == said


def test_the_rows_of_a_file_add_up_and_fates_of_no_row_are_left_out():
    fates = {**FATES, "rows": 1204, "kept": 1180, "repeated": 12, "structural": 12}
    assert identity_sentence(fates, {"repeated header": 2, "package (parent row)": 10}) == (
        "1,204 = 1,180 kept + 12 repeated + 12 without data of their own (repeated header: 2, package (parent row): 10)"
    )


def test_the_entries_of_a_money_report_are_counted_apart():
    ledger = {**ORDERS, "rows": 10, "kept": 9, "structural": 1, "entries": 25}
    orders = {**ORDERS, "file": "amazon-mx/more.txt", "rows": 10, "kept": 10, "entries": 10}
    rows = part(intake(ledger, orders), "What was read, file by file").rows
    assert [row[-1] for row in rows] == ["25", ""]


def test_totals_that_differ_stand_first_with_the_row_that_states_them():
    totals = [
        (ORDERS["file"], "Total", 582.89, 582.89, 0.0, "MXN", "2", True),
        (ORDERS["file"], "Tax", 10.0, 12.5, 2.5, "MXN", "7", False),
    ]
    shown = part(intake(ORDERS, totals=totals), "Control totals")
    assert shown.texts == ("1 of 2 totals that the files state themselves agree with their rows to the cent.",)
    assert shown.rows == (
        (ORDERS["file"], "Tax", f"10.00{NBSP}MXN", f"12.50{NBSP}MXN", "+2.50", "7"),
        (ORDERS["file"], "Total", f"582.89{NBSP}MXN", f"582.89{NBSP}MXN", "0.00", "2"),
    )


def test_five_rows_of_one_cause_are_told_and_the_rest_is_counted():
    refused = [{**BAD, "row": str(row), "reason": NUMBER} for row in range(2, 10)]
    items = part(intake(ORDERS, refused=refused), "Refused rows").items
    assert [item.partition(" of ")[0] for item in items[:5]] == [f"row {row}" for row in range(2, 7)]
    assert items[5:] == ("3 more rows of mx/ventas_ene.xlsx have the same fault in 'Total (MXN)'.",)


def test_the_client_is_asked_for_what_the_files_lack():
    found = intake(
        {**ORDERS, "refused": 1},
        {"file": "amazon-mx/a.txt", "status": "refused", "note": "a.txt: the file is empty. Hint: download it again."},
        {"file": "amazon-mx/b.csv", "status": "unknown", "note": "no heading is known: x"},
        questions=[("amazon-mx/c.csv", "", "account", "Which account is this file of (a, b)?", "a")],
    )
    assert part(found, "What we need from you").items == (
        "Download amazon-mx/a.txt again and send it as it is, without opening it: the file is empty. Hint: download it "
        "again.",
        "Tell us what amazon-mx/b.csv is, and from where it was exported.",
        "amazon-mx/c.csv: Which account is this file of (a, b)? (perhaps a)",
        "Correct the 1 refused row of amazon-mx/orders.txt where it was made and export again, or tell us that it can "
        "stay out.",
    )


def test_a_client_whose_files_are_all_well_is_asked_for_nothing():
    assert part(intake(ORDERS), "What we need from you").items == ("Nothing. Thank you.",)


def test_a_missing_file_is_named_with_its_days_and_how_to_get_it():
    missing = pd.DataFrame(
        {
            "export": ["costs"],
            "title": ["Costs (our template)"],
            "account": [""],
            "missing_from": [pd.Timestamp("2026-01-01")],
            "missing_until": [pd.Timestamp("2026-01-31")],
        }
    )
    found = intake(ORDERS)
    shown = part(found, f"Still missing for January{NBSP}2026", month="2026-01", missing=missing)
    assert [item.replace(NBSP, " ") for item in shown.items] == ["Costs (our template): 1 Jan 2026 – 31 Jan 2026"]
    (step,) = part(found, "What we need from you", month="2026-01", missing=missing).items
    assert step.startswith("Send Costs (our template). Fill in the template costs.csv")


def test_files_with_the_same_remark_stand_together():
    note = "units by date: 3; by item: 4"
    files = [{**ORDERS, "file": f"amazon-mx/{name}.json", "note": note} for name in "ab"]
    assert part(intake(*files), "What was noticed").rows == (("amazon-mx/a.json, amazon-mx/b.json", note),)


def test_personal_values_in_remarks_and_questions_are_masked():
    found = intake(
        {"file": "mx/x.csv", "status": "unknown", "note": "no heading is known: Ana, ana@example.com, +52 33 1234 5678"}
    )
    (row,) = part(found, "Files not read").rows
    assert row[-1] == "no heading is known: Ana, [email], [phone]"


@pytest.mark.parametrize(
    ("last", "month"), [("2026-01-31", "2026-01"), ("2026-02-03", "2026-01"), ("2026-01-30", "2025-12")]
)
def test_the_month_is_the_last_that_the_accounts_rows_reach_to_the_end_of(last, month):
    days = [("o", "Orders", "amazon-mx", last, 1), ("fx", "Rates", "", "2026-05-05", 1)]
    assert data_month(intake(coverage=days).coverage) == month


def test_without_dated_rows_there_is_no_month():
    assert data_month(intake().coverage) == ""


def test_rows_that_came_again_are_counted_over_all_files():
    files = intake({**ORDERS, "rows": 100, "repeated": 7, "superseded": 3}).files
    assert repeats_sentence(files) == "10 of 100 rows came more than once, most of them in Amazon All Orders."


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_the_whole_report_is_in_the_readers_language(lang):
    with in_language(lang):
        report = intake_report(intake(ORDERS), client="Casa", on="2026-02-03")
    assert "files of" not in report.title
    assert not any(each.title.isascii() and " " in each.title and lang == "zh" for each in report.parts)


def test_the_frames_are_not_changed():
    found = intake({**ORDERS, "note": "units by date: 3; by item: 4"}, refused=[{**BAD, "reason": NUMBER}])
    before = {name: frame.copy(deep=True) for name, frame in vars(found).items()}
    intake_report(found, client="Casa", on="2026-02-03")
    assert all(frame.equals(before[name]) for name, frame in vars(found).items())


@pytest.mark.parametrize(("account", "asked"), [("amazon-mx", True), ("", False)])
def test_only_an_account_is_asked_about_a_week_without_rows(account, asked):
    days = [*pd.date_range("2026-01-01", periods=9), *pd.date_range("2026-02-01", periods=9)]
    rows = [("fred-fx", "FRED exchange rates", account, str(day.date()), 1) for day in days]
    steps = part(intake(coverage=rows), "What we need from you").items
    assert any("no rows from 10 Jan 2026 to 31 Jan 2026" in step.replace("\xa0", " ") for step in steps) == asked


def test_a_file_that_was_stopped_says_how_many_rows_were_not_taken():
    found = intake({**ORDERS, "status": "refused", "rows": 1_234, "kept": 0, "note": "the file is empty"})
    shown = part(found, "Files not read")
    assert shown.head == ("File", "State", "Export", "Data rows", "Why")
    assert shown.rows[0][3:] == ("1,234, none taken", "the file is empty")
