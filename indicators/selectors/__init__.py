"""Questions that span indicators, targets and entries; the answers feed pages, API and exports alike."""

from .categories import CategoryProgress, category_standings_of
from .completeness import SplitCompleteness, completeness_of
from .dimensions import (
    categories_in_words,
    dimensions_to_choose,
    has_figures,
    indicators_reported_by,
    indicators_split_by,
    indicators_that_begin_anew,
)
from .evaluability import AssessedProgramme, assessment_of, evaluability_of
from .explanation import EntryFate, Explanation, explanation_of
from .figures import figure_of, latest_series, level_of, path_of, total_of
from .history import Judged, Shown, overrides_of, series_of
from .parts import (
    WITH_PARTS,
    CrossedTable,
    PartColumns,
    ShownParts,
    crossed_tables,
    part_columns,
    parts_of,
    shown_parts,
)
from .series import (
    ReportedEntry,
    ReportedSeries,
    address_of,
    entry_of_series,
    is_series_empty,
    not_restated,
    reported_series,
)
from .splits import AskedSplit, counts_one_sex_only, expected_splits, name_of, splits_of, splits_seen
from .standings import (
    OutcomeStanding,
    Standing,
    current_period,
    outcome_standings,
    standing_of,
    standings_of,
    status_counts,
)
from .totals import doubt_about_total
from .work import Work, work_of

__all__ = [
    "WITH_PARTS",
    "AskedSplit",
    "AssessedProgramme",
    "CategoryProgress",
    "CrossedTable",
    "EntryFate",
    "Explanation",
    "Judged",
    "OutcomeStanding",
    "PartColumns",
    "ReportedEntry",
    "ReportedSeries",
    "Shown",
    "ShownParts",
    "SplitCompleteness",
    "Standing",
    "Work",
    "address_of",
    "assessment_of",
    "categories_in_words",
    "category_standings_of",
    "completeness_of",
    "counts_one_sex_only",
    "crossed_tables",
    "current_period",
    "dimensions_to_choose",
    "doubt_about_total",
    "entry_of_series",
    "evaluability_of",
    "expected_splits",
    "explanation_of",
    "figure_of",
    "has_figures",
    "indicators_reported_by",
    "indicators_split_by",
    "indicators_that_begin_anew",
    "is_series_empty",
    "latest_series",
    "level_of",
    "name_of",
    "not_restated",
    "outcome_standings",
    "overrides_of",
    "part_columns",
    "parts_of",
    "path_of",
    "reported_series",
    "series_of",
    "shown_parts",
    "splits_of",
    "splits_seen",
    "standing_of",
    "standings_of",
    "status_counts",
    "total_of",
    "work_of",
]
