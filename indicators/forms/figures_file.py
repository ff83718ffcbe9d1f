"""What people send in and choose about a workbook with figures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.forms.base import Refusable


class FiguresFileForm(Refusable, forms.Form):
    """A workbook with figures, filled in."""

    file = forms.FileField(
        label=_("The workbook you filled in"),
        help_text=_("At most 5 MB. You see first what it would do; nothing is saved until you confirm."),
        error_messages={
            "required": _("Choose the file to send in."),
            "empty": _("The file is empty. Choose the one you have filled in."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class ConfirmFiguresForm(Refusable, forms.Form):
    """Which rows are to stand over somebody's newer figure: their keys."""

    replace = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, conflicts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replace"].choices = [(key, key) for key in conflicts]  # type: ignore[attr-defined]
