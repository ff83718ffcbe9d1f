"""Country programme outcomes from one biennium to the next: carried over, renumbered, split, merged."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import Lineage
from ..models import CountryProgrammeOutcome
from .records import Refused, refuse_unless, sentences_of


@transaction.atomic
def carry_over(*, outcome, biennium, code, title, by):
    """Let a country programme outcome go on in a later biennium, under its code or (renumbered) under another.

    Title and links to the programme's outcomes come along unless another `title` is given. Returns the new one.
    """
    lineage = Lineage.RETAINED if code == outcome.code else Lineage.RENUMBERED
    return _succeed([outcome], biennium, code, title or outcome.title, lineage, by)


@transaction.atomic
def split(*, outcome, biennium, parts, by):
    """Let a country programme outcome become several in a later biennium; `parts` are (code, title) pairs.

    A part that keeps the code carries it over, the others are split off. Returns the new ones.
    """
    if len(parts) < 2:
        raise Refused({"parts": _("A split needs at least two parts; for one, carry the outcome over.")})
    if len({code for code, _title in parts}) < len(parts):
        raise Refused({"parts": _("Each part needs a code of its own.")})
    return [
        _succeed([outcome], biennium, code, title, Lineage.RETAINED if code == outcome.code else Lineage.SPLIT, by)
        for code, title in parts
    ]


@transaction.atomic
def merge(*, outcomes, biennium, code, title, by):
    """Let several country programme outcomes become one in a later biennium. Returns the new one."""
    if len(outcomes) < 2:
        raise Refused({"outcomes": _("Choose at least two outcomes to merge; for one, carry it over.")})
    if len({outcome.programme_id for outcome in outcomes}) > 1:
        raise Refused({"outcomes": _("Outcomes of different programmes cannot be merged.")})
    return _succeed(outcomes, biennium, code, title, Lineage.MERGED, by)


def _succeed(predecessors, biennium, code, title, lineage, by):
    first = predecessors[0]
    refuse_unless(by, Permission.STRUCTURE_EDIT, first.programme)
    refuse_unfit_predecessors(biennium, predecessors)
    successor = CountryProgrammeOutcome(
        programme=first.programme,
        biennium=biennium,
        code=code,
        title=title,
        short_title=first.short_title if lineage in (Lineage.RETAINED, Lineage.RENUMBERED) else "",
        is_predefined=first.is_predefined,
        lineage=lineage,
    )
    try:
        successor.full_clean()
    except ValidationError as error:
        raise Refused(sentences_of(error)) from None
    successor.save()
    successor.predecessors.set(predecessors)
    successor.dwcp_outcomes.set({served for outcome in predecessors for served in outcome.dwcp_outcomes.all()})
    record_event(
        AuditVerb.CARRIED_OVER,
        successor,
        by=by,
        changes={"predecessors": [None, ", ".join(f"{one.code} ({one.biennium})" for one in predecessors)]},
    )
    return successor


def refuse_unfit_predecessors(biennium, predecessors):
    """A predecessor belongs to an earlier biennium: so no outcome can come from itself, by whatever way round."""
    late = [one for one in predecessors if one.biennium.start_year >= biennium.start_year]
    if late:
        names = ", ".join(f"{one.code} ({one.biennium})" for one in late)
        message = _(
            "%(names)s is not of an earlier biennium than %(biennium)s, so nothing of that one can come from it."
        )
        raise Refused({"predecessors": message % {"names": names, "biennium": biennium}})
