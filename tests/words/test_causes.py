import pytest

from workbench.words import in_language
from workbench.words.causes import CAUSES, cause_words


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
        assert cause_words("not a number such as 1,234.56") == said


def test_a_cause_of_several_places_keeps_each():
    with in_language("es"):
        assert cause_words("7 fields where the header has 9") == "7 campos donde el encabezado tiene 9"


def test_a_cause_of_no_known_shape_is_shown_as_the_reader_wrote_it():
    with in_language("zh"):
        assert cause_words("something new (row 3)") == "something new (row 3)"


@pytest.mark.parametrize("cause", CAUSES)
def test_every_known_cause_is_translated(cause):
    with in_language("zh"):
        assert cause_words(cause) != cause
