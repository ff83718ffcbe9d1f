"""By what the figures of an indicator are split, and what becomes of them when that changes."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused, Stale
from outcomes.services.records import hold, refuse_unless

from ..choices import MEASURES_WITH_CROSSED_PARTS, MEASURES_WITH_PARTS, SEX
from ..models import Category, Dimension, Disaggregation, Indicator
from ..selectors import counts_one_sex_only, is_series_empty, splits_seen
from .series import amend_series, begin_series


@transaction.atomic
def change_splits(*, indicator, splits, reason, by, seen=None):
    """Say by which dimensions the figures of an indicator are split from now on; nothing reported is touched.

    `splits` are pairs: a dimension, and the one it is crossed with or None. Without entries the current splits are
    replaced. With entries a new series begins, which needs its reason, and totals carry on: splits that end keep the
    number of their last series, new ones start with the new series, the others simply go on. A series in which nothing
    was reported yet takes the change and its reason, so that none stays empty. Where the programme's own copy of a
    dimension takes the place of the shared one, targets of categories go over to those with the same code; a split
    whose categories have targets that cannot go over does not end. `seen` is what `splits_seen` gave when the writer
    began. Raises Refused with all that is wrong with the choice, Stale when somebody changed the splits meanwhile,
    PermissionDenied. Returns the SeriesChange, or None if none began.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, indicator.programme)
    hold(indicator.programme)
    indicator.series = Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator.pk).series
    if seen is not None and seen != splits_seen(indicator):
        raise Stale(indicator)
    current = {_key(row.dimension, row.crossed_with): row for row in _current(indicator)}
    wanted = {_key(*pair): pair for pair in splits}
    ended = [row for key, row in current.items() if key not in wanted]
    added = [pair for key, pair in wanted.items() if key not in current]
    if not (ended or added):
        return None
    moves = _moves_of_targets(indicator, ended, wanted.values())
    if problems := [*_why_not_split_so(indicator, added, wanted.values()), *_why_targets_cannot_go_over(moves)]:
        raise Refused(" ".join(dict.fromkeys(problems)))
    before, change = splits_in_words(indicator), None
    is_reported = indicator.entries.exists()
    if is_reported and is_series_empty(indicator):
        amend_series(indicator=indicator, before={_("Split by"): before}, reason=reason)
    elif is_reported:
        change = begin_series(
            indicator=indicator, totals_carry_on=True, before={_("Split by"): before}, reason=reason, by=by
        )
    end_splits(ended, last_series=indicator.series - 1 if is_reported else None)
    for target, category in moves:
        indicator.category_targets.filter(pk=target.pk).update(category=category)
    for dimension, crossed_with in added:
        indicator.disaggregations.create(dimension=dimension, crossed_with=crossed_with, first_series=indicator.series)
    changes = {"splits": [before, splits_in_words(indicator)]}
    record_event(AuditVerb.CHANGED, indicator, by=by, changes=changes, reason=reason)
    return change


def end_splits(rows, *, last_series):
    """Let splits end with a series of their indicator; those that began later, or have no series to end with, go."""
    ended = Disaggregation.objects.filter(pk__in=[row.pk for row in rows])
    if last_series is None:
        ended.delete()
    else:
        ended.filter(first_series__gt=last_series).delete()
        ended.update(last_series=last_series)


def splits_by_fitness(indicator):
    """The current splits in two lists: those that figures of its measure can have, and those that they cannot."""
    rows = list(_current(indicator))
    unfit = [row for row in rows if refusal_of_measure(indicator, row.crossed_with)]
    return [row for row in rows if row not in unfit], unfit


def refusal_of_measure(indicator, crossed_with):
    """Why figures of this measure are not split, or not crossed; "" where they can be."""
    if indicator.measure not in MEASURES_WITH_PARTS:
        message = _("Only numbers, money and percentages are split; this indicator is measured as “%(measure)s”.")
        return message % {"measure": indicator.get_measure_display()}
    if crossed_with is not None and indicator.measure not in MEASURES_WITH_CROSSED_PARTS:
        return _("Percentages are split side by side only. Choose the two dimensions without crossing them.")
    return ""


def _key(dimension, crossed_with):
    """Sex × age and age × sex are the same split."""
    return frozenset((dimension.pk, crossed_with.pk)) if crossed_with else dimension.pk


def _current(indicator):
    return indicator.disaggregations.current().select_related("dimension", "crossed_with")


def splits_in_words(indicator):
    """`Sex, Age, Sex × Age`: by what the figures are split, as people read it."""
    return ", ".join(str(row) for row in _current(indicator)) or _("not split")


def _moves_of_targets(indicator, ended, wanted):
    """Targets of categories by which nothing would be split any more: each with the category to go over to, or None."""
    staying = {one for pair in wanted for one in pair if one}
    ending = {one for row in ended for one in (row.dimension, row.crossed_with) if one} - staying
    targets = indicator.category_targets.filter(category__dimension__in=ending).select_related("category__dimension")
    free = Category.objects.filter(dimension__in=staying, is_retired=False).exclude(targets__indicator=indicator)
    by_code = {(one.dimension.code, one.code): one for one in free.select_related("dimension")}
    return [(target, by_code.get((target.category.dimension.code, target.category.code))) for target in targets]


def _why_targets_cannot_go_over(moves):
    if left := ", ".join(str(target) for target, category in moves if category is None):
        yield _(
            "There are targets for categories that figures would not be split into any more: %(targets)s. Remove these "
            "targets on the indicator's page first, or keep the split."
        ) % {"targets": left}


def _why_not_split_so(indicator, added, wanted):
    if not added:
        return []
    refusals = [refusal_of_measure(indicator, crossed_with) for _dimension, crossed_with in added]
    problems = [sentence for sentence in refusals if sentence]
    known = set(Dimension.objects.for_programme(indicator.programme))
    dimensions = {one for pair in added for one in pair if one is not None}
    for dimension in sorted(dimensions, key=str):
        if dimension not in known:
            problems.append(_("“%(name)s” is a dimension of another programme.") % {"name": dimension})
        elif not dimension.categories.filter(is_retired=False).exists():
            problems.append(_("“%(name)s” has no categories yet. Add them first.") % {"name": dimension})
        if dimension.code == SEX and counts_one_sex_only(indicator):
            message = _("This indicator counts %(who)s, so it is not split by sex.")
            problems.append(message % {"who": indicator.population})
    if any(dimension == crossed_with for dimension, crossed_with in added):
        problems.append(_("A dimension cannot be crossed with itself. Choose two."))
    if len({one.code for pair in wanted for one in pair if one}) < len({one for pair in wanted for one in pair if one}):
        problems.append(_("Choose a shared dimension or the programme's own copy of it, not both."))
    return problems
