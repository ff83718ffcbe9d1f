"""Everything that waits for a person, in all their programmes: one list that can be worked down."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery, prefetch_related_objects
from django.utils import timezone

from accounts.choices import Permission, Role
from outcomes.models import Programme, ProgrammeMembership
from outcomes.rules import memberships_of

from ..choices import TO_WRITE, EntryState, Expected, WorkState
from ..models import EntryMove, ProgressEntry
from .doubts import doubts_of
from .expected import periods_at_hand, reports_to_write, waiting_for
from .unsaved import unsaved_by

URGENCY = {state: place for place, state in enumerate(WorkState)}
# What waits now; the rest is open and can be done early.
PRESSING = tuple(state for state in WorkState if state != WorkState.NOT_YET_DUE)
COUNTED = (WorkState.RETURNED, WorkState.OVERDUE, WorkState.DUE, WorkState.TO_VERIFY)
GIVEN_BACK = (EntryState.RETURNED, EntryState.REOPENED)
# What is read of a row of `reports_to_write`, and of an entry that waits for a verifier.
OF_OUTCOME = ("outcome__programme", "outcome__number", "outcome__short_title", "outcome__title")
OF_REPORT = ("pk", "code", "statement", "period_key", "expected", "entry_state", "is_theirs", "typed_at", *OF_OUTCOME)
OF_ENTRY = (
    "pk",
    "is_late",
    "indicator",
    "indicator__code",
    "indicator__statement",
    "period",
    "period__label",
    "period__ends_on",
    "period__due_on",
    *(f"indicator__{name}" for name in OF_OUTCOME),
)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that waits: the report on an indicator for a period, or an entry to verify (then it has an `entry`).

    `is_theirs` says that it waits for this person, not only that they may do it. `typed_at` is when they typed
    something about it that they have not saved, `closes_on` until when late reports are taken, where the
    calendar ends that.
    """

    state: WorkState
    programme: Programme
    outcome: int
    outcome_name: str
    indicator: int
    code: str
    statement: str
    period: str
    period_key: int
    ends_on: date
    due_on: date | None = None
    closes_on: date | None = None
    is_theirs: bool = True
    is_draft: bool = False
    typed_at: datetime | None = None
    entry: int | None = None
    is_late: bool = False

    @property
    def is_begun(self):
        """Whether something of it is written already: a draft, or typed and not saved."""
        return self.is_draft or self.typed_at is not None

    @property
    def key(self):
        """What tells it from the others."""
        return f"{self.indicator}-{self.period_key}{'' if self.entry is None else '-verify'}"

    @property
    def urgency(self):
        """What the list is ordered by, before the order of the programme's document."""
        return URGENCY[self.state], self.due_on or date.max, self.ends_on


