"""Criteria and their scores, by review: table 6.1."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from ..models import (
    CriterionScore,
    Review,
)
from ..scoring import (
    CriteriaScore,
    Scale,
    criteria_score,
    label,
)


@dataclass(frozen=True)
class ScoredCriterion:
    """A criterion as this review scored it, with the scores of the other reviews in the table's order."""

    score: CriterionScore
    label: str | None
    scores: tuple[int | None, ...]


@dataclass(frozen=True)
class CriteriaTable:
    """Table 6.1: scores by criterion and review, and the average of each review."""

    review_slugs: tuple[str, ...]
    rows: tuple[ScoredCriterion, ...]
    averages: tuple[CriteriaScore, ...]

    @property
    def result(self):
        """The average of the review itself, which stands first."""
        return self.averages[0]

    @property
    def still_open(self):
        """The numbers of the criteria that the team has still to agree on."""
        return tuple(row.score.criterion.number for row in self.rows if row.score.is_open)

    @property
    def not_assessed(self):
        """The numbers of the criteria that the team agreed to give no score."""
        return tuple(number for number in self.result.unscored if number not in self.still_open)


@dataclass(frozen=True)
class ReviewSummary:
    """One line in the list of reviews."""

    review: Review
    result: CriteriaScore
    outcomes_rated: int


def scale_of(template):
    """The rating scale of a review template."""
    return Scale({step.score: step.label for step in template.labels.all()})


def summaries_of(reviews):
    """Each review with the average of its criteria and the number of outcomes it rates."""
    scores = CriterionScore.objects.select_related("criterion")
    rated = Count(
        "area_ratings__country_programme_outcome", filter=Q(area_ratings__rating__isnull=False), distinct=True
    )
    reviews = (
        reviews.select_related("template")
        .prefetch_related("template__labels", Prefetch("criterion_scores", scores))
        .annotate(outcomes_rated=rated)
        .order_by("-slug")  # counting drops the order of the model
    )
    return tuple(
        ReviewSummary(
            review=review,
            result=criteria_score(
                {score.criterion.number: score.score for score in review.criterion_scores.all()},
                scale_of(review.template),
            ),
            outcomes_rated=review.outcomes_rated,
        )
        for review in reviews
    )


def criterion_scores_of(programme):
    """The criterion scores of all reviews of a programme."""
    scores = CriterionScore.objects.filter(review__programme=programme)
    return scores.select_related("criterion", "review__template")


def criteria_of_latest_review(programme):
    """The latest review that scores criteria, with table 6.1 as that review shows it; None without one."""
    scores = list(criterion_scores_of(programme))
    if not scores:
        return None
    review = max((score.review for score in scores), key=lambda review: review.slug)
    review.programme = programme
    return review, criteria_table_of(review, scale_of(review.template), scores)


def criteria_table_of(review, scale, scores=None):
    """Scores of this review, then of the programme's other reviews by the same template, latest first.

    `scores` are those of the programme, where they are at hand already.
    """
    if scores is None:
        scores = criterion_scores_of(review.programme)
    scores = [score for score in scores if score.review.template_id == review.template_id]
    by_review: dict[str, dict[int, CriterionScore]] = defaultdict(dict)
    for score in scores:
        by_review[score.review.slug][score.criterion.number] = score
    slugs = sorted(by_review, key=lambda slug: (slug == review.slug, slug), reverse=True)
    if review.slug not in by_review:
        slugs.insert(0, review.slug)
    own = by_review[review.slug]
    rows = tuple(
        ScoredCriterion(
            score=score,
            label=label(score.score, scale),
            scores=tuple(by_review[slug][number].score if number in by_review[slug] else None for slug in slugs),
        )
        for number, score in sorted(own.items())
    )
    averages = tuple(
        criteria_score({number: score.score for number, score in by_review[slug].items()}, scale) for slug in slugs
    )
    return CriteriaTable(review_slugs=tuple(slugs), rows=rows, averages=averages)
