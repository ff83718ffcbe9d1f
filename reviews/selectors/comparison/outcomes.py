"""Averages of the outcomes beside those of the same outcomes, or of what they came from, in earlier reviews."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from outcomes.models import CountryProgrammeOutcome, DwcpOutcome

from ...models import AreaRating
from ...scoring import OutcomeScore, outcome_score
from .columns import ComparedReview


@dataclass(frozen=True)
class RatedBefore:
    """What an earlier review gave to the outcome, or to one it came from."""

    outcome: CountryProgrammeOutcome
    score: OutcomeScore
    is_strict: bool
    note: str


@dataclass(frozen=True)
class ComparedAverage:
    """A cell: the average of the outcome in one review; several where several outcomes became one."""

    column: ComparedReview
    rated: tuple[RatedBefore, ...]


@dataclass(frozen=True)
class ComparedOutcome:
    """A row: an outcome rated in this review and before."""

    outcome: CountryProgrammeOutcome
    cells: tuple[ComparedAverage, ...]


def compared_outcomes(columns):
    """The outcomes of the first review that another one rated too, in the order of the programme (2 queries)."""
    own, *earlier = columns
    if not earlier:
        return ()
    rated = _rated_in(columns)
    if not any(rated.get(column.review.pk) for column in earlier):
        return ()
    came_from = _predecessors(own.review.programme)
    rows = []
    for outcome, ratings in rated[own.review.pk].items():
        cells = [ComparedAverage(column, _before(outcome, ratings, column, rated, came_from)) for column in earlier]
        if any(cell.rated for cell in cells):
            here = ComparedAverage(own, (_rated(outcome, ratings, own),))
            rows.append(ComparedOutcome(outcome, (here, *cells)))
    return tuple(rows)


def _rated_in(columns):
    """Ratings by review, outcome and letter of the area: {review: {outcome: {letter: rating}}} (1 query)."""
    served = DwcpOutcome.objects.filter(country_programme_outcomes=OuterRef("country_programme_outcome"))
    ratings = (
        AreaRating.objects.filter(review__in=[column.review for column in columns], rating__isnull=False)
        .select_related("area", "country_programme_outcome__biennium")
        .annotate(first_served=Subquery(served.order_by("number").values("number")[:1]))
        .order_by(
            "country_programme_outcome__is_predefined",
            "first_served",
            "country_programme_outcome__code",
            "country_programme_outcome__biennium__start_year",
            "area__letter",
        )
    )
    rated: dict[int, dict[CountryProgrammeOutcome, dict[str, AreaRating]]] = defaultdict(lambda: defaultdict(dict))
    for rating in ratings:
        rated[rating.review_id][rating.country_programme_outcome][rating.area.letter] = rating
    return rated


def _predecessors(programme):
    """What the outcomes of a country came from: {outcome: the keys of its predecessors} (1 query)."""
    came_from = defaultdict(set)
    through = CountryProgrammeOutcome.predecessors.through
    of_country = through.objects.filter(from_countryprogrammeoutcome__programme__country=programme.country_id)
    for successor, predecessor in of_country.values_list(
        "from_countryprogrammeoutcome_id", "to_countryprogrammeoutcome_id"
    ):
        came_from[successor].add(predecessor)
    return came_from


def _before(outcome, ratings, column, rated, came_from):
    """What a review gave to the outcome or to those it came from; else to one of the same code, which is said."""
    line, there = _line_of(outcome.pk, came_from), rated.get(column.review.pk, {})
    found, note = [other for other in there if other.pk in line], ""
    if not found:
        # Codes may be used anew in another biennium: without a line from one to the other they are only alike.
        found, note = [other for other in there if other.code == outcome.code], _("Same code; not its predecessor.")
    asked = _asked(ratings)
    return tuple(
        _rated(
            other, there[other], column, note or ("" if _asked(there[other]) <= asked else _("Rated in other areas."))
        )
        for other in found
    )


def _rated(outcome, ratings, column, note=""):
    return RatedBefore(
        outcome=outcome,
        score=outcome_score({letter: rating.rating for letter, rating in ratings.items()}, column.scale),
        is_strict=column.has_same_scale and not note,
        note=note,
    )


def _asked(ratings):
    return {(letter, rating.area.title) for letter, rating in ratings.items()}


def _line_of(outcome, came_from):
    """The keys of an outcome and of all it came from, however long ago."""
    line, ahead = set(), [outcome]
    while ahead:
        here = ahead.pop()
        if here not in line:
            line.add(here)
            ahead += came_from[here]
    return line
