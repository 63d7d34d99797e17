import ast
import logging
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from workbench.errors import MissingTranslation, ParameterError
from workbench.words import catalogue, in_language, language, t, tn, use_language
from workbench.words.formats import NBSP

ROOT = Path(catalogue.__file__).parents[2]
PACKAGE = ROOT / "workbench"
CALLS = ("t", "tn", "mark")


def messages_of(source: str):
    """Message ids that a module gives to t, tn and mark; of tn the singular."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


@cache
def used_messages():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in messages_of(path.read_text(encoding="utf-8")):
            found.setdefault(message, path.relative_to(ROOT).as_posix())
    return found


@cache
def entries(lang):
    """(file name, id, translation) of every message of a language."""
    return tuple(_read(lang))


def _read(lang):
    for path in sorted((ROOT / "locale" / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang, abort_invalid=True):
                if message.id:
                    yield path.name, message.id, message.string


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_every_message_of_the_package_is_translated(lang):
    known = {message if isinstance(message, str) else message[0] for _, message, text in entries(lang) if text}
    missing = {message: path for message, path in used_messages().items() if message not in known}
    assert missing == {}


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_a_translation_has_the_places_of_its_message(lang):
    wrong = []
    for file, message, text in entries(lang):
        if file in ("review.po", "explore.po") and isinstance(message, str) and message.startswith(("#", "*")):
            continue
        ids = (message,) if isinstance(message, str) else message
        texts = (text,) if isinstance(text, str) else text
        if any(places(translated) != places(ids[0]) for translated in texts):
            wrong.append((file, message))
    assert wrong == []


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_two_rooms_never_translate_one_message_differently(lang):
    seen = {}
    differ = []
    for file, message, text in entries(lang):
        other, known = seen.setdefault(message, (file, text))
        if known != text:
            differ.append((message, other, file))
    assert differ == []


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_no_translation_is_blank(lang):
    blank = [
        (file, message) for file, message, text in entries(lang) if not all([text] if isinstance(text, str) else text)
    ]
    assert blank == []


def test_english_needs_no_catalogue():
    with in_language("en"):
        assert t("A text that nobody has translated") == "A text that nobody has translated"


def test_a_missing_translation_stops_a_test():
    with in_language("zh"), pytest.raises(MissingTranslation, match=r"locale/zh: no translation of 'No such text'"):
        t("No such text")


def test_a_missing_translation_shows_english_and_says_so_at_run_time(monkeypatch, caplog):
    monkeypatch.delenv(catalogue.STRICT)
    with in_language("zh"), caplog.at_level(logging.WARNING):
        assert t("No such text") == "No such text"
    assert "no zh translation of 'No such text'" in caplog.text


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ParameterError, match=r"language 'cn': .* Expected zh, en, es"):
        use_language("cn")


def test_a_block_in_another_language_ends_even_when_it_fails():
    use_language("en")
    with pytest.raises(RuntimeError), in_language("es"):
        raise RuntimeError
    assert language() == "en"


@pytest.mark.parametrize(
    ("lang", "n", "said"),
    [
        ("en", 1, "1 row in 1 files was refused"),
        ("en", 3, "3 rows in 1 files were refused"),
        ("es", 1, "Se rechazó 1 fila"),
        ("es", 3, "Se rechazaron 3 filas"),
        ("zh", 3, "1 个文件中有 3 行被拒绝"),
    ],
)
def test_a_count_chooses_its_form(lang, n, said):
    with in_language(lang):
        text = tn(
            "{rows} row in {files} files was refused; the list names the file, the row and the cause.",
            "{rows} rows in {files} files were refused; the list names the file, the row and the cause.",
            n,
            rows=n,
            files=1,
        )
    assert text.startswith(said)


def test_braces_in_a_value_stay_as_they_are():
    with in_language("en"):
        assert t("Order {order}", order="{0.__class__}") == "Order {0.__class__}"


def test_a_no_break_space_stands_between_number_and_unit():
    assert NBSP == "\u00a0"


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_reports_fonts_have_every_character_of_our_words(lang, weight):
    font = TTFont(PACKAGE / "report" / "fonts" / f"NotoSansSC-{weight}.ttf")
    texts = [text if isinstance(text, str) else "".join(text) for _, _, text in entries(lang)]
    used = set("".join(texts)) - {"\n"}
    assert {char for char in used if ord(char) not in font.getBestCmap()} == set()
