"""Reading CSV files whose columns are known."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import tablib
from django.utils.translation import gettext as _

from .problems import ImportRefused, Problem


def read_table(path: Path, columns: Iterable[str]) -> tablib.Dataset:
    """The rows of a CSV file that has exactly these columns, in any order.

    Beside them stands `_line`, the number under which a spreadsheet shows the row: an empty line counts, a line
    break within a cell does not.

    Raises ImportRefused for a file that is missing, empty, not UTF-8, without one of the columns, with an
    unknown or repeated column, with a row of another length, or with what is no text.
    """
    file, columns = path.name, list(columns)
    if not path.is_file():
        raise ImportRefused(
            [Problem(file, _("The file is missing. Put it into the folder, if need be with its header row only."))]
        )
    header, *rows = csv_rows(path.read_bytes(), file)
    problems = [*header_problems(header, columns, file), *_cell_problems(header, rows, file)]
    if problems:
        raise ImportRefused(problems)
    numbered = [[*(cell.strip() for cell in row), line] for line, row in enumerate(rows, start=2) if row]
    return tablib.Dataset(*numbered, headers=[*header, "_line"])


def csv_rows(content: bytes, file: str) -> list[list[str]]:
    """The rows of a CSV file, at least one; raises ImportRefused when it is empty, not UTF-8, or no CSV table."""
    if not content.strip():
        raise ImportRefused([Problem(file, _("The file is empty. It needs at least the row with the column names."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8") + "?"  # stands for the character that is none
        row = sum(1 for _row in csv.reader(io.StringIO(before, newline="")))
        raise ImportRefused(
            [Problem(file, _("The text is not in UTF-8. Save the file again as “CSV UTF-8”."), row)]
        ) from None
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        message = _("The file is not a proper CSV table: a quotation mark is opened and not closed, or doubled.")
        raise ImportRefused([Problem(file, message)]) from None


def header_problems(header: list[str], columns: list[str], file: str) -> Iterator[Problem]:
    """What is wrong with the names of the columns: missing, unknown, repeated."""
    for column in columns:
        if column not in header:
            message = _("This column is missing. The file needs the columns %(columns)s.")
            yield Problem(file, message % {"columns": ", ".join(columns)}, 1, column)
    for column in header:
        if column not in columns:
            message = _("This column is not known here. Remove it or correct its name.")
            yield Problem(file, message, 1, column or _("(no name)"))
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            yield Problem(file, _("This column stands twice. Keep one of them."), 1, column)


def _cell_problems(header, rows, file):
    for number, row in enumerate(rows, start=2):
        if row and len(row) != len(header):
            message = _(
                "The row has %(cells)s cells, but there are %(columns)s columns. "
                "Put text with commas in quotation marks."
            )
            yield Problem(file, message % {"cells": len(row), "columns": len(header)}, number)
    for number, row in enumerate(rows, start=2):
        for column, cell in zip(header, row, strict=False):
            if "\x00" in cell:
                message = _("The cell holds a character that is no text (NUL). Type it again.")
                yield Problem(file, message, number, column)
