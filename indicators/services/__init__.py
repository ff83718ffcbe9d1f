"""Writing progress: every rule, every write, its trace."""

from .figures import EntryRefused, Figure, StaleEntry
from .published import plan_years, record_published_baseline, record_published_figure
from .recording import record_and_submit, record_progress, submit_entry
from .verification import reopen_entry, return_entry, verify_entry

__all__ = [
    "EntryRefused",
    "Figure",
    "StaleEntry",
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
