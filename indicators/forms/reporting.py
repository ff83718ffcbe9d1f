"""What the page of what is expected can be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import Expected

LATE = "late"


class ReportingFilter(forms.Form):
    """`?period=2010&outcome=1&state=overdue`

    What is not known narrows nothing. `shown` is the period that is shown where none is asked for.
    """

    period = forms.ChoiceField(label=_("Period"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    state = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("All")), *Expected.choices, (LATE, _("Handed in late"))],
    )

    def __init__(self, data, *, periods, outcomes, shown):
        self.known = {period.label: period for period in periods}
        asked = data.copy()
        self.shown = self.known.get(asked.get("period", ""), shown)
        asked["period"] = self.shown.label if self.shown else ""
        super().__init__(asked)
        self.fields["period"].choices = [(label, label) for label in self.known]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.is_expected = True  # type: ignore[attr-defined]  # “All” is a choice like any other
        named = [(str(one.number), str(one)) for one in outcomes]
        self.fields["outcome"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def narrowed(self, rows):
        """The rows asked for, of `expected_reports`."""
        self.is_valid()
        if outcome := self.cleaned_data.get("outcome"):
            rows = rows.filter(outcome__number=outcome)
        state = self.cleaned_data.get("state")
        if state == LATE:
            return rows.filter(entry_is_late=True)
        return rows.filter(expected=state) if state else rows
