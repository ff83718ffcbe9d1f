"""Forms of scoring alone."""

from django import forms
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import ProseField

from .revisions import RevisionField, typed_over
from .scoring import WITHOUT, ScoreField
from .sources import SourcesForm, initial_sources


class QuickScoreForm(forms.Form):
    """One's own score of one thing, from the list: the words stay as they are."""

    revision = RevisionField()

    def __init__(self, *args, scale, **kwargs):
        super().__init__(*args, **kwargs)
        score = ScoreField(scale, label=gettext_lazy("Score"), without=gettext_lazy("Not assessed"))
        self.fields = {"score": score, **self.fields}

    def answered(self):
        """Score and whether it was not assessed, as the service takes them. Call it on a valid form."""
        return {"score": self.cleaned_data["score"], "is_not_assessed": self.cleaned_data["score"] is None}


class AloneForm(forms.Form):
    """One's own score of one thing, and why.

    It can be saved before a score is chosen: what was written is kept, and the thing is not scored yet.
    """

    rationale = ProseField(
        label=gettext_lazy("Rationale"),
        help_text=gettext_lazy("Why this score, for the day the team comes together. Until then nobody else reads it."),
        required=False,
    )
    revision = RevisionField()

    def __init__(self, *args, item, scale, **kwargs):
        super().__init__(*args, **kwargs)
        self.scale, self.item = scale, item
        choice = ScoreField(
            scale, label=gettext_lazy("Score"), without=gettext_lazy("Not assessed"), required=False, empty_value=""
        )
        # No score yet is no choice of its own: what was not touched is not said to be optional.
        choice.is_expected = self.fields["rationale"].is_expected = True  # type: ignore[attr-defined]
        self.fields = {"score": choice, **self.fields}
        given = item.score.score
        if given is None:
            given = WITHOUT if item.score.is_not_assessed else ""
        self.initial = {"score": given, "rationale": item.score.rationale, "revision": item.score.revision}

    def answered(self):
        """What was typed, as the service takes it. Call it on a valid form."""
        score = self.cleaned_data["score"]
        return {
            "score": None if score == "" else score,
            "is_not_assessed": score is None,
            "rationale": self.cleaned_data["rationale"],
            "revision": self.cleaned_data["revision"],
        }

    def on_top_of(self, current):
        """The same form with what was typed, to be saved over `current`."""
        return type(self)(typed_over(self, current), item=self.item, scale=self.scale)


class MySourcesForm(SourcesForm):
    """All that one's own score rests on."""

    revision = RevisionField()

    def __init__(self, *args, score, **kwargs):
        super().__init__(*args, **kwargs)
        self.score = score
        kept = initial_sources(score.citations.all()) if score.pk else {}
        self.initial = {"revision": score.revision, **kept}

    def on_top_of(self, current):
        """The same form with what was ticked, to be saved over `current`."""
        return type(self)(typed_over(self, current), score=current, programme=self.programme, own=self.own)
