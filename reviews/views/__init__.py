"""Pages of reviews, one module per subject."""

from .actions import ChangeAction, CheckAction, PlanAction, PutBackAction, RemoveAction, ReportOnAction
from .agreed import CiteForScore, DissentFromScore, PutBackIntoReview, RemoveCitation, WithdrawDissent
from .alone import CiteAlone, HandIn, MyScores, ScoreAlone, TakeBack
from .checks import AnswerCheck, Checks, WithdrawAnswer
from .comparison import ComparisonPage
from .criteria import Criteria, ScoreCriterion
from .files import AskForFile, DownloadFile, ReportFiles, ReportPdf, VersionPdf, VersionSnapshot
from .indicators import AssessIndicator, DecideFinding, Indicators, RemoveFinding
from .outcomes import OutcomePage, Outcomes, RateArea
from .overview import ReviewList, ReviewOverviewPage
from .recommendations import RecommendationDetail, RecommendationHistory, Recommendations
from .recommending import (
    AddRecommendation,
    AnswerRecommendation,
    CarryOverRecommendations,
    ChangeRecommendation,
    LinkIndicators,
    MoveRecommendation,
    PutBackRecommendation,
    RemoveRecommendation,
    RenumberRecommendations,
)
from .reconciliation import ReconciliationPage
from .signing import CorrectReport, ReportVersions, SignReport
from .sub_criteria import AddSubCriterionFinding, ChangeSubCriterionFinding, RemoveSubCriterionFinding
from .texts import ReadReport, ReportTexts, WriteNarrative, WriteSection

__all__ = [
    "AddRecommendation",
    "AddSubCriterionFinding",
    "AnswerCheck",
    "AnswerRecommendation",
    "AskForFile",
    "AssessIndicator",
    "CarryOverRecommendations",
    "ChangeAction",
    "ChangeRecommendation",
    "ChangeSubCriterionFinding",
    "CheckAction",
    "Checks",
    "CiteAlone",
    "CiteForScore",
    "ComparisonPage",
    "CorrectReport",
    "Criteria",
    "DecideFinding",
    "DissentFromScore",
    "DownloadFile",
    "HandIn",
    "Indicators",
    "LinkIndicators",
    "MoveRecommendation",
    "MyScores",
    "OutcomePage",
    "Outcomes",
    "PlanAction",
    "PutBackAction",
    "PutBackIntoReview",
    "PutBackRecommendation",
    "RateArea",
    "ReadReport",
    "RecommendationDetail",
    "RecommendationHistory",
    "Recommendations",
    "ReconciliationPage",
    "RemoveAction",
    "RemoveCitation",
    "RemoveFinding",
    "RemoveRecommendation",
    "RemoveSubCriterionFinding",
    "RenumberRecommendations",
    "ReportFiles",
    "ReportOnAction",
    "ReportPdf",
    "ReportTexts",
    "ReportVersions",
    "ReviewList",
    "ReviewOverviewPage",
    "ScoreAlone",
    "ScoreCriterion",
    "SignReport",
    "TakeBack",
    "VersionPdf",
    "VersionSnapshot",
    "WithdrawAnswer",
    "WithdrawDissent",
    "WriteNarrative",
    "WriteSection",
]
