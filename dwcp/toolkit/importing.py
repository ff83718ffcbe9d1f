"""Reading tables of rows into models: every error by file, row and column, all of it or nothing.

A *table* is a CSV file whose first row names the columns. Rows are counted as a spreadsheet shows them: the
column names stand in row 1. Resources of the apps say how a row becomes a record; this module knows no model.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file and what to do; row and column where it can be pinned down."""

    file: str
    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self):
        place = [self.file]
        if self.row is not None:
            place.append(_("row %(row)s") % {"row": self.row})
        if self.column is not None:
            place.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(place)}: {self.message}"


class ImportRefused(Exception):
    """Nothing was saved; `problems` says everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Tally:
    """What an import did with the rows of one file."""

    file: str
    kept_as: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_table(path: Path, columns: Iterable[str]) -> tablib.Dataset:
    """The rows of a CSV file that has exactly these columns, in any order.

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
        row = content.count(b"\n", 0, error.start) + 1
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
    return tablib.Dataset(*[[cell.strip() for cell in row] for row in rows if row], headers=header)


class TextWidget(widgets.Widget):
    """Text as it stands; an empty cell is empty text."""

    def clean(self, value, row=None, **kwargs):
        return value or ""


class NumberWidget(widgets.Widget):
    """Digits with a point for decimals; an empty cell is no number."""

    def clean(self, value, row=None, **kwargs):
        if value in ("", None):
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise ValueError(
                _("“%(value)s” is not a number. Write digits, with a point for decimals.") % {"value": value}
            )
        return number


class WholeNumberWidget(NumberWidget):
    """A whole number of 0 or more."""

    def clean(self, value, row=None, **kwargs):
        number = super().clean(value, row, **kwargs)
        if number is None:
            return None
        if number != number.to_integral_value() or number < 0:
            raise ValueError(_("“%(value)s” is not a whole number of 0 or more.") % {"value": value})
        return int(number)


class DayWidget(widgets.Widget):
    """A day, written year-month-day."""

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = _("“%(value)s” is not a date. Write year-month-day, for example 2010-12-31.")
            raise ValueError(message % {"value": value}) from None


class ListWidget(widgets.Widget):
    """Several texts in one cell, separated by semicolons."""

    def clean(self, value, row=None, **kwargs):
        return [part.strip() for part in (value or "").split(";") if part.strip()]


class OneOfWidget(widgets.Widget):
    """One of a fixed set of words; `meanings` says what each stands for."""

    def __init__(self, meanings: Mapping[str, object], *, blank=False):
        super().__init__()
        self.meanings = {"": "", **meanings} if blank else dict(meanings)

    def clean(self, value, row=None, **kwargs):
        if value not in self.meanings:
            known = ", ".join(word for word in self.meanings if word)
            message = _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": known}
            raise ValueError(message)
        return self.meanings[value]


class YesNoWidget(OneOfWidget):
    """`yes` or `no`."""

    def __init__(self):
        super().__init__({"yes": True, "no": False})


class KnownWidget(widgets.Widget):
    """A record by what the file calls it; `find` gives it, or raises ObjectDoesNotExist or ValueError."""

    def __init__(self, find: Callable, what: object, *, required=True):
        super().__init__()
        self.find, self.what, self.required = find, what, required

    def clean(self, value, row=None, **kwargs):
        if not value:
            if self.required:
                raise ValueError(_("This cell is empty. It needs %(what)s.") % {"what": self.what})
            return None
        return look_up(self.find, value, row, self.what)


class KnownListWidget(widgets.ManyToManyWidget):
    """Several records, separated by semicolons."""

    def __init__(self, model, find: Callable, what: object):
        super().__init__(model)
        self.find, self.what = find, what

    def clean(self, value, row=None, **kwargs):
        parts = [part.strip() for part in (value or "").split(";") if part.strip()]
        return [look_up(self.find, part, row, self.what) for part in dict.fromkeys(parts)]


def look_up(find, value, row, what):
    """The record that `value` names in this row; raises ValueError with a sentence when there is none."""
    try:
        return find(value, row)
    except (ObjectDoesNotExist, LookupError, ValueError):
        message = _("“%(value)s” is not known here. It should be %(what)s.") % {"value": value, "what": what}
        raise ValueError(message) from None


class Column(fields.Field):
    """A column of the table and the attribute it fills, by default of the same name."""

    def __init__(self, column_name, attribute=None, widget=None, **options):
        super().__init__(
            attribute=attribute or column_name,
            column_name=column_name,
            widget=widget or TextWidget(),
            **options,
        )

    def clean(self, row, **kwargs):
        # The widget alone decides what an empty cell means.
        return self.widget.clean(row[self.column_name], row=row, **kwargs)


