"""What people type about indicators, periods and progress."""

from .comments import CommentForm
from .comparison import compared
from .evaluability import RemarkFilter, StatementForm
from .evidence import EvidenceForm
from .figures_file import ConfirmFiguresForm, FiguresFileForm
from .figures_workbook import ReadFigures, read_figures
from .overrides import OverrideForm
from .periods import PeriodForm
from .progress import ProgressForm
from .verification import DrawForm, QueueFilter, ReasonForm, TogetherForm, VerifyForm
from .workbook import ConfirmWorkbookForm, WorkbookForm

__all__ = [
    "CommentForm",
    "ConfirmFiguresForm",
    "ConfirmWorkbookForm",
    "DrawForm",
    "EvidenceForm",
    "FiguresFileForm",
    "OverrideForm",
    "PeriodForm",
    "ProgressForm",
    "QueueFilter",
    "ReadFigures",
    "ReasonForm",
    "RemarkFilter",
    "StatementForm",
    "TogetherForm",
    "VerifyForm",
    "WorkbookForm",
    "compared",
    "read_figures",
]
