"""A programme's own dimensions and their categories, and the indicators whose figures are split by them."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event, record_events
from dwcp.toolkit.snapshots import fingerprint
from outcomes.services import Refused, move_record, remove_record, save_record
from outcomes.services.records import hold, refuse_unless

from ..models import Category, Dimension
from ..selectors import (
    categories_in_words,
    has_figures,
    indicators_reported_by,
    indicators_split_by,
    indicators_that_begin_anew,
)
from .series import REASON_NEEDED, begin_series, refuse_without_reason

# In the API women and men stand beside the dimensions.
TAKEN = ("women", "men")


@transaction.atomic
def save_dimension(*, record, by, programme, seen="", related=None, reason=""):
    """Add a dimension of the programme's own, or rename one, which needs a reason where it has figures.

    Raises Refused, Stale, PermissionDenied.
    """
    if record.code in TAKEN:
        raise Refused({"code": _("“%(code)s” is the name of a category. Choose another code.") % {"code": record.code}})
    return _save_named(record, related=related, seen=seen, by=by, programme=programme, reason=reason)


@transaction.atomic
def copy_dimension(*, dimension, programme, by):
    """Make a shared dimension, with the categories asked for, the programme's own, so that it can be changed.

    Indicators stay split by the shared one until somebody chooses the copy for them. Returns the copy; raises
    Refused where there is one already.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    if dimension.programme_id is not None or programme.dimensions.filter(code=dimension.code).exists():
        raise Refused(_("The programme has its own “%(name)s” already.") % {"name": dimension})
    copy = Dimension.objects.create(programme=programme, code=dimension.code, name=dimension.name)
    Category.objects.bulk_create(
        Category(dimension=copy, code=one.code, name=one.name, position=one.position)
        for one in dimension.categories.filter(is_retired=False)
    )
    record_event(AuditVerb.CLONED, copy, by=by, changes={"dimension": [None, str(dimension)]})
    return copy


@transaction.atomic
def save_category(*, record, by, programme, seen="", related=None, reason=""):
    """Add a category, or rename one.

    Renaming changes no figure; where there are figures in it, it needs a reason and is noted with each indicator that
    has them. A category more changes what entries are asked for: indicators that are split by the dimension and have
    entries begin a new series, which needs the reason.
    """
    is_new, dimension = record.pk is None, record.dimension
    _refuse_another_programme(dimension, programme)
    before = categories_in_words(dimension)
    if is_new:
        record.position = (dimension.categories.aggregate(last=Max("position"))["last"] or 0) + 1
    _save_named(record, related=related, seen=seen, by=by, programme=programme, reason=reason)
    if is_new:
        _begin_series_of(dimension, before, reason, by)
    return record


@transaction.atomic
def move_category(*, category, up, by):
    """Move a category one place up or down in its dimension."""
    return move_record(record=category, up=up, by=by, programme=category.dimension.programme)


@transaction.atomic
def remove_category(*, category, reason, by):
    """Remove a category without figures, so that it can be put back; retire one with figures: nothing is lost.

    A retired category is not asked for any more. Indicators that are split by the dimension and have entries begin a
    new series for that. Raises Refused without a reason, and for the last category of a dimension in use.
    """
    dimension = category.dimension
    refuse_unless(by, Permission.STRUCTURE_EDIT, dimension.programme)
    _refuse_the_last(category)
    if not has_figures(category):
        return remove_record(record=category, by=by, programme=dimension.programme)
    return _retire(category, True, reason, by)


@transaction.atomic
def restore_category(*, category, reason, by):
    """Ask for a retired category again, which begins new series as retiring it did."""
    refuse_unless(by, Permission.STRUCTURE_EDIT, category.dimension.programme)
    return _retire(category, False, reason, by)


def _save_named(record, *, by, reason, **how):
    """Save a dimension or a category; a new name stands in the log of each indicator with figures under the old one."""
    before = type(record).objects.filter(pk=record.pk).first()
    is_renamed = before is not None and before.name != record.name
    indicators = list(indicators_reported_by(record)) if is_renamed else []
    problems = {"reason": str(REASON_NEEDED)} if indicators and not reason else None
    save_record(record=record, by=by, reason=reason, problems=problems, **how)
    if indicators:
        changes = {record._meta.model_name: [_in_full(before), _in_full(record)]}
        record_events(verb=AuditVerb.CHANGED, changes=[(one, changes) for one in indicators], by=by, reason=reason)
    return record


def _in_full(named):
    """`Province`, or `Province: North`."""
    return f"{named.dimension}: {named}" if isinstance(named, Category) else str(named)


def _retire(category, is_retired, reason, by):
    refuse_without_reason(reason)
    hold(category.dimension.programme)
    current = (
        Category.objects.select_for_update(of=("self",), no_key=True)
        .select_related("dimension__programme")
        .get(pk=category.pk)
    )
    dimension = current.dimension
    before, seen = categories_in_words(dimension), fingerprint(current)
    current.is_retired = is_retired
    save_record(record=current, seen=seen, by=by, programme=dimension.programme, reason=reason)
    _begin_series_of(dimension, before, reason, by)
    return current


def _begin_series_of(dimension, before, reason, by):
    for indicator in indicators_that_begin_anew(dimension):
        begin_series(indicator=indicator, totals_carry_on=True, before={str(dimension): before}, reason=reason, by=by)


def _refuse_another_programme(dimension, programme):
    if dimension.programme_id != programme.pk:
        raise Refused({"dimension": _("This dimension is shared. Make the programme's own copy of it first.")})


def _refuse_the_last(category):
    others = category.dimension.categories.filter(is_retired=False).exclude(pk=category.pk)
    using = indicators_split_by(category.dimension)
    if not category.is_retired and not others.exists() and using.exists():
        message = _("This is the last category, and %(indicators)s still split by it. End those splits first.")
        raise Refused(message % {"indicators": ", ".join(one.code for one in using)})
