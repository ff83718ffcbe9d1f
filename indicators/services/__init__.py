"""Writing progress: every rule, every write, its trace."""

from .copies import clone_programme
from .dimensions import (
    copy_dimension,
    move_category,
    remove_category,
    restore_category,
    save_category,
    save_dimension,
)
from .figures import LONGEST, MEASURE_TAKES, EntryRefused, Figure, StaleEntry
from .imports import (
    PreviewOutdated,
    confirm_import,
    framework_folder,
    framework_workbook,
    preview_framework,
    returned_workbook,
    undo_import,
)
from .indicators import save_indicator
from .overrides import override_status, withdraw_override
from .periods import PeriodRefused, close_period, open_period, open_periods, plan_periods, save_period
from .published import plan_years, record_published_baseline, record_published_figure
from .recording import record_and_submit, record_progress, submit_entry
from .series import begin_series
from .splits import change_splits
from .verification import reopen_entry, return_entry, verify_entry

__all__ = [
    "LONGEST",
    "MEASURE_TAKES",
    "EntryRefused",
    "Figure",
    "PeriodRefused",
    "PreviewOutdated",
    "StaleEntry",
    "begin_series",
    "change_splits",
    "clone_programme",
    "close_period",
    "confirm_import",
    "copy_dimension",
    "framework_folder",
    "framework_workbook",
    "move_category",
    "open_period",
    "open_periods",
    "override_status",
    "plan_periods",
    "plan_years",
    "preview_framework",
    "record_and_submit",
    "record_progress",
    "record_published_baseline",
    "record_published_figure",
    "remove_category",
    "reopen_entry",
    "restore_category",
    "return_entry",
    "returned_workbook",
    "save_category",
    "save_dimension",
    "save_indicator",
    "save_period",
    "submit_entry",
    "undo_import",
    "verify_entry",
    "withdraw_override",
]
