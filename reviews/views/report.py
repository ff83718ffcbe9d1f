"""The report of a review as a PDF."""

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dwcp.toolkit.pdf import render_pdf

from .. import charts
from ..choices import ReviewState
from ..recomputed import reconciliation_of
from ..report import areas_by_control, budget_chart, differing_figures, grouped, reviewed_outcomes, table_6_2
from ..selectors import report_of
from ..words import KINDS
from .base import ReviewPage

logger = logging.getLogger(__name__)

# What WeasyPrint needs beside Python; without it the page says so.
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class ReportPdf(ReviewPage):
    """The report, made anew from today's figures."""

    template_name = "reviews/report/unavailable.html"
    heading = gettext_lazy("Report")

    def get_reviews(self):
        return super().get_reviews().with_numbers()

    def get(self, request, *args, **kwargs):
        html = report_html(self.review)
        try:
            pdf = render_pdf(html)
        except (ImportError, OSError):
            # The libraries are loaded with the first report and not with the application.
            logger.exception("The report of review %s cannot be made", self.review.pk)
            return self.render_to_response(self.get_context_data(packages=SYSTEM_PACKAGES), status=503)
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{report_filename(self.review)}"'},
        )


def report_filename(review):
    """What the file is called where it is saved; codes and short names need no quoting."""
    return f"{review.programme.code}-review-{review.slug}.pdf"


def report_html(review, *, on=None):
    """The report for `render_pdf`; `on` is the day its figures stand for, today when left out."""
    return render_to_string("pdf/review/report.html", report_context(review, on=on or timezone.localdate()))


def report_context(review, *, on):
    """All that the templates of the report print."""
    report = report_of(review)
    overview = report.overview
    areas = list(review.template.areas.all())
    reviewed = reviewed_outcomes(report.stories, overview.scale)
    priorities, predefined = grouped(review.programme, reviewed)
    reconciliation = reconciliation_of(review, overview)
    return {
        "review": review,
        "programme": review.programme,
        "is_final": review.state == ReviewState.FINAL,
        "on": on,
        "overview": overview,
        "scale": sorted(overview.scale.labels.items()),
        "steps": "".join(map(str, sorted(overview.scale.labels))),
        "percent_together": overview.findings.total.percent("achieved_or_exceeded"),
        "criteria": [
            (row, report.sub_criterion_findings.get(row.score.criterion_id, ())) for row in overview.criteria.rows
        ],
        "criteria_columns": list(zip(overview.criteria.review_slugs, overview.criteria.averages, strict=True)),
        "criteria_chart": charts.criteria_chart(overview.criteria, overview.scale),
        "sources": charts.funding_sources(overview.budget),
        "budget_chart": budget_chart(overview.budget),
        "findings_chart": charts.findings_chart(overview.findings),
        "table_6_2": table_6_2(overview.findings.total),
        "areas": areas,
        "areas_by_control": areas_by_control(areas),
        "control_chart": charts.control_chart(overview.split, overview.scale),
        "priorities": priorities,
        "predefined": predefined,
        "reviewed": reviewed,
        "recommendations": report.recommendations,
        "reconciliation": reconciliation,
        "agreeing": reconciliation.count("equal"),
        "not_computed": reconciliation.count("not_computed"),
        "differing": differing_figures(reconciliation, KINDS),
    }