class DictionaryInstanceLoader(BaseInstanceLoader):
    """Finds the record a row is about without a query per row."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.instances = {resource.key_of(instance): instance for instance in resource.get_queryset()}

    def get_instance(self, row):
        try:
            return self.instances.get(self.resource.key_in(row))
        except ValueError:
            return None  # the cell is reported, with its column, when the row itself is read


class TableResource(resources.ModelResource):
    """One table read into one model. Rows with the same key as a record change it; others make a new one.

    `extra_columns` are columns of the file that this resource reads in its own way or leaves to another
    resource of the same file. `fixed` are attributes that every record gets, such as the programme.
    A column named `_row` is not in the file: it holds the row's place there, for tables whose order matters.
    """

    extra_columns: tuple[str, ...] = ()

    def __init__(self, **fixed):
        super().__init__()
        self.fixed = fixed
        # The library adds every field of the model; only what a subclass names is read.
        self.fields = {name: column for name, column in self.fields.items() if isinstance(column, Column)}

    class Meta:
        instance_loader_class = DictionaryInstanceLoader
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        skip_html_diff = True

    @classmethod
    def columns(cls):
        """The columns this resource expects in its file."""
        own = [column.column_name for column in cls.fields.values() if isinstance(column, Column)]
        return [column for column in dict.fromkeys([*own, *cls.extra_columns]) if column != "_row"]

    def get_queryset(self):
        return super().get_queryset().filter(**self.fixed)

    def init_instance(self, row=None):
        return self._meta.model(**self.fixed)

    def key_in(self, row):
        """What identifies a row's record, as plain values; raises ValueError for an unreadable cell."""
        return tuple(_plain(self.fields[name].clean(row)) for name in self.get_import_id_fields())

    def key_of(self, instance):
        """The same for a record."""
        return tuple(_plain(getattr(instance, self.fields[name].attribute)) for name in self.get_import_id_fields())

    def before_import_row(self, row, row_number=None, **kwargs):
        row["_row"] = row_number

    def import_instance(self, instance, row, **kwargs):
        # The library leaves cells with several records until the instance is saved, too late to name their column.
        errors: dict[str, list] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for column in self.get_import_fields():
            if isinstance(column.widget, widgets.ManyToManyWidget):
                try:
                    column.clean(row)
                except ValueError as error:
                    errors[column.attribute] = [str(error)]
        if errors:
            raise ValidationError(errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        # Records named in a cell were just looked up: asking the database again for each would cost a
        # query per cell. Repeated rows are found before the import starts.
        errors = dict(import_validation_errors or {})
        related = {field.name for field in instance._meta.concrete_fields if field.is_relation}
        try:
            instance.full_clean(exclude={*errors, *related}, validate_unique=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance, is_create, row, **kwargs):
        # A savepoint: one refused row must not keep PostgreSQL from looking at the others.
        with transaction.atomic():
            super().save_instance(instance, is_create, row, **kwargs)

    def import_table(self, dataset: tablib.Dataset, file: str) -> Tally:
        """Write every row of `dataset` and say what was done and what is wrong, row by row.

        Call it inside a transaction and roll back when the tally has problems.
        """
        tally = Tally(file, kept_as=str(self._meta.model._meta.verbose_name_plural), rows=len(dataset))
        tally.problems += self._repeated_rows(dataset, file)
        if tally.problems:
            return tally
        result = self.import_data(dataset, use_transactions=False, raise_errors=False)
        tally.new = result.totals["new"]
        tally.changed = result.totals["update"]
        tally.unchanged = result.totals["skip"]
        tally.problems += [Problem(file, str(error.error)) for error in result.base_errors]
        for number, errors in result.row_errors():
            tally.problems += [Problem(file, str(error.error), number + 1) for error in errors]
        for invalid in result.invalid_rows:
            tally.problems += self._problems_of(invalid, file)
        # One cell may fill several attributes; it is wrong only once.
        tally.problems = sorted(dict.fromkeys(tally.problems), key=lambda problem: problem.row or 0)
        return tally

    def _repeated_rows(self, dataset, file):
        seen: dict[tuple, int] = {}
        for number, row in enumerate(dataset.dict, start=2):
            try:
                key = self.key_in(row)
            except ValueError:
                continue
            if key in seen:
                message = _("This row repeats row %(first)s. Keep one of the two.") % {"first": seen[key]}
                yield Problem(file, message, number)
            else:
                seen[key] = number

    def _problems_of(self, invalid, file):
        column_of = {field.attribute: field.column_name for field in self.fields.values()}
        for attribute, messages in invalid.error.message_dict.items():
            column = None if attribute == NON_FIELD_ERRORS else column_of.get(attribute, attribute)
            for message in messages:
                yield Problem(file, message, invalid.number + 1, column)


def _plain(value):
    return value.pk if isinstance(value, models.Model) else value
