"""Files that people send: told apart by their bytes, cleaned, and kept under the hash of their content.

Nothing is believed of a name or a declared type. What is not known to be harmless is refused with a reason.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import Final

from bot.domain.wording import N_

#: What Telegram lets a bot download.
MAX_BYTES: Final = 20 * 1024 * 1024
#: More members than any document has; 20 MB could name so many that listing them takes all memory.
MAX_MEMBERS: Final = 10_000


class Reason(StrEnum):
    """Why a file was not kept; the value lies in the evidence row."""

    TOO_LARGE = "too_large"
    EXECUTABLE = "executable"
    ARCHIVE = "archive"
    MACROS = "macros"
    UNKNOWN = "unknown"
    HEIC = "heic"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"
    EMPTY = "empty"
    IDENTITY_CARD = "identity_card"
    UNREACHABLE = "unreachable"


#: The cause and the way on, as the person reads them after the file's name.
WORDS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.TOO_LARGE: N_("It is larger than 20 MB. Send a link to it, or a shorter part."),
        Reason.EXECUTABLE: N_("It is a program, which cannot be kept. Send a photo or a PDF of what it shows."),
        Reason.ARCHIVE: N_("It is a packed folder. Unpack it and send the files one by one."),
        Reason.MACROS: N_("It holds macros. Save it as PDF and send that."),
        Reason.UNKNOWN: N_("This kind of file cannot be read here. Send a photo, PDF, Word, Excel or sound file."),
        Reason.HEIC: N_("It is an iPhone picture file. Send it again as a photo, not as a file."),
        Reason.TOO_MANY_PIXELS: N_("The picture is too big to be opened. Send it again as a photo, not as a file."),
        Reason.DAMAGED: N_("It could not be opened. Check that it opens on your phone and send it again."),
        Reason.EMPTY: N_("It is empty. Choose the file again and send it once more."),
        Reason.IDENTITY_CARD: N_("Pictures of identity cards are not needed and were not kept."),
        Reason.UNREACHABLE: N_("Telegram did not hand it over. Send it once more."),
    }
)


class FileRefused(Exception):
    """A file that is not kept, with the reason that the person is told."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Kind(StrEnum):
    """Kinds of files that are kept; the value is their media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    PPT = "application/vnd.ms-powerpoint"
    OGG = "audio/ogg"
    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    MP4 = "video/mp4"


_STARTS: Final = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"%PDF-", Kind.PDF),
    (b"ID3", Kind.MP3),
    (b"\xff\xfb", Kind.MP3),  # frames without a title block before them
    (b"\xff\xfa", Kind.MP3),
    (b"\xff\xf3", Kind.MP3),
    (b"\xff\xf2", Kind.MP3),
    (b"MZ", Reason.EXECUTABLE),
    (b"\x7fELF", Reason.EXECUTABLE),
    (b"#!", Reason.EXECUTABLE),
    (b"\xca\xfe\xba\xbe", Reason.EXECUTABLE),  # Java, and Mach-O for several processors
    (b"\xcf\xfa\xed\xfe", Reason.EXECUTABLE),  # Mach-O
    (b"\xce\xfa\xed\xfe", Reason.EXECUTABLE),
    (b"dex\n", Reason.EXECUTABLE),  # Android
    (b"L\0\0\0\x01\x14\x02\0", Reason.EXECUTABLE),  # a Windows shortcut
    (b"Rar!\x1a\x07", Reason.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE),
    (b"\x1f\x8b", Reason.ARCHIVE),
    (b"BZh", Reason.ARCHIVE),
    (b"\xfd7zXZ\0", Reason.ARCHIVE),
)
_MOVIES: Final = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"3gp4",
    b"3gp5",
    b"MSNV",
    b"M4V ",
)
_HEIC: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_OOXML: Final = (("word/document.xml", Kind.DOCX), ("xl/workbook.xml", Kind.XLSX), ("ppt/presentation.xml", Kind.PPTX))
_OLE: Final = (("WordDocument", Kind.DOC), ("Workbook", Kind.XLS), ("PowerPoint Document", Kind.PPT))
_ODF: Final = (Kind.ODT, Kind.ODS, Kind.ODP)


def examine(data: bytes) -> Kind:
    """Tell what a file is by its bytes; raises FileRefused for all that is not on the list."""
    if not data:
        raise FileRefused(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        raise FileRefused(Reason.TOO_LARGE)
    found = next((meaning for start, meaning in _STARTS if data.startswith(start)), None) or _container(data)
    if isinstance(found, Reason):
        raise FileRefused(found)
    return found


def _container(data: bytes) -> Kind | Reason:
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data.startswith(b"OggS"):
        return Kind.OGG if b"OpusHead" in data[:64] or b"\x01vorbis" in data[:64] else Reason.UNKNOWN
    if data[4:8] == b"ftyp":
        return _branded(data[8:12])
    return Reason.UNKNOWN


def _branded(brand: bytes) -> Kind | Reason:
    if brand in (b"M4A ", b"M4B "):
        return Kind.M4A
    if brand in _MOVIES:
        return Kind.MP4
    return Reason.HEIC if brand in _HEIC else Reason.UNKNOWN


def _old_office(data: bytes) -> Kind | Reason:
    """Look for the names of the streams: an installer (.msi) has the same first bytes as an old Word file."""
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return Reason.MACROS
    return next((kind for name, kind in _OLE if name.encode("utf-16-le") in data), Reason.UNKNOWN)


def _zipped(data: bytes) -> Kind | Reason:
    """Look into the directory of a ZIP; only two small members are ever unpacked, and only their beginning."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:  # each entry of the directory begins so
        return Reason.ARCHIVE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return _open_document(archive, names)
            kind = next((kind for name, kind in _OOXML if name in names), None)
            if kind is None or "[Content_Types].xml" not in names:
                return Reason.ARCHIVE
            with archive.open("[Content_Types].xml") as member:
                types = member.read(1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return Reason.DAMAGED
    macros = b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names)
    return Reason.MACROS if macros else kind


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> Kind | Reason:
    with archive.open("mimetype") as member:
        declared = member.read(100).decode("ascii", "replace").strip()
    kind = next((kind for kind in _ODF if kind.value == declared), None)
    if kind is None:
        return Reason.ARCHIVE
    return Reason.MACROS if any(name.startswith(("Basic/", "Scripts/")) for name in names) else kind


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files below ``root``, each under the SHA-256 of its content; the same content is kept once."""

    root: Path

    def put(self, data: bytes) -> str:
        """Keep a file for good and give its hash: when this returns, a power cut does not lose it."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        self._make_folder(path.parent)
        with NamedTemporaryFile(dir=path.parent, prefix="part-", delete=False) as temporary:  # mode 0600
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(temporary.name).replace(path)
        _sync(path.parent)
        return sha256

    def path(self, sha256: str) -> Path:
        """Tell where a file lies, whether or not it is there."""
        return self.root / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """Give a file's content; FileNotFoundError where it is not kept."""
        return self.path(sha256).read_bytes()

    def hashes(self) -> set[str]:
        """Name every file that is kept."""
        return {path.name for path in self.root.glob("??/*") if not path.name.startswith("part-")}

    def delete(self, sha256: str) -> None:
        """Take a file away; one that is not there needs nothing."""
        self.path(sha256).unlink(missing_ok=True)

    def clear_leftovers(self) -> int:
        """Take away the parts that a killed process left half written; nothing else writes while this runs."""
        leftovers = list(self.root.glob("*/part-*"))
        for leftover in leftovers:
            leftover.unlink()
        return len(leftovers)

    def _make_folder(self, folder: Path) -> None:
        if folder.exists():
            return
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(self.root)


def _sync(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
