"""Forms of reviews."""

from .alone import AloneForm, MySourcesForm, QuickScoreForm
from .checks import AnswerForm
from .findings import AssessForm, FindingForm
from .follow_up import (
    CarryForm,
    CheckForm,
    LinkForm,
    PlanForm,
    RecommendationForm,
    ReportForm,
    ResponseForm,
)
from .scoring import AreaForm, CriterionForm
from .signing import CorrectionForm, SigningForm
from .support import CitationForm, DissentForm, SubCriterionFindingForm
from .texts import TextForm

__all__ = [
    "AloneForm",
    "AnswerForm",
    "AreaForm",
    "AssessForm",
    "CarryForm",
    "CheckForm",
    "CitationForm",
    "CorrectionForm",
    "CriterionForm",
    "DissentForm",
    "FindingForm",
    "LinkForm",
    "MySourcesForm",
    "PlanForm",
    "QuickScoreForm",
    "RecommendationForm",
    "ReportForm",
    "ResponseForm",
    "SigningForm",
    "SubCriterionFindingForm",
    "TextForm",
]
