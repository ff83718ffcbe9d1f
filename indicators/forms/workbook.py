"""What people send in and type about the workbook of a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms.base import Refusable


class WorkbookForm(Refusable, forms.Form):
    """A file with the framework of the programme."""

    file = forms.FileField(
        label=_("Workbook, or CSV files in a zip"),
        help_text=_("At most 5 MB. You see first what it would do; nothing is changed until you confirm."),
        error_messages={
            "required": _("Choose the file to send in."),
            "empty": _("The file is empty. Choose the one you have changed."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.zip"}),
    )


class ConfirmWorkbookForm(Refusable, forms.Form):
    """Why the framework is changed so."""

    reason = ProseField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, is_needed=False, **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        # The service asks for it; here the label only says so.
        reason.is_expected = is_needed  # type: ignore[attr-defined]
        if is_needed:
            reason.help_text = _("Indicators with figures change: whoever reads those later has to know why.")
