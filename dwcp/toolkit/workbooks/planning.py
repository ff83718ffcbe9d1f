"""What the rows of a table would do, row by row, and all that is wrong with them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from ..importing import Problem
from ..importing.reading import header_problems
from .cells import TOO_LONG, WHAT_IS_WRONG, Broken, Formula, unreadable
from .constraints import broken_rules
from .reading import Sheet
from .tables import Column, Table


class State(StrEnum):
    """What a row does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(eq=False, slots=True)
class Row:
    """One row: its record, and by column what changes ([before, after]).

    `attributes` are those of the record that change, all that were given for a new one; `lists` the records of its
    list columns, as far as they change. `broken` are rules of the database that are yet to be said, by column.
    """

    line: int
    name: str = ""
    record: Any = None
    is_new: bool = False
    changes: dict[str, list[str]] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)
    lists: dict[str, list] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: list[tuple[str | None, str]] = field(default_factory=list)

    @property
    def state(self) -> State:
        if self.problems:
            return State.WRONG
        if self.is_new:
            return State.NEW
        return State.CHANGED if self.changes else State.UNCHANGED


@dataclass(eq=False)
class Plan:
    """What a table's rows would do. `sheet` is None where the file has no such table."""

    table: Table
    sheet: Sheet | None = None
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # of the table as a whole
    records: list = field(default_factory=list)  # all there will be: those there are, and the new ones

    @property
    def all_problems(self) -> list[Problem]:
        """Those of the table and of each row, in their order."""
        return self.problems + [problem for row in self.rows for problem in row.problems]

    @property
    def is_writable(self) -> bool:
        """Whether nothing is wrong as far as is known."""
        return not self.all_problems and not any(row.broken for row in self.rows)

    def say_what_is_left(self) -> None:
        """Note the rules of the database that rows break and nobody has found other words for."""
        for row in self.rows:
            if not (row.problems and self.table.is_checked_elsewhere):
                for column, sentence in row.broken:
                    self.complain(row, column, sentence)

    def counts(self) -> dict[str, int]:
        """How many rows do what."""
        counted = Counter(row.state for row in self.rows)
        return {state.value: counted[state] for state in State}

    def complain(self, row: Row, column: str | None, sentence: str) -> None:
        """Note what is wrong with a row."""
        problem = Problem(self.table.name, sentence, row.line, column)
        if problem not in row.problems:
            row.problems.append(problem)


def plan_table(table: Table, sheet: Sheet | None) -> Plan:
    """Read a sheet against the records there are. Nothing is written; the records in memory take the new values.

    A row with the key of a record changes it, one with another key makes a new one, and records without a row stay as
    they are. The number of queries does not depend on the number of rows.
    """
    existing = defaultdict(list)
    plan = Plan(table, sheet, records=table.load())
    if sheet is None:
        return plan
    header = [name for name in sheet.header if name != WHAT_IS_WRONG]
    plan.problems += header_problems(header, list(table.columns), table.name)
    columns = [(sheet.header.index(name), table.columns[name]) for name in table.columns if name in sheet.header]
    if not {column.name for _place, column in columns}.issuperset(table.key):
        return plan  # without these nobody knows what a row is about
    for record in plan.records:
        existing[table.key_of(record)].append(record)
    reader = _Reader(plan, columns, existing)
    # First what names each row, so that a row may refer to a later one.
    begun = [reader.begin(line, texts) for line, texts in sheet.rows]
    for row, texts in filter(None, begun):
        reader.finish(row, texts)
    if not table.is_checked_elsewhere:
        plan.say_what_is_left()
    by_record = {id(row.record): row for row in plan.rows if row.record is not None}
    for record, column, sentence in table.check_all(plan):
        if (row := by_record.get(id(record))) is not None:
            plan.complain(row, column, sentence)
    _find_places(plan)
    return plan


