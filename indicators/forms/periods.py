"""What people type about reporting periods."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from outcomes.forms import RecordForm
from outcomes.forms.base import Refusable

from ..choices import PERIOD_MOVES, Frequency, PeriodState
from ..models import ReportingPeriod
from ..planning import MOST_DAYS, days_between

# Digits are typed, also Khmer ones, which a browser's own field of numbers refuses.
DAYS = {"inputmode": "numeric", "autocomplete": "off"}

NO_YEAR = _("Give the year in digits, such as 2011.")


def _days_field(**kwargs):
    """A number of days, refused in one sentence whatever is wrong with it."""
    field = forms.IntegerField(min_value=0, max_value=MOST_DAYS, widget=forms.TextInput(attrs=DAYS), **kwargs)
    sentence = format_lazy(_("Give a number of days from 0 to {most}."), most=MOST_DAYS)
    field.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
    return field


class PeriodForm(forms.Form):
    """Where a period is to go, and why. Its buttons say where."""

    to = forms.ChoiceField(
        choices=[(state, state.label) for state in PeriodState if state != PeriodState.PLANNED],
        error_messages={"required": _("Say what is to be done with the period: press one of its buttons.")},
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)

    def __init__(self, *args, state, **kwargs):
        """`state` is where the period stands."""
        super().__init__(*args, **kwargs)
        # It is not said to be optional where it is not: only what was closed needs its reason, and the service says so.
        self.fields["reason"].is_expected = PeriodState.REOPENED in PERIOD_MOVES[PeriodState(state)]  # type: ignore[attr-defined]


class OpenPeriodsForm(forms.Form):
    """Which periods are opened together, and why."""

    periods = forms.ModelMultipleChoiceField(
        queryset=ReportingPeriod.objects.none(),
        label=_("Periods"),
        error_messages={"required": _("Choose the periods to open.")},
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, help_text=_("Asked for when one of them was closed.")
    )

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["periods"].queryset = periods  # type: ignore[attr-defined]


class DueDaysForm(Refusable, forms.Form):
    """How long after a period its reports are due, and how much longer late ones are taken."""

    due_after = _days_field(
        label=_("Reports are due so many days after the period ends"),
        initial=15,
        help_text=_("What is handed in later is marked as late."),
        error_messages={"required": _("Say how many days after the end of a period its reports are due.")},
    )
    late_for = _days_field(
        label=_("Late entries are taken so many days longer"),
        initial=15,
        required=False,
        help_text=_("0: none are taken. Left empty: until somebody closes the period."),
    )

    @staticmethod
    def initial_of(periods):
        """The numbers of days of the last of these periods that has any; nothing without one.

        Days that were set for one period alone, and lie far from it, are no rule for others.
        """
        for period in reversed([one for one in periods if one.due_on]):
            due_after, late_for = days_between(period.ends_on, period.due_on, period.closes_on)
            if max(due_after, late_for or 0) <= MOST_DAYS:
                return {"due_after": due_after, "late_for": late_for}
        return {}

    @classmethod
    def common_to(cls, periods):
        """The numbers of days that hold in all of these periods that are not closed, to be set anew.

        Where they differ, or lie too far off to be typed, the fields are empty: any number would be one of ours.
        """
        stated = {
            days_between(one.ends_on, one.due_on, one.closes_on)
            for one in periods
            if one.due_on and one.state != PeriodState.CLOSED
        }
        if not stated:
            return cls.initial_of(periods)
        due_after, late_for = stated.pop()
        if stated or max(due_after, late_for or 0) > MOST_DAYS:
            return {"due_after": None, "late_for": None}
        return {"due_after": due_after, "late_for": late_for}


class PlanPeriodsForm(DueDaysForm):
    """Periods of equal length for some years of the programme."""

    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices, widget=forms.RadioSelect)
    first_year = forms.IntegerField(label=_("First year"), error_messages={"invalid": NO_YEAR})
    last_year = forms.IntegerField(label=_("Last year"), error_messages={"invalid": NO_YEAR})

    field_order = ["frequency", "first_year", "last_year", "due_after", "late_for"]


class ReportingPeriodForm(RecordForm):
    """One period: what it is called, its days, and until when reports are taken."""

    class Meta:
        model = ReportingPeriod
        fields = ["label", "starts_on", "ends_on", "due_on", "closes_on"]
        help_texts = {
            "label": _("Such as 2011 or 2011-H1: letters, digits and hyphens. It stands in addresses."),
            "due_on": _(
                "What is handed in after this day is marked as late. Left empty, nothing is late and the calendar "
                "leaves the period alone."
            ),
            "closes_on": _(
                "The last day on which late entries are taken. Left empty, they are taken until somebody closes the "
                "period."
            ),
        }
        error_messages = {"label": {"invalid": _("Letters, digits and hyphens, such as 2011-H1.")}}
