"""The reviews of a programme, and one review on one screen."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from .. import charts
from ..choices import ReviewState
from ..models import Review
from ..selectors import latest_version_of, overview_of, summaries_of
from .base import ReviewPage


class ReviewList(ProgrammeMixin, TemplateView):
    """The reviews of the programme, latest first."""

    template_name = "reviews/reviews.html"

    def get_context_data(self, **kwargs):
        reviews = Review.objects.visible_to(self.request.user).filter(programme=self.programme)
        may_manage = self.request.user.has_perm(Permission.REVIEW_MANAGE, self.programme)
        return super().get_context_data(summaries=summaries_of(reviews), may_manage=may_manage, **kwargs)


class ReviewOverviewPage(ReviewPage):
    """Scores, ratings, findings and money of a review on one screen."""

    template_name = "reviews/overview.html"
    heading = gettext_lazy("Overview")

    def get_trail(self):
        return super().get_trail()[:1]

    def get_context_data(self, **kwargs):
        overview = overview_of(self.review)
        ratings, unrated = charts.outcomes_by_rating(overview)
        return super().get_context_data(
            overview=overview,
            result=overview.criteria.result,
            ratings=ratings,
            unrated=unrated,
            rated=len(overview.profiles) - unrated,
            signed=latest_version_of(self.review) if self.review.state == ReviewState.FINAL else None,
            control_rows=charts.control_rows(overview),
            control_chart=charts.control_chart(overview.split, overview.scale),
            criteria_columns=list(
                zip(overview.criteria.review_slugs, overview.criteria.averages, strict=True),
            ),
            criteria_chart=charts.criteria_chart(overview.criteria, overview.scale),
            findings_chart=charts.findings_chart(overview.findings),
            findings_rows=charts.findings_rows(overview.findings.total),
            percent_together=overview.findings.total.percent("achieved_or_exceeded"),
            funding_sources=charts.funding_sources(overview.budget),
            **kwargs,
        )
