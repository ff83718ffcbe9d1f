"""How a record stands in a row: its columns, what names it, and how others refer to it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from ..fields import parse_figure
from ..importing import DayWidget, ListWidget, OneOfWidget, TextWidget, WholeNumberWidget, YearWidget, YesNoWidget
from .cells import Taken, plain


class FigureWidget(Widget):
    """A figure as people type it, with at most four decimals."""

    def clean(self, value, row=None, **kwargs):
        try:
            return parse_figure(value, is_typed=False)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from None


class CodeWidget(TextWidget):
    """A code. A spreadsheet program reads 1.10 as the number 1.1, and 2010-01 as a day: nobody can tell it back."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, Taken) and not value.isdigit():
            message = _(
                "The spreadsheet program took this code for a number or a date (“%(value)s”). "
                "Format the cell as text and type the code again."
            )
            raise ValueError(message % {"value": value})
        return super().clean(str(value), row, **kwargs)


class Known:
    """The records of all tables, by the text under which others refer to them and by their key."""

    def __init__(self) -> None:
        self._by_label: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._by_key: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self._labels: dict[str, Callable[[Any], str]] = {}
        self._referred_to: set[str] = set()

    def declare(self, table: str, label: Callable[[Any], str], records: Iterable = ()) -> None:
        """Say how records of a table are referred to; `records` are those of a list that is no table of the file."""
        self._labels[table] = label
        for record in records:
            self.add(table, record)

    def refer_to(self, table: str) -> None:
        """Say that a column names records of a table: only those are kept."""
        self._referred_to.add(table)

    def add(self, table: str, record) -> None:
        """Let others refer to a record, where any do."""
        if table not in self._referred_to:
            return
        self._by_label[table][self._labels[table](record)] = record
        if record.pk is not None:
            self._by_key[table][record.pk] = record

    def find(self, table: str, text: str):
        """The record of this name; raises LookupError."""
        return self._by_label[table][text]

    def label(self, table: str, record) -> str:
        """What others call a record; nothing for none."""
        return "" if record is None else self._labels[table](record)

    def same(self, table: str, key):
        """The one instance of a record that all tables share, or None."""
        return self._by_key[table].get(key)

    def labels(self, table: str) -> list[str]:
        """All that others may refer to."""
        return list(self._by_label[table])


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: the attribute it fills, what its cells may hold, and how a value is written into one.

    `form` is text, number or date; `options` are the words of a drop-down, `refers_to` names the table whose
    records one chooses from; `note` is read by whoever fills it in.
    """

    name: str
    attribute: str
    widget: Widget
    written: Callable[[Any], str] = plain
    note: str = ""
    form: str = "text"
    options: tuple[str, ...] = ()
    refers_to: str = ""
    is_list: bool = False
    may_be_empty: bool = True
    has_default: bool = False

    def value_of(self, record):
        """What the record states: for a list, the records in it."""
        value = getattr(record, self.attribute)
        return list(value.all()) if self.is_list else value

    def text_of(self, record) -> str:
        """The same as it stands in the cell."""
        return self.written(self.value_of(record))


class Table:
    """One table of the file and the model it is read into.

    `key` names the columns that tell which record a row is about; a row with a new key makes a new record.
    """

    name: ClassVar[str]
    model: ClassVar[type[models.Model]]
    key: ClassVar[tuple[str, ...]]
    hint: ClassVar[object] = ""
    # Whether somebody else says what the database's rules would, in better words: then they have the last word only.
    is_checked_elsewhere: ClassVar[bool] = False
    # The column whose text others use to refer to a record, where one column is enough.
    label_column: ClassVar[str] = ""

    def __init__(self, known: Known):
        self.known = known
        known.declare(self.name, self.label)
        self.columns = {column.name: column for column in self.make_columns()}

    def make_columns(self) -> Iterator[Column]:
        """The columns in their order."""
        raise NotImplementedError

    def queryset(self) -> models.QuerySet:
        """The records that may be changed, in the order in which they are written."""
        raise NotImplementedError

    def new(self):
        """A record that is not there yet."""
        return self.model()

    def label(self, record) -> str:
        """The text by which other tables refer to a record."""
        return "/".join(self.key_of(record))

    def check(self, record, lists: dict[str, list], changed: set[str]) -> Iterator[tuple[str, str]]:
        """What else is wrong with a new or changed record: (column, sentence).

        `lists` are the records in its list columns; `changed` names the attributes that change, all of a new one.
        """
        return iter(())

    def check_all(self, plan) -> Iterator[tuple[object, str, str]]:
        """What is wrong between the records of the table (`planning.Plan`): (record, column, sentence)."""
        return iter(())

    def key_of(self, record) -> tuple[str, ...]:
        """What names the record."""
        return self.key_from({name: self.columns[name].text_of(record) for name in self.key})

    def key_from(self, texts: dict[str, str]) -> tuple[str, ...]:
        """The same from the texts of the key columns."""
        return tuple(texts[name] for name in self.key)

    def load(self) -> list:
        """The records there are, tied to the instances the other tables hold."""
        references = [column for column in self.columns.values() if column.refers_to]
        records = list(self.queryset())
        if any(column.refers_to == self.name for column in references):
            for record in records:
                self.known.add(self.name, record)
        for record in records:
            for column in references:
                if not column.is_list:
                    key = getattr(record, f"{column.attribute}_id")
                    if key is not None and (shared := self.known.same(column.refers_to, key)) is not None:
                        setattr(record, column.attribute, shared)
        for record in records:
            self.known.add(self.name, record)
        return records

    # How columns are made.

    def of_model(self, *attributes: str, **notes: object) -> Iterator[Column]:
        """Columns that are called as the attribute and hold what the model's field holds."""
        for attribute in attributes:
            field = self.model._meta.get_field(attribute)
            yield Column(
                name=attribute,
                attribute=attribute,
                note=str(notes.get(attribute, "")) or _about(field),
                may_be_empty=field.blank,  # type: ignore[union-attr]  # only fields with a column are named
                has_default=field.has_default(),  # type: ignore[union-attr]
                **_kind_of(field),
            )

    def code(self, attribute: str, note: object = "") -> Column:
        """A column with a code, which stays text."""
        return Column(name=attribute, attribute=attribute, widget=CodeWidget(), note=str(note), may_be_empty=False)

    def reference(
        self, name: str, table: str, *, attribute="", what: object, required=True, find=None, form="text"
    ) -> Column:
        """A column that names one record of another table; `form` is that of the column with the names."""
        self.known.refer_to(table)
        return Column(
            name=name,
            attribute=attribute or name,
            widget=_Reference(find or self._finder(table), what),
            written=lambda record: self.known.label(table, record),
            note=str(what),
            form=form,
            refers_to=table,
            may_be_empty=not required,
        )

    def references(self, name: str, table: str, *, attribute="", what: object, find=None) -> Column:
        """A column that names any number of records, with semicolons between."""
        self.known.refer_to(table)
        return Column(
            name=name,
            attribute=attribute or name,
            widget=_References(find or self._finder(table), what),
            written=lambda records: "; ".join(sorted(self.known.label(table, record) for record in records)),
            note=_("Several with semicolons between: %(what)s.") % {"what": what},
            refers_to=table,
            is_list=True,
        )

    def _finder(self, table):
        return lambda text: self.known.find(table, text)


