"""A file that is read piece by piece says the same as its bytes."""

import pytest

from workbench.cleaning import content
from workbench.cleaning.content import FileContent, line_pieces, place_of, whole
from workbench.cleaning.encodings import Text, as_utf8, text_encodings
from workbench.errors import UnreadableFile

LINES = "".join(f"Maceta {number}\tniño\t贵\r\n" for number in range(2_000))


@pytest.fixture
def on_disk(tmp_path, monkeypatch):
    """Bytes as a file that is read some 500 bytes at a time."""
    monkeypatch.setattr(content, "PIECE", 500)

    def write(body: bytes) -> FileContent:
        (tmp_path / "file.txt").write_bytes(body)
        return FileContent(tmp_path / "file.txt")

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("text", [LINES, LINES.replace("\r\n", "\r"), LINES.replace("\r\n", "\n"), LINES + "cut\r", ""])
def test_pieces_are_the_text_and_end_with_its_lines(on_disk, encoding, text):
    file = on_disk(text.encode(encoding))
    found = list(Text(file, encoding).pieces())
    assert b"".join(found) == text.replace("\r\n", "\n").replace("\r", "\n").encode()
    assert all(piece.endswith(b"\n") for piece in found[:-1])
    assert len(found) > 10 or not text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_file_has_the_encodings_of_its_bytes(on_disk, encoding):
    body = LINES.encode(encoding)
    assert text_encodings(on_disk(body), where="a") == text_encodings(body, where="a")
    assert as_utf8(on_disk(body), encoding=encoding) == as_utf8(body, encoding=encoding)


@pytest.mark.parametrize(
    "body",
    [
        LINES.encode() + b"\xff\xfe bad\n",
        LINES.encode()[:40_001] + b"\x00",
        LINES.encode("utf-16") + b"\x00\x00",
        LINES.encode() + "ñ".encode()[:1],
    ],
)
def test_a_damaged_file_is_refused_in_the_words_that_its_bytes_are_refused_in(on_disk, body):
    with pytest.raises(UnreadableFile) as bytes_fault:
        text_encodings(body, where="a.txt")
    with pytest.raises(UnreadableFile) as file_fault:
        text_encodings(on_disk(body), where="a.txt")
    assert str(file_fault.value) == str(bytes_fault.value)


def test_a_line_without_an_end_is_given_in_bounded_pieces(on_disk, monkeypatch):
    monkeypatch.setattr(content, "NO_LINE", 1_000)
    file = on_disk(b"x" * 5_000)
    assert [len(piece) for _, piece in line_pieces(file)] == [1_500, 1_500, 1_500, 500]


def test_a_byte_is_found_at_its_first_place(on_disk):
    file = on_disk(b"a" * 1_200 + b"\x00b\x00")
    assert (place_of(b"\x00", file), place_of(b"z", file), whole(file)[-2:]) == (1_200, -1, b"b\x00")


@pytest.mark.parametrize("change", ["longer", "shorter", "replaced", "gone"])
def test_a_file_that_changes_while_it_is_read_is_refused(on_disk, tmp_path, change):
    file, path = on_disk(LINES.encode()), tmp_path / "file.txt"
    read = Text(file, "utf-8").pieces()
    assert next(read)
    if change == "replaced":
        (tmp_path / "other.txt").write_bytes(LINES.encode())
        (tmp_path / "other.txt").replace(path)
    elif change == "gone":
        path.unlink()
    else:
        path.write_bytes(LINES.encode() * 2 if change == "longer" else b"a")
    with pytest.raises(UnreadableFile, match="changed while it was read"):
        list(read)
