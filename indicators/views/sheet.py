"""The reference sheet of an indicator, to read and to print."""

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import TemplateView

from dwcp.toolkit.pdf import render_pdf

from ..selectors.sheet import sheet_of
from .base import IndicatorMixin

logger = logging.getLogger(__name__)


class Sheet(IndicatorMixin, TemplateView):
    """Everything that is agreed about an indicator, on a page to print."""

    template_name = "indicators/sheet.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            indicator=self.indicator, sheet=sheet_of(self.indicator), on=timezone.localdate(), **kwargs
        )


class SheetPdf(Sheet):
    """The same as a file."""

    def get(self, request, *args, **kwargs):
        try:
            pdf = render_pdf(render_to_string("pdf/indicator/sheet.html", self.get_context_data()))
        except (ImportError, OSError):
            # The libraries are loaded with the first file and not with the application.
            logger.exception("The reference sheet of indicator %s cannot be made", self.indicator.pk)
            self.template_name = "indicators/sheet_unavailable.html"
            return self.render_to_response(self.get_context_data(), status=503)
        name = f"{self.programme.code}-{self.indicator.code}.pdf"
        return HttpResponse(
            pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
        )
