"""What all sheets that are written here have in common: cells, their looks, notes beside them."""

import re
from datetime import date

from .cells import FORMULA_STARTS, TOO_LONG
from .limits import LONGEST_CELL

COLOURS = {
    "header": "#DCE6F2",
    "key": "#9DB8D9",
    "wrong": "#FFC7CE",
    "wrong_text": "#9C0006",
    "doubt": "#FFEB9C",
    "doubt_text": "#7F4F00",
    "asked": "#FFFFFF",
    "locked": "#F2F2F2",
    "not_asked": "#D9D9D9",
    "line": "#BFBFBF",
    "locked_text": "#404040",
}
LONGEST_NOTE = 2000


def write_cell(sheet, line, place, form, text, style):
    """Write a text the way it is meant: number, date, or text that is never taken for a formula.

    `style` gives the cell's format, told whether a quotation mark is to stand before the text. An empty text leaves
    the cell alone.
    """
    if len(text) > LONGEST_CELL:
        text = TOO_LONG
    if not text:
        return
    look = style(text.startswith(FORMULA_STARTS))
    if form == "number" and (number := as_number(text)) is not None:
        sheet.write_number(line, place, number, look)
    elif form == "date" and (day := as_day(text)) is not None:
        sheet.write_datetime(line, place, day, look)
    else:
        sheet.write_string(line, place, text, look)


def write_note(sheet, line, place, text):
    """A note beside a cell, as large as its text needs."""
    sheet.write_comment(line, place, text[:LONGEST_NOTE], {"x_scale": 2, "y_scale": 1 + len(text) / 150})


def as_number(text):
    """The number as a spreadsheet keeps it; None for what is no number, or would lose digits."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", text) or len(text.strip("-0.").replace(".", "")) > 15:
        return None
    return float(text)


def as_day(text):
    """A day that a spreadsheet can count; its calendar begins in 1900, wrongly for two months."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= date(1900, 3, 1) else None
