"""What people type to begin the next cycle's programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.forms.base import Refusable


class CloneForm(Refusable, forms.Form):
    """The programme that follows. Whether people come along is asked of who says who takes part."""

    title = forms.CharField(label=_("Title"), max_length=250)
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Country, DWCP and years, such as KHM-DWCP-2011-2015. It stays as it is from then on."),
    )
    start_year = forms.IntegerField(label=_("First year"))
    end_year = forms.IntegerField(label=_("Last year"))
    with_people = forms.BooleanField(
        label=_("Take the people along"),
        required=False,
        help_text=_(
            "Everybody keeps their role, and outcome managers the outcomes in their care. People whose account is "
            "closed stay behind; administrators come along only if you are one."
        ),
    )

    def __init__(self, *args, may_take_people, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_take_people:
            del self.fields["with_people"]

    def clean_code(self):
        """Codes are capitals."""
        return self.cleaned_data["code"].upper()
