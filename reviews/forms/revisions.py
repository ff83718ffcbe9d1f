"""Forms that write over something: each carries the revision its writer saw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

INCOMPLETE = dict.fromkeys(
    ("required", "invalid", "min_value"), gettext_lazy("The form came back incomplete. Load the page again.")
)


class RevisionField(forms.IntegerField):
    """The revision that the writer saw; 0 for what did not exist yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, widget=forms.HiddenInput, error_messages=INCOMPLETE, **kwargs)


def typed_over(form: forms.Form, current: Any) -> Any:
    """What was typed into a form, as the data of one that is to be saved over `current`."""
    typed: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: lists stay lists
    typed["revision"] = str(current.revision)
    return typed
