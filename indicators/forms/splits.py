"""By what the figures of an indicator are to be split."""

from itertools import combinations

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms.base import Refusable

from ..choices import MEASURES_WITH_CROSSED_PARTS, MEASURES_WITH_PARTS, SEX
from ..selectors import counts_one_sex_only, dimensions_to_choose, splits_seen
from ..services import LONGEST


class SplitsForm(Refusable, forms.Form):
    """Dimensions side by side, pairs of them crossed, and – once there are figures – why.

    `seen` says how the indicator was split when the form was opened.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    side_by_side = forms.MultipleChoiceField(
        label=_("Side by side"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each splits the same total in its own way."),
    )
    crossed = forms.MultipleChoiceField(
        label=_("Crossed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A table: how many of each category of the one fall into each category of the other."),
    )
    reason = ProseField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("There are figures already: say why this is changed, so that they can be read."),
    )

    def __init__(self, *args, indicator, **kwargs):
        current = list(indicator.disaggregations.current().values_list("dimension", "crossed_with"))
        kwargs["initial"] = {
            "seen": splits_seen(indicator),
            "side_by_side": [str(dimension) for dimension, crossed in current if crossed is None],
            "crossed": [_pair(dimension, crossed) for dimension, crossed in current if crossed is not None],
        }
        super().__init__(*args, **kwargs)
        in_use = {key for pair in current for key in pair if key}
        offered = dimensions_to_choose(indicator.programme, in_use)
        # What cannot be split any more keeps only the way to end what is there.
        if indicator.measure not in MEASURES_WITH_PARTS:
            offered = [one for one in offered if one.pk in in_use]
        elif counts_one_sex_only(indicator):
            offered = [one for one in offered if one.code != SEX or one.pk in in_use]
        self.dimensions = {one.pk: one for one in offered}
        in_order = sorted(offered, key=lambda one: one.pk)
        pairs = [(one, other) for one, other in combinations(in_order, 2) if one.code != other.code]
        if indicator.measure not in MEASURES_WITH_CROSSED_PARTS:
            pairs = [(one, other) for one, other in pairs if _pair(one.pk, other.pk) in kwargs["initial"]["crossed"]]
        self._choices("side_by_side", [(str(one.pk), _label(one)) for one in offered])
        self._choices("crossed", [(_pair(one.pk, other.pk), f"{one} × {other}") for one, other in pairs])
        self.fields["reason"].is_expected = True  # type: ignore[attr-defined]
        if not indicator.entries.exists():
            del self.fields["reason"]

    def _choices(self, name, choices):
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def splits(self):
        """What was chosen, as pairs of dimensions. Call it on a valid form."""
        alone = [(self.dimensions[int(key)], None) for key in self.cleaned_data.get("side_by_side", ())]
        crossed = [
            tuple(self.dimensions[int(key)] for key in pair.split("x")) for pair in self.cleaned_data.get("crossed", ())
        ]
        return [*alone, *crossed]


def _pair(one, other):
    """Sex × age and age × sex are the same choice."""
    return "x".join(str(key) for key in sorted((one, other)))


def _label(dimension):
    categories = ", ".join(str(category) for category in dimension.categories.all() if not category.is_retired)
    return f"{dimension} ({categories})"
