"""Office files of 97 to 2003: small file systems in a file ([MS-CFB]), of which only the directory is read."""

import struct

from django.utils.translation import gettext_lazy as _

from .refusal import WrongContent, broken, with_password, with_programs
from .table import BY_STREAM

HEADER = 512
ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are signs, not sectors
FREE = 0xFFFFFFFF
IN_HEADER = 109  # so many sectors of the table stand in the header itself
MOST_ENTRIES = 4_096
# Where Word and Excel keep macros; PowerPoint hides them inside its one stream, where only a virus scanner looks.
MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
KNOWN = (
    ("__properties_version1.0", _("e-mail (Outlook)")),
    ("visiodocument", _("Visio drawing")),
    ("quill", _("Publisher document")),
)


def compound_type(file):
    """The FileType of a compound file, or WrongContent."""
    try:
        names = _names(file)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise broken() from None
    if "encryptedpackage" in names:
        raise with_password()
    found = next((BY_STREAM[name] for name in names if name in BY_STREAM), None)
    if found is None:
        raise WrongContent(next((label for name, label in KNOWN if name in names), None))
    if MACROS & set(names):
        raise with_programs()
    return found


def _names(file):
    """The names in its directory, in small letters."""
    file.seek(0)
    header = file.read(HEADER)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        raise broken()
    size = 1 << shift
    directory, table_start, table_count = *struct.unpack_from("<I", header, 48), *struct.unpack_from("<II", header, 68)
    table = [one for one in struct.unpack_from(f"<{IN_HEADER}I", header, 76) if one < LAST_SECTOR]
    per_sector = size // 4
    for _turn in range(min(table_count, MOST_ENTRIES)):
        if table_start >= LAST_SECTOR:
            break
        numbers = struct.unpack(f"<{per_sector}I", _sector(file, table_start, size))
        table += [one for one in numbers[:-1] if one < LAST_SECTOR]
        table_start = numbers[-1]
    _refuse_cut_off(file, table, size)
    names: list[str] = []
    seen = set()
    while directory < LAST_SECTOR:
        # A chain that leads back to itself has no end.
        if directory in seen or len(names) > MOST_ENTRIES:
            raise broken()
        seen.add(directory)
        sector = _sector(file, directory, size)
        names += filter(None, (_name(sector[place : place + ENTRY]) for place in range(0, size, ENTRY)))
        page = _sector(file, table[directory // per_sector], size)
        (directory,) = struct.unpack_from("<I", page, 4 * (directory % per_sector))
    return names


def _refuse_cut_off(file, table, size):
    """The table says which sectors there are: the last that is used must lie in the file."""
    for place in range(len(table) - 1, -1, -1):
        page = struct.unpack(f"<{size // 4}I", _sector(file, table[place], size))
        used = [number for number, follows in enumerate(page) if follows != FREE]
        if used:
            if (place * (size // 4) + used[-1] + 1) * size >= file.size:
                raise broken()
            return


def _name(entry):
    """The name of an entry, which is twice as long in bytes, with an end; "" where the place is free."""
    (length,) = struct.unpack_from("<H", entry, 64)
    if not entry[66] or not 2 <= length <= 64:
        return ""
    # Names of lists of properties begin with a control character.
    return entry[: length - 2].decode("utf-16-le").lstrip("\x01\x02\x03\x04\x05\x06").lower()


def _sector(file, number, size):
    file.seek((number + 1) * size)
    content = file.read(size)
    if len(content) < size:
        raise broken()
    return content