class _Reference(Widget):
    def __init__(self, find, what):
        super().__init__()
        self.find, self.what = find, what

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        try:
            return self.find(str(value))
        except (LookupError, ValueError):
            message = _("“%(value)s” is not known here. It should be %(what)s.")
            raise ValueError(message % {"value": value, "what": self.what}) from None


class _References(_Reference):
    def clean(self, value, row=None, **kwargs):
        parts = [part.strip() for part in value.split(";") if part.strip()]
        found = [super(_References, self).clean(part) for part in dict.fromkeys(parts)]
        return list(dict.fromkeys(found))


def _kind_of(field):
    """What a field's column holds, in which form, and the words one may choose from."""
    if field.choices:
        words = tuple(word for word, _label in field.flatchoices if word)
        return {"widget": OneOfWidget({word: word for word in words}, blank=field.blank), "options": words}
    if isinstance(field, models.BooleanField):
        return {"widget": YesNoWidget(), "options": ("yes", "no")}
    if isinstance(field, models.DecimalField):
        return {"widget": FigureWidget(), "form": "number"}
    if isinstance(field, models.IntegerField):
        return {"widget": YearWidget() if field.name.endswith("_year") else WholeNumberWidget(), "form": "number"}
    if isinstance(field, models.DateField):
        return {"widget": DayWidget(), "form": "date"}
    return {"widget": ListWidget() if isinstance(field, models.JSONField) else TextWidget()}


def _about(field):
    """What people should know of a column: its name, what it is for, and what its words mean."""
    lines = [capfirst(str(field.verbose_name)) + "."]
    if field.help_text:
        lines.append(str(field.help_text))
    lines += [f"{word}: {label}" for word, label in field.flatchoices if word]
    if isinstance(field, models.DateField):
        lines.append(_("Year-month-day, such as 2010-12-31."))
    return "\n".join(lines)
