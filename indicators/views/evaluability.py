"""Whether the programme can be measured as it is put: remarks on every statement, and on one as it is written."""

from django.views.generic import TemplateView

from dwcp.toolkit.htmx import HtmxPartialMixin
from outcomes.views import ProgrammeMixin

from ..choices import ResultLevel
from ..forms import RemarkFilter, StatementForm
from ..selectors import evaluability_of


class Evaluability(ProgrammeMixin, TemplateView):
    """Every outcome and indicator with the remarks on it, and the level noted beside the one it reads as."""

    template_name = "indicators/evaluability.html"

    def get_context_data(self, **kwargs):
        found = evaluability_of(self.programme)
        form = RemarkFilter(self.request.GET, numbers=found.remarks)
        return super().get_context_data(
            checked=found.narrowed(**form.narrowing), form=form, levels=ResultLevel, **kwargs
        )


class CheckStatement(HtmxPartialMixin, ProgrammeMixin, TemplateView):
    """Remarks on a statement while it is written. Nothing is kept.

    The page asks by its address; forms send what is typed, because it may be too long for one.
    """

    template_name = "indicators/check_statement.html"
    htmx_partial = "remarks"

    def post(self, request, *args, **kwargs):
        return self.get(request)

    def get_context_data(self, **kwargs):
        form = StatementForm(self.request.POST or self.request.GET or None)
        return super().get_context_data(form=form, assessment=form.assessment() if form.is_bound else None, **kwargs)
