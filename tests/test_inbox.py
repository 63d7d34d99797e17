"""Files in archives, compressed files, old workbooks and JSON lines: read like any other, or refused with a reason."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from workbench.errors import UnreadableFile
from workbench.inbox import inbox_file, inbox_files
from workbench.ingest import ingest
from workbench.redaction import redact
from workbench.sources import FileContext, read, recognise
from workbench.trace import trace

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: America/Los_Angeles, fulfilment: seller}
"""
COSTS = "sku,cost,cost_currency\nA-1,12.50,CNY\nA-2,3.10,CNY\n"
CHANGES = "account,item_id,date,kind,note\namazon-us,B0EXAMPLE1,2026-01-05,price,cut by a dollar\n"


@pytest.fixture
def norte(tmp_path) -> Path:
    folder = tmp_path / "home" / "norte"
    (folder / "inbox" / "_client").mkdir(parents=True)
    (folder / "client.yml").write_text(PROFILE, encoding="utf-8")
    return folder


def archive(folder: Path, members: dict[str, bytes | str], *, name: str = "all.zip") -> Path:
    path = folder / "inbox" / "_client" / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members.items():
            packed.writestr(member, content)
    return path


def intake(folder: Path):
    return ingest("norte", home=folder.parent)


def statuses(folder: Path) -> dict[str, str]:
    files = intake(folder).files
    return dict(zip(files["file"], files["status"], strict=True))


def test_the_files_in_an_archive_are_read_and_their_rows_lead_back_to_them(norte):
    archive(norte, {"costs.csv": COSTS, "jan/changes.csv": CHANGES})
    assert statuses(norte) == {"_client/all.zip/costs.csv": "read", "_client/all.zip/jan/changes.csv": "read"}
    cells = trace("norte", "catalogue", "A-2", home=norte.parent)
    assert set(cells["file"]) == {"_client/all.zip/costs.csv"}
    assert cells.set_index("column")["value"]["cost"] == "3.10"


def test_a_file_in_an_archive_and_beside_it_is_one_file(norte):
    archive(norte, {"costs.csv": COSTS})
    (norte / "inbox" / "_client" / "costs.csv").write_text(COSTS, encoding="utf-8")
    assert sorted(statuses(norte).values()) == ["read", "repeated"]


def test_what_systems_leave_in_archives_is_left_out(norte):
    archive(norte, {"costs.csv": COSTS, "__MACOSX/._costs.csv": b"\0\5", ".DS_Store": b"x", "a/Thumbs.db": b"x"})
    assert statuses(norte) == {"_client/all.zip/costs.csv": "read"}


def test_chinese_names_of_an_archive_from_windows_are_shown_right(norte):
    path = norte / "inbox" / "_client" / "win.zip"
    raw = "成本表.csv".encode("gb18030")
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("X" * len(raw), COSTS)
    path.write_bytes(path.read_bytes().replace(b"X" * len(raw), raw))
    assert statuses(norte) == {"_client/win.zip/成本表.csv": "read"}


@pytest.mark.parametrize("name", ["../costs.csv", "/etc/costs.csv", "a/../../costs.csv", "C:costs.csv", "a\x01.csv"])
def test_names_that_lead_out_of_an_archive_are_refused_and_nothing_is_written(norte, name):
    archive(norte, {name: COSTS})
    files = intake(norte).files
    assert list(files["status"]) == ["refused"]
    assert "names that lead out of the archive" in files["note"][0]
    assert [path.name for path in norte.parent.iterdir()] == ["norte"]


def test_an_archive_in_an_archive_is_named_and_the_rest_is_read(norte):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("costs.csv", COSTS)
    archive(norte, {"inner.zip": inner.getvalue(), "changes.csv": CHANGES})
    assert statuses(norte) == {"_client/all.zip/changes.csv": "read", "_client/all.zip/inner.zip": "not_read_yet"}


def test_a_bomb_in_an_archive_is_refused_before_it_is_unpacked(norte):
    archive(norte, {"zeros.csv": b"0" * (300 << 20)})
    files = intake(norte).files
    assert list(files["status"]) == ["refused"]
    assert re.search("unpacks to more than 200 times", files["note"][0])


def test_a_locked_file_in_an_archive_says_so(norte):
    path = archive(norte, {"costs.csv": COSTS})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "locked with a password" in intake(norte).files["note"][0]


def test_a_damaged_file_in_an_archive_stops_only_itself(norte):
    path = archive(norte, {"a.csv": COSTS * 50, "changes.csv": CHANGES})
    content = bytearray(path.read_bytes())
    content[45] ^= 0xFF
    path.write_bytes(content)
    assert sorted(statuses(norte).values()) == ["read", "refused"]


@pytest.mark.parametrize("cut", [10, 60, 120])
def test_an_archive_cut_short_is_refused(norte, cut):
    path = archive(norte, {"costs.csv": COSTS})
    path.write_bytes(path.read_bytes()[:cut])
    files = intake(norte).files
    assert list(files["status"]) == ["refused"]
    assert "not a whole archive" in files["note"][0]


def test_two_files_of_one_name_are_refused(norte):
    path = archive(norte, {"costs.csv": COSTS, "costX.csv": CHANGES})
    path.write_bytes(path.read_bytes().replace(b"costX.csv", b"costs.csv"))
    with pytest.raises(UnreadableFile, match="two files of one name"):
        next(iter(inbox_files(norte))).content()


