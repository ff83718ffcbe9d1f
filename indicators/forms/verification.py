"""What people type who verify: how closely they looked, why something goes back, what they look at first."""

import re
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms.base import Refusable

from ..choices import Grade
from ..models import ReportingPeriod
from ..sampling import SEEDS
from ..services import LONGEST


class CheckForm(Refusable, forms.Form):
    """How closely figures were checked, what of them, and against which source."""

    grade = forms.ChoiceField(
        label=_("How did you check it?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you checked it.")},
    )
    checked = forms.CharField(
        label=_("What did you check?"),
        required=False,
        max_length=300,
        help_text=_("Such as: the total and the women in it"),
    )
    checked_against = forms.CharField(
        label=_("Checked against"),
        required=False,
        max_length=300,
        help_text=_("The source you looked at; not needed after a desk check"),
    )

    @property
    def how(self):
        """How it was checked, as the services take it. Call it on a valid form."""
        return {name: self.cleaned_data[name] for name in ("grade", "checked", "checked_against")}


class VerifyForm(CheckForm):
    """The same of one entry, in the revision that was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, closer_than=None, **kwargs):
        """`closer_than` is the grade of the last check, where only a closer one says more."""
        super().__init__(*args, **kwargs)
        if closer_than:
            grades = list(Grade)
            closer = grades[grades.index(Grade(closer_than)) + 1 :]
            self.fields["grade"].choices = [(one.value, one.label) for one in closer]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why an entry is returned or opened again; the person who recorded it reads this."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = ProseField(
        label=_("Reason"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is to be mended, so that it can be.")},
    )


class TogetherForm(CheckForm):
    """Several entries checked in one and the same way: those that were ticked, or all that the list shows.

    Each is named by its key and the revision that was shown (`12:3`). `seen` names all that may be verified so, on
    every page of the list: what comes in later is not verified unseen.
    """

    TICKED, ALL = "ticked", "all"

    which = forms.ChoiceField(label=_("Which entries?"), widget=forms.RadioSelect, initial=TICKED)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ["which", "grade", "checked", "checked_against", "seen"]

    def __init__(self, *args, waiting, **kwargs):
        """`waiting` are the rows of the list that may be verified together."""
        super().__init__(*args, **kwargs)
        self.initial["seen"] = ",".join(one.token for one in waiting)
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (self.TICKED, _("Those ticked above")),
            (self.ALL, _now("All %(number)s without remarks, on every page of the list") % {"number": len(waiting)}),
        ]
        self.ticked = set(cast(QueryDict, self.data).getlist("chosen")) if self.is_bound else set()

    def clean(self):
        super().clean()
        typed = self.cleaned_data
        named = self.ticked if typed.get("which") == self.TICKED else set(typed.get("seen", "").split(",")) - {""}
        try:
            self.revisions = dict(map(_key_and_revision, named))
        except ValueError:
            self.revisions = {}
        if not self.revisions and "which" in typed:
            self.add_error("which", _now("Tick the entries that you checked, or choose all of them."))
        return typed


def _key_and_revision(text):
    key, _colon, revision = text.partition(":")
    if not (key.isdecimal() and revision.isdecimal() and len(key) < 18 and len(revision) < 10):
        raise ValueError(text)
    return int(key), int(revision)


class QueueFilter(forms.Form):
    """`?period=2010&outcome=1&by=7&remarks=without&sampled=on`: what the queue is narrowed by.

    What waits is offered to choose from. What cannot be a choice narrows nothing.
    """

    CHOICES = {
        "period": re.compile(r"[-\w]{1,20}"),
        "outcome": re.compile(r"[0-9]{1,5}"),
        "by": re.compile(r"[0-9]{1,15}"),
    }

    period = forms.ChoiceField(label=_("Period"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    by = forms.ChoiceField(label=_("Handed in by"), required=False)
    remarks = forms.ChoiceField(
        label=_("Remarks"),
        required=False,
        choices=[("", _("All")), ("without", _("Without remarks")), ("with", _("With remarks"))],
    )
    sampled = forms.BooleanField(label=_("Only those in a sample"), required=False)

    def __init__(self, *args, queue, **kwargs):
        super().__init__(*args, **kwargs)
        entries = [one.entry for one in queue]
        outcomes = {one.indicator.outcome_id: one.indicator.outcome for one in entries}.values()
        found = {
            "period": {one.period.label: one.period.label for one in entries},
            "outcome": {
                str(one.number): f"{one.number} {one.title}"
                for one in sorted(outcomes, key=lambda one: (one.position, one.number))
            },
            "by": {str(one.submitted_by_id): one.submitted_by.name for one in entries if one.submitted_by},
        }
        for name, choices in found.items():
            # The last one may have been decided on just now: the choice stands, and nothing fits it any more.
            asked = self.data.get(name, "")
            if asked not in choices and self.CHOICES[name].fullmatch(asked):
                choices[asked] = _now("%(choice)s (nothing waits)") % {
                    "choice": _now("Somebody") if name == "by" else asked
                }
            self.fields[name].choices = [("", _("All")), *choices.items()]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.is_expected = True  # type: ignore[attr-defined]  # a filter is not said to be optional

    @property
    def narrowing(self):
        """What was chosen, by its name; nothing for what was not."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self):
        """The same as it stands in addresses."""
        return urlencode({name: "on" if value is True else value for name, value in self.narrowing.items()})

    def narrowed(self, queue):
        """The rows of the queue that fit."""
        asked = self.narrowing
        fits = {
            "period": lambda one, label: one.entry.period.label == label,
            "outcome": lambda one, number: str(one.entry.indicator.outcome.number) == number,
            "by": lambda one, key: str(one.entry.submitted_by_id) == key,
            "remarks": lambda one, kind: bool(one.doubts) == (kind == "with"),
            "sampled": lambda one, _on: one.is_sampled,
        }
        return [one for one in queue if all(fits[name](one, value) for name, value in asked.items())]


class DrawForm(Refusable, forms.Form):
    """Of which period a sample is drawn, how large it is, and from which seed."""

    period = forms.ModelChoiceField(
        queryset=ReportingPeriod.objects.none(),
        label=_("Period"),
        empty_label=None,
        error_messages={"required": _("Choose the period to draw from.")},
    )
    size = forms.IntegerField(
        label=_("How many entries"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Give a number of entries from 1 to 1000000, in digits.")
        ),
    )
    percent = forms.DecimalField(
        label=_("Or how many per cent of them"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("Give a number from 0 to 100, with at most two decimals."),
        ),
        help_text=_("Rounded up to whole entries"),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=SEEDS - 1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Give a whole number from 0 to 999999.")
        ),
        help_text=_("Any number up to 999999. The same seed draws the same sample; this one was made up by chance."),
    )

    def __init__(self, *args, counts, **kwargs):
        """`counts` are the periods with how many entries can be drawn from in each."""
        super().__init__(*args, **kwargs)
        numbers = {period.pk: number for period, number in counts}
        field = self.fields["period"]
        field.queryset = ReportingPeriod.objects.filter(pk__in=numbers)  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (period.pk, _now("%(period)s – %(number)s to draw from") % {"period": period, "number": number})
            for period, number in counts
        ]
