"""What people type about reporting periods."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.forms import RecordForm
from outcomes.forms.base import Refusable

from ..choices import Frequency
from ..models import ReportingPeriod


class PeriodForm(forms.Form):
    """Why a period is opened or closed."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)


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


class PlanPeriodsForm(Refusable, forms.Form):
    """Periods of equal length for some years of the programme."""

    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices, widget=forms.RadioSelect)
    first_year = forms.IntegerField(label=_("First year"))
    last_year = forms.IntegerField(label=_("Last year"))


class ReportingPeriodForm(RecordForm):
    """One period: what it is called, and its days."""

    class Meta:
        model = ReportingPeriod
        fields = ["label", "starts_on", "ends_on"]
        help_texts = {
            "label": _("Such as 2011 or 2011-H1: letters, digits and hyphens. It stands in addresses."),
        }
        error_messages = {"label": {"invalid": _("Letters, digits and hyphens, such as 2011-H1.")}}
