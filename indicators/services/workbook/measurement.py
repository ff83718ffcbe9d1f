"""How results are measured: dimensions, periods, indicators with their scales, targets and splits."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.figures import day

from ...choices import TargetKind
from ...models import (
    Category,
    CategoryTarget,
    Dimension,
    Disaggregation,
    Indicator,
    ReportingPeriod,
    ScaleStep,
    Target,
)
from ...planning import Stretch
from ..splits import refusal_of_measure
from .base import ProgrammeTable
from .structure import PLACE

AN_INDICATOR = gettext_lazy("the code of an indicator on the sheet “indicators”")
A_DIMENSION = gettext_lazy("the code of a dimension: sex, or one on the sheet “dimensions”")
A_CATEGORY = gettext_lazy("dimension and category, such as sex: women")
REFERENCE_SHEET = (
    "statement",
    "definition",
    "rationale",
    "method",
    "limitations",
    "level",
    "measure",
    "unit",
    "currency",
    "numerator",
    "denominator",
    "may_exceed_hundred",
    "direction",
    "accumulation",
    "is_milestone",
    "band_low",
    "band_high",
    "baseline_kind",
    "baseline_value",
    "baseline_year",
    "baseline_on",
    "baseline_due_on",
    "baseline_text",
    "baseline_source",
    "means_of_verification",
    "frequency",
    "responsible",
    # Not by whom: people do not travel.
    "reported_every",
    "population",
    "note",
    "source",
)


class Dimensions(ProgrammeTable):
    """The programme's own ways to split figures; those that all programmes share are not changed here."""

    name, model, key = "dimensions", Dimension, ("code",)

    def make_columns(self):
        yield self.code("code", gettext_lazy("A short word without blanks that names the dimension, such as region."))
        yield from self.of_model("name")

    def queryset(self):
        return Dimension.objects.filter(programme=self.programme)

    def load(self):
        for shared in Dimension.objects.filter(programme=None):
            self.known.add(self.name, shared)
        self.shared = set(self.known.labels(self.name))
        return super().load()

    def check(self, record, lists, changed):
        if record.pk is None and record.code in self.shared:
            yield "code", _("All programmes have a dimension with this code. Choose another code.")


class Categories(ProgrammeTable):
    """The parts of the programme's own dimensions."""

    name, model, key = "categories", Category, ("dimension", "code")

    def make_columns(self):
        yield self.reference(
            "dimension",
            "dimensions",
            what=gettext_lazy("the code of one of the programme's own dimensions"),
            find=self.find_own,
        )
        yield self.code("code", gettext_lazy("A short word without blanks that names the category."))
        yield from self.of_model("name", "position", "is_retired", position=PLACE)

    def queryset(self):
        return Category.objects.filter(dimension__programme=self.programme).select_related("dimension")

    def find_own(self, text):
        """A dimension of this programme."""
        dimension = self.known.find("dimensions", text)
        if dimension.programme_id is None:
            raise LookupError(text)
        return dimension

    def load(self):
        for shared in Category.objects.filter(dimension__programme=None).select_related("dimension"):
            self.known.add(self.name, shared)
        return super().load()

    def label(self, record):
        return f"{record.dimension.code}: {record.code}"

    def check(self, record, lists, changed):
        is_asked_otherwise = record.pk is None or "is_retired" in changed
        if is_asked_otherwise and record.dimension and record.dimension.pk in self.facts.dimensions_in_use:
            yield (
                "code" if record.pk is None else "is_retired",
                _(
                    "Figures are split by this dimension already. Change its categories on the page “Dimensions”, "
                    "where a new series begins."
                ),
            )


class Periods(ProgrammeTable):
    """When entries are due. Whether a period is open is changed on its page."""

    name, model, key, label_column = "periods", ReportingPeriod, ("label",), "label"

    def make_columns(self):
        yield self.code("label", gettext_lazy("The name of the period, such as 2010 or 2010-Q1."))
        yield from self.of_model("starts_on", "ends_on", "due_on", "closes_on")

    def check(self, record, lists, changed):
        first, last = self.facts.dated.get(record.pk, (None, None))
        if not (first and record.starts_on and record.ends_on):
            return
        message = _("Figures of this period are dated %(first)s to %(last)s: these days have to stay inside.")
        sentence = message % {"first": day(first), "last": day(last)}
        if record.starts_on > first:
            yield "starts_on", sentence
        if record.ends_on < last:
            yield "ends_on", sentence

    def check_all(self, plan):
        dated = [one for one in plan.records if one.starts_on and one.ends_on]
        dated.sort(key=lambda one: one.starts_on)
        touched = {id(row.record) for row in plan.rows if row.changes}
        for place, period in enumerate(dated):
            for other in dated[place + 1 :]:
                if not Stretch(period.label, period.starts_on, period.ends_on).overlaps(other):
                    break  # those after it begin later still
                for one, another in ((period, other), (other, period)):
                    if id(one) in touched:
                        message = _("%(label)s shares days with %(other)s: no day belongs to two periods.")
                        yield one, "starts_on", message % {"label": one.label, "other": another.label}


