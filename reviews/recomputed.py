"""The figures a published review printed, computed again from the data.

Each kind of control total (`what`) has one function from its key to the figure; they read the same overview
as the pages and the report, so a figure cannot be right here and wrong there.
"""

from collections import Counter

from .models import Recommendation
from .reconciliation import Named, Printed, reconcile
from .selectors import overview_of


def reconciliation_of(review, overview=None):
    """Every control total of the review, printed beside computed."""
    return reconcile(
        printed=[
            Printed(total.what, total.key, total.published_value, total.source) for total in review.control_totals.all()
        ],
        computers=computers_for(review, overview or overview_of(review)),
        discrepancies=[
            Named(found.where, found.printed, found.conflicting, found.note, found.source)
            for found in review.discrepancies.all()
        ],
    )


def computers_for(review, overview):
    """For each kind of control total, the function that computes it from its key."""
    profiles = {profile.outcome.code: profile for profile in overview.profiles}
    criteria = {f"{row.score.review.slug}/{row.score.criterion.number}": row for row in overview.criteria.rows}
    averages = dict(zip(overview.criteria.review_slugs, overview.criteria.averages, strict=True))
    budget = overview.budget
    money = dict(zip(budget.sources, budget.totals, strict=True)) | {
        "total": budget.total,
        "predefined outcomes": budget.predefined,
    }
    rows = {str(row.outcome.number): row.total for row in budget.rows}
    findings = {str(outcome.number): counts for outcome, counts in overview.findings.rows}
    all_findings = overview.findings.total

    def finding_of(key):
        number, name = key.split("/")
        return getattr(findings[number], name)

    return {
        "outcome_total": lambda code: profiles[code].score.total,
        "outcome_average": lambda code: profiles[code].score.average,
        "outcome_label": lambda code: profiles[code].score.label,
        "criterion_score": lambda key: criteria[key].score.score,
        "criterion_label": lambda key: criteria[key].label,
        "criterion_average": lambda slug: averages[slug].average,
        "criterion_average_rounded": lambda slug: averages[slug].final,
        "criterion_average_label": lambda slug: averages[slug].label,
        "table_3_1_row_total": rows.get,
        "table_3_1_total": money.get,
        "text_budget_total": money.get,
        "table_4_1": finding_of,
        "table_6_2": lambda name: getattr(all_findings, name),
        "table_6_2_percent": all_findings.percent,
        "count": _counts(review, overview).get,
    }


def _counts(review, overview):
    """What the review counts in its text, by the words of its control totals."""
    programme = review.programme
    rated = Counter(profile.score.label for profile in overview.profiles)
    outcomes = list(
        programme.country_programme_outcomes.select_related("biennium").prefetch_related("dwcp_outcomes__priority")
    )
    counts = {
        "outcomes reviewed": len(overview.profiles),
        "priority areas": programme.priorities.count(),
        "dwcp outcomes": programme.outcomes.count(),
        "performance criteria": len(overview.criteria.rows),
        "recommendations": Recommendation.objects.filter(review=review).count(),
        "projects in Cambodia January 2008-December 2011 (approximately)": programme.projects.count(),
    }
    for name in overview.scale.labels.values():
        counts[f"outcomes rated {name.lower()}"] = rated[name]
    for biennium in {outcome.biennium.label for outcome in outcomes}:
        of_biennium = [outcome for outcome in outcomes if outcome.biennium.label == biennium]
        counts[f"country programme outcomes {biennium} without predefined"] = sum(
            not outcome.is_predefined for outcome in of_biennium
        )
        counts[f"predefined outcomes {biennium}"] = sum(outcome.is_predefined for outcome in of_biennium)
    latest = max((outcome.biennium.start_year for outcome in outcomes), default=None)
    under_priority = Counter(
        dwcp_outcome.priority.letter
        for outcome in outcomes
        if outcome.biennium.start_year == latest
        for dwcp_outcome in outcome.dwcp_outcomes.all()
    )
    # Guidance allows so many at most; the programme's largest number stands beside it.
    counts["outcomes recommended per priority area at most"] = max(under_priority.values(), default=0)
    return counts
