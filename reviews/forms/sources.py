"""Choosing what a score rests on: boxes to tick, and documents named one to a line."""

from itertools import groupby

from django import forms
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import ProseField
from dwcp.toolkit.figures import day
from indicators.display import with_unit

from ..selectors import citable_in
from ..services import Source


class SourcesForm(forms.Form):
    """What a score rests on. `programme` is whose indicators, verified entries and consultations are offered.

    Those of the outcomes numbered in `own` stand first: they are what an outcome is judged by.
    """

    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Indicators, verified figures and consultations"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("What you ticked is not there any more. Look at the list, and save again.")
        },
    )
    documents = ProseField(
        label=gettext_lazy("Documents"),
        help_text=gettext_lazy("One to a line: title, year, page."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        required=False,
    )

    def __init__(self, *args, programme, own=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.own = set(own)
        self.fields["sources"].choices = self._choices()  # type: ignore[attr-defined]

    @cached_property
    def offered(self):
        """What can be ticked, by the value of its box."""
        indicators, entries, events = citable_in(self.programme)
        return {
            **{f"indicator-{one.pk}": Source(indicator=one) for one in indicators},
            **{f"entry-{one.pk}": Source(entry=one) for one in entries},
            **{f"event-{one.pk}": Source(event=one) for one in events},
        }

    def chosen(self):
        """The sources of a valid form, as the service takes them."""
        documents = self.cleaned_data["documents"].splitlines()
        return (
            *(self.offered[value] for value in self.cleaned_data["sources"]),
            *(Source(document=line.strip()) for line in documents if line.strip()),
        )

    def _choices(self):
        """Groups of boxes: by kind, indicators and entries by outcome, one's own outcomes first."""
        names = {"indicator": _("Indicators"), "entry": _("Verified figures"), "event": _("Consultations")}
        rows = []
        for value, source in self.offered.items():
            kind, record = value.split("-")[0], source.indicator or source.entry or source.event
            outcome = None if kind == "event" else getattr(record, "indicator", record).outcome
            rows.append(
                (list(names).index(kind), outcome is not None and outcome.number not in self.own, outcome, value)
            )
        rows.sort(key=lambda row: row[:2])
        for (place, _others, outcome), group in groupby(rows, key=lambda row: row[:3]):
            name = list(names.values())[place]
            title = f"{name}: {outcome}" if outcome else name
            yield title, [(value, _label(self.offered[value])) for *_rest, value in group]


def initial_sources(citations):
    """What is cited already, as the form takes it."""
    values, documents = [], []
    for citation in citations:
        if citation.document:
            documents.append(citation.document)
        for kind in ("indicator", "entry", "event"):
            if key := getattr(citation, f"{kind}_id"):
                values.append(f"{kind}-{key}")
    return {"sources": values, "documents": "\n".join(documents)}


def _label(source):
    """One line: enough to know it by."""
    if source.indicator:
        return f"{source.indicator.code} {Truncator(source.indicator.statement).chars(100)}"
    if source.entry:
        entry = source.entry
        figure = "" if entry.value is None else with_unit(entry.value, entry.indicator)
        return " · ".join(str(part) for part in (entry.indicator.code, entry.period.label, figure) if part)
    return f"{day(source.event.held_on)}, {source.event.group_label or source.event.code}"
