"""Indicators, periods and entries."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from django.core.files.storage import storages
from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from indicators.choices import (
    MEASURES_WITHOUT_SUMS,
    Accumulation,
    EntryState,
    EvidenceKind,
    Grade,
    Measure,
    PeriodState,
    Status,
)
from indicators.models import (
    Category,
    CategoryTarget,
    ClientKey,
    Comment,
    DigestSent,
    Dimension,
    DisaggregatedValue,
    Disaggregation,
    EntryMove,
    Evidence,
    FrameworkImport,
    Indicator,
    ProgressEntry,
    ProgressImport,
    ReportingPeriod,
    ScaleStep,
    SeriesChange,
    StatusOverride,
    Target,
    UnsavedProgress,
    Verification,
    VerificationSample,
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


class UnsavedProgressFactory(DjangoModelFactory):
    class Meta:
        model = UnsavedProgress

    by = SubFactory(UserFactory)
    indicator = SubFactory(IndicatorFactory)
    period = SubFactory(ReportingPeriodFactory, programme=SelfAttribute("..indicator.outcome.programme"))
    typed = LazyAttribute(lambda unsaved: {"value": "1,234"})


class EvidenceFactory(DjangoModelFactory):
    """A link beside an entry; with `is_kept` the `file` (bytes of a PDF or PNG), which the storage then has."""

    class Meta:
        model = Evidence

    class Params:
        file = None
        is_kept = Trait(
            kind=EvidenceKind.FILE,
            link="",
            sha256=LazyAttribute(lambda evidence: storages["evidence"].keep(BytesIO(evidence.file))),
            size=LazyAttribute(lambda evidence: len(evidence.file)),
            content_type=LazyAttribute(
                lambda evidence: "application/pdf" if evidence.file.startswith(b"%PDF") else "image/png"
            ),
            name=LazyAttribute(lambda evidence: "lists.pdf" if evidence.file.startswith(b"%PDF") else "photo.png"),
        )

    entry = SubFactory(ProgressEntryFactory)
    kind = EvidenceKind.LINK
    name = "Lists of those trained"
    link = "https://example.org/lists"
    added_by = SubFactory(UserFactory)


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    entry = SubFactory(ProgressEntryFactory)
    by = SubFactory(UserFactory)
    text = "Does this include the provinces?"


class VerificationSampleFactory(DjangoModelFactory):
    class Meta:
        model = VerificationSample

    period = SubFactory(ReportingPeriodFactory)
    seed = 7
    drawn_by = SubFactory(UserFactory)


class ProgressImportFactory(DjangoModelFactory):
    class Meta:
        model = ProgressImport

    programme = SubFactory(ProgrammeFactory)
    file_name = "figures.xlsx"
    content = b""
    uploaded_by = SubFactory(UserFactory)


class ClientKeyFactory(DjangoModelFactory):
    class Meta:
        model = ClientKey

    by = SubFactory(UserFactory)
    key = Sequence(lambda n: f"key-{n}")
    fingerprint = "0" * 64
    entry = SubFactory(ProgressEntryFactory)


class DigestSentFactory(DjangoModelFactory):
    class Meta:
        model = DigestSent

    to = SubFactory(UserFactory)