class _Reader:
    def __init__(self, plan, columns, existing):
        self.plan, self.table, self.existing = plan, plan.table, existing
        self.keys = [(place, column) for place, column in columns if column.name in self.table.key]
        self.others = [(place, column) for place, column in columns if column.name not in self.table.key]
        self.lines: dict[tuple, list[int]] = defaultdict(list)

    def begin(self, line, texts):
        """Find the record a row is about; None for a row that says nothing, or about which nothing can be known."""
        row, width = Row(line), len(self.plan.sheet.header)
        texts = [*texts, *[""] * (width - len(texts))]
        is_too_long = any(texts[width:])
        if not is_too_long and not any(texts[place] for place, _column in (*self.keys, *self.others)):
            return None
        self.plan.rows.append(row)
        if is_too_long:
            self.plan.complain(row, None, _("A cell at the end of the row has no column name above it. Delete it."))
        values = {column.name: self.read(row, column, texts[place]) for place, column in self.keys}
        if row.problems:
            row.name = " ".join(texts[place] for place, _column in self.keys)
            return None
        order = {name: self.table.columns[name].written(value) for name, value in values.items()}
        key = self.table.key_from(order)
        row.name = " ".join(part for part in key if part)
        same = self.lines[key]
        same.append(line)
        there = self.existing.get(key, ())
        if len(same) > max(1, len(there)):
            message = _("This row repeats row %(first)s. Keep one of the two.")
            self.plan.complain(row, None, message % {"first": same[0]})
            return None
        if there:
            row.record = there[len(same) - 1]
        else:
            row.record, row.is_new = self.table.new(), True
            for name, value in values.items():
                self.set(row, self.table.columns[name], "", value)
            self.table.known.add(self.table.name, row.record)
            self.plan.records.append(row.record)
        return row, texts

    def finish(self, row, texts):
        """Read what the row states beside its key."""
        for place, column in self.others if row.is_new else (*self.keys, *self.others):
            text = texts[place]
            before = "" if row.is_new else column.text_of(row.record)
            is_missing = row.is_new and not text and not column.may_be_empty and not column.has_default
            if text == TOO_LONG or (text == before and not is_missing and not isinstance(text, Formula | Broken)):
                continue
            problems = len(row.problems)
            value = self.read(row, column, text)
            if len(row.problems) == problems and column.written(value) != before:
                self.set(row, column, before, value)
        if row.changes:
            self.check(row)

    def set(self, row, column, before, value):
        """Give the record a value, and note that it changes."""
        row.changes[column.name] = [before, column.written(value)]
        if column.is_list:
            row.lists[column.attribute] = value
        else:
            setattr(row.record, column.attribute, value)
            row.attributes.add(column.attribute)

    def read(self, row, column: Column, text):
        """The value of a cell; what is wrong with it is noted."""
        sentence = unreadable(text)
        if not sentence and not text and not column.may_be_empty:
            sentence = _("This cell is empty. It needs a value.")
            if column.refers_to:
                sentence = _("This cell is empty. It needs %(what)s.") % {"what": column.note}
        if not sentence:
            try:
                return column.widget.clean(text)
            except ValueError as error:
                sentence = str(error)
        self.plan.complain(row, column.name, sentence)
        return None

    def check(self, row):
        """What the model, the database and the table itself say about a new or changed record."""
        record, table = row.record, self.table
        column_of = {column.attribute: column.name for column in table.columns.values()}
        wrong = {problem.column for problem in row.problems}
        read = {field.name for field in record._meta.concrete_fields if not field.is_relation}
        checked = {name for name in row.attributes & read if column_of[name] not in wrong}
        try:
            record.clean_fields(exclude={field.name for field in record._meta.fields} - checked)
        except ValidationError as error:
            for attribute, messages in error.message_dict.items():
                column = None if attribute == NON_FIELD_ERRORS else column_of.get(attribute)
                for message in messages:
                    self.plan.complain(row, column, message)
        found = list(table.check(record, row.lists, row.attributes | set(row.lists)))
        for column, sentence in found:
            self.plan.complain(row, column, sentence)
        wrong = {problem.column for problem in row.problems}
        for fields, sentence in broken_rules(record):
            names = [column_of[name] for name in fields if name in column_of]
            if not wrong.intersection(names):
                given = [name for name in names if name in row.changes] or names or [None]
                row.broken.append((given[-1], sentence))


def _find_places(plan):
    """New records stand behind their siblings, where somebody has put these into an order."""
    new = [row.record for row in plan.rows if row.is_new and "position" not in row.attributes]
    within = getattr(plan.table.model, "ordered_within", None)
    if not new or within is None:
        return
    last: dict[Any, int] = defaultdict(int)
    for record in plan.records:
        if record.pk is not None:
            shared = getattr(record, within)
            last[shared] = max(last[shared], record.position)
    for record in new:
        shared = getattr(record, within, None)
        if last[shared]:
            last[shared] += 1
            record.position = last[shared]
