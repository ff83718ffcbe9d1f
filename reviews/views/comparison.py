"""A review beside the earlier ones."""

from django.utils.translation import gettext_lazy

from ..models import Review
from ..selectors import comparison_of
from .base import ReviewPage


class ComparisonPage(ReviewPage):
    """Criteria and outcomes beside those of every earlier review; says where the method differs."""

    template_name = "reviews/comparison.html"
    tab = "comparison"
    heading = gettext_lazy("Comparison with earlier reviews")

    def get_context_data(self, **kwargs):
        comparison = comparison_of(self.review, Review.objects.visible_to(self.request.user))
        return super().get_context_data(comparison=comparison, **kwargs)
