"""The reporting periods of a programme: planning them, opening and closing them, saying when reports are due."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views import FormPage, ProgrammeMixin
from outcomes.views.lists import ListPage

from ..choices import PERIOD_MOVES, Frequency, PeriodState
from ..forms import PeriodForm
from ..forms.periods import DueDaysForm, OpenPeriodsForm, PlanPeriodsForm
from ..models import ReportingPeriod
from ..selectors.schedule import (
    PeriodMove,
    ReportCounts,
    counts_in,
    days_ahead,
    fingerprint_of_days,
    moved_by,
    moves_of,
    steps_of,
)
from ..services import (
    PeriodRefused,
    close_period,
    open_for_late_entries,
    open_period,
    open_periods,
    plan_periods,
    set_due_days,
)

# What moves a period to a state: the words on its button, the verb, and what is said when it is done.
ACTS = {
    PeriodState.OPEN: (gettext_lazy("Open"), open_period, gettext_lazy("The period %(period)s is open.")),
    PeriodState.REOPENED: (gettext_lazy("Open again"), open_period, gettext_lazy("The period %(period)s is open.")),
    PeriodState.GRACE: (
        gettext_lazy("Late entries only"),
        open_for_late_entries,
        gettext_lazy("The period %(period)s is open for late entries."),
    ),
    PeriodState.CLOSED: (gettext_lazy("Close"), close_period, gettext_lazy("The period %(period)s is closed.")),
}


@dataclass(frozen=True)
class PeriodRow:
    """A period on the page: how much was reported in it, what moved it, and where it may go."""

    period: ReportingPeriod
    counts: ReportCounts
    moves: list[PeriodMove]
    form: PeriodForm

    @property
    def acts(self):
        """(state, words on the button) of each move it may make."""
        allowed = PERIOD_MOVES[PeriodState(self.period.state)]
        return [(state, words) for state, (words, _verb, _done) in ACTS.items() if state in allowed]


class Periods(ListPage):
    """When entries are due, whether they may be written, and how much has come."""

    template_name = "indicators/periods.html"
    edited_with = Permission.PERIOD_MANAGE

    def get_context_data(self, *, refused=None, **kwargs):
        periods = list(self.programme.periods.all())
        counts, _by_outcome = counts_in(periods)
        moves = moves_of(periods)
        rows = [
            PeriodRow(
                period,
                counts[period.pk],
                moves[period.pk],
                refused[1]
                if refused and refused[0] == period
                else PeriodForm(state=period.state, auto_id=f"id_{period.pk}_%s"),
            )
            for period in periods
        ]
        days = DueDaysForm(initial=DueDaysForm.common_to(periods), auto_id="id_days_%s")
        return super().get_context_data(
            periods=rows,
            has_open_end=any(period.state != PeriodState.CLOSED for period in periods),
            **{"open_form": self.open_form(), "days_form": days} | kwargs,
        )

    def open_form(self, data=None):
        """The form that opens several periods at once; those that are open already are not offered."""
        closed = [state for state in PeriodState if {PeriodState.OPEN, PeriodState.REOPENED} & PERIOD_MOVES[state]]
        return OpenPeriodsForm(data, periods=self.programme.periods.filter(state__in=closed), auto_id="id_open_%s")


class ChangePeriod(Periods):
    """Open a period, let it take late entries only, or close it; what cannot be done comes back with the list."""

    permission_required = Permission.PERIOD_MANAGE

    @cached_property
    def period(self):
        periods = ReportingPeriod.objects.visible_to(self.request.user)
        return get_object_or_404(periods, programme=self.programme, label=self.kwargs["period"])

    def get(self, request, *args, **kwargs):
        return redirect("indicators:periods", programme=self.period.programme.code)

    def post(self, request, *args, **kwargs):
        form = PeriodForm(request.POST, state=self.period.state, auto_id=f"id_{self.period.pk}_%s")
        if form.is_valid():
            _words, change, done = ACTS[PeriodState(form.cleaned_data["to"])]
            try:
                change(period=self.period, reason=form.cleaned_data["reason"], by=request.user)
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


class SetDueDays(Periods):
    """Say for all periods that are not closed how long after them reports are due.

    Deadlines of others move: what would change is shown first, and done once that very thing is confirmed.
    """

    permission_required = Permission.PERIOD_MANAGE

    def get(self, request, *args, **kwargs):
        return redirect("indicators:periods", programme=self.programme.code)

    def post(self, request, *args, **kwargs):
        form = DueDaysForm(request.POST, auto_id="id_days_%s")
        if form.is_valid():
            ahead = days_ahead(self.programme.periods.all(), **form.cleaned_data, on=timezone.localdate())
            seen = fingerprint_of_days(ahead)
            if ahead and request.POST.get("confirmed") != seen:
                return self.render_to_response(self.get_context_data(days_form=form, ahead=ahead, seen=seen))
            try:
                changed = set_due_days(programme=self.programme, by=request.user, seen=seen, **form.cleaned_data)
            except Refused as error:
                form.refuse(error.problems)
            else:
                names = ", ".join(period.label for period in changed)
                messages.success(request, _("Due days are set: %(periods)s.") % {"periods": names})
                self.warn_of_closing(changed)
                return redirect("indicators:periods", programme=self.programme.code)
        return self.render_to_response(self.get_context_data(days_form=form), status=422)

    def warn_of_closing(self, periods):
        """Say which of these periods the calendar closes at once: their last day has passed."""
        today = timezone.localdate()
        closing = [period for period in moved_by(periods, today) if PeriodState.CLOSED in steps_of(period, today)]
        if names := ", ".join(period.label for period in closing):
            message = _(
                "The last day for late entries has passed in %(periods)s: the calendar closes what is still open there."
            )
            messages.warning(self.request, message % {"periods": names})


class PlanPeriods(ProgrammeMixin, FormPage):
    """Plan the periods of some years at once."""

    permission_required = Permission.PERIOD_MANAGE
    template_name = "indicators/periods_plan.html"
    form_class = PlanPeriodsForm

    def get_initial(self):
        years = {"first_year": self.programme.start_year, "last_year": self.programme.end_year}
        days = DueDaysForm.initial_of(list(self.programme.periods.all()))
        return {"frequency": Frequency.HALF_YEARLY} | years | days

    def form_valid(self, form):
        try:
            planned = plan_periods(programme=self.programme, by=self.request.user, **form.cleaned_data)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        names = ", ".join(period.label for period in planned)
        messages.success(self.request, _("Planned: %(periods)s. Open each when it begins.") % {"periods": names})
        return redirect("indicators:periods", programme=self.programme.code)
