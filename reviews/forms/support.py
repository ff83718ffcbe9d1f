"""Forms of another view, of what a score rests on, and of findings on sub-criteria."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import ProseField

from .revisions import RevisionField, typed_over
from .scoring import WITHOUT, ScoreField
from .sources import SourcesForm


class DissentForm(forms.Form):
    """Another view of an agreed score: the score one holds, if one holds one, and why."""

    text = ProseField(
        label=gettext_lazy("What you see otherwise, and why"),
        help_text=gettext_lazy("The report prints it beside the score, with the group you speak for."),
        error_messages={"required": gettext_lazy("Say what you see otherwise.")},
    )
    revision = RevisionField()

    def __init__(self, *args, dissent, scale, **kwargs):
        super().__init__(*args, **kwargs)
        self.scale = scale
        score = ScoreField(scale, label=gettext_lazy("The score you would give"), without=gettext_lazy("No score"))
        self.fields = {"own_score": score, **self.fields}
        self.initial = {
            "own_score": WITHOUT if dissent.score is None else dissent.score,
            "text": dissent.text,
            "revision": dissent.revision,
        }

    def on_top_of(self, current):
        """The same form with what was typed, to be saved over `current`."""
        return type(self)(typed_over(self, current), dissent=current, scale=self.scale)


class CitationForm(SourcesForm):
    """What more an agreed score rests on."""

    def clean(self):
        if not self.errors and not self.chosen():
            raise forms.ValidationError(_("Tick what the score rests on, or name a document."))
        return super().clean()


class SubCriterionFindingForm(forms.Form):
    """What was found under one heading of a criterion."""

    heading = forms.CharField(
        label=gettext_lazy("Heading"),
        max_length=300,
        error_messages={"required": gettext_lazy("Give the finding a heading.")},
    )
    sub_criteria = forms.ModelMultipleChoiceField(  # type: ignore[var-annotated]
        label=gettext_lazy("Sub-criteria it treats"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("This is no sub-criterion of the criterion."),
            "invalid_pk_value": gettext_lazy("This is no sub-criterion of the criterion."),
        },
    )
    finding = ProseField(
        label=gettext_lazy("What was found"),
        error_messages={"required": gettext_lazy("Say what was found.")},
    )
    revision = RevisionField()

    def __init__(self, *args, criterion, finding, **kwargs):
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        field = self.fields["sub_criteria"]
        field.queryset = criterion.sub_criteria.all()  # type: ignore[attr-defined]
        field.label_from_instance = lambda sub: f"{sub} {sub.text}"  # type: ignore[attr-defined]
        self.initial = {
            "heading": finding.heading,
            "finding": finding.finding,
            "revision": finding.revision,
            "sub_criteria": list(finding.sub_criteria.all()) if finding.pk else [],
        }

    def on_top_of(self, current):
        """The same form with what was typed, to be saved over `current`."""
        return type(self)(typed_over(self, current), criterion=self.criterion, finding=current)
