"""Whom a programme consulted: all consultations, and one."""

from django.http import Http404

from ..charts import balance_chart
from ..selectors import consulted_of, meetings_of
from .base import ConsultationsPage


class Consultations(ConsultationsPage):
    """The consultations of the programme, their balance, and the organisations never met."""

    template_name = "consultations/consultations.html"

    def get_context_data(self, **kwargs):
        consulted = consulted_of(self.programme, self.get_events())
        return super().get_context_data(
            consulted=consulted,
            chart=balance_chart(consulted) if consulted.constituencies else None,
            number_never_heard=sum(len(group.organisations) for group in consulted.never_heard),
            **kwargs,
        )


class ConsultationDetail(ConsultationsPage):
    """One consultation and its list of participants."""

    template_name = "consultations/consultation.html"

    def get_context_data(self, **kwargs):
        found = meetings_of(self.get_events().filter(code=self.kwargs["event"]), self.programme)
        if not found:
            raise Http404
        (meeting,) = found
        reviews = meeting.event.reviews.all()
        return super().get_context_data(meeting=meeting, event=meeting.event, reviews=reviews, **kwargs)
