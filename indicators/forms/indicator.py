"""What people type about an indicator, on one page in sections."""

from django import forms
from django.forms.models import construct_instance
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.fields import FigureField, ProseField
from outcomes.forms import RecordForm

from ..choices import (
    MEASURES_WITHOUT_SUMS,
    Accumulation,
    BaselineKind,
    Direction,
    Frequency,
    TargetKind,
    TargetReading,
)
from ..models import Category, Dimension, Indicator, Target
from ..selectors.framework import next_code
from ..services.definitions import Definition, definition_of, fingerprint_of
from .indicator_layout import HINTS, LABELS, NEEDED_BY, OF_THE_RECORD, SECTIONS
from .indicator_rows import CategoryTargets, DayField, Milestones, StepsField
from .reporter import ReporterField

FINAL_TARGET = ("value", "reading", "due_on", "due_text", "text", "source")
ONCE_THERE_ARE_FIGURES = ("reason", "begins_series", "recalculates")
# Each rule in words, with figures.
RULES = {
    Accumulation.INCREMENT: gettext_lazy("Each entry adds to what was there before: 200 and then 250 make 450."),
    Accumulation.CUMULATIVE: gettext_lazy("Each entry is the total so far: 200 and then 450 make 450."),
    Accumulation.LEVEL: gettext_lazy("Each entry is the level at its date: 200 and then 180 make 180."),
}


