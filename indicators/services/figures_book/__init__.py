"""The open reports of a person as a workbook: out to be filled in, kept when it comes back, and imported."""

from .cells import DONE, YES_NO, as_kept, asks_print, parts_taken, stated_by, taken_by, texts_of
from .imports import import_figures, keep_figures, renew_figures
from .sheet import TO_READ, columns_for, figures_workbook, fill_row, note_reasons, open_reports, read_me, unit_of

__all__ = [
    "DONE",
    "TO_READ",
    "YES_NO",
    "as_kept",
    "asks_print",
    "columns_for",
    "figures_workbook",
    "fill_row",
    "import_figures",
    "keep_figures",
    "note_reasons",
    "open_reports",
    "parts_taken",
    "read_me",
    "renew_figures",
    "stated_by",
    "taken_by",
    "texts_of",
    "unit_of",
]
