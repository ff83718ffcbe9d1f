"""Pages about whom a programme consulted, and what they said and suggested."""

from .consulted import ConsultationDetail, Consultations
from .workshop import PlenaryComments, SuggestionsForNextProgramme

__all__ = ["ConsultationDetail", "Consultations", "PlenaryComments", "SuggestionsForNextProgramme"]
