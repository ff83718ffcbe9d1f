"""Indicators, periods and entries."""

from datetime import date
from decimal import Decimal

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from indicators.choices import MEASURES_WITHOUT_SUMS, Accumulation, EntryState, Grade, Measure, PeriodState, Status
from indicators.models import (
    Category,
    CategoryTarget,
    Dimension,
    DisaggregatedValue,
    Disaggregation,
    EntryMove,
    FrameworkImport,
    Indicator,
    ProgressEntry,
    ReportingPeriod,
    ScaleStep,
    SeriesChange,
    StatusOverride,
    Target,
    Verification,
)

from .accounts import UserFactory
from .outcomes import DwcpOutcomeFactory, ProgrammeFactory


class DimensionFactory(DjangoModelFactory):
    """The split by sex is there from the start."""

    class Meta:
        model = Dimension
        django_get_or_create = ["code"]

    code = "sex"
    name = "Sex"


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ["dimension", "code"]

    dimension = SubFactory(DimensionFactory)
    code = "women"
    name = LazyAttribute(lambda category: category.code.capitalize())


class IndicatorFactory(DjangoModelFactory):
    """Counts people."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    outcome = SubFactory(DwcpOutcomeFactory)
    position = Sequence(lambda n: 1000 + n)
    code = LazyAttribute(lambda indicator: f"{indicator.outcome.number}.{indicator.position}")
    statement = "Number of people trained"
    unit = "people"
    accumulation = LazyAttribute(
        lambda indicator: Accumulation.LEVEL if indicator.measure in MEASURES_WITHOUT_SUMS else Accumulation.CUMULATIVE
    )
    currency = LazyAttribute(lambda indicator: "USD" if indicator.measure == Measure.MONEY else "")
    measure = Measure.NUMBER


class ScaleStepFactory(DjangoModelFactory):
    class Meta:
        model = ScaleStep

    indicator = SubFactory(IndicatorFactory)
    number = 1
    name = LazyAttribute(lambda step: f"Step {step.number}")


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicator = SubFactory(IndicatorFactory)
    value = Decimal(100)


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportingPeriod

    class Params:
        year = 2012

    programme = SubFactory(ProgrammeFactory)
    label = LazyAttribute(lambda period: str(period.year))
    starts_on = LazyAttribute(lambda period: date(period.year, 1, 1))
    ends_on = LazyAttribute(lambda period: date(period.year, 12, 31))
    state = PeriodState.OPEN


class ProgressEntryFactory(DjangoModelFactory):
    """A draft of 40, on the last day of its period."""

    class Meta:
        model = ProgressEntry

    indicator = SubFactory(IndicatorFactory)
    period = SubFactory(ReportingPeriodFactory, programme=SelfAttribute("..indicator.outcome.programme"))
    measured_on = LazyAttribute(lambda entry: entry.period.ends_on)
    value = Decimal(40)
    recorded_by = SubFactory(UserFactory)


class DisaggregatedValueFactory(DjangoModelFactory):
    class Meta:
        model = DisaggregatedValue

    entry = SubFactory(ProgressEntryFactory)
    category = SubFactory(CategoryFactory)
    value = Decimal(10)


class EntryMoveFactory(DjangoModelFactory):
    class Meta:
        model = EntryMove

    entry = SubFactory(ProgressEntryFactory)
    from_state = EntryState.DRAFT
    to_state = EntryState.SUBMITTED
    by = SubFactory(UserFactory)


class VerificationFactory(DjangoModelFactory):
    class Meta:
        model = Verification

    entry = SubFactory(ProgressEntryFactory)
    grade = Grade.DESK_CHECKED
    by = SubFactory(UserFactory)


class CategoryTargetFactory(DjangoModelFactory):
    """Forty per cent women."""

    class Meta:
        model = CategoryTarget

    indicator = SubFactory(IndicatorFactory)
    category = SubFactory(CategoryFactory)
    share = Decimal(40)


class DisaggregationFactory(DjangoModelFactory):
    """By sex, unless a test says by what."""

    class Meta:
        model = Disaggregation

    indicator = SubFactory(IndicatorFactory)
    dimension = SubFactory(DimensionFactory)


class SeriesChangeFactory(DjangoModelFactory):
    class Meta:
        model = SeriesChange

    indicator = SubFactory(IndicatorFactory)
    number = 2
    totals_carry_on = True
    measure = LazyAttribute(lambda change: change.indicator.measure)
    currency = LazyAttribute(lambda change: change.indicator.currency)
    unit = LazyAttribute(lambda change: change.indicator.unit)
    reason = "The office counts by age now."


class StatusOverrideFactory(DjangoModelFactory):
    class Meta:
        model = StatusOverride

    indicator = SubFactory(IndicatorFactory)
    period = SubFactory(ReportingPeriodFactory, programme=SelfAttribute("..indicator.outcome.programme"))
    status = Status.ON_TRACK
    reason = "The law was adopted after the period ended."
    by = SubFactory(UserFactory)


class FrameworkImportFactory(DjangoModelFactory):
    class Meta:
        model = FrameworkImport

    programme = SubFactory(ProgrammeFactory)
    file_name = "framework.xlsx"
    content = b""
    uploaded_by = SubFactory(UserFactory)
