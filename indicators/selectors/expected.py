"""Who owes which report, and by when: the schedule held against the entries. Nobody keeps a list of it by hand."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.choices import AuditVerb, Permission, Role
from accounts.models import AuditEvent
from outcomes.models import ProgrammeMembership
from outcomes.rules import memberships_of

from ..choices import HANDED_IN, TO_WRITE, EntryState, Expected, PeriodState, WorkState
from ..models import Indicator, ProgressEntry, ReportingPeriod
from ..planning import PARTS, closing

# Those whose role lets them write figures; whoever else is named by an indicator could not report on it.
RECORDING_ROLES = tuple(role for role in Role if Permission.ENTRY_RECORD in role.permissions)
ORDER = ("period_ends_on", "outcome__programme", "outcome__position", "outcome__number", "position")


@dataclass(frozen=True)
class Report:
    """The report that an indicator owes for a period, and where it stands."""

    indicator: Indicator
    period: ReportingPeriod
    state: Expected
    is_late: bool
    is_draft: bool
    # Somebody has written at least a draft.
    has_entry: bool = False

    @property
    def due_on(self):
        """The day by which it is to be handed in; None where nobody has set one."""
        return self.period.due_on

    @property
    def is_open(self):
        """Whether it may be written now."""
        return self.period.is_open and self.state not in (Expected.SUBMITTED, Expected.VERIFIED)


def expected_reports(periods, *, among=None, today=None):
    """What is expected for these periods (any number, of any programmes), one row per indicator and period.

    Rows are indicators with `period_key`, `expected` (a choice of `Expected`), `entry_state`, `entry_is_late` and
    `names_somebody`: whether their reporter still takes part and may record. An indicator is expected as often as it
    is to be reported: one reported yearly in the last period of each year. `among` are all periods of these
    programmes, where they are known already. A queryset (1 query, and 1 for all periods); `reports_in` makes reports
    of its rows.
    """
    if among is None:
        among = ReportingPeriod.objects.filter(programme__in={period.programme_id for period in periods})
    today = today or timezone.localdate()
    in_hand = (
        ProgressEntry.objects.filter(indicator=OuterRef("pk"), period=OuterRef("period_key"))
        # One of an earlier series counts as reported where it was handed in, and is of what is still measured.
        .filter(Q(series=OuterRef("series")) | Q(state__in=HANDED_IN, series__gte=OuterRef("comparable_from")))
        .order_by("-series")
    )
    return (
        Indicator.objects.annotate(
            period_key=F("outcome__programme__periods__pk"),
            period_state=F("outcome__programme__periods__state"),
            period_ends_on=F("outcome__programme__periods__ends_on"),
            period_due_on=F("outcome__programme__periods__due_on"),
        )
        .filter(period_key__in=[period.pk for period in periods])
        .filter(_as_often_as_reported(among))
        .annotate(
            entry_state=Subquery(in_hand.values("state")[:1]),
            entry_is_late=Subquery(in_hand.values("is_late")[:1]),
            names_somebody=Exists(_who_records().filter(user=OuterRef("reporter"))),
        )
        .annotate(expected=_where_it_stands(in_hand, today))
        .select_related("outcome__programme__country", "reporter")
        .order_by(*ORDER)
    )


def reports_in(rows, periods):
    """The reports of these rows: of `expected_reports`, or a page of it."""
    by_key = {period.pk: period for period in periods}
    return [
        Report(
            indicator=row,
            period=by_key[row.period_key],
            state=Expected(row.expected),
            is_late=bool(row.entry_is_late),
            is_draft=row.entry_state == EntryState.DRAFT,
            has_entry=row.entry_state is not None,
        )
        for row in rows
    ]


def periods_of_writer(user, *, programme=None):
    """All periods of the programmes in which this person records, or of one of them (1 query; none without)."""
    keys = _programmes_where(user, Permission.ENTRY_RECORD, programme)
    if not keys:
        return []
    return list(ReportingPeriod.objects.filter(programme__in=keys).select_related("programme__country"))


def periods_at_hand(user, *, programme=None):
    """The same for a page: what it has read of its programme's periods already is not read again (up to 1 query)."""
    keys = _programmes_where(user, Permission.ENTRY_RECORD, programme)
    programmes = [one.programme for one in memberships_of(user).values() if one.programme_id in keys]
    prefetch_related_objects(programmes, "periods")
    return sorted((period for one in programmes for period in one.periods.all()), key=lambda period: period.ends_on)


