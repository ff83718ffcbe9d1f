"""Biennia, and the country programme outcomes within each."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Permission

from ..choices import Lineage
from ..models import Biennium
from .lineage import line_of, named, refuse_taken_code, refuse_unfit_predecessors
from .programmes import unlikely_year
from .records import Refused, hold, problems_of, refuse_unless, save_record

COMES_FROM_OTHERS = (Lineage.RETAINED, Lineage.RENUMBERED, Lineage.SPLIT, Lineage.MERGED)


@transaction.atomic
def add_biennium(*, biennium, programme, by):
    """Add a budget period of the ILO: two years, of which the first is even. All programmes share it."""
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    year = biennium.start_year
    if year is not None:
        biennium.end_year = year + 1
        biennium.label = f"{year}-{year + 1}"
    if sentence := _unfit_year(year):
        # Label and last year follow from the first.
        others = problems_of(biennium, exclude=["start_year", "end_year", "label"])
        raise Refused(others | {"start_year": sentence})
    return save_record(record=biennium, by=by, programme=programme)


@transaction.atomic
def save_country_programme_outcome(*, record, related, seen, by, programme):
    """Add or change a country programme outcome; Refused with every problem of where it stands and comes from."""
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    hold(programme)
    problems = misplaced(record, related)
    try:
        refuse_taken_code(programme, record.biennium, record.code, besides=record.pk)
    except Refused as error:
        problems = error.problems | problems
    return save_record(record=record, related=related, seen=seen, by=by, programme=programme, problems=problems)


def _unfit_year(year):
    """What stands against a biennium that begins in this year; "" if nothing does."""
    if year is None:
        return ""  # the field itself says that it is missing
    if unlikely := unlikely_year(year):
        return unlikely
    if year % 2:
        message = _("The ILO's biennia begin in even years: give %(before)s or %(after)s.")
        return message % {"before": year - 1, "after": year + 1}
    if known := Biennium.objects.filter(start_year=year).first():
        return _("The biennium %(biennium)s is there already.") % {"biennium": known}
    return ""


def misplaced(outcome, related):
    """What contradicts itself in where an outcome stands and comes from: {field: sentence}."""
    problems: dict[str, str] = {}
    biennium, predecessors = outcome.biennium, related["predecessors"]
    try:
        refuse_unfit_predecessors(biennium, predecessors)
    except Refused as error:
        problems = error.problems
    if outcome in predecessors:
        problems["predecessors"] = _("An outcome cannot come from itself. Choose those of the biennium before.")
    elif predecessors and outcome.lineage == Lineage.NEW:
        problems["lineage"] = _("What comes from others is not new. Say how it came about, or take out where from.")
    elif not predecessors and outcome.lineage in COMES_FROM_OTHERS:
        problems["predecessors"] = _("Say from which outcomes of an earlier biennium it comes, or that it is new.")
    if outcome.is_predefined and related["dwcp_outcomes"]:
        problems["dwcp_outcomes"] = _(
            "A predefined outcome stands outside the priorities and belongs to no outcome of the programme. "
            "Leave this empty."
        )
    if outcome.parent is not None:
        if outcome.pk is not None and outcome.pk in line_of(outcome.parent):
            problems["parent"] = _("An outcome cannot be a part of itself or of one of its own parts.")
        elif outcome.parent.biennium_id != biennium.pk:
            message = _("%(parent)s is of another biennium. A part belongs to an outcome of %(biennium)s.")
            problems["parent"] = message % {"parent": named(outcome.parent), "biennium": biennium}
    if outcome.pk is not None:
        ahead = [one for one in outcome.successors.select_related("biennium") if not _is_before(biennium, one)]
        parts = outcome.children.exclude(biennium=biennium)
        if ahead:
            message = _("%(names)s comes from this outcome, so it has to stay in an earlier biennium than that.")
            problems["biennium"] = message % {"names": ", ".join(named(one) for one in ahead)}
        elif parts:
            message = _("%(names)s is a part of this outcome. Both belong to one biennium: move the part first.")
            problems["biennium"] = message % {"names": ", ".join(named(one) for one in parts)}
    return problems


def _is_before(biennium, outcome):
    return biennium.start_year < outcome.biennium.start_year
