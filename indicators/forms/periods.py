"""What people type about reporting periods."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    """Why a period is opened or closed."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)
