"""The tables of a document as a workbook: a sheet for each, numbers as numbers, and the live figures with rules."""

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from ..workbooks.limits import LONGEST_CELL
from ..workbooks.sheets import as_number, write_cell
from .blocks import Cell, Chart, Document, Row, Table, words
from .characters import cleaned
from .drawings import figures_of, has_figures
from .outline import caption_of, charts_of, tables_of

LONGEST_NAME, WIDTH_OF_A_TABLE, NARROWEST, WIDEST_LINK = 31, 110, 8, 60
PRINTED_NUMBER = re.compile(r"[-−]?\d[\d,\u00a0\u202f]*(?:\.(?P<places>\d+))?")


def xlsx_of(document: Document) -> bytes:
    """The workbook: a list of all tables with links, a sheet for each, the figures of the charts, the live figures.

    Nothing in it is a formula, whatever a text begins with.
    """
    document = cleaned(document)
    content = io.BytesIO()
    # In memory: nothing of a report is left on the disk.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with translation.override(document.language), xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": document.title[:255], "comments": ""})
        _Writer(book).write(document)
    return content.getvalue()


class _Writer:
    def __init__(self, book: Any):
        self.book = book
        self.formats: dict[tuple[str, str, bool], Any] = {}

    def write(self, document: Document) -> None:
        tables = tables_of(document)
        charts = [chart for chart in charts_of(document) if has_figures(chart)]
        first, last = _("Tables"), _("Figures")
        labels = [f"{table.number} {table.caption}".strip() for table in tables]
        drawn = _("Charts")
        names = list(sheet_names(labels, taken=(first, drawn, last)))
        self._list(first, document.title, [caption_of(table) for table in tables], names)
        for table, name in zip(tables, names, strict=True):
            self._table(name, table, back_to=first)
        if charts:
            self._charts(drawn, charts)
        if document.figures:
            self._figures(last, document)

    def _list(self, name: str, title: str, captions: Sequence[str], sheets: Sequence[str]) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 100)
        self._text(sheet, 0, 0, title, "title")
        if not captions:
            self._text(sheet, 2, 0, _("The document has no tables."), "body")
        for line, (caption, target) in enumerate(zip(captions, sheets, strict=True), start=2):
            sheet.write_url(line, 0, f"internal:{_quoted(target)}!A1", self._format("link"), caption[:255])

    def _table(self, name: str, table: Table, *, back_to: str) -> None:
        sheet = self.book.add_worksheet(name)
        shares = [max(column.share, 1) for column in table.columns]
        for place, share in enumerate(shares):
            sheet.set_column(place, place, max(NARROWEST, round(WIDTH_OF_A_TABLE * share / sum(shares))))
        self._text(sheet, 0, 0, caption_of(table), "title")
        sheet.write_url(1, 0, f"internal:{_quoted(back_to)}!A1", self._format("link"), back_to)
        for place, column in enumerate(table.columns):
            self._text(sheet, 3, place, column.title, "head")
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        line = 4
        for row in table.rows:
            self._row(sheet, line, row, len(shares))
            line += 1
        if not table.rows:
            self._text(sheet, line, 0, table.empty or _("There are no entries for this table."), "body")
            line += 1
        for number, note in enumerate(table.notes, start=1):
            self._text(sheet, line + number, 0, words(note), "note")

    def _row(self, sheet: Any, line: int, row: Row, columns: int) -> None:
        kind = "total" if row.kind == "total" else "strong" if row.kind == "group" else "body"
        place = 0
        for cell in row.cells:
            self._cell(sheet, line, place, cell, kind)
            place += max(cell.span, 1)
        if kind == "total":
            for empty in range(columns):
                if not any(empty == at for at in _places(row)):
                    sheet.write_blank(line, empty, None, self._format(kind))

    def _cell(self, sheet: Any, line: int, place: int, cell: Cell, kind: str) -> None:
        text = words(cell.text)
        number = None if cell.value is None else as_number(f"{Decimal(cell.value):f}")
        form = None if number is None else number_format(text, Decimal(cell.value or 0))
        if form is None:
            self._text(sheet, line, place, text, kind)
        else:
            sheet.write_number(line, place, number, self._format(kind, form))

    def _charts(self, name: str, charts: Sequence[Chart]) -> None:
        """The figures of the charts, one below the other."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 12, 16)
        line = 0
        for chart in charts:
            self._text(sheet, line, 0, chart.caption, "title")
            heads, rows = figures_of(chart)
            for place, head in enumerate(heads):
                self._text(sheet, line + 1, place, head, "head")
            for row in rows:
                line += 1
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        self._text(sheet, line + 1, place, value, "body")
                    elif value is not None:
                        sheet.write_number(line + 1, place, value, self._format("body"))
            line += 4

    def _figures(self, name: str, document: Document) -> None:
        sheet = self.book.add_worksheet(name)
        heads = ((_("Name"), 32), (_("What it is"), 50), (_("Figure"), 16), (_("As printed"), 16), (_("Rule"), 90))
        for place, (head, width) in enumerate(heads):
            sheet.set_column(place, place, width)
            self._text(sheet, 0, place, head, "head")
        sheet.freeze_panes(1, 1)
        for line, figure in enumerate(document.figures, start=1):
            self._text(sheet, line, 0, figure.name, "body")
            self._text(sheet, line, 1, figure.label, "body")
            number = None if figure.value is None else as_number(f"{Decimal(figure.value):f}")
            if number is not None:
                sheet.write_number(line, 2, number, self._format("body"))
            self._text(sheet, line, 3, figure.printed, "body")
            self._text(sheet, line, 4, figure.rule, "body")

    def _text(self, sheet: Any, line: int, place: int, text: str, kind: str) -> None:
        if len(text) > LONGEST_CELL:
            text = f"{text[: LONGEST_CELL - 1]}…"
        write_cell(sheet, line, place, "text", text, lambda is_quoted: self._format(kind, "", is_quoted))

    def _format(self, kind: str, number: str = "", is_quoted: bool = False) -> Any:
        key = (kind, number, is_quoted)
        if key not in self.formats:
            looks: dict[str, dict[str, Any]] = {
                "title": {"bold": True, "font_size": 13},
                "head": {"bold": True, "bottom": 2, "text_wrap": True},
                "strong": {"bold": True},
                "total": {"bold": True, "top": 1, "text_wrap": True},
                "note": {"italic": True},
                "link": {"font_color": "#1E2DBE", "underline": 1},
                "body": {"text_wrap": True},
            }
            form = {"num_format": number} if number else {}
            self.formats[key] = self.book.add_format(
                {"valign": "top", "quote_prefix": is_quoted, **looks[kind], **form}
            )
        return self.formats[key]


def number_format(text: str, value: Decimal) -> str | None:
    """How a spreadsheet shows a number as it is printed: 1,234.5 with its sign of money, 5 with its word.

    None when it cannot: then the text is written.
    """
    found = next((one for one in PRINTED_NUMBER.finditer(text) if _digits(one[0]) == _rounded(value, one)), None)
    if found is None:
        places = len(f"{value:f}".partition(".")[2].rstrip("0"))
        before, after = "", f" {text}" if text else ""
    else:
        places = len(found["places"] or "")
        before, after = text[: found.start()], text[found.end() :]
    shown = f"{_literal(before)}#,##0{'.' if places else ''}{'0' * places}{_literal(after)}"
    return shown if len(shown) <= 250 else None


def sheet_names(labels: Sequence[str], *, taken: Sequence[str]) -> Iterator[str]:
    """Names that a workbook can have: none twice, none too long, without the signs of a reference."""
    used = {name.lower() for name in taken}
    for label in labels:
        base = re.sub(r"[\[\]:*?/\\'\s]+", " ", label).strip()
        name = unique = _shortened(base, LONGEST_NAME) or "1"
        number = 1
        # Excel keeps the word History for itself.
        while unique.lower() in used or unique.lower() == "history":
            number += 1
            unique = f"{_shortened(name, LONGEST_NAME - len(str(number)) - 1)} {number}"
        used.add(unique.lower())
        yield unique


def _shortened(name: str, most: int) -> str:
    """At most so many UTF-16 units, as spreadsheet programs count; cut at a word where one ends late enough."""
    while len(name.encode("utf-16-le")) // 2 > most:
        cut = name.rfind(" ")
        name = name[:cut] if cut > most * 2 // 3 else name[:-1]
    return name.strip()


def _places(row: Row) -> Iterator[int]:
    place = 0
    for cell in row.cells:
        yield place
        place += max(cell.span, 1)


def _quoted(name: str) -> str:
    return f"'{name}'"


def _digits(printed: str) -> Decimal:
    return Decimal(re.sub(r"[,\u00a0\u202f]", "", printed).replace("−", "-"))


def _rounded(value: Decimal, found: re.Match[str]) -> Decimal:
    """The value with as many places as were printed; rounding is the printer's, so both neighbours are looked at."""
    places = len(found["places"] or "")
    step = Decimal(1).scaleb(-places)
    printed = _digits(found[0])
    return printed if abs(value - printed) < step else value


def _literal(text: str) -> str:
    return '"{}"'.format(text.replace('"', "”").replace("\n", " ")) if text else ""
