"""Several tables in one file, there and back: as a workbook (XLSX) or as a zipped folder of CSV files.

`reading` takes in what people send, whatever it is; `writing` gives out tables with drop-downs and notes, and what came
back with its wrong cells coloured; `tables` says how a record stands in a row; `planning` says what the rows of a file
would do, and what is wrong with them; `applying` does it and undoes it. This package has no tables of its own and
knows no model.
"""

from .applying import Undoing, apply_plan, changed_since, gone_since, relied_on, take_prints, undo
from .filling import FillColumn, Filled, FilledRow, Filling, FillRow, filled_in, filling_workbook, print_of
from .planning import Plan, Row, State, plan_table
from .reading import Book, Sheet, read_book
from .tables import Column, Known, Table
from .writing import LISTS, NOT_READ, Tab, column_of_text, csv_folder, workbook

__all__ = [
    "LISTS",
    "NOT_READ",
    "Book",
    "Column",
    "FillColumn",
    "FillRow",
    "Filled",
    "FilledRow",
    "Filling",
    "Known",
    "Plan",
    "Row",
    "Sheet",
    "State",
    "Tab",
    "Table",
    "Undoing",
    "apply_plan",
    "changed_since",
    "column_of_text",
    "csv_folder",
    "filled_in",
    "filling_workbook",
    "gone_since",
    "plan_table",
    "print_of",
    "read_book",
    "relied_on",
    "take_prints",
    "undo",
    "workbook",
]
