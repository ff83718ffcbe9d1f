"""Workbooks with figures as people send them back: downloaded, filled in, saved."""

from datetime import date
from io import BytesIO

import openpyxl

from accounts.choices import Role
from indicators.choices import Accumulation, EntryState, Measure, PeriodState
from indicators.forms import read_figures
from indicators.models import Dimension, Indicator, ProgressEntry
from indicators.services import (
    Figure,
    figures_workbook,
    import_figures,
    keep_figures,
    record_and_submit,
    record_progress,
)
from tests import factories
from tests.indicators.books import saved

SHEET = "Figures"


def downloaded(programme, by, **options):
    """The workbook of this person's open reports."""
    return figures_workbook(programme=programme, by=by, **options)


def opened(content):
    """The sheet to fill in, with its workbook."""
    book = openpyxl.load_workbook(BytesIO(content))
    return book, book[SHEET]


def place_of(sheet, name):
    """The number of the column with this name in the hidden first row."""
    return [cell.value for cell in sheet[1]].index(name) + 1


def line_of(content, code, period=None):
    """The row of an indicator, by its code."""
    _book, sheet = opened(content)
    for line in range(3, sheet.max_row + 1):
        in_row = {name: sheet.cell(line, place_of(sheet, name)).value for name in ("code", "period")}
        if in_row["code"] == code and period in (None, in_row["period"]):
            return line
    raise LookupError(code)


def filled(content, rows, change=None):
    """The workbook with cells filled in: {code or row number: {column: value}}; `change` may alter the sheet."""
    book, sheet = opened(content)
    for code, cells in rows.items():
        line = code if isinstance(code, int) else line_of(content, code)
        for name, value in cells.items():
            sheet.cell(line, place_of(sheet, name)).value = value
    if change:
        change(sheet)
    return saved(book)


def read(programme, by, content):
    """What the file would do."""
    return read_figures(programme=programme, content=content, file_name="figures.xlsx", person=by)


def summary(programme, by, content):
    """The same as plain data."""
    return read(programme, by, content).summary()


def wrong(programme, by, content):
    """What is wrong: {(row, column): sentence}."""
    return {(row.line, name): text for row in read(programme, by, content).rows for name, text in row.wrong.items()}


def imported(programme, by, content, replaced=()):
    """Look at a file and confirm it."""
    seen = read(programme, by, content)
    kept = keep_figures(programme=programme, file_name="figures.xlsx", content=content, summary=seen.summary(), by=by)
    return import_figures(
        progress_import=kept,
        rows=seen.to_record(replaced),
        fingerprint=seen.fingerprint(),
        replaced=replaced,
        by=by,
    )


class Small:
    """A programme with an indicator of each measure, a closed period with a verified figure, and one that is open.

    Outcome 1 is in the care of `manager`, outcome 2 in nobody's; `officer` runs the programme.
    """

    def __init__(self, make_person):
        self.programme = factories.ProgrammeFactory(code="LAO-DWCP-2011-2015")
        first, second = (factories.DwcpOutcomeFactory(programme=self.programme, number=number) for number in (1, 2))
        self.past = factories.ReportingPeriodFactory(programme=self.programme, year=2011, state=PeriodState.CLOSED)
        self.period = factories.ReportingPeriodFactory(
            programme=self.programme, year=2012, due_on=date(2013, 1, 31), closes_on=date(2013, 3, 31)
        )
        measures = {
            "1.1": {"measure": Measure.NUMBER},
            "1.2": {"measure": Measure.PERCENTAGE, "unit": "% of workers", "accumulation": Accumulation.LEVEL},
            "1.3": {"measure": Measure.MONEY, "unit": ""},
            "1.4": {"measure": Measure.YES_NO, "unit": ""},
            "1.5": {"measure": Measure.SCALE, "unit": ""},
            "1.6": {"measure": Measure.NARRATIVE, "unit": ""},
            "1.10": {"measure": Measure.NUMBER, "population": "people in work", "statement": "=1+1"},
        }
        for position, (code, fields) in enumerate(measures.items(), start=1):
            factories.IndicatorFactory(outcome=first, code=code, position=position, **fields)
        factories.IndicatorFactory(outcome=second, code="2.1", position=1)
        sex = Dimension.objects.get(programme=None, code="sex")
        for code in ("1.1", "1.2"):
            factories.DisaggregationFactory(indicator=self.indicator(code), dimension=sex)
        for number, name in ((1, "Drafted"), (2, "Reviewed, and agreed")):
            factories.ScaleStepFactory(indicator=self.indicator("1.5"), number=number, name=name)
        factories.TargetFactory(indicator=self.indicator("1.1"), value=200, kind="final", due_on=date(2015, 12, 31))
        factories.ProgressEntryFactory(
            indicator=self.indicator("1.1"), period=self.past, value=40, state=EntryState.VERIFIED
        )
        self.officer = make_person("Lao officer", role=Role.PROGRAMME_OFFICER, programme=self.programme)
        self.manager = make_person("Lao manager", role=Role.OUTCOME_MANAGER, programme=self.programme, outcomes=[first])
        self.colleague = make_person("Colleague", role=Role.OUTCOME_MANAGER, programme=self.programme, outcomes=[first])

    def indicator(self, code):
        return Indicator.objects.select_related("outcome__programme").get(outcome__programme=self.programme, code=code)

    def entry(self, code):
        """The entry of the open period, as it stands now."""
        return ProgressEntry.objects.select_related("step").get(indicator__code=code, period=self.period)

    def record(self, code, *, by=None, revision=0, submits=False, **figure):
        """Somebody records on the page."""
        write = record_and_submit if submits else record_progress
        return write(
            indicator=self.indicator(code),
            period=self.period,
            figure=Figure(measured_on=date(2012, 12, 31), **figure),
            revision=revision,
            by=by or self.manager,
        )
