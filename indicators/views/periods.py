"""The reporting periods of a programme, and opening and closing them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from ..forms import PeriodForm
from ..models import ReportingPeriod
from ..services import PeriodRefused, close_period, open_period


class Periods(ProgrammeMixin, TemplateView):
    """When entries are due, and whether they may be written."""

    template_name = "indicators/periods.html"

    def get_context_data(self, *, refused=None, **kwargs):
        periods = self.programme.periods.all()
        return super().get_context_data(
            periods=[
                (period, refused[1] if refused and refused[0] == period else PeriodForm(auto_id=f"id_{period.pk}_%s"))
                for period in periods
            ],
            may_manage=self.request.user.has_perm(Permission.PERIOD_MANAGE, self.programme),
            **kwargs,
        )


class ChangePeriod(Periods):
    """Open a period, or close it; what cannot be done comes back with the list."""

    permission_required = Permission.PERIOD_MANAGE

    @cached_property
    def period(self):
        periods = ReportingPeriod.objects.visible_to(self.request.user)
        return get_object_or_404(periods, programme=self.programme, label=self.kwargs["period"])

    def get(self, request, *args, **kwargs):
        return redirect("indicators:periods", programme=self.period.programme.code)

    def post(self, request, *args, **kwargs):
        form = PeriodForm(request.POST, auto_id=f"id_{self.period.pk}_%s")
        change, done = (
            (close_period, _("The period %(period)s is closed."))
            if self.period.is_open
            else (open_period, _("The period %(period)s is open."))
        )
        if form.is_valid():
            try:
                change(period=self.period, by=request.user, **form.cleaned_data)
            except PeriodRefused as error:
                form.add_error("reason", str(error))
            else:
                messages.success(request, done % {"period": self.period.label})
                return redirect("indicators:periods", programme=self.programme.code)
        return self.render_to_response(self.get_context_data(refused=(self.period, form)), status=422)