class Indicators(ProgrammeTable):
    """Reference sheets."""

    name, model, key, label_column = "indicators", Indicator, ("code",), "code"
    is_checked_elsewhere = True

    def make_columns(self):
        yield self.code("code", gettext_lazy("The code names the indicator, such as 1.26; it stays text."))
        yield self.outcome_column()
        yield from self.of_model("position", *REFERENCE_SHEET, position=PLACE)

    def check(self, record, lists, changed):
        splits = self.facts.splits.get(record.pk, ()) if "measure" in changed else ()
        if unfit := [str(row) for row in splits if refusal_of_measure(record, row.crossed_with)]:
            message = _(
                "It is split by %(splits)s, which this measure does not know. Change it on the indicator's page."
            )
            yield "measure", message % {"splits": ", ".join(unfit)}
        if record.pk not in self.facts.reported:
            return
        for name in {"measure", "currency"} & changed:
            yield (
                name,
                _("There are figures already. Change this on the indicator's page: a new series begins there."),
            )


class PartOfIndicator(ProgrammeTable):
    """What belongs to an indicator."""

    is_checked_elsewhere = True

    def indicator_column(self):
        """The indicator it belongs to."""
        return self.reference("indicator", "indicators", what=AN_INDICATOR)

    def queryset(self) -> QuerySet:
        return self.model._default_manager.filter(indicator__outcome__programme=self.programme)


class Steps(PartOfIndicator):
    """The steps of indicators that move on a scale."""

    name, model, key = "scale_steps", ScaleStep, ("indicator", "number")

    def make_columns(self):
        yield self.indicator_column()
        yield from self.of_model("number", "name")


class Targets(PartOfIndicator):
    """Milestones and final targets. A milestone is named by its day; an indicator has one final target."""

    name, model, key = "targets", Target, ("indicator", "kind", "due_on")

    def make_columns(self):
        yield self.indicator_column()
        yield from self.of_model("kind", "due_on", "value", "reading", "text", "due_text", "source")

    def key_from(self, texts):
        return texts["indicator"], texts["kind"], "" if texts["kind"] == TargetKind.FINAL else texts["due_on"]


class CategoryTargets(PartOfIndicator):
    """What one category should show: a figure of its own, or a share of the whole."""

    name, model, key = "category_targets", CategoryTarget, ("indicator", "category")

    def make_columns(self):
        yield self.indicator_column()
        yield self.reference("category", "categories", what=A_CATEGORY)
        yield from self.of_model("value", "share", "due_on")

    def queryset(self):
        return super().queryset().select_related("category__dimension")


class Splits(PartOfIndicator):
    """By what figures are split: by one dimension, or by two crossed."""

    name, model, key = "splits", Disaggregation, ("indicator", "dimension", "crossed_with")

    def make_columns(self):
        yield self.indicator_column()
        yield self.reference("dimension", "dimensions", what=A_DIMENSION)
        yield self.reference("crossed_with", "dimensions", what=A_DIMENSION, required=False)

    def queryset(self):
        return super().queryset().filter(last_series=None).select_related("dimension", "crossed_with")

    def key_from(self, texts):
        # Sex × age and age × sex are the same split.
        first, second = texts["dimension"], texts["crossed_with"]
        return (texts["indicator"], *(sorted((first, second)) if second else (first, "")))

    def check(self, record, lists, changed):
        indicator = record.indicator
        if record.pk is not None:
            yield "dimension", _("This split is there already, the other way round. Delete the row.")
            return
        record.first_series = indicator.series
        if indicator.pk in self.facts.reported:
            message = _(
                "There are figures already. Change the split on the indicator's page: a new series begins there."
            )
            yield "dimension", message
        if refusal := refusal_of_measure(indicator, record.crossed_with):
            yield "dimension", refusal
