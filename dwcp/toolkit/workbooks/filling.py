"""A workbook to fill in: everything is locked but the cells that are asked for, and it comes back as it went out.

The first row holds the names by which columns are read and is hidden, as are the columns that say what a row is about
and how it stood; the second row holds what people read. So neither a language nor another order does harm.
"""

import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from .cells import WHAT_IS_WRONG, unreadable
from .limits import LONGEST_CELL
from .reading import Book, Sheet
from .sheets import COLOURS, write_cell, write_note
from .writing import LISTS, READ_ME

KEY, REVISION, SEEN, ASKS = "key", "revision", "seen", "asks"
# What says which record a row is about, how it stood, what was in its cells, and what it asks for.
HIDDEN = (KEY, REVISION, SEEN, ASKS)
FIRST_LINE = 3
# What a spreadsheet program shows beside a cell: so many characters, no more.
LONGEST_HINT, LONGEST_HINT_TITLE = 255, 32
HIGHEST_ROW, LINES_OF_TEXT = 90, 15
# Notes are large in the file; what has none is coloured all the same, and said at the end of its row.
MOST_NOTES = 800


@dataclass(frozen=True, kw_only=True)
class FillColumn:
    """A column: people read it, or fill it in (`is_asked`) where a row takes it.

    `form` is text, number or date; `options` are the words of a drop-down, `hint` what is said beside the cell.
    """

    name: str
    title: str
    form: str = "text"
    width: int = 12
    hint: str = ""
    options: tuple[str, ...] = ()
    is_asked: bool = False
    is_frozen: bool = False


@dataclass(kw_only=True)
class FillRow:
    """One row of texts by column. `asked` names the cells to fill in; the others are locked.

    `hidden` are the texts of the hidden columns. `options` are words to choose from in this row alone, `between` the
    days a date lies between. `wrong` and `doubts` are sentences by column ("" for the row as a whole).
    """

    line: int
    hidden: Mapping[str, str]
    texts: Mapping[str, str]
    asked: frozenset[str]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    between: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Filling:
    """The sheet to fill in. `wrong` are sentences about columns as such ("" for the sheet)."""

    name: str
    columns: Sequence[FillColumn]
    rows: Sequence[FillRow]
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_remarks(self):
        """Whether anything is said about it."""
        return bool(self.wrong) or any(row.wrong or row.doubts for row in self.rows)


@dataclass(frozen=True)
class FilledRow:
    """A row as it came back: the hidden texts, and all others by the name of their column."""

    line: int
    hidden: dict[str, str]
    texts: dict[str, str]


@dataclass(frozen=True)
class Filled:
    """A sheet as it came back: its columns by name with the title each has and by place, and its rows.

    `repeated` are names of columns that stand twice: only the first is read. `unnamed` are the letters of columns
    that hold something and have no name: nothing there is read.
    """

    titles: dict[str, str]
    places: dict[int, str]
    rows: tuple[FilledRow, ...]
    repeated: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def filling_workbook(sheet: Filling, *, read_me: Sequence[str]) -> bytes:
    """The workbook: a sheet that explains, what is to be said about it, and the sheet to fill in."""
    content = io.BytesIO()
    # In memory: nothing of what people send or fetch is left on the disk.
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Writer(book, sheet).write(read_me)
    book.close()
    return content.getvalue()


def filled_in(book: Book) -> Filled | None:
    """The sheet to fill in, of a workbook that came back, whatever its name is now; None where there is none.

    The first of several: a copy that somebody kept beside it is not read.
    """
    for sheet in book.sheets:
        if set(HIDDEN) <= set(sheet.header):
            return _filled(sheet)
    return None


def print_of(texts: Mapping[str, str]) -> str:
    """A short text that changes with what stands in the cells; empty ones do not count."""
    stated = sorted((name, str(text)) for name, text in texts.items() if text)
    return hashlib.sha256(repr(stated).encode()).hexdigest()[:16]


def _filled(sheet: Sheet) -> Filled:
    places: dict[str, int] = {}
    repeated = []
    for place, name in enumerate(sheet.header):
        if name in places:
            repeated.append(name)
        elif name and name != WHAT_IS_WRONG:
            places[name] = place
    rows, titles, unnamed = [], dict.fromkeys(places, ""), set()
    named = {place for place, name in enumerate(sheet.header) if name}
    for line, texts in sheet.rows:
        cells = {name: texts[place] for name, place in places.items() if place < len(texts)}
        hidden = {name: cells.pop(name, "") for name in HIDDEN}
        if hidden[KEY] == KEY:
            titles |= cells
            continue
        unnamed |= {place for place, text in enumerate(texts) if text and place not in named}
        if any(hidden.values()) or any(cells.values()):
            rows.append(FilledRow(line, hidden, cells))
    return Filled(
        titles,
        {place: name for name, place in places.items()},
        tuple(rows),
        tuple(repeated),
        tuple(xl_col_to_name(place) for place in sorted(unnamed)),
    )


