"""Writing progress: every rule, every write, its trace."""

from .figures import LONGEST, MEASURE_TAKES, EntryRefused, Figure, StaleEntry
from .periods import PeriodRefused, close_period, open_period
from .published import plan_years, record_published_baseline, record_published_figure
from .recording import record_and_submit, record_progress, submit_entry
from .series import begin_series
from .verification import reopen_entry, return_entry, verify_entry

__all__ = [
    "LONGEST",
    "MEASURE_TAKES",
    "EntryRefused",
    "Figure",
    "PeriodRefused",
    "StaleEntry",
    "begin_series",
    "close_period",
    "open_period",
    "plan_years",
    "record_and_submit",
    "record_progress",
    "record_published_baseline",
    "record_published_figure",
    "reopen_entry",
    "return_entry",
    "submit_entry",
    "verify_entry",
]