def reports_to_write(user, periods, *, everything=False, today=None):
    """What this person is to report in those of these periods that are open, or with `everything` all that they may.

    To report are the indicators that name them, and those that name nobody: of the outcomes in their care, and – for
    officers and administrators – of outcomes that are in nobody's care. Who has left, or may not record any more,
    counts as nobody. `periods` are those of `periods_of_writer`. A queryset as of `expected_reports`; `is_theirs` says
    of each row whether this person is to report it.
    """
    rows = expected_reports([period for period in periods if period.is_open], among=periods, today=today)
    in_care = ProgrammeMembership.objects.filter(role=Role.OUTCOME_MANAGER, outcomes=OuterRef("outcome"))
    manages = Exists(in_care.filter(user=user))
    named = Q(reporter=user)
    # As outcome manager one writes what is in one's care only; other roles that record write all of the programme.
    whole = [
        membership.programme_id
        for membership in memberships_of(user).values()
        if membership.role != Role.OUTCOME_MANAGER
    ]
    unattended = Q(outcome__programme__in=whole) & ~Exists(in_care.filter(user__is_active=True))
    theirs = named | Q(names_somebody=False) & (Q(manages) | unattended)
    rows = rows.annotate(is_theirs=Case(When(theirs, then=Value(True)), default=Value(False)))
    return rows.filter(named | manages | Q(outcome__programme__in=whole)) if everything else rows.filter(theirs)


def count_expected(rows):
    """How many of these rows stand where: {Expected: number}, zeros included (1 query)."""
    counts = Counter(rows.order_by().values_list("expected", flat=True))
    return {state: counts[state] for state in Expected}


def recorders_of(programme):
    """The memberships of the people who may record in a programme, by name (1 query)."""
    members = programme.memberships.filter(role__in=RECORDING_ROLES, user__is_active=True)
    return members.select_related("user").order_by("user__name")


def reporters_of(programme):
    """Who is to report, where an indicator names nobody: the people of each outcome, by its key (2 queries).

    Outcomes in nobody's care are those of the programme officers; where there is none, of the administrators.
    `who_reports` asks it for one row.
    """
    in_care, by_role = defaultdict(list), defaultdict(list)
    for member in recorders_of(programme).prefetch_related("outcomes"):
        by_role[member.role].append(member.user)
        if member.role == Role.OUTCOME_MANAGER:
            for outcome in member.outcomes.all():
                in_care[outcome.pk].append(member.user)
    others = by_role[Role.PROGRAMME_OFFICER] or by_role[Role.ADMINISTRATOR]
    return defaultdict(lambda: others, in_care)


def who_reports(row, reporters):
    """The people who are to report a row of `expected_reports`; `reporters` are those of `reporters_of`."""
    return [row.reporter] if row.names_somebody else reporters[row.outcome_id]


def waiting_for(user, *, programme=None):
    """Entries that wait for this person to verify them: handed in, of what is still measured, and never theirs.

    Theirs is also what they wrote at first and somebody else mended.
    """
    keys = _programmes_where(user, Permission.ENTRY_VERIFY, programme)
    return (
        handed_in_of(keys)
        .exclude(recorded_by=user)
        .exclude(submitted_by=user)
        .exclude(written_by(user))
        .order_by(
            "period__ends_on", "indicator__outcome__programme", "indicator__outcome__position", "indicator__position"
        )
    )


def handed_in_of(programmes):
    """The entries of these programmes that wait for a verifier, whoever that is, of what is still measured."""
    return ProgressEntry.objects.filter(
        state=EntryState.SUBMITTED,
        indicator__outcome__programme__in=programmes,
        series__gte=F("indicator__comparable_from"),
    )


