"""Tables of a review, as the CSV folder has them."""

from .method import (
    CriterionMatchResource,
    CriterionResource,
    PerformanceAreaResource,
    RatingLabelResource,
    ReportSectionResource,
    SubCriterionResource,
    TemplateResource,
)
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
    "CriterionMatchResource",
    "CriterionResource",
    "CriterionScoreResource",
    "IndicatorFindingResource",
    "OutcomeNarrativeResource",
    "PerformanceAreaResource",
    "PublishedDiscrepancyResource",
    "RatingLabelResource",
    "RecommendationResource",
    "ReportSectionResource",
    "ReviewedOutcomeResource",
    "SubCriterionFindingResource",
    "SubCriterionResource",
    "TemplateResource",
    "TimetableTaskResource",
]
