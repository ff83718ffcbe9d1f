"""What people say about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import Digest


class DigestForm(forms.Form):
    """How often one is written to."""

    digest = forms.ChoiceField(
        label=_("Mail about what waits for you"),
        choices=Digest.choices,
        widget=forms.RadioSelect,
        help_text=_("One mail for all programmes: due soon, overdue, returned, to verify, and who mentioned you."),
        error_messages={"required": _("Choose how often."), "invalid_choice": _("Choose how often.")},
    )
