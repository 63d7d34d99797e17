"""The files of a client's inbox, those inside zip archives among them.

A file in an archive is a file like any other: it is named after the archive and its place in it
(`amazon-us/january.zip/orders.txt`), and its rows lead back to it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path

from workbench.cleaning.content import Content, FileContent
from workbench.cleaning.people import without_mail
from workbench.cleaning.workbooks import check_archive
from workbench.errors import UnreadableFile, WorkbenchError, listed

INBOX = "inbox"
SHARED = "_client"
# A workbook and other office files are archives too; they are single files all the same.
OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
LARGEST_ARCHIVE = 1 << 30
# Larger files on disk are read piece by piece.
LARGE = 32 << 20
# Of what has to be looked at as a whole (trace, redaction, a column map): up to six times as much memory is taken.
LARGEST_WHOLE = 512 << 20
_LEFT_BY_SYSTEMS = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.)", re.IGNORECASE)
_TRICK = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_UTF8_NAME, _LOCKED = 0x800, 0x1
_FAULTS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error)


@dataclass(frozen=True)
class InboxFile:
    """One file of the inbox; its bytes are read only when they are needed.

    Attributes
    ----------
    path : Path
        The file on disk; the archive, for a file in one.
    name : str
        Relative to the inbox, with slashes.
    sha : str
        SHA-256 of its content; of a redacted twin, that of the file that it stands for.
    member : str
        The name inside the archive, as the archive writes it; blank for a file on disk.
    fault : WorkbenchError, optional
        Why it can't be opened.
    is_redacted : bool
        A twin in which personal cells are blank stands in the file's place.
    """

    path: Path
    name: str
    sha: str
    member: str = ""
    fault: WorkbenchError | None = None
    is_redacted: bool = False

    @property
    def place(self) -> str:
        """The folder of the inbox that it lies in: an account's id or `_client`; blank where it lies in none."""
        return self.name.partition("/")[0] if "/" in self.name else ""

    @property
    def account(self) -> str:
        """The account whose folder it lies in; blank for files of no account."""
        return "" if self.place == SHARED else self.place

    @property
    def base(self) -> str:
        """The name without its folders."""
        return self.name.rpartition("/")[2]

    def content(self) -> bytes:
        """The whole file.

        Raises
        ------
        UnreadableFile
            Damaged or locked inside its archive, or larger than 512 MB.
        """
        if self.fault is not None:
            raise self.fault
        size = self.path.stat().st_size
        if not self.member and size > LARGEST_WHOLE:
            raise UnreadableFile(
                self.name,
                f"{size >> 20:,} MB, too large to be looked at as a whole",
                expected=f"at most {LARGEST_WHOLE >> 20} MB for trace, redact and --map",
                hint="download fewer months at once",
            )
        return _unpacked(self.path, self.member, where=self.name) if self.member else self.path.read_bytes()


def content_in_pieces(file: InboxFile) -> Content:
    """The whole file, a large one on disk without holding it in memory.

    Raises
    ------
    UnreadableFile
        Damaged or locked inside its archive.
    """
    if file.fault is None and not file.member and file.path.stat().st_size > LARGE:
        return FileContent(file.path)
    return file.content()


def inbox_files(client: Path, *, originals: Mapping[tuple[str, str], str] | None = None) -> Iterator[InboxFile]:
    """Every file of a client's inbox, by account and name; hidden files are left out.

    An archive that can't be opened comes as one file with its fault, and so does a file whose name holds a mail
    address, which is masked.

    Parameters
    ----------
    client : Path
        The client's folder.
    originals : mapping, optional
        Of redacted twins: (file, SHA-256 of the twin) to the SHA-256 of the original, with a blank file for any name.
    """
    folder = client / INBOX
    for path in sorted(folder.glob("**/*")):
        if path.is_file() and not path.name.startswith("."):
            for file in _files(path, path.relative_to(folder).as_posix()):
                yield _known_as(_named(file), originals or {})


