"""The readers' sentences are told in each language, and none is without its message."""

from __future__ import annotations

import itertools

import pytest
from babel.messages.pofile import read_po

from tests.words.sentences import sentences
from workbench.words import in_language
from workbench.words.catalogue import LOCALE_FOLDER
from workbench.words.fault_texts import DESK_HINTS
from workbench.words.formats import MINUS, NBSP
from workbench.words.remarks import REMARKS, is_known, say_note, say_remark

# What can stand in a place: a number, a word, a currency code.
TOKENS = ("7", "X1", "USD")
FILE = "amazon-mx/orders.txt"


def readings(sentence):
    """A sentence with its places filled."""
    places = sentence.count("{}")
    fillings = itertools.product(TOKENS, repeat=places) if places <= 5 else ([token] * places for token in TOKENS)
    for filling in fillings:
        values = iter(filling)
        yield "".join(next(values) if part == "{}" else part for part in _parts(sentence))


def _parts(sentence):
    for place, literal in enumerate(sentence.split("{}")):
        if place:
            yield "{}"
        yield literal


def test_every_sentence_of_the_readers_has_its_message():
    """Add what is missing to words/remark_texts.py or words/fault_texts.py, and to both remarks.po."""
    missing = {
        sentence: where for where, sentence in sentences() if not any(is_known(text) for text in readings(sentence))
    }
    assert not missing, "\n" + "\n".join(f"{where}: {sentence}" for sentence, where in sorted(missing.items()))


def test_the_sentences_are_really_found():
    """One of each kind, as it stands in a reader: a note, a cause, a kind, a question, a fault, a hint, a total."""
    found = {sentence for _, sentence in sentences()}
    assert {
        "{} items have rows with different visits; the largest is taken",
        "not a number such as {}",
        "repeated header",
        "On which day was this page scraped?",
        "the gzip file is cut off",
        "download it again",
        "{} of all rows",
    } <= found


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_message_is_translated(lang):
    known = set()
    for path in (LOCALE_FOLDER / lang / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            known |= {message.id for message in read_po(file, locale=lang) if isinstance(message.id, str)}
    assert set(REMARKS) - known == set()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "not a number such as 1,234.56"),
        ("zh", "不是数字（例如 1,234.56）"),
        ("es", "no es un número como 1,234.56"),
    ],
)
def test_a_cause_is_told_in_each_language(lang, said):
    with in_language(lang):
        assert say_remark("not a number such as 1,234.56") == said


def test_a_remark_of_several_places_keeps_each():
    with in_language("es"):
        assert say_remark("7 fields where the header has 9") == "7 campos donde el encabezado tiene 9"


def test_a_remark_of_no_known_shape_is_shown_as_the_reader_wrote_it():
    with in_language("zh"):
        assert say_remark("something new (row 3)") == "something new (row 3)"


def test_days_are_printed_as_the_language_prints_them():
    told = "sales from 2025-12-02 to 2026-01-31; a filter or the period list of the page may have cut off more, the "
    with in_language("es"):
        said = say_remark(told + "file does not say").replace(NBSP, " ")
    assert said.startswith("ventas del 2 dic 2025 al 31 ene 2026; ")


def test_amounts_below_zero_have_our_minus_sign_and_cells_stay_as_they_stand():
    text = "12 rows reserve money or give it back; together they move -1,204.50"
    with in_language("es"):
        assert say_remark(text).endswith(f"mueven {MINUS}1,204.50")
        said = say_remark("every amount can be read in two ways: '-1.204' is -1,204.00 or -1.20")
    assert said.endswith(f"'-1.204' es {MINUS}1,204.00 o {MINUS}1.20")


def test_a_remark_inside_a_remark_is_told_too():
    with in_language("zh"):
        assert "（X 不是数量）" in say_remark("not a figure (X is no count)")


def test_names_of_times_are_told_by_example():
    said = say_remark("not a time (spanish, serial)")
    assert said == "not a time (31 de enero de 2026 10:00; a spreadsheet's own date)"


def test_of_sixty_headings_the_first_ten_are_named():
    headings = [f"column {number}" for number in range(60)]
    said = say_remark(f"columns not known and not read: {', '.join(headings)}")
    assert said == f"columns not known and not read: {', '.join(headings[:10])}, …"


NOTE = (
    f"{FILE}: 3 of 35 rows refused (8.6%). Expected at most 2%. Hint: {DESK_HINTS[2]}.; "
    "'Ship By': 413 days without a clock time, taken as the end of the day in America/Los_Angeles; units by date: 3; "
    "by item: 4"
)


def test_a_note_is_taken_apart_into_its_remarks():
    with in_language("es"):
        fault, days, units = say_note(NOTE, file=FILE)
    assert fault.startswith("3 de 35 filas rechazadas (8.6%). Se espera: como máximo 2%. Sugerencia: las filas ")
    assert days == "'Ship By': 413 días sin hora, tomados como el final del día en America/Los_Angeles"
    assert units == "unidades por fecha: 3; por artículo: 4"


def test_a_client_gets_no_hint_that_only_the_analyst_can_follow():
    said = " ".join(say_note(NOTE, file=FILE, for_client=True))
    assert "--accept-losses" not in said
    assert "Expected: at most 2%." in said


def test_a_hint_that_the_client_can_follow_stays():
    said = say_note(f"{FILE}: the file is empty. Hint: download it again.", file=FILE, for_client=True)
    assert said == ["the file is empty. Hint: download it again."]


def test_each_of_several_totals_is_told():
    note = (
        f"{FILE}: 'Total' is stated as 10.00 MXN (row 2), the rows give 12.50: +2.50; 'Tax' is stated as 1.00, the "
        "rows give 0.00: -1.00. Expected rows that add up to the file's own total, to the cent."
    )
    with in_language("es"):
        (said,) = say_note(note, file=FILE)
    assert "'Total' se indica como 10.00 MXN (fila 2), las filas dan 12.50: +2.50" in said
    assert f"'Tax' se indica como 1.00, las filas dan 0.00: {MINUS}1.00" in said


def test_an_error_of_no_known_shape_is_shown_whole_without_the_files_own_name():
    text = "orders.txt: something new; and more. Expected nothing."
    assert say_note(text, file=FILE) == ["something new; and more. Expected nothing."]


def test_a_note_without_text_has_no_remark():
    assert say_note("") == []


@pytest.mark.parametrize("seller", ["lumen", "volt", "casa"])
def test_all_that_is_remarked_on_the_sample_sellers_is_told(seller, request):
    intake = request.getfixturevalue(seller).intake
    totals = intake.totals.loc[intake.totals["name"] != "Total (MXN)", "name"]
    for text in {*intake.refused["reason"], *intake.structural["kind"], *intake.questions["text"], *totals}:
        assert is_known(text), text
    with in_language("zh"):
        for row in intake.files[intake.files["note"] != ""].itertuples():
            for said in say_note(row.note, file=row.file):
                assert any("\u4e00" <= char <= "\u9fff" for char in said), said
