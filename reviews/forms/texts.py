"""Form of a text of the report."""

from django import forms
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import ProseField

from .revisions import RevisionField


class TextField(ProseField):
    """A text of the report. It may be empty; that is no reason to call it optional."""

    is_expected = True


class TextForm(forms.Form):
    """A text in Markdown at the revision its writer saw; how long it may be is the service's to say."""

    text = TextField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "prose", "rows": 18, "spellcheck": "true"}),
    )
    revision = RevisionField()
