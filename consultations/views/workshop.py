"""What a workshop suggested for the next programme, and what was said in its plenary."""

from ..selectors import feedback_of, suggestions_of
from .base import ConsultationsPage


class SuggestionsForNextProgramme(ConsultationsPage):
    """Priorities and themes of the groups side by side, and the consensus."""

    template_name = "consultations/suggestions.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(suggestions=suggestions_of(self.programme), **kwargs)


class PlenaryComments(ConsultationsPage):
    """The comments from the plenary, by organisation."""

    template_name = "consultations/comments.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(contributions=feedback_of(self.programme), **kwargs)
