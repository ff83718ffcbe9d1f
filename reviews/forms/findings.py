"""Forms of findings on indicators: what was found, what it rests on, whose doing it is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models import CountryProgrammeOutcome

from ..choices import Attribution, Finding, FindingBasis
from .revisions import RevisionField, typed_over


class FindingForm(forms.Form):
    """What a person decides on an indicator; its figures are not asked for, they are those of the facts."""

    decision = forms.ChoiceField(
        label=_("Finding"),
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was found.")},
    )
    basis = forms.ChoiceField(
        label=_("It rests on"), choices=[("", _("Not said")), *FindingBasis.choices], required=False
    )
    words = forms.CharField(
        label=_("Why, in words"),
        help_text=_("Needed where you find otherwise than the figures suggest. The report prints it."),
        widget=forms.Textarea,
        required=False,
    )
    attribution = forms.ChoiceField(
        label=_("Whose doing it is"), choices=[("", _("Not said")), *Attribution.choices], required=False
    )
    shared_with = forms.CharField(
        label=_("Shared with"),
        help_text=_("Where others have a part in the result: who."),
        max_length=250,
        required=False,
    )
    revision = RevisionField()

    def __init__(self, *args, finding, suggestion=None, **kwargs):
        self.finding = finding
        super().__init__(*args, **kwargs)
        self.initial = {
            "decision": finding.finding,
            "basis": finding.basis or (suggestion.basis if suggestion else ""),
            "words": finding.finding_basis,
            "attribution": finding.attribution,
            "shared_with": finding.shared_with,
            "revision": finding.revision,
        } | dict(self.initial)

    def on_top_of(self, current):
        """The same form with what was typed, to be saved over `current`."""
        return type(self)(typed_over(self, current), finding=current)


class OutcomeChoice(forms.ModelChoiceField):
    """A country programme outcome, by code and title."""

    def label_from_instance(self, outcome):
        return f"{outcome.code} {outcome.title}"


class AssessForm(FindingForm):
    """The finding on an indicator that the review has said nothing on, and under which of its outcomes it stands."""

    country_programme_outcome = OutcomeChoice(
        label=_("Outcome under review"),
        help_text=_("Under which of the outcomes reviewed the finding stands."),
        queryset=CountryProgrammeOutcome.objects.none(),
        error_messages={
            "required": _("Choose the outcome under which the finding stands."),
            "invalid_choice": _("This outcome is not under review. Choose one from the list."),
        },
    )
    field_order = ["decision", "basis", "words", "attribution", "shared_with", "country_programme_outcome", "revision"]

    def __init__(self, *args, outcomes, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["revision"]
        self.fields["country_programme_outcome"].queryset = outcomes  # type: ignore[attr-defined]  # the choice above
