"""Forms of who takes part in a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency, Role
from accounts.models import Organisation

from ..models import ProgrammeMembership
from .base import RecordForm


class OrganisationField(forms.ModelChoiceField):
    """An organisation by acronym and name."""

    def label_from_instance(self, organisation):
        return " – ".join(filter(None, [organisation.acronym, organisation.name]))


class MemberForm(RecordForm):
    """What somebody is in the programme."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=lambda: [(role.value, f"{role.label}: {role.summary}") for role in Role],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ProgrammeMembership
        fields = ["role", "outcomes"]
        widgets = {"outcomes": forms.CheckboxSelectMultiple}
        help_texts = {"outcomes": _("Only for outcome managers: they record progress for these.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("outcomes", self.programme.outcomes.all())


class NewMemberForm(MemberForm):
    """Somebody who does not take part yet; who has no account gets one."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("With it they sign in."))
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    organisation = OrganisationField(
        queryset=Organisation.objects.all(), label=_("Organisation"), required=False, empty_label=_("Not in the list")
    )
    new_organisation = forms.CharField(
        label=_("Name of an organisation that is not in the list"), max_length=250, required=False
    )
    constituency = forms.ChoiceField(
        label=_("Whom the new organisation speaks for"), choices=[("", "–"), *Constituency.choices], required=False
    )
    field_order = ["email", "role", "outcomes", "name", "organisation", "new_organisation", "constituency"]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        name, constituency = cleaned.get("new_organisation"), cleaned.get("constituency")
        if name and cleaned.get("organisation"):
            self.add_error("new_organisation", _("Choose an organisation from the list or type a new one, not both."))
        elif name and not constituency and "constituency" not in self.errors:
            self.add_error("constituency", _("Say whom the new organisation speaks for."))
        elif constituency and not name:
            self.add_error("new_organisation", _("Type the name of the new organisation, or take this choice back."))
        elif name and constituency:
            cleaned["organisation"] = Organisation(name=name, constituency=constituency)
        return cleaned
