"""Reading tables of rows into models: every error by file, row and column, all of it or nothing.

A *table* is a CSV file whose first row names the columns. Rows are counted as a spreadsheet shows them: the
column names stand in row 1. Resources of the apps say how a row becomes a record; this module knows no model.
"""

from .problems import ImportRefused, Problem, Tally
from .reading import read_table
from .tables import Column, TableResource
from .widgets import (
    DayWidget,
    KnownListWidget,
    KnownWidget,
    ListWidget,
    NumberWidget,
    OneOfWidget,
    TextWidget,
    TimeOfDayWidget,
    WholeNumberWidget,
    YearWidget,
    YesNoWidget,
)

__all__ = [
    "Column",
    "DayWidget",
    "ImportRefused",
    "KnownListWidget",
    "KnownWidget",
    "ListWidget",
    "NumberWidget",
    "OneOfWidget",
    "Problem",
    "TableResource",
    "Tally",
    "TextWidget",
    "TimeOfDayWidget",
    "WholeNumberWidget",
    "YearWidget",
    "YesNoWidget",
    "read_table",
]
