"""Pages of results and of progress."""

from .clone import CloneProgramme
from .dimensions import CopyDimension, Dimensions
from .entries import EntryPage, ReopenEntry, ReturnEntry, VerifyEntry
from .evaluability import CheckStatement, Evaluability
from .framework import Framework
from .indicator_editor import AddIndicator, ChangeIndicator
from .methods import Methods
from .overrides import OverrideStatus, WithdrawOverride
from .periods import ChangePeriod, OpenPeriods, Periods, PlanPeriods
from .recording import RecordProgress
from .results import IndicatorPage, OutcomeContext, OutcomePage, ResultsMatrix
from .sheet import Sheet, SheetPdf
from .splits import ChangeSplits
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
    "AddIndicator",
    "ChangeIndicator",
    "ChangePeriod",
    "ChangeSplits",
    "CheckStatement",
    "CloneProgramme",
    "ConfirmWorkbook",
    "CopyDimension",
    "Dimensions",
    "DownloadFolder",
    "DownloadWorkbook",
    "EntryPage",
    "Evaluability",
    "Framework",
    "IndicatorPage",
    "Methods",
    "OpenPeriods",
    "OutcomeContext",
    "OutcomePage",
    "OverrideStatus",
    "Periods",
    "PlanPeriods",
    "PreviewWorkbook",
    "RecordProgress",
    "ReopenEntry",
    "ResultsMatrix",
    "ReturnEntry",
    "ReturnedWorkbook",
    "Sheet",
    "SheetPdf",
    "UndoWorkbook",
    "VerifyEntry",
    "WithdrawOverride",
    "Workbook",
    "WorkbookImport",
]
