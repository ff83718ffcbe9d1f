"""Reviews of a programme: the method, the scores, what the report says, and what follows from it."""

from .findings import IndicatorFinding, OutcomeNarrative, SubCriterionFinding
from .individual import IndividualScore
from .published import ControlTotal, PublishedDiscrepancy
from .recommendation import FollowUpAction, ManagementResponse, Recommendation
from .report import CheckAnswer, Endorsement, ReportJob, ReportText, ReportVersion
from .review import Review, TeamMember, TimetableTask
from .scores import AreaRating, CriterionScore
from .support import Citation, Dissent
from .template import (
    Criterion,
    CriterionMatch,
    PerformanceArea,
    RatingLabel,
    ReportSection,
    ReviewTemplate,
    SubCriterion,
)

__all__ = [
    "AreaRating",
    "CheckAnswer",
    "Citation",
    "ControlTotal",
    "Criterion",
    "CriterionMatch",
    "CriterionScore",
    "Dissent",
    "Endorsement",
    "FollowUpAction",
    "IndicatorFinding",
    "IndividualScore",
    "ManagementResponse",
    "OutcomeNarrative",
    "PerformanceArea",
    "PublishedDiscrepancy",
    "RatingLabel",
    "Recommendation",
    "ReportJob",
    "ReportSection",
    "ReportText",
    "ReportVersion",
    "Review",
    "ReviewTemplate",
    "SubCriterion",
    "SubCriterionFinding",
    "TeamMember",
    "TimetableTask",
]
