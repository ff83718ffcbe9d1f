"""Office files that are ZIP archives: DOCX, XLSX, PPTX, ODT, ODS, ODP. Nothing is unpacked but their lists."""

import re
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from .refusal import WrongContent, broken, with_password, with_programs
from .table import ARCHIVE, BY_MAIN_PART, BY_MIMETYPE

# Far above any document, far below what would keep the server busy.
MOST_PARTS = 10_000
LARGEST_DIRECTORY = 2_000_000  # bytes
LARGEST_LIST = 2_000_000  # bytes, unpacked, of a list of contents
END_RECORD, LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
END_LENGTH, LOCATOR_LENGTH, LONG_END_LENGTH, LONGEST_COMMENT = 22, 20, 56, 65_535
BROKEN = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeError,
    ValueError,
    zlib.error,
)

CONTENTS, MIMETYPE, MANIFEST = "[content_types].xml", "mimetype", "meta-inf/manifest.xml"
TYPES_STATED = re.compile(rb"""ContentType\s*=\s*["']([^"']{1,200})["']""")
WITH_MACROS = re.compile(r"macroenabled|vbaproject|macrosheet|activex", re.IGNORECASE)
PROGRAMS = re.compile(r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|class|sh)$")
# Libraries that hold nothing but their own list are there in files without macros, too.
BASIC = re.compile(r"^basic/.+|^scripts/.+")
BASIC_LISTS = re.compile(r"/(script-l[bc]\.xml)?$")
KNOWN = (
    (re.compile(r"template"), _("template of an office program")),
    (re.compile(r"slideshow"), _("PowerPoint slide show")),
    (re.compile(r"visio"), _("Visio drawing")),
    (re.compile(r"opendocument"), _("OpenDocument file of another kind")),
    (re.compile(r"epub"), _("e-book")),
)


def zipped_type(file):
    """The FileType of an archive, or WrongContent."""
    _refuse_large_directory(file)
    try:
        file.seek(0)
        with ZipFile(file) as archive:
            return _type_in(archive)
    except BROKEN:
        raise broken() from None


def _type_in(archive):
    # Names of parts mean the same in small and in capital letters.
    parts = {part.filename.lower(): part for part in archive.infolist()}
    if len(parts) < len(archive.infolist()):  # which of two would be opened depends on the program
        raise broken()
    stated = []
    found = None
    if CONTENTS in parts:
        stated = [one.decode("latin-1") for one in TYPES_STATED.findall(_list(archive, parts[CONTENTS]))]
        found = next((BY_MAIN_PART[one] for one in stated if one in BY_MAIN_PART), None)
    elif MIMETYPE in parts:
        stated = [_list(archive, parts[MIMETYPE]).decode("latin-1").strip()]
        found = BY_MIMETYPE.get(stated[0])
        if MANIFEST in parts and b"encryption-data" in _list(archive, parts[MANIFEST]):
            raise with_password()
    if any(WITH_MACROS.search(one) for one in stated):
        raise with_programs()
    if stated and any(_is_program(name) for name in parts):
        raise with_programs()
    if found is None:
        # The main part comes before pictures and the like.
        raise WrongContent(next((label for known, label in KNOWN for one in stated if known.search(one)), ARCHIVE))
    return found


def _is_program(name):
    if BASIC.match(name):
        return not BASIC_LISTS.search(name)
    return bool(PROGRAMS.search(name)) or "vbaproject" in name or "/macrosheets/" in name


def _list(archive, part):
    """A small part, read no further than its limit, whatever the archive says of its size."""
    if part.flag_bits & 1:
        raise with_password()
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # no office program writes others
        raise broken()
    with archive.open(part) as opened:
        content = opened.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise broken()
    return content


def _refuse_large_directory(file):
    """Python keeps the whole directory in memory, so that its size is looked at first, as Python finds it."""
    file.seek(max(0, file.size - END_LENGTH - LONGEST_COMMENT - LOCATOR_LENGTH - LONG_END_LENGTH))
    end = file.read()
    found = end.rfind(END_RECORD)
    if found < 0 or len(end) < found + END_LENGTH:
        raise broken()
    count, size = struct.unpack("<HI", end[found + 10 : found + 16])
    locator = found - LOCATOR_LENGTH
    if end[max(0, locator) : found].startswith(LOCATOR) and locator >= LONG_END_LENGTH:
        # Writers that expect large files state it a second time, in longer numbers.
        count, size = struct.unpack("<QQ", end[locator - LONG_END_LENGTH + 32 : locator - LONG_END_LENGTH + 48])
    if count > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise broken()
