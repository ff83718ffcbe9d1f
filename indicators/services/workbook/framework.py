"""The whole framework of a programme as tables: out, and in again."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from dwcp.toolkit.importing import ImportRefused, Problem
from dwcp.toolkit.workbooks import (
    NOT_READ,
    Book,
    Known,
    Plan,
    Row,
    Sheet,
    State,
    Tab,
    Table,
    Undoing,
    apply_plan,
    column_of_text,
    plan_table,
)
from outcomes.models import Biennium, Programme

from . import measurement, structure, surroundings
from .base import Facts
from .whole import Change, changes_of, check_wholes, definitions_in, recalculate

# Each after those it refers to.
TABLES = (
    structure.Priorities,
    structure.Outcomes,
    structure.Strategies,
    structure.CountryProgrammeOutcomes,
    surroundings.Frameworks,
    surroundings.FrameworkParts,
    surroundings.Alignments,
    surroundings.Projects,
    surroundings.BudgetLines,
    surroundings.Risks,
    measurement.Periods,
    measurement.Dimensions,
    measurement.Categories,
    measurement.Indicators,
    measurement.Steps,
    measurement.Splits,
    measurement.Targets,
    measurement.CategoryTargets,
)
# Which programme it is: read so that nobody changes another one.
PROGRAMME = "programme"


@dataclass
class FrameworkPlan:
    """What a file would make of a programme's framework, or has made of it."""

    programme: Programme
    facts: Facts
    plans: dict[str, Plan] = field(default_factory=dict)
    of_the_file: list[Problem] = field(default_factory=list)
    changed_indicators: list[Change] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    undoing: Undoing = field(default_factory=Undoing)

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong, table by table."""
        return self.of_the_file + [problem for plan in self.plans.values() for problem in plan.all_problems]

    @property
    def needs_reason(self) -> bool:
        """Whether an indicator with entries changes."""
        return any(change.indicator.pk in self.facts.reported for change in self.changed_indicators)

    def rows(self, *states: State) -> list[tuple[str, Row]]:
        """The rows in these states, with the name of their table."""
        return [(name, row) for name, plan in self.plans.items() for row in plan.rows if row.state in states]

    def fingerprint(self) -> str:
        """A short text that differs as soon as the file would do anything else."""
        done = [[name, row.line, row.changes] for name, row in self.rows(State.NEW, State.CHANGED)]
        wrong = [str(problem) for problem in self.problems]
        return hashlib.sha256(json.dumps([done, wrong, self.needs_reason, self.remarks]).encode()).hexdigest()[:32]


def tables_of(programme: Programme) -> tuple[dict[str, Table], Known, Facts]:
    """The tables of a programme by their name, what they refer to, and what is known of the programme."""
    known, facts = Known(), Facts(programme)
    tables: dict[str, Table] = {table.name: table(known, facts) for table in TABLES}
    known.declare("biennia", str, Biennium.objects.all())
    known.declare("organisations", str, Organisation.objects.all())
    return tables, known, facts


def framework_tabs(programme: Programme) -> tuple[list[Tab], dict[str, list[str]]]:
    """Every table with its rows, and the lists one chooses from that no sheet has."""
    tables, known, _facts = tables_of(programme)
    tabs = [_programme_tab(programme), *(Tab.of_table(table) for table in tables.values())]
    return tabs, lists_of(known)


def returned_tabs(plan: FrameworkPlan, book: Book) -> tuple[list[Tab], dict[str, list[str]]]:
    """The tables of a file as they came, with what is wrong with them."""
    tables, known, _facts = tables_of(plan.programme)
    for table in tables.values():
        table.load()
    by_name = {_name_of(sheet): sheet for sheet in book.sheets}
    problems = plan.problems
    return [
        Tab.of_sheet(sheet, tables.get(name), [one for one in problems if one.file == name])
        for name, sheet in by_name.items()
        if sheet.name not in NOT_READ
    ], lists_of(known)


def lists_of(known: Known) -> dict[str, list[str]]:
    """What one may choose from and no column holds."""
    names = ("biennia", "organisations", "country_programme_outcomes", "framework_parts", "dimensions", "categories")
    return {name: known.labels(name) for name in names}


def read_framework(programme: Programme, book: Book, file: str) -> FrameworkPlan:
    """Plan all that a file would do and write it as long as nothing is wrong. Call it inside a transaction.

    Whoever only wants to know, or finds problems, rolls the transaction back. Raises ImportRefused for the file of
    another programme.
    """
    tables, _known, facts = tables_of(programme)
    plan = FrameworkPlan(programme, facts)
    sheets = _sheets_by_name(book, plan)
    _refuse_another_programme(sheets.pop(PROGRAMME, None), programme, file)
    plan.of_the_file += [
        Problem(name, _("This table is not known here. Remove it, or correct its name."))
        for name in sheets
        if name not in tables
    ]
    before = definitions_in(programme)
    is_writable = not plan.of_the_file
    for name, table in tables.items():
        planned = plan.plans[name] = plan_table(table, sheets.get(name))
        is_writable = is_writable and planned.is_writable
        if is_writable and any(row.changes for row in planned.rows):
            is_writable = _write(planned, plan)
    check_wholes(plan.plans, before)
    plan.changed_indicators = list(changes_of(plan.plans, before))
    plan.remarks = list(recalculate(plan.changed_indicators, before))
    return plan


def _write(planned, plan):
    try:
        with transaction.atomic():
            apply_plan(planned, plan.undoing)
        return True
    except DatabaseError:
        message = _("The database cannot keep these rows together: two of them take the same place. Look for doubles.")
        planned.problems.append(Problem(planned.table.name, message))
        return False


def _sheets_by_name(book, plan):
    sheets: dict[str, Sheet] = {}
    for sheet in book.sheets:
        name = _name_of(sheet)
        if sheet.name in NOT_READ:
            continue
        if name in sheets:
            plan.of_the_file.append(Problem(name, _("This table is there twice. Keep one of the two.")))
        sheets.setdefault(name, sheet)
    return sheets


def _name_of(sheet):
    return sheet.name.strip().lower()


def _refuse_another_programme(sheet, programme, file):
    codes = (
        [dict(zip(sheet.header, texts, strict=False)).get("code", "") for _line, texts in sheet.rows] if sheet else []
    )
    if not any(codes):
        message = _(
            "The file does not say which programme it is of: it needs the sheet “programme” with the code %(code)s."
        )
        raise ImportRefused([Problem(file, message % {"code": programme.code})])
    if set(filter(None, codes)) != {programme.code}:
        message = _(
            "This is the workbook of another programme: %(other)s. Here you change %(code)s. Go to that programme's "
            "page, or send its own workbook."
        )
        raise ImportRefused([Problem(file, message % {"other": ", ".join(codes), "code": programme.code})])


def _programme_tab(programme):
    facts = {
        "code": programme.code,
        "title": programme.title,
        "country": str(programme.country),
        "start_year": str(programme.start_year),
        "end_year": str(programme.end_year),
    }
    columns = [column_of_text(name, _("Only the code is read: it tells whose framework this is.")) for name in facts]
    return Tab(PROGRAMME, columns, [(2, list(facts.values()))])
