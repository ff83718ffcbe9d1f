"""What a review shows: one overview that the pages, the API and the report all read."""

from .alone import Item, MemberProgress, Scorecard, progress_of, scorecard_of
from .carrying import Carried, Chains, Said, carriable_into, chains_of, matched_criteria_of
from .comparison import Comparison, comparison_of
from .coverage import Coverage, Suggested, coverage_of
from .criteria import criteria_of_latest_review, criteria_table_of, scale_of, summaries_of
from .editions import (
    DRAFT,
    fingerprint_of,
    latest_version_of,
    may_be_signed,
    next_version_of,
    reads_edition,
    what_keeps_from_signing,
)
from .effects import Effect, Reading
from .facts import facts_of, fixed_facts_of, open_recommendations_before
from .figures import FigureBasis, basis_of
from .files import FormatFile, files_of, versions_of
from .follow_up import ActionStanding, FollowUp, FollowUpCounts, FollowUps, follow_up_of, followup_of
from .follow_up_history import follow_up_history_of
from .outcomes import OutcomeProfile, OutcomeStory, by_code, profile_of, profiles_of, stories_of, with_served_outcomes
from .overview import overview_of
from .report import ReviewReport, report_of
from .sections import Section, SectionState, outcomes_told_of, section_states_of, sections_in
from .spread import View, Views, spreads_of, views_of
from .support import citable_in, citations, citations_of, findings_taken_out_of, taken_out_of, with_support
from .tables import budget_table_of, findings_table_of
from .validation import ValidationMatrix, validation_of

__all__ = [
    "DRAFT",
    "ActionStanding",
    "Carried",
    "Chains",
    "Comparison",
    "Coverage",
    "Effect",
    "FigureBasis",
    "FollowUp",
    "FollowUpCounts",
    "FollowUps",
    "FormatFile",
    "Item",
    "MemberProgress",
    "OutcomeProfile",
    "OutcomeStory",
    "Reading",
    "ReviewReport",
    "Said",
    "Scorecard",
    "Section",
    "SectionState",
    "Suggested",
    "ValidationMatrix",
    "View",
    "Views",
    "basis_of",
    "budget_table_of",
    "by_code",
    "carriable_into",
    "chains_of",
    "citable_in",
    "citations",
    "citations_of",
    "comparison_of",
    "coverage_of",
    "criteria_of_latest_review",
    "criteria_table_of",
    "facts_of",
    "files_of",
    "findings_table_of",
    "findings_taken_out_of",
    "fingerprint_of",
    "fixed_facts_of",
    "follow_up_history_of",
    "follow_up_of",
    "followup_of",
    "latest_version_of",
    "matched_criteria_of",
    "may_be_signed",
    "next_version_of",
    "open_recommendations_before",
    "outcomes_told_of",
    "overview_of",
    "profile_of",
    "profiles_of",
    "progress_of",
    "reads_edition",
    "report_of",
    "scale_of",
    "scorecard_of",
    "section_states_of",
    "sections_in",
    "spreads_of",
    "stories_of",
    "summaries_of",
    "taken_out_of",
    "validation_of",
    "versions_of",
    "views_of",
    "what_keeps_from_signing",
    "with_served_outcomes",
    "with_support",
]
