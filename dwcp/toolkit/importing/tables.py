"""One table of rows read into one model."""

from collections import Counter

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from .problems import Problem, Tally
from .widgets import TextWidget


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
    A column named `_row` is not in the file: it holds the row's place there, for tables whose order matters;
    `counted_within` names columns whose rows of equal cells are counted by themselves, such as the people of one
    meeting.
    `made` names the columns that become fields of other records, made while the row is read: those texts are
    checked before any is written.
    """

    extra_columns: tuple[str, ...] = ()
    counted_within: tuple[str, ...] = ()
    made: dict[str, models.Field] = {}

    def __init__(self, **fixed):
        super().__init__()
        self.fixed = fixed
        self.kept = 0
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

    def keeps(self, instance):
        """Whether a record stays as it is, whatever the file says: somebody has worked on it here."""
        return False

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if super().skip_row(instance, original, row, import_validation_errors):
            return True
        kept = instance.pk is not None and not import_validation_errors and self.keeps(instance)
        self.kept += kept
        return kept

    def save_instance(self, instance, is_create, row, **kwargs):
        # A savepoint: one refused row must not keep PostgreSQL from looking at the others.
        with transaction.atomic():
            super().save_instance(instance, is_create, row, **kwargs)

    def import_table(self, dataset: tablib.Dataset, file: str) -> Tally:
        """Write every row of `dataset` and say what was done and what is wrong, row by row.

        Call it inside a transaction and roll back when the tally has problems.
        """
        dataset = self._with_places(dataset)
        tally = Tally(file, kept_as=str(self._meta.model._meta.verbose_name_plural), rows=len(dataset))
        tally.problems += self._unfit_texts(dataset, file)
        if not tally.problems:
            tally.problems += self._repeated_rows(dataset, file)
        if tally.problems:
            return tally
        result = self.import_data(dataset, use_transactions=False, raise_errors=False)
        tally.new = result.totals["new"]
        tally.changed = result.totals["update"]
        tally.kept = self.kept
        tally.unchanged = result.totals["skip"] - self.kept
        tally.problems += [Problem(file, str(error.error)) for error in result.base_errors]
        lines = dataset["_line"]
        for number, errors in result.row_errors():
            tally.problems += [Problem(file, str(error.error), lines[number - 1]) for error in errors]
        for invalid in result.invalid_rows:
            tally.problems += self._problems_of(invalid, file, lines[invalid.number - 1])
        # One cell may fill several attributes; it is wrong only once.
        tally.problems = sorted(dict.fromkeys(tally.problems), key=lambda problem: problem.row or 0)
        return tally

    def _with_places(self, dataset):
        """The same rows and their `_row`, apart from the table that other resources read too."""
        placed = tablib.Dataset(*dataset[:], headers=dataset.headers)
        rows = Counter[tuple]()
        places = []
        for row in dataset.dict:
            within = tuple(row[column] for column in self.counted_within)
            rows[within] += 1
            places.append(rows[within])
        placed.append_col(places, header="_row")
        return placed

    def _unfit_texts(self, dataset, file):
        for row in dataset.dict:
            for column, field in self.made.items():
                try:
                    field.run_validators(row[column])
                except ValidationError as error:
                    for message in error.messages:
                        yield Problem(file, message, row["_line"], column)

    def _repeated_rows(self, dataset, file):
        seen: dict[tuple, int] = {}
        for row in dataset.dict:
            line = row["_line"]
            try:
                key = self.key_in(row)
            except ValueError:
                continue
            if key in seen:
                message = _("This row repeats row %(first)s. Keep one of the two.") % {"first": seen[key]}
                yield Problem(file, message, line)
            else:
                seen[key] = line

    def _problems_of(self, invalid, file, line):
        column_of = {field.attribute: field.column_name for field in self.fields.values()}
        for attribute, messages in invalid.error.message_dict.items():
            column = None if attribute == NON_FIELD_ERRORS else column_of.get(attribute, attribute)
            for message in messages:
                yield Problem(file, message, line, column)


def _plain(value):
    return value.pk if isinstance(value, models.Model) else value
