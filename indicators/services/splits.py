"""By what the figures of an indicator are split, and what becomes of them when that changes."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused, Stale
from outcomes.services.records import refuse_unless

from ..choices import MEASURES_WITH_PARTS, SEX
from ..models import Dimension, Disaggregation, Indicator
from ..selectors import counts_one_sex_only, splits_of, splits_seen
from .series import begin_series


@transaction.atomic
def change_splits(*, indicator, splits, reason, by, seen=None):
    """Say by which dimensions the figures of an indicator are split from now on; nothing reported is touched.

    `splits` are pairs: a dimension, and the one it is crossed with or None. Without entries the current splits are
    replaced. With entries a new series begins, which needs its reason, and totals carry on: splits that end keep the
    number of their last series, new ones start with the new series, the others simply go on. `seen` is what
    `splits_seen` gave when the writer began. Raises Refused with all that is wrong with the choice, Stale when somebody
    changed the splits meanwhile, PermissionDenied. Returns the SeriesChange, or None if none began.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, indicator.programme)
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    if seen is not None and seen != splits_seen(indicator):
        raise Stale(indicator)
    current = {_key(row.dimension, row.crossed_with): row for row in _current(indicator)}
    wanted = {_key(*pair): pair for pair in splits}
    ended = [row for key, row in current.items() if key not in wanted]
    added = [pair for key, pair in wanted.items() if key not in current]
    if not (ended or added):
        return None
    if added:
        _refuse_what_cannot_be_split(indicator, added, wanted.values())
    before, change = _in_words(indicator), None
    if indicator.entries.exists():
        change = begin_series(
            indicator=indicator, totals_carry_on=True, before={_("Split by"): before}, reason=reason, by=by
        )
    ended_rows = Disaggregation.objects.filter(pk__in=[row.pk for row in ended])
    if change:
        ended_rows.update(last_series=indicator.series - 1)
    else:
        ended_rows.delete()
    for dimension, crossed_with in added:
        indicator.disaggregations.create(dimension=dimension, crossed_with=crossed_with, first_series=indicator.series)
    changes = {"splits": [before, _in_words(indicator)]}
    record_event(AuditVerb.CHANGED, indicator, by=by, changes=changes, reason=reason)
    return change


def _key(dimension, crossed_with):
    """Sex × age and age × sex are the same split."""
    return frozenset((dimension.pk, crossed_with.pk)) if crossed_with else dimension.pk


def _current(indicator):
    return indicator.disaggregations.current().select_related("dimension", "crossed_with")


def _in_words(indicator):
    """`Sex, Age, Sex × Age`: by what the figures are split, as people read it."""
    splits = [str(row) for row in _current(indicator)]
    if not splits and splits_of(indicator):
        return _("Women and men, where they are known")
    return ", ".join(splits) or _("not split")


def _refuse_what_cannot_be_split(indicator, added, wanted):
    problems = []
    if indicator.measure not in MEASURES_WITH_PARTS:
        message = _("Only numbers and money are split; this indicator is measured as “%(measure)s”.")
        problems.append(message % {"measure": indicator.get_measure_display()})
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
    if problems:
        raise Refused(" ".join(dict.fromkeys(problems)))