def written_by(user):
    """Whether this person wrote the entry at hand, be it an earlier version (a condition on entries)."""
    return Exists(
        AuditEvent.objects.filter(
            subject_type__app_label="indicators",
            subject_type__model="progressentry",
            subject_id=OuterRef("pk"),
            verb=AuditVerb.ENTRY_RECORDED,
            by=user,
        )
    )


@dataclass(frozen=True)
class WorkCounts:
    """How much waits for a person: to write (returned, overdue, due), to verify, and elsewhere."""

    by_state: dict[Expected, int]
    to_verify: int
    elsewhere: int = 0

    @property
    def to_write(self):
        """What they are to write now."""
        return sum(self.by_state[state] for state in TO_WRITE)

    def __len__(self):
        return self.to_write + self.to_verify + self.elsewhere


def work_counts(user, *, programme=None, today: date | None = None, elsewhere=()):
    """How much waits for this person, in all programmes or in one (up to 2 queries; none for who only reads).

    `elsewhere` are querysets of (kind, number) of what apps above this one ask of the person, counted along. Their
    memberships are one query more, where nothing on the page has asked for them.
    """
    periods = periods_at_hand(user, programme=programme)
    counted = []
    if periods:
        counted.append(_counted(reports_to_write(user, periods, today=today), F("expected")))
    if _programmes_where(user, Permission.ENTRY_VERIFY, programme):
        counted.append(_counted(waiting_for(user, programme=programme), Value(str(WorkState.TO_VERIFY))))
    counted += elsewhere
    # All at once: this is asked on every page.
    numbers = dict(counted[0].union(*counted[1:], all=True)) if counted else {}
    by_state = {state: numbers.pop(state, 0) for state in Expected}
    return WorkCounts(by_state, numbers.pop(WorkState.TO_VERIFY, 0), sum(numbers.values()))


def _counted(rows, place):
    """How many rows stand in each place."""
    placed = rows.order_by().annotate(place=Cast(place, CharField()))
    return placed.values_list("place").annotate(number=Count("*"))


def _programmes_where(user, permission, programme=None):
    """The keys of the programmes in which this person's role allows it; nothing is written in an archived one."""
    return [
        membership.programme_id
        for membership in memberships_of(user).values()
        if permission in Role(membership.role).permissions
        and not membership.programme.is_archived
        and (programme is None or membership.programme_id == programme.pk)
    ]


def _who_records():
    """The memberships, in the programme of the indicator at hand, of people who may write its figures."""
    return ProgrammeMembership.objects.filter(
        programme=OuterRef("outcome__programme"), role__in=RECORDING_ROLES, user__is_active=True
    )


def _as_often_as_reported(periods):
    """The periods in which an indicator is expected, by how often it is reported; all of their programmes are given."""
    of_programme = defaultdict(list)
    for period in periods:
        of_programme[period.programme_id].append(period)
    expected = Q(reported_every="")
    for frequency in PARTS:
        keys = [period.pk for own in of_programme.values() for period in closing(frequency, own)]
        expected |= Q(reported_every=frequency, period_key__in=keys)
    return expected


def _where_it_stands(in_hand, today):
    states = {
        EntryState.SUBMITTED: Expected.SUBMITTED,
        EntryState.VERIFIED: Expected.VERIFIED,
        EntryState.RETURNED: Expected.RETURNED,
        EntryState.REOPENED: Expected.RETURNED,
    }
    # The entry is looked up once: asked state by state, the database would look for it as often. A draft says nothing.
    by_entry = Case(*(When(state=state, then=Value(str(expected))) for state, expected in states.items()), default=None)
    by_period = Case(
        When(period_state=PeriodState.CLOSED, then=Value(str(Expected.MISSED))),
        When(Q(period_state=PeriodState.PLANNED) | Q(period_ends_on__gte=today), then=Value(str(Expected.NOT_YET_DUE))),
        # As `ReportingPeriod.is_past_due` has it.
        When(period_due_on__lt=today, then=Value(str(Expected.OVERDUE))),
        When(period_due_on=None, period_state=PeriodState.GRACE, then=Value(str(Expected.OVERDUE))),
        default=Value(str(Expected.DUE)),
    )
    stands = in_hand.annotate(stands=by_entry).values("stands")[:1]
    return Coalesce(Subquery(stands, output_field=CharField()), by_period)
