"""Forms of the scores: one step of the scale, and why."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import Control

# What the form sends for "not assessed": nothing at all would also be a field that got lost on the way.
WITHOUT = "none"


class ScoreField(forms.TypedChoiceField):
    """One step of the scale, or none, called `without`."""

    widget = forms.RadioSelect

    def __init__(self, scale, *, without, **kwargs):
        steps = [(str(step), f"{step} – {scale.labels[step]}") for step in sorted(scale.labels)]
        span = {"lowest": scale.lowest, "highest": scale.highest}
        super().__init__(
            choices=[*steps, (WITHOUT, without)],
            coerce=lambda value: None if value == WITHOUT else int(value),
            error_messages={
                "required": _("Choose a whole number from %(lowest)s to %(highest)s, or the last answer.") % span,
                "invalid_choice": _(
                    "“%%(value)s” is not on the scale. Choose a whole number from %(lowest)s to %(highest)s."
                )
                % span,
            },
            **kwargs,
        )


class ScoringForm(forms.Form):
    """A score at the revision its writer saw."""

    # The field of the score, what it is called, and what it is called to give none.
    scored = "score"
    scored_label = gettext_lazy("Score")
    without = gettext_lazy("Not assessed")

    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("The form came back incomplete. Load the page again.")
        ),
    )

    def __init__(self, *args, score, scale, **kwargs):
        self.scale = scale
        super().__init__(*args, **kwargs)
        choice = ScoreField(scale, label=self.scored_label, without=self.without)
        self.fields = {self.scored: choice, **self.fields}
        for name in self.fields:
            self.initial[name] = getattr(score, name)
        if self.initial[self.scored] is None:
            self.initial[self.scored] = WITHOUT

    def on_top_of(self, current):
        """The same form with what was typed, to be saved over `current`."""
        typed = dict(self.data.items()) | {"revision": current.revision}
        return type(self)(typed, score=current, scale=self.scale)


class CriterionForm(ScoringForm):
    """The agreed score of a criterion."""

    rationale = forms.CharField(
        label=gettext_lazy("Rationale"),
        help_text=gettext_lazy("Why this score: what was found, in a few sentences. The report prints it."),
        widget=forms.Textarea,
        required=False,
    )


class AreaForm(ScoringForm):
    """The agreed rating of an outcome in one area, and who controls how the area turns out here."""

    scored = "rating"
    scored_label = gettext_lazy("Rating")
    without = gettext_lazy("Not rated")

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Why this rating, in a few sentences. The report prints it."),
        widget=forms.Textarea,
        required=False,
    )
    control = forms.ChoiceField(
        label=gettext_lazy("Who controls how this area turned out for this outcome"),
        choices=[("", gettext_lazy("As the method says")), *Control.choices],
        required=False,
    )
    control_reason = forms.CharField(
        label=gettext_lazy("Why the control differs"),
        help_text=gettext_lazy("Needed only when you choose something else than the method says."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args, score, **kwargs):
        super().__init__(*args, score=score, **kwargs)
        says = {"control": score.area.get_control_display()}
        self.fields["control"].help_text = _("The method says: %(control)s.") % says
