"""What stood in a cell, as plain text that knows where it comes from."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils.translation import gettext as _


class Taken(str):
    """The text of a cell that the spreadsheet program took for a number, a date or yes/no."""


class Formula(str):
    """A formula: what it gives depends on who opens it, so it is never read."""


class Broken(str):
    """What a spreadsheet program shows for a formula that fails, such as #REF!."""


# The last column of a workbook that comes back: it is written here and never read.
WHAT_IS_WRONG = "what_is_wrong"
# Stands for a text that no cell can hold; the record keeps it.
TOO_LONG = "[longer than a cell can hold; it stays as it is]"
# How workbooks write what XML cannot hold, such as the end of a line in some programs.
CONTROL = re.compile(r"_x00([01][0-9A-Fa-f])_")
# Text that a spreadsheet program would take for a formula, when it opens a CSV file.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def text_of_cell(cell) -> str:
    """A cell of a workbook as text: 2008 rather than 2008.0, dates year-month-day, yes and no."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(getattr(value, "text", None) or value)
    if cell.data_type == "e":
        return Broken(value)
    if isinstance(value, bool):
        return Taken("yes" if value else "no")
    if isinstance(value, datetime):
        return Taken(value.date().isoformat() if value.time() == time() else value.isoformat(" "))
    if isinstance(value, int | float):
        return Taken(_number(value) + ("%" if "%" in cell.number_format else ""))
    if not isinstance(value, str):
        return Taken(value)
    return tidy(CONTROL.sub(lambda found: chr(int(found[1], 16)), value))


def unreadable(text: str) -> str:
    """Why a cell is not read, and what to do; "" for one that is."""
    if isinstance(text, Formula):
        return _("The cell holds a formula. Paste its value instead.")
    if isinstance(text, Broken):
        return _("The cell shows the error %(error)s. Type what should stand there.") % {"error": text}
    return ""


def tidy(text: str) -> str:
    """Text without blanks around it; a line's end counts once, and what no database keeps (U+0000) is left out."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def plain(value) -> str:
    """A value as text, the way it is written into a table: no rounding, nothing that depends on a language."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return tidy(str(value))


def neutral(text: str) -> str:
    """Text for a CSV file that no spreadsheet program takes for a formula: an apostrophe before it."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def without_apostrophe(text: str) -> str:
    """What `neutral` made, as it was."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS) else text


def _number(value: int | float) -> str:
    # Fifteen digits are what spreadsheet programs keep and show; more would bring 0.30000000000000004.
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**15):
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")