class IndicatorForm(RecordForm):
    """An indicator with everything that defines it; `milestones` and `category_targets` are its rows.

    Whether all of it fits together is judged by the service, which says everything at once.
    """

    baseline_value = FigureField(label=gettext_lazy("Value"))
    band_low = FigureField(label=gettext_lazy("Not below"), help_text=gettext_lazy("For what is to be maintained."))
    band_high = FigureField(label=gettext_lazy("Not above"), help_text=gettext_lazy("For what is to be maintained."))
    accumulation = forms.ChoiceField(
        label=gettext_lazy("How entries add up"),
        choices=list(RULES.items()),
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "What is done or not done, a step on a scale and words are always levels at their date."
        ),
    )
    target_value = FigureField(
        label=gettext_lazy("Final target"),
        help_text=gettext_lazy(
            "A figure; for a scale the number of the step. What is done or not done has words only."
        ),
    )
    target_reading = forms.ChoiceField(label=gettext_lazy("Read as"), choices=TargetReading.choices, required=False)
    target_due_on = DayField(label=gettext_lazy("Due on"))
    target_due_text = forms.CharField(
        label=gettext_lazy("Due, as stated in the document"), max_length=40, required=False
    )
    target_text = ProseField(label=gettext_lazy("Target in words"), required=False)
    target_source = forms.CharField(label=gettext_lazy("Source of the target"), max_length=200, required=False)
    splits: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=Dimension.objects.none(),
        label=gettext_lazy("Dimensions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Entries are asked for these, side by side. Two can be crossed (sex × age) once the indicator is there."
        ),
    )
    reason = ProseField(
        label=gettext_lazy("Reason"),
        required=False,
        help_text=gettext_lazy("There are figures already. Whoever reads them later finds this in the change log."),
    )
    begins_series = forms.BooleanField(
        label=gettext_lazy("Figures from now on mean something else: begin a new series"),
        required=False,
        help_text=gettext_lazy(
            "Tick this when the unit, the definition or what is counted changes so that old and new figures cannot "
            "be put beside each other. Earlier figures stay as reported and no longer count in the total. Another "
            "measure or currency always begins a new series; splits that the new measure has no parts for end then."
        ),
    )
    recalculates = forms.BooleanField(
        label=gettext_lazy("Recalculate the figure"),
        required=False,
        help_text=gettext_lazy(
            "Needed when you change how entries add up: the figure is then computed anew from the entries there are."
        ),
    )

    class Meta:
        model = Indicator
        fields = OF_THE_RECORD
        labels = LABELS
        help_texts = HINTS

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self._rows: dict[str, list] = {}
        self.definition = definition_of(instance) if instance.pk else Definition(instance)
        self.has_entries = bool(instance.pk) and instance.entries.exists()
        self.offer("outcome", self.programme.outcomes.all())
        self._shape_fields()
        self.initial |= {"seen": fingerprint_of(instance), "steps": self.definition.steps} | self._final_as_typed()
        if not instance.pk:
            self._suggest_code()
        self.milestones = Milestones(
            self.data if self.is_bound else None, prefix="milestones", initial=self._milestones_as_typed()
        )
        self.category_targets = CategoryTargets(
            self.data if self.is_bound else None,
            prefix="category_targets",
            initial=[
                {
                    "key": one.pk,
                    "category": one.category_id,
                    "share": one.share,
                    "value": one.value,
                    "due_on": one.due_on,
                }
                for one in self.definition.category_targets
            ],
            form_kwargs={"categories": self._categories},
        )

    def _shape_fields(self):
        """What the record's own fields cannot say: which are asked for now, and for which measures."""
        self.fields["steps"] = StepsField(
            label=_("Steps of the scale"),
            required=False,
            help_text=_("For a scale: one on each line, the number and the name, such as “0 none” and “1 draft”."),
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.fields["reported_every"].choices = [  # type: ignore[attr-defined]
            ("", _("In every period of the programme")),
            *Frequency.choices,
        ]
        self.fields["reporter"] = ReporterField(
            programme=self.programme,
            kept=self.instance.reporter_id,
            label=_("Recorded here by"),
            help_text=_(
                "The report is expected of them; also of somebody who does not have the outcome in their care."
            ),
        )
        self.fields["code"].required = self.fields["direction"].required = False
        self.fields["splits"].queryset = Dimension.objects.for_programme(self.programme)  # type: ignore[attr-defined]
        for name in (*(() if self.has_entries else ONCE_THERE_ARE_FIGURES), *(("splits",) if self.instance.pk else ())):
            del self.fields[name]
        for name, measures in NEEDED_BY.items():
            if name in self.fields:
                self.fields[name].measures = measures  # type: ignore[attr-defined]

    def _suggest_code(self):
        outcome = self.programme.outcomes.filter(pk=_number(self.initial.get("outcome"))).first()
        if outcome is not None:
            self.initial["code"] = self.initial.get("code") or next_code(outcome)

    @cached_property
    def _categories(self):
        """The categories that may have a target: of a new indicator all, for its splits are chosen on the same page."""
        dimensions = self.definition.dimensions if self.instance.pk else Dimension.objects.for_programme(self.programme)
        return Category.objects.filter(dimension__in=dimensions, is_retired=False).select_related("dimension")

    def _final_as_typed(self):
        final = self.definition.final
        return {f"target_{name}": getattr(final, name) for name in FINAL_TARGET} if final else {}

    def _milestones_as_typed(self):
        names = ("due_on", "value", "reading", "text")
        return [{"key": one.pk} | {name: getattr(one, name) for name in names} for one in self.definition.milestones]

    @property
    def offers_category_targets(self):
        """Whether there are categories that may have a target."""
        return bool(self._categories)

    @property
    def sections(self):
        """The page's sections: name, title, and the fields of each that are asked for now."""
        for name, title, names in SECTIONS:
            fields = [self[field] for field in names if field in self.fields]
            if fields:
                yield name, title, fields

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        measure, outcome = cleaned.get("measure"), cleaned.get("outcome")
        if measure in MEASURES_WITHOUT_SUMS:
            cleaned["accumulation"] = Accumulation.LEVEL
        cleaned["accumulation"] = cleaned.get("accumulation") or Accumulation.CUMULATIVE
        cleaned["direction"] = cleaned.get("direction") or Direction.INCREASE
        if not cleaned.get("code") and outcome and "code" not in self.errors:
            cleaned["code"] = next_code(outcome)
        if cleaned.get("baseline_kind") == BaselineKind.ZERO and cleaned.get("baseline_value") is None:
            cleaned["baseline_value"] = 0
        for rows in (self.milestones, self.category_targets):
            if not rows.is_valid():
                self._say_of_rows(rows)
        return cleaned

    def _post_clean(self):
        """Let the record take what was typed. The service judges it: as a whole, and beside each field."""
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    def _say_of_rows(self, rows):
        """What is wrong in rows stands beside them and in the list at the top."""
        for error in rows.non_form_errors():
            self.add_error(None, error)
        for place, row in enumerate(rows.forms):
            for messages in row.errors.values():
                self.add_error(None, f"{_row_name(rows, place)}: {' '.join(messages)}")

    def stated(self):
        """What was typed, for the service; milestones in the order of time. Call it on a valid form."""
        typed = self.cleaned_data
        known = {target.pk: target for target in self.definition.targets}
        self._rows = {
            "milestone": sorted(_stated_rows(self.milestones), key=lambda row: str(row.cleaned_data["due_on"] or "9")),
            "category_target": _stated_rows(self.category_targets),
        }
        milestones = [row.record(known) for row in self._rows["milestone"]]
        return {
            "steps": typed["steps"],
            "targets": [*milestones, *self._final()],
            "category_targets": [row.record({}) for row in self._rows["category_target"]],
            "splits": [(dimension, None) for dimension in typed.get("splits", ())],
            "reason": typed.get("reason", ""),
            "begins_series": typed.get("begins_series", False),
            "recalculates": typed.get("recalculates", False),
        }

    def _final(self):
        """The final target, if anything is said of one."""
        typed = {name: self.cleaned_data[f"target_{name}"] for name in FINAL_TARGET}
        if not any(value not in (None, "") for name, value in typed.items() if name != "reading"):
            return
        target = self.definition.final or Target(kind=TargetKind.FINAL)
        for name, value in typed.items():
            setattr(target, name, value)
        target.reading = target.reading or TargetReading.FIGURE
        yield target

    def refuse(self, problems):
        """Put the service's sentences beside their fields, also those of rows."""
        own = {}
        for field, message in problems.items():
            row, name = self._row_of(field)
            if row is None:
                own[field] = message
            else:
                row.add_error(name if name in row.fields else None, message)
                self.add_error(None, f"{self._name_of(row)}: {message}")
        super().refuse(own)

    def _row_of(self, field):
        for kind, rows in self._rows.items():
            place, _separator, name = field.removeprefix(f"{kind}_").partition("_")
            if field.startswith(f"{kind}_") and place.isdecimal():
                return rows[int(place)], name
        return None, field

    def _name_of(self, row):
        rows = self.milestones if row in self.milestones.forms else self.category_targets
        return _row_name(rows, rows.forms.index(row))

    def show_only(self):
        """Show what was typed without judging it yet: somebody only asked for another row."""
        self._errors = ErrorDict()
        for row in (*self.milestones.forms, *self.category_targets.forms):
            row.show_only()


def _stated_rows(rows):
    return [row for row in rows.forms if row.is_stated]


def _row_name(rows, place):
    name = _("Milestone %(number)s") if rows.prefix == "milestones" else _("Target of a category %(number)s")
    return name % {"number": place + 1}


def _number(text):
    """The key of a record that an address states; None for what cannot be one."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 19 else None
