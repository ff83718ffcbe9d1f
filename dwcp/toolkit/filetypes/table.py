"""The types that are taken, and the signatures of what is not."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class FileType:
    """A type that is taken: what people call it, how it is told to browsers, and how names of such files end."""

    label: object
    content_type: str
    endings: tuple[str, ...]
    is_picture: bool = False


PDF = FileType(_("PDF"), "application/pdf", (".pdf",))
PNG = FileType(_("PNG picture"), "image/png", (".png",), is_picture=True)
JPEG = FileType(_("JPEG picture"), "image/jpeg", (".jpg", ".jpeg"), is_picture=True)
GIF = FileType(_("GIF picture"), "image/gif", (".gif",), is_picture=True)
WEBP = FileType(_("WebP picture"), "image/webp", (".webp",), is_picture=True)
# By the content type of the main part, as the archive's list of contents states it.
BY_MAIN_PART = {
    f"{OPEN_XML}wordprocessingml.document.main+xml": FileType(
        _("Word document"), f"{OPEN_XML}wordprocessingml.document", (".docx",)
    ),
    f"{OPEN_XML}spreadsheetml.sheet.main+xml": FileType(
        _("Excel workbook"), f"{OPEN_XML}spreadsheetml.sheet", (".xlsx",)
    ),
    f"{OPEN_XML}presentationml.presentation.main+xml": FileType(
        _("PowerPoint presentation"), f"{OPEN_XML}presentationml.presentation", (".pptx",)
    ),
}
# By what the part called `mimetype` holds.
BY_MIMETYPE = {
    one.content_type: one
    for one in (
        FileType(_("OpenDocument text"), f"{OPEN_DOCUMENT}text", (".odt",)),
        FileType(_("OpenDocument spreadsheet"), f"{OPEN_DOCUMENT}spreadsheet", (".ods",)),
        FileType(_("OpenDocument presentation"), f"{OPEN_DOCUMENT}presentation", (".odp",)),
    )
}
# By the stream that holds the document, in the files of Office 97 to 2003.
BY_STREAM = {
    "worddocument": FileType(_("Word document (97–2003)"), "application/msword", (".doc",)),
    "workbook": (excel := FileType(_("Excel workbook (97–2003)"), "application/vnd.ms-excel", (".xls",))),
    "book": excel,
    "powerpoint document": FileType(_("PowerPoint presentation (97–2003)"), "application/vnd.ms-powerpoint", (".ppt",)),
}
TAKEN = (
    PDF,
    PNG,
    JPEG,
    GIF,
    WEBP,
    *BY_MAIN_PART.values(),
    *BY_MIMETYPE.values(),
    *dict.fromkeys(BY_STREAM.values()),
)
ENDINGS = tuple(ending for one in TAKEN for ending in one.endings)
_BY_CONTENT_TYPE = {one.content_type: one for one in TAKEN}

ARCHIVE = _("ZIP archive")
PROGRAM = _("program")
# What begins so is known and not taken: (bytes, where they stand, what it is).
NOT_TAKEN = (
    (b"MZ", 0, _("Windows program")),
    (b"\x7fELF", 0, PROGRAM),
    (b"\xca\xfe\xba\xbe", 0, PROGRAM),
    (b"\xfe\xed\xfa\xce", 0, PROGRAM),
    (b"\xfe\xed\xfa\xcf", 0, PROGRAM),
    (b"\xce\xfa\xed\xfe", 0, PROGRAM),
    (b"\xcf\xfa\xed\xfe", 0, PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", 0, _("Windows shortcut")),
    (b"PK\x05\x06", 0, ARCHIVE),
    (b"Rar!\x1a\x07", 0, _("RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", 0, _("7-Zip archive")),
    (b"\x1f\x8b", 0, _("compressed archive")),
    (b"BZh", 0, _("compressed archive")),
    (b"\xfd7zXZ\x00", 0, _("compressed archive")),
    (b"ustar", 257, _("archive (tar)")),
    (b"II*\x00", 0, _("TIFF picture")),
    (b"MM\x00*", 0, _("TIFF picture")),
    (b"ftyphei", 4, _("HEIC picture")),
    (b"ftypmif1", 4, _("HEIC picture")),
    (b"ftypavif", 4, _("AVIF picture")),
    (b"ftyp", 4, _("video")),
    (b"\x1a\x45\xdf\xa3", 0, _("video")),
    (b"ID3", 0, _("sound recording")),
    (b"OggS", 0, _("sound recording")),
    (b"RIFF", 0, _("video or sound recording")),
    (b"BM", 0, _("bitmap picture (BMP)")),
    (b"{\\rtf", 0, _("rich text document (RTF)")),
    (b"SQLite format 3\x00", 0, _("database")),
    (b"\x00\x01\x00\x00Standard ", 0, _("Access database")),
)
# Text that begins so, after its spaces and in small letters.
NOT_TAKEN_TEXT = (
    ("<!doctype html", _("web page")),
    ("<html", _("web page")),
    ("<script", _("web page")),
    ("<svg", _("SVG picture")),
    ("<?xml", _("XML document")),
    ("<?php", _("script")),
    ("#!", _("script")),
    ("@echo", _("script")),
    ("%!ps", _("PostScript document")),
    ("mime-version:", _("saved web page or e-mail")),
    ("received:", _("e-mail")),
    ("begin:v", _("calendar or contact card")),
)


def named(content_type):
    """The type that is kept under this content type, or None."""
    return _BY_CONTENT_TYPE.get(content_type)
