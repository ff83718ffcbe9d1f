"""The figures of a review on one screen."""

from dataclasses import dataclass

from ..scoring import ControlSplit, Scale, control_split
from .criteria import CriteriaTable, criteria_table_of, scale_of
from .facts import fixed_budget_of
from .outcomes import OutcomeProfile, area_score, profiles_of
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


def overview_of(review):
    """Tables 3.1, 4.1, 6.1 and 6.2 and the rating of every outcome."""
    scale = scale_of(review.template)
    profiles = profiles_of(review, scale)
    return ReviewOverview(
        scale=scale,
        criteria=criteria_table_of(review, scale),
        budget=budget_table_of(review.programme, fixed_budget_of(review)),
        findings=findings_table_of(review),
        profiles=profiles,
        split=control_split(area_score(area) for profile in profiles for area in profile.areas),
    )
