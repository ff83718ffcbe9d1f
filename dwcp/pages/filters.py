"""What a person's list of work can be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.choices import WorkState
from indicators.selectors import Asked

STATES = [
    ("", _("Everything")),
    *((state.value, state.label) for state in WorkState if state != WorkState.BEGUN),
    (WorkState.BEGUN.value, _("Begun, not handed in")),
]


class WorkFilter(forms.Form):
    """`?programme=KHM-DWCP-2008-2010&outcome=KHM-DWCP-2008-2010.1&period=2010&state=overdue&whose=all`

    What can be chosen follows from `work`, a person's whole list. What is in the address and not on the list any more
    – the last of it has just been done – stays chosen, and nothing is left of it.
    """

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), required=False, choices=STATES)
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("Only mine")), ("all", _("Everything I may record"))],
    )

    def __init__(self, *args, work, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = {item.programme.code: item.programme for item in work.items}
        by_country = sorted(programmes.values(), key=lambda one: (one.country.name, -one.start_year, one.code))
        self._offer("programme", _("All programmes"), [(one.code, one.short_title) for one in by_country])
        outcomes = [(one.short_title, _outcomes_of(one, work)) for one in by_country]
        # Outcome 1 of which programme has to be said only where there are several.
        self._offer("outcome", _("All outcomes"), outcomes[0][1] if len(outcomes) == 1 else outcomes)
        # The latest period is looked for most.
        periods = {item.period: item.ends_on for item in work.items}
        latest = sorted(periods, key=lambda label: (periods[label], label), reverse=True)
        self._offer("period", _("All periods"), [(label, label) for label in latest])
        if len(programmes) < 2 and not self.data.get("programme"):
            del self.fields["programme"]
        if all(item.is_theirs for item in work.items) and not self.data.get("whose"):
            del self.fields["whose"]
        for bound in self.fields.values():
            bound.is_expected = True  # nobody has to narrow anything

    def asked(self):
        """What is asked for. An address that makes no sense asks for everything."""
        self.is_valid()
        chosen = self.cleaned_data
        programme, _dot, number = chosen.get("outcome", "").rpartition(".")
        is_outcome = programme and number.isdecimal() and number.isascii() and len(number) < 6
        return Asked(
            programme=chosen.get("programme", ""),
            outcome=(programme, int(number)) if is_outcome else None,
            period=chosen.get("period", ""),
            state=chosen.get("state", ""),
            everything=chosen.get("whose") == "all",
        )

    def query(self):
        """What is chosen, as it stands in an address: nothing for what is not."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def _offer(self, name, everything, choices):
        chosen = self.data.get(name, "")
        known = {value for value, label in choices if isinstance(label, str)}
        known |= {value for _group, inside in choices if not isinstance(inside, str) for value, _label in inside}
        gone = [(chosen, chosen.rpartition(".")[2])] if chosen and chosen not in known else []
        self.fields[name].choices = [("", everything), *choices, *gone]


def _outcomes_of(programme, work):
    found = {item.outcome: item.outcome_name for item in work.items if item.programme.code == programme.code}
    return [(f"{programme.code}.{number}", f"{number} {name}") for number, name in sorted(found.items())]
