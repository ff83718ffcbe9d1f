"""What every table of a programme's framework has in common."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy

from dwcp.toolkit.workbooks import Known, Table
from outcomes.models import Alignment, Programme

from ...models import Disaggregation, ProgressEntry

AN_OUTCOME = gettext_lazy("the number of an outcome on the sheet “outcomes”")


class Facts:
    """What has to be known of a programme, beside its framework, to judge a change; each asked at most once."""

    def __init__(self, programme: Programme):
        self.programme = programme

    @cached_property
    def reported(self) -> set[int]:
        """The keys of indicators for which somebody has entered something."""
        entries = ProgressEntry.objects.filter(indicator__outcome__programme=self.programme)
        return set(entries.order_by().values_list("indicator", flat=True).distinct())

    @cached_property
    def splits(self) -> dict[int, list[Disaggregation]]:
        """By what the figures of each indicator are split now, by the indicator's key."""
        found = defaultdict(list)
        rows = Disaggregation.objects.current().filter(indicator__outcome__programme=self.programme)
        for row in rows.select_related("dimension", "crossed_with"):
            found[row.indicator_id].append(row)
        return found

    @cached_property
    def dimensions_in_use(self) -> set[int]:
        """The keys of dimensions by which the figures of an indicator with entries are split."""
        splits = Disaggregation.objects.filter(indicator__in=self.reported).values_list("dimension", "crossed_with")
        return {key for pair in splits for key in pair if key is not None}

    @cached_property
    def dated(self) -> dict:
        """The first and the last day of the figures of each period that has any, by the period's key."""
        entries = ProgressEntry.objects.filter(period__programme=self.programme).order_by().values("period")
        days = entries.annotate(first=Min("measured_on"), last=Max("measured_on"))
        return {one["period"]: (one["first"], one["last"]) for one in days}

    @cached_property
    def frameworks_elsewhere(self) -> set[int]:
        """The keys of frameworks with which other programmes align."""
        alignments = Alignment.objects.exclude(outcome__programme=self.programme).order_by()
        return set(alignments.values_list("item__framework", flat=True).distinct())


class ProgrammeTable(Table):
    """A table with the records of one programme."""

    def __init__(self, known: Known, facts: Facts):
        self.programme, self.facts = facts.programme, facts
        super().__init__(known)

    def outcome_column(self, *, required=True):
        """The outcome a record belongs to, by its number."""
        return self.reference("outcome", "outcomes", what=AN_OUTCOME, required=required, form="number")

    def queryset(self):
        return self.model._default_manager.in_programme(self.programme)  # type: ignore[attr-defined]

    def new(self):
        fields = {field.name for field in self.model._meta.concrete_fields}
        return self.model(programme=self.programme) if "programme" in fields else self.model()
