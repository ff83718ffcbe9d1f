"""What people type to begin the next cycle's programme."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CloneForm(forms.Form):
    """The programme that follows."""

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
        help_text=_("Everybody keeps their role, and outcome managers the outcomes in their care."),
    )

    def clean_code(self):
        """Codes are capitals."""
        return self.cleaned_data["code"].upper()

    def refuse(self, problems):
        """Put the service's sentences beside their fields."""
        for field, message in problems.items():
            self.add_error(field if field in self.fields else None, message)
