"""What people say about an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms.base import Refusable

from ..services import LONGEST_COMMENT


class CommentForm(Refusable, forms.Form):
    """A comment, or an answer to one.

    `members` are those who can be chosen, `threads` those that can be answered, `answered` is the comment that the
    form answers; when it is sent, it says that itself. On the page of an entry it offers nobody to choose: the list is
    long, and a name in the text does as well.
    """

    text = ProseField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        help_text=_("Type @ and a full name to mention somebody: they find it in their next mail."),
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": ""}),
        error_messages={"required": _("Write what you want to say.")},
    )
    mentions = forms.MultipleChoiceField(
        label=_("Who is to read it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answers = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, members=(), threads=(), answered=None):
        comments = {str(thread.comment.pk): thread.comment for thread in threads}
        self.answered = answered if data is None else comments.get(data.get("answers", ""))
        key = self.answered.pk if self.answered else ""
        self.is_homeless = data is not None and not key and bool(data.get("answers"))
        if self.is_homeless:
            data = data.copy()
            data["answers"] = ""
        # Several such forms stand on one page.
        ids = f"id_answer_{key}_%s" if key else "id_comment_%s"
        super().__init__(data, initial={"answers": key}, auto_id=ids)
        self.members = {str(person.pk): person for person in members}
        self.fields["mentions"].choices = [  # type: ignore[attr-defined]
            (key, f"{person.name} ({person.organisation})" if person.organisation else person.name)
            for key, person in self.members.items()
        ]

    def clean(self):
        if self.is_homeless:
            # Sent once more, it is a comment of its own.
            self.add_error(None, _("What you answer is not here. Send it again to say it as a comment of its own."))
        return super().clean()

    def said(self):
        """What was typed, as the service takes it. Call it on a valid form."""
        chosen = [self.members[key] for key in self.cleaned_data["mentions"]]
        return {"text": self.cleaned_data["text"], "answers": self.answered, "mentions": chosen}