def test_a_file_is_found_by_its_name_in_the_archive(norte):
    archive(norte, {"jan/costs.csv": COSTS})
    assert inbox_file(norte, "_client/all.zip/jan/costs.csv").content() == COSTS.encode()
    assert inbox_file(norte, "_client/all.zip/feb/costs.csv") is None
    assert inbox_file(norte, "_client/none.zip/costs.csv") is None
    assert inbox_file(norte, "../client.yml/x") is None


def opened(content: bytes, *, export: str):
    context = FileContext("file")
    assert recognise("file", content, context=context).export == export
    return read("file", content, export=export, context=context)


def test_a_compressed_file_is_read_as_what_it_holds():
    packed = gzip.compress(COSTS[:30].encode()) + gzip.compress(COSTS[30:].encode()) + b"\0\0"
    reading = opened(packed, export="costs")
    assert reading.tables["catalogue"]["cost"].tolist() == [12.5, 3.1]


DAMAGED = {
    "a bomb": (lambda: gzip.compress(b"\0" * (60 << 20)), "unpacks to more than"),
    "cut off": (lambda: gzip.compress(COSTS.encode())[:-9], "cut off"),
    "packed twice": (lambda: gzip.compress(gzip.compress(COSTS.encode())), "inside a gzip file"),
    "no gzip below its mark": (lambda: b"\x1f\x8b\x08\x00" + b"\xff" * 40, "damaged gzip file"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_compressed_file_that_is_a_bomb_cut_or_damaged_is_refused(damage):
    make, said = DAMAGED[damage]
    with pytest.raises(UnreadableFile, match=said):
        recognise("file.gz", make(), context=FileContext("file"))


def test_an_old_workbook_is_read_like_a_new_one():
    content = (Path(__file__).with_name("costs.xls")).read_bytes()
    reading = opened(content, export="costs")
    assert reading.tables["catalogue"]["sku"].tolist() == ["A-1", "00123"]
    assert reading.tables["catalogue"]["cost"].tolist() == [12.5, 3.1]


def test_an_old_workbook_cut_short_is_refused():
    content = (Path(__file__).with_name("costs.xls")).read_bytes()
    with pytest.raises(UnreadableFile, match="parser was stopped"):
        recognise("costs.xls", content[:900], context=FileContext("file"))


SERIES = {"idSerie": "SF43718", "titulo": "FIX", "datos": []}


def banxico(day: str, rate: str) -> dict:
    return {"bmx": {"series": [{**SERIES, "datos": [{"fecha": day, "dato": rate}]}]}}


def test_one_document_a_line_is_read_document_by_document():
    lines = [json.dumps(banxico("05/01/2026", "17.9")), "", json.dumps(banxico("06/01/2026", "17.8"))]
    reading = opened("\n".join(lines).encode(), export="banxico-fx")
    assert reading.tables["fx"]["rate"].tolist() == [17.9, 17.8]
    assert reading.physical_rows == 2
    assert [where[:3] for where in reading.tables["fx"]["where"]] == ["[0]", "[1]"]


def test_lines_of_different_exports_are_not_recognised():
    lines = [json.dumps(banxico("05/01/2026", "17.9")), json.dumps({"something": "else"})]
    found = recognise("x.jsonl", "\n".join(lines).encode(), context=FileContext("file"))
    assert (found.export, found.status) == ("", "unknown")


def test_a_broken_line_among_documents_is_named():
    lines = [json.dumps(banxico("05/01/2026", "17.9")), '{"bmx": ']
    with pytest.raises(UnreadableFile, match="line 2"):
        recognise("x.jsonl", "\n".join(lines).encode(), context=FileContext("file"))


def test_an_archive_without_files_is_empty(norte):
    archive(norte, {})
    (file,) = intake(norte).files.to_dict("records")
    assert (file["status"], file["note"]) == ("refused", "all.zip: the file is empty. Hint: download it again.")


def test_a_mail_address_in_a_name_is_written_nowhere(norte):
    archive(norte, {"ana@example.org/costs.csv": COSTS})
    (norte / "inbox" / "_client" / "costs of ana@example.org.csv").write_text(CHANGES, encoding="utf-8")
    files = intake(norte).files
    assert dict(zip(files["file"], files["status"], strict=True)) == {
        "_client/all.zip/[email]/costs.csv": "refused",
        "_client/costs of [email]": "refused",
    }
    assert files["note"].str.contains("its name holds a mail address. Hint: rename it").all()
    written = [path for folder in ("store", "record") for path in (norte / folder).rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"ana@example" in path.read_bytes()]


def test_a_file_too_large_to_be_held_is_read_but_not_looked_at_as_a_whole(norte, monkeypatch):
    (norte / "inbox" / "_client" / "costs.csv").write_text(COSTS, encoding="utf-8")
    monkeypatch.setattr("workbench.inbox.LARGEST_WHOLE", 10)
    monkeypatch.setattr("workbench.inbox.LARGE", 10)
    assert statuses(norte) == {"_client/costs.csv": "read"}
    with pytest.raises(UnreadableFile, match="0 MB, too large to be looked at as a whole. Expected at most 0 MB for"):
        trace("norte", "catalogue", "A-1", home=norte.parent)
    done = redact("norte", files=["_client/costs.csv"], by="Li", home=norte.parent)
    assert done["outcome"].tolist() == ["not redacted"]
    assert done["note"].str.contains("too large to be looked at as a whole").all()
