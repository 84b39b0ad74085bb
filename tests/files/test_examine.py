"""What a file is, is told by its bytes alone."""

import io
import zipfile

import pytest

from bot.files import MAX_BYTES, MAX_MEMBERS, FileRefused, Kind, Reason, examine

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def office(main: str, *more: str, types: str = "<Types/>") -> bytes:
    return zipped(**{"[Content_Types].xml": types, main: "<x/>", **dict.fromkeys(more, "")})


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(64)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0....", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n....", Kind.PNG),
        (b"GIF89a....", Kind.GIF),
        (b"RIFF\0\0\0\0WEBPVP8 ", Kind.WEBP),
        (b"%PDF-1.7\n", Kind.PDF),
        (office("word/document.xml"), Kind.DOCX),
        (office("xl/workbook.xml"), Kind.XLSX),
        (office("ppt/presentation.xml"), Kind.PPTX),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), Kind.ODT),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Kind.ODS),
        (stream("WordDocument"), Kind.DOC),
        (stream("Workbook"), Kind.XLS),
        (stream("PowerPoint Document"), Kind.PPT),
        (b"OggS\0\x02" + bytes(22) + b"OpusHead", Kind.OGG),
        (b"ID3\x04\0", Kind.MP3),
        (b"\xff\xfb\x90\x64", Kind.MP3),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", Kind.M4A),
        (b"\0\0\0\x18ftypisom\0\0\0\0", Kind.MP4),
    ],
)
def test_known_kinds_are_told_by_their_bytes(data, kind):
    assert examine(data) is kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (bytes(MAX_BYTES + 1), Reason.TOO_LARGE),
        (b"MZ\x90\0\x03", Reason.EXECUTABLE),
        (b"\x7fELF\x02", Reason.EXECUTABLE),
        (b"#!/bin/sh\nrm", Reason.EXECUTABLE),
        (b"Rar!\x1a\x07\0", Reason.ARCHIVE),
        (zipped(**{"classes.dex": "", "AndroidManifest.xml": ""}), Reason.ARCHIVE),
        (zipped(mimetype="application/epub+zip"), Reason.ARCHIVE),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), Reason.MACROS),
        (office("word/document.xml", types="<x ContentType='…macroEnabled.main+xml'/>"), Reason.MACROS),
        (zipped(mimetype="application/vnd.oasis.opendocument.text", **{"Basic/script-lb.xml": ""}), Reason.MACROS),
        (stream("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"), Reason.MACROS),
        (stream("an installer has the same first bytes"), Reason.UNKNOWN),
        (office("word/document.xml")[:-30], Reason.DAMAGED),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Reason.HEIC),
        (b"\0\0\0\x18ftypcrx \0\0\0\0", Reason.UNKNOWN),
        (b"OggS\0\x02" + bytes(22) + b"\x80theora", Reason.UNKNOWN),
        (b"<html><script>alert(1)</script>", Reason.UNKNOWN),
        (b"\xff", Reason.UNKNOWN),
        (b"x", Reason.UNKNOWN),
    ],
)
def test_everything_else_is_refused_with_its_reason(data, reason):
    with pytest.raises(FileRefused) as refused:
        examine(data)

    assert refused.value.reason is reason


def test_an_archive_that_names_more_members_than_any_document_has_is_not_listed():
    many = zipped(**{"word/document.xml": "<x/>", **{str(number): "" for number in range(MAX_MEMBERS)}})

    with pytest.raises(FileRefused) as refused:
        examine(many)

    assert refused.value.reason is Reason.ARCHIVE
