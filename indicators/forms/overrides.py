"""What people type when they judge an indicator otherwise than its figures do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms.base import Refusable

from ..choices import STATUSES_TO_GIVE
from ..services import LONGEST


class OverrideForm(Refusable, forms.Form):
    """A status and why the figures do not tell it. `seen` is the status that somebody gave before, by its key."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    status = forms.ChoiceField(
        label=_("Status"), choices=[(status, status.label) for status in STATUSES_TO_GIVE], widget=forms.RadioSelect
    )
    reason = ProseField(
        label=_("Reason"),
        max_length=LONGEST["reason"],
        help_text=_("What the figures do not show. Everybody in the programme reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the figures do not tell the status.")},
    )
