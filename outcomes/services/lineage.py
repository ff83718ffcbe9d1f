"""Country programme outcomes from one biennium to the next: carried over, renumbered, split, merged."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import Lineage
from ..models import CountryProgrammeOutcome
from .records import Refused, hold, refuse_unless, refusing_what_the_database_refuses, sentences_of

GOES_ON = (Lineage.RETAINED, Lineage.RENUMBERED)


class GoneOn(Refused):
    """What was to go on in a biennium has done so already."""


@transaction.atomic
def carry_over(*, outcome, biennium, code, title, by):
    """Let a country programme outcome go on in a later biennium, under its code or (renumbered) under another.

    Title and links to the programme's outcomes come along unless another `title` is given. Returns the new one.
    """
    lineage = Lineage.RETAINED if code == outcome.code else Lineage.RENUMBERED
    return _succeed([outcome], biennium, code, title or outcome.title, lineage, by)


@transaction.atomic
def carry_over_together(*, outcomes, biennium, by):
    """Let several country programme outcomes of one biennium go on in a later one, each under its own code.

    All of them or none: Refused names every one that cannot, among them those that have gone on already.
    Returns the new ones.
    """
    if not outcomes:
        raise Refused({"outcomes": _("Choose at least one outcome to carry over.")})
    refuse_unless(by, Permission.STRUCTURE_EDIT, outcomes[0].programme)
    hold(outcomes[0].programme)
    problems, successors = [], []
    # A whole goes before its parts, so that these find it in the later biennium.
    for outcome in sorted(outcomes, key=lambda one: (len(line_of(one)), one.code)):
        try:
            successors.append(carry_over(outcome=outcome, biennium=biennium, code=outcome.code, title="", by=by))
        except GoneOn as error:
            problems.append(str(error))
        except Refused as error:
            problems.append(f"{outcome.code}: {error}")
    if problems:
        raise Refused({"outcomes": " ".join(problems)})
    return successors


@transaction.atomic
def split(*, outcome, biennium, parts, by):
    """Let a country programme outcome become several in a later biennium; `parts` are (code, title) pairs.

    A part that keeps the code carries it over, the others are split off. Returns the new ones; Refused names
    every part that cannot be.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, outcome.programme)
    if len(parts) < 2:
        raise Refused({"parts": _("A split needs at least two parts; for one, carry the outcome over.")})
    if len({code for code, _title in parts}) < len(parts):
        raise Refused({"parts": _("Each part needs a code of its own.")})
    problems, successors = [], []
    for code, title in parts:
        lineage = Lineage.RETAINED if code == outcome.code else Lineage.SPLIT
        try:
            successors.append(_succeed([outcome], biennium, code, title, lineage, by, is_split=True))
        except Refused as error:
            problems.append(f"{code}: {error}")
    if problems:
        raise Refused({"parts": " ".join(problems)})
    return successors


@transaction.atomic
def merge(*, outcomes, biennium, code, title, by):
    """Let several country programme outcomes become one in a later biennium. Returns the new one."""
    for outcome in outcomes:
        refuse_unless(by, Permission.STRUCTURE_EDIT, outcome.programme)
    if len(outcomes) < 2:
        raise Refused({"outcomes": _("Choose at least two outcomes to merge; for one, carry it over.")})
    if len({outcome.programme_id for outcome in outcomes}) > 1:
        raise Refused({"outcomes": _("Outcomes of different programmes cannot be merged.")})
    return _succeed(outcomes, biennium, code, title, Lineage.MERGED, by)


def _succeed(predecessors, biennium, code, title, lineage, by, *, is_split=False):
    first = predecessors[0]
    refuse_unless(by, Permission.STRUCTURE_EDIT, first.programme)
    hold(first.programme)
    refuse_unfit_predecessors(biennium, predecessors)
    if not is_split:
        _refuse_going_on_twice(biennium, predecessors)
    refuse_taken_code(first.programme, biennium, code)
    successor = CountryProgrammeOutcome(
        programme=first.programme,
        biennium=biennium,
        code=code,
        title=title,
        short_title=first.short_title if lineage in GOES_ON and title == first.title else "",
        is_predefined=first.is_predefined,
        parent=_parent_in(biennium, first) if lineage in GOES_ON else None,
        lineage=lineage,
    )
    try:
        successor.full_clean()
    except ValidationError as error:
        raise Refused(sentences_of(error)) from None
    with refusing_what_the_database_refuses():
        successor.save()
    successor.predecessors.set(predecessors)
    successor.dwcp_outcomes.set({served for outcome in predecessors for served in outcome.dwcp_outcomes.all()})
    record_event(
        AuditVerb.CARRIED_OVER,
        successor,
        by=by,
        changes={"predecessors": [None, ", ".join(named(one) for one in predecessors)]},
    )
    return successor


def _refuse_going_on_twice(biennium, predecessors):
    """In one biennium an outcome goes on once; only a split makes several of it."""
    message = _("%(code)s has gone on already, as %(successors)s.")
    sentences = []
    for outcome in predecessors:
        if successors := list(outcome.successors.filter(biennium=biennium).select_related("biennium")):
            names = ", ".join(named(one) for one in successors)
            sentences.append(message % {"code": outcome.code, "successors": names})
    if sentences:
        raise GoneOn(" ".join(sentences))


def _parent_in(biennium, outcome):
    """What the outcome's parent has gone on as in a later biennium, if that is one."""
    if outcome.parent is None:
        return None
    found = outcome.parent.successors.filter(biennium=biennium, lineage__in=GOES_ON)[:2]
    return found[0] if len(found) == 1 else None


def line_of(outcome):
    """The keys of an outcome, of what it is a part of, of what that is a part of, and so on.

    Read anew and held until the transaction ends, so that two people cannot close a circle together.
    """
    kept = CountryProgrammeOutcome.objects.select_for_update().filter(programme=outcome.programme_id).order_by("pk")
    parents = dict(kept.values_list("pk", "parent_id"))
    line, key = [], outcome.pk
    while key is not None and key not in line:
        line.append(key)
        key = parents.get(key)
    return line


def named(outcome):
    """`KHM 156 (2008-2009)`: the code alone says little, for it may be used anew in each biennium."""
    return f"{outcome.code} ({outcome.biennium})"


def refuse_unfit_predecessors(biennium, predecessors):
    """A predecessor belongs to an earlier biennium: so no outcome can come from itself, by whatever way round."""
    late = [one for one in predecessors if one.biennium.start_year >= biennium.start_year]
    if late:
        names = ", ".join(named(one) for one in late)
        message = _(
            "%(names)s is not of an earlier biennium than %(biennium)s, so nothing of that one can come from it."
        )
        raise Refused({"predecessors": message % {"names": names, "biennium": biennium}})


def refuse_taken_code(programme, biennium, code, *, besides=None):
    """A code begins with the letters of the programme's country, and within a biennium it means one outcome."""
    if not code.startswith(f"{programme.country_id} "):
        message = _("The codes of this programme begin with %(letters)s, the letters of its country.")
        raise Refused({"code": message % {"letters": programme.country_id}})
    taken = programme.country_programme_outcomes.filter(biennium=biennium, code=code).exclude(pk=besides).first()
    if taken is not None:
        message = _("%(biennium)s already has an outcome with this code: “%(title)s”. Give another code.")
        raise Refused({"code": message % {"biennium": biennium, "title": taken.title}})
