"""The reports of one outcome for one period, side by side, with what they are held against."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.choices import Permission

from ..choices import WRITABLE_STATES, EntryState, Expected
from ..disaggregation import whole_name
from ..models import EntryMove, Indicator, ProgressEntry, ReportingPeriod
from .doubts import doubts_in
from .expected import expected_reports
from .outlook import entry_before
from .parts import WITH_PARTS, parts_of
from .splits import AskedSplit, splits_of_each
from .standings import Standing, standings_of
from .work_list import unsaved_by


@dataclass(frozen=True)
class GridRow:
    """What one indicator is to show in a period: what is there already, what was before, and who may write it.

    `entry` is the one that counts as reported, or None. `may_record` is whether this person records progress of the
    indicator at all, `has_unsaved` whether they have typed something into its own form and not saved it.
    """

    standing: Standing
    period: ReportingPeriod
    state: Expected
    is_late: bool
    splits: tuple[AskedSplit, ...]
    entry: ProgressEntry | None
    returned: EntryMove | None
    may_record: bool
    has_unsaved: bool

    @property
    def indicator(self) -> Indicator:
        """What is reported on."""
        return self.standing.indicator

    @property
    def is_draft(self):
        """Whether something is saved and was not handed in yet."""
        return self.entry is not None and self.entry.state == EntryState.DRAFT

    @property
    def previous(self):
        """The latest entry of an earlier period, or None."""
        return entry_before(self.standing, self.period)

    @property
    def is_writable(self):
        """Whether this person may write it here and now."""
        is_written = self.entry is not None and self.entry.state not in WRITABLE_STATES
        return self.may_record and self.period.is_open and not is_written and not self.why_elsewhere

    @property
    def is_restatable(self):
        """Whether what was reported is of an earlier series, so that the period may be recorded anew."""
        return self.entry is not None and self.entry.series != self.indicator.series

    @property
    def why_elsewhere(self):
        """Why a row that may be written is not to be written beside others; "" if it can."""
        if self.entry is None:
            return ""
        if self.is_restatable:
            return _("Reported before the indicator was changed. Its own form restates it.")
        asked = {name for one in self.splits for name in one.parts}
        if parts_of(self.entry).keys() - asked - {whole_name(name) for name in asked}:
            return _("It states parts that are not asked for any more. Look at it in its own form.")
        return ""

    @property
    def doubts(self):
        """What is unusual about the figure that is saved, until somebody has vouched for it."""
        if self.entry is None or self.entry.state == EntryState.VERIFIED:
            return ()
        return doubts_in(self.entry, self.standing.entries)


def grid_of(programme, outcome, period, *, user):
    """The rows of an outcome's grid for a period, and the indicators of which no report is expected then.

    Up to 11 queries for any number of rows.
    """
    standings = standings_of(programme, outcome=outcome, with_overrides=False)
    states = _states(outcome, period, programme.periods.all(), user)
    shown = [one for one in standings if one.indicator.pk in states]
    splits = splits_of_each([one.indicator for one in shown])
    entries = {one.indicator.pk: _entry_of(one, period) for one in shown}
    in_hand = [entry for entry in entries.values() if entry is not None]
    prefetch_related_objects(in_hand, WITH_PARTS)
    # What was reported in an earlier series is read as it was defined then.
    prefetch_related_objects([one.indicator for one in shown if one.indicator.series > 1], "series_changes")
    returned = _returned(in_hand)
    rows = [
        GridRow(
            standing=one,
            period=period,
            state=Expected(states[key].expected),
            is_late=bool(states[key].entry_is_late),
            has_unsaved=states[key].has_unsaved,
            splits=splits[key],
            entry=entries[key],
            returned=returned.get(entries[key] and entries[key].pk),
            may_record=user.has_perm(Permission.ENTRY_RECORD, one.indicator),
        )
        for one in shown
        for key in [one.indicator.pk]
    ]
    return rows, [one.indicator for one in standings if one.indicator.pk not in states]


def _states(outcome, period, periods, user):
    """Where each report stands that is expected, by the key of its indicator."""
    unsaved = unsaved_by(user).filter(indicator=OuterRef("pk"), period=period)
    expected = expected_reports([period], among=periods).filter(outcome=outcome).annotate(has_unsaved=Exists(unsaved))
    return {row.pk: row for row in expected.values_list("pk", "expected", "entry_is_late", "has_unsaved", named=True)}


def _entry_of(standing, period):
    return next((entry for entry in standing.in_hand if entry.period_id == period.pk), None)


def _returned(entries):
    """The last move that gave an entry back, by its key; those that were reopened say why, too."""
    given_back = [one.pk for one in entries if one.state in (EntryState.RETURNED, EntryState.REOPENED)]
    if not given_back:
        return {}
    moves = EntryMove.objects.filter(entry__in=given_back, to_state__in=(EntryState.RETURNED, EntryState.REOPENED))
    return {move.entry_id: move for move in moves.select_related("by").order_by("at", "pk")}
