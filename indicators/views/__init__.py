"""Pages of results and of progress."""

from .clone import CloneProgramme
from .comments import AddComment, ChoosePeople, PutBackComment, WithdrawComment
from .dimensions import CopyDimension, Dimensions
from .entries import CheckEntry, EntryPage, ReopenEntry, ReturnEntry, VerifyEntry
from .evaluability import CheckStatement, Evaluability
from .evidence import (
    AddEvidence,
    AddTypedEvidence,
    EvidencePicture,
    OpenEvidence,
    PutBackEvidence,
    WithdrawEvidence,
)
from .figures import ConfirmFigures, DownloadFigures, Figures, FiguresImport, PreviewFigures, ReturnedFigures
from .framework import Framework
from .grid import GridPage
from .indicator_editor import AddIndicator, ChangeIndicator
from .methods import Methods
from .overrides import OverrideStatus, WithdrawOverride
from .periods import ChangePeriod, OpenPeriods, Periods, PlanPeriods, SetDueDays
from .recording import RecordProgress
from .reporting import Reporting
from .results import IndicatorPage, OutcomeContext, OutcomePage, ResultsMatrix
from .sheet import Sheet, SheetPdf
from .splits import ChangeSplits
from .typed import DropTyped, KeepTyped, LookAhead
from .verification import NextToVerify, Samples, Verification, VerifyTogether
from .workbook import (
    ConfirmWorkbook,
    DownloadFolder,
    DownloadWorkbook,
    PreviewWorkbook,
    ReturnedWorkbook,
    UndoWorkbook,
    Workbook,
    WorkbookImport,
)

__all__ = [
    "AddComment",
    "AddEvidence",
    "AddIndicator",
    "AddTypedEvidence",
    "ChangeIndicator",
    "ChangePeriod",
    "ChangeSplits",
    "CheckEntry",
    "CheckStatement",
    "ChoosePeople",
    "CloneProgramme",
    "ConfirmFigures",
    "ConfirmWorkbook",
    "CopyDimension",
    "Dimensions",
    "DownloadFigures",
    "DownloadFolder",
    "DownloadWorkbook",
    "DropTyped",
    "EntryPage",
    "Evaluability",
    "EvidencePicture",
    "Figures",
    "FiguresImport",
    "Framework",
    "GridPage",
    "IndicatorPage",
    "KeepTyped",
    "LookAhead",
    "Methods",
    "NextToVerify",
    "OpenEvidence",
    "OpenPeriods",
    "OutcomeContext",
    "OutcomePage",
    "OverrideStatus",
    "Periods",
    "PlanPeriods",
    "PreviewFigures",
    "PreviewWorkbook",
    "PutBackComment",
    "PutBackEvidence",
    "RecordProgress",
    "ReopenEntry",
    "Reporting",
    "ResultsMatrix",
    "ReturnEntry",
    "ReturnedFigures",
    "ReturnedWorkbook",
    "Samples",
    "SetDueDays",
    "Sheet",
    "SheetPdf",
    "UndoWorkbook",
    "Verification",
    "VerifyEntry",
    "VerifyTogether",
    "WithdrawComment",
    "WithdrawEvidence",
    "WithdrawOverride",
    "Workbook",
    "WorkbookImport",
]
