"""What a score rests on: indicators, verified entries, consultations, and documents named in words."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event
from indicators.choices import EntryState

from ..models import Citation, CriterionScore
from .refusals import ReviewRefused
from .scores import held_score, name_of
from .taking_out import take_out

# How many characters the name of a document may have; its column has as many.
LONGEST_DOCUMENT = 300


@dataclass(frozen=True, kw_only=True)
class Source:
    """One thing a score rests on: exactly one of these."""

    indicator: Any = None
    entry: Any = None
    event: Any = None
    document: str = ""

    def fields(self):
        """As the columns of a citation."""
        return {"indicator": self.indicator, "entry": self.entry, "event": self.event, "document": self.document}

    def __str__(self):
        return str(self.indicator or self.entry or self.event or self.document)


@transaction.atomic
def cite(*, score, sources, by):
    """Say what an agreed score rests on, besides what is cited already; what is cited twice stands once.

    `score` is a CriterionScore or AreaRating. Raises ReviewRefused for a source of another programme, an entry nobody
    has verified, or a review that takes no scores; PermissionDenied without permission. Returns the new citations.
    """
    current = held_score(score, by)
    _check(sources, current.review.programme)
    standing = _cited(current)
    new = [source for source in dict.fromkeys(sources) if _key(source) not in standing]
    citations = _add(current, new)
    for source in new:
        record_event(AuditVerb.EVIDENCE_CITED, current, by=by, changes={"citation": [None, str(source)]})
    return citations


@transaction.atomic
def remove_citation(*, citation, by):
    """Take away what an agreed score rests on, kept so that it can be put back.

    Raises ReviewRefused where the review takes no scores, PermissionDenied without permission. Returns the Removal.
    """
    score = citation.criterion_score or citation.area_rating
    current = held_score(score, by)
    source = Truncator(citation).chars(80)
    what = _("What %(score)s rests on: %(source)s") % {"score": name_of(current), "source": source}
    return take_out(citation, what=what, programme=current.review.programme, by=by)


def replace_citations(score, sources):
    """Let one's own score rest on these and no others; whether that is anything new. Call it in a transaction."""
    _check(sources, score.review.programme)
    wanted = {_key(source): source for source in sources}
    standing = {_key(citation): citation for citation in score.citations.all()}
    if wanted.keys() == standing.keys():
        return False
    score.citations.filter(pk__in=[one.pk for key, one in standing.items() if key not in wanted]).delete()
    _add(score, [source for key, source in wanted.items() if key not in standing])
    return True


def _check(sources, programme):
    for source in sources:
        named = [one for one in source.fields().values() if one]
        if len(named) != 1:
            raise ReviewRefused({"sources": _("Name an indicator, an entry, a consultation or a document.")})
        if source.document:
            if len(source.document) > LONGEST_DOCUMENT:
                message = _("The name of a document may have %(longest)s characters; “%(start)s…” has %(number)s.")
                raise ReviewRefused(
                    {
                        "documents": message
                        % {
                            "longest": LONGEST_DOCUMENT,
                            "start": source.document[:40],
                            "number": len(source.document),
                        }
                    }
                )
        elif named[0].programme != programme:
            raise ReviewRefused({"sources": _("“%(source)s” belongs to another programme.") % {"source": source}})
        if source.entry and source.entry.state != EntryState.VERIFIED:
            message = _("Nobody has verified “%(source)s” yet: a score rests on verified figures.")
            raise ReviewRefused({"sources": message % {"source": source}})


def _add(score, sources):
    last = score.citations.aggregate(last=Max("position"))["last"] or 0
    return Citation.objects.bulk_create(
        [
            Citation(position=last + place, **{_side(score): score}, **source.fields())
            for place, source in enumerate(sources, start=1)
        ]
    )


def _cited(score):
    return {_key(citation) for citation in score.citations.all()}


def _key(source):
    """What makes two sources the same one."""
    records = (source.indicator, source.entry, source.event)
    return (*(record and record.pk for record in records), source.document)


def _side(score):
    if isinstance(score, CriterionScore):
        return "criterion_score"
    return "area_rating" if score._meta.model_name == "arearating" else "individual_score"