class _Writer:
    def __init__(self, book, sheet):
        self.book, self.sheet = book, sheet
        self.columns = [*sheet.columns]
        self.places = {column.name: place for place, column in enumerate(self.columns)}
        self.remarks_place = len(self.columns) + len(HIDDEN)
        self.notes = 0
        self.made = {}
        self.lists = {}

    def write(self, read_me):
        self._explain(read_me)
        if self.sheet.has_remarks:
            self._list_remarks()
        page = self.book.add_worksheet(self.sheet.name)
        self._write_titles(page)
        for row in self.sheet.rows:
            self._write_row(page, row)
        self._guide(page)
        self._write_lists()
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        page.freeze_panes(FIRST_LINE - 1, sum(column.is_frozen for column in self.columns))
        last = max((row.line for row in self.sheet.rows), default=FIRST_LINE) - 1
        # Codes such as 1.10 are texts that look like numbers, and are meant so.
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, self.remarks_place)}"})
        page.autofilter(FIRST_LINE - 2, 0, last, len(self.columns) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(FIRST_LINE - 2)

    def look(self, **parts):
        """A format, made once."""
        key = tuple(sorted(parts.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(parts)
        return self.made[key]

    def _explain(self, lines):
        page = self.book.add_worksheet(READ_ME)
        page.hide_gridlines(2)
        page.set_column(0, 0, 100)
        for place, line in enumerate(lines):
            page.write_string(place, 0, line, self.look(text_wrap=True, valign="top", bold=place == 0))

    def _list_remarks(self):
        """Everything there is to say, with a way to each cell."""
        page = self.book.add_worksheet(_("Remarks"))
        page.freeze_panes(1, 0)
        page.activate()
        titles = ((_("Where"), 8), (_("Row"), 6), (_("Column"), 24), (_("What is to be said"), 100))
        for place, (title, width) in enumerate(titles):
            page.set_column(place, place, width)
            page.write_string(0, place, title, self._titled())
        for line, (row, column, sentence, is_wrong) in enumerate(self._remarks(), start=1):
            cell = xl_rowcol_to_cell(row - 1, self.places.get(column, self.remarks_place if row > 1 else 0))
            title = self.columns[self.places[column]].title if column in self.places else column
            page.write_url(line, 0, f"internal:'{self.sheet.name}'!{cell}", string=cell)
            if row > 1:
                page.write_number(line, 1, row)
            page.write_string(line, 2, title)
            page.write_string(line, 3, sentence[:LONGEST_CELL], self._cell("text", "wrong" if is_wrong else "doubt"))

    def _remarks(self):
        for column, sentence in self.sheet.wrong.items():
            yield 1, column, sentence, True
        for row in self.sheet.rows:
            for is_wrong, said in ((True, row.wrong), (False, row.doubts)):
                for column in sorted(said, key=lambda name: self.places.get(name, -1)):
                    yield row.line, column, said[column], is_wrong

    def _write_titles(self, page):
        page.set_row(0, None, None, {"hidden": True})
        page.set_row(1, 45)
        for place, column in enumerate(self.columns):
            page.write_string(0, place, column.name)
            is_wrong = column.name in self.sheet.wrong
            page.write_string(1, place, column.title, self._titled(is_asked=column.is_asked, is_wrong=is_wrong))
            if note := self.sheet.wrong.get(column.name) or column.hint:
                write_note(page, 1, place, note)
            page.set_column(place, place, column.width)
        for place, name in enumerate(HIDDEN, start=len(self.columns)):
            page.write_string(0, place, name)
            page.write_string(1, place, name)
            page.set_column(place, place, None, None, {"hidden": True})
        if self.sheet.has_remarks:
            page.write_string(0, self.remarks_place, WHAT_IS_WRONG)
            page.write_string(1, self.remarks_place, _("Remarks"), self._titled(is_wrong=True))
            page.set_column(self.remarks_place, self.remarks_place, 80)
            if whole := self.sheet.wrong.get(""):
                write_note(page, 1, self.remarks_place, whole)

    def _write_row(self, page, row):
        line = row.line - 1
        lines = max((len(row.texts.get(one.name, "")) / one.width for one in self.columns), default=1)
        page.set_row(line, min(LINES_OF_TEXT * max(1, int(lines) + 1), HIGHEST_ROW))
        said = []
        for place, column in enumerate(self.columns):
            sentence, looks = self._look_of(row, column)
            text = row.texts.get(column.name, "")
            form = column.form if text == "" or not unreadable(text) else "text"
            if text:
                write_cell(page, line, place, form, text, self._styled(form, looks, text))
            else:
                page.write_blank(line, place, None, self._cell(form, looks))
            if sentence:
                said.append(f"{column.title}: {sentence}")
                self.notes += 1
                if self.notes <= MOST_NOTES:
                    write_note(page, line, place, sentence)
        for place, name in enumerate(HIDDEN, start=len(self.columns)):
            page.write_string(line, place, row.hidden.get(name, ""))
        said = [sentence for sentence in (row.wrong.get(""), row.doubts.get("")) if sentence] + said
        if said:
            looks = "wrong" if row.wrong else "doubt"
            page.write_string(line, self.remarks_place, "\n".join(said)[:LONGEST_CELL], self._cell("text", looks))

    def _look_of(self, row, column):
        if sentence := row.wrong.get(column.name):
            return sentence, "wrong" if column.name in row.asked else "wrong_locked"
        if sentence := row.doubts.get(column.name):
            return sentence, "doubt"
        if column.name in row.asked:
            return "", "asked"
        return "", "not_asked" if column.is_asked else "locked"

    def _styled(self, form, looks, text):
        def style(is_quoted):
            return self._cell(form, looks, is_quoted=is_quoted, is_whole="." not in text)

        return style

    def _titled(self, *, is_asked=False, is_wrong=False):
        colour = COLOURS["wrong" if is_wrong else "key" if is_asked else "header"]
        return self.look(bold=True, text_wrap=True, valign="top", bottom=2, bg_color=colour)

    def _cell(self, form, looks, *, is_quoted=False, is_whole=False):
        is_open = looks in ("asked", "wrong", "doubt")
        kind = {"text": "@", "date": "yyyy-mm-dd", "number": "General"}[form]
        if form == "number" and not is_open:
            kind = "#,##0" if is_whole else "#,##0.####"
        colour = looks.removesuffix("_locked")
        parts = {
            "num_format": kind,
            "bg_color": COLOURS[colour],
            "locked": not is_open,
            "text_wrap": form == "text",
            "valign": "top",
            "border": 1,
            "border_color": COLOURS["line"],
            "quote_prefix": is_quoted,
        }
        text_colour = COLOURS.get(f"{colour}_text")
        return self.look(**parts, **({"font_color": text_colour} if text_colour else {}))

    def _guide(self, page):
        """Drop-downs, and what is said beside a cell that is filled in; neighbours share one rule."""
        rules = defaultdict(list)
        for row in self.sheet.rows:
            for column in self.columns:
                if column.name in row.asked:
                    options = tuple(row.options.get(column.name, column.options))
                    rules[column.name, options, row.between.get(column.name)].append(row.line - 1)
        for (name, options, between), found in rules.items():
            place = self.places[name]
            rule = self._rule(self.columns[place], options, between)
            if rule is None:
                continue
            spans = list(_spans(found))
            others = [[first, place, last, place] for first, last in spans[1:]]
            page.data_validation(spans[0][0], place, spans[0][1], place, {**rule, "other_cells": others})

    def _rule(self, column, options, between):
        hint = {}
        if column.hint:
            hint = {"input_title": column.title[:LONGEST_HINT_TITLE], "input_message": column.hint[:LONGEST_HINT]}
        if options:
            message = _("Choose one of the words in the list.")
            return {"validate": "list", "source": self._listed(options), "error_message": message, **hint}
        if between:
            message = _("The date lies outside the period of this row, or is no date. Keep it nevertheless?")
            ends = {"minimum": between[0], "maximum": between[1]}
            warning = {"error_type": "warning", "error_message": message}
            return {"validate": "date", "criteria": "between", **ends, **warning, **hint}
        return {"validate": "any", **hint} if hint else None

    def _listed(self, options):
        """Where the words stand: on a sheet of their own, so that they may hold commas and be long."""
        place = self.lists.setdefault(options, len(self.lists))
        letter = xl_col_to_name(place)
        return f"='{LISTS}'!${letter}$1:${letter}${len(options)}"

    def _write_lists(self):
        if not self.lists:
            return
        page = self.book.add_worksheet(LISTS)
        for options, place in self.lists.items():
            for line, option in enumerate(options):
                page.write_string(line, place, option)
        page.hide()


def _spans(lines):
    """Neighbouring lines taken together: first and last of each run."""
    first = last = lines[0]
    for line in lines[1:]:
        if line != last + 1:
            yield first, last
            first = line
        last = line
    yield first, last
