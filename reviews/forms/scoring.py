"""Forms of the scores: one step of the scale, and why."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import ProseField

from ..choices import Control
from .revisions import RevisionField, typed_over

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
    words = "rationale"
    scored_label = gettext_lazy("Score")
    without = gettext_lazy("Not assessed")

    revision = RevisionField()

    def __init__(self, *args, score, scale, **kwargs):
        self.scale = scale
        super().__init__(*args, **kwargs)
        choice = ScoreField(scale, label=self.scored_label, without=self.without)
        self.fields = {self.scored: choice, **self.fields}
        # May be empty while the team talks; before the report is final there is one.
        self.fields[self.words].is_expected = True  # type: ignore[attr-defined]
        for name in self.fields:
            self.initial[name] = getattr(score, name)
        if self.initial[self.scored] is None:
            # What nobody agreed on is not answered for them.
            self.initial[self.scored] = WITHOUT if score.revision else ""

    def on_top_of(self, current):
        """The same form with what was typed, to be saved over `current`."""
        return type(self)(typed_over(self, current), score=current, scale=self.scale)


class CriterionForm(ScoringForm):
    """The agreed score of a criterion."""

    rationale = ProseField(
        label=gettext_lazy("Rationale"),
        help_text=gettext_lazy("Why this score: what was found, in a few sentences. The report prints it."),
        required=False,
    )


class AreaForm(ScoringForm):
    """The agreed rating of an outcome in one area, and who controls how the area turns out here."""

    scored = "rating"
    words = "comment"
    scored_label = gettext_lazy("Rating")
    without = gettext_lazy("Not rated")

    comment = ProseField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Why this rating, in a few sentences. The report prints it."),
        required=False,
    )
    control = forms.ChoiceField(
        label=gettext_lazy("Who controls how this area turned out for this outcome"),
        choices=[("", gettext_lazy("As the method says")), *Control.choices],
        required=False,
    )
    control_reason = ProseField(
        label=gettext_lazy("Why the control differs"),
        help_text=gettext_lazy("Needed only when you choose something else than the method says."),
        required=False,
    )

    def __init__(self, *args, score, **kwargs):
        super().__init__(*args, score=score, **kwargs)
        says = {"control": score.area.get_control_display()}
        self.fields["control"].help_text = _("The method says: %(control)s.") % says
