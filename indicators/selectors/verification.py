"""What waits for verification, each entry beside what it is to be held against; and samples drawn to be checked."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When, prefetch_related_objects

from ..achievement import Achievement
from ..choices import HANDED_IN, EntryState, Grade, Measure, TargetKind
from ..measurement import verdict_of
from ..models import EntryMove, Evidence, Indicator, ProgressEntry, Target, Verification, VerificationSample
from .doubts import doubts_in, handed_in
from .expected import handed_in_of, written_by
from .figures import figure_of, latest_series, promise_of, total_of
from .parts import WITH_PARTS, CrossedTable, ShownParts, crossed_tables, part_columns, shown_parts

CHECKED_CLOSELY = (Grade.SOURCE_CHECKED, Grade.INDEPENDENTLY_VERIFIED)
# Long texts that the queue does not show.
UNREAD = [
    f"indicator__{name}"
    for name in (
        "definition",
        "rationale",
        "method",
        "limitations",
        "baseline_text",
        "means_of_verification",
        "note",
    )
]


@dataclass(frozen=True)
class Waiting:
    """An entry that waits for a verifier, what is unusual about it, and the entries of its indicator it stands among.

    `is_own` says that the person who asks wrote it, `is_sampled` that it was drawn to be checked more closely.
    """

    entry: ProgressEntry
    doubts: tuple[str, ...]
    known: tuple[ProgressEntry, ...]
    is_own: bool
    is_sampled: bool

    @property
    def is_simple(self):
        """Whether it may be verified together with others: nothing unusual about it, and written by somebody else."""
        return not self.doubts and not self.is_own

    @property
    def token(self):
        """Its key and the revision that is shown, as a form names it: `12:3`."""
        return f"{self.entry.pk}:{self.entry.revision}"

    @property
    def place(self):
        """Where it stands in the queue: the oldest period first, then in the order of the programme's document."""
        return place_of(self.entry)


@dataclass(frozen=True)
class Change:
    """How far a figure moved since the last period, and how much of that figure this is; None where it was 0.

    Of percentages there are points only, of steps and of what is done or not only the two figures.
    """

    before: Decimal
    now: Decimal
    by: Decimal | None
    share: Decimal | None


@dataclass(frozen=True)
class Beside:
    """A waiting entry with everything it is held against.

    `total` is what the indicator would show with it, `achievement` how much of the promised way that would be.
    """

    waiting: Waiting
    previous: ProgressEntry | None
    change: Change | None
    total: Decimal | None
    target: Target | None
    target_level: Decimal | None
    achievement: Achievement
    parts: tuple[ShownParts, ...]
    tables: tuple[CrossedTable, ...]
    returned: tuple[EntryMove, ...]
    evidence: tuple[Evidence, ...]

    @property
    def entry(self):
        """The entry itself."""
        return self.waiting.entry

    @property
    def indicator(self):
        """What it is about."""
        return self.entry.indicator

    @property
    def is_measured(self):
        """Whether its figure says how far the promised way was gone."""
        return self.achievement.share is not None and figure_of(self.entry) is not None

    @property
    def is_sum(self):
        """Whether the total is more than the figure itself."""
        return self.total is not None and self.total != figure_of(self.entry)


def queue_of(user, programme):
    """Every entry of a programme that waits for a verifier, in the order of the queue, and what is unusual about each.

    Those that this person wrote are among them, and say so (4 queries for any number of entries).
    """
    entries = list(
        handed_in_of([programme.pk])
        .annotate(
            wrote=_either(Q(recorded_by=user) | Q(submitted_by=user) | Q(written_by(user))),
            drawn=Exists(VerificationSample.entries.through.objects.filter(progressentry=OuterRef("pk"))),
        )
        .select_related("indicator__outcome", "step", "submitted_by")
        .defer(*UNREAD)
        .prefetch_related(WITH_PARTS)
    )
    indicators: dict[int, Indicator] = {}
    for entry in entries:
        entry.indicator = indicators.setdefault(entry.indicator_id, entry.indicator)
        entry.indicator.outcome.programme = programme
    periods = {period.pk: period for period in programme.periods.all()}
    known = ProgressEntry.objects.filter(indicator__in=indicators, state__in=HANDED_IN).select_related("step")
    among = defaultdict(list)
    for one in known.defer("narrative", "explanation", "absence_reason", "total_only_reason", "source"):
        one.indicator = indicators[one.indicator_id]
        among[one.indicator_id].append(one)
    for one in (*entries, *(other for others in among.values() for other in others)):
        one.period = periods[one.period_id]
    queue = [
        Waiting(
            entry=entry,
            doubts=doubts_in(entry, among[entry.indicator_id]),
            known=tuple(among[entry.indicator_id]),
            is_own=entry.wrote,
            is_sampled=entry.drawn,
        )
        for entry in entries
    ]
    return sorted(queue, key=lambda waiting: waiting.place)


def place_of(entry):
    """What the queue is ordered by."""
    indicator = entry.indicator
    outcome = indicator.outcome
    return (entry.period.ends_on, outcome.position, outcome.number, indicator.position, indicator.pk, entry.series)


def next_in(queue, entry=None):
    """What of a queue is to be looked at after an entry, whether that still waits or not; from the end one begins anew.

    What the person wrote themselves is passed over. None where nothing else waits.
    """
    others = [one.entry for one in queue if not one.is_own and one.entry != entry]
    later = (one for one in others if entry is not None and place_of(one) > place_of(entry))
    return next(later, others[0] if others else None)


