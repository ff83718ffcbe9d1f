"""A statement to be checked, and what a list of remarks is narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField

from ..choices import Direction, Measure, ResultLevel
from ..essentials import has_baseline, has_date, has_target
from ..evaluability import ABOUT_WORDS, CRITERIA, Sheet, assess, assess_outcome


class RemarkFilter(forms.Form):
    """`?remark=no_baseline&differing=on`"""

    remark = forms.ChoiceField(label=_("Remark"), required=False)
    differing = forms.BooleanField(label=_("Only those whose level differs"), required=False)

    def __init__(self, *args, numbers, **kwargs):
        super().__init__(*args, **kwargs)
        found = [(one.code, f"{one.title} ({numbers[one.code]})") for one in CRITERIA if numbers[one.code]]
        self.fields["remark"].choices = [("", _("All")), *found]  # type: ignore[attr-defined]

    @property
    def narrowing(self):
        """What to show; an unknown remark narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        return {"remark": asked.get("remark", ""), "only_differing": asked.get("differing", False)}


class StatementForm(forms.Form):
    """A statement being written. Whole forms of indicators and outcomes may be sent here: their names are the same.

    Nothing is required, and only what was sent is judged: a form without a field for the baseline is not told that
    the baseline is missing.
    """

    statement = ProseField(
        label=_("Statement"), required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
    )
    level = forms.ChoiceField(label=_("Result level"), required=False, choices=[("", "–"), *ResultLevel.choices])
    target_text = forms.CharField(label=_("Target in words"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False, choices=Measure, initial=Measure.NUMBER)
    unit = forms.CharField(label=_("Unit"), required=False, help_text=_("What is counted, such as workers."))

    # The field, and the question it answers.
    ANSWERS = {
        "unit": "not_measurable",
        "baseline_kind": "no_baseline",
        "target_value": "no_target",
        "target_due_on": "no_date",
        "means_of_verification": "no_means_of_verification",
        "responsible": "no_owner",
        "frequency": "no_frequency",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # May be empty while it is written, but there is nothing to check without it.
        self.fields["statement"].is_expected = True  # type: ignore[attr-defined]

    def assessment(self):
        """What the checklist says of the statement, or of an outcome's title; None where there is nothing to check."""
        if title := self._sent("title"):
            return assess_outcome(title)
        self.is_valid()
        typed = self.cleaned_data
        if not typed.get("statement"):
            return None
        answered = {code for name, code in self.ANSWERS.items() if name in self.data}
        measure = typed.get("measure") or Measure.NUMBER
        is_stated = bool(self._sent("target_value") or self._sent("target_text"))
        is_maintained = self._sent("direction") == Direction.MAINTAIN
        has_band = is_maintained and bool(self._sent("band_low") and self._sent("band_high"))
        sheet = Sheet(
            statement=typed["statement"],
            level=typed.get("level", ""),
            target_text=typed.get("target_text", ""),
            unit=typed.get("unit", ""),
            measure=measure,
            has_parts=bool(self._sent("numerator") and self._sent("denominator")),
            population=self._sent("population"),
            has_baseline=has_baseline(
                measure=measure, kind=self._sent("baseline_kind"), is_due=bool(self._sent("baseline_due_on"))
            ),
            has_target=has_target(is_stated=is_stated, has_band=has_band),
            has_date=has_date(
                is_dated=bool(self._sent("target_due_on") or self._sent("target_due_text")),
                is_stated=is_stated,
                has_band=has_band,
            ),
            has_means_of_verification=bool(self._sent("means_of_verification")),
            has_owner=bool(self._sent("responsible")),
            has_frequency=bool(self._sent("frequency")),
        )
        return assess(sheet, [one for one in CRITERIA if one in ABOUT_WORDS or one.code in answered])

    def _sent(self, name):
        return self.data.get(name, "").strip()
