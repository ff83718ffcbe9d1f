"""Workbooks as people send them back: downloaded, edited in a spreadsheet program, saved."""

from io import BytesIO

import openpyxl
from django.apps import apps

from indicators.services import framework_workbook, preview_framework

# What an import may not touch, beside itself.
TABLES = [
    model
    for app in ("outcomes", "indicators")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
    if model.__name__ != "FrameworkImport"
]


def edited(content, cells=None, rows=()):
    """The workbook with other cells, by (sheet, row, column), and with rows added, as (sheet, {column: value})."""
    book = openpyxl.load_workbook(BytesIO(content))
    for (sheet, line, column), value in (cells or {}).items():
        book[sheet].cell(line, _place(book[sheet], column)).value = value
    for sheet, values in rows:
        line = book[sheet].max_row + 1
        for column, value in values.items():
            book[sheet].cell(line, _place(book[sheet], column)).value = value
    return saved(book)


def saved(book):
    """The bytes of a workbook."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _place(sheet, column):
    return [cell.value for cell in sheet[1]].index(column) + 1


def line_of(content, sheet, *key):
    """The row that begins with these texts."""
    book = openpyxl.load_workbook(BytesIO(content))
    rows = book[sheet].iter_rows(values_only=True)
    return next(line for line, row in enumerate(rows, start=1) if tuple(map(str, row[: len(key)])) == key)


def sent_back(programme, by, cells=None, rows=()):
    """The preview of the programme's own workbook, edited."""
    content = edited(framework_workbook(programme=programme, by=by), cells, rows)
    return preview_framework(programme=programme, file_name="framework.xlsx", content=content, by=by)


def counts(framework_import):
    """(new, changed, wrong) by table, without those that do nothing."""
    found = {
        table["name"]: (table["new"], table["changed"], table["wrong"]) for table in framework_import.summary["tables"]
    }
    return {name: numbers for name, numbers in found.items() if any(numbers)}


def problems(framework_import):
    """All that is wrong: (table, row, column, sentence)."""
    return [(one["table"], one["row"], one["column"], one["sentence"]) for one in framework_import.summary["problems"]]


def everything():
    """All rows of all programmes' structure and measurement, to compare before and after."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in TABLES}
