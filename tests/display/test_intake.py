import re
from dataclasses import replace

import pandas as pd
import pytest

from workbench.display.intake import (
    show_coverage,
    show_fan_out,
    show_intake,
    show_intake_summary,
    show_questions,
    show_refused,
    show_refused_cells,
    show_structural,
    show_totals,
)
from workbench.words import in_language


def text_of(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.data)).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "1 of 2 files were read, with 1,204 rows: 1,180 kept, 12 repeated, 8 replaced by a newer state, 3 without "
            "data of their own, 1 refused. Files not read: not recognised 1.",
        ),
        (
            "zh",
            "2 个文件中读取了 1 个，共 1,204 行：保留 1,180 行，重复 12 行，被更新状态取代 8 行，"
            "本身无数据 3 行，拒绝 1 行。 未读取的文件：无法识别 1。",
        ),
        (
            "es",
            "Se leyeron 1 de 2 archivos, con 1,204 filas: 1,180 conservadas, 12 repetidas, 8 sustituidas por un estado "
            "más reciente, 3 sin datos propios, 1 rechazadas. Archivos no leídos: no reconocido 1.",
        ),
    ],
)
def test_the_intake_says_what_became_of_every_row(intake, lang, said):
    with in_language(lang):
        assert said in text_of(show_intake(intake))


def test_every_file_is_listed_with_its_state(intake):
    text = text_of(show_intake(intake))
    assert "mercadolibre-mx/ventas.xlsx Mercado Libre Ventas 1 Jan 2026 – 31 Jan 2026 1,204 1,180 12 8 3 1 read" in text
    assert "amazon-mx/notes.pdf" in text


def test_the_summary_adds_up_by_account_and_export(intake):
    assert "mercadolibre-mx Mercado Libre Ventas 1 1 Jan 2026 – 31 Jan 2026 1,204 1,180 12 8 3 1" in text_of(
        show_intake_summary(intake)
    )


def test_refused_rows_are_counted_by_cause(intake):
    text = text_of(show_refused(intake))
    assert "1 row in 1 files was refused" in text
    assert "not an amount mercadolibre-mx/ventas.xlsx Total (MXN) 1 17" in text


def test_a_refused_value_is_shown_as_text(intake):
    shown = show_refused_cells(intake).data
    assert "12,5O&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_no_refusal_and_no_question_say_so(intake):
    intake.refused = intake.refused.iloc[:0]
    assert "No row was refused." in text_of(show_refused(intake))
    assert "No question is open." in text_of(show_questions(intake))


def test_coverage_is_a_chart_with_its_finding_as_alternative_text(intake):
    assert 'aria-label="No daily export has a week without rows."' in show_coverage(intake).data


def test_without_dated_rows_coverage_is_a_sentence(intake):
    intake.coverage = intake.coverage.iloc[:0]
    assert text_of(show_coverage(intake)).strip() == "No file with dated rows has been read yet."


def test_showing_changes_nothing(intake):
    frames = (intake.files, intake.refused, intake.coverage)
    before = [frame.copy(deep=True) for frame in frames]
    for show in (show_intake, show_intake_summary, show_refused, show_refused_cells, show_coverage):
        show(intake)
    assert all(frame.equals(copy) for frame, copy in zip(frames, before, strict=True))


def test_the_review_says_why_a_file_was_not_taken_and_who_accepted_losses(casa):
    intake = casa.intake
    files = intake.files.copy()
    read = files.index[files["status"] == "read"][0]
    files.loc[read, "note"] = "losses accepted by Li: no better file"
    page = show_intake_summary(replace(intake, files=files)).data
    assert "losses accepted by Li: no better file" in page
    assert "did you mean &#x27;Cantidad&#x27;" in page
    assert "3 of 35 rows refused" in page
    assert "Inventario bodega enero.csv" in page


def test_a_total_that_differs_stands_first_in_words(intake):
    text = text_of(show_totals(intake))
    assert "1 of 2 totals that the files state themselves agree with their rows to the cent." in text
    differs = "mercadolibre-mx/ventas.xlsx Total (MXN) of the row 10.00 12.50 2.50 MXN 80 differs"
    assert text.index(differs) < text.index("582.89 582.89 0.00 MXN")


def test_rows_without_data_are_counted_by_kind_in_the_readers_language(intake):
    with in_language("es"):
        assert "paquete (fila principal) 3 1" in text_of(show_structural(intake))


def test_files_whose_rows_make_several_entries_are_shown_with_how_many(intake):
    files = intake.files.assign(entries=[2400, 0])
    intake.files = files
    # 1,204 rows less 3 without data and 1 refused make 2,400 entries: 2 of one row.
    assert "Mercado Libre Ventas 1 1,200 2,400 2" in text_of(show_fan_out(intake))
    intake.files = files.assign(entries=[1200, 0])
    assert "No row makes more than one entry." in text_of(show_fan_out(intake))


def test_remarks_and_questions_are_in_the_readers_language(intake):
    intake.files.loc[0, "note"] = "units by date: 3; by item: 4"
    asked = {"file": "x.csv", "sha256": "", "question": "observed_at", "text": "On which day was this page scraped?"}
    intake.questions = pd.DataFrame([{**asked, "proposal": ""}])
    with in_language("es"):
        assert "unidades por fecha: 3; por artículo: 4" in text_of(show_intake(intake))
        assert "¿Qué día se extrajo esta página?" in text_of(show_questions(intake))
