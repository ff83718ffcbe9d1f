"""Pages of results and of progress."""

from .entries import EntryPage, RecordProgress, ReopenEntry, ReturnEntry, VerifyEntry
from .periods import ChangePeriod, Periods
from .results import IndicatorPage, OutcomeContext, OutcomePage, ResultsMatrix

__all__ = [
    "ChangePeriod",
    "EntryPage",
    "IndicatorPage",
    "OutcomeContext",
    "OutcomePage",
    "Periods",
    "RecordProgress",
    "ReopenEntry",
    "ResultsMatrix",
    "ReturnEntry",
    "VerifyEntry",
]