@dataclass(frozen=True)
class WorkRow:
    """A thing that waits with what one has to know to do it: why it came back, or what there is to verify."""

    item: WorkItem
    given_back: EntryMove | None = None
    entry: ProgressEntry | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What of their work a person wants to see; everything that is left empty is not asked for.

    `outcome` is the code of a programme and the number of an outcome in it. `everything` adds what they may record
    though it waits for somebody else.
    """

    programme: str = ""
    outcome: tuple[str, int] | None = None
    period: str = ""
    state: str = ""
    everything: bool = False

    def takes(self, item):
        """Whether this is among what is asked for. What is begun is so wherever it stands."""
        return (
            (self.everything or item.is_theirs)
            and self.programme in ("", item.programme.code)
            and self.outcome in (None, (item.programme.code, item.outcome))
            and self.period in ("", item.period)
            and (self.state in ("", item.state) or (self.state == WorkState.BEGUN and item.is_begun))
        )


@dataclass(frozen=True)
class WorkList:
    """What waits for a person and what else they may record, the most urgent first. Counts are those of all of it."""

    items: tuple[WorkItem, ...]
    counts: dict[WorkState, int] = field(init=False)

    def __post_init__(self):
        counted = Counter(item.state for item in self.items)
        object.__setattr__(self, "counts", {state: counted[state] for state in WorkState})

    def __len__(self):
        return len(self.items)

    @property
    def pressing(self):
        """How many of them wait now."""
        return sum(self.counts[state] for state in PRESSING)

    @property
    def waiting(self):
        """How many the navigation counts, as `work_counts` does: to write now, and to verify."""
        return sum(self.counts[state] for state in COUNTED)

    def narrowed(self, asked):
        """Those that are asked for."""
        return WorkList(tuple(item for item in self.items if asked.takes(item)))


def work_list_of(user, *, today=None):
    """Everything that waits for this person, and everything else they may record (up to 3 queries).

    None of it is in an archived programme, and all of it is theirs to do: nothing has to be asked row by row.
    """
    programmes = {one.programme_id: one.programme for one in memberships_of(user).values()}
    items = [*_to_write(user, programmes, today), *_to_verify(user, programmes)]
    return WorkList(tuple(sorted(items, key=lambda item: item.urgency)))


def work_rows(items):
    """These things (a page of them) with what one has to know to do them (up to 4 queries for any number)."""
    given_back = _given_back([item for item in items if item.state == WorkState.RETURNED])
    entries = _entries([item.entry for item in items if item.entry is not None])
    doubts = doubts_of(list(entries.values())) if entries else {}
    return [
        WorkRow(item, entry=entries[item.entry], doubts=doubts[item.entry])
        if item.entry in entries
        else WorkRow(item, given_back=given_back.get((item.indicator, item.period_key)))
        for item in items
        # What somebody else verified a moment ago waits no more.
        if item.entry is None or item.entry in entries
    ]


def unsaved_besides(user, items):
    """What this person typed, did not save and would not find among these things: of a period that was closed
    meanwhile, of a report that somebody else handed in, or that is not theirs (1 query).
    """
    recording = [
        membership
        for membership in memberships_of(user).values()
        if Permission.ENTRY_RECORD in Role(membership.role).permissions and not membership.programme.is_archived
    ]
    if not recording:
        return []
    # What is not in their care any more they could not open.
    in_care = ProgrammeMembership.objects.filter(
        user=user, role=Role.OUTCOME_MANAGER, outcomes=OuterRef("indicator__outcome")
    )
    whole = [membership.programme_id for membership in recording if membership.role != Role.OUTCOME_MANAGER]
    theirs = Q(indicator__outcome__programme__in=whole) | Q(indicator__reporter=user) | Exists(in_care)
    shown = {(item.indicator, item.period_key) for item in items if item.entry is None}
    typed = unsaved_by(user).filter(indicator__outcome__programme__in=[one.programme_id for one in recording])
    found = typed.filter(theirs).select_related("indicator__outcome__programme__country", "period")
    return [one for one in found if (one.indicator_id, one.period_id) not in shown]


def _to_write(user, programmes, today):
    periods = periods_at_hand(user)
    if not periods:
        return
    by_key = {period.pk: period for period in periods}
    typed = unsaved_by(user).filter(indicator=OuterRef("pk"), period=OuterRef("period_key"))
    rows = reports_to_write(user, periods, everything=True, today=today)
    for row in rows.annotate(typed_at=Subquery(typed.values("typed_at")[:1])).values_list(*OF_REPORT):
        key, code, statement, period_key, expected, entry_state, is_theirs, typed_at, *outcome = row
        is_draft = entry_state == EntryState.DRAFT
        state = _state_of(expected, is_begun=is_draft or typed_at is not None)
        if state is None:
            continue
        programme, number, short_title, title = outcome
        period = by_key[period_key]
        yield WorkItem(
            state=state,
            programme=programmes[programme],
            outcome=number,
            outcome_name=short_title or title,
            indicator=key,
            code=code,
            statement=statement,
            period=period.label,
            period_key=period_key,
            ends_on=period.ends_on,
            due_on=period.due_on,
            closes_on=period.taken_until(today or timezone.localdate()),
            is_theirs=is_theirs,
            is_draft=is_draft,
            typed_at=typed_at,
        )


def _state_of(expected, *, is_begun):
    """Where a report stands on the list; None for what is handed in, or was missed."""
    if expected in TO_WRITE:
        return WorkState(expected)
    if expected != Expected.NOT_YET_DUE:
        return None
    return WorkState.BEGUN if is_begun else WorkState.NOT_YET_DUE


def _to_verify(user, programmes):
    verifies = any(Permission.ENTRY_VERIFY in Role(one.role).permissions for one in memberships_of(user).values())
    for row in waiting_for(user).values_list(*OF_ENTRY) if verifies else ():
        key, is_late, indicator, code, statement, period_key, label, ends_on, due_on, *outcome = row
        programme, number, short_title, title = outcome
        yield WorkItem(
            state=WorkState.TO_VERIFY,
            programme=programmes[programme],
            outcome=number,
            outcome_name=short_title or title,
            indicator=indicator,
            code=code,
            statement=statement,
            period=label,
            period_key=period_key,
            ends_on=ends_on,
            due_on=due_on,
            entry=key,
            is_late=is_late,
        )


def _given_back(items):
    """Who gave an entry back or opened it again, when and why: the last time, by indicator and period."""
    if not items:
        return {}
    moves = EntryMove.objects.filter(
        to_state__in=GIVEN_BACK,
        entry__state=F("to_state"),
        entry__series=F("entry__indicator__series"),
        entry__indicator__in=[item.indicator for item in items],
        entry__period__in={item.period_key for item in items},
    )
    named = moves.select_related("by", "entry").order_by("at", "pk")
    return {(move.entry.indicator_id, move.entry.period_id): move for move in named}


def _entries(keys):
    """The entries that still wait, by their keys."""
    if not keys:
        return {}
    found = ProgressEntry.objects.filter(pk__in=keys, state=EntryState.SUBMITTED)
    named = found.select_related("indicator__outcome__programme", "period", "step", "submitted_by", "recorded_by")
    entries = {entry.pk: entry for entry in named}
    # Figures of an earlier series are read as they were defined then.
    earlier = [one.indicator for one in entries.values() if one.series < one.indicator.series]
    prefetch_related_objects(earlier, "series_changes")
    return entries
