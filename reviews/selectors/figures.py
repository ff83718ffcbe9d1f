"""What the live figures of a review are read from: less than its whole report, since they stand beside every text."""

from dataclasses import dataclass

from consultations.selectors import consulted_of
from consultations.selectors.consulted import Consulted

from ..facts import Facts
from ..models import Review
from .facts import fixed_facts_of
from .overview import ReviewOverview, overview_of


@dataclass(frozen=True)
class FigureBasis:
    """The overview, the facts as they were fixed, the consultations, and how many records of a kind there are."""

    overview: ReviewOverview
    facts: Facts
    consulted: Consulted
    priorities: int
    outcomes: int
    projects: int
    recommendations: int


def basis_of(review):
    """What the live figures are read from: 8 queries with fixed facts, 1 more unless it comes `with_numbers`."""
    if not hasattr(review, "number_of_projects"):
        review = Review.objects.with_numbers().select_related("programme", "template").get(pk=review.pk)
    return FigureBasis(
        overview=overview_of(review),
        facts=fixed_facts_of(review),
        consulted=consulted_of(review.programme, review.events.all()),
        priorities=review.number_of_priorities,
        outcomes=review.number_of_outcomes,
        projects=review.number_of_projects,
        recommendations=review.number_of_recommendations,
    )
