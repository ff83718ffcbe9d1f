"""Tables of indicators and their targets, as the CSV folder has them.

One row of `indicators_programme.csv` is an indicator with its final target, so two resources read it, and
one cell may fill several attributes: the type of the target also says how the indicator is measured.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.importing import (
    Column,
    KnownWidget,
    NumberWidget,
    OneOfWidget,
    TableResource,
    TextWidget,
    WholeNumberWidget,
)
from outcomes.resources import AN_OUTCOME, outcome_finder

from .choices import Accumulation, BaselineKind, Direction, Measure, ResultLevel, TargetKind, TargetReading
from .models import Dimension, Indicator, Target


@dataclass(frozen=True)
class TargetType:
    """What the `target_type` of a row says about the measure, how entries add up, and the target's figure."""

    measure: Measure
    accumulation: Accumulation
    reading: TargetReading = TargetReading.FIGURE


# In the words of the data's own README, "Columns that need a word".
TARGET_TYPES = {
    "count": TargetType(Measure.NUMBER, Accumulation.CUMULATIVE),
    "range": TargetType(Measure.NUMBER, Accumulation.CUMULATIVE),
    "increment": TargetType(Measure.NUMBER, Accumulation.LEVEL, TargetReading.RISE),
    "percent_change": TargetType(Measure.NUMBER, Accumulation.LEVEL, TargetReading.PERCENT_RISE),
    "percentage": TargetType(Measure.PERCENTAGE, Accumulation.LEVEL),
    "level": TargetType(Measure.NUMBER, Accumulation.LEVEL),
    "milestone": TargetType(Measure.YES_NO, Accumulation.LEVEL),
    "qualitative": TargetType(Measure.NARRATIVE, Accumulation.LEVEL),
}
# `milestone` says that a thing is to exist or be done: a rise from not done to done.
DIRECTIONS = {
    "increase": Direction.INCREASE,
    "decrease": Direction.DECREASE,
    "maintain": Direction.MAINTAIN,
    "milestone": Direction.INCREASE,
}
BY_SEX, WOMEN_ONLY = "sex", "women only"


class MeasureWidget(OneOfWidget):
    """How the indicator is measured: by the type of its target; a level in per cent is a percentage."""

    def __init__(self):
        super().__init__({word: kind.measure for word, kind in TARGET_TYPES.items()})

    def clean(self, value, row=None, **kwargs):
        measure = super().clean(value, row, **kwargs)
        return Measure.PERCENTAGE if value == "level" and row["unit"].startswith("%") else measure


class IndicatorCodeWidget(TextWidget):
    """The code of an indicator: the number of its outcome and its place there, such as 1.18."""

    def clean(self, value, row=None, **kwargs):
        return f"{row['dwcp_outcome']}.{value}"


class DueWidget(TextWidget):
    """When a target is due: a day, or a year, which means its last day."""

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        try:
            return date(int(value), 12, 31) if len(value) == 4 else date.fromisoformat(value)
        except ValueError:
            message = _("“%(value)s” is neither a year nor a date such as 2010-12-31.")
            raise ValueError(message % {"value": value}) from None


class BaselineKindWidget(TextWidget):
    """A baseline with a figure is known."""

    def clean(self, value, row=None, **kwargs):
        return BaselineKind.VALUE if value else BaselineKind.NOT_AVAILABLE


class BaselineColumn(Column):
    """A baseline. An empty cell leaves the one that is there: a review may know what the programme did not."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        if row[self.column_name]:
            super().save(instance, row, is_m2m, **kwargs)


class IndicatorResource(TableResource):
    """The reference sheets in `indicators_programme.csv`."""

    outcome = Column("dwcp_outcome", "outcome")
    position = Column("seq", "position", widget=WholeNumberWidget())
    code = Column("seq", "code", widget=IndicatorCodeWidget())
    statement = Column("statement")
    measure = Column("target_type", "measure", widget=MeasureWidget())
    accumulation = Column(
        "target_type",
        "accumulation",
        widget=OneOfWidget({word: kind.accumulation for word, kind in TARGET_TYPES.items()}),
    )
    unit = Column("unit")
    baseline_text = Column("baseline_text")
    baseline_value = BaselineColumn("baseline_value", widget=NumberWidget())
    baseline_kind = BaselineColumn("baseline_value", "baseline_kind", widget=BaselineKindWidget())
    level = Column("level", widget=OneOfWidget({word: word for word in ResultLevel.values}))
    direction = Column("direction", widget=OneOfWidget(DIRECTIONS))
    is_milestone = Column(
        "direction", "is_milestone", widget=OneOfWidget({word: word == "milestone" for word in DIRECTIONS})
    )
    population = Column(
        "disaggregation",
        "population",
        widget=OneOfWidget({BY_SEX: "", WOMEN_ONLY: WOMEN_ONLY}, blank=True),
    )
    note = Column("pairing_note", "note")
    source = Column("source")

    extra_columns = ("target_text", "target_value", "due")

    class Meta(TableResource.Meta):
        model = Indicator
        import_id_fields = ("outcome", "position")

    def __init__(self, programme):
        super().__init__()
        self.programme = programme
        self.sex = Dimension.objects.get(programme=None, code=BY_SEX)
        self.fields["outcome"].widget = KnownWidget(outcome_finder(programme), AN_OUTCOME)

    def get_queryset(self):
        return Indicator.objects.in_programme(self.programme)

    def after_save_instance(self, instance, row, **kwargs):
        # How a figure is split may have been changed here since: only a new indicator takes it from the file.
        if row["disaggregation"] == BY_SEX and not instance.disaggregations.exists():
            instance.disaggregations.create(dimension=self.sex)


class TargetResource(TableResource):
    """The final targets in `indicators_programme.csv`; milestones on the way have no column there."""

    indicator = Column("seq", "indicator")
    value = Column("target_value", "value", widget=NumberWidget())
    reading = Column(
        "target_type",
        "reading",
        widget=OneOfWidget({word: kind.reading for word, kind in TARGET_TYPES.items()}),
    )
    text = Column("target_text", "text")
    due_on = Column("due", "due_on", widget=DueWidget())
    due_text = Column("due", "due_text")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Target
        import_id_fields = ("indicator",)

    def __init__(self, programme):
        super().__init__(kind=TargetKind.FINAL)
        self.programme = programme
        known = {
            (str(indicator.outcome.number), str(indicator.position)): indicator
            for indicator in Indicator.objects.in_programme(programme)
        }
        self.fields["indicator"].widget = KnownWidget(
            lambda value, row: known[row["dwcp_outcome"], value],
            _("the place of an indicator in its outcome"),
        )

    def get_queryset(self):
        return super().get_queryset().filter(indicator__outcome__programme=self.programme)
