"""How indicators stand: verified figures against targets, for one of them or a whole programme."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from outcomes.models import DwcpOutcome

from .. import measurement
from ..accumulation import Reported, Total
from ..achievement import target_level
from ..choices import HANDED_IN, BaselineKind, EntryState, Measure, PeriodState, Status, TargetKind
from ..measurement import Promise, verdict_of
from ..models import Indicator, ProgressEntry, SeriesChange, StatusOverride, Target
from ..status import Point, Thresholds, Verdict
from ..words import BASES, REASONS


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


def standings_of(programme, *, outcome=None):
    """Every indicator of the programme, or of one outcome, and how it stands, in their order (5 queries)."""
    indicators = Indicator.objects.in_programme(programme)
    entries = ProgressEntry.objects.filter(indicator__outcome__programme=programme)
    if outcome is not None:
        indicators = indicators.filter(outcome=outcome)
        entries = entries.filter(indicator__outcome=outcome)
    return _standings(programme, list(indicators), entries)


def standing_of(indicator):
    """How one indicator stands, with every status that people gave it (4 queries).

    The definitions of its earlier series are one more, where there are any.
    """
    prefetch_related_objects([indicator.programme], "periods")
    indicator.overrides_in_force = [one for one in every_override(indicator) if holds(one)]
    if indicator.series > 1:
        changes = SeriesChange.objects.select_related("begun_by")
        prefetch_related_objects([indicator], Prefetch("series_changes", changes))
    entries = indicator.entries.select_related("recorded_by")
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
    promise = _promise(indicator, targets, final)
    is_told = any(not entry.absence for entry in _latest_by_period(indicator, entries))
    return Standing(
        indicator=indicator,
        target=final,
        promise=promise,
        total=total,
        entries=entries,
        verdict=verdict_of(promise, total, is_told=is_told, oldest_acceptable=oldest, thresholds=thresholds),
        override=next(iter(indicator.overrides_in_force), None),
    )


def total_of(indicator, entries, *, only_verified=True):
    """What the entries make together; published figures count the verified ones only (design rule 6)."""
    return measurement.total_of(
        _promise(indicator),
        [
            Reported(
                entry.pk,
                entry.period.ends_on,
                figure_of(entry),
                entry.numerator,
                entry.denominator,
                entry.measured_on,
            )
            for entry in latest_series(indicator, entries, only_verified=only_verified)
        ],
    )


def latest_series(indicator, entries, *, only_verified=True):
    """One entry with a figure for each period: that of the latest series that reported on it.

    A restated figure takes the place of the one first reported as soon as it is verified, and so does the word that
    there is none: such a period has no figure. Entries of series whose totals do not carry on (`comparable_from`) do
    not count.
    """
    latest = _latest_by_period(indicator, entries, only_verified=only_verified)
    return [entry for entry in latest if figure_of(entry) is not None]


def _latest_by_period(indicator, entries, *, only_verified=True):
    """The entry of the latest series for each period, whatever it states, the oldest period first."""
    by_period: dict[int, ProgressEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.series):
        # One that nobody vouched for is looked at for its figure only.
        counts = entry.state == EntryState.VERIFIED or (not only_verified and figure_of(entry) is not None)
        if counts and entry.series >= indicator.comparable_from:
            by_period[entry.period_id] = entry
    return sorted(by_period.values(), key=lambda entry: entry.period.ends_on)


def level_of(indicator, target):
    """The figure a target means, in the indicator's unit; None where none can be said."""
    if target is None:
        return None
    if indicator.measure == Measure.YES_NO:
        return Decimal(1)
    if target.value is None:
        return None
    return target_level(target.value, target.reading, indicator.baseline_value)


def baseline_of(indicator):
    """The figure an indicator starts from; a thing to be done starts from not done."""
    return Decimal(0) if indicator.measure == Measure.YES_NO else indicator.baseline_value


def path_of(indicator, targets):
    """The dated points from the baseline over milestones to the final target.

    What is zero by definition was so from the first day of the programme, unless another day is stated.
    """
    points = []
    day = indicator.baseline_day
    if day is None and indicator.baseline_kind == BaselineKind.ZERO:
        day = indicator.programme.first_day
    if indicator.baseline_value is not None and day:
        points.append(Point(day, indicator.baseline_value))
    for target in targets:
        level = level_of(indicator, target)
        if target.due_on and level is not None:
            points.append(Point(target.due_on, level))
    return points


def _promise(indicator, targets=(), final=None):
    # The three choices of the model are the words of the calculations.
    words = {name: cast(Any, getattr(indicator, name)) for name in ("measure", "accumulation", "direction")}
    return Promise(
        **words,
        baseline=baseline_of(indicator),
        target=level_of(indicator, final),
        reading=cast(Any, final.reading) if final else "figure",
        path=path_of(indicator, targets),
        band=indicator.band,
        until=final.due_on if final else None,
    )


def figure_of(entry):
    """The number an entry states, if it does."""
    return Decimal(entry.step.number) if entry.step else entry.value


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
