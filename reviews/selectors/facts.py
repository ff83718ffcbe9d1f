"""The facts a review judges: as the programme has them now, and as they stood when it was opened."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from indicators.display import promised, with_unit
from indicators.selectors import standings_of

from ..facts import BudgetFact, Facts, IndicatorFact, RecommendationFact, facts_from_json
from ..models import Recommendation


def facts_of(review):
    """The facts of the review's programme as they are now; unverified entries are only counted (8 queries)."""
    programme = review.programme
    return Facts(
        as_at=timezone.localdate(),
        indicators=tuple(indicator_fact(standing) for standing in standings_of(programme)),
        budget=budget_facts_of(programme),
        recommendations=tuple(
            RecommendationFact(
                review=recommendation.review.slug, number=recommendation.number, text=recommendation.text
            )
            for recommendation in open_recommendations_before(review)
        ),
    )


def budget_facts_of(programme):
    """The budget lines of a programme as they are now (1 query)."""
    return tuple(
        BudgetFact(
            outcome=line.outcome.number if line.outcome else None,
            funding_source=line.funding_source,
            currency=line.currency,
            allocated=line.allocated,
            spent=line.spent,
            note=line.note,
        )
        for line in programme.budget_lines.select_related("outcome").order_by("pk")
    )


def fixed_budget_of(review):
    """The budget lines as they stood when the review was opened; None for a review not opened yet."""
    return facts_from_json(review.facts).budget if review.facts else None


def fixed_facts_of(review):
    """The facts as they stood when the review was opened; as they are now for a review not opened yet."""
    return facts_from_json(review.facts) if review.facts else facts_of(review)


def open_recommendations_before(review):
    """Recommendations of the programme's earlier reviews still open; one said again counts once, as last said."""
    repeated = Recommendation.objects.filter(of_earlier_reviews(review), carried_from=OuterRef("pk"))
    return (
        Recommendation.objects.filter(of_earlier_reviews(review))
        .still_open()
        .exclude(Exists(repeated))
        .select_related("review")
        .order_by("review__slug", "number")
    )


def of_earlier_reviews(review):
    """Asks for the recommendations of the reviews of this programme that came before."""
    return Q(review__programme=review.programme_id, review__slug__lt=review.slug)


def indicator_fact(standing):
    """What is verified of one indicator, as facts keep it: `standing` is one of `standings_of`."""
    indicator, latest = standing.indicator, standing.latest
    return IndicatorFact(
        code=indicator.code,
        statement=indicator.statement,
        outcome=indicator.outcome.number,
        unit=indicator.unit,
        baseline=standing.promise.baseline,
        target=standing.target_level,
        target_text=_target_in_words(standing),
        value=standing.total.value,
        shown="" if standing.total.value is None else str(with_unit(standing.total.value, indicator)),
        words=latest.narrative if latest else "",
        measured_on=standing.total.as_at,
        status=str(standing.status),
        share=standing.verdict.achievement.share,
        waiting=len(standing.submitted),
    )


def _target_in_words(standing):
    """What the target asks for: its figure and what that counts, or its own words where it has no figure."""
    indicator, target = standing.indicator, standing.target
    if indicator.band is None and standing.target_level is not None:
        return str(with_unit(standing.target_level, indicator))
    return target.text if indicator.band is None and target and target.text else str(promised(standing))
