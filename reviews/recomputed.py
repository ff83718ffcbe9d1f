"""The figures a published review printed, computed again from the data.

Each kind of control total (`what`) has one function from its key to the figure; they read the same overview
as the pages and the report, so a figure cannot be right here and wrong there.
"""

from collections import Counter

from django.utils.translation import gettext as _

from consultations.selectors import field_work_of

from .models import Review
from .reconciliation import Named, Printed, reconcile
from .selectors import by_code, overview_of

# Keys of control totals, as the list of them has it.
INTERVIEWS = "working days of interviews in Phnom Penh"
ILO_MEETINGS = "days of meetings with ILO staff in Bangkok"
WORKSHOP = "workshop participants (around)"


def reconciliation_of(review, overview=None):
    """Every control total of the review, printed beside computed.

    A review that comes `with_numbers()` saves a query.
    """
    if not hasattr(review, "number_of_projects"):
        review = Review.objects.with_numbers().select_related("programme", "template").get(pk=review.pk)
    field_work = field_work_of(review.events.all())
    return reconcile(
        printed=[
            Printed(total.what, total.key, total.published_value, total.source) for total in review.control_totals.all()
        ],
        computers=computers_for(review, overview or overview_of(review), field_work),
        discrepancies=[
            Named(found.where, found.printed, found.conflicting, found.note, found.source)
            for found in review.discrepancies.all()
        ],
        remarks=_remarks(field_work),
    )


def computers_for(review, overview, field_work):
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
        return getattr(findings.get(number), name, None)

    return {
        "outcome_total": _of(profiles, lambda profile: profile.score.total),
        "outcome_average": _of(profiles, lambda profile: profile.score.average),
        "outcome_label": _of(profiles, lambda profile: profile.score.label),
        "criterion_score": _of(criteria, lambda row: row.score.score),
        "criterion_label": _of(criteria, lambda row: row.label),
        "criterion_average": _of(averages, lambda average: average.average),
        "criterion_average_rounded": _of(averages, lambda average: average.final),
        "criterion_average_label": _of(averages, lambda average: average.label),
        "table_3_1_row_total": rows.get,
        "table_3_1_total": money.get,
        "text_budget_total": money.get,
        "table_4_1": finding_of,
        "table_6_2": lambda name: getattr(all_findings, name),
        "table_6_2_percent": all_findings.percent,
        "count": _counts(review, overview, field_work).get,
    }


def _of(rows, read):
    """What `read` finds in the row of a key; None where a printed figure speaks of what the review has no more."""
    return lambda key: read(rows[key]) if key in rows else None


def _counts(review, overview, field_work):
    """What the review counts in its text, by the words of its control totals."""
    rated = Counter(profile.score.label for profile in overview.profiles)
    counts = {
        "outcomes reviewed": len(overview.profiles),
        "priority areas": review.number_of_priorities,
        "dwcp outcomes": review.number_of_outcomes,
        "performance criteria": len(overview.criteria.rows),
        "recommendations": review.number_of_recommendations,
        "projects in Cambodia January 2008-December 2011 (approximately)": review.number_of_projects,
        INTERVIEWS: field_work.days_with_others,
        ILO_MEETINGS: field_work.days_with_ilo_only,
        WORKSHOP: field_work.workshop_participants,
    }
    for name in overview.scale.labels.values():
        counts[f"outcomes rated {name.lower()}"] = rated[name]
    return counts | _counts_of_biennia(review.programme)


def _remarks(field_work):
    """How figures are counted whose names say something else, and why one is not computed."""
    remarks = {}
    if field_work.days_with_others is not None:
        remarks = {
            INTERVIEWS: _("Counted: days on which anybody but ILO staff was interviewed. The list names no places."),
            ILO_MEETINGS: _("Counted: days on which ILO staff and nobody else was met. The list names no places."),
        }
    if field_work.workshop_participants is None:
        remarks[WORKSHOP] = _("There is no list of who took part in a workshop, only of what was suggested and said.")
    return {("count", key): sentence for key, sentence in remarks.items()}


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
