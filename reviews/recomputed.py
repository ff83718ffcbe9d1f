"""The figures a published review printed, computed again from the data.

Each kind of control total (`what`) has one function from its key to the figure; they read the same overview
as the pages and the report, so a figure cannot be right here and wrong there.
"""

from collections import Counter

from .models import Review
from .reconciliation import Named, Printed, reconcile
from .selectors import by_code, overview_of


def reconciliation_of(review, overview=None):
    """Every control total of the review, printed beside computed.

    A review that comes `with_numbers()` saves a query.
    """
    if not hasattr(review, "number_of_projects"):
        review = Review.objects.with_numbers().select_related("programme", "template").get(pk=review.pk)
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
    profiles = by_code(overview.profiles)
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
    rated = Counter(profile.score.label for profile in overview.profiles)
    counts = {
        "outcomes reviewed": len(overview.profiles),
        "priority areas": review.number_of_priorities,
        "dwcp outcomes": review.number_of_outcomes,
        "performance criteria": len(overview.criteria.rows),
        "recommendations": review.number_of_recommendations,
        "projects in Cambodia January 2008-December 2011 (approximately)": review.number_of_projects,
    }
    for name in overview.scale.labels.values():
        counts[f"outcomes rated {name.lower()}"] = rated[name]
    return counts | _counts_of_biennia(review.programme)


def _counts_of_biennia(programme):
    """Country programme outcomes by biennium, and under one priority in the latest."""
    rows = programme.country_programme_outcomes.order_by().values_list(
        "pk", "biennium__label", "biennium__start_year", "is_predefined", "dwcp_outcomes__priority__letter"
    )
    # An outcome that serves several outcomes of the programme stands in several rows.
    outcomes = Counter({pk: (label, is_predefined) for pk, label, _year, is_predefined, _letter in rows}.values())
    counts = {}
    for label, _is_predefined in list(outcomes):
        counts[f"country programme outcomes {label} without predefined"] = outcomes[label, False]
        counts[f"predefined outcomes {label}"] = outcomes[label, True]
    latest = max((year for _pk, _label, year, _is_predefined, _letter in rows), default=None)
    under_priority = Counter(letter for _pk, _label, year, _is_predefined, letter in rows if letter and year == latest)
    # Guidance allows so many at most; the programme's largest number stands beside it.
    counts["outcomes recommended per priority area at most"] = max(under_priority.values(), default=0)
    return counts
