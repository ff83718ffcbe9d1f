"""Reviews of a programme: the method, the scores, and what the report says."""

from .findings import IndicatorFinding, OutcomeNarrative, Recommendation, SubCriterionFinding
from .published import ControlTotal, PublishedDiscrepancy
from .review import Review, TimetableTask
from .scores import AreaRating, CriterionScore
from .template import Criterion, PerformanceArea, RatingLabel, ReviewTemplate, SubCriterion

__all__ = [
    "AreaRating",
    "ControlTotal",
    "Criterion",
    "CriterionScore",
    "IndicatorFinding",
    "OutcomeNarrative",
    "PerformanceArea",
    "PublishedDiscrepancy",
    "RatingLabel",
    "Recommendation",
    "Review",
    "ReviewTemplate",
    "SubCriterion",
    "SubCriterionFinding",
    "TimetableTask",
]
