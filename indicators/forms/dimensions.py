"""What people type about dimensions and categories."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms import RecordForm
from outcomes.forms.base import Refusable

from ..models import Category, Dimension
from ..selectors import indicators_reported_by
from ..services import LONGEST

CODE_HINT = _("Letters, digits and hyphens, for imports and the API; it stays. Left empty, it is made of the name.")
RENAMING_HINT = _(
    "Needed where the name is changed, for figures were reported under it. A misspelling may be corrected; what it "
    "means must stay the same. For something else, add another."
)


class NamedForm(RecordForm):
    """A record with a name and a code; the code is chosen once, for figures are sent in under it.

    Who gives it another name once there are figures says why.
    """

    reason_when_new: Any = ""
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        max_length=30,
        help_text=CODE_HINT,
        error_messages={"invalid": _("Letters, digits and hyphens, such as province.")},
    )
    reason = ProseField(
        label=_("Reason"), required=False, max_length=LONGEST["reason"], widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = self.reason_when_new
        if self.instance.pk:
            del self.fields["code"]
            self.fields["reason"].help_text = RENAMING_HINT
        if not self._may_need_a_reason():
            del self.fields["reason"]

    def _may_need_a_reason(self):
        return indicators_reported_by(self.instance).exists() if self.instance.pk else bool(self.reason_when_new)

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

    reason_when_new = _(
        "Needed where indicators with figures are split by the dimension: they begin a new series, in which the "
        "category is asked for."
    )

    class Meta:
        model = Category
        fields = ["dimension", "name", "code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("dimension", self.programme.dimensions.all())
        if self.instance.pk:
            del self.fields["dimension"]


class RetireForm(Refusable, forms.Form):
    """Why a category is not asked for any more, or is again."""

    reason = ProseField(
        label=_("Reason"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that the figures can be read.")},
    )
