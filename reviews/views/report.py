"""The report of a review as a PDF."""

import logging
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from dwcp.toolkit.pdf import render_pdf

from ..report import report_html
from .base import ReviewPage

logger = logging.getLogger(__name__)

# What WeasyPrint needs beside Python; without it the page says so.
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


A_DAY = 24 * 60 * 60


class ReportPdf(ReviewPage):
    """The report with today's figures."""

    template_name = "reviews/report/unavailable.html"
    heading = gettext_lazy("Report")

    def get_reviews(self):
        return super().get_reviews().with_numbers()

    def get(self, request, *args, **kwargs):
        try:
            pdf = report_pdf(self.review)
        except (ImportError, OSError):
            # The libraries are loaded with the first report and not with the application.
            logger.exception("The report of review %s cannot be made", self.review.pk)
            return self.render_to_response(self.get_context_data(packages=SYSTEM_PACKAGES), status=503)
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{report_filename(self.review)}"'},
        )


def report_pdf(review):
    """The report as a file, drawn once for each state of its figures.

    Drawing takes seconds and the HTML a fraction of one; whatever changes in the report changes the HTML, and
    with it the key under which the drawn file is kept for a day. Raises as `render_pdf` does.
    """
    html = report_html(review)
    key = f"report-{review.pk}-{sha256(html.encode()).hexdigest()}"
    pdf = cache.get(key)
    if pdf is None:
        pdf = render_pdf(html)
        cache.set(key, pdf, A_DAY)
    return pdf


def report_filename(review):
    """What the file is called where it is saved; codes and short names need no quoting."""
    return f"{review.programme.code}-review-{review.slug}.pdf"
