"""The reporting periods of a programme: planning them, opening and closing them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views import FormPage, ProgrammeMixin
from outcomes.views.lists import ListPage

from ..choices import PERIOD_MOVES, Frequency, PeriodState
from ..forms import PeriodForm
from ..forms.periods import OpenPeriodsForm, PlanPeriodsForm
from ..models import ReportingPeriod
from ..services import PeriodRefused, close_period, open_period, open_periods, plan_periods


class Periods(ListPage):
    """When entries are due, and whether they may be written."""

    template_name = "indicators/periods.html"
    edited_with = Permission.PERIOD_MANAGE

    def get_context_data(self, *, refused=None, **kwargs):
        periods = self.programme.periods.all()
        return super().get_context_data(
            periods=[
                (period, refused[1] if refused and refused[0] == period else PeriodForm(auto_id=f"id_{period.pk}_%s"))
                for period in periods
            ],
            **{"open_form": self.open_form()} | kwargs,
        )

    def open_form(self, data=None):
        """The form that opens several periods at once; those that are open already are not offered."""
        closed = [state for state in PeriodState if {PeriodState.OPEN, PeriodState.REOPENED} & PERIOD_MOVES[state]]
        return OpenPeriodsForm(data, periods=self.programme.periods.filter(state__in=closed), auto_id="id_open_%s")


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


class OpenPeriods(Periods):
    """Open several periods at once; what cannot be done comes back with the list."""

    permission_required = Permission.PERIOD_MANAGE

    def get(self, request, *args, **kwargs):
        return redirect("indicators:periods", programme=self.programme.code)

    def post(self, request, *args, **kwargs):
        form = self.open_form(request.POST)
        if form.is_valid():
            try:
                opened = open_periods(by=request.user, **form.cleaned_data)
            except PeriodRefused as error:
                form.add_error("reason", str(error))
            else:
                names = ", ".join(period.label for period in opened)
                messages.success(request, _("Open now: %(periods)s.") % {"periods": names})
                return redirect("indicators:periods", programme=self.programme.code)
        return self.render_to_response(
            self.get_context_data(open_form=form, chosen=form.cleaned_data.get("periods")), status=422
        )


class PlanPeriods(ProgrammeMixin, FormPage):
    """Plan the periods of some years at once."""

    permission_required = Permission.PERIOD_MANAGE
    template_name = "indicators/periods_plan.html"
    form_class = PlanPeriodsForm

    def get_initial(self):
        years = {"first_year": self.programme.start_year, "last_year": self.programme.end_year}
        return {"frequency": Frequency.HALF_YEARLY} | years

    def form_valid(self, form):
        try:
            planned = plan_periods(programme=self.programme, by=self.request.user, **form.cleaned_data)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        names = ", ".join(period.label for period in planned)
        messages.success(self.request, _("Planned: %(periods)s. Open each when it begins.") % {"periods": names})
        return redirect("indicators:periods", programme=self.programme.code)
