"""What a review found on indicators, and what it recommends."""

from collections import defaultdict

from django.utils.translation import gettext_lazy

from .. import charts
from ..findings import count_findings
from .base import ReviewPage


class Indicators(ReviewPage):
    """Every finding on an indicator, by outcome."""

    template_name = "reviews/indicators.html"
    tab = "indicators"
    heading = gettext_lazy("Indicators")

    def get_context_data(self, **kwargs):
        findings = self.review.indicator_findings.select_related("country_programme_outcome", "indicator")
        by_outcome = defaultdict(list)
        for finding in findings:
            by_outcome[finding.country_programme_outcome].append(finding)
        counts = count_findings(finding.finding for finding in findings)
        return super().get_context_data(
            groups=list(by_outcome.items()),
            counts=counts,
            rows=charts.findings_rows(counts),
            apart=sum(finding.dwcp_outcome_id is None for finding in findings),
            **kwargs,
        )


class Recommendations(ReviewPage):
    """What the review asks to be done, and of whom."""

    template_name = "reviews/recommendations.html"
    tab = "recommendations"
    heading = gettext_lazy("Recommendations")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            recommendations=self.review.recommendations.select_related("criterion"), **kwargs
        )
