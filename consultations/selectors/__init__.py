"""Whom a programme consulted, and what they said: one answer for pages, the API and the report."""

from .consulted import (
    ConstituencyHeads,
    Consulted,
    Day,
    Meeting,
    OrganisationGroup,
    OrganisationMet,
    consulted_of,
    field_work_of,
    meetings_of,
)
from .feedback import Contribution, feedback_of
from .suggestions import GroupSuggestions, PrioritySuggested, SideBySide, Suggestions, suggestions_of

__all__ = [
    "ConstituencyHeads",
    "Consulted",
    "Contribution",
    "Day",
    "GroupSuggestions",
    "Meeting",
    "OrganisationGroup",
    "OrganisationMet",
    "PrioritySuggested",
    "SideBySide",
    "Suggestions",
    "consulted_of",
    "feedback_of",
    "field_work_of",
    "meetings_of",
    "suggestions_of",
]
