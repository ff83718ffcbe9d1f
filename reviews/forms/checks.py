"""The form that answers what the consistency check points out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..selectors.checks import seen_together

LOST = dict.fromkeys(("required", "invalid"), _("The form came back incomplete. Load the page again."))


class AnswerForm(forms.Form):
    """Why something, or all that is open of a kind, may stand, and what the writer saw of it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=120, error_messages=LOST)
    seen = forms.CharField(widget=forms.HiddenInput, error_messages=LOST, strip=False)
    answer = forms.CharField(
        label=_("Why it may stand"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it may stand.")},
    )

    @classmethod
    def for_check(cls, check):
        """An empty form for one check, or with the answer it has."""
        initial = {"key": check.key, "seen": check.sentence, "answer": check.answer.answer if check.answer else ""}
        return cls(initial=initial, auto_id=f"id_{check.anchor}_%s", use_required_attribute=False)

    @classmethod
    def for_all(cls, kind, checks):
        """An empty form for all these checks of one kind; its key is the kind."""
        initial = {"key": kind, "seen": seen_together(checks)}
        return cls(initial=initial, auto_id=f"id_all_{kind}_%s", use_required_attribute=False)