def _named(file: InboxFile) -> InboxFile:
    """A name goes into store, record and reports: with a mail address in it the file is not read."""
    shown = without_mail(file.name)
    if shown == file.name:
        return file
    hint = "rename it (if it lies in an archive, unpack that first)"
    return replace(file, name=shown, fault=UnreadableFile(shown, "its name holds a mail address", hint=hint))


def _known_as(file: InboxFile, originals: Mapping[tuple[str, str], str]) -> InboxFile:
    """A twin keeps the identity of its original, so that answers, parts and lineage still hold."""
    original = originals.get((file.name, file.sha)) or originals.get(("", file.sha))
    return replace(file, sha=original, is_redacted=True) if original else file


def inbox_file(client: Path, name: str) -> InboxFile | None:
    """The file of that name; None where the inbox has none."""
    path = client / INBOX / name
    if path.is_file():
        return next(map(_named, _files(path, name)), None)
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is None or client / INBOX not in archive.parents:
        return None
    inside = _files(archive, archive.relative_to(client / INBOX).as_posix())
    return next((file for file in inside if file.name == name), None)


def _files(path: Path, name: str) -> Iterator[InboxFile]:
    with path.open("rb") as content:
        packed = content.read(4) == b"PK\x03\x04"
        content.seek(0)
        sha = file_digest(content, "sha256").hexdigest()
    if not packed:
        yield InboxFile(path, name, sha)
        return
    try:
        members = _members(path, where=name)
        inside = [_member(path, name, shown, real) for shown, real in members.items()]
    except WorkbenchError as fault:
        yield InboxFile(path, name, sha, fault=fault)
        return
    yield from inside or [InboxFile(path, name, sha)]


def _member(path: Path, archive: str, shown: str, real: str) -> InboxFile:
    name = f"{archive}/{shown}"
    try:
        content = _unpacked(path, real, where=name)
    except WorkbenchError as fault:
        return InboxFile(path, name, sha256(name.encode()).hexdigest(), real, fault)
    return InboxFile(path, name, sha256(content).hexdigest(), real)


def _members(path: Path, *, where: str) -> dict[str, str]:
    """Shown name to the archive's own name of each file in it; none where the archive is one document itself."""
    if path.stat().st_size > LARGEST_ARCHIVE:
        raise UnreadableFile(where, "an archive of over 1 GB", expected="archives of at most 1 GB", hint="unpack it")
    try:
        found = zipfile.ZipFile(path).infolist()
    except (*_FAULTS, ValueError) as fault:
        raise UnreadableFile(where, f"not a whole archive ({fault})", hint="the download broke off?") from fault
    if any(member.filename in OFFICE for member in found):
        return {}
    check_archive(path.read_bytes(), where=where)
    found = [member for member in found if not member.is_dir()]
    names = {shown_name(member): member.filename for member in found}
    tricks = [name for name in names if _TRICK.search(name)]
    if tricks:
        raise UnreadableFile(
            where,
            f"names that lead out of the archive: {listed(ascii(name) for name in tricks[:5])}",
            expected="plain file names",
            hint="no platform exports such an archive: ask who made it",
        )
    if len(names) < len(found):
        raise UnreadableFile(where, "two files of one name", hint="unpack it and look which one is meant")
    return {shown: real for shown, real in names.items() if not _LEFT_BY_SYSTEMS.search(shown)}


def shown_name(member: zipfile.ZipInfo) -> str:
    """The name as its maker saw it: archives made on Chinese Windows carry GB18030 names without saying so."""
    if member.flag_bits & _UTF8_NAME or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _unpacked(path: Path, member: str, *, where: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(member)
            if info.flag_bits & _LOCKED:
                raise UnreadableFile(where, "locked with a password", hint="unpack it and put the file into the inbox")
            return archive.read(info)
    except (*_FAULTS, KeyError) as fault:
        raise UnreadableFile(where, f"damaged inside its archive ({fault})", hint="download it again") from fault
