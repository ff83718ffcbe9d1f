"""Tables of a review, as the CSV folder has them."""

from .method import CriterionResource, PerformanceAreaResource, RatingLabelResource, SubCriterionResource
from .review import (
    AreaRatingResource,
    ControlTotalResource,
    CriterionScoreResource,
    IndicatorFindingResource,
    OutcomeNarrativeResource,
    PublishedDiscrepancyResource,
    RecommendationResource,
    ReviewedOutcomeResource,
    SubCriterionFindingResource,
    TimetableTaskResource,
)

__all__ = [
    "AreaRatingResource",
    "ControlTotalResource",
    "CriterionResource",
    "CriterionScoreResource",
    "IndicatorFindingResource",
    "OutcomeNarrativeResource",
    "PerformanceAreaResource",
    "PublishedDiscrepancyResource",
    "RatingLabelResource",
    "RecommendationResource",
    "ReviewedOutcomeResource",
    "SubCriterionFindingResource",
    "SubCriterionResource",
    "TimetableTaskResource",
]
