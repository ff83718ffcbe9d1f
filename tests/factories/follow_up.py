"""What follows from recommendations."""

from datetime import UTC, date, datetime

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from reviews.choices import ResponseVerdict
from reviews.models import FollowUpAction, ManagementResponse

from .accounts import UserFactory
from .reviews import RecommendationFactory


class ManagementResponseFactory(DjangoModelFactory):
    class Meta:
        model = ManagementResponse

    recommendation = SubFactory(RecommendationFactory)
    verdict = ResponseVerdict.ACCEPTED
    responded_by = SubFactory(UserFactory)
    responded_at = datetime(2011, 6, 30, 9, tzinfo=UTC)


class FollowUpActionFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpAction

    recommendation = SubFactory(RecommendationFactory)
    number = Sequence(lambda n: n + 1)
    text = "Set up the committee"
    due_on = date(2011, 12, 31)
