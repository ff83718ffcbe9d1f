"""The API of reviews: the figures that the pages and the report print, and what became of the recommendations."""

from .follow_up import FollowUpActionViewSet, RecommendationViewSet
from .overview import IndividualScoreViewSet, ReviewViewSet

__all__ = ["FollowUpActionViewSet", "IndividualScoreViewSet", "RecommendationViewSet", "ReviewViewSet"]
