"""Giving out tables: a workbook with drop-downs, notes and coloured cells, or a zipped folder of CSV files."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ..importing import Problem, TextWidget
from .cells import WHAT_IS_WRONG, neutral
from .limits import LONGEST_CELL, MOST_ROWS
from .reading import Sheet
from .sheets import COLOURS, write_cell, write_note
from .tables import Column, Table

READ_ME, LISTS, PROBLEMS = "Read me", "Lists", "Problems"
# Sheets that are written here and never read.
NOT_READ = (READ_ME, LISTS, PROBLEMS)
WIDEST, LONGEST_LIST, LONGEST_NAME = 60, 255, 31


@dataclass
class Tab:
    """One sheet to write: its columns, and rows of texts under the numbers by which a spreadsheet shows them.

    `wrong` says by row and column ("" for the row as a whole) what is wrong there; row 1 holds the column names.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[tuple[int, Sequence[str]]]
    wrong: Mapping[tuple[int, str], str] = field(default_factory=dict)
    label_column: str = ""
    key: Sequence[str] = ()

    @classmethod
    def of_table(cls, table: Table) -> "Tab":
        """The records of a table, one in each row."""
        columns = list(table.columns.values())
        records = table.load()
        rows = [(line, [column.text_of(one) for column in columns]) for line, one in enumerate(records, start=2)]
        return cls(table.name, columns, rows, label_column=table.label_column, key=table.key)

    @classmethod
    def of_sheet(cls, sheet: Sheet, table: Table | None, problems: Iterable[Problem]) -> "Tab":
        """A sheet as it came, with what is wrong beside each row and in each cell."""
        known = table.columns if table else {}
        header = [name for name in sheet.header if name != WHAT_IS_WRONG]
        places = [place for place, name in enumerate(sheet.header) if name != WHAT_IS_WRONG]
        wrong: dict[tuple[int, str], str] = {}
        for problem in problems:
            place = (problem.row or 1, problem.column or "")
            wrong[place] = f"{wrong[place]} {problem.message}" if place in wrong else problem.message
        rows = [(line, [texts[place] if place < len(texts) else "" for place in places]) for line, texts in sheet.rows]
        columns = [known.get(name) or column_of_text(name) for name in header]
        names = {"label_column": table.label_column, "key": table.key} if table else {}
        return cls(sheet.name, columns, rows, wrong, **names)  # type: ignore[arg-type]


def column_of_text(name: str, note: str = "") -> Column:
    """A column that nothing is known about, or that is only there to be read by people."""
    return Column(name=name, attribute=name, widget=TextWidget(), note=note)


def workbook(tabs: Sequence[Tab], *, read_me: Sequence[str], lists: Mapping[str, list[str]]) -> bytes:
    """A workbook with a sheet for each tab, one that explains, and one with the lists to choose from.

    `lists` are by the name of the table a column refers to, where no column of a sheet has the names one may type.
    What is wrong is coloured, explained in a note and in the last column, and listed on a sheet of its own.
    """
    content = io.BytesIO()
    # In memory: nothing of what people send or fetch is left on the disk.
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    writer = _Writer(book, tabs, lists)
    writer.explain(read_me)
    if any(tab.wrong for tab in tabs):
        writer.list_problems(tabs)
    for tab in tabs:
        writer.write(tab)
    writer.write_lists()
    book.close()
    return content.getvalue()


