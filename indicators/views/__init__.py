"""Pages of results and of progress."""

from .entries import EntryPage, RecordProgress, ReopenEntry, ReturnEntry, VerifyEntry
from .results import IndicatorPage, OutcomeContext, OutcomePage, ResultsMatrix

__all__ = [
    "EntryPage",
    "IndicatorPage",
    "OutcomeContext",
    "OutcomePage",
    "RecordProgress",
    "ReopenEntry",
    "ResultsMatrix",
    "ReturnEntry",
    "VerifyEntry",
]
