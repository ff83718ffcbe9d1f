"""What the pages about consultations have in common."""

from django.views.generic import TemplateView

from outcomes.views import ProgrammeMixin

from ..models import Event


class ConsultationsPage(ProgrammeMixin, TemplateView):
    """A page about the consultations of a programme."""

    def get_events(self):
        """The consultations this person may see."""
        return Event.objects.visible_to(self.request.user).filter(programme=self.programme)
