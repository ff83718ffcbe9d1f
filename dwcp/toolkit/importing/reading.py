"""Reading a CSV file whose columns are known."""

import csv
import io
from collections.abc import Iterable
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

    def refuse(*problems: Problem):
        raise ImportRefused(problems)

    if not path.is_file():
        refuse(Problem(file, _("The file is missing. Put it into the folder, if need be with its header row only.")))
    content = path.read_bytes()
    if not content.strip():
        refuse(Problem(file, _("The file is empty. It needs at least the row with the column names.")))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8") + "?"  # stands for the character that is none
        row = sum(1 for _row in csv.reader(io.StringIO(before, newline="")))
        refuse(Problem(file, _("The text is not in UTF-8. Save the file again as “CSV UTF-8”."), row))
    try:
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        refuse(
            Problem(
                file,
                _("The file is not a proper CSV table: a quotation mark is opened and not closed, or doubled."),
            )
        )
    problems = [
        Problem(
            file,
            _("This column is missing. The file needs the columns %(columns)s.") % {"columns": ", ".join(columns)},
            1,
            column,
        )
        for column in columns
        if column not in header
    ]
    problems += [
        Problem(
            file,
            _("This column is not known here. Remove it or correct its name."),
            1,
            column or _("(no name)"),
        )
        for column in header
        if column not in columns
    ]
    problems += [
        Problem(file, _("This column stands twice. Keep one of them."), 1, column)
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    problems += [
        Problem(
            file,
            _(
                "The row has %(cells)s cells, but there are %(columns)s columns. "
                "Put text with commas in quotation marks."
            )
            % {"cells": len(row), "columns": len(header)},
            number,
        )
        for number, row in enumerate(rows, start=2)
        if row and len(row) != len(header)
    ]
    problems += [
        Problem(file, _("The cell holds a character that is no text (NUL). Type it again."), number, column)
        for number, row in enumerate(rows, start=2)
        for column, cell in zip(header, row, strict=False)
        if "\x00" in cell
    ]
    if problems:
        refuse(*problems)
    numbered = [[*(cell.strip() for cell in row), line] for line, row in enumerate(rows, start=2) if row]
    return tablib.Dataset(*numbered, headers=[*header, "_line"])
