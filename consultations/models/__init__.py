"""Whom a programme consulted: events, the people met there, and what they said and suggested."""

from .event import Event, Participation
from .workshop import Feedback, SuggestedPriority, SuggestedTheme

__all__ = ["Event", "Feedback", "Participation", "SuggestedPriority", "SuggestedTheme"]
