"""The checklist put to a whole programme: its outcomes, their indicators, and how the levels noted compare."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import cast

from outcomes.models import DwcpOutcome

from ..choices import ResultLevel, TargetKind
from ..essentials import has_baseline, has_date, has_target
from ..evaluability import Assessment, Sheet, Tally, assess, assess_outcome, tally
from ..evaluability.sheet import Level
from ..models import Indicator, Target


@dataclass(frozen=True)
class AssessedIndicator:
    """An indicator, its final target, and what the checklist says of it."""

    indicator: Indicator
    target: Target | None
    assessment: Assessment


@dataclass(frozen=True)
class AssessedOutcome:
    """An outcome, what the checklist says of its title, and its indicators; `shown` are those asked for."""

    outcome: DwcpOutcome
    assessment: Assessment
    indicators: tuple[AssessedIndicator, ...]
    shown: tuple[AssessedIndicator, ...]

    @property
    def score(self):
        """How many questions its indicators meet, all of them together: it is one and the same checklist."""
        return tally(one.assessment for one in self.indicators)

    @property
    def measuring_change(self):
        """How many of its indicators speak of a change; without one, nobody can tell whether it was reached."""
        return sum(one.assessment.reading.level == ResultLevel.OUTCOME for one in self.indicators)


@dataclass(frozen=True)
class Agreement:
    """How many indicators read as the level noted for them, how many differ, and how many cannot be told."""

    agree: int
    differ: int
    unclear: int
    table: tuple[tuple[ResultLevel, tuple[int, ...]], ...]


@dataclass(frozen=True)
class AssessedProgramme:
    """Every outcome of a programme with its indicators, the checklist's score and the comparison of levels."""

    outcomes: tuple[AssessedOutcome, ...]
    score: Tally
    agreement: Agreement
    remarks: Counter

    @property
    def indicators(self):
        """All of them, in the order of the outcomes."""
        return tuple(one for outcome in self.outcomes for one in outcome.indicators)

    @property
    def shown(self):
        """How many indicators are shown."""
        return sum(len(outcome.shown) for outcome in self.outcomes)

    def narrowed(self, *, remark="", only_differing=False):
        """The same, showing only the indicators with a remark, or those that differ; totals stay those of all."""

        def is_shown(one):
            has_remark = not remark or remark in one.assessment.codes
            return has_remark and (not only_differing or one.assessment.agrees is False)

        outcomes = (
            replace(outcome, shown=tuple(one for one in outcome.indicators if is_shown(one)))
            for outcome in self.outcomes
        )
        return replace(self, outcomes=tuple(outcomes))


def evaluability_of(programme):
    """What the checklist says of every outcome and indicator of a programme (3 queries)."""
    by_outcome = defaultdict(list)
    for indicator in Indicator.objects.in_programme(programme).with_split_by_sex().prefetch_related("targets"):
        target = next((one for one in indicator.targets.all() if one.kind == TargetKind.FINAL), None)
        by_outcome[indicator.outcome_id].append(AssessedIndicator(indicator, target, assessment_of(indicator, target)))
    outcomes = tuple(
        AssessedOutcome(outcome, assess_outcome(outcome.title), indicators, indicators)
        for outcome in programme.outcomes.all()
        for indicators in [tuple(by_outcome[outcome.pk])]
    )
    everything = [one.assessment for outcome in outcomes for one in outcome.indicators]
    titles = [outcome.assessment for outcome in outcomes]
    return AssessedProgramme(
        outcomes=outcomes,
        score=tally(everything),
        agreement=agreement_of(everything),
        remarks=Counter(code for one in (*everything, *titles) for code in one.codes),
    )


def assessment_of(indicator, target):
    """What the checklist says of one indicator (no query): one that came `with_split_by_sex`, and its final target."""
    return assess(sheet_of(indicator, target))


def agreement_of(assessments):
    """The levels noted beside those read: a row of the table for each level noted; read levels, and unclear last."""
    pairs = Counter((one.noted, one.reading.level) for one in assessments)
    return Agreement(
        agree=sum(number for (noted, read), number in pairs.items() if noted == read),
        differ=sum(number for (noted, read), number in pairs.items() if read is not None and noted != read),
        unclear=sum(number for (_noted, read), number in pairs.items() if read is None),
        table=tuple((noted, tuple(pairs[noted, read] for read in (*ResultLevel, None))) for noted in ResultLevel),
    )


def sheet_of(indicator, target):
    """The reference sheet of an indicator as the checklist reads it."""
    has_band = indicator.band is not None
    return Sheet(
        statement=indicator.statement,
        level=cast(Level, indicator.level),
        target_text=target.text if target else "",
        unit=indicator.unit,
        measure=indicator.measure,
        has_parts=bool(indicator.numerator and indicator.denominator),
        population=indicator.population,
        has_baseline=has_baseline(
            measure=indicator.measure,
            kind=indicator.baseline_kind,
            is_due=indicator.baseline_due_on is not None,
        ),
        has_target=has_target(is_stated=target is not None, has_band=has_band),
        has_date=has_date(
            is_dated=bool(target and (target.due_on or target.due_text)),
            is_stated=target is not None,
            has_band=has_band,
        ),
        has_means_of_verification=bool(indicator.means_of_verification.strip()),
        has_owner=bool(indicator.responsible.strip()),
        has_frequency=bool(indicator.frequency.strip()),
        has_split=indicator.is_split_by_sex,
    )
