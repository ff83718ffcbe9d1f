"""What agreed scores rest on, who sees them otherwise, and what can be cited."""

from django.db.models import Prefetch, Q, prefetch_related_objects

from consultations.models import Event
from indicators.models import Indicator, ProgressEntry
from outcomes.models import Removal

from ..models import Citation, CriterionScore, Dissent


def _named(citations):
    """Citations with what they name."""
    return citations.select_related("indicator", "entry__indicator", "entry__period", "event")


def citations():
    """Citations with what they name, to be prefetched."""
    return Prefetch("citations", _named(Citation.objects.all()))


def citations_of(score):
    """What a score rests on; nothing for one that is not kept yet."""
    return list(_named(score.citations.all())) if score.pk else []


def with_support(scores):
    """The same agreed scores with their dissents and citations at hand (2 queries)."""
    dissents = Prefetch("dissents", Dissent.objects.select_related("by__organisation"))
    prefetch_related_objects([score for score in scores if score.pk], dissents, citations())
    return scores


def citable_in(programme):
    """What a score may rest on: the programme's indicators, its verified entries, its consultations (3 queries)."""
    entries = ProgressEntry.objects.in_programme(programme).verified()
    return (
        list(Indicator.objects.in_programme(programme)),
        list(
            entries.order_by(
                "indicator__outcome__position", "indicator__outcome__number", "indicator__position", "period__ends_on"
            )
        ),
        list(Event.objects.filter(programme=programme).select_related("programme")),
    )


def taken_out_of(score, person):
    """What was taken from an agreed score and can be put back: citations, and this person's own other view."""
    side = "criterion_score" if isinstance(score, CriterionScore) else "area_rating"
    of_score = {f"content__0__fields__{side}": score.pk}
    cited = Q(content__0__model=Citation._meta.label_lower, **of_score)
    own_view = Q(content__0__model=Dissent._meta.label_lower, content__0__fields__by=person.pk, **of_score)
    return _gone(score.review).filter(cited | own_view)


def findings_taken_out_of(review, model):
    """Findings of a model that were taken out of a review and can be put back."""
    return _gone(review).filter(content__0__model=model._meta.label_lower, content__0__fields__review=review.pk)


def _gone(review):
    return Removal.objects.not_put_back().filter(programme=review.programme).select_related("removed_by")
