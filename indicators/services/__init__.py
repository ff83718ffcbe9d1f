"""Writing progress: every rule, every write, its trace."""

from .comments import LONGEST_COMMENT, add_comment, put_back_comment, withdraw_comment
from .copies import clone_programme
from .digests import MailServerDown, Sending, send_digests
from .dimensions import (
    copy_dimension,
    move_category,
    remove_category,
    restore_category,
    save_category,
    save_dimension,
)
from .evidence import LARGEST_EVIDENCE, MOST_EVIDENCE, add_evidence, put_back_evidence, withdraw_evidence
from .figures import LONGEST, MEASURE_TAKES, EntryRefused, Figure, StaleEntry
from .figures_book import figures_workbook, import_figures, keep_figures, renew_figures
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
from .many import Row, RowsRefused, check_rows, record_rows
from .overrides import override_status, withdraw_override
from .periods import (
    Advance,
    PeriodRefused,
    advance_periods,
    close_period,
    open_for_late_entries,
    open_period,
    open_periods,
    plan_periods,
    save_period,
    set_due_days,
)
from .published import plan_years, record_published_baseline, record_published_figure
from .recording import record_and_submit, record_progress, submit_entry
from .samples import SampleRefused, draw_sample
from .series import begin_series
from .splits import change_splits
from .unsaved import drop_typed, keep_typed
from .verification import EntriesRefused, check_closer, reopen_entry, return_entry, verify_entries, verify_entry

__all__ = [
    "LARGEST_EVIDENCE",
    "LONGEST",
    "LONGEST_COMMENT",
    "MEASURE_TAKES",
    "MOST_EVIDENCE",
    "Advance",
    "EntriesRefused",
    "EntryRefused",
    "Figure",
    "MailServerDown",
    "PeriodRefused",
    "PreviewOutdated",
    "Row",
    "RowsRefused",
    "SampleRefused",
    "Sending",
    "StaleEntry",
    "add_comment",
    "add_evidence",
    "advance_periods",
    "begin_series",
    "change_splits",
    "check_closer",
    "check_rows",
    "clone_programme",
    "close_period",
    "confirm_import",
    "copy_dimension",
    "draw_sample",
    "drop_typed",
    "figures_workbook",
    "framework_folder",
    "framework_workbook",
    "import_figures",
    "keep_figures",
    "keep_typed",
    "move_category",
    "open_for_late_entries",
    "open_period",
    "open_periods",
    "override_status",
    "plan_periods",
    "plan_years",
    "preview_framework",
    "put_back_comment",
    "put_back_evidence",
    "record_and_submit",
    "record_progress",
    "record_published_baseline",
    "record_published_figure",
    "record_rows",
    "remove_category",
    "renew_figures",
    "reopen_entry",
    "restore_category",
    "return_entry",
    "returned_workbook",
    "save_category",
    "save_dimension",
    "save_indicator",
    "save_period",
    "send_digests",
    "set_due_days",
    "submit_entry",
    "undo_import",
    "verify_entries",
    "verify_entry",
    "withdraw_comment",
    "withdraw_evidence",
    "withdraw_override",
]