def csv_folder(tabs: Iterable[Tab]) -> bytes:
    """The same tables as CSV files in a zip. Text that begins like a formula stands behind an apostrophe."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for tab in tabs:
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(column.name for column in tab.columns)
            is_text = [column.form == "text" for column in tab.columns]
            writer.writerows(
                [neutral(cell) if may_be_formula else cell for cell, may_be_formula in zip(cells, is_text, strict=True)]
                for _line, cells in tab.rows
            )
            archive.writestr(f"{tab.name}.csv", text.getvalue().encode("utf-8-sig"))
    return content.getvalue()


class _Writer:
    def __init__(self, book, tabs, lists):
        self.book, self.lists = book, lists
        self.names = dict(zip(map(id, tabs), _sheet_names(tab.name for tab in tabs), strict=True))
        bold = {"bold": True, "text_wrap": True, "valign": "top"}
        self.header, self.key_header = (
            book.add_format({**bold, "bg_color": COLOURS[name], "bottom": 2}) for name in ("header", "key")
        )
        wrong = {"bg_color": COLOURS["wrong"], "font_color": COLOURS["wrong_text"]}
        self.title, self.explanation = book.add_format(bold), book.add_format({"text_wrap": True, "valign": "top"})
        kinds = {"text": {"num_format": "@"}, "date": {"num_format": "yyyy-mm-dd"}, "number": {}}
        self.formats = {
            (form, is_wrong, is_quoted): book.add_format(
                {**kind, **(wrong if is_wrong else {}), "quote_prefix": is_quoted, "valign": "top"}
            )
            for form, kind in kinds.items()
            for is_wrong in (False, True)
            for is_quoted in (False, True)
        }
        self.wrong_header = book.add_format({**bold, **wrong, "bottom": 2})
        # Where the names stand that a column of another sheet may refer to.
        self.ranges = {
            tab.name: _range(self.names[id(tab)], [column.name for column in tab.columns].index(tab.label_column))
            for tab in tabs
            if tab.label_column in [column.name for column in tab.columns]
        }
        self.ranges |= {
            name: _range(LISTS, place, len(entries))
            for place, (name, entries) in enumerate(lists.items())
            if name not in self.ranges
        }

    def explain(self, lines):
        """The first sheet: what this is and how it is filled in."""
        sheet = self.book.add_worksheet(READ_ME)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        for place, line in enumerate(lines):
            sheet.write_string(place, 0, line, self.explanation if place else self.title)

    def list_problems(self, tabs):
        """Everything that is wrong, with a way to each cell."""
        sheet = self.book.add_worksheet(PROBLEMS)
        sheet.freeze_panes(1, 0)
        for place, (name, width) in enumerate((("table", 28), ("row", 8), ("column", 24), (WHAT_IS_WRONG, 100))):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, self.header)
        line = 0
        for tab in tabs:
            names = [column.name for column in tab.columns]
            for (row, column), sentence in sorted(tab.wrong.items()):
                line += 1
                cell = xl_rowcol_to_cell(row - 1, names.index(column) if column in names else 0)
                sheet.write_url(line, 0, f"internal:'{self.names[id(tab)]}'!{cell}", string=tab.name)
                sheet.write_number(line, 1, row)
                sheet.write_string(line, 2, column)
                sheet.write_string(line, 3, sentence[:LONGEST_CELL], self.explanation)

    def write(self, tab):
        """One table: names of columns with their notes, rows, drop-downs, and what is wrong."""
        sheet = self.book.add_worksheet(self.names[id(tab)])
        sheet.freeze_panes(1, 1)
        widths = [len(column.name) + 4 for column in tab.columns]
        for place, column in enumerate(tab.columns):
            sentence = tab.wrong.get((1, column.name))
            header = self.key_header if column.name in tab.key else self.header
            sheet.write_string(0, place, column.name, self.wrong_header if sentence else header)
            if note := sentence or column.note:
                write_note(sheet, 0, place, note)
        last = 1
        for line, texts in tab.rows:
            last = max(last, line)
            sentences = []
            for place, (column, text) in enumerate(zip(tab.columns, texts, strict=True)):
                sentence = tab.wrong.get((line, column.name))
                self._write_cell(sheet, line - 1, place, column.form, text, is_wrong=sentence is not None)
                widths[place] = max(widths[place], min(len(text), WIDEST))
                if sentence:
                    sentences.append(f"{column.name}: {sentence}")
                    write_note(sheet, line - 1, place, sentence)
            if whole := tab.wrong.get((line, "")):
                sentences.insert(0, whole)
            if sentences:
                self._write_cell(sheet, line - 1, len(widths), "text", "\n".join(sentences), is_wrong=True)
        if tab.wrong:
            sheet.write_string(0, len(widths), WHAT_IS_WRONG, self.wrong_header)
            sheet.set_column(len(widths), len(widths), 100)
            sheet.set_tab_color(COLOURS["wrong"])
            if whole := tab.wrong.get((1, "")):
                write_note(sheet, 0, len(widths), whole)
        for place, (column, width) in enumerate(zip(tab.columns, widths, strict=True)):
            sheet.set_column(place, place, width, self.formats[column.form, False, False])
            self._offer(sheet, place, column, last)

    def write_lists(self):
        """What one chooses from where no sheet has it."""
        if not self.lists:
            return
        sheet = self.book.add_worksheet(LISTS)
        for place, (name, entries) in enumerate(self.lists.items()):
            sheet.write_string(0, place, name, self.header)
            sheet.set_column(place, place, 30, self.formats["text", False, False])
            for line, entry in enumerate(entries, start=1):
                sheet.write_string(line, place, entry)

    def _write_cell(self, sheet, line, place, form, text, *, is_wrong):
        if text:
            write_cell(sheet, line, place, form, text, lambda is_quoted: self.formats[form, is_wrong, is_quoted])
        elif is_wrong:
            sheet.write_blank(line, place, None, self.formats[form, is_wrong, False])

    def _offer(self, sheet, place, column, last):
        """A drop-down below a column: fixed words only, or the names of another table as a suggestion."""
        rows = (1, place, min(last + 500, MOST_ROWS), place)
        if column.options and len(",".join(column.options)) <= LONGEST_LIST:
            offered = {"source": list(column.options), "error_message": _("Choose one of the words in the list.")}
            sheet.data_validation(*rows, {"validate": "list", **offered})
        elif column.refers_to in self.ranges and not column.is_list:
            sheet.data_validation(
                *rows,
                {"validate": "list", "source": self.ranges[column.refers_to], "error_type": "warning"},
            )


def _range(sheet, column, length=MOST_ROWS - 1):
    letter = xl_col_to_name(column)
    return f"='{sheet}'!${letter}$2:${letter}${max(length, 1) + 1}"


def _sheet_names(names):
    """Names that a workbook can have: none twice, none too long, without the signs of a reference."""
    taken = {name.lower() for name in NOT_READ}
    for name in names:
        base = re.sub(r"[\[\]:*?/\\']", "_", name)[:LONGEST_NAME] or "_"
        unique, number = base, 1
        while unique.lower() in taken:
            number += 1
            unique = f"{base[: LONGEST_NAME - 4]} {number}"
        taken.add(unique.lower())
        yield unique
