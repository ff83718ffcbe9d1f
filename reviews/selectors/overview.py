"""The figures of a review on one screen, and all that its report holds."""

from collections import defaultdict
from dataclasses import dataclass

from ..models import (
    Recommendation,
    SubCriterionFinding,
)
from ..scoring import (
    ControlSplit,
    Scale,
    control_split,
)
from .criteria import CriteriaTable, criteria_table_of, scale_of
from .outcomes import OutcomeProfile, OutcomeStory, area_score, profiles_of, stories_of, with_served_outcomes
from .tables import BudgetTable, FindingsTable, budget_table_of, findings_table_of


@dataclass(frozen=True)
class ReviewOverview:
    """The figures of a review on one screen."""

    scale: Scale
    criteria: CriteriaTable
    budget: BudgetTable
    findings: FindingsTable
    profiles: tuple[OutcomeProfile, ...]
    split: ControlSplit


@dataclass(frozen=True)
class ReviewReport:
    """All that the printed report holds."""

    overview: ReviewOverview
    stories: tuple[OutcomeStory, ...]
    sub_criterion_findings: dict[int, tuple[SubCriterionFinding, ...]]
    recommendations: tuple[Recommendation, ...]


def overview_of(review):
    """Tables 3.1, 4.1, 6.1 and 6.2 and the rating of every outcome."""
    scale = scale_of(review.template)
    profiles = profiles_of(review, scale)
    return ReviewOverview(
        scale=scale,
        criteria=criteria_table_of(review, scale),
        budget=budget_table_of(review.programme),
        findings=findings_table_of(review),
        profiles=profiles,
        split=control_split(area_score(area) for profile in profiles for area in profile.areas),
    )


def report_of(review):
    """Everything the report prints, from the same overview as the pages."""
    overview = overview_of(review)
    with_served_outcomes(overview.profiles)
    by_criterion = defaultdict(list)
    for finding in review.sub_criterion_findings.prefetch_related("sub_criteria"):
        by_criterion[finding.criterion_id].append(finding)
    return ReviewReport(
        overview=overview,
        stories=stories_of(review, overview.profiles),
        sub_criterion_findings={pk: tuple(found) for pk, found in by_criterion.items()},
        recommendations=tuple(review.recommendations.select_related("criterion")),
    )
