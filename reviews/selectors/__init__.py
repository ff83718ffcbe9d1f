"""What a review shows: one overview that the pages, the API and the report all read."""

from .criteria import criteria_of_latest_review, criteria_table_of, scale_of, summaries_of
from .outcomes import OutcomeProfile, OutcomeStory, by_code, profile_of, profiles_of, stories_of, with_served_outcomes
from .overview import overview_of, report_of
from .tables import budget_table_of, findings_table_of

__all__ = [
    "OutcomeProfile",
    "OutcomeStory",
    "budget_table_of",
    "by_code",
    "criteria_of_latest_review",
    "criteria_table_of",
    "findings_table_of",
    "overview_of",
    "profile_of",
    "profiles_of",
    "report_of",
    "scale_of",
    "stories_of",
    "summaries_of",
    "with_served_outcomes",
]
