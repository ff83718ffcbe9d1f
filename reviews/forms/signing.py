"""What people send when they sign a report, or open a final one for a correction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms.base import Refusable

from .revisions import INCOMPLETE, RevisionField


class SigningForm(Refusable, forms.Form):
    """The file that is signed, and the revision of the review it was read at."""

    revision = RevisionField()
    file = forms.IntegerField(widget=forms.HiddenInput, error_messages=INCOMPLETE)
    is_read = forms.BooleanField(
        label=_("I have read this file. It becomes the final report as it is."),
        error_messages={"required": _("Read the file first, then say that you have.")},
    )


class CorrectionForm(Refusable, forms.Form):
    """What is corrected, and the revision of the review it was read at."""

    revision = RevisionField()
    erratum = ProseField(
        label=_("What is corrected, and why"),
        max_length=2000,
        help_text=_("The next version prints it on one of its first pages."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what is corrected, and why: the next version prints it.")},
    )