def beside_of(queue):
    """Each of these waiting entries with what it is held against: a page of the queue (4 queries for any number).

    Steps of scales, and definitions of earlier series, are one more where there are any.
    """
    entries = [waiting.entry for waiting in queue]
    indicators = list({entry.indicator_id: entry.indicator for entry in entries}.values())
    prefetch_related_objects(indicators, "targets")
    prefetch_related_objects([one for one in indicators if one.measure == Measure.SCALE], "steps")
    changed = {entry.indicator for entry in entries if entry.series < entry.indicator.series}
    prefetch_related_objects(list(changed), "series_changes")
    returned = EntryMove.objects.filter(to_state=EntryState.RETURNED).select_related("by")
    standing = Evidence.objects.filter(withdrawn_at=None)
    prefetch_related_objects(
        entries,
        Prefetch("moves", returned, to_attr="times_returned"),
        Prefetch("evidence", standing, to_attr="laid_beside"),
    )
    return tuple(_beside(waiting) for waiting in queue)


def change_since(entry, entries):
    """The entry of the last period that states a figure, and how far the figure moved since: a Change; None without.

    `entries` are those of the indicator; what was handed in counts, of what the indicator still measures.
    """
    indicator = entry.indicator
    before = [one for one in handed_in(indicator, entries) if one.period.ends_on < entry.period.ends_on]
    is_past = entry.series < indicator.comparable_from
    previous = before[-1] if before and not is_past else None
    now, then = figure_of(entry), previous and figure_of(previous)
    if now is None or then is None:
        return previous, None
    if indicator.measure in (Measure.YES_NO, Measure.SCALE):
        return previous, Change(then, now, None, None)
    by = now - then
    has_share = indicator.measure != Measure.PERCENTAGE and then != 0
    return previous, Change(then, now, by, by / abs(then) if has_share else None)


def to_draw_from(period):
    """The entries of a period that a sample is drawn from: those that wait, and those that were desk-checked only.

    Of what is still measured; of an indicator that was restated, the entry of the latest series.
    """
    return _to_draw_from(ProgressEntry.objects.filter(period=period))


def counts_to_draw_from(programme):
    """The periods of a programme in which there is something to draw from, with how many, the latest first (1 query).

    The periods themselves are one more, where they are not known yet.
    """
    entries = _to_draw_from(ProgressEntry.objects.filter(period__programme=programme))
    numbers = Counter(entries.order_by().values_list("period", flat=True))
    return [(period, numbers[period.pk]) for period in reversed(programme.periods.all()) if numbers[period.pk]]


def _to_draw_from(entries):
    last_grade = Verification.objects.filter(entry=OuterRef("pk")).values("grade")[:1]
    same = ProgressEntry.objects.filter(indicator=OuterRef("indicator"), period=OuterRef("period"))
    later = same.filter(state__in=HANDED_IN, series__gt=OuterRef("series"))
    return (
        entries.filter(state__in=HANDED_IN, series__gte=F("indicator__comparable_from"))
        .annotate(last_grade=Subquery(last_grade))
        .filter(Q(state=EntryState.SUBMITTED) | Q(last_grade=Grade.DESK_CHECKED))
        .exclude(Exists(later))
    )


@dataclass(frozen=True)
class Drawn:
    """One entry of a sample and how it was last vouched for; None while it is not verified."""

    entry: ProgressEntry
    verification: Verification | None

    @property
    def is_checked_closely(self):
        """Whether somebody held it against its source, or verified it independently."""
        return self.verification is not None and self.verification.grade in CHECKED_CLOSELY


@dataclass(frozen=True)
class Sample:
    """A sample that was drawn, and how far checking it has come."""

    sample: VerificationSample
    entries: tuple[Drawn, ...]

    @property
    def drawn_from(self):
        """How many entries could have been drawn."""
        return len(self.sample.drawn_from)

    @property
    def checked_closely(self):
        """How many of it were checked against their source or verified independently."""
        return sum(one.is_checked_closely for one in self.entries)

    @property
    def is_done(self):
        """Whether all of it were."""
        return self.checked_closely == len(self.entries)


def samples_of(programme):
    """Every sample drawn in a programme, the latest first (3 queries for any number; 1 for none)."""
    entries = ProgressEntry.objects.select_related("indicator__outcome", "period").defer(*UNREAD)
    drawn = VerificationSample.objects.in_programme(programme).select_related("period", "drawn_by")
    checks = Prefetch("verifications", Verification.objects.select_related("by"))
    with_entries = drawn.prefetch_related(Prefetch("entries", entries.prefetch_related(checks)))
    return tuple(_sample(one, programme) for one in with_entries)


def _sample(sample, programme):
    entries = []
    for entry in sample.entries.all():
        entry.indicator.outcome.programme = programme
        is_verified = entry.state == EntryState.VERIFIED
        entries.append(Drawn(entry, next(iter(entry.verifications.all()), None) if is_verified else None))
    return Sample(sample, tuple(sorted(entries, key=lambda drawn: place_of(drawn.entry))))


def _either(condition):
    return Case(When(condition, then=Value(True)), default=Value(False))


def _beside(waiting):
    entry, indicator = waiting.entry, waiting.entry.indicator
    previous, change = change_since(entry, waiting.known)
    targets = list(indicator.targets.all())
    final = next((target for target in targets if target.kind == TargetKind.FINAL), None)
    promise = promise_of(indicator, targets, final)
    verified = latest_series(indicator, [one for one in waiting.known if one.period.ends_on < entry.period.ends_on])
    total = total_of(indicator, [*verified, entry], only_verified=False)
    columns = part_columns([entry])
    return Beside(
        waiting=waiting,
        previous=previous,
        change=change,
        total=total.value,
        target=final,
        target_level=promise.target,
        achievement=verdict_of(promise, total).achievement,
        parts=shown_parts(entry, columns),
        tables=crossed_tables(entry),
        returned=tuple(entry.times_returned),
        evidence=tuple(entry.laid_beside),
    )
