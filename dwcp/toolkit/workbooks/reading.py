"""Taking in a file with tables, whatever somebody sends: checked before it is opened, read up to a limit."""

import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from django.utils.translation import gettext as _

from ..importing import ImportRefused, Problem
from ..importing.reading import csv_rows
from .cells import text_of_cell, tidy, without_apostrophe
from .limits import (
    LARGEST_FILE,
    LARGEST_PART,
    LARGEST_UNPACKED,
    MOST_CELLS_LOOKED_AT,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TIMES_LARGER,
    SMALL_ENOUGH,
)

# Parts that hold rows, or that are never opened.
WITH_ROWS = re.compile(r"xl/(worksheets|media|sharedStrings)|.*\.csv\Z", re.IGNORECASE)
ZIP, OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the libraries raise for parts that are missing, cut off, or hold something else than they should.
BROKEN = (
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


@dataclass
class Sheet:
    """A table as it came: the column names, and rows under the numbers a spreadsheet shows them by."""

    name: str
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass
class Book:
    """The tables of a file."""

    sheets: list[Sheet] = field(default_factory=list)


def read_book(content: bytes, file: str) -> Book:
    """The tables of a workbook (XLSX) or of a zipped folder of CSV files, with the text of their cells.

    Whatever the file says about its size is not believed; formulas stay formulas (`cells.Formula`); links, macros,
    hidden and merged cells do no harm. Raises ImportRefused with a sentence for what is no such file, is broken,
    protected by a password, or larger than any framework.
    """
    with _opened(content, file) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names or "[Content_Types].xml" in names:
            return _read_workbook(content, names, file)
        tables = [name for name in archive.namelist() if _is_table(name)]
        if not tables:
            raise _refused(file, _("There is no table in this file. Send a workbook (.xlsx), or CSV files in a zip."))
        return _read_folder(archive, tables, file)


def _opened(content, file):
    """The file as an archive, if it is one that may be unpacked."""
    if len(content) > LARGEST_FILE:
        message = _("The file is larger than %(most)s MB. Leave out pictures, or send some of the sheets only.")
        raise _refused(file, message % {"most": LARGEST_FILE // 1_000_000})
    if content.startswith(OLE2):
        raise _refused(
            file,
            _(
                "The file is protected by a password, or it is an old workbook (.xls). "
                "Save it without a password as “Excel workbook (.xlsx)”."
            ),
        )
    if not content.startswith(ZIP):
        raise _refused(
            file, _("This is neither a workbook (.xlsx) nor a zip with CSV files. Send back the file you downloaded.")
        )
    try:
        archive = ZipFile(BytesIO(content))
    except BROKEN:
        raise _broken(file) from None
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _refused(file, _("The file is protected by a password. Save it without one."))
    unpacked = sum(part.file_size for part in parts)
    is_stuffed = unpacked > SMALL_ENOUGH and unpacked > MOST_TIMES_LARGER * len(content)
    is_stuffed |= any(part.file_size > LARGEST_PART and not WITH_ROWS.match(part.filename) for part in parts)
    if unpacked > LARGEST_UNPACKED or is_stuffed or len(parts) > MOST_PARTS:
        raise _refused(
            file,
            _("Unpacked, the file is far larger than any framework. Copy its rows into a workbook downloaded here."),
        )
    return archive


def _read_workbook(content, names, file):
    if "xl/workbook.bin" in names:
        raise _refused(file, _("This is a binary workbook (.xlsb). Save it as “Excel workbook (.xlsx)”."))
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise _refused(file, _("The workbook has more than %(most)s sheets.") % {"most": MOST_SHEETS})
        looked_at = _Allowance(file)
        return Book([_read_sheet(sheet, looked_at) for sheet in book.worksheets])
    except BROKEN:
        raise _broken(file) from None


class _Allowance:
    """Counts the cells looked at in a file, and says when it is enough."""

    def __init__(self, file):
        self.file, self.cells = file, 0

    def take(self, sheet, line, width, texts):
        """Take a row into account: how many cells were looked at, and the texts found in them."""
        self.cells += width + 1
        if self.cells > MOST_CELLS_LOOKED_AT or (line > MOST_ROWS and texts) or len(texts) > MOST_COLUMNS:
            message = _(
                "On the sheet “%(sheet)s”, row %(row)s lies outside what is read (%(rows)s rows, %(columns)s columns). "
                "Delete what stands below and beside your table, also empty rows and columns."
            )
            place = {"sheet": sheet, "row": line, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
            raise _refused(self.file, message % place)


def _read_sheet(worksheet, looked_at):
    # What a sheet says about its own size may be anything.
    worksheet.reset_dimensions()
    sheet = Sheet(worksheet.title)
    for line, cells in enumerate(worksheet.iter_rows(), start=1):
        _add(sheet, line, [text_of_cell(cell) for cell in cells], looked_at)
    return sheet


def _read_folder(archive, names, file):
    looked_at, sheets = _Allowance(file), []
    for name in names:
        sheet = Sheet(name.rsplit("/", 1)[-1].removesuffix(".csv"))
        try:
            content = archive.read(name)
        except BROKEN:
            raise _broken(file) from None
        for line, cells in enumerate(csv_rows(content, name), start=1):
            _add(sheet, line, [without_apostrophe(tidy(cell)) for cell in cells], looked_at)
        sheets.append(sheet)
    return Book(sheets)


def _add(sheet, line, texts, looked_at):
    width = len(texts)
    while texts and not texts[-1]:
        texts.pop()
    looked_at.take(sheet.name, line, width, texts)
    if line == 1:
        sheet.header = texts
    elif texts:
        sheet.rows.append((line, texts))


def _is_table(name):
    """A CSV file; not what archiving programs add of their own."""
    return name.lower().endswith(".csv") and not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _refused(file, message):
    return ImportRefused([Problem(file, message)])


def _broken(file):
    return _refused(
        file, _("The file is damaged and cannot be read. Open it in your spreadsheet program and save it again.")
    )
