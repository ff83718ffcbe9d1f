"""How indicators stand: verified figures against targets, for one of them or a whole programme."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from outcomes.models import DwcpOutcome

from ..accumulation import Total
from ..choices import HANDED_IN, EntryState, Measure, PeriodState, Status, TargetKind
from ..measurement import Promise, verdict_of
from ..models import Indicator, ProgressEntry, SeriesChange, StatusOverride, Target
from ..status import Thresholds, Verdict
from ..words import BASES, REASONS
from .figures import latest_by_period, promise_of, total_of


@dataclass(frozen=True)
class Standing:
    """An indicator with its target, its published figure, and how that compares.

    `total` counts verified entries only. `entries` are all of them, the latest period first. Figures are
    levels in the indicator's unit: `target_level` is what a rise over the baseline amounts to.
    """

    indicator: Indicator
    target: Target | None
    promise: Promise
    total: Total
    entries: tuple[ProgressEntry, ...]
    verdict: Verdict
    override: StatusOverride | None = None

    @property
    def target_level(self):
        """The figure that the final target asks for."""
        return self.promise.target

    @property
    def computed(self):
        """The status that the figures give."""
        return Status(self.verdict.status)

    @property
    def status(self):
        """The status in force: the one a person gave, while it holds, else the computed one. Pages show both."""
        return Status(self.override.status) if self.override else self.computed

    @property
    def comparable(self):
        """The entries that are still of what the indicator measures; those before it was defined anew are not."""
        return tuple(entry for entry in self.entries if entry.series >= self.indicator.comparable_from)

    @property
    def in_hand(self):
        """The entries whose periods count as reported.

        One of the current series does as it stands. One of an earlier series cannot be written any more, so it has to
        be handed in already, and of what the indicator still measures; otherwise the period is recorded anew.
        """
        current = self.indicator.series
        return tuple(entry for entry in self.comparable if entry.series == current or entry.state in HANDED_IN)

    @property
    def latest(self):
        """The latest verified entry; it may state words or an absence instead of a figure."""
        return next((entry for entry in self.comparable if entry.state == EntryState.VERIFIED), None)

    @property
    def counted(self):
        """The keys of the entries that make the figure."""
        return {reported.entry_id for reported in self.total.counted}

    @property
    def reason_in_words(self):
        """Why the status is what it is."""
        return REASONS[self.verdict.reason]

    @property
    def basis_in_words(self):
        """From where the achievement is counted."""
        return BASES[self.verdict.achievement.basis]

    @property
    def submitted(self):
        """The entries that wait for a verifier."""
        return tuple(entry for entry in self.comparable if entry.state == EntryState.SUBMITTED)


@dataclass(frozen=True)
class OutcomeStanding:
    """The indicators of one outcome and how many stand where. Unlike indicators are never averaged."""

    outcome: DwcpOutcome
    standings: tuple[Standing, ...]
    counts: dict[Status, int]
    verified: int
    waiting: int


def standings_of(programme, *, outcome=None, with_overrides=True):
    """Every indicator of the programme, or of one outcome, and how it stands, in their order (5 queries).

    Who does not look at the status can do without what people judged otherwise than the figures (1 query less).
    """
    indicators = Indicator.objects.in_programme(programme)
    entries = ProgressEntry.objects.filter(indicator__outcome__programme=programme)
    if outcome is not None:
        indicators = indicators.filter(outcome=outcome)
        entries = entries.filter(indicator__outcome=outcome)
    indicators = list(indicators)
    if not with_overrides:
        for indicator in indicators:
            indicator.overrides_in_force = []
    return _standings(programme, indicators, entries)


def standing_of(indicator):
    """How one indicator stands, with every status that people gave it (4 queries).

    The definitions of its earlier series are one more, where there are any.
    """
    prefetch_related_objects([indicator.programme], "periods")
    indicator.overrides_in_force = [one for one in every_override(indicator) if holds(one)]
    if indicator.series > 1:
        changes = SeriesChange.objects.select_related("begun_by")
        prefetch_related_objects([indicator], Prefetch("series_changes", changes))
    entries = indicator.entries.with_verification().select_related("recorded_by")
    (standing,) = _standings(indicator.programme, [indicator], entries)
    return standing


def every_override(indicator):
    """The statuses that people gave an indicator, the latest first (1 query, the first time)."""
    given = StatusOverride.objects.select_related("by", "period", "withdrawn_by")
    prefetch_related_objects([indicator], Prefetch("overrides", given))
    return indicator.overrides.all()


def holds(override):
    """Whether a status that a person gave is in force: not taken back, and no later period has begun."""
    return override.withdrawn_at is None and override.period == current_period(override.indicator.programme)


def outcome_standings(standings, outcomes):
    """The standings gathered by outcome; an outcome without indicators has none, and is shown."""
    by_outcome = defaultdict(list)
    for standing in standings:
        by_outcome[standing.indicator.outcome_id].append(standing)
    return tuple(
        OutcomeStanding(
            outcome=outcome,
            standings=tuple(by_outcome[outcome.pk]),
            counts=status_counts(by_outcome[outcome.pk]),
            verified=sum(standing.latest is not None for standing in by_outcome[outcome.pk]),
            waiting=sum(bool(standing.submitted) for standing in by_outcome[outcome.pk]),
        )
        for outcome in outcomes
    )


def status_counts(standings):
    """How many indicators have each status, in the order of the statuses, zeros included."""
    counts = Counter(standing.status for standing in standings)
    return {status: counts[status] for status in Status}


def _standings(programme, indicators, entries):
    prefetch_related_objects([programme], "periods")
    overrides = StatusOverride.objects.standing().filter(period=current_period(programme))
    in_force = Prefetch("overrides", overrides.select_related("by", "period"), to_attr="overrides_in_force")
    prefetch_related_objects(indicators, "targets", in_force)
    # The levels of a scale are shown by their names.
    prefetch_related_objects([one for one in indicators if one.measure == Measure.SCALE], "steps")
    # One period for all its entries: a record for each would cost more than all the rest.
    periods = {period.pk: period for period in programme.periods.all()}
    by_indicator = defaultdict(list)
    for entry in entries.select_related("step"):
        entry.period = periods[entry.period_id]
        by_indicator[entry.indicator_id].append(entry)
    thresholds = Thresholds(programme.on_track_from, programme.at_risk_from)
    oldest = oldest_acceptable(programme)
    standings = []
    for indicator in indicators:
        indicator.outcome.programme = programme
        for entry in by_indicator[indicator.pk]:
            entry.indicator = indicator
        standings.append(_standing(indicator, by_indicator[indicator.pk], thresholds, oldest))
    return tuple(standings)


def _standing(indicator, entries, thresholds, oldest):
    entries = tuple(sorted(entries, key=lambda entry: (entry.period.ends_on, entry.series), reverse=True))
    total = total_of(indicator, entries)
    targets = list(indicator.targets.all())
    final = next((target for target in targets if target.kind == TargetKind.FINAL), None)
    promise = promise_of(indicator, targets, final)
    is_told = any(not entry.absence for entry in latest_by_period(indicator, entries))
    return Standing(
        indicator=indicator,
        target=final,
        promise=promise,
        total=total,
        entries=entries,
        verdict=verdict_of(promise, total, is_told=is_told, oldest_acceptable=oldest, thresholds=thresholds),
        override=next(iter(indicator.overrides_in_force), None),
    )


def current_period(programme):
    """The reporting period that began last, of those that have been opened, or None before the first."""
    return max(_opened(programme), key=lambda period: period.starts_on, default=None)


def oldest_acceptable(programme):
    """The day before which figures are too old to judge by: the last of the period that precedes the current one."""
    ends = sorted(period.ends_on for period in _opened(programme))
    return ends[-2] if len(ends) > 1 else None


def _opened(programme):
    """The periods that have begun and were opened; for one that was only planned, nobody could report anything."""
    today = timezone.localdate()
    return [one for one in programme.periods.all() if one.starts_on <= today and one.state != PeriodState.PLANNED]
