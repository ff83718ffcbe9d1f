"""What is typed and not saved yet: what would come of it, and that it is kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from ..forms import ProgressForm
from ..services import EntryRefused, drop_typed
from .report import ReportMixin


class LookAhead(ReportMixin, TemplateView):
    """What comes of a figure while it is typed. Nothing is kept of it."""

    http_method_names = ["post"]
    template_name = "indicators/outlook.html"

    def post(self, request, *args, **kwargs):
        form = ProgressForm(request.POST, indicator=self.indicator, period=self.period)
        form.is_valid()
        outlook = None
        try:
            outlook = self.outlook(form)
        except EntryRefused as error:
            form.refuse(error.problems)
        return self.render_to_response(self.get_context_data(form=form, indicator=self.indicator, outlook=outlook))


class KeepTyped(ReportMixin, TemplateView):
    """What is typed is kept by itself, until it is saved. It is no entry."""

    http_method_names = ["post"]
    template_name = "indicators/kept.html"

    def post(self, request, *args, **kwargs):
        if self.is_somebody_elses:
            raise PermissionDenied
        form = ProgressForm(request.POST, indicator=self.indicator, period=self.period)
        kept = self.keep(form)
        current = self.indicator.entries.filter(period=self.period, series=self.indicator.series)
        entry = current.select_related("recorded_by").first()
        return self.render_to_response(
            self.get_context_data(
                kept=kept,
                entry=entry,
                is_behind=kept is not None and kept.revision != (entry.revision if entry else 0),
                why_closed=self.period.why_closed,
            )
        )


class DropTyped(ReportMixin, View):
    """Let go of what was typed and not saved, and start from what is saved, or leave that as it is."""

    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        return redirect(self.address("record-progress"))

    def post(self, request, *args, **kwargs):
        drop_typed(indicator=self.indicator, period=self.period, by=request.user)
        if "leave" not in request.POST:
            return redirect(self.address("record-progress"))
        messages.success(request, _("What is saved stays as it is."))
        return redirect("my-work" if self.is_work else self.address("entry"))
