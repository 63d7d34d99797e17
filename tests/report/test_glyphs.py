"""Characters that no font has."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import MissingGlyph
from workbench.report.fonts import covered_characters
from workbench.report.glyphs import check_own_words, printable

ROOT = Path(__file__).parents[2]

# raw text from a listing, how it prints, what was spelled out
PRINTED = [
    ("Prensa de ajo", "Prensa de ajo", {}),
    ("garlic 🧄🧄 press", "garlic [U+1F9C4][U+1F9C4] press", {0x1F9C4: 2}),
    ("family 👨\u200d👩", "family [U+1F468][U+1F469]", {0x1F468: 1, 0x1F469: 1}),
    ("heart ❤\ufe0f", "heart [U+2764]", {0x2764: 1}),
    ("n\u0303 e\u0301", "ñ é", {}),
    ("3\u202fkg", "3\u00a0kg", {}),
    ("a\u2009b\u2028c", "a b c", {}),
    ("zero\u200bwidth \u202eflipped\u202c", "zerowidth flipped", {}),
    ("bell\x07", "bell[U+0007]", {7: 1}),
    ("half \ud83e pair", "half [U+D83E] pair", {0xD83E: 1}),
    ("line\nbreak\ttab", "line\nbreak\ttab", {}),
    ("<td>\u0338</td>", "<td>\u0338</td>", {}),
]


@pytest.mark.parametrize("raw, expected, spelled_out", PRINTED)
def test_foreign_text_prints_with_every_lacking_character_spelled_out(raw, expected, spelled_out):
    if ord("\u0338") not in covered_characters():
        expected = expected.replace("\u0338", "[U+0338]")
        spelled_out = {0x338: 1} if "\u0338" in raw else spelled_out
    assert printable(raw) == (expected, spelled_out)


@given(st.text())
def test_whatever_comes_in_every_character_that_comes_out_has_a_glyph(raw):
    text, _ = printable(raw)
    assert all(ord(char) in covered_characters() or char in "\t\n\r" for char in text)


@given(st.text(alphabet="abñ有<>\"'&= /\u0301\u0338"))
def test_markup_characters_are_never_added_or_lost(raw):
    text, _ = printable(raw)
    assert [char for char in text if char in "<>\"'&"] == [char for char in raw if char in "<>\"'&"]


def test_our_own_words_with_a_lacking_character_are_an_error_that_names_it():
    with pytest.raises(MissingGlyph, match=r"cell 3: 1 characters without a glyph: U\+1F9C4 garlic.*make_fonts"):
        check_own_words("The garlic 🧄 press", where="cell 3")


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")), ids=lambda path: f"{path.parts[-3]}/{path.name}"
)
def test_every_catalogue_prints_in_full(path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert messages
    for message in messages:
        texts = [message.id, message.string]
        for text in (part for item in texts for part in ([item] if isinstance(item, str) else item)):
            check_own_words(text, where=path.name)
