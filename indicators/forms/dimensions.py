"""What people type about dimensions and categories."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms import RecordForm

from ..models import Category, Dimension
from ..services import LONGEST

CODE_HINT = _("Letters, digits and hyphens, for imports and the API; it stays. Left empty, it is made of the name.")


class NamedForm(RecordForm):
    """A record with a name and a code; the code is chosen once, for figures are sent in under it."""

    code = forms.SlugField(label=_("Code"), required=False, max_length=30, help_text=CODE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]

    def clean(self):
        super().clean()
        typed = self.cleaned_data
        if "code" in self.fields and "code" not in self.errors and typed.get("name"):
            typed["code"] = typed["code"] or slugify(typed["name"])[:30].strip("-")
            if not typed["code"]:
                self.add_error("code", _("Type a code of letters and digits, such as province."))
        return typed


class DimensionForm(NamedForm):
    """A way to split figures."""

    class Meta:
        model = Dimension
        fields = ["name", "code"]
        help_texts = {"name": _("Such as Province, or Size of the enterprise.")}


class CategoryForm(NamedForm):
    """One part of a dimension."""

    reason = ProseField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed where indicators with figures are split by the dimension: they begin a new series, in which the "
            "category is asked for."
        ),
    )

    class Meta:
        model = Category
        fields = ["dimension", "name", "code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("dimension", self.programme.dimensions.all())
        if self.instance.pk:
            del self.fields["dimension"], self.fields["reason"]


class RetireForm(forms.Form):
    """Why a category is not asked for any more, or is again."""

    reason = ProseField(
        label=_("Reason"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that the figures can be read.")},
    )
