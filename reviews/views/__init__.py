"""Pages of reviews, one module per subject."""

from .criteria import Criteria, ScoreCriterion
from .findings import Indicators, Recommendations
from .outcomes import OutcomePage, Outcomes, RateArea
from .overview import ReviewList, ReviewOverviewPage
from .reconciliation import ReconciliationPage
from .report import ReportPdf

__all__ = [
    "Criteria",
    "Indicators",
    "OutcomePage",
    "Outcomes",
    "RateArea",
    "Recommendations",
    "ReconciliationPage",
    "ReportPdf",
    "ReviewList",
    "ReviewOverviewPage",
    "ScoreCriterion",
]
