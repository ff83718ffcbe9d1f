"""Copies of the real folder with one thing broken, and the whole database as plain values."""

import csv
import shutil

import pytest
from django.apps import apps

from tests.conftest import FOLDER

OWN_APPS = ("accounts", "outcomes", "indicators", "consultations", "reviews")


def rows_of(file):
    """The rows of a file of the real folder."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def whole_database(*, without=()):
    """Every table of the application, links between tables included, as plain values."""
    models = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in models
        if model._meta.label not in without
    }


class Folder:
    """A copy of the real folder, to be broken."""

    def __init__(self, path):
        self.path = path

    def change(self, file, line, **cells):
        """Write other cells into one row, counted as a spreadsheet shows it: the column names stand in row 1."""
        header, rows = self._read(file)
        for column, value in cells.items():
            rows[line - 2][header.index(column)] = value
        self._write(file, header, rows)

    def edit(self, file, change):
        """`change` gets the column names and the rows, and changes them in place."""
        header, rows = self._read(file)
        change(header, rows)
        self._write(file, header, rows)

    def _read(self, file):
        with (self.path / file).open(encoding="utf-8", newline="") as opened:
            header, *rows = csv.reader(opened)
        return header, rows

    def _write(self, file, header, rows):
        with (self.path / file).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([header, *rows])


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "folder"
    shutil.copytree(FOLDER, path)
    return Folder(path)
