"""What people type about indicators, periods and progress."""

from .periods import PeriodForm
from .progress import ProgressForm, ReasonForm, VerifyForm

__all__ = [
    "PeriodForm",
    "ProgressForm",
    "ReasonForm",
    "VerifyForm",
]
