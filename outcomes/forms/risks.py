"""The form of a risk."""

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Risk
from .base import RecordForm

LIKELIHOODS = {1: _("Rare"), 2: _("Unlikely"), 3: _("Possible"), 4: _("Likely"), 5: _("Almost certain")}
IMPACTS = {1: _("Negligible"), 2: _("Minor"), 3: _("Moderate"), 4: _("Major"), 5: _("Severe")}


class StepField(forms.TypedChoiceField):
    """A step from 1 to 5, offered with its word."""

    def __init__(self, *, words, sentence, **kwargs):
        super().__init__(
            choices=[("", "---------"), *((step, f"{step} – {word}") for step, word in words.items())],
            coerce=int,
            error_messages={"required": sentence, "invalid_choice": sentence},
            **kwargs,
        )


class RiskForm(RecordForm):
    """What may keep the programme or an outcome from being reached, and what is done about it."""

    likelihood = StepField(
        label=_("Likelihood"), words=LIKELIHOODS, sentence=_("Choose a likelihood from 1 (rare) to 5 (almost certain).")
    )
    impact = StepField(
        label=_("Impact"), words=IMPACTS, sentence=_("Choose an impact from 1 (negligible) to 5 (severe).")
    )

    class Meta:
        model = Risk
        fields = ["statement", "outcome", "likelihood", "impact", "response", "owner", "status"]
        help_texts = {
            "statement": _("What may happen, why, and what it would do to the outcome."),
            "impact": _("On what the programme promises, if it happens."),
            "response": _("What is done so that it does not happen, or does less harm."),
            "owner": _("Who watches it."),
        }
        error_messages = {
            "outcome": {"invalid_choice": _("Choose an outcome of this programme.")},
            "owner": {"invalid_choice": _("Choose somebody who takes part in this programme.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("outcome", self.programme.outcomes.all())
        self.fields["outcome"].empty_label = _("The programme as a whole")  # type: ignore[attr-defined]
        members = User.objects.filter(memberships__programme=self.programme)
        self.offer("owner", members)
        owner = self.instance.owner
        if owner and owner not in members:
            left = _("Until now %(person)s, who no longer takes part. Choose somebody else.") % {
                "person": escape(owner)
            }
            self.fields["owner"].help_text = left
