"""The indicators of a programme as they are built: by outcome, with what each is to show."""

from copy import copy
from dataclasses import dataclass

from django.db.models import Prefetch

from outcomes.models import DwcpOutcome

from ..choices import TargetKind
from ..models import Disaggregation, Indicator, Target
from .figures import level_of, total_of


@dataclass(frozen=True)
class Built:
    """An indicator with its final target and its splits, as the list of indicators shows it."""

    indicator: Indicator
    target: Target | None
    milestones: int
    splits: tuple[Disaggregation, ...]

    @property
    def target_level(self):
        """The figure that the target means."""
        return level_of(self.indicator, self.target)


@dataclass(frozen=True)
class BuiltOutcome:
    """An outcome with its indicators, in their order; it may have none yet."""

    outcome: DwcpOutcome
    indicators: tuple[Built, ...]


def framework_of(programme):
    """Every outcome of the programme with its indicators (6 queries)."""
    splits = Disaggregation.objects.current().select_related("dimension", "crossed_with")
    indicators = Indicator.objects.in_programme(programme).prefetch_related(
        "targets", "steps", Prefetch("disaggregations", splits, to_attr="current_splits")
    )
    by_outcome: dict[int, list[Built]] = {}
    for indicator in indicators:
        by_outcome.setdefault(indicator.outcome_id, []).append(_built(indicator))
    return tuple(BuiltOutcome(one, tuple(by_outcome.get(one.pk, ()))) for one in programme.outcomes.all())


def next_code(outcome):
    """A code for one more indicator of an outcome: its number and the next place, such as 1.27, that is not taken."""
    taken = set(Indicator.objects.filter(outcome__programme=outcome.programme_id).values_list("code", flat=True))
    places = range(1, len(taken) + 2)
    own = outcome.indicators.count()
    return next(code for place in (*places[own:], *places) if (code := f"{outcome.number}.{place}") not in taken)


def totals_otherwise(indicator, wanted, entries):
    """The verified figure as it is, and as these entries of the indicator would make it as it is wanted to stand."""
    otherwise = copy(indicator)
    otherwise.accumulation, otherwise.baseline_value = wanted.accumulation, wanted.baseline_value
    return total_of(indicator, entries).value, total_of(otherwise, entries).value


def _built(indicator):
    targets = list(indicator.targets.all())
    return Built(
        indicator=indicator,
        target=next((target for target in targets if target.kind == TargetKind.FINAL), None),
        milestones=sum(target.kind == TargetKind.MILESTONE for target in targets),
        splits=tuple(indicator.current_splits),
    )
