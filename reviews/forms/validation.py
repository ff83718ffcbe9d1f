"""The form in which a constituent answers a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms import Refusable

from ..choices import Stance
from .revisions import RevisionField


class AnswerForm(Refusable, forms.Form):
    """What one's organisation thinks of the draft, at the revision of the answer that its writer saw."""

    stance = forms.ChoiceField(
        label=_("Your organisation"),
        choices=[
            (Stance.ENDORSES, _("endorses the draft")),
            (Stance.COMMENTS, _("comments on it, and does not object")),
            (Stance.RESERVES, _("has a reservation")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether your organisation endorses, comments or has a reservation.")},
    )
    text = ProseField(
        label=_("In words"),
        required=False,
        max_length=5000,
        help_text=_("Needed for a comment or a reservation. The report prints it with the name of your organisation."),
    )
    revision = RevisionField()
