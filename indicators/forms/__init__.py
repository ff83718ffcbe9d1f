"""What people type about indicators, periods and progress."""

from .evaluability import RemarkFilter, StatementForm
from .overrides import OverrideForm
from .periods import PeriodForm
from .progress import ProgressForm, ReasonForm, VerifyForm
from .workbook import ConfirmWorkbookForm, WorkbookForm

__all__ = [
    "ConfirmWorkbookForm",
    "OverrideForm",
    "PeriodForm",
    "ProgressForm",
    "ReasonForm",
    "RemarkFilter",
    "StatementForm",
    "VerifyForm",
    "WorkbookForm",
]
