"""The executive summary: main figures, criteria with their ratings, recommendations."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.blocks import Column, Listing, Part, Row, Table
from dwcp.toolkit.figures import figure, money

from ..content import Content, Material, cell, number_cell, paragraph, rating_cell, strong_cell


def executive_summary(material: Material) -> Content:
    """Computed from the same figures as the chapters; what the team writes stands before it."""
    report = material.report
    said = tuple((paragraph(sentence),) for sentence in _main_figures(report))
    parts = []
    if report.overview.criteria.rows:
        parts.append(Part("summary-criteria", _("Criteria and ratings"), (criteria_and_ratings(report),)))
    if report.follow_ups:
        parts.append(Part("summary-recommendations", _("Recommendations in short"), (_recommendations(report),)))
    return Content((Listing(said),) if said else (), tuple(parts))


def _main_figures(report):
    overview = report.overview
    result, counts = overview.criteria.result, overview.findings.total
    if result.average is not None:
        words = {"average": figure(result.average, 1), "label": result.label}
        yield _("The criteria average %(average)s: %(label)s.") % words
    if overview.profiles:
        sentence = ngettext(
            "%(number)s outcome is rated; the mean of all its areas is %(mean)s.",
            "%(number)s outcomes are rated; the mean of all their areas is %(mean)s.",
            len(overview.profiles),
        )
        yield sentence % {"number": len(overview.profiles), "mean": figure(overview.split.overall, 1)}
        apart = {
            "ilo": figure(overview.split.ilo, 1),
            "external": figure(overview.split.external, 1),
            "mixed": figure(overview.split.mixed, 1),
        }
        yield (
            _(
                "What lies within the ILO's control is rated %(ilo)s on average, what is external %(external)s, what "
                "is mixed %(mixed)s."
            )
            % apart
        )
    if counts.total:
        words = {
            "number": figure(counts.achieved_or_exceeded),
            "total": figure(counts.total),
            "percent": counts.percent("achieved_or_exceeded"),
        }
        yield _("%(number)s of %(total)s indicators are achieved or exceeded (%(percent)s%%).") % words
    if overview.budget.rows and (overview.profiles or counts.total):
        words = {"amount": money(overview.budget.total, overview.budget.currency)}
        yield _("Resources of the programme's outcomes: %(amount)s.") % words


def criteria_and_ratings(report):
    """Each criterion with its score in words and as a figure."""
    table = report.overview.criteria
    scale, result = report.overview.scale, table.result
    rows = [
        Row(
            (
                number_cell(row.score.criterion.number),
                cell(row.score.criterion.title),
                rating_cell(row.score.score, row.label, scale.highest, _("Not assessed")),
                number_cell(row.score.score),
            )
        )
        for row in table.rows
    ]
    rows.append(
        Row(
            (
                strong_cell(_("Average"), span=2),
                rating_cell(result.final, result.label, scale.highest, _("Not assessed")),
                number_cell(result.average, 1, strong=True),
            ),
            "total",
        )
    )
    return Table(
        key="summary-criteria",
        caption=_("Criteria and their ratings"),
        columns=(
            Column(_("No."), 7, "number"),
            Column(_("Criterion"), 44),
            Column(_("Rating"), 39),
            Column(_("Score"), 10, "number"),
        ),
        rows=tuple(rows),
    )


def _recommendations(report):
    return Listing(
        tuple((paragraph(one.recommendation.text),) for one in report.follow_ups.rows),
        ordered=True,
        start=report.follow_ups.rows[0].recommendation.number,
    )
