"""A programme of any size: 4 outcomes, so many indicators, 8 half-years, women and men in every figure."""

from datetime import date
from decimal import Decimal

from accounts.choices import Role
from accounts.models import User
from indicators.choices import (
    Accumulation,
    BaselineKind,
    Direction,
    EntryState,
    Grade,
    Measure,
    PeriodState,
    TargetKind,
)
from indicators.models import (
    Category,
    Dimension,
    DisaggregatedValue,
    Disaggregation,
    Indicator,
    ProgressEntry,
    ReportingPeriod,
    Target,
    Verification,
)
from outcomes.models import Country, DwcpOutcome, Priority, Programme, ProgrammeMembership

OUTCOMES, PERIODS = 4, 8
START = 2020


def big_programme(indicators):
    """The programme with that many indicators, and its programme officer.

    Each indicator has a baseline, a milestone for every half-year before the last, a final target, and a verified
    entry split into women and men in each half-year.
    """
    country, _created = Country.objects.get_or_create(iso3="LAO", defaults={"name": "Lao PDR"})
    programme = Programme.objects.create(
        code=f"LAO-DWCP-{indicators}",
        country=country,
        title=f"Programme of {indicators} indicators",
        start_year=START,
        end_year=START + PERIODS // 2 - 1,
    )
    officer = User.objects.create_user(f"officer-{indicators}@example.org", name="Officer of many")
    ProgrammeMembership.objects.create(user=officer, programme=programme, role=Role.PROGRAMME_OFFICER)
    periods = ReportingPeriod.objects.bulk_create(_half_years(programme))
    rows = Indicator.objects.bulk_create(_indicators(programme, indicators))
    sex = Dimension.objects.get(programme=None, code="sex")
    Disaggregation.objects.bulk_create(Disaggregation(indicator=row, dimension=sex) for row in rows)
    Target.objects.bulk_create(_targets(rows, periods))
    entries = ProgressEntry.objects.bulk_create(_entries(rows, periods, officer), batch_size=500)
    women, men = Category.objects.filter(dimension=sex).order_by("-code")
    DisaggregatedValue.objects.bulk_create(
        [
            DisaggregatedValue(entry=entry, category=category, value=entry.value / 2)
            for entry in entries
            for category in (women, men)
        ],
        batch_size=2000,
    )
    Verification.objects.bulk_create(
        [Verification(entry=entry, grade=Grade.DESK_CHECKED) for entry in entries], batch_size=2000
    )
    return programme, officer


def _half_years(programme):
    for number in range(PERIODS):
        year, second = START + number // 2, number % 2
        yield ReportingPeriod(
            programme=programme,
            label=f"{year}-H{second + 1}",
            starts_on=date(year, 7 if second else 1, 1),
            ends_on=date(year, 12, 31) if second else date(year, 6, 30),
            state=PeriodState.CLOSED if number < PERIODS - 1 else PeriodState.OPEN,
        )


def _indicators(programme, number):
    priority = Priority.objects.create(programme=programme, letter="A", title="Employment")
    outcomes = DwcpOutcome.objects.bulk_create(
        DwcpOutcome(programme=programme, priority=priority, number=one, title=f"Outcome {one}")
        for one in range(1, OUTCOMES + 1)
    )
    for place in range(number):
        outcome = outcomes[place % OUTCOMES]
        yield Indicator(
            outcome=outcome,
            code=f"{outcome.number}.{place // OUTCOMES + 1}",
            position=place // OUTCOMES + 1,
            statement=f"Number of women and men of province {place + 1} in a job they found through a job centre",
            measure=Measure.NUMBER,
            unit="people",
            direction=Direction.INCREASE,
            accumulation=list(Accumulation)[place % 3],
            baseline_kind=BaselineKind.VALUE,
            baseline_value=Decimal(100),
            baseline_on=date(START - 1, 12, 31),
        )


def _targets(indicators, periods):
    for indicator in indicators:
        for number, period in enumerate(periods, start=1):
            yield Target(
                indicator=indicator,
                kind=TargetKind.FINAL if number == PERIODS else TargetKind.MILESTONE,
                value=Decimal(100 + 100 * number),
                due_on=period.ends_on,
            )


def _entries(indicators, periods, officer):
    for place, indicator in enumerate(indicators):
        for number, period in enumerate(periods, start=1):
            yield ProgressEntry(
                indicator=indicator,
                period=period,
                measured_on=period.ends_on,
                value=Decimal((place % 7 + 1) * 20 * number),
                state=EntryState.VERIFIED,
                revision=3,
                recorded_by=officer,
                submitted_by=officer,
            )
